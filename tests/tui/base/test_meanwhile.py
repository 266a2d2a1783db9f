"""What happens at base while the clerk still works: a cover stays, what was left stays left, nothing is done twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest
from textual.pilot import Pilot

from store.errors import FamilyUnknownError
from store.keeping.cover_pin import NOTE, kept_pin
from tests.tui.base_sitting import BaseSitting, press, screen_text, settled
from tui.base.app import BaseApp
from tui.common.cover import CoverScreen

PIN = "2947"


@pytest.fixture
def sitting(tmp_path: Path) -> BaseSitting:
    sitting = BaseSitting(tmp_path)
    with sitting.open() as store:
        store.notebook.write_note(NOTE, kept_pin(PIN))
    return sitting


@contextmanager
def busy(app: BaseApp) -> Iterator[None]:
    """Let the clerk do something else for as long as this lasts."""
    is_over = Event()
    app.clerk.ask(lambda _: is_over.wait())
    try:
        yield
    finally:
        is_over.set()


def test_a_cover_comes_at_once_over_a_form_that_is_kept_and_stays(sitting: BaseSitting) -> None:
    """Design 1: the respondent may be looking."""
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "s", "x", "1")
        with busy(app):
            await pilot.press("ctrl+s", "f9")
            assert isinstance(app.screen, CoverScreen)
        await settled(app, pilot)
        assert isinstance(app.screen, CoverScreen)
        await press(app, pilot, *PIN, "enter")
        seen.append(screen_text(app))

    sitting.play(play)

    assert "They can no longer sign in here." in seen[0]


def test_a_loss_that_is_told_of_as_the_cover_comes_is_asked_about_once_that_is_lifted(sitting: BaseSitting) -> None:
    """Design 1: safety is never locked out, and the respondent may be looking."""
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        with busy(app):
            await pilot.press("f2", "f9")
            assert isinstance(app.screen, CoverScreen)
        await settled(app, pilot)
        assert isinstance(app.screen, CoverScreen)
        await press(app, pilot, *PIN, "enter")
        seen.append(screen_text(app))

    sitting.play(play)

    assert seen[0].startswith(" Loss ")


READ_FIRST = [
    (("y", "a"), "tui.base.sheets.staff_now"),
    (("d", "a"), "tui.base.destroying.known"),
    (("e", "a"), "tui.common.trail.register_form.asking"),
    (("t", "enter"), "tui.common.trail.trail_screen.whole"),
    (("f", "2", "enter", "b"), "tui.base.family.paper_waiting"),
    (("f", "2", "enter", "x"), "tui.base.stop_code.having"),
]
"""Keys before which the clerk reads something, and what reads it."""


@pytest.mark.parametrize("keys", [keys for keys, _ in READ_FIRST], ids="".join)
def test_what_a_key_asks_for_comes_over_no_cover(sitting: BaseSitting, keys: tuple[str, ...]) -> None:
    """Design 1: the respondent may be looking."""
    *before, last = keys

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, *before)
        with busy(app):
            await pilot.press(last, "f9")
            assert isinstance(app.screen, CoverScreen)
        await settled(app, pilot)
        assert isinstance(app.screen, CoverScreen)

    sitting.play(play)


@pytest.mark.parametrize(("keys", "reads"), READ_FIRST, ids=lambda each: "".join(each))
def test_a_read_that_is_refused_is_said_where_the_key_was_pressed(
    sitting: BaseSitting, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...], reads: str
) -> None:
    def refused(*_: object, **__: object) -> object:
        raise FamilyUnknownError

    monkeypatch.setattr(reads, refused)
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, *keys)
        seen.append(screen_text(app))

    sitting.play(play)

    assert FamilyUnknownError.message in " ".join(seen[0].split())


def test_what_is_typed_while_the_clerk_reads_is_of_the_form_that_comes(sitting: BaseSitting) -> None:
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "y")
        with busy(app):
            await pilot.press("a", "a", "x", "7")
        await settled(app, pilot)
        seen.append(screen_text(app))
        await press(app, pilot, "f3")
        seen.append(screen_text(app))

    sitting.play(play)

    assert "\n ax7\n" in seen[0]
    assert "No sheet was handed out." in seen[1]


def test_a_destruction_goes_on_once_however_often_its_key_is_pressed(
    sitting: BaseSitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    went: list[object] = []

    def nothing_left(store: object, _: object) -> list[object]:
        went.append(store)
        return []

    monkeypatch.setattr("store.exchange.destroying.doing.go_on", nothing_left)
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "d")
        with busy(app):
            await pilot.press("o", "o")
            seen.append(screen_text(app))
        await settled(app, pilot)
        seen.append(screen_text(app))

    sitting.play(play)

    assert "It is going on already" in seen[0]
    assert "Nothing that was decided is left to do." in seen[1]
    assert len(went) == 1


def test_a_command_that_is_found_by_its_words_reads_and_asks_as_its_key_does(sitting: BaseSitting) -> None:
    seen = sitting.seen_after("y", "ctrl+p", *"hand", "space", *"out", "enter")

    assert "Which numbers stand on them?" in seen
