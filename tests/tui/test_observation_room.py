"""What a place looks like: five questions that can be passed by, and nothing kept where all of them were."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.keeping.acts import AttemptRecorded, ObservationRecorded
from store.keeping.acts.terms.attempts import DwellingType, EntryBarrier, Extent
from tests.tui.sitting import Sitting, screen_text, settled
from tui.app import DoorstepApp


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path)


def after(sitting: Sitting, *keys: str) -> str:
    """Press keys, and return what stands on the screen then."""
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in keys:
            await pilot.press(key)
            await settled(app, pilot)
        seen.append(screen_text(app))

    sitting.play(play, (80, 50))
    return seen[0]


def test_a_key_a_question_and_what_was_not_looked_at_is_passed_by(sitting: Sitting) -> None:
    page = after(sitting, "enter", "b", "4", "2", "enter", "1", "enter", "enter")

    (told,) = sitting.told(ObservationRecorded)
    assert isinstance(told, ObservationRecorded)
    assert (told.dwelling, told.barrier, told.condition, told.litter, told.damage) == (
        DwellingType.FLAT,
        EntryBarrier.ENTRY_PHONE,
        None,
        Extent.NONE_OR_ALMOST_NONE,
        None,
    )
    assert "flat, barrier: entry phone, litter: none or almost none" in page


def test_nothing_is_kept_where_nothing_was_looked_at(sitting: Sitting) -> None:
    said = after(sitting, "enter", "b", *["enter"] * 6)

    assert "Nothing was entered for: what the place looks like." in said
    assert sitting.told(ObservationRecorded) == []


def test_it_belongs_to_the_attempt_that_was_made_today(sitting: Sitting) -> None:
    after(sitting, "n", "enter", "enter", "b", "4", *["enter"] * 5)

    (attempt,) = sitting.told(AttemptRecorded)
    (seen,) = sitting.told(ObservationRecorded)
    assert isinstance(attempt, AttemptRecorded)
    assert isinstance(seen, ObservationRecorded)
    assert seen.attempt == attempt.attempt
