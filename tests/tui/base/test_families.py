"""Families at base: found as at the door, looked at, and given to a laptop."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.keeping.acts import FamilyShown
from tests.exchange.exchanging import DELIVERED
from tests.made import made_base
from tests.tui.base_sitting import FREE, BaseSitting, press, screen_text
from tui.base.app import BaseApp


@pytest.fixture
def sitting(tmp_path: Path) -> BaseSitting:
    return BaseSitting(tmp_path)


def given(sitting: BaseSitting) -> set[str]:
    with sitting.open() as store:
        return {family for (family,) in store.rows("SELECT family FROM allocation")}


def test_every_family_is_listed_with_the_laptop_that_has_it(sitting: BaseSitting) -> None:
    shown = sitting.seen_after("f")

    assert "1 To give 3" in shown
    assert "2 Given 3" in shown
    assert "[5 All 6]" in shown
    assert sum(" laptop " in line for line in shown.splitlines()[4:-2]) == 3


def test_a_base_to_which_nothing_was_delivered_says_how_families_come(tmp_path: Path) -> None:
    sitting = BaseSitting(tmp_path, made_base(tmp_path / "new"))

    for keys in (["f"], ["f", "1"], ["f", "slash", "x"]):
        shown = sitting.seen_after(*keys)
        assert "No family was delivered yet." in shown
        assert "Press 5" not in shown


def test_what_is_typed_finds_at_once_as_at_the_door(sitting: BaseSitting) -> None:
    wanted = DELIVERED[4]
    typed = wanted.council_reference[-5:]

    shown = sitting.seen_after("slash", *typed)

    assert (wanted.details.address.postcode or "") in shown.splitlines()[4]
    assert "1 by postcode" in shown


def test_the_families_in_the_list_are_given_to_a_laptop_once_it_was_shown(sitting: BaseSitting) -> None:
    asked: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "f", "1", "a", "1", "1", "ctrl+u", *"2", "enter")
        asked.append(screen_text(app))
        assert len(given_now(app)) == 3
        await press(app, pilot, "enter")
        asked.append(screen_text(app))

    sitting.play(play)

    assert "2 families to laptop, Interviewer One" in asked[0]
    assert "2 families given to laptop" in asked[1]
    assert "1 To give 1" in asked[1]
    assert len(given(sitting)) == 5


def given_now(app: BaseApp) -> list[object]:
    return app.clerk.ask(lambda store: store.rows("SELECT family FROM allocation")).result()


def test_the_one_that_is_pointed_at_is_given_alone(sitting: BaseSitting) -> None:
    sitting.seen_after("f", "1", "j", "a", "1", "2", "enter")

    assert len(given(sitting) & set(FREE)) == 1


def test_after_one_was_given_its_neighbour_is_pointed_at(sitting: BaseSitting) -> None:
    before = sitting.seen_after("f", "1", "j")
    given_away = sitting.seen_after("f", "1", "j", "a", "1", "2", "enter")

    third = before.splitlines()[6].strip()
    assert third
    assert f"> {third}" in given_away


def test_a_number_there_is_not_is_refused_with_what_there_is(sitting: BaseSitting) -> None:
    shown = sitting.seen_after("f", "1", "a", "1", "1", "ctrl+u", *"9", "enter")

    assert "Type a number from 1 to 3." in shown
    assert len(given(sitting)) == 3


def test_nothing_that_is_out_is_given_again(sitting: BaseSitting) -> None:
    assert "None of the families in the list can be given." in sitting.seen_after("f", "2", "a")


def test_a_family_is_read_and_that_is_told_and_nothing_of_it_can_be_changed(sitting: BaseSitting) -> None:
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "f", "enter")
        seen.append(screen_text(app))
        await press(app, pilot, "a", "d", "e")
        seen.append(screen_text(app))
        await press(app, pilot, "h")
        seen.append(screen_text(app))

    sitting.play(play)

    assert "People" in seen[0]
    assert seen[1] == seen[0]
    assert seen[2].splitlines()[0].startswith(" History")
    with sitting.open() as store:
        assert [each for each in _kinds(store) if each == FamilyShown.kind] == [FamilyShown.kind] * 2


def _kinds(store: object) -> list[str]:
    from store.keeping.header import unpack

    journal = store.journal  # type: ignore[attr-defined]  # an open store
    return [unpack(entry.header).kind for entry in journal.entries(0, journal.size)]


def test_families_of_the_list_are_asked_back_once_it_was_said_what_that_does(sitting: BaseSitting) -> None:
    shown = sitting.seen_after("f", "2", "r", "2", "1", "enter")

    assert "3 families asked back" in shown
    assert [line.rstrip().endswith("<") for line in shown.splitlines() if " laptop " in line] == [True] * 3
    with sitting.open() as store:
        assert store.rows("SELECT order_kind, state FROM fieldorder WHERE order_kind = 'recall'") == [
            ("recall", "issued")
        ]
    assert "<    Asked back" in sitting.seen_after("f", "f1", "end")
    assert "No laptop has any of the families in the list." in sitting.seen_after("f", "1", "r")
    again = sitting.seen_after("f", "2", "r", "1", "1", "enter")
    assert "1 family asked back from whichever laptop has it." in again
    assert "These families were asked back before" in again
