"""Attempts: told, told anew, taken back, and what is proposed before one is kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from store import errors
from store.agreement.outcomes import OutcomeGroup
from store.clock import LONDON, from_ms, to_ms
from store.fieldwork.appointments import AppointmentEntered
from store.fieldwork.attempt_entered import AttemptEntered, RespondentEntered
from store.fieldwork.attempts import correct_attempt, no_contact_now, propose, record_attempt, take_back_attempt
from store.fieldwork.cases import case_of
from store.fieldwork.family import FamilyFile, SetOutcome
from store.keeping import acts
from store.keeping.acts.terms.attempts import AppointmentChange, AttemptMode, Presence, Wave
from store.keeping.acts.terms.attempts import AttemptResult as Result
from store.keeping.acts.terms.attempts import NoInterviewReason as Reason
from store.keeping.acts.terms.families import WishBy, WishDecision, WishReach
from tests.fieldwork.filed import (
    ANNA,
    AT_DOOR,
    DAUGHTER,
    FAMILY,
    LOADED,
    MOTHER,
    NOBODY,
    NOW,
    SON,
    appointment,
    attempt,
    family_file,
    lock,
    of,
    wish,
)

VISIT = AttemptMode.VISIT
TOMORROW = NOW + timedelta(days=1)
NO_CONTACT = AttemptEntered(VISIT, Result.NO_CONTACT)
COMPLETE = AttemptEntered(VISIT, Result.COMPLETE_INTERVIEW, met=(MOTHER,))
REFUSED = AttemptEntered(VISIT, Result.CONTACT_RESPONDENT, Reason.REFUSAL_BY_RESPONDENT, met=(MOTHER,))
APPOINTED = AttemptEntered(
    VISIT,
    Result.CONTACT_RESPONDENT,
    Reason.APPOINTMENT,
    met=(MOTHER,),
    appointment=AppointmentEntered(TOMORROW, person=MOTHER),
)


def told_by(recorded: list[acts.Act]) -> acts.AttemptTold:
    (act,) = of(recorded, acts.AttemptRecorded)
    return act.told


# -- recording -------------------------------------------------------------------------------------------------------


def test_no_contact_now_is_one_act_and_says_all_of_it() -> None:
    (recorded,) = no_contact_now(family_file(), AT_DOOR)

    assert isinstance(recorded, acts.AttemptRecorded)
    assert (recorded.family, recorded.wave, recorded.number, recorded.interviewer) == (FAMILY, Wave.ONE, 1, ANNA)
    told = recorded.told
    assert (told.at_ms, told.utc_offset_min, told.is_late) == (to_ms(NOW), 0, False)
    assert (told.mode, told.result, told.reason) == ("visit", "no_contact", None)
    assert (told.household_code, told.household_group) == ("310", None)
    assert (told.met, told.respondents, told.note) == ((), (), None)


def test_attempts_are_numbered_on_also_after_one_that_was_taken_back() -> None:
    file = family_file(
        attempts=(
            attempt(Result.NO_CONTACT, number=3, is_taken_back=True),
            attempt(Result.NO_CONTACT, number=9, wave=Wave.TWO),
        )
    )

    (recorded,) = of(no_contact_now(file, AT_DOOR), acts.AttemptRecorded)

    assert recorded.number == 4


def test_an_attempt_keeps_what_was_typed_cleaned() -> None:
    entered = AttemptEntered(
        VISIT,
        Result.CONTACT_SOMEBODY_ELSE,
        Reason.AWAY,
        met_description=" a neighbour\x1b[2J ",
        others_present=(Presence.CHILD,),
        sheet="P-17",
        note="back at six\n\n\n",
    )

    told = told_by(record_attempt(entered, family_file(), AT_DOOR))

    assert (told.met_description, told.note, told.sheet) == ("a neighbour[2J", "back at six", "P-17")
    assert told.others_present == (Presence.CHILD,)
    assert told.household_code == "522"


@pytest.mark.parametrize(("minutes", "is_late"), [(0, False), (60, False), (61, True), (60 * 24 * 5, True)])
def test_an_attempt_that_is_recorded_later_is_flagged(minutes: int, is_late: bool) -> None:
    entered = replace(NO_CONTACT, at=NOW - timedelta(minutes=minutes))

    assert told_by(record_attempt(entered, family_file(), AT_DOOR)).is_late is is_late


def test_the_offset_is_londons_at_the_attempts_own_time() -> None:
    summer = datetime(2015, 10, 20, 19, tzinfo=LONDON)

    told = told_by(record_attempt(replace(NO_CONTACT, at=summer), family_file(history=()), AT_DOOR))

    assert (told.at_ms, told.utc_offset_min) == (to_ms(datetime(2015, 10, 20, 18, tzinfo=UTC)), 60)


@pytest.mark.parametrize(
    ("entered", "refused"),
    [
        (replace(NO_CONTACT, at=NOW + timedelta(minutes=1)), errors.StillAheadError),
        (replace(NO_CONTACT, at=LOADED - timedelta(minutes=2)), errors.BeforeLoadedError),
        (replace(NO_CONTACT, at=datetime(2015, 11, 9, 9)), errors.NaiveInstantError),  # noqa: DTZ001  # on purpose
        (replace(NO_CONTACT, reason=Reason.AWAY), errors.ReasonNotPossibleError),
        (replace(COMPLETE, met=()), errors.WhomMissingError),
        (replace(COMPLETE, met=(NOBODY,)), errors.PersonUnknownError),
        (replace(NO_CONTACT, met=(MOTHER,)), errors.NobodyMetError),
        (replace(NO_CONTACT, met_description="a man"), errors.NobodyMetError),
        (AttemptEntered(VISIT, Result.CONTACT_SOMEBODY_ELSE, Reason.AWAY), errors.WhomMissingError),
        (replace(NO_CONTACT, code=110), errors.CodeNotPossibleError),
        (replace(APPOINTED, appointment=None), errors.AppointmentMissingError),
        (replace(APPOINTED, appointment=AppointmentEntered(NOW - timedelta(hours=1))), errors.AppointmentPastError),
        (replace(APPOINTED, appointment=None, next_appointment="b9" * 16), errors.AppointmentUnknownError),
        (replace(NO_CONTACT, settles="b9" * 16), errors.AppointmentUnknownError),
        (replace(NO_CONTACT, note="x" * 5_000), errors.TypedTooLongError),
        (replace(COMPLETE, respondents=(RespondentEntered(NOBODY, Result.NO_CONTACT),)), errors.PersonUnknownError),
        (
            replace(COMPLETE, respondents=(RespondentEntered(SON, Result.CONTACT_RESPONDENT),)),
            errors.ReasonNotPossibleError,
        ),
    ],
)
def test_what_cannot_be_is_refused_with_a_word_for_it(
    entered: AttemptEntered, refused: type[errors.StoreError]
) -> None:
    with pytest.raises(refused):
        record_attempt(entered, family_file(), AT_DOOR)


def test_a_proposal_refuses_what_recording_would() -> None:
    for entered in (replace(NO_CONTACT, settles="b9" * 16), replace(NO_CONTACT, at=NOW + timedelta(minutes=1))):
        with pytest.raises(errors.StoreError):
            propose(entered, family_file(), AT_DOOR)


def test_a_minute_typed_just_before_the_family_came_is_forgiven() -> None:
    entered = replace(NO_CONTACT, at=LOADED.replace(second=0) - timedelta(seconds=30))

    assert record_attempt(entered, family_file(), AT_DOOR)


# -- locked and closed -----------------------------------------------------------------------------------------------


def test_a_locked_family_takes_no_attempt_and_a_paused_one_neither() -> None:
    locked = family_file(locks=(lock(NOW - timedelta(hours=2)),))
    paused = family_file(locks=(lock(NOW - timedelta(hours=2), is_pause=True),))

    with pytest.raises(errors.FamilyLockedError):
        no_contact_now(locked, AT_DOOR)
    with pytest.raises(errors.FamilyPausedError):
        no_contact_now(paused, AT_DOOR)


def test_what_was_done_before_the_lock_came_is_told_all_the_same() -> None:
    locked = family_file(locks=(lock(NOW - timedelta(hours=2)),))

    assert record_attempt(replace(NO_CONTACT, at=NOW - timedelta(hours=3)), locked, AT_DOOR)


def test_nobody_who_wishes_no_contact_is_interviewed_but_one_may_say_who_opened_the_door() -> None:
    file = family_file(locks=(lock(NOW - timedelta(days=1), person=SON),))
    met_son = AttemptEntered(VISIT, Result.CONTACT_SOMEBODY_ELSE, Reason.AWAY, met=(SON,))

    with pytest.raises(errors.NoContactWishedError):
        record_attempt(replace(COMPLETE, met=(MOTHER, SON)), file, AT_DOOR)
    with pytest.raises(errors.NoContactWishedError):
        record_attempt(
            replace(COMPLETE, respondents=(RespondentEntered(SON, Result.COMPLETE_INTERVIEW),)), file, AT_DOOR
        )
    assert record_attempt(COMPLETE, file, AT_DOOR)
    assert record_attempt(met_son, file, AT_DOOR)


# -- outcomes --------------------------------------------------------------------------------------------------------


def test_what_is_proposed_is_what_is_kept() -> None:
    file = family_file(attempts=(attempt(Result.CONTACT_SOMEBODY_ELSE, Reason.REFUSAL_BY_PROXY),))

    proposal = propose(NO_CONTACT, file, AT_DOOR)
    told = told_by(record_attempt(NO_CONTACT, file, AT_DOOR))

    assert (proposal.code, proposal.case.household.code) == (310, 432)
    assert told.household_code == "432"
    assert [choice.code for choice in proposal.choices] == [310, 620, 642, 652]
    assert (proposal.case.done.visits, proposal.case.owed.visits) == (2, 2)


def test_the_code_that_was_chosen_is_kept() -> None:
    told = told_by(record_attempt(replace(REFUSED, code=441), family_file(), AT_DOOR))

    assert (told.household_code, told.household_group) == ("441", OutcomeGroup.REFUSAL)


def test_each_respondent_keeps_what_came_of_them_here() -> None:
    entered = replace(
        COMPLETE,
        met=(MOTHER, SON),
        respondents=(RespondentEntered(SON, Result.CONTACT_RESPONDENT, Reason.REFUSAL_BY_RESPONDENT),),
    )

    recorded = record_attempt(entered, family_file(), AT_DOOR)

    assert {(each.person, each.code, each.group) for each in told_by(recorded).respondents} == {
        (MOTHER, "110", OutcomeGroup.COMPLETE),
        (SON, "431", OutcomeGroup.REFUSAL),
    }
    (closed,) = of(recorded, acts.ContactWishRecorded)
    assert (closed.reach, closed.person) == (WishReach.PERSON, SON)
    assert not of(recorded, acts.FamilyLockSet)


def test_a_carer_who_refuses_for_a_child_while_being_interviewed_closes_the_child_alone() -> None:
    entered = replace(
        COMPLETE, respondents=(RespondentEntered(DAUGHTER, Result.CONTACT_SOMEBODY_ELSE, Reason.REFUSAL_BY_PROXY),)
    )

    recorded = record_attempt(entered, family_file(), AT_DOOR)

    assert {(each.person, each.code) for each in told_by(recorded).respondents} == {(MOTHER, "110"), (DAUGHTER, "432")}
    (closed,) = of(recorded, acts.ContactWishRecorded)
    assert (closed.by, closed.by_person, closed.reach, closed.person) == (
        WishBy.PROXY,
        MOTHER,
        WishReach.PERSON,
        DAUGHTER,
    )


def test_a_refusal_for_somebody_else_too_is_kept_where_the_attempt_is_told_anew() -> None:
    by_proxy = RespondentEntered(DAUGHTER, Result.CONTACT_SOMEBODY_ELSE, Reason.REFUSAL_BY_PROXY)
    was = attempt(Result.COMPLETE_INTERVIEW, met=(MOTHER,))
    told_before = wish(reach=WishReach.PERSON, person=DAUGHTER, by=WishBy.PROXY, at_ms=was.at_ms)
    entered = replace(COMPLETE, respondents=(by_proxy, replace(by_proxy, person=SON)))

    anew = correct_attempt(was.attempt, entered, None, family_file(attempts=(was,), wishes=(told_before,)), AT_DOOR)

    assert [(each.decision, each.reach) for each in of(anew, acts.ContactWishRecorded)] == [
        (WishDecision.PAUSED, WishReach.FAMILY)
    ]


def test_a_case_is_pending_until_the_calls_are_made_and_no_appointment_is_ahead() -> None:
    days = [
        NOW - timedelta(days=19),
        NOW - timedelta(days=17, hours=-6),
        NOW - timedelta(days=9),
    ]  # Thu, Sat 20:00, Sun
    tried = tuple(attempt(Result.NO_CONTACT, attempt=f"{n:032x}", at_ms=to_ms(day)) for n, day in enumerate(days))
    file = family_file(attempts=tried, history=())

    last = propose(NO_CONTACT, file, AT_DOOR).case
    appointed = propose(replace(NO_CONTACT, appointment=AppointmentEntered(TOMORROW)), file, AT_DOOR).case

    assert last.owed.is_met
    assert (last.household.group, last.is_worked) == (OutcomeGroup.NON_CONTACT, False)
    assert (appointed.household.group, appointed.is_worked) == (None, True)
    assert case_of(file, AT_DOOR).household.is_pending


def test_the_offices_outcome_stands_over_the_fields() -> None:
    file = family_file(outcomes=(SetOutcome(Wave.ONE, None, "410", OutcomeGroup.REFUSAL),))

    assert case_of(file, AT_DOOR).household.code == 410
    assert told_by(no_contact_now(file, AT_DOOR)).household_code == "410"


def test_what_was_taken_back_or_belongs_to_another_wave_counts_for_nothing() -> None:
    file = family_file(
        attempts=(
            attempt(Result.COMPLETE_INTERVIEW, is_taken_back=True),
            attempt(Result.COMPLETE_INTERVIEW, wave=Wave.TWO, attempt="a2" * 16),
        )
    )

    assert case_of(file, AT_DOOR).household.code == 612
    assert case_of(file, AT_DOOR).done.visits == 0


# -- appointments and refusals that come with it ---------------------------------------------------------------------


def test_an_appointment_agreed_at_the_door_is_kept_with_the_attempt() -> None:
    recorded = record_attempt(APPOINTED, family_file(), AT_DOOR)

    (made,) = of(recorded, acts.AppointmentMade)
    told = told_by(recorded)
    assert told.next_appointment == made.appointment
    assert (made.at_ms, made.person, made.duration_min) == (to_ms(TOMORROW), MOTHER, 60)
    assert (told.household_code, told.household_group) == ("450", None)


@pytest.mark.parametrize(
    ("entered", "change"),
    [(COMPLETE, AppointmentChange.KEPT), (NO_CONTACT, AppointmentChange.BROKEN_BY_RESPONDENT)],
)
def test_an_attempt_settles_the_appointment_it_was_for(entered: AttemptEntered, change: AppointmentChange) -> None:
    file = family_file(appointments=(appointment(NOW),))

    recorded = record_attempt(replace(entered, settles="b1" * 16), file, AT_DOOR)

    (changed,) = of(recorded, acts.AppointmentChanged)
    assert (changed.appointment, changed.change) == ("b1" * 16, change)


@pytest.mark.parametrize(
    ("entered", "by", "decision", "locks"),
    [
        (REFUSED, WishBy.RESPONDENT, "no_contact", True),
        (replace(REFUSED, refused=WishReach.PERSON), WishBy.RESPONDENT, "no_contact", False),
        (
            AttemptEntered(VISIT, Result.CONTACT_SOMEBODY_ELSE, Reason.REFUSAL_BY_PROXY, met_description="a man"),
            WishBy.PROXY,
            "paused",
            False,
        ),
        (
            AttemptEntered(VISIT, Result.CONTACT_UNIDENTIFIED, Reason.REFUSAL_UNSURE_WHO),
            WishBy.UNSURE,
            "paused",
            False,
        ),
    ],
)
def test_a_refusal_at_the_door_does_its_work_at_once(
    entered: AttemptEntered, by: WishBy, decision: str, locks: bool
) -> None:
    proposal = propose(entered, family_file(), AT_DOOR)

    recorded = record_attempt(entered, family_file(), AT_DOOR)

    (said,) = of(recorded, acts.ContactWishRecorded)
    (made,) = of(recorded, acts.AttemptRecorded)
    assert (said.by, said.decision, said.attempt, said.at_ms) == (by, decision, made.attempt, made.told.at_ms)
    assert bool(of(recorded, acts.FamilyLockSet)) is locks
    assert [(effect.decision, effect.is_locking) for effect in proposal.effects] == [(decision, locks)]


def test_a_main_carers_no_for_a_child_closes_the_child() -> None:
    entered = AttemptEntered(
        VISIT,
        Result.CONTACT_SOMEBODY_ELSE,
        Reason.REFUSAL_BY_PROXY,
        met=(MOTHER,),
        refused=WishReach.PERSON,
        refused_person=DAUGHTER,
    )

    (said,) = of(record_attempt(entered, family_file(), AT_DOOR), acts.ContactWishRecorded)

    assert (said.decision, said.person) == ("no_contact", DAUGHTER)


# -- telling anew and taking back ------------------------------------------------------------------------------------

TRIED = family_file(attempts=(attempt(Result.NO_CONTACT),))


def test_an_attempt_told_anew_keeps_its_time_unless_another_is_entered() -> None:
    entered = replace(COMPLETE, at=None)

    (corrected,) = correct_attempt("a1" * 16, entered, "pressed the wrong key", TRIED, AT_DOOR)

    assert isinstance(corrected, acts.AttemptCorrected)
    assert corrected.told is not None
    assert (corrected.told.at_ms, corrected.told.is_late) == (TRIED.attempts[0].at_ms, False)
    assert (corrected.told.household_code, corrected.reason) == ("110", "pressed the wrong key")


def test_telling_anew_replaces_the_attempt_it_corrects() -> None:
    file = family_file(attempts=(attempt(Result.COMPLETE_INTERVIEW, household_code="110"),))

    (corrected,) = of(correct_attempt("a1" * 16, NO_CONTACT, None, file, AT_DOOR), acts.AttemptCorrected)

    assert corrected.told is not None
    assert corrected.told.household_code == "310"


def test_taking_back_is_a_correcting_act_and_what_was_taken_back_is_not_told_anew() -> None:
    (taken,) = take_back_attempt("a1" * 16, None, TRIED)
    gone = family_file(attempts=(replace(TRIED.attempts[0], is_taken_back=True),))

    assert isinstance(taken, acts.AttemptCorrected)
    assert (taken.attempt, taken.told) == ("a1" * 16, None)
    with pytest.raises(errors.AttemptUnknownError):
        take_back_attempt("a1" * 16, None, gone)
    with pytest.raises(errors.AttemptUnknownError):
        correct_attempt("a1" * 16, NO_CONTACT, None, gone, AT_DOOR)


def test_what_base_told_of_and_what_is_not_known_cannot_be_told_anew() -> None:
    of_before = family_file(attempts=(attempt(Result.NO_CONTACT, is_from_before=True),))

    for attempt_id, file in (("a1" * 16, of_before), ("a9" * 16, TRIED)):
        with pytest.raises(errors.AttemptUnknownError):
            take_back_attempt(attempt_id, None, file)
        with pytest.raises(errors.AttemptUnknownError):
            correct_attempt(attempt_id, NO_CONTACT, None, file, AT_DOOR)


def refused_before() -> FamilyFile:
    refusal = attempt(Result.CONTACT_RESPONDENT, Reason.REFUSAL_BY_RESPONDENT, met=(MOTHER,), household_code="431")
    return family_file(attempts=(refusal,), wishes=(wish(at_ms=refusal.at_ms),), locks=(lock(from_ms(refusal.at_ms)),))


def test_putting_an_attempt_right_does_not_undo_the_refusal_it_told_nor_tell_it_twice() -> None:
    file = refused_before()

    again = correct_attempt("a1" * 16, replace(REFUSED, note="at the gate"), None, file, AT_DOOR)
    otherwise = correct_attempt("a1" * 16, NO_CONTACT, None, file, AT_DOOR)
    taken = take_back_attempt("a1" * 16, "another door", file)

    for told in (again, otherwise, taken):
        assert len(told) == 1
        assert of(told, acts.AttemptCorrected)


def test_no_correction_makes_an_appointment_with_a_locked_family_or_moves_a_visit_behind_the_lock() -> None:
    file = refused_before()

    for entered in (APPOINTED, replace(NO_CONTACT, at=NOW)):
        with pytest.raises(errors.FamilyLockedError):
            correct_attempt("a1" * 16, entered, None, file, AT_DOOR)


def test_a_correction_that_tells_a_refusal_for_the_first_time_does_its_work() -> None:
    told = correct_attempt("a1" * 16, REFUSED, None, TRIED, AT_DOOR)

    assert len(of(told, acts.ContactWishRecorded)) == len(of(told, acts.FamilyLockSet)) == 1
