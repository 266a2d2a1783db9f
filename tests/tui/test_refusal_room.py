"""The form of a refusal: what locks is told before it locks, and nothing about the family is worked afterwards."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.keeping.acts import ContactWishRecorded, FamilyLockSet
from store.keeping.acts.terms.families import WishBy, WishChannel, WishDecision, WishReach
from store.keeping.freshness import Frozen
from tests.tui.sitting import DELIVERED, Sitting, screen_text, settled
from tui.app import DoorstepApp
from tui.field.contacts import ContactsScreen
from tui.field.family import FamilyScreen

BY_CARER = ("f8", "1", "1", "1", "enter", "enter", "enter")
"""Somebody of the family, the first of them, the whole family, at the door, now, nothing more said."""


FIRST_AT = ", ".join((DELIVERED[0].details.address.lines[0], DELIVERED[0].details.address.postcode or ""))


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


def test_a_main_carers_no_for_the_family_locks_it_and_the_list_shows_that_at_once(sitting: Sitting) -> None:
    before, after = seen_after(sitting, BY_CARER, ("ctrl+s",))

    assert "LOCKED at once. Only base can open it again." in before
    assert f"Refused at {FIRST_AT}: the family is LOCKED." in after
    assert "[2 To do 5]" in after
    (wish,) = sitting.told(ContactWishRecorded)
    assert isinstance(wish, ContactWishRecorded)
    assert (wish.by, wish.reach, wish.channel) == (WishBy.RESPONDENT, WishReach.FAMILY, WishChannel.DOOR)
    assert len(sitting.told(FamilyLockSet)) == 1


def test_nothing_is_kept_before_it_was_agreed_to(sitting: Sitting) -> None:
    sitting.press(*BY_CARER, "f3")

    assert sitting.told(ContactWishRecorded, FamilyLockSet) == []


def test_somebody_who_speaks_for_others_only_makes_the_family_wait(sitting: Sitting) -> None:
    proxy = ("f8", "2", "k", "enter", *"aunt", "enter", "1", "enter", "enter", "enter")
    before, after = seen_after(sitting, proxy, ("ctrl+s",))

    assert "paused at once: the supervisor decides" in before
    assert "waits for your supervisor" in after
    (wish,) = sitting.told(ContactWishRecorded)
    assert isinstance(wish, ContactWishRecorded)
    assert (wish.decision, wish.by_description) == (WishDecision.PAUSED, "aunt")


def test_from_the_family_it_goes_back_to_its_page_which_says_it(sitting: Sitting) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in ("enter", *BY_CARER, "ctrl+s"):
            await pilot.press(key)
            await settled(app, pilot)
        assert isinstance(app.screen, FamilyScreen)
        assert "LOCKED: do not visit, do not ring" in screen_text(app)

    sitting.play(play)


def test_a_store_that_takes_no_acts_takes_a_refusal_and_tells_it_at_the_next_unlock(sitting: Sitting) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        app.clerk.store.frozen = Frozen.ROLLED_BACK
        for key in (*BY_CARER, "ctrl+s"):
            await pilot.press(key)
            await settled(app, pilot)
        assert isinstance(app.screen, ContactsScreen)

    sitting.play(play)

    assert len(sitting.told(ContactWishRecorded, FamilyLockSet)) == 2


def test_an_enter_that_is_held_down_locks_nobody(sitting: Sitting) -> None:
    sitting.press(*BY_CARER, *["enter"] * 5)

    assert sitting.told(ContactWishRecorded) == []
