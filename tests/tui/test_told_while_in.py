"""While somebody is in, a loss can be told from every screen, and the laptop handed in; the journal has it at once."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.errors import LineFormError
from store.keeping.acts import AttemptRecorded, DeviceHandedIn, IncidentRaised
from store.keeping.acts.terms.incidents import IncidentKind
from tests.tui.sitting import Sitting, screen_text, settled
from tui.app import DoorstepApp

A_LOSS = ("f2", "3", "enter", *"blown", *["enter"] * 5, "f3")


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path)


@pytest.mark.parametrize("way", [(), ("slash",), ("enter",), ("d",), ("a", "6"), ("n",), ("f1",), ("o",), ("x",)])
def test_a_loss_is_told_from_wherever_somebody_is(sitting: Sitting, way: tuple[str, ...]) -> None:
    sitting.press(*way, *A_LOSS)

    (told,) = sitting.told(IncidentRaised)
    assert isinstance(told, IncidentRaised)
    assert (told.incident_kind, told.what) == (IncidentKind.PAPER_LOST, "blown")
    with sitting.open() as store:
        assert told.raised_by == store.keys.person.staff


def test_whom_to_ring_is_said_and_the_form_below_is_as_it_was_left(sitting: Sitting) -> None:
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in ("a", "6", "f2", "f2", *A_LOSS[1:]):
            if key == "f3":
                seen.append(screen_text(app))
            await pilot.press(key)
            await settled(app, pilot)
        await pilot.press("ctrl+s", "enter")
        await settled(app, pilot)

    sitting.play(play)

    assert "Whom to ring" in seen[0]
    assert len(sitting.told(IncidentRaised)) == len(sitting.told(AttemptRecorded)) == 1


def test_the_laptop_is_handed_in_with_what_is_on_it(sitting: Sitting) -> None:
    sitting.press("h", "backspace", "2", "enter", "enter", "f3")

    (told,) = sitting.told(DeviceHandedIn)
    assert isinstance(told, DeviceHandedIn)
    assert (told.families_left_count, told.sheets_left_count) == (6, 2)


def test_what_is_no_number_of_sheets_is_refused_and_stays(sitting: Sitting) -> None:
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in ("h", "backspace", *"many", "enter", "enter"):
            await pilot.press(key)
            await settled(app, pilot)
        seen.append(screen_text(app))

    sitting.play(play)

    assert LineFormError(4).message in seen[0]
    assert "many" in seen[0]
    assert sitting.told(DeviceHandedIn) == []


@pytest.mark.parametrize("leaving", [("f3",), ("f12",), ("f9", "f12"), ("ctrl+q",)])
def test_what_was_typed_of_a_loss_survives_whatever_takes_the_screen_away(
    sitting: Sitting, leaving: tuple[str, ...]
) -> None:
    seen: list[str] = []
    sitting.press("f2", "3", "enter", *"blown", *leaving)

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await pilot.press("f2")
        await settled(app, pilot)
        seen.append(screen_text(app))
        await pilot.press("enter", "enter", "enter")
        await settled(app, pilot)

    sitting.play(play)

    assert "a sheet of paper is lost" in seen[0]
    assert "What was typed here before is back" in seen[0]
    (told,) = sitting.told(IncidentRaised)
    assert isinstance(told, IncidentRaised)
    assert told.what == "blown"
    with sitting.open() as store:
        assert store.rows("SELECT count(*) FROM localdraft") == [(0,)]
