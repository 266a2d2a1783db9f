"""Whether somebody can be one of two: that one supervisor does not add a second one and decide with them alone.

Owns from when each person counts, which is pure, and reading what that rests on. Refuses to own roles and signatures
(approvals). No store can see who types a passphrase: the rule gives whoever else is there, and the witness of base's
checkpoints, a week in which somebody who was added stands in the trail before they decide anything.

Source: design 7; clauses 9.1c, A8, A12.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from store.agreement.london import london_day
from store.clock import from_ms, to_ms
from store.errors import JoinedLatelyError
from store.ids import StaffId
from store.keeping import acts
from store.keeping.header import KIND_FROM_BYTE, LATEST_MS, unpack
from store.keeping.store import Store

WAIT: Final = timedelta(days=7)
"""How long after they were added somebody counts for whom nobody else vouched."""

_WAIT_MS: Final = WAIT // timedelta(milliseconds=1)
_NEVER: Final = LATEST_MS + 1
_ALWAYS: Final = 0
"""Not even a clock that is set back takes it from them."""

_TELLING: Final = (acts.StaffAdded, acts.CredentialRecorded)
_FAMILIES_CAME: Final = (acts.DeliveryTakenIn, acts.FamilyDelivered)


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody was added.

    Attributes:
        by: Who added them.
        is_at_set_up: Whether that was before any family was there.
    """

    staff: StaffId
    by: StaffId
    at_ms: int
    is_at_set_up: bool


@dataclass(frozen=True, slots=True)
class Vouched:
    """Somebody recorded what another one was trained in."""

    staff: StaffId
    by: StaffId
    at_ms: int


def counts_from(told: Iterable[Joined | Vouched]) -> dict[StaffId, int]:
    """Return from when on each person can be one of two, in milliseconds; 0 is always. Pure.

    Whoever set base up, before any family came, counts at once. Whoever came later counts after `WAIT`, or as soon as
    somebody vouches for them who counts by then and had no part in adding them: whoever added them, and where that one
    did not count yet, whoever added that one, and so on.

    Args:
        told: In the order in which it was told.
    """
    found: dict[StaffId, int] = {}
    adding: dict[StaffId, frozenset[StaffId]] = {}
    for each in told:
        match each:
            case Joined():
                did_count = found.get(each.by, each.at_ms) <= each.at_ms
                adding[each.staff] = frozenset({each.by}) | (frozenset() if did_count else adding[each.by])
                found[each.staff] = _ALWAYS if each.is_at_set_up else each.at_ms + _WAIT_MS
            case Vouched():
                had_no_part = each.by != each.staff and each.by not in adding.get(each.staff, ())
                if had_no_part and each.staff in found and found.get(each.by, _NEVER) <= each.at_ms:
                    found[each.staff] = _ALWAYS
    return found


def hold_both_count(store: Store, *people: StaffId) -> None:
    """Make sure that each of two people counts today.

    Raises:
        JoinedLatelyError: One was added since families are there, and nobody else has vouched for them yet.
    """
    found, now_ms = counts_from(_told(store)), to_ms(store.now())
    until_ms = max((found[each] for each in people if each in found), default=0)
    if until_ms > now_ms:
        raise JoinedLatelyError(london_day(from_ms(until_ms)))


def _told(store: Store) -> Iterable[Joined | Vouched]:
    families_from = next((key for key, _, _ in _entries(store, _FAMILIES_CAME, at_most=1)), None)
    recorded_before = set[str]()  # told again, to a laptop that could not read it, it is nobody's word
    for key, header, body in _entries(store, _TELLING):
        read = unpack(header)
        match acts.parse(read.kind, read.kind_version, body):
            case acts.StaffAdded() as added:
                is_at_set_up = families_from is None or key < families_from
                yield Joined(added.staff, read.staff, read.at_ms, is_at_set_up)
            case acts.CredentialRecorded() as recorded if recorded.credential not in recorded_before:
                recorded_before.add(recorded.credential)
                yield Vouched(recorded.staff, read.staff, read.at_ms)


def _entries(store: Store, kinds: tuple[type[acts.Act], ...], at_most: int = -1) -> list[tuple[int, bytes, bytes]]:
    """Return entries of base's own journals, oldest first; what no laptop tells counts here."""
    own = sorted({branch.journal for branch in (*store.former_branches(), store.journal)})
    sought = [kind.kind.encode("ascii") for kind in kinds]
    return store.rows(
        "SELECT entry.id, header, body FROM entry JOIN stem ON stem.id = entry.id >> 40"  # noqa: S608  # question marks
        f" WHERE journal IN ({', '.join('?' * len(own))})"
        f" AND substr(header, {KIND_FROM_BYTE}) IN ({', '.join('?' * len(sought))})"
        " ORDER BY entry.id LIMIT ?",
        (*own, *sought, at_most),
    )
