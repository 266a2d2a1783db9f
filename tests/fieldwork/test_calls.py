"""How often a family was tried, and what it is still owed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.clock import LONDON, to_ms
from store.fieldwork.calls import Tally, is_evening, is_weekend, owed, tally
from store.keeping.acts.terms.attempts import AttemptMode
from store.keeping.acts.terms.attempts import AttemptResult as Result
from tests.agreement.edited import packaged
from tests.fieldwork.told import Told

ASKED = packaged().calls
MONDAY = datetime(2015, 11, 2, 10, tzinfo=LONDON)


def call(at: datetime, mode: AttemptMode = AttemptMode.VISIT) -> Told:
    return Told(Result.NO_CONTACT, at_ms=to_ms(at), mode=mode)


def test_before_the_first_visit_everything_is_owed() -> None:
    none = tally([], ASKED)

    left = owed(none, ASKED)

    assert none == Tally(0, 0, 0, None, None)
    assert (left.visits, left.evenings, left.weekends, left.spread_days, left.last_from_on) == (4, 1, 1, 14, None)
    assert not left.is_met


def test_four_visits_with_an_evening_and_a_week_end_over_two_weeks_are_enough() -> None:
    days = (0, 3, 5, 14)
    calls = [call(MONDAY + timedelta(days=day, hours=9 if day == 3 else 0)) for day in days]

    left = owed(tally(calls, ASKED), ASKED)

    assert left.is_met
    assert left.last_from_on is None


@pytest.mark.parametrize(
    ("mode", "counts"),
    [
        (AttemptMode.VISIT, True),
        (AttemptMode.ENTRY_PHONE, True),
        (AttemptMode.TELEPHONE, False),
        (AttemptMode.LETTER, False),
        (AttemptMode.TEXT_MESSAGE, False),
        (AttemptMode.EMAIL, False),
        (AttemptMode.VIDEO, False),
    ],
)
def test_only_going_there_is_a_visit(mode: AttemptMode, counts: bool) -> None:
    assert tally([call(MONDAY, mode)], ASKED).visits == counts


@pytest.mark.parametrize(
    ("at", "is_one"),
    [
        (datetime(2015, 11, 2, 17, 59, 59, tzinfo=UTC), False),
        (datetime(2015, 11, 2, 18, 0, tzinfo=UTC), True),
        (datetime(2015, 11, 2, 23, 59, tzinfo=UTC), True),
        (datetime(2015, 11, 3, 0, 0, tzinfo=UTC), False),
        (datetime(2015, 10, 2, 17, 0, tzinfo=UTC), True),  # 18:00 in London until the clocks go back
        (datetime(2015, 10, 25, 17, 30, tzinfo=UTC), False),  # and 17:30 on the day they did
    ],
)
def test_an_evening_begins_by_the_clock_in_london(at: datetime, is_one: bool) -> None:
    assert is_evening(at, ASKED) is is_one


@pytest.mark.parametrize(
    ("at", "is_one"),
    [
        (datetime(2015, 11, 7, 0, 0, tzinfo=UTC), True),
        (datetime(2015, 11, 8, 23, 59, tzinfo=UTC), True),
        (datetime(2015, 11, 9, 0, 0, tzinfo=UTC), False),
        (datetime(2015, 10, 2, 23, 30, tzinfo=UTC), True),  # half past midnight on Saturday in London
        (datetime(2015, 12, 25, 12, 0, tzinfo=UTC), False),  # a bank holiday on a Friday
        (datetime(2015, 8, 31, 12, 0, tzinfo=UTC), False),  # a bank holiday on a Monday
    ],
)
def test_a_week_end_is_saturday_and_sunday_in_london_and_no_bank_holiday(at: datetime, is_one: bool) -> None:
    assert is_weekend(at) is is_one


def test_a_saturday_evening_is_an_evening_and_a_week_end() -> None:
    done = tally([call(datetime(2015, 11, 7, 19, tzinfo=LONDON))], ASKED)

    left = owed(done, ASKED)
    assert (done.visits, done.evenings, done.weekends) == (1, 1, 1)
    assert (left.visits, left.evenings, left.weekends) == (3, 0, 0)


def test_visits_that_are_too_close_say_from_which_day_the_last_one_has_to_be() -> None:
    calls = [call(MONDAY + timedelta(days=day, hours=9)) for day in (0, 1, 2, 5)]

    left = owed(tally(calls, ASKED), ASKED)

    assert (left.visits, left.evenings, left.weekends, left.spread_days) == (0, 0, 0, 9)
    assert left.last_from_on == date(2015, 11, 16)
    assert not left.is_met


@pytest.mark.parametrize("weeks", [2, 3, 40])
def test_visits_may_be_spread_further_than_they_have_to_be(weeks: int) -> None:
    saturday = MONDAY + timedelta(days=5, hours=9)
    calls = [call(MONDAY), call(MONDAY), call(saturday), call(MONDAY + timedelta(weeks=weeks))]

    assert owed(tally(calls, ASKED), ASKED).is_met


def test_where_only_an_evening_is_owed_nothing_else_is() -> None:
    calls = [call(MONDAY + timedelta(days=day)) for day in (0, 1, 5, 14)]

    left = owed(tally(calls, ASKED), ASKED)

    assert (left.visits, left.evenings, left.weekends) == (0, 1, 0)


@given(st.lists(st.integers(0, 24 * 1_000), max_size=12))
def test_one_more_visit_never_makes_more_owed(hours: list[int]) -> None:
    calls = [call(MONDAY.astimezone(UTC) + timedelta(hours=each)) for each in hours]

    before, after = owed(tally(calls[:-1], ASKED), ASKED), owed(tally(calls, ASKED), ASKED)

    assert after.visits <= before.visits
    assert after.evenings <= before.evenings
    assert after.weekends <= before.weekends
    assert after.spread_days <= before.spread_days
    assert after.is_met or not before.is_met
    assert after.visits + tally(calls, ASKED).visits >= ASKED.minimum
