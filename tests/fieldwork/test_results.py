"""What may be said of one attempt, and what it means."""

import json
from pathlib import Path

import pytest

from store.agreement.outcomes import final_outcome
from store.errors import ReasonNotPossibleError
from store.fieldwork import results
from store.fieldwork.results import Refusal, Whom, meaning_of
from store.keeping.acts.terms.attempts import AttemptResult as Result
from store.keeping.acts.terms.attempts import NoInterviewReason as Reason
from tests.agreement.edited import packaged

OUTCOMES = packaged().outcomes
CONTACTS = (Result.CONTACT_UNIDENTIFIED, Result.CONTACT_RESPONDENT, Result.CONTACT_SOMEBODY_ELSE)


@pytest.mark.parametrize("result", [Result.COMPLETE_INTERVIEW, Result.NO_CONTACT, Result.ADDRESS_INVALID])
def test_where_there_was_an_interview_or_nobody_no_reason_is_asked(result: Result) -> None:
    assert results.reasons_for(result) == ()
    assert not results.needs_reason(result)
    with pytest.raises(ReasonNotPossibleError):
        meaning_of(result, Reason.OTHER)


@pytest.mark.parametrize("result", CONTACTS)
def test_a_contact_without_an_interview_needs_a_reason(result: Result) -> None:
    assert results.needs_reason(result)
    with pytest.raises(ReasonNotPossibleError):
        meaning_of(result, None)


@pytest.mark.parametrize(
    ("result", "reason", "is_possible"),
    [
        (Result.CONTACT_RESPONDENT, Reason.REFUSAL_BY_RESPONDENT, True),
        (Result.CONTACT_RESPONDENT, Reason.REFUSAL_BY_PROXY, False),
        (Result.CONTACT_RESPONDENT, Reason.REFUSAL_UNSURE_WHO, False),
        (Result.CONTACT_RESPONDENT, Reason.DECEASED, False),
        (Result.CONTACT_SOMEBODY_ELSE, Reason.REFUSAL_BY_PROXY, True),
        (Result.CONTACT_SOMEBODY_ELSE, Reason.REFUSAL_BY_RESPONDENT, False),
        (Result.CONTACT_UNIDENTIFIED, Reason.REFUSAL_UNSURE_WHO, True),
        (Result.CONTACT_UNIDENTIFIED, Reason.REFUSAL_BY_RESPONDENT, False),
        (Result.OTHER_INFORMATION, Reason.MOVED_UNKNOWN, True),
        (Result.OTHER_INFORMATION, Reason.APPOINTMENT, False),
    ],
)
def test_a_form_offers_a_reason_only_where_whoever_was_met_can_give_it(
    result: Result, reason: Reason, is_possible: bool
) -> None:
    assert (reason in results.reasons_for(result)) is is_possible


@pytest.mark.parametrize(
    ("result", "reason", "proposed"),
    [
        (Result.COMPLETE_INTERVIEW, None, 110),
        (Result.PARTIAL_INTERVIEW, None, 210),
        (Result.NO_CONTACT, None, 310),
        (Result.ADDRESS_INVALID, None, 630),
        (Result.CONTACT_RESPONDENT, Reason.APPOINTMENT, 450),
        (Result.CONTACT_RESPONDENT, Reason.REFUSAL_BY_RESPONDENT, 431),
        (Result.CONTACT_SOMEBODY_ELSE, Reason.REFUSAL_BY_PROXY, 432),
        (Result.CONTACT_UNIDENTIFIED, Reason.REFUSAL_UNSURE_WHO, 431),
        (Result.CONTACT_SOMEBODY_ELSE, Reason.AWAY, 522),
        (Result.CONTACT_SOMEBODY_ELSE, Reason.ILL_SHORT, 512),
        (Result.CONTACT_RESPONDENT, Reason.LANGUAGE, 542),
        (Result.CONTACT_SOMEBODY_ELSE, Reason.MOVED_UNKNOWN, 630),
    ],
)
def test_a_result_proposes_the_code_it_mostly_means(result: Result, reason: Reason | None, proposed: int) -> None:
    assert meaning_of(result, reason).codes[0] == proposed


def test_every_code_an_attempt_can_end_in_is_listed_by_the_agreement() -> None:
    meant = [meaning_of(result, reason) for result in Result for reason in results.reasons_for(result) or (None,)]
    codes = {code for meaning in meant for code in meaning.codes}

    assert codes > {110, 450, 542}
    for code in codes | {results.NOT_ATTEMPTED, results.CONTACT_NOT_RESPONSIBLE, results.OFFICE_REFUSAL}:
        assert final_outcome(OUTCOMES, code).code == code


def test_a_form_asks_for_a_name_where_somebody_of_the_family_was_met() -> None:
    asked = {result: results.whom_to_ask(result) for result in Result}

    assert asked[Result.COMPLETE_INTERVIEW] is Whom.NAME
    assert asked[Result.CONTACT_RESPONDENT] is Whom.NAME
    assert asked[Result.CONTACT_SOMEBODY_ELSE] is Whom.NAME_OR_DESCRIBE
    assert asked[Result.NO_CONTACT] is Whom.NOBODY


def test_the_words_of_the_house_are_numbered_as_the_form_numbers_them() -> None:
    vectors = json.loads((Path(__file__).parent / "ess.json").read_text("utf-8"))

    for result in Result:
        assert (
            results.title_of_result(OUTCOMES, result)
            == vectors["attempt_results_ess"][str(results.number_of_result(result))]
        )
    for reason in Reason:
        assert (
            results.title_of_reason(OUTCOMES, reason)
            == vectors["no_interview_reasons_ess"][str(results.number_of_reason(reason))]
        )


def test_a_pair_that_no_form_offers_but_somebody_kept_is_unclear_and_breaks_nothing() -> None:
    assert results.meaning_as_kept(Result.NO_CONTACT, Reason.DECEASED).codes == (670,)


@pytest.mark.parametrize(
    ("code", "refusal", "is_conclusive"),
    [
        (110, None, True),
        (210, None, True),
        (310, None, False),
        (431, Refusal.RESPONDENT, True),
        (432, Refusal.PROXY, False),
        (522, None, False),
        (999, None, False),
    ],
)
def test_a_respondents_own_code_says_who_refused_and_whether_it_ends_the_work(
    code: int, refusal: Refusal | None, is_conclusive: bool
) -> None:
    meaning = results.meaning_of_code(code)

    assert (meaning.refusal, meaning.is_conclusive) == (refusal, is_conclusive)
