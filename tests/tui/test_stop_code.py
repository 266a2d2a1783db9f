"""A stop code, typed as it is heard: its family is locked and named by its reference, or it is said why not."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.exchange.stop_code import PURPOSE, code_for
from store.ids import DeviceId
from store.keeping.acts import FamilyLockSet, LockCodeEntered
from store.keeping.acts.terms.families import FamilyLockCause
from tests.tui.sitting import DELIVERED, Sitting, screen_text, settled
from tui.app import DoorstepApp
from tui.field.contacts import ContactsScreen
from tui.field.stop_code import StopCodeDialog


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path)


def code(sitting: Sitting) -> str:
    """Return what base would read out for the third family."""
    with sitting.open() as store:
        key = store.notebook.secret_kept(PURPOSE, DeviceId(store.sidecar.store), 0)
        assert key is not None
        return code_for(key, DELIVERED[2].family, FamilyLockCause.CONTACT_WISH)


def test_a_code_locks_its_family_however_it_is_typed_and_names_no_person(sitting: Sitting) -> None:
    heard = " ".join(code(sitting).lower().replace("-", "").replace("0", "o"))
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await pilot.press("x")
        await pilot.press(*("space" if each == " " else each for each in heard), "enter")
        await settled(app, pilot)
        assert isinstance(app.screen, ContactsScreen)
        seen.append(screen_text(app))

    sitting.play(play)

    assert f"Locked: {DELIVERED[2].council_reference}. Do not visit, do not ring." in seen[0]
    assert "[2 To do 5]" in seen[0]
    (locked,) = sitting.told(FamilyLockSet)
    assert isinstance(locked, FamilyLockSet)
    assert (locked.family, locked.cause) == (DELIVERED[2].family, FamilyLockCause.LOCK_CODE)
    assert len(sitting.told(LockCodeEntered)) == 1


@pytest.mark.parametrize(
    ("typed", "why"),
    [("12345", "eight letters and digits"), ("00000000", "for no family on this laptop, so nothing was locked")],
)
def test_a_code_that_is_none_says_why_and_stays(sitting: Sitting, typed: str, why: str) -> None:
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await pilot.press("x", *typed, "enter")
        await settled(app, pilot)
        assert isinstance(app.screen, StopCodeDialog)
        seen.append(screen_text(app))

    sitting.play(play)

    assert why in seen[0]
    assert sitting.told(FamilyLockSet) == []
