"""A fault of our own shows one sentence and what to do: no local variable, no text of an exception, no screen."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual import work
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import WorkerFailed

from tests.exchange.enrolled import FORGOTTEN
from tests.made import PASSPHRASE
from tests.tui.at_terminal import PATIENCE_S, at_terminal
from tests.tui.base_sitting import BaseSitting
from tests.tui.desks import Inline, made_desk
from tests.tui.failing import MARKER, fail
from tests.tui.sitting import Sitting
from tui.app import DoorstepApp
from tui.clerk import Clerk


class Composing(Screen[None]):
    """Fails before it is shown."""

    def compose(self) -> ComposeResult:
        street = f"{MARKER} Lane"
        yield Static(street)
        raise ValueError(f"cannot show {street}")


class Pressing(Screen[None]):
    """Fails at a key."""

    def on_key(self) -> None:
        street = f"{MARKER} Lane"
        raise KeyError(street)


class Working(Screen[None]):
    """Fails in a thread of its own."""

    @work(thread=True)
    def on_key(self) -> None:
        street = f"{MARKER} Lane"
        raise KeyError(street)


class Timing(Screen[None]):
    """Fails by a timer."""

    def on_key(self) -> None:
        self.set_timer(0.001, self.fail)

    def fail(self) -> None:
        street = f"{MARKER} Lane"
        raise RuntimeError(street)


class Painting(Screen[None]):
    """Fails when it is painted."""

    def compose(self) -> ComposeResult:
        yield Broken("")


class Broken(Static):
    """Cannot be painted."""

    def render_line(self, y: int) -> object:  # type: ignore[override]
        street = f"{MARKER} Lane {y}"
        raise IndexError(street)


class Failing(DoorstepApp):
    """An app that tells when it met a fault."""

    failed: asyncio.Event

    def _handle_exception(self, error: Exception) -> None:
        super()._handle_exception(error)
        self.failed.set()


@pytest.mark.parametrize(
    ("screen", "place"),
    [
        (Composing, "ValueError in test_guarded.py, compose"),
        (Pressing, "KeyError in test_guarded.py, on_key"),
        (Working, "KeyError in test_guarded.py, on_key"),
        (Timing, "RuntimeError in test_guarded.py, fail"),
        (Painting, "IndexError in test_guarded.py, render_line"),
    ],
)
def test_a_screen_that_fails_shows_none_of_its_local_variables(
    screen: Callable[[], Screen[None]], place: str, capfd: pytest.CaptureFixture[str]
) -> None:
    app = Failing(Clerk(Inline()), made_desk(), ())

    async def run() -> None:
        async with app.run_test() as pilot:
            app.failed = asyncio.Event()
            await app.push_screen(screen())
            await pilot.press("x")
            await asyncio.wait_for(app.failed.wait(), PATIENCE_S)

    with pytest.raises((LookupError, ValueError, RuntimeError, WorkerFailed)):  # Pilot alone hands it on
        asyncio.run(run())

    shown = capfd.readouterr()
    assert MARKER not in shown.out + shown.err
    assert len(app.fault) == 2
    assert place in app.fault[0]
    assert MARKER not in "".join(app.fault)


def soon(loop: asyncio.AbstractEventLoop) -> None:
    loop.call_soon(fail)


def later(loop: asyncio.AbstractEventLoop) -> None:
    loop.call_later(0.001, fail)


def reading(loop: asyncio.AbstractEventLoop) -> None:
    """Fail by what a pipe says."""
    hearing, telling = os.pipe()
    os.write(telling, b"x")
    os.close(telling)

    def fail_once() -> None:
        loop.remove_reader(hearing)
        os.close(hearing)
        fail()

    loop.add_reader(hearing, fail_once)


def by_itself(loop: asyncio.AbstractEventLoop) -> None:
    """Fail in a task nobody waits for."""

    async def failing() -> None:
        fail()

    loop.create_task(failing())  # nobody keeps it


F1 = "\x1bOP"


@pytest.mark.parametrize("begin", [soon, later, reading, by_itself])
@pytest.mark.parametrize("sat_at", [Sitting, BaseSitting])
def test_a_callback_of_the_loop_that_fails_ends_the_app_as_any_fault_does(
    sat_at: type[Sitting | BaseSitting],
    begin: Callable[[asyncio.AbstractEventLoop], None],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    apps = []

    async def play(app: Any, _: object) -> None:
        apps.append(app)
        begin(asyncio.get_running_loop())
        async with asyncio.timeout(20):
            while app.is_running:
                await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match=MARKER):  # Pilot alone hands it on
        sat_at(tmp_path).play(play)

    shown = capfd.readouterr()
    assert MARKER not in shown.out + shown.err
    assert "RuntimeError in failing.py, fail" in apps[0].fault[0]
    assert MARKER not in "".join(apps[0].fault)


@pytest.mark.parametrize(
    ("sat_at", "passphrase", "seen"),
    [(Sitting, FORGOTTEN, "To do 6"), (BaseSitting, PASSPHRASE, "6 delivered")],
)
def test_the_terminal_is_given_back_and_the_fault_told_where_a_callback_failed(
    sat_at: type[Sitting | BaseSitting], passphrase: str, seen: str, tmp_path: Path
) -> None:
    folder = str(sat_at(tmp_path).folder)
    with at_terminal("--store", folder, "--clock-is-right", module="tests.tui.failing") as seat:
        seat.see("Passphrase").see("PRACTICE").press(f"{passphrase}\r")
        seat.see(seen).press(F1)

        assert seat.until_ended() == 1
        assert "RuntimeError in failing.py, fail" in " ".join(seat.text.split())
        assert seen not in seat.text
        assert MARKER.encode() not in seat.sent
        assert seat.mode() == seat.mode_before
