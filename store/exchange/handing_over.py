"""What a family is given to a laptop with: all that base knows of it and its next interviewer needs.

Owns turning a family's file into that. Refuses to own what stands in the file (the projection) and issuing (orders).
What people said they wish, and what outcome the office gave, goes along in words, where it is about one of them alone:
an act of allocation has no other place for it.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from store.agreement.london import london_day
from store.agreement.outcomes import Outcomes, final_outcome
from store.errors import FamilyUndeliveredError
from store.exchange.peers import Peer
from store.exchange.wave_two.asked_afresh import stay_answered
from store.fieldwork import family as shapes
from store.fieldwork.consents.known import read_stands
from store.fieldwork.family import FamilyFile, read_family
from store.ids import DeviceId, FamilyId, StaffId, new_id
from store.keeping import acts
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.values import LINE_CHARS, PARTS_COUNT
from store.keeping.agreed import agreement_of
from store.keeping.follows_consents import NOT_SHOWN
from store.keeping.store import Store

OFFICE: Final = "Office"
"""Whose notes base's own are."""

MOVED: Final = "The address changed since wave 1."


def handed_over(store: Store, laptop: Peer, families: Sequence[FamilyId], order: str) -> list[acts.FamilyAllocated]:
    """Return what tells a laptop of its families, in their order.

    Args:
        store: Base's.
        laptop: Whose they are to be; somebody carries it.
        families: Which.
        order: Under which they are given.

    Raises:
        FamilyUndeliveredError: Of one of them nothing is held that a council delivered.

    Source:
        Agreement 9.1e: what is needed, and no more.
    """
    assert laptop.staff is not None
    given = []
    today, outcomes = london_day(store.now()), agreement_of(store).outcomes
    with store.reader() as connection:
        for family in families:
            file = read_family(connection, family, None)
            if file is None or not file.reference:
                raise FamilyUndeliveredError
            before = _before(connection, laptop, family)
            told = _allocated(file, laptop.device, StaffId(laptop.staff), order, before, outcomes)
            given.append(told if file.wave is Wave.ONE else _without_former_answers(connection, file, told, today))
    return given


def _without_former_answers(
    connection: shapes.Connection, file: FamilyFile, told: acts.FamilyAllocated, on: date
) -> acts.FamilyAllocated:
    """Return an allocation of wave 2: without what is asked for again, and with a word that the address changed.

    Source:
        Clauses, 7.2d (a changed address is marked) and "Consent".
    """

    def rows(text: str, values: Sequence[object]) -> list[Any]:
        found: list[Any] = connection.execute(text, values).fetchall()
        return found

    stay = {
        (each.question.person, each.question.purpose, each.question.target)
        for person in file.people
        for each in stay_answered(read_stands(rows, file.family, person.person), person, file.wave, on)
    }
    moved = [acts.Note(note=new_id(), text=MOVED, source=OFFICE, expires_on=None)] if file.address.is_moved else []
    return told.model_copy(
        update={
            "consents": tuple(each for each in told.consents if (each.person, each.purpose, each.target) in stay),
            "notes": (*moved, *told.notes)[:PARTS_COUNT],
        }
    )


def _before(connection: shapes.Connection, laptop: Peer, family: FamilyId) -> DeviceId | None:
    """Return the laptop that had the family last, if another one did."""
    rows = connection.execute(
        "SELECT allocation.device FROM allocation LEFT JOIN fieldorder USING (order_id)"
        " WHERE family = ? AND allocation.device <> ? ORDER BY base_at DESC LIMIT 1",
        (family, laptop.device),
    ).fetchall()
    return DeviceId(rows[0][0]) if rows else None


def _allocated(
    file: FamilyFile,
    device: DeviceId,
    interviewer: StaffId,
    order: str,
    before: DeviceId | None,
    outcomes: Outcomes,
) -> acts.FamilyAllocated:
    note = file.safety_note
    return acts.FamilyAllocated(
        family=file.family,
        device=device,
        interviewer=interviewer,
        order=order,
        wave=file.wave,
        council_reference=file.reference,
        letter_sent_on=file.letter_sent_on,
        details=acts.FamilyDetails(
            address=acts.Address(
                lines=file.address.lines, postcode=file.address.postcode, directions=file.address.directions
            ),
            people=tuple(map(person_told, file.members()))[:PARTS_COUNT],
            language=file.language,
        ),
        safety_note=None if note is None else _note(note),
        notes=(
            *_wishes_of_one(file),
            *_outcomes_of_one(file, outcomes),
            *(_note(each) for each in file.notes if each.text),
        )[:PARTS_COUNT],
        attempts=tuple(_attempts(file))[-PARTS_COUNT:],
        appointments=tuple(map(_planned, (each for each in file.appointments if each.end is None)))[-PARTS_COUNT:],
        consents=tuple(_consents(file))[:PARTS_COUNT],
        interviews=tuple(_interviews(file))[-PARTS_COUNT:],
        selections=tuple(map(_selection, file.selections))[:PARTS_COUNT],
        observations=tuple(map(observation_told, file.observations))[:PARTS_COUNT],
        handed_over_from=before,
        lease_until_ms=None,
    )


def person_told(person: shapes.Person) -> acts.Person:
    """Return somebody as an act tells of them."""
    return acts.Person(
        person=person.person,
        role=person.role,
        title=person.title,
        first_names=person.first_names,
        surname=person.surname,
        known_as=person.known_as,
        born_on=person.born_on,
        age_years=person.age_years,
        age_on=person.age_on,
        language=person.language,
        phones=tuple(
            acts.Phone(entry=each.entry, number=each.number, kind=each.kind, is_confidential=each.is_confidential)
            for each in person.phones[:PARTS_COUNT]
        ),
        emails=tuple(
            acts.Email(entry=each.entry, address=each.address, is_confidential=each.is_confidential)
            for each in person.emails[:PARTS_COUNT]
        ),
    )


def _note(note: shapes.Note | shapes.SafetyNote) -> acts.Note:
    return acts.Note(note=note.note, text=note.text, source=note.source or OFFICE, expires_on=note.expires_on)


def _wishes_of_one(file: FamilyFile) -> Iterator[acts.Note]:
    """Yield a note for each wish that holds one person alone: a family that is held whole is given to nobody."""
    for lock in file.locks:
        person = None if lock.person is None else file.person(lock.person)
        if person is not None and lock.by is not None:
            held = "waits for the office before anybody contacts them" if lock.is_pause else "wants no contact"
            yield acts.Note(note=lock.by, text=f"{_called(person)} {held}.", source=OFFICE, expires_on=None)


def _outcomes_of_one(file: FamilyFile, outcomes: Outcomes) -> Iterator[acts.Note]:
    """Yield a note for each outcome that the office gave one person: a case that it ended whole is given to nobody."""
    for each in file.outcomes:
        person = None if each.person is None or each.wave is not file.wave else file.person(each.person)
        if person is not None:
            final = final_outcome(outcomes, int(each.code))
            text = f"{_called(person)} is not visited any more: {final.title} ({final.code})."
            yield acts.Note(note=new_id(), text=text, source=OFFICE, expires_on=None)


def _called(person: shapes.Person) -> str:
    name = " ".join(filter(None, (person.first_names or person.known_as, person.surname)))[:LINE_CHARS]
    return name or "One of them"


def _attempts(file: FamilyFile) -> Iterator[acts.PastAttempt]:
    for each in file.attempts:
        if each.wave is file.wave and not each.is_taken_back:
            yield past_attempt(file, each)


def past_attempt(file: FamilyFile, each: shapes.Attempt) -> acts.PastAttempt:
    """Return an attempt as whoever did not make it is told of it: of those it names, members alone."""
    members = {one.person for one in file.members()}
    return acts.PastAttempt(
        attempt=each.attempt,
        at_ms=each.at_ms,
        mode=each.mode,
        result=each.result,
        reason=each.reason,
        household_code=each.household_code,
        household_group=each.household_group,
        interviewer=each.interviewer,
        met=tuple(person for person in each.met if person in members),
        respondents=tuple(
            acts.RespondentOutcome(person=came.person, code=came.code, group=came.group)
            for came in each.respondents
            if came.person in members
        ),
        note=each.note,
    )


def _interviews(file: FamilyFile) -> Iterator[acts.PastInterview]:
    members = {each.person for each in file.members()}
    for each in file.interviews:
        if each.person in members:
            yield acts.PastInterview(
                interview=each.interview,
                person=each.person,
                wave=each.wave,
                state=each.state,
                began_at_ms=each.began_at_ms,
                ended_at_ms=each.ended_at_ms,
            )


def _selection(selection: shapes.Selection) -> acts.PastSelection:
    return acts.PastSelection(
        wave=selection.wave,
        at_ms=selection.at_ms,
        method=selection.method,
        candidates=selection.candidates,
        selected=selection.selected,
    )


def observation_told(seen: shapes.Observation) -> acts.PastObservation:
    """Return what the place looked like to somebody, as whoever else has the family is told of it."""
    return acts.PastObservation(
        attempt=seen.attempt,
        at_ms=seen.at_ms,
        dwelling=seen.dwelling,
        barrier=seen.barrier,
        condition=seen.condition,
        litter=seen.litter,
        damage=seen.damage,
    )


def _planned(appointment: shapes.Appointment) -> acts.PlannedAppointment:
    return acts.PlannedAppointment(
        appointment=appointment.appointment,
        person=appointment.person,
        at_ms=appointment.at_ms,
        duration_min=appointment.duration_min,
        note=appointment.note,
    )


def _consents(file: FamilyFile) -> Iterator[acts.StandingConsent]:
    members = {each.person for each in file.members()}
    for each in file.consents:
        if each.person in members:
            yield acts.StandingConsent(
                record=each.record,
                person=each.person,
                purpose=each.purpose,
                target=each.target,
                decision=each.decision,
                wording=each.wording or NOT_SHOWN,
                wording_version=each.wording_version or 0,
                at_ms=each.at_ms,
                capacity_concern=each.is_doubted,
            )
