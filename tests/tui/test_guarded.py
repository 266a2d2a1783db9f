"""A fault of our own shows one sentence and what to do: no local variable, no text of an exception, no screen."""

import asyncio
from collections.abc import Callable

import pytest
from textual import work
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import WorkerFailed

from tests.tui.at_terminal import PATIENCE_S
from tests.tui.desks import Inline, made_desk
from tui.app import DoorstepApp
from tui.clerk import Clerk

MARKER = "Hurstmonceux"


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
