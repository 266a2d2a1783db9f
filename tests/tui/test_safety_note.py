"""The safety note: before everything else of a family, alone, told before it is seen, and kept once it was read."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.keeping.acts import FamilyShown, SafetyNoteAcknowledged
from store.keeping.acts.terms.families import ViewPart
from tests.fieldwork import doings
from tests.tui.sitting import DELIVERED, FAMILIES, Sitting, screen_text, settled
from tests.tui.test_extract_command import take
from tui.app import DoorstepApp
from tui.field.attempt import AttemptRoom
from tui.field.consent.withdrawal import WithdrawalRoom
from tui.field.contacts import ContactsScreen
from tui.field.family import FamilyScreen
from tui.field.safety_note import SafetyNoteScreen

NAMES = [person.surname for person in DELIVERED[0].details.people if person.surname]


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    sitting = Sitting(tmp_path)
    sitting.record(doings.safety_note(FAMILIES[0], "A dog in the yard.\nRing first."))
    return sitting


def after(sitting: Sitting, *keys: str, size: tuple[int, int] = (80, 24)) -> list[tuple[type, str]]:
    """Press keys, and return which screen is on after each, and what stands on it."""
    seen: list[tuple[type, str]] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in keys:
            await pilot.press(key)
            await settled(app, pilot)
            seen.append((type(app.screen), screen_text(app)))

    sitting.play(play, size)
    return seen


def pointed_at(sitting: Sitting, family: str) -> list[str]:
    """Return the keys that point at a family in the list of all."""
    found: list[str] = []

    async def play(app: DoorstepApp, _: Pilot[int]) -> None:
        listed = app.screen.query_one("FamilyList")
        while listed.family != family:  # type: ignore[attr-defined]
            found.append("down")
            listed.point(len(found))  # type: ignore[attr-defined]

    sitting.play(play)
    return found


@pytest.mark.parametrize(("key", "room"), [("enter", FamilyScreen), ("a", AttemptRoom)])
def test_it_comes_alone_and_before_whatever_was_wanted(sitting: Sitting, key: str, room: type) -> None:
    keys = pointed_at(sitting, FAMILIES[0])

    *_, first, then = after(sitting, *keys, key, "enter")

    assert first[0] is SafetyNoteScreen
    assert "A dog in the yard." in first[1]
    assert "Ring first." in first[1]
    assert not any(name in first[1] for name in NAMES)
    assert DELIVERED[0].details.address.lines[0] not in first[1]
    assert then[0] is room
    shown = [act.parts for act in sitting.told(FamilyShown) if isinstance(act, FamilyShown)]
    assert shown[0] == (ViewPart.SAFETY_NOTE,)
    (read,) = sitting.told(SafetyNoteAcknowledged)
    assert isinstance(read, SafetyNoteAcknowledged)
    assert read.family == FAMILIES[0]


def test_it_does_not_stand_before_a_withdrawal(sitting: Sitting) -> None:
    with sitting.open() as store:
        code = take(store, DELIVERED[0])

    *_, (room, asked) = after(sitting, "l", *code.lower().replace("-", ""), "enter")

    assert room is WithdrawalRoom
    assert "What do they take back?" in asked


def test_going_back_opens_nothing_and_it_is_still_to_be_read(sitting: Sitting) -> None:
    keys = pointed_at(sitting, FAMILIES[0])

    *_, back, again = after(sitting, *keys, "enter", "f3", "enter")

    assert (back[0], again[0]) == (ContactsScreen, SafetyNoteScreen)
    assert sitting.told(SafetyNoteAcknowledged) == []


def test_one_that_was_read_is_shown_again_with_a_key_and_kept_once(sitting: Sitting) -> None:
    keys = pointed_at(sitting, FAMILIES[0])

    *_, again, family, back, opened = after(sitting, *keys, "enter", "enter", "y", "enter", "f3", "enter")

    assert (again[0], family[0], back[0], opened[0]) == (SafetyNoteScreen, FamilyScreen, ContactsScreen, FamilyScreen)
    assert len(sitting.told(SafetyNoteAcknowledged)) == 1


def test_a_long_one_is_read_to_its_end_first(sitting: Sitting) -> None:
    sitting.record(doings.safety_note(FAMILIES[0], "\n".join(f"Line {n}." for n in range(30))))
    keys = pointed_at(sitting, FAMILIES[0])

    *_, first, second, third = after(sitting, *keys, "enter", "enter", "enter")

    assert "Line 29." not in first[1]
    assert second[0] is SafetyNoteScreen
    assert "Line 29." in second[1]
    assert third[0] is FamilyScreen


def test_a_key_says_where_there_is_none(sitting: Sitting) -> None:
    keys = pointed_at(sitting, FAMILIES[1])

    *_, said = after(sitting, *keys, "enter", "y")

    assert said[0] is FamilyScreen
    assert "There is no safety note to read here." in said[1]


def test_the_panel_shows_nothing_before_it_was_read(sitting: Sitting) -> None:
    keys = pointed_at(sitting, FAMILIES[0])

    *_, first, back, panel = after(sitting, *keys, "v", "enter", "v", size=(130, 40))

    assert first[0] is SafetyNoteScreen
    assert (back[0], panel[0]) == (ContactsScreen, ContactsScreen)
    assert "Attempts:" not in back[1]
    assert "Attempts:" in panel[1]
