"""The long run of worlds names every share that does not hold, also one whose process dies."""

import os
import signal

from tests.exchange import test_machine as machine
from tests.faults.tally import Tally
from tests.faults.worlds import try_shares

DIES, FAILS, ENDS = range(machine.SHARES, machine.SHARES + 3)


def trying(share: int, steps: int) -> Tally:
    """Hold, but for one share whose process is killed, as a machine does that has no memory, and two that end."""
    if share == DIES:
        os.kill(os.getpid(), signal.SIGKILL)
    if share == ENDS:
        os._exit(3)
    if share == FAILS:
        return Tally("", tried=machine.EXAMPLES, lost=[f"share {share}: {steps} steps"])
    return Tally("", tried=machine.EXAMPLES, survived=machine.EXAMPLES)


def test_a_share_whose_process_dies_is_named_and_counted_as_one_that_did_not_hold() -> None:
    said: list[str] = []

    tally = try_shares(4, 7, said.append, trying)

    assert sorted(tally.lost) == [
        f"share {DIES}: its process died (SIGKILL)",
        f"share {FAILS}: 7 steps",
        f"share {ENDS}: its process died (exit 3)",
    ]
    assert (tally.tried, tally.survived) == (4 * machine.EXAMPLES, machine.EXAMPLES)
    assert len(said) == 4
