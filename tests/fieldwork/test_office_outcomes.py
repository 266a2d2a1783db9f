"""The office ends a case: which outcomes it can give, what it never takes the place of, and what is taken back."""

from dataclasses import replace
from typing import Any

import pytest

from store import errors
from store.agreement.outcomes import OutcomeGroup
from store.agreement.purposes import Purpose
from store.fieldwork.cases import case_of
from store.fieldwork.circumstances import Circumstances
from store.fieldwork.family import Consent, Event, FamilyFile, SetOutcome
from store.fieldwork.office_outcomes import Learnt, asked_of, endable, offered, set_outcome, take_outcome_back
from store.ids import PersonId
from store.keeping.acts import OutcomeSet
from store.keeping.acts.terms.attempts import AttemptResult as Result
from store.keeping.acts.terms.attempts import NoInterviewReason as Reason
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.consents import ConsentDecision
from store.keeping.acts.terms.families import WishDecision, WishReach
from tests.fieldwork.filed import (
    ANNA,
    AT_BASE,
    AT_DOOR,
    DAUGHTER,
    MOTHER,
    NOBODY,
    SON,
    attempt,
    family_file,
    lock,
    wish,
)

DIED = SetOutcome(Wave.ONE, None, "790", OutcomeGroup.NOT_ELIGIBLE)
OUT = Event(0, 0, ANNA, "family_allocated", 3, is_own=True, is_unsent=False, body=b"")


def codes(person: PersonId | None = None, **known: Any) -> dict[Learnt, tuple[int, ...]]:
    found = offered(person, family_file(**known), AT_BASE)
    return {learnt: tuple(each.code for each in outcomes) for learnt, outcomes in found.items()}


def no(person: PersonId, purpose: Purpose = Purpose.TAKE_PART) -> Consent:
    return Consent(
        record="d1" * 16,
        person=person,
        purpose=purpose,
        target=None,
        decision=ConsentDecision.REFUSED,
        not_asked=None,
        wording=None,
        wording_version=None,
        at_ms=0,
        is_from_before=False,
        is_doubted=False,
        is_live=True,
    )


@pytest.mark.parametrize(
    ("learnt", "first", "group"),
    [
        (Learnt.DECEASED, 790, OutcomeGroup.NOT_ELIGIBLE),
        (Learnt.MOVED_IN_COUNTRY, 320, OutcomeGroup.NON_CONTACT),
        (Learnt.MOVED_ABROAD, 790, OutcomeGroup.NOT_ELIGIBLE),
        (Learnt.MOVED_UNKNOWN, 630, OutcomeGroup.UNKNOWN_HOUSEHOLD),
        (Learnt.UNABLE, 532, OutcomeGroup.OTHER),
        (Learnt.AWAY, 522, OutcomeGroup.OTHER),
        (Learnt.LANGUAGE, 542, OutcomeGroup.OTHER),
        (Learnt.OTHER, 670, OutcomeGroup.UNKNOWN_OTHER),
    ],
)
def test_what_the_office_learnt_proposes_its_outcome(learnt: Learnt, first: int, group: OutcomeGroup) -> None:
    found = offered(None, family_file(), AT_BASE)

    assert (found[learnt][0].code, found[learnt][0].group) == (first, group)
    assert codes(SON)[learnt][0] == first


def test_an_address_is_of_the_household_alone_and_no_refusal_is_offered() -> None:
    household, one = offered(None, family_file(), AT_BASE), offered(SON, family_file(), AT_BASE)

    assert {710, 720, 730, 740, 750, 760} <= {each.code for each in household[Learnt.ADDRESS]}
    assert Learnt.ADDRESS not in one
    groups = {each.group for outcomes in (*household.values(), *one.values()) for each in outcomes}
    assert groups.isdisjoint({OutcomeGroup.REFUSAL, OutcomeGroup.COMPLETE, OutcomeGroup.PARTIAL})


@pytest.mark.parametrize(
    ("known", "stands"),
    [
        ({}, (611,)),
        ({"history": (OUT,)}, (612,)),
        ({"attempts": (attempt(Result.NO_CONTACT),)}, (310,)),
        ({"attempts": (attempt(Result.CONTACT_RESPONDENT, Reason.APPOINTMENT, household_code="450"),)}, (450,)),
        ({"attempts": (attempt(Result.CONTACT_SOMEBODY_ELSE, Reason.REFUSAL_BY_PROXY),)}, None),
    ],
)
def test_a_case_can_be_ended_as_it_stands_unless_that_is_a_refusal(
    known: dict[str, Any], stands: tuple[int, ...] | None
) -> None:
    assert codes(**known).get(Learnt.AS_IT_STANDS) == stands


def test_a_partial_interview_is_ended_as_one_and_a_complete_one_not_at_all() -> None:
    partial = attempt(Result.PARTIAL_INTERVIEW, met=(MOTHER,), household_code="210")

    assert codes(attempts=(partial,)) == {Learnt.AS_IT_STANDS: (210,)}
    assert codes(MOTHER, attempts=(partial,)) == {Learnt.AS_IT_STANDS: (210,)}
    assert codes(SON, attempts=(partial,))[Learnt.DECEASED] == (790, 750)
    with pytest.raises(errors.InterviewStandsError):
        codes(attempts=(replace(partial, result=Result.COMPLETE_INTERVIEW, household_code="110"),))


@pytest.mark.parametrize(
    ("person", "known"),
    [
        (None, {"wishes": (wish(),)}),
        (SON, {"wishes": (wish(),)}),
        (None, {"wishes": (wish(decision=WishDecision.PAUSED),)}),
        (SON, {"wishes": (wish(reach=WishReach.PERSON, person=SON),)}),
        (SON, {"consents": (no(SON, Purpose.YOUNG_PERSONS_ASSENT),)}),
        (None, {"consents": (no(MOTHER), no(SON), no(DAUGHTER, Purpose.PARENTAL_PERMISSION))}),
    ],
)
def test_who_refused_or_may_have_is_counted_as_that(person: PersonId | None, known: dict[str, Any]) -> None:
    with pytest.raises(errors.RefusalStandsError):
        codes(person, **known)


@pytest.mark.parametrize(
    ("person", "known"),
    [
        (None, {"wishes": (wish(is_standing=False),)}),
        (None, {"wishes": (wish(reach=WishReach.PERSON, person=SON),)}),
        (MOTHER, {"wishes": (wish(reach=WishReach.PERSON, person=SON),)}),
        (None, {"consents": (no(SON),)}),
        (SON, {"consents": (no(SON, Purpose.LINKAGE),)}),
        (None, {"locks": (lock(),)}),
    ],
)
def test_what_is_no_refusal_of_theirs_hinders_nothing(person: PersonId | None, known: dict[str, Any]) -> None:
    assert Learnt.DECEASED in codes(person, **known)


@pytest.mark.parametrize(
    ("who", "refused"),
    [
        (AT_DOOR, errors.NotBaseError),
        (replace(AT_DOOR, is_supervisor=True), errors.NotBaseError),
        (replace(AT_BASE, is_supervisor=False), errors.NotASupervisorError),
    ],
)
def test_only_a_supervisor_at_base_ends_a_case(who: Circumstances, refused: type[errors.StoreError]) -> None:
    for deed in (
        lambda: offered(None, family_file(), who),
        lambda: endable(family_file(), who),
        lambda: set_outcome(790, None, "x", family_file(), who),
        lambda: take_outcome_back(None, "x", family_file(outcomes=(DIED,)), who),
    ):
        with pytest.raises(refused):
            deed()


def test_whoever_may_be_given_one_or_was_is_named_the_household_first() -> None:
    done = attempt(Result.COMPLETE_INTERVIEW, met=(MOTHER,), household_code="110")
    refusing = wish(reach=WishReach.PERSON, person=SON)
    ill = SetOutcome(Wave.ONE, SON, "532", OutcomeGroup.OTHER)

    assert endable(family_file(), AT_BASE) == [None, MOTHER, SON, DAUGHTER]
    assert endable(family_file(attempts=(done,), wishes=(refusing,)), AT_BASE) == [DAUGHTER]
    assert endable(family_file(outcomes=(ill,), wishes=(refusing,)), AT_BASE) == [None, MOTHER, SON, DAUGHTER]
    with pytest.raises(errors.RefusalStandsError):
        endable(family_file(wishes=(wish(),)), AT_BASE)


def test_an_outcome_is_told_with_its_group_and_why_and_can_be_given_again() -> None:
    (first,) = set_outcome(790, None, "  The hospital rang. ", family_file(), AT_BASE)
    (again,) = set_outcome(630, None, "It was another family.", family_file(outcomes=(DIED,)), AT_BASE)
    (one,) = set_outcome(532, SON, "x", family_file(outcomes=(DIED,)), AT_BASE)

    assert isinstance(first, OutcomeSet)
    assert (first.wave, first.person, first.code, first.group, first.reason) == (
        Wave.ONE, None, "790", OutcomeGroup.NOT_ELIGIBLE, "The hospital rang.",
    )  # fmt: skip
    assert isinstance(again, OutcomeSet)
    assert again.code == "630"
    assert isinstance(one, OutcomeSet)
    assert (one.person, one.code) == (SON, "532")


@pytest.mark.parametrize(
    ("code", "person", "reason", "refused"),
    [
        (790, None, "again", errors.NothingChangedError),
        (750, None, " ", errors.EmptyFieldError),
        (750, None, "x" * 5_000, errors.TypedTooLongError),
        (110, None, "x", errors.CodeNotPossibleError),
        (431, None, "x", errors.CodeNotPossibleError),
        (740, SON, "x", errors.CodeNotPossibleError),
        (790, NOBODY, "x", errors.PersonUnknownError),
    ],
)
def test_what_cannot_be_given_is_refused(
    code: int, person: PersonId | None, reason: str, refused: type[errors.StoreError]
) -> None:
    with pytest.raises(refused):
        set_outcome(code, person, reason, family_file(outcomes=(DIED,)), AT_BASE)


def test_it_is_taken_back_with_a_reason_whatever_else_stands() -> None:
    file = family_file(outcomes=(DIED,), wishes=(wish(),))

    (back,) = take_outcome_back(None, "Wrong family.", file, AT_BASE)

    assert isinstance(back, OutcomeSet)
    assert (back.code, back.group, back.reason) == (None, None, "Wrong family.")
    with pytest.raises(errors.NothingChangedError):
        take_outcome_back(SON, "x", file, AT_BASE)
    with pytest.raises(errors.EmptyFieldError):
        take_outcome_back(None, "", file, AT_BASE)


def household(file: FamilyFile) -> tuple[int, OutcomeGroup | None]:
    found = case_of(file, AT_BASE).household
    return found.code, found.group


def test_an_interview_that_is_heard_of_only_afterwards_counts_and_none_is_made_up() -> None:
    done = attempt(Result.COMPLETE_INTERVIEW, met=(MOTHER,), household_code="110")
    part = attempt(Result.PARTIAL_INTERVIEW, met=(MOTHER,), household_code="210")
    ended = SetOutcome(Wave.ONE, None, "210", OutcomeGroup.PARTIAL)

    assert household(family_file(outcomes=(DIED,))) == (790, OutcomeGroup.NOT_ELIGIBLE)
    assert household(family_file(outcomes=(DIED,), attempts=(done,))) == (110, OutcomeGroup.COMPLETE)
    assert household(family_file(outcomes=(DIED,), attempts=(part,))) == (210, OutcomeGroup.PARTIAL)
    assert household(family_file(outcomes=(ended,), attempts=(attempt(Result.NO_CONTACT),)))[0] == 310


def test_what_is_given_to_the_household_holds_for_whoever_is_still_open() -> None:
    done = attempt(Result.COMPLETE_INTERVIEW, met=(MOTHER,), household_code="110")
    out = attempt(Result.CONTACT_RESPONDENT, Reason.APPOINTMENT, met=(SON,), attempt="a2" * 16, household_code="450")
    file = family_file(outcomes=(DIED,), attempts=(done, out))

    came = {person: outcome.code for person, outcome in case_of(file, AT_BASE).respondents}

    assert came == {MOTHER: 110, SON: 790}


def test_who_is_asked_is_who_was_selected_or_else_carers_and_young_people() -> None:
    assert [each.person for each in asked_of(family_file())] == [MOTHER, SON, DAUGHTER]
