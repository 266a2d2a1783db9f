"""7.2a and 7.2b: two weeks to refuse, six months to supply."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.agreement.windows import batch_on, refusal_window, supply_closes_on
from store.clock import LONDON
from store.errors import NaiveInstantError
from tests.agreement.edited import packaged
from tests.agreement.instants import NAIVE

AGREEMENT = packaged()


def test_a_family_has_fourteen_full_days_after_the_letter_is_assumed_to_have_come() -> None:
    window = refusal_window(AGREEMENT.windows, date(2015, 10, 15))

    assert window.assumed_receipt_on == date(2015, 10, 17)
    assert window.last_day_on == date(2015, 10, 31)
    assert window.is_open_at(datetime(2015, 10, 31, 23, 59, 59, tzinfo=LONDON))
    assert not window.is_open_at(datetime(2015, 11, 1, 0, 0, tzinfo=LONDON))


def test_a_window_over_the_clock_change_closes_at_midnight_in_london() -> None:
    window = refusal_window(AGREEMENT.windows, date(2016, 3, 11))

    assert window.last_day_on == date(2016, 3, 27)
    assert window.closes_at == datetime(2016, 3, 27, 23, 0, tzinfo=UTC)


def test_an_instant_without_a_zone_asks_no_window() -> None:
    with pytest.raises(NaiveInstantError):
        refusal_window(AGREEMENT.windows, date(2015, 10, 15)).is_open_at(NAIVE)


@given(letter_on=st.dates(date(2015, 9, 1), date(2018, 12, 31)))
def test_whatever_the_letters_date_fourteen_whole_london_days_lie_inside(letter_on: date) -> None:
    window = refusal_window(AGREEMENT.windows, letter_on)

    full_days = [window.assumed_receipt_on + timedelta(days=n) for n in range(1, 15)]
    assert all(
        window.is_open_at(datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=LONDON)) for day in full_days
    )
    assert window.closes_at > datetime(letter_on.year, letter_on.month, letter_on.day, tzinfo=LONDON)


def test_the_supply_lasts_six_months_to_the_day() -> None:
    assert AGREEMENT.windows.supply_opens_on == date(2015, 10, 1)
    assert supply_closes_on(AGREEMENT.windows) == date(2016, 3, 31)


def test_an_unscheduled_or_late_delivery_belongs_to_no_batch() -> None:
    found = {day: batch_on(AGREEMENT.batches, date.fromisoformat(day)) for day in ("2015-09-30", "2016-04-01")}
    first, last = batch_on(AGREEMENT.batches, date(2015, 10, 1)), batch_on(AGREEMENT.batches, date(2016, 3, 31))

    assert found == {"2015-09-30": None, "2016-04-01": None}
    assert first is not None
    assert last is not None
    assert (first.id, last.id) == ("batch-1", "batch-6")
