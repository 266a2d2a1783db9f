"""Contacts: finding a family, looking at it another way, and going on from it, by keys alone."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.keeping.acts import AttemptCorrected, AttemptRecorded, FamilyShown
from store.keeping.acts.terms.attempts import AttemptResult
from tests.tui.sitting import DELIVERED, Sitting, screen_text, settled
from tui import notices
from tui.app import DoorstepApp
from tui.field.family import FamilyScreen
from tui.field.wishes import OpenFamily
from tui.widgets.family_list import FamilyList
from tui.widgets.said_line import Tone


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path)


def street(place: int) -> str:
    return DELIVERED[place].details.address.lines[0]


def test_the_list_is_there_at_once_with_what_is_to_be_done(sitting: Sitting) -> None:
    seen: list[str] = []

    async def play(app: DoorstepApp, _: Pilot[int]) -> None:
        seen.append(screen_text(app))

    sitting.play(play)

    assert "[2 To do 6]" in seen[0]
    assert all(f"{each.details.address.postcode}" in seen[0] for each in DELIVERED)
    assert "PRACTICE" in seen[0]


def test_half_a_street_name_finds_the_family_and_enter_opens_it(sitting: Sitting) -> None:
    seen: list[str] = []
    half = street(3).split(" ", 1)[1][:5].lower()
    number = street(3).split(" ", 1)[0]

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await pilot.press("slash", *half, "space", *number, "enter", "enter")
        await settled(app, pilot)
        assert isinstance(app.screen, FamilyScreen)
        seen.append(screen_text(app))

    sitting.play(play)

    assert street(3) in seen[0]
    (shown,) = sitting.told(FamilyShown)
    assert isinstance(shown, FamilyShown)
    assert shown.family == DELIVERED[3].family


@pytest.mark.parametrize(("key", "count"), [("1", 0), ("2", 6), ("3", 0), ("4", 0), ("5", 6)])
def test_a_digit_shows_another_view(sitting: Sitting, key: str, count: int) -> None:
    rows: list[int] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await pilot.press(key)
        rows.extend(app.screen.query_one(FamilyList).rows)

    sitting.play(play)

    assert len(rows) == count


def test_sorting_keeps_the_family_that_was_pointed_at(sitting: Sitting) -> None:
    seen: list[str | None] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await pilot.press("down", "down")
        seen.append(app.screen.query_one(FamilyList).family)
        await pilot.press("s")
        seen.append(app.screen.query_one(FamilyList).family)

    sitting.play(play)

    assert seen[0] is not None
    assert seen[0] == seen[1]


def test_a_list_in_which_nothing_matches_says_which_key_shows_more(sitting: Sitting) -> None:
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await pilot.press("slash", *"zzz")
        seen.append(screen_text(app))
        await pilot.press("f4")
        seen.append(screen_text(app))

    sitting.play(play)

    assert "Nothing matches in this view." in seen[0]
    assert street(0)[:8] in seen[1]


def test_no_contact_is_kept_in_two_keys_and_taken_back_in_one(sitting: Sitting) -> None:
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in ("n", "enter"):
            await pilot.press(key)
            await settled(app, pilot)
        seen.append(screen_text(app))
        await pilot.press("u")
        await settled(app, pilot)
        seen.append(screen_text(app))

    sitting.play(play)

    (kept,) = sitting.told(AttemptRecorded)
    (undone,) = sitting.told(AttemptCorrected)
    assert isinstance(kept, AttemptRecorded)
    assert isinstance(undone, AttemptCorrected)
    assert (kept.told.result, undone.attempt, undone.told) == (AttemptResult.NO_CONTACT, kept.attempt, None)
    assert "1 of 4" in seen[0]
    assert "Kept: no contact. u takes it back." in seen[0]
    assert "1 of 4" not in seen[1]
    assert "Taken back at Rosa Shalford; both stay in the record." in seen[1]


def test_any_other_second_key_says_no_and_does_what_it_does(sitting: Sitting) -> None:
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in ("n", "f3", "n", "down", "enter"):
            await pilot.press(key)
            await settled(app, pilot)
            seen.append(screen_text(app))

    sitting.play(play)

    assert ["No contact at" in each for each in seen] == [True, False, True, False, False]
    assert "Attempts: " in seen[4]
    assert sitting.told(AttemptRecorded) == []


def test_enter_keeps_nothing_once_the_question_is_out_of_sight(sitting: Sitting) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await pilot.press("n")
        notices.show(app, Tone.ASKED, "Something else was said.")
        await pilot.press("enter")
        await settled(app, pilot)

    sitting.play(play)

    assert sitting.told(AttemptRecorded) == []


def test_a_room_can_be_built_before_it_is_wanted_and_is_the_one_that_opens(sitting: Sitting) -> None:
    seen: list[object] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await settled(app, pilot)
        built = app.get_screen("OpenFamily")
        seen.append(built.is_mounted)
        await pilot.press("enter")
        await settled(app, pilot)
        seen.append(app.screen is built)
        seen.append("Attempts: " in screen_text(app))

    sitting.play(play, ahead=(OpenFamily,))

    assert seen == [True, True, True]


def test_a_family_that_was_tried_goes_where_its_attempts_belong(sitting: Sitting) -> None:
    seen: list[str | None] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        families = app.screen.query_one(FamilyList)
        await pilot.press(*"ssss")
        for key in ("home", "n", "enter", "end"):
            await pilot.press(key)
            await settled(app, pilot)
            seen.append(families.family)

    sitting.play(play)

    assert seen[0] == seen[3]


def test_nothing_of_a_family_is_taken_back_or_named_beside_another(sitting: Sitting) -> None:
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in ("n", "enter", "j", "enter", "u"):
            await pilot.press(key)
            await settled(app, pilot)
        seen.append(screen_text(app))

    sitting.play(play)

    assert "What was kept last is of another family." in seen[0]
    assert sitting.told(AttemptCorrected) == []


def test_what_was_refused_at_one_family_is_not_said_at_the_next(sitting: Sitting) -> None:
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in ("enter", "u", "f3", "j", "enter"):
            await pilot.press(key)
            await settled(app, pilot)
            seen.append(screen_text(app))

    sitting.play(play)

    assert "There is nothing here that can be taken back" in seen[1]
    assert "There is nothing here" not in seen[-1]


@pytest.mark.parametrize("next_thing", [("s",), ("enter", "f3"), ("slash",)])
def test_what_was_kept_is_said_until_the_next_thing_is_done(sitting: Sitting, next_thing: tuple[str, ...]) -> None:
    said: list[bool] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in ("n", "enter", "j", *next_thing):
            await pilot.press(key)
            await settled(app, pilot)
            said.append("Kept: no contact." in screen_text(app))

    sitting.play(play)

    assert said[1:3] == [True, True]  # pointing elsewhere does nothing yet
    assert not said[-1]


def test_the_footer_offers_no_key_that_would_be_typed_to_find_a_family(sitting: Sitting) -> None:
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in ("slash", "r", "enter"):
            await pilot.press(key)
            seen.append(screen_text(app).splitlines()[-1])

    sitting.play(play)

    assert seen[1] == " Enter To list  F4 Clear  F8 Refused  F5 Send  F1 Help  F9 Cover  F12 Lock"
    assert "n No contact" in seen[2]


def test_nothing_is_taken_back_twice(sitting: Sitting) -> None:
    sitting.press("n", "enter", "u", "u", "u")

    assert len(sitting.told(AttemptCorrected)) == 1


def test_the_panel_shows_one_family_when_asked_and_goes_when_another_is_pointed_at(sitting: Sitting) -> None:
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in ("v", "down"):
            await pilot.press(key)
            await settled(app, pilot)
            seen.append(screen_text(app))

    sitting.play(play, size=(120, 40))

    assert "Still owed" in seen[0]
    assert "Still owed" not in seen[1]
    assert len(sitting.told(FamilyShown)) == 1


def test_a_narrow_terminal_says_that_the_panel_has_no_room(sitting: Sitting) -> None:
    sitting.press("v")

    assert sitting.told(FamilyShown) == []
