"""London days, working days of England and Wales, months."""

import subprocess
import sys
from datetime import UTC, date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.agreement.london import (
    add_months,
    add_working_days,
    end_of,
    in_utc,
    is_working_day,
    london_day,
    start_of,
    this_or_next_working_day,
)
from store.errors import NaiveInstantError
from tests.agreement.instants import NAIVE

DAYS = st.dates(date(2014, 1, 1), date(2040, 1, 1))


@pytest.mark.parametrize(
    "day",
    ["2016-03-25", "2016-03-28", "2016-08-29", "2015-12-28", "2020-05-08", "2022-06-03", "2022-09-19", "2023-05-08"],
)
def test_bank_holidays_of_england_and_wales_are_not_worked(day: str) -> None:
    assert not is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2016-01-04", "2016-03-17", "2016-08-01", "2016-11-30", "2020-05-04"])
def test_holidays_of_scotland_and_northern_ireland_are_worked(day: str) -> None:
    assert is_working_day(date.fromisoformat(day))


@given(day=DAYS, count=st.integers(1, 20))
def test_working_days_are_counted_one_by_one(day: date, count: int) -> None:
    end = add_working_days(day, count)

    passed = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert is_working_day(end)
    assert sum(map(is_working_day, passed)) == count


@given(day=DAYS)
def test_a_working_day_stays_where_it_is(day: date) -> None:
    moved = this_or_next_working_day(day)

    assert (moved == day) == is_working_day(day)
    assert is_working_day(moved)
    assert day <= moved <= day + timedelta(days=5)


@given(day=DAYS, count=st.integers(0, 48))
def test_a_month_later_is_the_same_day_or_the_months_last(day: date, count: int) -> None:
    later = add_months(day, count)

    assert (later.year - day.year) * 12 + later.month - day.month == count
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(day=DAYS)
def test_a_london_day_begins_and_ends_where_its_neighbours_do(day: date) -> None:
    assert london_day(start_of(day)) == day
    assert london_day(start_of(day) - timedelta(microseconds=1)) == day - timedelta(days=1)
    assert end_of(day) == start_of(day + timedelta(days=1))
    assert start_of(day).tzinfo is UTC


def test_the_days_of_the_clock_changes_have_23_and_25_hours() -> None:
    spring, autumn = date(2016, 3, 27), date(2016, 10, 30)

    assert end_of(spring) - start_of(spring) == timedelta(hours=23)
    assert end_of(autumn) - start_of(autumn) == timedelta(hours=25)


def test_an_instant_without_a_zone_is_on_no_day() -> None:
    with pytest.raises(NaiveInstantError):
        london_day(NAIVE)
    with pytest.raises(NaiveInstantError):
        in_utc(NAIVE)


def test_loading_the_agreement_imports_nothing_heavy() -> None:
    program = (
        "import sys; from store.agreement import describe, load_agreement; describe(load_agreement()); "
        "print(sorted({'holidays', 'pydantic', 'sqlmodel', 'sqlalchemy', 'keyring', 'textual'} & set(sys.modules)))"
    )

    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert printed.stdout == "[]\n"
