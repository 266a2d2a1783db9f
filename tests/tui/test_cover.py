"""The cover: one key hides any screen, a short PIN lifts it, and what cannot be lifted is locked."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from store.errors import CoverPinFormError, CoverPinGuessableError
from store.keeping.cover_pin import kept_pin, lifts
from tests.tui.desks import made_desk, played
from tests.tui.sitting import Sitting, screen_text, settled
from tui.app import DoorstepApp
from tui.common.cover import NO_PIN, NO_PIN_YET, CoverScreen
from tui.common.help import HelpScreen
from tui.field.contacts import ContactsScreen
from tui.launching.words import LOCKED

PIN = "2947"


def screens_after(*keys: str, pin: str = PIN) -> tuple[list[type[Any]], int | None]:
    """Press keys; return which screens stand on each other then, and how the app ended if it did."""
    seen: list[type[Any]] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await pilot.press(*keys)
        if app.return_value is None:
            seen.extend(type(screen) for screen in app.screen_stack[1:])

    app = played(play, desk=made_desk(cover_pin=kept_pin(pin) if pin else ""))
    return seen, app.return_value


def test_the_cover_comes_over_any_screen_and_its_pin_lifts_it() -> None:
    covered, _ = screens_after("f1", "f9")

    lifted, _ = screens_after("f1", "f9", *PIN, "enter")

    assert covered == [ContactsScreen, HelpScreen, CoverScreen]
    assert lifted == [ContactsScreen, HelpScreen]


def test_nothing_comes_over_the_cover() -> None:
    covered, _ = screens_after("f9", "f1", "ctrl+p", "f9", "escape", "f3", "tab", "q")

    assert covered == [ContactsScreen, CoverScreen]


def test_three_wrong_pins_lock() -> None:
    after_two, _ = screens_after("f9", "1", "enter", *"2948", "enter")
    _, ended = screens_after("f9", "1", "enter", *"2948", "enter", "enter")

    assert after_two == [ContactsScreen, CoverScreen]
    assert ended == LOCKED


def test_a_cover_without_a_pin_ends_in_the_lock() -> None:
    _, ended = screens_after("f9", "enter", pin="")

    assert ended == LOCKED


def test_the_lock_key_works_under_the_cover() -> None:
    _, ended = screens_after("f9", "f12")

    assert ended == LOCKED


@pytest.mark.parametrize("pin", ["", "123", "123456789", "12a4", "١٢٣٤", "1 34"])
def test_a_pin_is_four_to_eight_digits(pin: str) -> None:
    with pytest.raises(CoverPinFormError):
        kept_pin(pin)


@pytest.mark.parametrize("pin", ["1234", "0000", "98765", "7890"])
def test_a_pin_that_is_tried_first_is_refused(pin: str) -> None:
    with pytest.raises(CoverPinGuessableError):
        kept_pin(pin)


def test_what_is_kept_of_a_pin_lifts_for_it_alone() -> None:
    kept = kept_pin(PIN)

    assert lifts(PIN, kept)
    assert not lifts("2948", kept)
    assert not lifts("", kept)
    assert PIN not in kept


def test_how_it_is_lifted_stands_there_once_a_key_was_pressed_and_not_before() -> None:
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in ("f9", "2", "9", "enter"):
            await pilot.press(key)
            seen.append(screen_text(app))

    played(play, desk=made_desk(cover_pin=kept_pin(PIN)))

    assert "Enter" not in seen[0]
    assert seen[2].splitlines()[-1] == "** Enter"
    assert "2 tries left" in seen[3]
    assert not any("Doorstep" in each or "PIN" in each for each in seen)


def test_while_no_pin_is_set_the_list_says_so_and_the_cover_says_what_lifts_it(tmp_path: Path) -> None:
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in ("j", "s", "f9", "q"):
            await settled(app, pilot)
            seen.append(screen_text(app))
            await pilot.press(key)
        seen.append(screen_text(app))

    Sitting(tmp_path).play(play)

    assert NO_PIN_YET in seen[1]
    assert NO_PIN_YET not in seen[2]
    assert seen[-1].splitlines()[-1] == NO_PIN
