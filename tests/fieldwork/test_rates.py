"""Rates, to AAPOR's cases and over any counts."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.agreement.outcomes import OutcomeGroup
from store.fieldwork.rates import rates_of

VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "aapor.json").read_text("utf-8"))
COUNTS = st.fixed_dictionaries({group: st.integers(0, 9) for group in OutcomeGroup})


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["id"])
def test_the_published_cases_come_out(case: dict[str, Any]) -> None:
    found = rates_of({group: case[group] for group in OutcomeGroup}, Fraction(str(case["e"])))

    assert list(found.response) == pytest.approx(case["RR"], abs=1e-6)
    assert list(found.cooperation) == pytest.approx(case["COOP"], abs=1e-6)
    assert list(found.refusal) == pytest.approx(case["REF"], abs=1e-6)
    assert list(found.contact) == pytest.approx(case["CON"], abs=1e-6)


def test_e_is_estimated_from_the_cases_of_known_eligibility() -> None:
    counts = {OutcomeGroup.COMPLETE: 6, OutcomeGroup.NOT_ELIGIBLE: 2, OutcomeGroup.UNKNOWN_OTHER: 4}

    found = rates_of(counts)

    assert found.e == Fraction(3, 4)
    assert found.response[2] == Fraction(6, 9)


@pytest.mark.parametrize("group", [None, OutcomeGroup.NOT_ELIGIBLE, OutcomeGroup.UNKNOWN_HOUSEHOLD])
def test_nothing_divided_by_nothing_is_no_rate(group: OutcomeGroup | None) -> None:
    found = rates_of({group: 3} if group else {})

    assert found.response[4:] == (None, None)
    assert found.cooperation == (None,) * 4
    assert found.response[0] == (0 if group is OutcomeGroup.UNKNOWN_HOUSEHOLD else None)
    assert found.response[2] is None


@settings(max_examples=40)
@given(COUNTS)
def test_the_second_response_rate_does_not_hang_on_how_others_are_split(counts: dict[OutcomeGroup, int]) -> None:
    gross = sum(counts.values())
    eligible = gross - counts[OutcomeGroup.NOT_ELIGIBLE]
    interviewed = counts[OutcomeGroup.COMPLETE] + counts[OutcomeGroup.PARTIAL]

    found = rates_of(counts)

    assert found.response[1] == (Fraction(interviewed, eligible) if eligible else None)
    every = (*found.response, *found.cooperation, *found.refusal, *found.contact)
    assert all(rate is None or 0 <= rate <= 1 for rate in every)
