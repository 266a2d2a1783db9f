"""The codes a case and an attempt end with."""

import pytest

from store.agreement.outcomes import OutcomeGroup, attempt_result, final_outcome, no_interview_reason
from store.errors import UnknownOutcomeError
from tests.agreement.edited import packaged

OUTCOMES = packaged().outcomes

FINAL = {
    "I": {110},
    "P": {210},
    "NC": {310, 320, 330},
    "R": {410, 431, 432, 441, 450},
    "O": {512, 522, 532, 542},
    "UH": {611, 612, 620, 630, 641, 642},
    "UO": {651, 652, 670},
    "NE": {710, 720, 730, 740, 750, 760, 790},
}
ATTEMPT_RESULTS = {
    1: "complete interview",
    2: "partial interview",
    3: "contact, someone unidentified",
    4: "contact with respondent, no interview",
    5: "contact with somebody else",
    6: "no contact",
    7: "address invalid",
    8: "other information",
}
REASONS = {
    1: "appointment",
    2: "refusal by respondent",
    3: "refusal by proxy",
    4: "refusal, unsure who",
    5: "away",
    6: "ill, short",
    7: "ill, long",
    8: "deceased",
    9: "moved abroad",
    10: "moved, unknown",
    11: "moved in country",
    12: "language",
    13: "other",
}
SPOT_CHECKS = {110: "complete", 432: "refusal by proxy", 651: "eligibility unknown, information refused", 730: "vacant"}


def test_every_final_outcome_is_in_its_aapor_group() -> None:
    grouped = {str(group): {o.code for o in OUTCOMES.final if o.group is group} for group in OutcomeGroup}

    assert grouped == FINAL


def test_attempts_and_reasons_are_those_of_the_ess_contact_form() -> None:
    assert {result.code: result.title for result in OUTCOMES.attempt_results} == ATTEMPT_RESULTS
    assert {reason.code: reason.title for reason in OUTCOMES.no_interview_reasons} == REASONS


def test_a_code_finds_its_outcome() -> None:
    assert {code: final_outcome(OUTCOMES, code).title for code in SPOT_CHECKS} == SPOT_CHECKS
    assert attempt_result(OUTCOMES, 6).title == "no contact"
    assert no_interview_reason(OUTCOMES, 3).title == "refusal by proxy"


@pytest.mark.parametrize("find", [final_outcome, attempt_result, no_interview_reason])
def test_an_unknown_code_is_refused(find: object) -> None:
    assert callable(find)
    with pytest.raises(UnknownOutcomeError) as refused:
        find(OUTCOMES, 999)

    assert refused.value.code == 999
