"""One's own passphrase is changed at a screen by whoever knows the present one, and by nobody else."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from store import errors
from store.keeping import staffing
from store.keeping.acts.terms.store import StaffRole
from tests.exchange.enrolled import FORGOTTEN
from tests.made import PASSPHRASE, opened, passphrase
from tests.tui.base_sitting import BaseSitting, screen_text
from tests.tui.base_sitting import settled as settled_at_base
from tests.tui.sitting import Sitting
from tests.tui.sitting import settled as settled_at_door
from tui.app import DoorstepApp
from tui.base.app import BaseApp

NEW = "Velvet quarry 27 saxophone lemon"
OTHERS = "Harbour walnut 83 cassette plum"
WRONG = errors.WrongPassphraseError.message


def keys(present: str, new: str, again: str) -> tuple[str, ...]:
    return (*present, "enter", *new, "enter", *again, "enter", "ctrl+s")


def test_an_interviewer_changes_theirs_at_the_door(tmp_path: Path) -> None:
    sitting, seen = Sitting(tmp_path), list[str]()

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for pressed in (
            ("z", *keys("no such thing", NEW, NEW)),
            ("shift+tab",) * 3,
            ("ctrl+u", *FORGOTTEN, "enter", "enter", "enter", "ctrl+s"),
        ):
            await pilot.press(*pressed)
            await settled_at_door(app, pilot)
            seen.append(screen_text(app))

    sitting.play(play)

    wrong, _, kept = seen
    assert WRONG in " ".join(wrong.split())
    assert "Your new passphrase counts" in kept
    assert not [word for word in (FORGOTTEN, NEW) if word in "".join(seen)]
    with opened(sitting.folder, NEW, is_clock_right=True):
        pass
    with pytest.raises(errors.WrongPassphraseError):
        opened(sitting.folder, FORGOTTEN, is_clock_right=True)


def test_a_colleagues_passphrase_or_two_that_differ_change_nothing_at_base(tmp_path: Path) -> None:
    sitting, seen = BaseSitting(tmp_path), list[str]()
    with sitting.open() as store:
        staffing.add(store, "Supervisor Three", StaffRole.SUPERVISOR, passphrase(OTHERS))

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        for pressed in (keys(OTHERS, NEW, NEW), keys(PASSPHRASE, NEW, OTHERS)):
            await pilot.press("z", *pressed)
            await settled_at_base(app, pilot)
            seen.append(screen_text(app))
            await pilot.press("f3")

    sitting.play(play)

    colleague, differ = seen
    assert WRONG in " ".join(colleague.split())
    assert errors.PassphrasesDifferError.message in " ".join(differ.split())
    with sitting.open() as store:  # by the passphrase from before
        assert store.roles() == ("supervisor",)
