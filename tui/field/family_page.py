"""One family as lines of a page. Pure.

Owns the order and the words. Refuses to own reading the family, and any rule. A confidential number or mail address
never stands here: this page shows several members' data.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from store.agreement.lifetime import TermEnd
from store.agreement.london import london_day
from store.agreement.outcomes import Outcomes
from store.agreement.safeguards import Calls
from store.clock import Instant, from_ms, to_ms
from store.fieldwork.calls import Owed, owed, tally
from store.fieldwork.family import Appointment, Attempt, FamilyFile, Lock, Person, Tracing
from store.fieldwork.lines import Standing
from store.fieldwork.numbers import is_odd_postcode
from store.fieldwork.observations import note_to_read, notes_to_read
from store.fieldwork.outcomes import own_code
from store.ids import PersonId
from store.keeping.acts.terms.families import FamilyLockCause, PersonRole
from tui import glance, wording
from tui.desk import Desk
from tui.field.consent.consent_words import strip_of
from tui.field.detail_words import language_words
from tui.field.lock_words import CAUSES
from tui.field.place import in_words
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

_INDENT: Final = "    "
_STANDINGS: Final = {
    Standing.TO_DO: "to do",
    Standing.DONE: "done",
    Standing.PAUSED: "paused: wait for your supervisor",
    Standing.LOCKED: "LOCKED: do not visit, do not ring",
}
_ODD: Final = " [looks wrong; kept as it was told]"
_ODD_POSTCODE: Final = " [the postcode looks wrong]"
_PAST: Final = " [past: say what came of it]"
_PAST_AT_BASE: Final = " [past: nobody said yet what came of it]"
_DOUBT: Final = "it was not clear whether they understand what is asked"
_IN_HISTORY: Final = "the history (h) says more."
_TOLD_BY_BASE: Final = "your supervisor knows more."
_AT_BASE: Final = {Standing.PAUSED: "paused: a supervisor decides"}


@dataclass(frozen=True, slots=True)
class Reading:
    """By what a page is written.

    Attributes:
        now: By the store's clock.
        today: The same in London.
        calls: What the agreement asks for.
        width: In cells.
        outcomes: What the agreement calls them.
        is_base: Whether it is read at base, where nobody stands at the door.
    """

    now: Instant
    today: date
    calls: Calls
    width: int
    outcomes: Outcomes
    is_base: bool = False


def reading_at(desk: Desk, width: int) -> Reading:
    """Return by what a page of some width is written now, at a desk."""
    now, agreed = desk.clock.now(), desk.agreement
    return Reading(now, london_day(now), agreed.calls, width, agreed.outcomes, desk.role == "base")


def family_page(file: FamilyFile, reading: Reading) -> list[PageLine]:
    """Return everything about a family but its history and what is confidential."""
    sections = (
        _head(file, reading),
        _people(file, reading),
        _calls(file, reading),
        _appointments(file, reading),
        _consents(file, reading),
        _notes(file, reading),
        _place(file, reading),
    )
    lines: list[PageLine] = []
    for section in sections:
        told = list(section)
        lines += [*([PageLine("")] if lines and told else []), *told]
    return lines


def person_name(person: Person) -> str:
    """Return what a person is called: `Ewa Kowalska`, with what they go by, and which of several of that name."""
    whole = " ".join(each for each in (person.title, person.first_names, person.surname) if each) or "name not known"
    whole = f"{whole} (“{person.known_as}”)" if person.known_as else whole
    return f"{whole} no. {person.namesake}" if person.namesake else whole


def name_in(file: FamilyFile, person: str | None, otherwise: str) -> str:
    """Return what somebody of a family is called; `otherwise` where nobody is meant, or nobody of that id is known."""
    found = file.person(PersonId(person)) if person else None
    return person_name(found) if found else otherwise


def ways_of(person: Person, *, is_confidential: bool) -> list[str]:
    """Return somebody's numbers and mail addresses, a line each: the confidential ones or the others, never both."""
    phones = [
        (f"{each.number} ({wording.words(each.kind)})", each.is_odd)
        for each in person.phones
        if each.is_confidential is is_confidential
    ]
    emails = [(each.address, each.is_odd) for each in person.emails if each.is_confidential is is_confidential]
    return [f"{way}{_ODD}" if is_odd else way for way, is_odd in (*phones, *emails)]


def role_and_age(person: Person, today: date) -> str:
    """Return `main carer, 34`."""
    age = wording.age(person.born_on, person.age_years, person.age_on, today)
    return wording.words(person.role) + (f", {age}" if age else "")


def _head(file: FamilyFile, reading: Reading) -> Iterator[PageLine]:
    first = next((each for each in file.members() if each.role is PersonRole.MAIN_CARER), None)
    name = person_name(first) if first else "Family"
    yield from paragraph(f"{name}   {file.reference}", reading.width, Tint.HEAD)
    is_warning = file.standing in (Standing.LOCKED, Standing.PAUSED)
    standings = {**_STANDINGS, **_AT_BASE} if reading.is_base else _STANDINGS
    yield PageLine(standings[file.standing], Tint.WARNING if is_warning else Tint.PLAIN)
    for lock in file.locks:
        yield from paragraph(_lock(file, lock), reading.width, Tint.WARNING)
    for ended in _ended(file, reading.outcomes):
        yield from paragraph(ended, reading.width, Tint.WARNING)
    for person in file.members():
        doubted = [each for each in file.consents if each.person == person.person and each.is_doubted]
        if doubted:
            known_by = _TOLD_BY_BASE if all(each.is_from_before for each in doubted) else _IN_HISTORY
            yield from paragraph(f"{person_name(person)}: {_DOUBT}; {known_by}", reading.width, Tint.WARNING)
    if file.address.is_moved:
        yield PageLine("The family moved.", Tint.WARNING)
    address = wording.address(file.address.lines, file.address.postcode)
    odd = _ODD_POSTCODE if file.address.postcode and is_odd_postcode(file.address.postcode) else ""
    yield from paragraph(f"{address}{odd}" if address else "No address is known.", reading.width)
    if file.address.directions:
        yield from paragraph(f"How to get there: {file.address.directions}", reading.width)
    if file.language:
        yield from paragraph(f"Language: {language_words(file.language)}", reading.width)
    if file.lone_visit is not None:
        back = from_ms(file.lone_visit.expected_back_at_ms)
        is_late = back < reading.now
        who = "Somebody is" if reading.is_base else "You are"
        said = f"{who} at this door; back by {glance.meeting(back, reading.today)}{': OVERDUE' if is_late else ''}"
        known = ". Once you know how they are, press w." if reading.is_base else ""
        yield from paragraph(f"{said}{known}", reading.width, Tint.WARNING)


def _lock(file: FamilyFile, lock: Lock) -> str:
    whom = name_in(file, lock.person, "The family")
    since = wording.when(from_ms(lock.since_ms))
    if lock.cause is FamilyLockCause.LEASE_ENDED:
        return f"By its clock not heard from base for four weeks: locked since {since}; F5, base's sync, F5 open it."
    if isinstance(lock.cause, TermEnd):
        return f"The agreement has ended: locked since {since}. F8 takes a refusal; F5 sends, then hand the laptop in."
    state = "is paused" if lock.is_pause else "is not to be contacted"
    return f"{whom} {state}: {CAUSES[lock.cause]}, since {since}"


def _ended(file: FamilyFile, outcomes: Outcomes) -> Iterator[str]:
    """Yield what the office gave the family, or somebody of it, in the present wave."""
    titles = {str(each.code): each.title for each in outcomes.final}
    for each in sorted(file.outcomes, key=lambda outcome: outcome.person or ""):
        if each.wave is file.wave:
            whom = "The family" if each.person is None else name_in(file, each.person, "Somebody of the family")
            what = f"{titles.get(each.code, '')} ({each.code})"
            yield f"{whom} is not visited any more, says the office: {what}; {_IN_HISTORY}"


def _people(file: FamilyFile, reading: Reading) -> Iterator[PageLine]:
    yield PageLine("People", Tint.HEAD)
    for person in file.people:
        left = f"  (left: {wording.words(person.left)})" if person.left else ""
        tint = Tint.MUTED if person.left else Tint.PLAIN
        yield from paragraph(f"{person_name(person)}, {role_and_age(person, reading.today)}{left}", reading.width, tint)
        for way in ways_of(person, is_confidential=False):
            yield from paragraph(f"{_INDENT}{way}", reading.width, tint)
        if hidden := ways_of(person, is_confidential=True):
            said = f"{_INDENT}{wording.counted(len(hidden), 'confidential contact')}: see it alone with i"
            yield PageLine(said, Tint.MUTED)
        if person.language:
            yield from paragraph(f"{_INDENT}language: {language_words(person.language)}", reading.width, tint)
    if not file.people:
        yield PageLine("Nobody is known yet.", Tint.MUTED)
    chosen = next((each for each in file.selections if each.wave is file.wave), None)
    if chosen is not None:
        names = ", ".join(person_name(each) for each in file.people if each.person in chosen.selected)
        among = f"{wording.words(chosen.method)}, of {len(chosen.candidates)}"
        yield from paragraph(f"To be interviewed: {names} ({among})", reading.width)
    for tracing in file.tracings:
        yield from paragraph(_tracing(file, tracing), reading.width)


def _tracing(file: FamilyFile, tracing: Tracing) -> str:
    contact = [each for each in (tracing.contact_name, tracing.contact_relation, tracing.contact_phone) if each]
    told = [*([f"ask next {', '.join(contact)}"] if contact else []), *([tracing.note] if tracing.note else [])]
    looked_for = f"Looked for {name_in(file, tracing.person, 'the family')}"
    asked = f"{wording.when(from_ms(tracing.at_ms))}  {looked_for}: {wording.words(tracing.source)}"
    return "; ".join([f"{asked}, {wording.words(tracing.result)}", *told])


def _calls(file: FamilyFile, reading: Reading) -> Iterator[PageLine]:
    standing = [each for each in file.attempts if not each.is_taken_back and each.wave is file.wave]
    done = tally(standing, reading.calls)
    yield PageLine(f"Attempts: {glance.visits(done.visits, reading.calls.minimum)}", Tint.HEAD)
    if file.standing is Standing.TO_DO:
        yield from paragraph(owed_words(owed(done, reading.calls)), reading.width)
    for attempt in reversed(file.attempts):
        yield from paragraph(_attempt(attempt), reading.width, Tint.MUTED if attempt.is_taken_back else Tint.PLAIN)
        for told in _otherwise(attempt, file, reading.outcomes):
            yield from paragraph(f"{_INDENT}{told}", reading.width)
        if attempt.note:
            yield from paragraph(f"{_INDENT}{attempt.note}", reading.width)


def _otherwise(attempt: Attempt, file: FamilyFile, outcomes: Outcomes) -> Iterator[str]:
    """Yield what came of whoever it ended otherwise for."""
    titles = {str(each.code): each.title for each in outcomes.final}
    for each in attempt.respondents:
        person = file.person(each.person)
        if person is not None and each.code != str(own_code(attempt)):
            yield f"{person_name(person)}: {each.code} {titles.get(each.code, '')}"


def owed_words(still: Owed) -> str:
    """Return what is still owed before a family counts as never reached, in one sentence.

    One visit can settle several of these, so there are as many as the most of them asks for.
    """
    kinds = [
        (still.evenings, "in the evening"),
        (still.weekends, "at the week-end"),
        *([(1, f"on {wording.day(still.last_from_on)} or later")] if still.last_from_on else []),
    ]
    count = max(still.visits, *(each for each, _ in kinds))
    if not count:
        return "All visits the agreement asks for are made."
    told = [words if count == 1 else f"{each} {words}" for each, words in kinds if each]
    return ", ".join([f"Still owed: {wording.counted(count, 'visit')}", *told])


def _attempt(attempt: Attempt) -> str:
    result = wording.words(attempt.reason or attempt.result)
    marks = [
        *(["taken back"] if attempt.is_taken_back else []),
        *(["corrected"] if attempt.is_corrected and not attempt.is_taken_back else []),
        *(["recorded later"] if attempt.is_late else []),
        *(
            [wording.OF_ANOTHER_LAPTOP]
            if attempt.is_told_on
            else ["before hand-over"]
            if attempt.is_from_before
            else []
        ),
    ]
    told = f" [{', '.join(marks)}]" if marks else ""
    return f"{wording.when(from_ms(attempt.at_ms))}  {wording.words(attempt.mode)}: {result}{told}"


def _appointments(file: FamilyFile, reading: Reading) -> Iterator[PageLine]:
    yield PageLine("Appointments", Tint.HEAD)
    for each in file.appointments:
        is_past = each.end is None and each.at_ms < to_ms(reading.now)
        tint = Tint.MUTED if each.end else Tint.WARNING if is_past else Tint.PLAIN
        past = _PAST_AT_BASE if reading.is_base else _PAST
        yield from paragraph(_appointment(file, each, past if is_past else ""), reading.width, tint)
        if each.note:
            yield from paragraph(f"{_INDENT}{each.note}", reading.width, tint)
    if not file.appointments:
        yield PageLine("None.", Tint.MUTED)


def _appointment(file: FamilyFile, each: Appointment, past: str) -> str:
    person = file.person(each.person) if each.person else None
    with_whom = f" with {person_name(person)}" if person else ""
    ended = f" [{wording.words(each.end)}]" if each.end else past
    firm = "" if each.is_firm else ", not firm"
    whose = f", {wording.OF_ANOTHER_LAPTOP}" if each.is_told_on else ""
    return f"{wording.when(from_ms(each.at_ms))}, {each.duration_min} min{firm}{with_whom}{whose}{ended}"


def _consents(file: FamilyFile, reading: Reading) -> Iterator[PageLine]:
    yield PageLine("Consents", Tint.HEAD)
    for person in file.members():
        yield from paragraph(f"{person_name(person)}: {strip_of(file, person.person)}", reading.width)


def _notes(file: FamilyFile, reading: Reading) -> Iterator[PageLine]:
    live = notes_to_read(file, reading.today)
    is_safety_note = note_to_read(file, reading.today) is not None
    if live or is_safety_note:
        yield PageLine("Notes", Tint.HEAD)
    if is_safety_note:
        yield PageLine("There is a safety note: read it with y, not in front of anybody.", Tint.WARNING)
    for note in live:
        yield from paragraph(f"{note.text} ({note.source})", reading.width)


def _place(file: FamilyFile, reading: Reading) -> Iterator[PageLine]:
    for seen in file.observations[:1]:
        yield PageLine("The place", Tint.HEAD)
        yield from paragraph(f"{wording.day(london_day(from_ms(seen.at_ms)))}: {in_words(seen)}", reading.width)
