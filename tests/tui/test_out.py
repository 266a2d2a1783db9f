"""The header of somebody at a door: which words when, and waking up once, at the very time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from store.clock import Instant
from tui.out import BackBy, back_by

NOW = datetime(2015, 11, 2, 18, 0, tzinfo=UTC)
BACK = NOW + timedelta(minutes=30)


class Watch:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> Instant:
        return self.at


class Asleep:
    """An app that remembers when it is to be woken, and has no screen to warn on."""

    screen_stack = ()

    def __init__(self) -> None:
        self.alarms: list[tuple[float, Callable[[], None]]] = []

    def set_timer(self, delay: float, callback: Callable[[], None]) -> "Asleep":
        self.alarms.append((delay, callback))
        return self

    def stop(self) -> None:
        self.alarms.clear()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def app() -> Any:
    return Asleep()


def test_it_wakes_up_once_when_the_time_is_past(watch: Watch, app: Any) -> None:
    said: list[str] = []
    known = BackBy(app, watch, said.append)
    known.know(BACK)
    ((delay, wake),) = app.alarms

    watch.at = BACK
    wake()

    assert delay == timedelta(minutes=30).total_seconds()
    assert said == ["back by 18:30", "OVERDUE: back by 18:30"]
    assert app.alarms == []


def test_one_that_is_woken_too_early_sleeps_on(watch: Watch, app: Any) -> None:
    said: list[str] = []
    BackBy(app, watch, said.append).know(BACK)

    watch.at = BACK - timedelta(minutes=1)
    app.alarms[0][1]()

    assert [delay for delay, _ in app.alarms] == [60]
    assert said[-1] == "back by 18:30"


def test_nobody_is_waited_for_who_is_out_again(watch: Watch, app: Any) -> None:
    said: list[str] = []
    known = BackBy(app, watch, said.append)
    known.know(BACK)

    known.know(None)

    assert app.alarms == []
    assert said[-1] == ""


def test_another_day_is_named() -> None:
    assert back_by(BACK + timedelta(days=1), NOW) == "back by Tue 3 Nov 18:30"
