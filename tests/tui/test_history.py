"""A family's history and its confidential numbers: readable, told before they are seen, and never side by side."""

import re
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from store.keeping.acts import FamilyShown
from store.keeping.acts.terms.families import ViewPart
from tests.tui.sitting import Sitting, screen_text, settled
from tui.app import DoorstepApp
from tui.field.history import Told, history_page

SECRET = ("enter", "e", "1", "1", "k", "enter", *"07700900999", "enter", "2", "1", "enter")
"""Into the first family: a new, confidential number of the first person, who said so themselves."""


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
            seen.append(screen_text(app))

    sitting.play(play)
    return seen


@pytest.mark.parametrize("note", ["Car in the drive.", "Who knows?", "Works nights"])
def test_a_sentence_that_ends_with_a_note_has_one_stop(note: str) -> None:
    (_, line) = history_page([Told(0, "Ada", f"Attempt 1, visit: no contact; “{note}”", is_unsent=False)], 120)

    assert line.text.endswith(f"“{note}”" if note[-1] in ".?" else f"“{note}”.")


def shown(sitting: Sitting) -> list[tuple[ViewPart, ...]]:
    return [each.parts for each in sitting.told(FamilyShown) if isinstance(each, FamilyShown)]


def test_what_was_done_is_told_newest_first_with_who_did_it_and_what_is_unsent(sitting: Sitting) -> None:
    (page,) = seen_after(sitting, ("n", "enter", "enter", "h"))

    told = " ".join(page.split())
    assert re.search(r"\[not sent yet\] Attempt 1, visit on .*: no contact\.", told)
    assert told.index("Looked at: history") < told.index("Attempt 1")
    assert "Interviewer" in told
    assert "_" not in told
    assert (ViewPart.HISTORY,) in shown(sitting)


def test_a_confidential_number_is_never_told_in_the_history(sitting: Sitting) -> None:
    (page,) = seen_after(sitting, (*SECRET, "h"))

    assert "telephone number" in page
    assert "900999" not in page


def test_a_confidential_number_is_seen_alone_and_told_before(sitting: Sitting) -> None:
    asked, alone = seen_after(sitting, (*SECRET, "i"), ("1",))

    names = [line for line in asked.splitlines() if line.startswith("   1")]
    assert len(names) == 1
    assert "07700 900999 (mobile)" in alone
    assert names[0].split()[1] not in alone
    assert shown(sitting)[-1] == (ViewPart.PHONES,)


def test_where_nobody_has_a_confidential_number_no_key_offers_one(sitting: Sitting) -> None:
    asked, nobody = seen_after(sitting, (*SECRET, "i"))[-1], seen_after(sitting, ("enter", "i"))[-1]

    assert "Nobody of this family has a confidential contact." in nobody
    assert ["Next" in each.splitlines()[-1] for each in (asked, nobody)] == [True, False]


def test_leaving_takes_the_number_away(sitting: Sitting) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in (*SECRET, "i", "1", "f3"):
            await pilot.press(key)
            await settled(app, pilot)
        assert "900999" not in screen_text(app)
        assert "900999" not in _held(app)

    sitting.play(play)


def _held(app: Any) -> str:
    """Return what the screen of confidential numbers still holds."""
    room = app.get_screen("SeeConfidential")
    return str(room.query_one("Page")._lines)
