"""Worlds of a base and five laptops in which anything happens in any order, a share of them in each process.

Owns trying shares on every core and telling which do not hold. Refuses to own the worlds (test_machine).
"""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

from hypothesis.errors import HypothesisException

from store.errors import StoreError
from tests.exchange import test_machine as machine
from tests.faults.tally import Tally


def try_shares(count: int, steps: int, say: Callable[[str], None]) -> Tally:
    """Try shares of worlds, other ones than in CI, and say after each how it stands.

    Args:
        count: How many shares; each has as many worlds as one in CI.
        steps: Of each world, at most.
        say: Takes a line.
    """
    tally = Tally("a base and five laptops, anything in any order")
    shares = range(machine.SHARES, machine.SHARES + count)
    anew = get_context("spawn")  # a share begins as it would by itself: its number is enough to see it again
    with tally.timed(), ProcessPoolExecutor(mp_context=anew, max_tasks_per_child=1) as processes:
        for done in as_completed([processes.submit(try_share, share, steps) for share in shares]):
            tally.add(done.result())
            say(f"  {tally.tried:,} worlds of {steps} steps; shares that did not hold: {len(tally.lost)}")
    return tally


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
