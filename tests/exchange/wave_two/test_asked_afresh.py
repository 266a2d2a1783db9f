"""Wave 2 asks again what wave 1 asked before the interview, and everything of somebody who turned 16 (4.2, 4.4)."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from store.agreement.purposes import Purpose
from store.exchange.handing_over import MOVED, handed_over
from store.exchange.peers import peer
from store.exchange.wave_two.asked_afresh import stay_answered
from store.fieldwork.consents.state import Stand, State
from store.ids import PersonId
from store.keeping import acts
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.consents import ConsentDecision
from store.keeping.acts.terms.families import DetailSource
from store.keeping.merging.consents import Question
from tests.exchange.exchanging import DELIVERED, Exchange
from tests.fieldwork import doings

SOMEBODY = PersonId("5" * 32)
ON = date(2017, 3, 1)


@dataclass(frozen=True)
class Aged:
    born_on: str | None = None
    age_years: int | None = None
    age_on: str | None = None


def stand(purpose: Purpose, age: int | None = None, wave: Wave = Wave.ONE, target: str | None = None) -> Stand:
    return Stand(Question(SOMEBODY, purpose, target), State.GIVEN, "r", wave, None, age, is_live=True)


LINKED = stand(Purpose.LINKAGE, 14, target="national-impact-study")


@pytest.mark.parametrize(
    ("born_on", "stays"),
    [("2000-12-01", False), ("2001-06-01", False), ("2003-03-02", True), (None, False)],
    ids=["turned 16", "turns 16 before the wave is over", "still a child", "nobody knows"],
)
def test_linkage_is_asked_afresh_of_a_young_person_who_turned_16(born_on: str | None, stays: bool) -> None:
    assert stay_answered([LINKED], Aged(born_on), Wave.TWO, ON) == ([LINKED] if stays else [])


def test_an_adult_s_answers_after_the_interview_stay_and_those_before_it_do_not() -> None:
    took_part, linked = stand(Purpose.TAKE_PART, 40), replace(LINKED, age_years=40)

    assert stay_answered([took_part, linked], Aged("1976-01-01"), Wave.TWO, ON) == [linked]
    again = replace(took_part, wave=Wave.TWO)
    assert stay_answered([again, linked], Aged("1976-01-01"), Wave.TWO, ON) == [again, linked]


def test_a_laptop_of_wave_2_gets_no_answer_that_is_asked_for_again_and_hears_that_the_address_changed(
    tmp_path: Path,
) -> None:
    """Clause 7.2d."""
    exchange = Exchange(tmp_path)
    one = DELIVERED[0]
    carer = one.details.people[0].person
    with exchange.at_base() as base:
        answers = (
            doings.consent(one.family, carer, Purpose.TAKE_PART, ConsentDecision.GIVEN),
            doings.consent(one.family, carer, Purpose.LINKAGE, ConsentDecision.GIVEN),
        )
        base.record(*answers)
        laptop = peer(base, exchange.laptop.device)
        before = handed_over(base, laptop, [one.family], "0" * 32)[0]
        moved = acts.FamilyMoved(
            family=one.family,
            old=one.details.address,
            new=one.details.address,
            moved_on=None,
            source=DetailSource.COUNCIL,
        )
        base.record(one.model_copy(update={"wave": Wave.TWO}), moved)

        after = handed_over(base, laptop, [one.family], "0" * 32)[0]

    assert {each.purpose for each in before.consents} == {Purpose.TAKE_PART, Purpose.LINKAGE}
    assert {each.purpose for each in after.consents} == {Purpose.LINKAGE}
    assert (after.wave, [each.text for each in after.notes][:1]) == (Wave.TWO, [MOVED])
    assert MOVED not in [each.text for each in before.notes]
