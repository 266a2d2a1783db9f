"""Nobody there, a sleep, a wording: when the app locks by itself, and when it must not."""

from dataclasses import dataclass, field
from typing import ClassVar

import pytest
from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from store.keeping.acts.terms.store import LockCause
from tests.tui.desks import played
from tui.app import DoorstepApp
from tui.common.help import HelpScreen
from tui.launching.words import LOCKED
from tui.vigil import IDLE_S, Vigil, awake_s, elapsed_s


@dataclass
class Time:
    """Two clocks in the test's hand."""

    awake: float = 1000.0
    asleep: float = 0.0

    def go_on(self, seconds: float) -> None:
        self.awake += seconds

    def sleep(self, seconds: float) -> None:
        self.asleep += seconds


@dataclass
class Watched:
    """An app that only says what it was locked by."""

    may: bool = True
    locked: list[LockCause] = field(default_factory=list)

    def lock(self, cause: LockCause) -> None:
        self.locked.append(cause)

    def may_lock(self) -> bool:
        return self.may

    def set_interval(self, *_: object) -> None:
        """Nobody looks by itself here."""


def watching(app: Watched, time: Time) -> Vigil:
    vigil = Vigil(awake=lambda: time.awake, elapsed=lambda: time.awake + time.asleep)
    vigil.begin(app, app)  # type: ignore[arg-type]  # all of an app that it asks for
    return vigil


def test_it_locks_once_nobody_pressed_a_key_for_so_long() -> None:
    app, time = Watched(), Time()
    vigil = watching(app, time)

    time.go_on(IDLE_S - 1)
    vigil.look()
    assert app.locked == []
    time.go_on(1)
    vigil.look()

    assert app.locked == [LockCause.IDLE]


def test_each_key_begins_the_time_anew() -> None:
    app, time = Watched(), Time()
    vigil = watching(app, time)

    for _ in range(5):
        time.go_on(IDLE_S - 1)
        assert vigil.stir()

    assert app.locked == []


def test_a_wording_is_never_taken_away_and_the_time_begins_after_it() -> None:
    app, time = Watched(may=False), Time()
    vigil = watching(app, time)

    time.go_on(3 * IDLE_S)
    vigil.look()
    app.may = True
    time.go_on(IDLE_S - 1)
    vigil.look()
    assert app.locked == []
    time.go_on(1)
    vigil.look()

    assert app.locked == [LockCause.IDLE]


@pytest.mark.parametrize("may", [True, False])
def test_a_sleep_locks_also_during_a_wording(may: bool) -> None:
    app, time = Watched(may=may), Time()
    vigil = watching(app, time)

    time.sleep(5)
    vigil.look()

    assert app.locked == [LockCause.SUSPEND]


def test_the_key_that_finds_out_about_a_sleep_does_nothing_else() -> None:
    app, time = Watched(), Time()
    vigil = watching(app, time)

    time.sleep(5)

    assert not vigil.stir()
    assert app.locked == [LockCause.SUSPEND]


def test_the_clocks_of_this_machine_go_on_together() -> None:
    first = elapsed_s() - awake_s()

    assert elapsed_s() - awake_s() == pytest.approx(first, abs=0.5)


def test_a_machine_too_busy_to_read_both_clocks_at_once_has_not_slept() -> None:
    app, time = Watched(), Time()
    pauses = iter([2.0])

    def awake() -> float:
        seen = time.awake
        time.go_on(next(pauses, 0.0))
        return seen

    vigil = Vigil(awake=awake, elapsed=lambda: time.awake + time.asleep)
    vigil.begin(app, app)  # type: ignore[arg-type]  # all of an app that it asks for

    assert vigil.stir()
    assert app.locked == []


class Wording(Screen[None]):
    """Stands for a wording that is read out."""

    HOLDS_LOCK: ClassVar[bool] = True

    def compose(self) -> ComposeResult:
        yield Static("We would like to ask you")


def test_a_screen_over_a_wording_holds_the_lock_as_well() -> None:
    answers: list[bool] = []

    async def play(app: DoorstepApp, _: Pilot[int]) -> None:
        answers.append(app.may_lock())
        await app.push_screen(Wording())
        await app.push_screen(HelpScreen(()))
        answers.append(app.may_lock())
        await app.pop_screen()
        await app.pop_screen()
        answers.append(app.may_lock())

    played(play)

    assert answers == [True, False, True]


def test_after_a_sleep_the_app_locks_and_the_key_is_lost() -> None:
    time = Time()
    seen: list[type] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        app.vigil = Vigil(awake=lambda: time.awake, elapsed=lambda: time.awake + time.asleep)
        app.vigil.begin(app, app)
        time.sleep(60)
        await pilot.press("question_mark")
        seen.append(type(app.screen))

    app = played(play)

    assert (app.return_value, app.lock_cause) == (LOCKED, LockCause.SUSPEND)
    assert HelpScreen not in seen
