"""What time it is, and how it is written down."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.clock import LONDON, MachineClock, TrainingClock, from_ms, to_ms
from store.errors import NaiveInstantError
from store.ids import NOBODY, new_id

HALF_PAST_NINE = datetime(2015, 11, 2, 9, 30, tzinfo=UTC)


@given(st.datetimes(timezones=st.just(UTC)))
def test_an_instant_written_in_milliseconds_comes_back_rounded_down(instant: datetime) -> None:
    back = from_ms(to_ms(instant))

    assert timedelta(0) <= instant - back < timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("instant", "milliseconds"),
    [
        (datetime(1970, 1, 1, tzinfo=UTC), 0),
        (HALF_PAST_NINE, 1_446_456_600_000),
        (HALF_PAST_NINE + timedelta(microseconds=1_999), 1_446_456_600_001),
        (datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC), -1),
        (datetime(2015, 7, 1, 10, 30, tzinfo=LONDON), to_ms(datetime(2015, 7, 1, 9, 30, tzinfo=UTC))),
        (datetime(2015, 11, 2, 4, 30, tzinfo=timezone(timedelta(hours=-5))), 1_446_456_600_000),
    ],
)
def test_milliseconds_count_the_same_instant_whatever_zone_it_is_told_in(instant: datetime, milliseconds: int) -> None:
    assert to_ms(instant) == milliseconds


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveInstantError) as refused:
        to_ms(datetime(2015, 11, 2, 9, 30))  # noqa: DTZ001  this is the mistake

    assert refused.value.message
    assert refused.value.hint


def test_what_is_read_back_is_aware_and_in_utc() -> None:
    assert from_ms(1_446_456_600_000) == HALF_PAST_NINE
    assert from_ms(0).utcoffset() == timedelta(0)


def test_the_machine_clock_lies_between_two_looks_at_the_machine() -> None:
    before = datetime.now(UTC)
    told = MachineClock().now()

    assert before <= told <= datetime.now(UTC)
    assert told.utcoffset() == timedelta(0)


@pytest.mark.parametrize("ahead", [timedelta(days=-4000), timedelta(0), timedelta(hours=30)])
def test_a_training_clock_runs_beside_the_machine_at_a_fixed_span(ahead: timedelta) -> None:
    before = datetime.now(UTC)
    told = TrainingClock(ahead).now()

    assert before + ahead <= told <= datetime.now(UTC) + ahead
    assert told.utcoffset() == timedelta(0)


def test_an_id_is_thirty_two_lower_case_hex_digits_and_never_the_same() -> None:
    ids = {new_id() for _ in range(100)}

    assert len(ids) == 100
    assert all(len(bytes.fromhex(each)) == 16 and each == each.lower() for each in ids)
    assert NOBODY not in ids
    assert len(NOBODY) == 32
