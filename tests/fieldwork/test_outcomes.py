"""What a case ends with: the rule, by hand and over any run of attempts."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.agreement.outcomes import OutcomeGroup
from store.fieldwork import results
from store.fieldwork.outcomes import (
    decided,
    decided_of,
    household_outcome,
    is_any_conclusive,
    own_code,
    respondent_outcome,
)
from store.fieldwork.results import Refusal
from store.keeping.acts.terms.attempts import AttemptResult as Result
from store.keeping.acts.terms.attempts import NoInterviewReason as Reason
from tests.agreement.edited import packaged
from tests.fieldwork.told import DAUGHTER, MOTHER, SON, Respondent, Told

OUTCOMES = packaged().outcomes

COMPLETE = Told(Result.COMPLETE_INTERVIEW)
PARTIAL = Told(Result.PARTIAL_INTERVIEW)
NOBODY = Told(Result.NO_CONTACT)
APPOINTMENT = Told(Result.CONTACT_RESPONDENT, Reason.APPOINTMENT)
BY_RESPONDENT = Told(Result.CONTACT_RESPONDENT, Reason.REFUSAL_BY_RESPONDENT)
BY_PROXY = Told(Result.CONTACT_SOMEBODY_ELSE, Reason.REFUSAL_BY_PROXY)
BY_SOMEBODY = Told(Result.CONTACT_UNIDENTIFIED, Reason.REFUSAL_UNSURE_WHO)
AWAY = Told(Result.CONTACT_SOMEBODY_ELSE, Reason.AWAY)
INVALID = Told(Result.ADDRESS_INVALID)

ANY = [Told(result, reason) for result in Result for reason in Reason if reason in results.reasons_for(result)]
ANY += [Told(result) for result in Result if not results.needs_reason(result)]
RUNS = st.lists(st.sampled_from(ANY), max_size=8).map(lambda told: in_turn(*told))


def in_turn(*told: Told) -> list[Told]:
    return [replace(each, at_ms=hour) for hour, each in enumerate(told)]


def code_of(*told: Told) -> int:
    return household_outcome(in_turn(*told), OUTCOMES, is_worked=False).code


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ((), 612),
        ((NOBODY,), 310),
        ((AWAY, NOBODY), 310),
        ((NOBODY, AWAY), 522),
        ((BY_RESPONDENT, NOBODY), 431),
        ((BY_PROXY, NOBODY, NOBODY), 432),
        ((BY_SOMEBODY, NOBODY), 431),
        ((BY_PROXY, BY_SOMEBODY, NOBODY), 432),
        ((BY_PROXY, BY_SOMEBODY), 431),
        ((BY_RESPONDENT, BY_PROXY), 431),
        ((BY_RESPONDENT, BY_SOMEBODY), 431),
        ((BY_RESPONDENT, AWAY, BY_PROXY, NOBODY), 431),
        ((BY_PROXY, BY_RESPONDENT), 431),
        ((BY_PROXY, BY_RESPONDENT, NOBODY), 431),
        ((BY_SOMEBODY, BY_PROXY, NOBODY), 432),
        ((BY_PROXY, AWAY), 522),
        ((BY_RESPONDENT, AWAY), 522),
        ((BY_RESPONDENT, AWAY, NOBODY), 431),
        ((APPOINTMENT,), 450),
        ((APPOINTMENT, NOBODY), 310),
        ((APPOINTMENT, COMPLETE), 110),
        ((COMPLETE, BY_RESPONDENT, NOBODY), 110),
        ((PARTIAL, BY_RESPONDENT), 210),
        ((PARTIAL, NOBODY), 210),
        ((PARTIAL, COMPLETE, NOBODY), 110),
        ((COMPLETE, PARTIAL), 110),
        ((BY_RESPONDENT, COMPLETE), 110),
        ((INVALID,), 630),
        ((INVALID, NOBODY), 310),
    ],
)
def test_the_last_attempt_decides_with_the_exceptions_the_rule_names(told: tuple[Told, ...], code: int) -> None:
    assert code_of(*told) == code


def test_attempts_count_in_the_order_they_were_made_not_in_the_order_they_were_recorded() -> None:
    late = [replace(NOBODY, at_ms=2), replace(AWAY, at_ms=1)]

    assert household_outcome(late, OUTCOMES, is_worked=False).code == 310


def test_the_code_an_interviewer_chose_for_an_attempt_stands() -> None:
    during = replace(BY_RESPONDENT, household_code="441")

    assert code_of(during) == 441
    assert code_of(during, NOBODY) == 441


def test_what_an_earlier_attempt_had_decided_is_not_taken_for_the_attempts_own() -> None:
    after_refusal = replace(NOBODY, household_code="431")

    assert own_code(after_refusal) == 310


@pytest.mark.parametrize(
    ("told", "group_while_worked"),
    [
        ((), None),
        ((NOBODY,), None),
        ((APPOINTMENT,), None),
        ((AWAY,), None),
        ((BY_PROXY,), None),
        ((BY_SOMEBODY,), None),
        ((COMPLETE,), OutcomeGroup.COMPLETE),
        ((PARTIAL,), OutcomeGroup.PARTIAL),
        ((BY_RESPONDENT,), OutcomeGroup.REFUSAL),
        ((BY_RESPONDENT, NOBODY), OutcomeGroup.REFUSAL),
        ((INVALID,), OutcomeGroup.UNKNOWN_HOUSEHOLD),
        ((BY_RESPONDENT, APPOINTMENT), None),
    ],
)
def test_a_case_that_is_still_worked_belongs_to_no_group(
    told: tuple[Told, ...], group_while_worked: OutcomeGroup | None
) -> None:
    outcome = household_outcome(in_turn(*told), OUTCOMES, is_worked=True)

    assert outcome.group is group_while_worked
    assert outcome.is_pending is (group_while_worked is None)


def test_of_several_respondents_each_has_to_be_complete_before_the_household_is() -> None:
    mother = replace(COMPLETE, met=(MOTHER,), at_ms=1)
    son = replace(COMPLETE, met=(SON,), at_ms=2)

    first = household_outcome([mother], OUTCOMES, is_worked=True, respondents=(MOTHER, SON))
    second = household_outcome([mother, son], OUTCOMES, is_worked=True, respondents=(MOTHER, SON))

    assert (first.code, second.code) == (210, 110)


def test_one_selected_respondent_is_the_household() -> None:
    assert household_outcome([replace(COMPLETE, met=(SON,))], OUTCOMES, is_worked=True, respondents=(SON,)).code == 110


def test_an_interview_of_an_earlier_interviewer_that_names_nobody_counts_for_each() -> None:
    assert household_outcome([COMPLETE], OUTCOMES, is_worked=False, respondents=(MOTHER, SON)).code == 110


def test_each_respondent_has_an_outcome_of_their_own() -> None:
    visit = replace(COMPLETE, met=(MOTHER, SON), respondents=(Respondent(SON, "431"),), at_ms=1, household_code="210")
    told = [visit, replace(NOBODY, at_ms=2)]

    assert respondent_outcome(MOTHER, told, OUTCOMES, is_worked=True).code == 110
    assert respondent_outcome(SON, told, OUTCOMES, is_worked=True).group is OutcomeGroup.REFUSAL
    assert respondent_outcome(DAUGHTER, told, OUTCOMES, is_worked=True).code == 310


def test_somebody_of_whom_nothing_was_said_is_contact_without_them() -> None:
    told = [replace(COMPLETE, met=(MOTHER,))]

    outcome = respondent_outcome(SON, told, OUTCOMES, is_worked=False)

    assert (outcome.code, outcome.group) == (330, OutcomeGroup.NON_CONTACT)


def test_what_somebody_says_of_others_says_nothing_of_themselves() -> None:
    told = [Told(Result.CONTACT_SOMEBODY_ELSE, Reason.AWAY, met=(SON,))]

    assert respondent_outcome(MOTHER, told, OUTCOMES, is_worked=True).code == 522
    assert respondent_outcome(SON, told, OUTCOMES, is_worked=True).code == 330


def test_what_was_taken_back_leaves_nothing_behind_in_what_came_after() -> None:
    refusal_of_son = Told(Result.CONTACT_RESPONDENT, Reason.REFUSAL_BY_RESPONDENT, met=(SON,), household_code="431")
    nobody = replace(NOBODY, at_ms=1, household_code="431")

    assert household_outcome([refusal_of_son, nobody], OUTCOMES, is_worked=False).code == 431
    assert household_outcome([nobody], OUTCOMES, is_worked=False).code == 310
    assert respondent_outcome(SON, [nobody], OUTCOMES, is_worked=False).code == 310


@given(RUNS)
def test_no_attempt_ever_takes_an_interview_away(told: list[Told]) -> None:
    so_far = [household_outcome(told[:end], OUTCOMES, is_worked=False).code for end in range(len(told) + 1)]

    for before, after in pairwise(so_far):
        assert before != 110 or after == 110
        assert before != 210 or after in (110, 210)


@given(RUNS, st.lists(st.sampled_from(["", "310", "432", "431", "110"]), min_size=8, max_size=8))
def test_attempts_of_which_none_ends_the_work_never_end_it_together(told: list[Told], codes: list[str]) -> None:
    kept = [
        replace(each, respondents=(Respondent(MOTHER, code),) if code else ())
        for each, code in zip(told, codes, strict=False)
    ]
    found = [decided(kept), *(decided_of(person, kept) for person in (MOTHER, SON))]

    if any(each is not None and each.is_conclusive for each in found):
        assert is_any_conclusive(kept)


@given(RUNS)
def test_after_a_last_no_contact_the_strongest_refusal_or_interview_stands(told: list[Told]) -> None:
    refusals = [r for each in told if (r := results.meaning_of(each.result, each.reason).refusal) is not None]
    interviewed = [each for each in told if each.result in (Result.COMPLETE_INTERVIEW, Result.PARTIAL_INTERVIEW)]

    code = code_of(*told, NOBODY)

    if interviewed:
        assert code in (110, 210)
    elif refusals:
        assert code == (432 if max(refusals, key=list(Refusal).index) is Refusal.PROXY else 431)
    else:
        assert code == 310


@given(RUNS)
def test_what_is_kept_attempt_by_attempt_comes_to_the_same(told: list[Told]) -> None:
    kept: list[Told] = []
    for each in told:
        code = household_outcome([*kept, each], OUTCOMES, is_worked=False).code
        kept.append(replace(each, household_code=str(code)))

    assert household_outcome(kept, OUTCOMES, is_worked=False) == household_outcome(told, OUTCOMES, is_worked=False)


@given(RUNS, st.booleans())
def test_whatever_is_told_ends_in_a_code_of_the_agreement(told: list[Told], is_worked: bool) -> None:
    codes = {outcome.code for outcome in OUTCOMES.final}

    assert household_outcome(told, OUTCOMES, is_worked=is_worked).code in codes
    assert not household_outcome(told, OUTCOMES, is_worked=False).is_pending
