"""What follows for what is known of a family: address, people, numbers, notes.

Owns how each act changes the rows. Refuses to own where one text goes (detail_rows) and which of concurrent ones stands
(merging.details).
"""

from typing import TYPE_CHECKING, Final

from store.ids import FamilyId
from store.keeping import acts
from store.keeping.acts.family_parts import Address, FamilyDetails
from store.keeping.acts.family_parts import Person as Member
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.families import DetailField, NoteDecision, PersonEnd
from store.keeping.by_name import tables_fieldwork as tables
from store.keeping.detail_rows import OF_FAMILY, known_ways, next_place, set_text, set_ways
from store.keeping.detail_texts import text_of_address
from store.keeping.merging.details import Conflict, Detail, Said, Settlement, Value, standing_detail
from store.keeping.ways import NONE_KNOWN, Way, text_of

if TYPE_CHECKING:
    from store.keeping.projection import Projection

HELD: Final = "held"
SHOWN: Final = "shown"
STRUCK_OUT: Final = "struck_out"
"""Where a note of the council's stands."""

_WAYS: Final = (DetailField.EMAIL, DetailField.PHONE)


def put_snapshot(
    tables_: "Projection",
    family: FamilyId,
    reference: str,
    wave: str,
    letter_sent_on: str | None,
    details: FamilyDetails,
) -> None:
    """Put a family as a council delivered it, or base gave it; who is known besides stays."""
    known = tables_.row("family", ("ways",), {"family": family})
    is_first = known is None and _are_apart(details)  # nearly always: in its own place without a look at what is there
    ways = text_of(each for member in details.people for each in _ways_of(member)) if is_first else NONE_KNOWN
    tables_.put(
        tables.Family,
        family=family,
        council_reference=reference,
        wave=wave,
        letter_sent_on=letter_sent_on,
        language=details.language,
        is_moved=False,
        recall=None,
        ways=ways if known is None else known[0],
        **_address(details.address),
    )
    for place, member in enumerate(details.people):
        if is_first:
            _put_member(tables_, family, member, place, is_added=False)
        else:
            put_person(tables_, family, member, is_added=False)


def _are_apart(details: FamilyDetails) -> bool:
    """Say whether every person and every number of a family has an id of its own."""
    people = [member.person for member in details.people]
    ways = [way.entry for member in details.people for way in _ways_of(member)]
    return len(set(people)) == len(people) and len(set(ways)) == len(ways)


def _ways_of(member: Member) -> list[Way]:
    told = [(each.entry, each.kind.value, each.number, each.is_confidential) for each in member.phones]
    told += [(each.entry, "", each.address, each.is_confidential) for each in member.emails]
    return [Way(entry, member.person, kind, value, is_hidden, False) for entry, kind, value, is_hidden in told]


def put_person(tables_: "Projection", family: FamilyId, member: Member, *, is_added: bool) -> None:
    """Put one person with their numbers, in place of what was known of them."""
    known = tables_.row("person", ("place",), {"family": family, "person": member.person})
    place = next_place(tables_, family) if known is None else known[0]
    _put_member(tables_, family, member, place, is_added=is_added)
    ways = {each.entry: each for each in known_ways(tables_, family) if each.person != member.person}
    ways.update((each.entry, each) for each in _ways_of(member))  # one that was somebody else's stays in its place
    set_ways(tables_, family, ways.values())


def _put_member(tables_: "Projection", family: FamilyId, member: Member, place: int, *, is_added: bool) -> None:
    tables_.put(
        tables.Person,
        family=family,
        person=member.person,
        place=place,
        role=member.role,
        title=member.title,
        first_names=member.first_names,
        surname=member.surname,
        known_as=member.known_as,
        born_on=member.born_on,
        age_years=member.age_years,
        age_on=member.age_on,
        language=member.language,
        left_how=None,
        left_on=None,
        is_added=is_added,
    )


def is_known(tables_: "Projection", family: FamilyId) -> bool:
    """Say whether anything is known of a family; what was erased is not."""
    return tables_.row("family", ("wave",), {"family": family}) is not None


# -- acts ------------------------------------------------------------------------------------------------------------


def delivered(tables_: "Projection", _: int, act: acts.FamilyDelivered, _is_bases: bool) -> None:
    """A council supplied it; its notes wait until somebody has read them (clause 7.2c)."""
    put_snapshot(tables_, act.family, act.council_reference, act.wave, act.letter_sent_on, act.details)
    for note in act.held_notes:
        put_note(tables_, act.family, note, HELD)


def put_note(tables_: "Projection", family: FamilyId, note: acts.Note, state: str) -> None:
    """Put a note of the council's."""
    tables_.put(
        tables.FamilyNote,
        family=family,
        note=note.note,
        text=note.text,
        source=note.source,
        expires_on=note.expires_on,
        state=state,
    )


def note_cleared(tables_: "Projection", _: int, act: acts.NoteCleared, _is_bases: bool) -> None:
    """A trained person read a note."""
    held = tables_.row("familynote", ("text", "source"), {"family": act.family, "note": act.note}) or ("", "")
    is_out = act.decision is NoteDecision.STRUCK_OUT
    tables_.put(
        tables.FamilyNote,
        family=act.family,
        note=act.note,
        text="" if is_out else act.text or held[0],
        source=act.source or held[1],
        expires_on=act.expires_on,
        state=STRUCK_OUT if is_out else SHOWN,
    )


def corrected(tables_: "Projection", key: int, act: acts.DetailsCorrected, _is_bases: bool) -> None:
    """A detail got another value; where another device set it too, what stands is worked out from all of them."""
    if not is_known(tables_, act.family):
        return
    if act.field in _WAYS and act.entry is None:  # a number that is new goes by the correction that brought it
        act = act.model_copy(update={"entry": act.correction})
    if tables_.is_told_beside(act.family, key, acts.DetailsCorrected, acts.FamilyMoved, acts.ConflictSettled):
        _set_what_stands(tables_, Detail(act.family, act.person, act.field, act.entry))
    else:
        set_text(tables_, Detail(act.family, act.person, act.field, act.entry), act.new, act.known_on, act.is_odd)


def settled(tables_: "Projection", _: int, act: acts.ConflictSettled, _is_bases: bool) -> None:
    """A supervisor said which value stands."""
    where = {"family": act.family, "conflict": act.conflict}
    found = tables_.row("conflict", ("person", "field", "detail_entry"), where)
    if found is not None and is_known(tables_, act.family):
        person, field, entry = found
        _set_what_stands(tables_, Detail(act.family, person, DetailField(field), entry))


def person_added(tables_: "Projection", _: int, act: acts.PersonAdded, _is_bases: bool) -> None:
    """Somebody became known, or is back; of a household that split off they are the first thing that is known."""
    _begin(tables_, act.family)
    put_person(tables_, act.family, act.member, is_added=True)


def person_left(tables_: "Projection", _: int, act: acts.PersonLeft, _is_bases: bool) -> None:
    """Somebody no longer belongs to the household."""
    tables_.change(
        tables.Person, {"family": act.family, "person": act.person}, left_how=act.end.value, left_on=act.left_on
    )


def moved(tables_: "Projection", key: int, act: acts.FamilyMoved, _is_bases: bool) -> None:
    """The family lives elsewhere; where nobody knows the new address there is none."""
    _begin(tables_, act.family)
    address = act.new or Address(lines=(), postcode=None, directions=None)
    tables_.change(tables.Family, {"family": act.family}, is_moved=True, **_address(address))
    if tables_.is_told_beside(act.family, key, acts.DetailsCorrected, acts.FamilyMoved, acts.ConflictSettled):
        for field in (DetailField.ADDRESS, *OF_FAMILY):
            _set_what_stands(tables_, Detail(act.family, None, field, None))


def split(tables_: "Projection", _: int, act: acts.FamilySplit, _is_bases: bool) -> None:
    """Some members went on elsewhere; what is known of the new household is told by acts about that."""
    for person in act.people:
        where = {"family": act.family, "person": person}
        tables_.change(tables.Person, where, left_how=PersonEnd.MOVED_OUT.value, left_on=act.split_on)


# -- inside ----------------------------------------------------------------------------------------------------------


def _begin(tables_: "Projection", family: FamilyId) -> None:
    """Make sure there is a family: a household that split off begins with nothing."""
    if not is_known(tables_, family):
        empty = FamilyDetails(address=Address(lines=(), postcode=None, directions=None), people=(), language=None)
        put_snapshot(tables_, family, "", Wave.ONE, None, empty)


def _address(address: Address) -> dict[str, object]:
    return {
        "lines": "\n".join(address.lines),
        "postcode": address.postcode,
        "directions": address.directions,
    }


def _set_what_stands(tables_: "Projection", detail: Detail) -> None:
    """Set a detail to what stands of all that was said; where that is contested, to what was told last."""
    values: list[Value] = []
    settlements: list[Settlement] = []
    told: dict[tuple[str, int, int], acts.DetailsCorrected] = {}
    found: dict[str, acts.ConflictFound] = {}
    kinds = (acts.DetailsCorrected, acts.FamilyMoved, acts.ConflictFound, acts.ConflictSettled)
    for _, act, place in tables_.placed(detail.family, *kinds):
        match act:
            case acts.DetailsCorrected() if _detail_of(act) == detail:
                values.append(Value(place, detail, frozenset({act.new})))
                told[place.journal, place.branch, place.n] = act
            case acts.FamilyMoved() if detail.person is None and detail.field in (*OF_FAMILY, DetailField.ADDRESS):
                values.append(
                    Value(
                        place, detail, frozenset({None if act.new is None else text_of_address(act.new, detail.field)})
                    )
                )
            case acts.ConflictFound():
                found[act.conflict] = act
            case acts.ConflictSettled() if act.conflict in found:
                settlement = Settlement.from_acts(act, found[act.conflict], place)
                settlements += [settlement] if settlement.detail == detail else []
            case _:
                pass
    standing = standing_detail(values, settlements, tables_.ancestry())
    if standing is None:
        return
    last = _told_last(standing.said) if isinstance(standing, Conflict) else standing.said[-1]
    texts = last.texts if isinstance(standing, Conflict) else standing.texts
    text = min((text for text in texts if text is not None), default=None)
    by = told.get((last.place.journal, last.place.branch, last.place.n))
    set_text(tables_, detail, text, None if by is None else by.known_on, by is not None and by.is_odd)


def _detail_of(act: acts.DetailsCorrected) -> Detail:
    entry = act.correction if act.field in _WAYS and act.entry is None else act.entry
    return Detail(act.family, act.person, act.field, entry)


def _told_last(said: tuple[Said, ...]) -> Said:
    return max(said, key=lambda each: (each.place.base_at, each.place.journal, each.place.branch, each.place.n))
