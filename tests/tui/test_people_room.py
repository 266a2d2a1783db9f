"""The forms of who belongs to a family and where they are: added, gone, drawn, moved, looked for, by keys alone."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.keeping.acts import (
    FamilyMoved,
    FamilySplit,
    PersonAdded,
    PersonLeft,
    RespondentSelected,
    TracingRecorded,
)
from store.keeping.acts.terms.attempts import SelectionMethod
from store.keeping.acts.terms.families import PersonEnd, PersonRole, TracingResult
from tests.tui.sitting import Sitting, screen_text, settled
from tui.app import DoorstepApp

ADA = ("enter", "m", "1", "1", *"Ada", "enter", *"Quill", "enter", *"14", "enter", "enter", "1")
"""Into the first family: somebody new, a young person of fourteen without a number, who said so herself."""


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path)


def seen_after(sitting: Sitting, *steps: tuple[str, ...]) -> list[str]:
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for keys in steps:
            for key in keys:
                await pilot.press(key)
                await settled(app, pilot)
            seen.append(" ".join(screen_text(app).split()))

    sitting.play(play)
    return seen


def test_somebody_new_is_shown_then_added_and_stands_on_the_page(sitting: Sitting) -> None:
    before, after = seen_after(sitting, ADA, ("enter",))

    assert "Added: Ada Quill, young person, 14" in before
    assert "Added to the family." in after
    assert "Ada Quill, young person" in after
    (told,) = sitting.told(PersonAdded)
    assert isinstance(told, PersonAdded)
    assert (told.member.role, told.member.age_years) == (PersonRole.YOUNG_PERSON, 14)


def test_an_equal_name_is_asked_about_and_both_are_kept(sitting: Sitting) -> None:
    _, asked, _, offered = seen_after(sitting, (*ADA, "enter"), ADA[1:], ("1", "enter"), ("a", "1"))

    assert "Is it another person?" in asked
    assert "Ada Quill no. 1, young person" in offered
    assert "Ada Quill no. 2, young person" in offered
    first, second = sitting.told(PersonAdded)
    assert isinstance(first, PersonAdded)
    assert isinstance(second, PersonAdded)
    assert first.member.person != second.member.person


def test_an_odd_age_is_asked_about(sitting: Sitting) -> None:
    keys = ("enter", "m", "1", "1", *"Ada", "enter", "enter", *"44", "enter", "enter", "1")
    (asked,) = seen_after(sitting, keys)

    assert "does not look like a usual one" in asked


def test_somebody_leaves_and_comes_back(sitting: Sitting) -> None:
    gone = ("enter", "m", "2", "k", "enter", "1", "enter", "2", "enter")
    while_gone, _ = seen_after(sitting, (*ADA, *gone), ("m", "3", "1", "1", "enter"))

    (left,) = sitting.told(PersonLeft)
    assert isinstance(left, PersonLeft)
    assert (left.end, left.left_on) == (PersonEnd.MOVED_OUT, None)
    assert "(left: moved out)" in while_gone
    added, back = sitting.told(PersonAdded)
    assert isinstance(added, PersonAdded)
    assert isinstance(back, PersonAdded)
    assert back.member == added.member


def test_who_is_interviewed_is_drawn_once_it_is_kept_and_the_page_names_them(sitting: Sitting) -> None:
    twin = [*ADA[1:]]
    twin[3:6] = "Bea"
    before, after = seen_after(sitting, (*ADA, "enter", *twin, "enter", "m", "k", "enter", "1"), ("enter",))

    (told,) = sitting.told(RespondentSelected)
    assert isinstance(told, RespondentSelected)
    assert told.method is SelectionMethod.RANDOM
    assert len(told.candidates) > len(told.selected) == 1
    assert "Enter draws, and the draw is kept as it falls." in before
    assert "To be interviewed: " in after


def test_a_move_to_an_unknown_place_says_to_look_for_them(sitting: Sitting) -> None:
    before, after = seen_after(sitting, ("enter", "z", "1", "enter", "enter", "enter", "3"), ("enter",))

    assert "look for them with t" in before
    assert "The family moved." in after
    assert len(sitting.told(FamilyMoved)) == 1


def test_a_household_that_split_off_has_a_line_of_its_own_at_once(sitting: Sitting) -> None:
    keys = (*ADA, "enter", "z", "2", "k", "space", "enter", *"9 Teal Way", "enter", *"cm19al", "enter", "enter")
    pressed = tuple("space" if key == " " else key for key in keys)
    *_, after = seen_after(sitting, (*pressed, "enter", "1", "enter", "f3"))

    (told,) = sitting.told(FamilySplit)
    assert isinstance(told, FamilySplit)
    assert len(told.people) == 1
    assert "[2 To do 7]" in after


def test_tracing_tells_whom_to_ask_next(sitting: Sitting) -> None:
    keys = ("enter", "t", "1", "1", "2", *"Mr", "space", *"Reed", "enter", "enter", *"07700900123", "enter", "enter")
    before, after = seen_after(sitting, keys, ("enter",))

    assert "Ask next: Mr Reed, 07700900123" in before
    assert "ask next Mr Reed" in after
    (told,) = sitting.told(TracingRecorded)
    assert isinstance(told, TracingRecorded)
    assert (told.result, told.contact_phone) == (TracingResult.CONTACT_NAMED, "07700 900123")
