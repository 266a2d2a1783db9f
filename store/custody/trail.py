"""The audit trail: what happened on this device, as one reading of its journal.

Owns which entries are shown and what is known of each without naming a family. Refuses to own how a line reads.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from store.clock import Instant, from_ms
from store.custody.naming import staff_names
from store.errors import FamilyUnknownError, UnknownActError
from store.ids import DeviceId, FamilyId, StaffId
from store.keeping.acts import Act, act_type_of
from store.keeping.header import unpack
from store.keeping.journal import Entry
from store.keeping.names import hold_line
from store.keeping.store import Store
from store.keeping.taking import N_BITS

_ABOUT: Final = "SELECT entry FROM familyentry WHERE family = ?"
_OF_DEVICE: Final = (
    "SELECT id, header, signature, salt, body FROM deviceentry JOIN entry ON entry.id = deviceentry.entry"
    " WHERE device = ? ORDER BY at_ms DESC, id DESC"
)


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One entry.

    Attributes:
        n: Its index in the branch.
        at: When, by this device's clock.
        staff: Who.
        name: Their name; the id again where the register knows nobody of that id.
        act: Which kind of act.
        is_erased: Whether its body was erased.
    """

    n: int
    at: Instant
    staff: StaffId
    name: str = field(repr=False)
    act: type[Act]
    is_erased: bool


def read_trail(
    store: Store, until: Instant | None = None, family: FamilyId | None = None, device: DeviceId | None = None
) -> Iterator[TrailLine]:
    """Yield the trail, newest first; where the journal went on in another branch, those before it too.

    Args:
        store: Open.
        until: Only what had happened by then; aware.
        family: Only what is about one family; nothing once it is erased.
        device: Only what is about one device, a laptop's own acts about it among them.

    Raises:
        UnknownActError: A newer release wrote an entry.
    """
    names = staff_names(store)
    for entry in _entries(store, family, device):
        header = unpack(entry.header)
        at = from_ms(header.at_ms)
        if until is not None and at > until:
            continue
        act = act_type_of(header.kind, header.kind_version)
        if act is None:
            raise UnknownActError(header.kind, header.kind_version)
        yield TrailLine(entry.n, at, header.staff, names.get(header.staff, header.staff), act, entry.body is None)


def family_of_reference(store: Store, reference: str) -> FamilyId:
    """Return the family that a council's reference, or our own id, names.

    Raises:
        LineFormError: It cannot be a reference.
        FamilyUnknownError: It names none that can still be read of here, or more than one.
    """
    hold_line(reference)
    with store.reader() as connection:
        found = connection.execute(
            "SELECT family FROM family WHERE council_reference = :named"
            " UNION SELECT family FROM familyentry WHERE family = :named",
            {"named": reference},
        ).fetchall()
    if len(found) != 1:
        raise FamilyUnknownError
    return FamilyId(found[0][0])


def reference_of(store: Store, family: FamilyId) -> str | None:
    """Return what the council calls a family; None once that is erased here."""
    rows = store.rows("SELECT council_reference FROM family WHERE family = ?", (family,))
    return str(rows[0][0]) if rows else None


def _entries(store: Store, family: FamilyId | None, device: DeviceId | None) -> Iterator[Entry]:
    """Yield entries, newest first: of the branch that is written, then of those it continues."""
    if device is not None:
        about = set() if family is None else {key for (key,) in store.rows(_ABOUT, (family,))}
        for key, *columns in store.rows(_OF_DEVICE, (device,)):
            if family is None or key in about:
                yield Entry(key & ((1 << N_BITS) - 1), *columns)
        return
    for branch in (store.journal, *reversed(store.former_branches())):
        if family is None:
            yield from branch.entries(0, branch.size, newest_first=True)
        else:
            yield from map(branch.entry, reversed(branch.entries_about(family)))
