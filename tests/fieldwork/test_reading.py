"""A family's file says what stands, what it was before, what happened, and what base has not heard yet."""

from pathlib import Path
from typing import Any

import pytest

from store.agreement.purposes import Purpose
from store.fieldwork.family import FamilyFile, read_family
from store.fieldwork.lines import Standing, read_lines
from store.fieldwork.looking import file_of
from store.ids import NOBODY, FamilyId, PersonId, new_id
from store.keeping import acts
from store.keeping.acts.terms.attempts import AppointmentChange, AttemptResult, Condition, DwellingType, VisitEnd, Wave
from store.keeping.acts.terms.consents import ConsentDecision, InterviewState
from store.keeping.acts.terms.families import (
    DetailField,
    DetailSource,
    FamilyLock,
    FamilyLockCause,
    PersonRole,
    TracingResult,
    ViewPart,
    WishBy,
    WishDecision,
    WishReach,
)
from store.keeping.detail_texts import CONFIDENTIAL
from store.keeping.store import Store
from tests.exchange.exchanging import FAMILIES, Exchange
from tests.fieldwork import doings
from tests.fieldwork.doings import HOUR_MS, NINE_MS
from tests.made import families, store

__all__ = ["store"]

ONE, OTHER = families(2)
CARER, CHILD = (person.person for person in ONE.details.people[:2])
PHONE = ONE.details.people[0].phones[0]


@pytest.fixture
def delivered(store: Store) -> Store:
    store.record(ONE, OTHER)
    return store


def file(store: Store, family: FamilyId = ONE.family) -> FamilyFile:
    with store.reader() as connection:
        found = read_family(connection, family, None)
    assert found is not None
    return found


def test_a_delivered_family_is_read_as_it_came(delivered: Store) -> None:
    found = file(delivered)

    assert (found.reference, found.wave, found.letter_sent_on) == (ONE.council_reference, Wave.ONE, "2015-10-05")
    assert (found.address.lines, found.address.postcode) == (
        ONE.details.address.lines,
        ONE.details.address.postcode,
    )
    assert [(each.person, each.first_names, each.role) for each in found.people] == [
        (each.person, each.first_names, each.role) for each in ONE.details.people
    ]
    assert [phone.number for each in found.people for phone in each.phones] == [
        phone.number for each in ONE.details.people for phone in each.phones
    ]
    assert found.standing is Standing.TO_DO
    assert [event.kind for event in found.history] == ["family_delivered"]
    empty: list[tuple[Any, ...]] = [found.attempts, found.appointments, found.locks, found.wishes, found.consents]
    assert not any(empty)
    assert (found.safety_note, found.lone_visit) == (None, None)


def test_a_family_that_nobody_knows_or_that_was_erased_has_no_file(delivered: Store) -> None:
    with delivered.reader() as connection:
        assert read_family(connection, FamilyId(new_id()), None) is None


def test_a_family_is_read_anew_only_once_something_was_kept(delivered: Store) -> None:
    first = file_of(delivered, ONE.family)

    assert file_of(delivered, ONE.family) is first
    delivered.record(doings.attempt(ONE.family, AttemptResult.NO_CONTACT))
    again = file_of(delivered, ONE.family)
    assert again is not None
    assert len(again.attempts) == 1


def test_a_correction_keeps_what_was_before_and_an_undone_one_says_so(delivered: Store) -> None:
    first = doings.correction(
        ONE.family, DetailField.PHONE, "07700 900111", person=CARER, entry=PHONE.entry, old=PHONE.number
    )
    back = doings.correction(
        ONE.family,
        DetailField.PHONE,
        PHONE.number,
        person=CARER,
        entry=PHONE.entry,
        old=first.new,
        undoes=first.correction,
    )
    hidden = doings.correction(ONE.family, DetailField.CONFIDENTIALITY, CONFIDENTIAL, person=CARER, entry=PHONE.entry)
    name = doings.correction(ONE.family, DetailField.KNOWN_AS, "Zed", person=CARER)

    delivered.record(first, back, hidden, name)

    carer = file(delivered).people[0]
    (phone,) = carer.phones
    assert (phone.number, phone.is_confidential) == (PHONE.number, True)
    assert [(each.new, each.is_undone) for each in phone.corrections] == [
        (CONFIDENTIAL, False), (PHONE.number, False), ("07700 900111", True),
    ]  # fmt: skip
    assert [(each.detail, each.old, each.new) for each in carer.corrections] == [(DetailField.KNOWN_AS, None, "Zed")]


def test_a_move_keeps_the_old_address(delivered: Store) -> None:
    old = ONE.details.address
    delivered.record(doings.moved(ONE.family, old, doings.address("Flat 2", "9 Cinder Ash Row")))

    address = file(delivered).address

    assert (address.lines, address.postcode, address.is_moved) == (("Flat 2", "9 Cinder Ash Row"), "CM1 9ZZ", True)
    was = {each.detail: each.old for each in address.corrections}
    assert was.pop(DetailField.DIRECTIONS, None) == old.directions
    assert was == {DetailField.ADDRESS: "\n".join(old.lines), DetailField.POSTCODE: old.postcode}


def test_what_was_done_is_read_in_the_order_it_happened(delivered: Store) -> None:
    later = doings.attempt(
        ONE.family,
        AttemptResult.COMPLETE_INTERVIEW,
        at_ms=NINE_MS + HOUR_MS,
        met=(CARER,),
        respondents=(acts.RespondentOutcome(person=CARER, code="110", group=None),),
        household_code="110",
        note="Side door.",
        number=2,
    )
    ended, ahead = doings.appointment(ONE.family), doings.appointment(ONE.family, NINE_MS + HOUR_MS, person=CARER)
    visit = acts.LoneVisitStarted(
        visit=new_id(), family=ONE.family, interviewer=NOBODY, expected_back_at_ms=NINE_MS + HOUR_MS
    )
    delivered.record(
        later,
        doings.attempt(ONE.family),
        ahead,
        ended,
        doings.changed(ended, AppointmentChange.KEPT),
        visit,
        acts.InterviewMarked(
            interview=new_id(), family=ONE.family, person=CARER, wave=Wave.ONE, state=InterviewState.COMPLETE,
            began_at_ms=NINE_MS, ended_at_ms=NINE_MS + HOUR_MS,
        ),
        acts.CeremonyOpened(
            ceremony=new_id(), family=ONE.family, person=CARER, wave=Wave.ONE, purposes=(Purpose.LINKAGE,)
        ),
        doings.selection(ONE.family, CARER),
        acts.ObservationRecorded(
            family=ONE.family, attempt=None, dwelling=DwellingType.FLAT, barrier=None, condition=Condition.GOOD,
            litter=None, damage=None,
        ),
        acts.TracingRecorded(
            tracing=new_id(), family=ONE.family, person=None, source=DetailSource.NEIGHBOUR,
            result=TracingResult.STILL_LOOKING, contact_name="A neighbour", contact_phone=None, contact_relation=None,
            note=None,
        ),
    )  # fmt: skip

    found = file(delivered)

    assert [(each.number, each.result) for each in found.attempts] == [
        (1, AttemptResult.NO_CONTACT), (2, AttemptResult.COMPLETE_INTERVIEW),
    ]  # fmt: skip
    assert (found.attempts[1].met, found.attempts[1].respondents[0].code) == ((CARER,), "110")
    assert [(each.at_ms, each.end) for each in found.appointments] == [
        (NINE_MS, AppointmentChange.KEPT), (NINE_MS + HOUR_MS, None),
    ]  # fmt: skip
    assert found.lone_visit is not None
    assert found.lone_visit.visit == visit.visit
    assert found.interviews[0].state is InterviewState.COMPLETE
    assert (found.selections[0].selected, found.observations[0].dwelling) == ((CARER,), DwellingType.FLAT)
    assert (found.tracings[0].result, found.standing) == (TracingResult.STILL_LOOKING, Standing.DONE)
    delivered.record(
        acts.LoneVisitEnded(
            visit=visit.visit, family=ONE.family, end=VisitEnd.RETURNED_SAFE, back_at_ms=NINE_MS, note=None
        )
    )
    assert file(delivered).lone_visit is None


def test_locks_and_wishes_say_whom_they_hold_why_and_since_when(delivered: Store) -> None:
    lifted = doings.wish(ONE.family, WishDecision.PAUSED, by=WishBy.PROXY, at_ms=NINE_MS)
    alone = doings.wish(
        ONE.family, WishDecision.NO_CONTACT, reach=WishReach.PERSON, person=CHILD, at_ms=NINE_MS + HOUR_MS
    )
    delivered.record(lifted, alone, doings.lock(ONE.family))
    assert file(delivered).standing is Standing.LOCKED

    delivered.record(
        doings.lock(ONE.family, FamilyLock.OPEN), doings.wish(ONE.family, WishDecision.LIFTED, follows=lifted.wish)
    )

    found = file(delivered)
    (held,) = found.locks
    assert (held.person, held.cause, held.is_pause, held.since_ms, held.by) == (
        CHILD, FamilyLockCause.CONTACT_WISH, False, NINE_MS + HOUR_MS, alone.wish,
    )  # fmt: skip
    assert [each.is_standing for each in found.wishes] == [True, False, False]


def test_answers_are_read_by_person_and_in_the_order_of_purposes(delivered: Store) -> None:
    delivered.record(
        doings.consent(ONE.family, CARER, Purpose.RECONTACT, ConsentDecision.REFUSED),
        doings.consent(ONE.family, CARER, Purpose.LINKAGE, ConsentDecision.GIVEN, target="study"),
        doings.consent(ONE.family, CARER, Purpose.TAKE_PART, ConsentDecision.GIVEN),
    )

    consents = file(delivered).consents

    assert [(each.purpose, each.target, each.decision, each.is_live) for each in consents] == [
        (Purpose.TAKE_PART, None, ConsentDecision.GIVEN, True),
        (Purpose.LINKAGE, "study", ConsentDecision.GIVEN, True),
        (Purpose.RECONTACT, None, ConsentDecision.REFUSED, False),
    ]


def test_the_safety_note_is_read_with_whether_somebody_here_has_seen_it(delivered: Store) -> None:
    note = doings.safety_note(ONE.family)
    delivered.record(note)
    assert file(delivered).safety_note is not None

    delivered.record(doings.note_read(note))

    found = file(delivered).safety_note
    assert found is not None
    assert (found.text, found.is_acknowledged) == ("A dog in the yard.", True)


def test_somebody_who_was_added_comes_last_and_says_so(delivered: Store) -> None:
    somebody = doings.member(PersonRole.ADULT, person=PersonId(new_id()))
    delivered.record(doings.added(ONE.family, somebody), doings.left(ONE.family, CARER))

    found = file(delivered)

    assert (found.people[-1].person, found.people[-1].is_added) == (somebody.person, True)
    assert CARER not in {each.person for each in found.members()}


def test_whoever_is_called_alike_is_counted_as_they_became_known(delivered: Store) -> None:
    ann, twin, other = (
        doings.member(PersonRole.ADULT, person=PersonId(new_id()), first_names=name, surname="Zol")
        for name in ("Ann", "\xc1nn", "Anna")
    )
    delivered.record(
        *(doings.added(ONE.family, each) for each in (ann, other, twin)), doings.left(ONE.family, ann.person)
    )

    found = {each.person: each.namesake for each in file(delivered).people}

    assert (found[ann.person], found[other.person], found[twin.person]) == (1, 0, 2)
    assert found[CARER] == 0


# -- what base has not heard


@pytest.fixture
def exchange(tmp_path: Path) -> Exchange:
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:2])
    exchange.sync()
    return exchange


def test_what_was_done_on_a_laptop_is_unsent_until_base_has_receipted_it(exchange: Exchange) -> None:
    shown = acts.FamilyShown(family=FAMILIES[0], parts=(ViewPart.ADDRESS,), first_at_ms=NINE_MS, shown_s=3)
    with exchange.laptop.open() as store:
        assert unsent(store) == set()
        store.record(shown)
        assert unsent(store) == {FAMILIES[0]}
        with store.reader() as connection:
            found = read_family(connection, FAMILIES[0], store.sidecar.journal)
        assert found is not None
        assert [(event.kind, event.is_unsent) for event in found.history][:1] == [("family_shown", True)]
        assert [event.is_own for event in found.history if event.kind == "family_allocated"] == [False]

    exchange.sync()

    with exchange.laptop.open() as store:
        assert unsent(store) == set()


def unsent(store: Store) -> set[str]:
    with store.reader() as connection:
        lines = read_lines(connection, store.sidecar.journal, store.now().date())
    return {line.family for line in lines if line.is_unsent}
