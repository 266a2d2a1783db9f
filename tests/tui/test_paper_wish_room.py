"""A refusal by paper number: the list says that one waits, and it is settled for the family that is pointed at."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.fieldwork.paper_wishes import PaperWishEntered, paper_wish
from store.keeping.acts import ContactWishRecorded, FamilyLockSet, PaperWishSettled
from store.keeping.acts.terms.families import WishBy, WishReach
from store.keeping.noting import keep_or_note
from tests.tui.sitting import Sitting, screen_text, settled
from tui.app import DoorstepApp
from tui.told import SignedInKept


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    sitting = Sitting(tmp_path)
    with sitting.open() as store:
        keep_or_note(store, paper_wish(PaperWishEntered("p-0017", WishBy.RESPONDENT, WishReach.FAMILY), store.now()))
    return sitting


def seen_after(sitting: Sitting, *steps: tuple[str, ...]) -> list[str]:
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        app.post_message(SignedInKept(None))
        await settled(app, pilot)
        await settled(app, pilot)
        for keys in steps:
            for key in keys:
                await pilot.press(key)
                await settled(app, pilot)
            seen.append(" ".join(screen_text(app).split()))

    sitting.play(play)
    return seen


def test_one_that_waits_stands_above_the_list_until_it_has_its_family(sitting: Sitting) -> None:
    waiting, before, after = seen_after(sitting, (), ("b", "1", "1"), ("ctrl+s",))

    assert "1 refusal by number waits for a family: point at it, press b." in waiting
    assert "Sheet P-0017 is of ECC" in before
    assert "LOCKED at once" in before
    assert "waits for a family" not in after
    assert "[2 To do 5]" in after
    assert len(sitting.told(PaperWishSettled)) == len(sitting.told(FamilyLockSet)) == 1
    (wish,) = sitting.told(ContactWishRecorded)
    assert isinstance(wish, ContactWishRecorded)
    assert wish.sheet == "P-0017"


def test_going_back_leaves_it_waiting(sitting: Sitting) -> None:
    (after,) = seen_after(sitting, ("b", "1", "1", "f3"))

    assert "1 refusal by number waits" in after
    assert sitting.told(PaperWishSettled, FamilyLockSet) == []
