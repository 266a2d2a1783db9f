"""Where a family stands: locked before paused before done, and done only when nobody is left to be asked."""

from dataclasses import replace

import pytest

from store.fieldwork.lines import Standing
from store.fieldwork.standing import HOUSEHOLD, Worked, standing_of
from store.keeping.acts.terms.attempts import AttemptResult, NoInterviewReason
from tests.fieldwork.told import DAUGHTER, HOUR_MS, MOTHER, SON, Respondent, Told

COMPLETE = Told(AttemptResult.COMPLETE_INTERVIEW, met=(MOTHER,), household_code="110")
PARTIAL = Told(AttemptResult.PARTIAL_INTERVIEW, met=(MOTHER,), household_code="210")
NOBODY_IN = Told(AttemptResult.NO_CONTACT, household_code="310")
PROXY = Told(AttemptResult.CONTACT_SOMEBODY_ELSE, NoInterviewReason.REFUSAL_BY_PROXY, household_code="432")
GONE = Told(AttemptResult.ADDRESS_INVALID, household_code="730")
AGREED = Told(AttemptResult.CONTACT_RESPONDENT, NoInterviewReason.APPOINTMENT, met=(MOTHER,), household_code="450")
ALL = (MOTHER, SON, DAUGHTER)
YOUNG = (SON, DAUGHTER)


def refused(*met: str, at_ms: int = 0) -> Told:
    reason = NoInterviewReason.REFUSAL_BY_RESPONDENT
    return Told(AttemptResult.CONTACT_RESPONDENT, reason, met=met, household_code="431", at_ms=at_ms)


@pytest.mark.parametrize(
    ("worked", "standing"),
    [
        (Worked(), Standing.TO_DO),
        (Worked(attempts=(NOBODY_IN,)), Standing.TO_DO),
        (Worked(attempts=(AGREED,)), Standing.TO_DO),
        (Worked(attempts=(PROXY,)), Standing.TO_DO),
        (Worked(attempts=(COMPLETE,)), Standing.DONE),
        (Worked(attempts=(GONE,)), Standing.DONE),
        (Worked(attempts=(PARTIAL,)), Standing.TO_DO),
        (Worked(attempts=(PARTIAL, replace(NOBODY_IN, at_ms=2)), selected=(MOTHER,)), Standing.TO_DO),
        (Worked(attempts=(PARTIAL, replace(COMPLETE, at_ms=2))), Standing.DONE),
        (Worked(attempts=(PARTIAL, refused(MOTHER, at_ms=2)), respondents=ALL, young=YOUNG), Standing.DONE),
        (Worked(attempts=(PARTIAL, refused(MOTHER, at_ms=2)), selected=(MOTHER,)), Standing.DONE),
        (Worked(attempts=(PARTIAL, refused(SON, at_ms=2)), respondents=ALL, young=YOUNG), Standing.TO_DO),
        (
            Worked(attempts=(PARTIAL, refused(MOTHER, at_ms=2)), respondents=ALL, young=YOUNG, lifted_at_ms=3),
            Standing.TO_DO,
        ),
        (Worked(attempts=(refused(MOTHER), replace(PARTIAL, at_ms=2)), respondents=ALL), Standing.TO_DO),
        (Worked(attempts=(PARTIAL, replace(GONE, at_ms=2))), Standing.DONE),
        (Worked(attempts=(PARTIAL,), office={HOUSEHOLD: "210"}), Standing.DONE),
        (Worked(attempts=(PARTIAL,), respondents=(MOTHER,), closed=(MOTHER,)), Standing.DONE),
        (Worked(attempts=(refused(MOTHER),), respondents=ALL, young=YOUNG), Standing.DONE),
        (Worked(attempts=(refused(MOTHER),), respondents=ALL, young=YOUNG, lifted_at_ms=HOUR_MS), Standing.TO_DO),
        (Worked(attempts=(refused(MOTHER, at_ms=2),), respondents=ALL, young=YOUNG, lifted_at_ms=1), Standing.DONE),
        (Worked(attempts=(refused(MOTHER),), respondents=(MOTHER,), lifted_at_ms=1), Standing.TO_DO),
        (
            Worked(attempts=(COMPLETE, refused(SON)), selected=(MOTHER, SON), young=YOUNG, lifted_at_ms=1),
            Standing.TO_DO,
        ),
        (Worked(attempts=(COMPLETE,), lifted_at_ms=1), Standing.DONE),
        (Worked(attempts=(refused(SON),), respondents=ALL, young=YOUNG), Standing.TO_DO),
        (Worked(attempts=(refused(SON, DAUGHTER),), respondents=ALL, young=YOUNG), Standing.TO_DO),
        (Worked(attempts=(refused(SON),), respondents=ALL, young=YOUNG, closed=(MOTHER, DAUGHTER)), Standing.DONE),
        (Worked(respondents=ALL, closed=ALL), Standing.DONE),
        (Worked(respondents=ALL, closed=(MOTHER, SON)), Standing.TO_DO),
        (Worked(respondents=ALL, closed=(MOTHER, SON), office={DAUGHTER: "531"}), Standing.DONE),
        (Worked(office={HOUSEHOLD: "410"}), Standing.DONE),
        (Worked(attempts=(COMPLETE,), selected=(MOTHER, SON), respondents=ALL), Standing.TO_DO),
        (Worked(attempts=(COMPLETE,), selected=(MOTHER,), respondents=ALL), Standing.DONE),
        (Worked(attempts=(COMPLETE,), selected=(MOTHER, SON), closed=(SON,), respondents=ALL), Standing.DONE),
        (Worked(attempts=(COMPLETE,), is_paused=True), Standing.PAUSED),
        (Worked(attempts=(COMPLETE,), is_paused=True, is_locked=True), Standing.LOCKED),
        (Worked(is_locked=True), Standing.LOCKED),
    ],
)
def test_a_family_stands_where_what_is_known_of_it_puts_it(worked: Worked, standing: Standing) -> None:
    assert standing_of(worked) is standing


def test_a_selected_respondent_who_is_interviewed_later_closes_the_family() -> None:
    later = Told(
        AttemptResult.COMPLETE_INTERVIEW,
        met=(SON,),
        respondents=(Respondent(SON, "110"),),
        household_code="110",
        at_ms=HOUR_MS,
    )
    first = Worked(attempts=(COMPLETE,), selected=(MOTHER, SON), respondents=ALL)

    both = Worked(attempts=(COMPLETE, later), selected=(MOTHER, SON), respondents=ALL)

    assert standing_of(first) is Standing.TO_DO
    assert standing_of(both) is Standing.DONE


def test_nothing_that_is_told_of_a_family_shows_in_a_repr() -> None:
    assert "730" not in repr(Worked(attempts=(GONE,)))
