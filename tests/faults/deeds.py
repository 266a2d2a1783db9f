"""Single things that write, each with what shows that it was done.

Owns what they are. Refuses to own the fault that meets them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from store.exchange import succession
from store.exchange.destroying import deciding, doing
from store.exchange.destroying.known import destructions
from store.exchange.eligibility.file import path_of
from store.keeping import epochs, staffing
from store.keeping.acts.terms.store import EpochCause, ErasureReason, StaffRole
from store.keeping.store import Store
from store.keeping.training import move_training_clock
from tests.faults import practice
from tests.faults.damage import Files, files_of

FIRST_EPOCH = 1
FAMILY = next(practice.singles(58))
JOINING = "Ferry almanac 77 juniper"


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that writes.

    Attributes:
        name: What it is called.
        do: Does it.
        is_done: Whether it is done.
        told_by: The kind of act that tells of it.
        is_one_with_it: Whether it is never told without being done, once the store was opened anew. Otherwise a kill
            can leave it told and not done, but never done and not told.
        erases_all: Whether it erases more than one family.
    """

    name: str
    do: Callable[[Store], object]
    is_done: Callable[[Store], bool]
    told_by: str
    is_one_with_it: bool
    erases_all: bool = False


DEEDS = [
    Deed(
        "an act",
        lambda store: store.record(practice.incident(practice.SOMEBODY)),
        lambda store: "incident_raised" in practice.read_back(store).kinds,
        "incident_raised",
        is_one_with_it=True,
    ),
    Deed(
        "erasing for ever",
        lambda store: store.erase_for_ever([FAMILY.family], ErasureReason.RETENTION_ENDED, "7.2f"),
        lambda store: practice.read_back(store).tombstones == 1,
        "bodies_erased",
        is_one_with_it=True,
    ),
    Deed(
        "another passphrase",
        lambda store: staffing.change_passphrase(store, practice.passphrase(practice.OTHER_PASSPHRASE)),
        lambda store: practice.opens(store.folder, practice.OTHER_PASSPHRASE),
        "passphrase_changed",
        is_one_with_it=False,
    ),
    Deed(
        "somebody joining",
        lambda store: staffing.add(store, "Supervisor Two", StaffRole.SUPERVISOR, practice.passphrase(JOINING)),
        lambda store: practice.opens(store.folder, JOINING),
        "staff_added",
        is_one_with_it=False,
    ),
    Deed(
        "the training clock",
        lambda store: move_training_clock(store, store.now() + timedelta(days=2)),
        lambda store: store.now() > practice.BEGINS + timedelta(days=1),
        "practice_clock_moved",
        is_one_with_it=True,
    ),
]


EPOCH = Deed(
    "an epoch change",
    lambda store: epochs.change(
        store, EpochCause.ROUTINE, told=[practice.credential(practice.SOMEBODY), practice.incident(practice.SOMEBODY)]
    ),
    lambda store: store.sidecar.epoch == FIRST_EPOCH + 1,
    "epoch_changed",
    is_one_with_it=True,
)
"""It takes more steps and more room than the others, so it has suites of its own."""


def _destroy(store: Store) -> None:
    """Decide, unless that is done, to destroy everything; and go on."""
    if not destructions(store):
        deciding.decide(store, deciding.everything(store), lambda: practice.passphrase(JOINING))
    doing.go_on(store)


def _is_destroyed(store: Store) -> bool:
    rows = store.rows("SELECT 1 FROM familyentry UNION ALL SELECT 1 FROM localoriginal UNION ALL SELECT 1 FROM family")
    return not rows and not path_of(store).exists() and all(each.is_done for each in destructions(store))


DESTRUCTION = Deed(
    "a destruction", _destroy, _is_destroyed, "destruction_executed", is_one_with_it=True, erases_all=True
)
"""Of everything, decided by two people; base goes over to a new key without it."""


def to_destroy(folder: Path) -> Files:
    """Return a locked store with families, an original, a file of eligibility and a second supervisor."""
    practice.found(folder)
    with practice.come_in(folder) as store:
        staffing.add(store, "Supervisor Two", StaffRole.SUPERVISOR, practice.passphrase(JOINING))
        store.record(FAMILY)
        practice.append(store, 4)
        store.notebook.keep_original("5" * 32, b"sealed as it came")
        path_of(store).write_bytes(b"ciphertext of rows")
    return files_of(folder)


LEFT, THEIRS = "Supervisor Three", "Meadow 44 compass trumpet"

SUCCESSION = Deed(
    "a succession",
    lambda store: succession.succeed(store, practice.passphrase(JOINING), left=[LEFT]),
    lambda store: store.frozen is None,
    "journal_succeeded",
    is_one_with_it=True,
)
"""Of a base that is an older copy, by two people who say that a third one left since it was made."""


def put_back(folder: Path) -> Files:
    """Return a base of three supervisors whose file is older than what lies beside it: it opens frozen."""
    practice.found(folder)
    with practice.come_in(folder) as store:
        staffing.add(store, "Supervisor Two", StaffRole.SUPERVISOR, practice.passphrase(JOINING))
        staffing.add(store, LEFT, StaffRole.SUPERVISOR, practice.passphrase(THEIRS))
        practice.append(store, 4)
    before = files_of(folder)
    with practice.come_in(folder) as store:
        practice.append(store, 4)
    return {**files_of(folder), "epoch-1.db": before["epoch-1.db"]}


def prepared(folder: Path) -> Files:
    """Return a locked store that holds one family to erase."""
    practice.found(folder)
    with practice.come_in(folder) as store:
        store.record(FAMILY)
        practice.append(store, 4)
    return files_of(folder)
