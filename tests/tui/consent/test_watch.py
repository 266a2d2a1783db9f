"""Seconds a text was in sight: whole, by one clock, none of them while something else was over it."""

from datetime import UTC, datetime, timedelta

from store.clock import Instant
from tui.field.consent.watch import Watch


class HandClock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = datetime(2015, 11, 2, 14, 5, tzinfo=UTC)

    def now(self) -> Instant:
        return self.at

    def move(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


def test_it_counts_what_was_in_sight_and_not_what_lay_between() -> None:
    clock = HandClock()
    watch = Watch(clock)

    watch.begin()
    clock.move(10.9)
    watch.pause()
    clock.move(500)
    watch.go_on()
    clock.move(2)

    assert watch.seconds == 12


def test_another_text_begins_with_nothing() -> None:
    clock = HandClock()
    watch = Watch(clock)

    watch.begin()
    clock.move(10)
    watch.begin()
    clock.move(3)

    assert watch.seconds == 3


def test_a_clock_that_fell_back_takes_nothing_away() -> None:
    clock = HandClock()
    watch = Watch(clock)

    watch.begin()
    clock.move(10)
    watch.pause()
    watch.go_on()
    clock.move(-3600)

    assert watch.seconds == 10
