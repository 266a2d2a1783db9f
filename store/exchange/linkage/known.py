"""What was sent to whom for linkage, and what is still owed: an acknowledgement, or a stop-list.

Owns reading it out of the trail, and the two questions that final destruction asks. Refuses to own sending.

Source: agreement 4.2, 7.2f: everything is destroyed once the extract is acknowledged.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from store.agreement.purposes import Purpose
from store.errors import LinkageFirstError, StopListFirstError
from store.ids import FamilyId, PersonId
from store.keeping import acts
from store.keeping.acts.terms.exchange import MovementEnd
from store.keeping.kinds import acts_of
from store.keeping.store import Store


@dataclass(frozen=True, slots=True)
class Sent:
    """One file that went to a recipient: an extract, or a stop-list of one.

    Attributes:
        extract: Of which extract.
        revision: Of which stop-list; None for the extract itself.
        people: Whom it names.
        records: With which they are to be linked; None where an old extract did not say.
        end: What became of it on its way; None where that was never told, so that it may have left.
    """

    extract: str
    revision: str | None
    movement: str
    recipient: str
    people: frozenset[PersonId]
    end: MovementEnd | None
    is_acknowledged: bool
    records: str | None = None

    @property
    def may_have_left(self) -> bool:
        """Whether somebody may have it."""
        return self.end is not MovementEnd.FAILED

    @property
    def is_open(self) -> bool:
        """Whether its recipient has to confirm having it."""
        return self.may_have_left and not self.is_acknowledged


def sent(store: Store) -> list[Sent]:
    """Return every extract and every stop-list, in the order they were made."""
    files: dict[tuple[str, str | None], Sent] = {}
    ends: dict[str, MovementEnd] = {}
    kinds = (acts.LinkageExtractMade, acts.LinkageListRevised, acts.LinkageAcknowledged, acts.MovementEnded)
    for held in acts_of(store, *kinds):
        match held.act:
            case acts.LinkageExtractMade() as made:
                whom, people = made.recipient, frozenset(made.people)
                _add(files, Sent(made.extract, None, made.movement, whom, people, None, False, made.records))
            case acts.LinkageListRevised() as told:
                for each in told.recipients:
                    people, of = frozenset(told.people), files.get((told.extract, None))
                    records = None if of is None else of.records
                    _add(files, Sent(told.extract, told.revision, told.movement, each, people, None, False, records))
            case acts.LinkageAcknowledged() as told if (told.extract, told.revision) in files:
                key = (told.extract, told.revision)
                files[key] = replace(files[key], is_acknowledged=True)
            case acts.MovementEnded() as told:
                ends[told.movement] = told.end
            case _:
                continue
    return [replace(each, end=ends.get(each.movement)) for each in files.values()]


def open_files(files: Iterable[Sent]) -> list[Sent]:
    """Return which of them nobody confirmed; final destruction waits for each. Pure."""
    return [each for each in files if each.is_open]


def owed_stops(files: Sequence[Sent], unwilling: Mapping[PersonId, frozenset[str]]) -> dict[str, frozenset[PersonId]]:
    """Return, by extract, whom its recipient has to be told of: sent, unwilling since, and in no stop-list. Pure.

    Args:
        files: All that was sent; what surely never left is passed over.
        unwilling: Who said something to linkage with some records, and no longer a yes, and which records. Whoever
            was destroyed is not among them: that is no withdrawal.
    """
    left = [each for each in files if each.may_have_left]
    owed = {}
    for extract in left:
        if extract.revision is not None:
            continue
        stopped = [each.people for each in left if each.extract == extract.extract and each.revision is not None]
        took_back = frozenset(
            person for person in extract.people if _is_stopped(unwilling.get(person), extract.records)
        )
        people = took_back.difference(*stopped)
        if people:
            owed[extract.extract] = people
    return owed


def unwilling_people(store: Store) -> dict[PersonId, frozenset[str]]:
    """Return who said something to linkage that is no yes now, each with the records it was about."""
    rows = store.rows("SELECT person, target FROM consent WHERE purpose = ? AND NOT is_live", (Purpose.LINKAGE,))
    found: dict[PersonId, frozenset[str]] = {}
    for person, records in rows:
        found[person] = found.get(person, frozenset()) | {records}
    return found


def linkage_pending(store: Store, families: Iterable[FamilyId]) -> frozenset[PersonId]:
    """Return who of some families is still to be linked: they agreed, and no extract that somebody confirmed has them.

    Somebody of whom a back-check failed is among them until it is settled, and then in the next extract or unwilling.

    Source:
        Agreement 4.2: whoever agreed to linkage is linked, whether or not they agreed to be contacted again.
    """
    there = {(each.records, person) for each in sent(store) if _is_confirmed(each) for person in each.people}
    sought = set(families)
    rows = store.rows(
        "SELECT consent.family, consent.person, target FROM consent JOIN person USING (family, person)"
        " WHERE is_live AND purpose = ?",
        (Purpose.LINKAGE,),
    )
    return frozenset(
        PersonId(person)
        for family, person, records in rows
        if family in sought and not there & {(records, person), (None, person)}
    )


def hold_linked_first(store: Store, families: Iterable[FamilyId]) -> None:
    """Make sure that nobody is destroyed who agreed to linkage before they were linked.

    Raises:
        LinkageFirstError: Somebody would be.
    """
    pending = linkage_pending(store, families)
    if pending:
        raise LinkageFirstError(len(pending))


def hold_stops_told(store: Store, families: Iterable[FamilyId]) -> None:
    """Make sure that nobody is destroyed whose withdrawal from linkage its recipient has yet to hear of.

    Raises:
        StopListFirstError: Somebody would be.

    Source:
        Agreement 4.2; once they are gone nobody could be told of them any more.
    """
    gone = set(families)
    rows = store.rows("SELECT family, person FROM consent WHERE purpose = ? AND NOT is_live", (Purpose.LINKAGE,))
    theirs = {person for family, person in rows if family in gone}
    if not theirs:
        return  # before what was sent is looked for, which reads every header there is
    owed = frozenset[PersonId]().union(*owed_stops(sent(store), unwilling_people(store)).values())
    if owed & theirs:
        raise StopListFirstError(len(owed & theirs))


def _is_confirmed(each: Sent) -> bool:
    return each.revision is None and each.may_have_left and each.is_acknowledged


def _is_stopped(taken_back: frozenset[str] | None, records: str | None) -> bool:
    """Say whether somebody took back what an extract rests on; where it does not say which records, any will do."""
    return bool(taken_back) and (records is None or records in (taken_back or ()))


def _add(files: dict[tuple[str, str | None], Sent], part: Sent) -> None:
    """Add a file, or one more part of its people."""
    key = (part.extract, part.revision)
    known = files.get(key)
    files[key] = part if known is None else replace(known, people=known.people | part.people)
