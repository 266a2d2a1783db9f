"""Back-checks: somebody else checks a random share, and a failure suspends what rests on it (4.2, A8)."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import BackCheckDoneError, CheckedByThemselvesError, ReasonMissingError
from store.fieldwork.consents.back_checks import Candidate, Check, draw, result_of, suspended_people
from store.ids import FamilyId, PersonId, StaffId
from store.keeping.acts.terms.consents import BackCheckMatter, BackCheckResult
from tests.fieldwork.consents.made_askings import NOW

ANNA, BILAL = StaffId("a" * 32), StaffId("b" * 32)
CONFIRMED, FAILED = BackCheckResult.CONFIRMED, BackCheckResult.FAILED
NOT_REACHED, SETTLED = BackCheckResult.NOT_REACHED, BackCheckResult.SETTLED


def candidate(n: int, by: StaffId = ANNA) -> Candidate:
    return Candidate(BackCheckMatter.INTERVIEW, FamilyId(f"{n:032x}"), PersonId(f"{n:032x}"), f"{n:032x}", by)


def check(result: BackCheckResult | None = None) -> Check:
    return Check("c" * 32, candidate(1), "2015-11-30", result, None)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 1_000), st.integers())
def test_of_everybodys_work_at_least_the_share_is_drawn_and_never_much_more(
    annas: int, bilals: int, share: int, seed: int
) -> None:
    done = [*(candidate(n) for n in range(annas)), *(candidate(100 + n, BILAL) for n in range(bilals))]

    drawn = draw(done, (), share, Random(seed))

    for by, count in ((ANNA, annas), (BILAL, bilals)):
        of_theirs = sum(each.done_by == by for each in drawn)
        assert of_theirs * 1_000 >= count * share
        assert (of_theirs - 1) * 1_000 < count * share
    assert len({each.record for each in drawn}) == len(drawn)


@given(st.integers(1, 60), st.integers(0, 60), st.integers(0, 1_000), st.integers())
def test_drawing_again_later_draws_only_what_is_owed_by_then_and_nothing_twice(
    early: int, later: int, share: int, seed: int
) -> None:
    first = draw([candidate(n) for n in range(early)], (), share, Random(seed))
    before = {each.record for each in first}

    second = draw([candidate(n) for n in range(early + later)], before, share, Random(seed + 1))

    assert not before & {each.record for each in second}
    assert (len(first) + len(second)) * 1_000 >= (early + later) * share
    assert not second or (len(first) + len(second) - 1) * 1_000 < (early + later) * share


def test_which_ones_are_drawn_is_left_to_chance() -> None:
    done = [candidate(n) for n in range(100)]

    drawn = {tuple(each.record for each in draw(done, (), 100, Random(seed))) for seed in range(20)}

    assert len(drawn) > 15


def test_nobody_checks_their_own_work() -> None:
    with pytest.raises(CheckedByThemselvesError):
        result_of(check(), CONFIRMED, ANNA, None, NOW)


@pytest.mark.parametrize(
    ("stands", "result"),
    [(CONFIRMED, FAILED), (SETTLED, FAILED), (None, SETTLED), (NOT_REACHED, SETTLED), (FAILED, CONFIRMED)],
)
def test_a_result_that_does_not_go_with_where_a_check_stands_is_refused(
    stands: BackCheckResult | None, result: BackCheckResult
) -> None:
    with pytest.raises(BackCheckDoneError):
        result_of(check(stands), result, BILAL, "Spoke to them.", NOW)


@pytest.mark.parametrize(("stands", "result"), [(None, FAILED), (FAILED, SETTLED)])
def test_a_failure_and_its_settling_say_what_was_found(stands: BackCheckResult | None, result: BackCheckResult) -> None:
    with pytest.raises(ReasonMissingError):
        result_of(check(stands), result, BILAL, " ", NOW)

    assert result_of(check(stands), result, BILAL, "Nobody was interviewed.", NOW).finding == "Nobody was interviewed."


@pytest.mark.parametrize("result", [None, CONFIRMED, NOT_REACHED, SETTLED])
def test_only_a_failure_that_is_not_settled_suspends(result: BackCheckResult | None) -> None:
    assert suspended_people([check(FAILED)]) == {candidate(1).person}
    assert suspended_people([check(result)]) == frozenset()
    assert suspended_people([replace(check(FAILED), result=SETTLED)]) == frozenset()
