"""Every benchmark by the name it is asked for, in the order of RESULTS.md.

Owns what is run together. What is promised stands with the benchmark that measures it.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from tests.benchmarks import (
    appending,
    at_base,
    bundles,
    consents,
    custody,
    destroying,
    epochs,
    exchange,
    intake,
    opening,
    sending_back,
    stores,
    suppressing,
    verifying,
)
from tests.benchmarks.door import running
from tests.benchmarks.measuring import Result


@dataclass(frozen=True, slots=True)
class Where:
    """Where a benchmark runs, and on how much.

    Attributes:
        memory: A folder on a memory file system.
        disk: A folder on the real disk.
        entries: Entries of the large store.
    """

    memory: Path
    disk: Path
    entries: int = 1_000_000


@dataclass(frozen=True, slots=True)
class Suite:
    """What is measured in one go.

    Attributes:
        title: What RESULTS.md calls it.
        run: Measure.
        quick: Measure so little that the figures mean nothing, and that it runs at all is shown; None where too slow.
    """

    title: str
    run: Callable[[Where], list[Result]]
    quick: Callable[[Where], list[Result]] | None = None


def _large_store(where: Where) -> list[Result]:
    with tempfile.TemporaryDirectory(dir=where.disk, prefix=".bench-") as temporary:
        folders = {}
        for entries in (1_000, where.entries):
            folders[entries] = Path(temporary) / str(entries)
            stores.found(folders[entries])
            with stores.open_at(folders[entries]) as store:
                stores.fill(store, entries)
        return opening.run(folders) + verifying.run(folders)


SUITES: Final = {
    "journal": Suite("The journal: one act kept", lambda at: appending.run(at.memory, at.disk)),
    "opening": Suite("The journal: opening and verifying", _large_store),
    "epochs": Suite("A new epoch", lambda at: epochs.run(at.memory, at.disk)),
    "bundles": Suite("Bundles", lambda _: bundles.run(), lambda _: bundles.run(is_quick=True)),
    "sync": Suite(
        "Two devices",
        lambda at: exchange.run(at.memory, at.disk),
        lambda at: exchange.run(at.memory, at.disk, is_quick=True),
    ),
    "door": Suite("At the door", lambda at: running.run(at.disk)),
    "consents": Suite(
        "Consent",
        lambda at: consents.run(at.memory, at.disk),
        lambda at: consents.run(at.memory, at.disk, is_quick=True),
    ),
    "custody": Suite("Custody", lambda at: custody.run(at.memory), lambda at: custody.run(at.memory, is_quick=True)),
    "intake": Suite(
        "Base: deliveries in", lambda at: intake.run(at.disk), lambda at: intake.run(at.disk, is_quick=True)
    ),
    "base": Suite(
        "Base: its board and its families",
        lambda at: at_base.run(at.memory),
        lambda at: at_base.run(at.memory, is_quick=True),
    ),
    "suppressing": Suite("Disclosure control", lambda _: suppressing.run(), lambda _: suppressing.run(is_quick=True)),
    "sending-back": Suite(
        "Resupply and linkage",
        lambda at: sending_back.run(at.disk),
        lambda at: sending_back.run(at.disk, is_quick=True),
    ),
    "destroying": Suite("Destruction", lambda at: destroying.run(at.disk)),
}


def quick(where: Where) -> list[Result]:
    """Run whatever has a quick form; nothing is promised of its figures."""
    runs = [suite.quick for suite in SUITES.values() if suite.quick]
    return [replace(each, target=None) for run in runs for each in run(where)]
