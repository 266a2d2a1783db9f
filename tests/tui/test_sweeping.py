"""Garbage is swept while nobody waits: not in the middle of a key, and once the keys have rested."""

import gc
import weakref
from collections.abc import Callable, Iterator

import pytest

from tui.sweeping import MADE_AT_MOST, RESTED_S, WORTH_IT, Sweeper, sweep_seldom


class Ring:
    """Something that only a sweep takes away."""

    def __init__(self) -> None:
        self.itself = self


class Time:
    """A clock in the test's hand, and what is to be called by it."""

    def __init__(self) -> None:
        self.s = 100.0
        self.calls: list[tuple[float, Callable[[], None]]] = []

    def later(self, seconds: float, call: Callable[[], None]) -> None:
        self.calls.append((self.s + seconds, call))

    def go_on(self, seconds: float) -> None:
        self.s += seconds
        due, self.calls = (
            [each for each in self.calls if each[0] <= self.s],
            [each for each in self.calls if each[0] > self.s],
        )
        for _, call in due:
            call()


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(WORTH_IT, 10, 10)
    gc.collect()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def leave_garbage() -> "weakref.ref[Ring]":
    """Leave more lying than Python would, and return one piece of it."""
    ring = Ring()
    for _ in range(2 * WORTH_IT):
        Ring()
    return weakref.ref(ring)


def test_no_key_is_kept_waiting_by_a_sweep() -> None:
    swept: list[str] = []
    gc.callbacks.append(lambda phase, _: swept.append(phase))
    sweep_seldom()

    left = leave_garbage()

    gc.callbacks.pop()
    assert not swept
    assert left() is not None


def test_whoever_never_rests_is_swept_up_behind_all_the_same() -> None:
    sweep_seldom()
    left = leave_garbage()

    kept = [[number] for number in range(MADE_AT_MOST + 1)]

    assert left() is None
    assert kept


def test_it_is_swept_once_the_keys_have_rested_and_not_before() -> None:
    time = Time()
    sweeper = Sweeper(lambda: time.s, time.later)
    sweep_seldom()
    sweeper.stir()
    left = leave_garbage()

    time.go_on(RESTED_S / 2)
    sweeper.stir()
    time.go_on(RESTED_S * 0.7)
    assert left() is not None

    time.go_on(RESTED_S * 0.3)
    assert left() is None
    assert not time.calls  # nobody looks again before the next key


def test_a_little_is_left_lying() -> None:
    time = Time()
    sweeper = Sweeper(lambda: time.s, time.later)
    sweep_seldom()
    gc.collect()
    left = weakref.ref(Ring())

    sweeper.stir()
    time.go_on(RESTED_S)

    assert left() is not None
