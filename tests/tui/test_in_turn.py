"""Keys that arrive in one burst do what they would do one by one, in their order."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.keeping.acts import AttemptRecorded, SafetyNoteAcknowledged
from tests.exchange.enrolled import FORGOTTEN
from tests.fieldwork import doings
from tests.tui.at_terminal import LEAVE, PATIENCE_S, at_terminal
from tests.tui.sitting import FAMILIES, Sitting, screen_text, settled
from tui import in_turn
from tui.app import DoorstepApp
from tui.common.cover import CoverScreen
from tui.common.form_screen import FormScreen
from tui.field.contacts import ContactsScreen
from tui.field.safety_note import SafetyNoteScreen

BACKSPACE, LEFT, HOME, TAB_BACK = "\x7f", "\x1b[D", "\x1b[H", "\x1b[Z"


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path)


def test_a_whole_attempt_in_one_burst_is_kept_as_it_was_typed(sitting: Sitting) -> None:
    """Choices, a line that is put right with Backspace and arrows, back and on again, and the end."""
    line = f"dpg{BACKSPACE}{BACKSPACE}og{HOME}a {BACKSPACE * 2}bad {LEFT}{BACKSPACE}{TAB_BACK}\r\r\r"
    with at_terminal("--store", str(sitting.folder), "--clock-is-right") as seat:
        seat.see("Passphrase:").press(f"{FORGOTTEN}\r")
        seat.see("To do 6").press("a")
        seat.see("What came of it?").press(f"6\r\r{line}")
        seat.see("Is this right?").press("\r")
        seat.see("✓", without="Is this right?").press(LEAVE)
        seat.until_ended()

    (kept,) = sitting.told(AttemptRecorded)
    assert isinstance(kept, AttemptRecorded)
    assert kept.told.note == "ba dog"


def test_two_fields_in_one_burst_each_hold_their_own(sitting: Sitting) -> None:
    with at_terminal("--store", str(sitting.folder), "--clock-is-right") as seat:
        seat.see("Passphrase:").press(f"{FORGOTTEN}\r")
        seat.see("To do 6").press("o")
        seat.see("The same again").press("739\x7f13\r7313\r")

        seat.see("The PIN for the cover is set.").press(LEAVE)
        seat.until_ended()


def test_a_whole_attempt_from_the_list_in_one_burst_fires_nothing_there(sitting: Sitting) -> None:
    """`s` sorts and `n` asks in the list; a second one, right behind Enter, is of the next family."""
    with at_terminal("--store", str(sitting.folder), "--clock-is-right") as seat:
        seat.see("Passphrase:").press(f"{FORGOTTEN}\r")
        seat.see("To do 6").press("a6\r\rn s\r\r\rja6\r\rsecond\r\r\r/5")
        seat.see("6 by").see("/ 5").press(LEAVE)
        seat.until_ended()

    kept = [each for each in sitting.told(AttemptRecorded) if isinstance(each, AttemptRecorded)]
    assert [each.told.note for each in kept] == ["n s", "second"]
    assert len({each.family for each in kept}) == 2


@contextmanager
def busy(app: DoorstepApp) -> Iterator[None]:
    """Let the clerk be slow: nothing that is asked for is done before this ends."""
    done = threading.Event()
    app.clerk.ask(lambda _: done.wait())
    try:
        yield
    finally:
        done.set()


def test_what_is_typed_for_a_form_that_is_slow_to_come_lands_in_it(sitting: Sitting) -> None:
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        with busy(app):
            await pilot.press("a", "6", "enter", "enter", "s", "n")
            assert isinstance(app.screen, ContactsScreen)
        await settled(app, pilot)
        seen.append(screen_text(app))
        await pilot.press("f3")
        seen.append(screen_text(app))

    sitting.play(play)

    assert "\n sn\n" in seen[0]
    assert "by next visit" in seen[1]


def test_the_cover_waits_for_nothing_and_no_form_comes_over_it(sitting: Sitting) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        with busy(app):
            await pilot.press("a", "6", "f9")
            assert isinstance(app.screen, CoverScreen)
        await settled(app, pilot)
        assert isinstance(app.screen, CoverScreen)

    sitting.play(play)


def test_a_loss_is_told_at_once_and_what_is_typed_then_is_of_it(sitting: Sitting) -> None:
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        asked = asyncio.Event()
        app.screen_change_signal.subscribe(app, lambda screen: asked.set() if isinstance(screen, FormScreen) else None)
        with busy(app):
            await pilot.press("a", "6", "enter", "f2", "3", *"blown")
            await asyncio.wait_for(asked.wait(), PATIENCE_S)
            await pilot.press("e", "r")
            seen.append(screen_text(app))
        await settled(app, pilot)
        seen.append(screen_text(app))

    sitting.play(play)

    for each in seen:
        assert "a sheet of paper is lost" in each
        assert "\n blowner\n" in each


def test_what_is_typed_for_a_loss_is_no_key_of_a_room_that_was_on_its_way_before(sitting: Sitting) -> None:
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        with busy(app):
            await pilot.press("a", "f2", "3")
        await settled(app, pilot)
        seen.append(screen_text(app))
        assert [type(each) for each in app.screen_stack[1:]] == [ContactsScreen, FormScreen]

    sitting.play(play)

    assert "✓ What                   a sheet of paper is lost" in seen[0]


def test_a_look_that_is_kept_lets_no_key_go_that_waits_for_a_room(sitting: Sitting) -> None:
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        read = threading.Event()
        with busy(app):
            await pilot.press("ctrl+t")
            app.clerk.ask(lambda _: read.wait())
            await pilot.press("a")
        async with asyncio.timeout(PATIENCE_S):
            while "This is the" not in screen_text(app):
                await pilot.pause()
        await pilot.press("6")
        read.set()
        await settled(app, pilot)
        seen.append(screen_text(app))

    sitting.play(play)

    assert "✓ Result" in seen[0]


def test_a_room_that_nobody_waits_for_any_more_comes_over_no_letter_that_is_typed(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(in_turn, "HELD_S", 0.0)

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        with busy(app):
            await pilot.press("a", "slash", "5")
            assert isinstance(app.screen, ContactsScreen)
        await settled(app, pilot)
        await pilot.press("6")
        seen.append(screen_text(app))

    sitting.play(play)

    assert "/ 56" in seen[0]


def test_what_was_typed_for_a_form_acknowledges_no_safety_note(sitting: Sitting) -> None:
    sitting.record(*(doings.safety_note(family, "A dog in the yard.") for family in FAMILIES))

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        with busy(app):
            await pilot.press("a", "6", "enter", "enter")
        await settled(app, pilot)
        assert isinstance(app.screen, SafetyNoteScreen)

    sitting.play(play)

    assert sitting.told(SafetyNoteAcknowledged) == []


def test_what_is_kept_under_the_cover_takes_no_cover_away(sitting: Sitting) -> None:
    """Design 1: the respondent may be looking."""
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await pilot.press("a")
        await settled(app, pilot)
        await pilot.press("6", "enter", "enter", *"dog", "enter")
        await settled(app, pilot)
        with busy(app):
            await pilot.press("ctrl+s", "ctrl+s", "f9")
            assert isinstance(app.screen, CoverScreen)
        await settled(app, pilot)
        seen.append(type(app.screen).__name__)

    sitting.play(play)

    assert seen == [CoverScreen.__name__]
    assert len(sitting.told(AttemptRecorded)) == 1
