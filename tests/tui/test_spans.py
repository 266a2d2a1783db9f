"""Lengths of time, and when somebody will be back, as people type them."""

from datetime import UTC, datetime, timedelta

import pytest

from store.errors import MomentFormError, ValueFormError
from tui.spans import minutes_read, typed_back, typed_minutes

NOW = datetime(2015, 11, 3, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("60", 60), (" 45 min", 45), ("1 h", 60), ("1h30", 90), ("1:30", 90), ("2 Hours 5 min", 125), ("720", 720)],
)
def test_a_length_of_time_is_read_as_it_is_meant(typed: str, minutes: int) -> None:
    assert typed_minutes(typed, 720) == minutes


@pytest.mark.parametrize("typed", ["0", "721", "soon", "", "-5", "1:5", "18:30"])
def test_what_is_no_length_of_time_is_refused(typed: str) -> None:
    with pytest.raises(ValueFormError):
        typed_minutes(typed, 720)


@pytest.mark.parametrize(
    ("typed", "minutes"), [("60", 60), ("5", 5), ("1 h 30", 90), ("12:00", 90), ("1200", 90), ("tomorrow 10:30", 1440)]
)
def test_back_is_typed_as_minutes_or_as_a_time(typed: str, minutes: int) -> None:
    assert typed_back(typed, NOW) == NOW + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("typed", "reads"), [("60", "60 min"), ("1 h 30", "1 h 30"), ("1830", "1830"), ("18:30", "18:30"), ("", "")]
)
def test_a_bare_number_of_minutes_says_what_it_counts(typed: str, reads: str) -> None:
    assert minutes_read(typed) == reads


def test_what_is_neither_is_refused() -> None:
    with pytest.raises(MomentFormError):
        typed_back("soon", NOW)
