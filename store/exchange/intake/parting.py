"""Taking back that two councils are one, where that was said by mistake.

Owns the deed, and which families are locked for nothing else. Refuses to own opening them again (fieldwork, lifting):
somebody looks at each of them first.

Source: agreement 7.2a: who refused is left in peace; nobody else is meant by it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from store.errors import CouncilsNotJoinedError
from store.exchange.intake.identity import Identities, joined_with, joinings, parted_from
from store.exchange.intake.sorting import refusing_wishes
from store.exchange.ticket import hold_supervisor_of_base
from store.ids import FamilyId
from store.keeping import acts
from store.keeping.acts.terms.exchange import RowDecision
from store.keeping.acts.terms.families import FamilyLock, FamilyLockCause
from store.keeping.folding import fold
from store.keeping.follows_deliveries import PARTED
from store.keeping.kinds import acts_of
from store.keeping.names import hold_line
from store.keeping.store import Store


@dataclass(frozen=True, slots=True)
class Locked:
    """A family that is locked for what was said of another council's, while the two counted as one.

    Attributes:
        council: Its own.
        reference: That council's id of it.
        others: The councils of whose families it was said, by name.
    """

    family: FamilyId
    council: str = field(repr=False)
    reference: str = field(repr=False)
    others: tuple[str, ...] = field(repr=False)


def part(store: Store, council: str, other: str, reason: str) -> bool:
    """Take back that the families of two councils are the same; return whether that holds.

    From here on each is known under its own council's name alone. A row that was left out because the other council had
    its family, or it had refused there, comes in when its delivery is taken in again. Nobody is opened: see
    `locked_while_joined`.

    Args:
        store: Base's.
        council: One of them; case and accents do not matter.
        other: The other one.
        reason: Why, in a line.

    Returns:
        Whether they are two; they are one still where each was joined with a third.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base takes it back.
        LineFormError: The reason is no line.
        CouncilsNotJoinedError: Nobody said it of these two.
        StoreError: As `Store.record`.
    """
    hold_supervisor_of_base(store)
    hold_line(reason)
    sought = {fold(council), fold(other)}
    told = next((pair for pair in joinings(store) if set(map(fold, pair)) == sought), None)
    if told is None:
        raise CouncilsNotJoinedError
    store.record(acts.CouncilsParted(council=told[0], other_council=told[1], reason=reason))
    return fold(told[1]) not in map(fold, joined_with(store, told[0]))


def locked_while_joined(store: Store) -> list[Locked]:
    """Return the families that are locked, and for nothing but what was said of councils theirs was parted from.

    By that a council's list of refusals is meant, a refusal of the family that the other council knows by the same id,
    and that a delivery of the other one named it no more.

    Args:
        store: Base's.

    Returns:
        By council and reference.
    """
    councils, apart = _councils(store), _apart(store)
    if not apart:
        return []
    refused, gone = _refused(store, councils), _gone(store, councils)
    found = []
    for family, reference, delivery, cause in store.rows(
        "SELECT family.family, council_reference, delivery, cause FROM lockset JOIN family USING (family)"
        " JOIN supplied USING (family) WHERE lock = ? AND cause IN (?, ?) AND council_reference <> ''",
        (FamilyLock.LOCKED, FamilyLockCause.CONTACT_WISH, FamilyLockCause.BASE_DECISION),
    ):
        council = councils.get(delivery, "")
        names = {fold(each): each for each in apart.get(council, ())}
        if not names:
            continue
        if cause == FamilyLockCause.BASE_DECISION:
            own = by = gone.get(family, set())
        else:
            own = _of(refused, Identities(store, council).every(reference))
            by = own & names.keys()
            by |= {each for each, name in names.items() if _of(refused, _ids(store, name, reference))}
        if by and own <= names.keys():
            found.append(Locked(FamilyId(family), council, reference, tuple(sorted(names[each] for each in by))))
    return sorted(found, key=lambda each: (each.council, each.reference))


def listed_by_others(store: Store, council: str) -> set[FamilyId]:
    """Return whom no list of a council names but lists of those that it was parted from: its own counts as new."""
    apart = {fold(each) for each in parted_from(store, council)}
    if not apart:
        return set()
    return {family for family, by in _refused(store, _councils(store)).items() if by - {""} and by - {""} <= apart}


def named_by_others(store: Store) -> dict[str, set[FamilyId]]:
    """Return, by delivery, the families of councils that its own was parted from: what it says, it says of none."""
    apart = _apart(store)
    if not apart:
        return {}
    families: defaultdict[str, set[FamilyId]] = defaultdict(set)
    for family, council in store.rows("SELECT family, council FROM supplied JOIN delivery USING (delivery)"):
        families[fold(council or "")].add(FamilyId(family))
    return {
        delivery: {family for other in apart.get(council, ()) for family in families[fold(other)]}
        for delivery, council in _councils(store).items()
    }


def _councils(store: Store) -> dict[str, str]:
    """Return whose each delivery is, as it was written."""
    return dict(store.rows("SELECT delivery, council FROM delivery WHERE council IS NOT NULL"))


def _apart(store: Store) -> dict[str, list[str]]:
    """Return from whom each council was parted, of those that were."""
    every = set(_councils(store).values()) if store.fact(PARTED) else ()
    return {each: others for each in every if (others := parted_from(store, each))}


def _ids(store: Store, council: str, reference: str) -> list[FamilyId]:
    return Identities(store, council, is_alone=True).every(reference)


def _of(said: dict[FamilyId, set[str]], ids: Iterable[FamilyId]) -> set[str]:
    return {council for each in ids for council in said.get(each, ())}


def _refused(store: Store, councils: dict[str, str]) -> dict[FamilyId, set[str]]:
    """Return on which councils' lists each family stands, folded; empty for whoever was told otherwise, at a door say.

    Of families that refuse alone.
    """
    listed = {
        act.wish: act.delivery
        for held in acts_of(store, acts.ContactWishRecorded)
        if isinstance(act := held.act, acts.ContactWishRecorded)
    }
    found: defaultdict[FamilyId, set[str]] = defaultdict(set)
    for family, wish, _, _ in refusing_wishes(store):
        found[family].add(fold(councils.get(listed.get(wish) or "", "")))
    return found


def _gone(store: Store, councils: dict[str, str]) -> dict[FamilyId, set[str]]:
    """Return which councils' deliveries named a family no more, folded, where it was said that it goes."""
    found: defaultdict[FamilyId, set[str]] = defaultdict(set)
    for held in acts_of(store, acts.AbsencesSettled):
        if isinstance(act := held.act, acts.AbsencesSettled) and act.decision is RowDecision.REMOVE:
            for family in act.families:
                found[family].add(fold(councils.get(act.delivery, "")))
    return found
