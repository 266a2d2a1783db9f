"""Deeds on a real store: what was entered is kept, read back, and decides what may be done next."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from store import errors
from store.door import agreement_of
from store.fieldwork.ages import age_of
from store.fieldwork.appointments import AppointmentEntered, end_appointment
from store.fieldwork.attempt_entered import AttemptEntered, RespondentEntered
from store.fieldwork.attempts import correct_attempt, no_contact_now, record_attempt, take_back_attempt
from store.fieldwork.cases import case_of
from store.fieldwork.circumstances import Circumstances, circumstances_of
from store.fieldwork.corrections import CorrectionEntered, correct_detail, undo_correction
from store.fieldwork.family import FamilyFile, read_family
from store.fieldwork.lifting import lift_wish, open_family
from store.fieldwork.lines import Standing
from store.fieldwork.lone_visits import come_back, go_in_alone, leave_unsafe
from store.fieldwork.moves import AddressEntered, move_family, split_family
from store.fieldwork.observations import ObservationEntered, record_observation
from store.fieldwork.people import PersonEntered, add_person, bring_back, remove_person
from store.fieldwork.refusals import RefusalEntered, record_refusal
from store.fieldwork.selection import draw, qualifying, select_respondents
from store.fieldwork.undoing import undo
from store.ids import FamilyId
from store.keeping import acts
from store.keeping.acts.terms.attempts import (
    AppointmentChange,
    AttemptMode,
    AttemptResult,
    DwellingType,
    SelectionMethod,
)
from store.keeping.acts.terms.attempts import NoInterviewReason as Reason
from store.keeping.acts.terms.families import (
    DetailField,
    DetailSource,
    PersonEnd,
    PersonRole,
    WishBy,
    WishChannel,
    WishReach,
)
from store.keeping.acts.terms.store import StoreRole
from store.keeping.store import Store
from tests.fieldwork.filed import of
from tests.made import families, store

__all__ = ["store"]

(ONE,) = families(1)
CARER, YOUNG = (person.person for person in ONE.details.people[:2])
VISIT = AttemptMode.VISIT
SAID = DetailSource.RESPONDENT

Deed = Callable[[FamilyFile, Circumstances], "list[acts.Act]"]


class Door:
    """One family in an open store, as a screen works it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.agreement = agreement_of(store)
        store.record(ONE)

    @property
    def now(self) -> Circumstances:
        return circumstances_of(self.store, self.agreement)

    def file(self, family: FamilyId = ONE.family) -> FamilyFile:
        with self.store.reader() as connection:
            found = read_family(connection, family, None)
        assert found is not None
        return found

    def keep(self, deed: Deed) -> FamilyFile:
        self.store.record(*deed(self.file(), self.now))
        kept = self.file()
        self.store.replay()
        assert replace(self.file(), history=()) == replace(kept, history=())
        return self.file()


@pytest.fixture
def door(store: Store) -> Door:
    return Door(store)


def test_no_contact_is_kept_corrected_and_taken_back(door: Door) -> None:
    tried = door.keep(no_contact_now)
    (attempt,) = tried.attempts

    assert (attempt.result, attempt.household_code, attempt.number) == (AttemptResult.NO_CONTACT, "310", 1)
    assert case_of(tried, door.now).owed.visits == 3

    met = AttemptEntered(VISIT, AttemptResult.COMPLETE_INTERVIEW, met=(CARER,))
    told = door.keep(lambda file, now: correct_attempt(attempt.attempt, met, "wrong key", file, now))
    assert (told.attempts[0].is_corrected, told.standing) == (True, Standing.DONE)

    gone = door.keep(lambda file, _: take_back_attempt(attempt.attempt, None, file))
    assert (gone.attempts[0].is_taken_back, case_of(gone, door.now).household.code) == (True, 612)

    again = door.keep(no_contact_now)
    assert [each.number for each in again.attempts if not each.is_taken_back] == [2]


def test_undoing_an_attempt_takes_what_was_observed_with_it_and_history_shows_both(door: Door) -> None:
    flat, house = (ObservationEntered(dwelling=each) for each in (DwellingType.FLAT, DwellingType.DETACHED))
    door.keep(lambda file, now: record_attempt(AttemptEntered(VISIT, AttemptResult.NO_CONTACT), file, now))
    door.keep(lambda file, now: record_observation(flat, file, now))
    kept = record_attempt(AttemptEntered(VISIT, AttemptResult.NO_CONTACT, observed=house), door.file(), door.now)
    door.store.record(*kept)
    assert [each.dwelling for each in door.file().observations] == [DwellingType.DETACHED, DwellingType.FLAT]

    file = door.keep(lambda file, now: undo(kept, file, now))

    assert [each.is_taken_back for each in file.attempts] == [False, True]
    assert [each.dwelling for each in file.observations] == [DwellingType.FLAT]
    told = [event.act() for event in file.history if event.kind == acts.ObservationRecorded.kind]
    assert [vars(each)["dwelling"] for each in told] == [None, DwellingType.DETACHED, DwellingType.FLAT]
    with pytest.raises(errors.NothingToUndoError):
        undo([event.act() for event in file.history[:2]], file, door.now)


def test_undoing_what_was_told_anew_tells_the_attempt_as_before(door: Door) -> None:
    (attempt,) = door.keep(no_contact_now).attempts
    met = AttemptEntered(VISIT, AttemptResult.COMPLETE_INTERVIEW, met=(CARER,))
    kept = correct_attempt(attempt.attempt, met, "wrong key", door.file(), door.now)
    door.store.record(*kept)
    assert door.file().standing is Standing.DONE

    file = door.keep(lambda file, now: undo(kept, file, now))

    assert (file.attempts[0].result, file.standing) == (AttemptResult.NO_CONTACT, Standing.TO_DO)


def test_an_appointment_agreed_at_the_door_is_kept_and_settled_by_the_next_attempt(door: Door) -> None:
    when = door.now.now + timedelta(days=2)
    agreed = AttemptEntered(
        VISIT,
        AttemptResult.CONTACT_RESPONDENT,
        Reason.APPOINTMENT,
        met=(CARER,),
        appointment=AppointmentEntered(when, person=CARER),
    )

    file = door.keep(lambda file, now: record_attempt(agreed, file, now))
    (appointment,) = file.appointments
    assert (file.attempts[0].next_appointment, appointment.end) == (appointment.appointment, None)
    assert case_of(file, door.now).household.is_pending

    nobody = AttemptEntered(VISIT, AttemptResult.NO_CONTACT, settles=appointment.appointment)
    file = door.keep(lambda file, now: record_attempt(nobody, file, now))
    assert file.appointments[0].end is AppointmentChange.BROKEN_BY_RESPONDENT
    with pytest.raises(errors.AppointmentUnknownError):
        end_appointment(appointment.appointment, AppointmentChange.KEPT, None, file)


def test_a_main_carers_refusal_locks_and_only_base_opens_with_a_reason(door: Door) -> None:
    refused = AttemptEntered(
        VISIT, AttemptResult.CONTACT_RESPONDENT, Reason.REFUSAL_BY_RESPONDENT, met=(CARER,), refused=WishReach.FAMILY
    )

    file = door.keep(lambda file, now: record_attempt(refused, file, now))
    assert file.standing is Standing.LOCKED
    with pytest.raises(errors.FamilyLockedError):
        no_contact_now(file, door.now)
    with pytest.raises(errors.NotBaseError):
        lift_wish("0" * 32, "x", WishChannel.DOOR, file, replace(door.now, role=StoreRole.FIELD), is_error=True)

    (wish,) = file.wishes
    opened = door.keep(
        lambda file, now: lift_wish(wish.wish, "she rang", WishChannel.TELEPHONE, file, now, is_error=False)
    )
    assert (opened.standing, opened.locks) == (Standing.TO_DO, ())
    again = door.keep(lambda file, now: record_attempt(refused, file, now))
    assert again.standing is Standing.LOCKED


def test_two_refusals_have_to_be_taken_back_both(door: Door) -> None:
    refusal = RefusalEntered(WishBy.RESPONDENT, WishReach.FAMILY, by_person=CARER)
    door.keep(lambda file, now: record_refusal(refusal, file, now))
    file = door.keep(lambda file, now: record_refusal(refusal, file, now))

    first, second = (each.wish for each in file.wishes)
    file = door.keep(lambda file, now: lift_wish(first, "mistake", WishChannel.LETTER, file, now, is_error=True))
    assert file.standing is Standing.LOCKED

    file = door.keep(lambda file, now: lift_wish(second, "mistake", WishChannel.LETTER, file, now, is_error=True))
    assert file.standing is Standing.TO_DO


def test_a_proxys_refusal_pauses_and_a_young_persons_closes_that_person_only(door: Door) -> None:
    young = RefusalEntered(WishBy.RESPONDENT, WishReach.PERSON, person=YOUNG, by_person=YOUNG)
    file = door.keep(lambda file, now: record_refusal(young, file, now))
    met = AttemptEntered(
        VISIT,
        AttemptResult.COMPLETE_INTERVIEW,
        met=(CARER,),
        respondents=(RespondentEntered(YOUNG, AttemptResult.COMPLETE_INTERVIEW),),
    )

    assert file.standing is Standing.TO_DO
    with pytest.raises(errors.NoContactWishedError):
        record_attempt(met, file, door.now)

    proxy = RefusalEntered(WishBy.PROXY, WishReach.FAMILY, by_description="a man at the door")
    paused = door.keep(lambda file, now: record_refusal(proxy, file, now))
    assert paused.standing is Standing.PAUSED
    with pytest.raises(errors.FamilyPausedError):
        no_contact_now(paused, door.now)


def test_a_visit_alone_that_is_left_unsafe_locks_until_base_opens(door: Door) -> None:
    inside = door.keep(lambda file, now: go_in_alone(now.now + timedelta(hours=1), file, now))
    assert inside.lone_visit is not None

    locked = door.keep(lambda file, now: leave_unsafe("threats", file, now))
    assert (locked.lone_visit, locked.standing) == (None, Standing.LOCKED)
    with pytest.raises(errors.LoneVisitMissingError):
        come_back(None, locked, door.now)

    assert door.keep(lambda file, now: open_family("two go together", file, now)).standing is Standing.TO_DO


@pytest.mark.parametrize(
    ("detail", "new"),
    [(DetailField.SURNAME, "Iqbal-Jessop"), (DetailField.AGE, "12"), (DetailField.PHONE, "07700 900555")],
)
def test_a_correction_is_kept_and_undone(door: Door, detail: DetailField, new: str) -> None:
    before = door.file()
    asked = CorrectionEntered(detail, new, SAID, YOUNG, is_kept_knowingly=True)
    acts_of_it = correct_detail(asked, before, door.now)
    door.store.record(*acts_of_it)
    (told,) = of(acts_of_it, acts.DetailsCorrected)
    assert door.file().person(YOUNG) != before.person(YOUNG)

    after = door.keep(lambda file, now: undo_correction(told.correction, file, now)).person(YOUNG)

    was = before.person(YOUNG)
    assert was is not None
    assert after is not None
    assert (after.surname, after.phones, age_of(after, door.now.today)) == (
        was.surname,
        was.phones,
        age_of(was, door.now.today),
    )


def test_people_come_and_go_and_are_selected(door: Door) -> None:
    entered = PersonEntered(PersonRole.YOUNG_PERSON, SAID, "Kezia", "Larkfield", born_on="2000-05-05")
    file = door.keep(lambda file, now: add_person(entered, file, now))
    added = next(each for each in file.people if each.is_added)

    candidates = qualifying(file, PersonRole.YOUNG_PERSON, door.now.today)
    drawn = draw(candidates, SelectionMethod.RANDOM, door.now.today, Random(1))
    assert drawn is not None
    among = tuple(each.person for each in candidates)
    file = door.keep(lambda file, now: select_respondents(SelectionMethod.RANDOM, among, (drawn,), file, now))
    assert file.selections[0].selected == (drawn,)

    file = door.keep(lambda file, now: remove_person(added.person, PersonEnd.ENTERED_IN_ERROR, None, SAID, file, now))
    assert added.person not in [each.person for each in file.members()]
    file = door.keep(lambda file, now: bring_back(added.person, SAID, file, now))
    assert added.person in [each.person for each in file.members()]


def test_a_move_and_a_split_are_kept_and_the_new_household_begins_with_who_went(door: Door) -> None:
    new = AddressEntered("9 Cinder Ash Row\nChelmsford", "CM1 9BA")
    file = door.keep(lambda file, now: move_family(new, None, SAID, file, now))
    assert (file.address.lines[0], file.address.is_moved) == ("9 Cinder Ash Row", True)

    file = door.keep(lambda file, now: split_family((YOUNG,), new, None, SAID, file, now))
    (split,) = [act for act in (event.act() for event in file.history) if isinstance(act, acts.FamilySplit)]
    other = door.file(split.new_family)
    assert [each.person for each in other.members()] == [YOUNG]
    assert other.address.postcode == "CM1 9BA"
    assert YOUNG not in [each.person for each in file.members()]
