"""Worlds of a base and five laptops in which anything happens in any order, a share of them in each process.

Owns trying shares on every core and telling which do not hold. Refuses to own the worlds (test_machine).
"""

import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from multiprocessing import get_context
from multiprocessing.connection import Connection

from hypothesis.errors import HypothesisException

from store.errors import StoreError
from tests.exchange import test_machine as machine
from tests.faults.tally import Tally

ANEW = get_context("spawn")
"""A share begins as it would by itself: its number is enough to see it again."""

Trying = Callable[[int, int], Tally]
"""Tries the worlds of one share, of so many steps."""


def try_shares(count: int, steps: int, say: Callable[[str], None], trying: Trying | None = None) -> Tally:
    """Try shares of worlds, other ones than in CI, and say after each how it stands.

    Args:
        count: How many shares; each has as many worlds as one in CI.
        steps: Of each world, at most.
        say: Takes a line.
        trying: Runs in a process of its own for each share; a function that can be named there.
    """
    tally = Tally("a base and five laptops, anything in any order")
    shares = range(machine.SHARES, machine.SHARES + count)
    with tally.timed(), ThreadPoolExecutor(os.cpu_count()) as lines:
        for done in as_completed([lines.submit(_apart, share, steps, trying or try_share) for share in shares]):
            tally.add(done.result())
            say(f"  {tally.tried:,} worlds of {steps} steps; shares that did not hold: {len(tally.lost)}")
    return tally


def _apart(share: int, steps: int, trying: Trying) -> Tally:
    """Try one share in a process; one that ends without a word, killed or out of memory, did not hold."""
    heard, told = ANEW.Pipe(duplex=False)
    process = ANEW.Process(target=_tell, args=(share, steps, trying, told))
    process.start()
    told.close()
    with heard:
        try:
            tally = heard.recv()
        except EOFError:
            tally = None
    process.join()
    if isinstance(tally, Tally):
        return tally
    code = process.exitcode or 0
    how = signal.Signals(-code).name if code < 0 else f"exit {code}"
    return Tally(f"share {share}", tried=machine.EXAMPLES, lost=[f"share {share}: its process died ({how})"])


def _tell(share: int, steps: int, trying: Trying, told: Connection) -> None:
    told.send(trying(share, steps))


def try_share(share: int, steps: int) -> Tally:
    """Try the worlds of one share; the first that does not hold ends it, and is told in words."""
    tally = Tally(f"share {share}", tried=machine.EXAMPLES)
    try:
        tally.named += machine.run(share, machine.EXAMPLES, steps)
    except (AssertionError, StoreError, HypothesisException, ExceptionGroup) as fault:
        tally.lost.append(f"share {share}: {fault!r}")
    else:
        tally.survived += machine.EXAMPLES
    return tally
