"""Times as people type them at a door."""

from datetime import UTC, datetime

import pytest

from store.clock import LONDON
from store.errors import MomentFormError
from tui.moments import Lies, typed_moment

NOW = datetime(2015, 11, 3, 10, 30, tzinfo=UTC)  # a Tuesday


@pytest.mark.parametrize(
    ("typed", "lies", "said"),
    [
        ("now", Lies.BEHIND, "2015-11-03 10:30"),
        ("18:30", Lies.AHEAD, "2015-11-03 18:30"),
        ("1830", Lies.AHEAD, "2015-11-03 18:30"),
        ("6.30pm", Lies.AHEAD, "2015-11-03 18:30"),
        ("12am", Lies.BEHIND, "2015-11-03 00:00"),
        ("9", Lies.BEHIND, "2015-11-03 09:00"),
        ("yesterday 18:30", Lies.BEHIND, "2015-11-02 18:30"),
        ("Tomorrow at 10", Lies.AHEAD, "2015-11-04 10:00"),
        ("tue 10:00", Lies.AHEAD, "2015-11-10 10:00"),
        ("tuesday 10:00", Lies.BEHIND, "2015-10-27 10:00"),
        ("wed 10:00", Lies.AHEAD, "2015-11-04 10:00"),
        ("sat 18:30", Lies.BEHIND, "2015-10-31 18:30"),
        ("3 nov 10:00", Lies.AHEAD, "2015-11-03 10:00"),
        ("2nd November 10:00", Lies.AHEAD, "2016-11-02 10:00"),
        ("4 dec 10:00", Lies.BEHIND, "2014-12-04 10:00"),
        ("3/12 10:00", Lies.AHEAD, "2015-12-03 10:00"),
        ("3/12/2016 10:00", Lies.AHEAD, "2016-12-03 10:00"),
        ("2015-11-20 10:00", Lies.AHEAD, "2015-11-20 10:00"),
        ("1 jul 2016 10:00", Lies.AHEAD, "2016-07-01 10:00"),
    ],
)
def test_a_time_is_read_as_it_is_meant(typed: str, lies: Lies, said: str) -> None:
    instant = typed_moment(typed, NOW, lies)

    assert instant.astimezone(LONDON).strftime("%Y-%m-%d %H:%M") == said
    assert instant.tzinfo is UTC


@pytest.mark.parametrize(
    "typed",
    ["", "noon", "25:00", "18:75", "31 feb 10:00", "13pm", "tomorrow", "3 abc 10:00", "2016-03-27 01:30", "x" * 5000],
)
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(MomentFormError):
        typed_moment(typed, NOW, Lies.AHEAD)
