"""Going in alone: back by when in the header, overdue in words, and out again, well or not."""

from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.clock import to_ms
from store.ids import new_id
from store.keeping.acts import FamilyLockSet, LoneVisitEnded, LoneVisitStarted
from store.keeping.acts.terms.attempts import VisitEnd
from store.keeping.acts.terms.families import FamilyLockCause
from tests.tui.sitting import FAMILIES, Sitting, screen_text, settled
from tui.app import DoorstepApp


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path)


PATIENCE = 100


def after(sitting: Sitting, *keys: str, is_in: bool = False) -> list[str]:
    """Press keys, and return what stands on the screen after each; where somebody is in, once the header knows it."""
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for _ in range(PATIENCE):
            if not is_in or (app.standing is not None and app.standing.back):
                break
            await settled(app, pilot)
        for key in keys:
            await pilot.press(key)
            await settled(app, pilot)
            seen.append(screen_text(app))

    sitting.play(play)
    return seen


def go_in(sitting: Sitting, ahead: timedelta) -> None:
    """Be at the first family's door already, expected back some time ahead."""
    with sitting.open() as store:
        store.record(
            LoneVisitStarted(
                visit=new_id(),
                family=FAMILIES[0],
                interviewer=store.keys.person.staff,
                expected_back_at_ms=to_ms(store.now() + ahead),
            )
        )


def test_going_in_takes_four_keys_and_the_header_says_back_by_when(sitting: Sitting) -> None:
    *_, end, inside = after(sitting, "enter", "w", "enter", "enter", "enter")

    (told,) = sitting.told(LoneVisitStarted)
    assert isinstance(told, LoneVisitStarted)
    assert "This laptop tells nobody else." in end
    assert "back by" in inside.splitlines()[0]
    assert "OVERDUE" not in inside


def test_somebody_who_is_back_and_well_says_so(sitting: Sitting) -> None:
    go_in(sitting, timedelta(minutes=30))

    first, *_, out = after(sitting, "enter", "w", "1", "enter", "enter", is_in=True)

    (told,) = sitting.told(LoneVisitEnded)
    assert isinstance(told, LoneVisitEnded)
    assert told.end is VisitEnd.RETURNED_SAFE
    assert "back by" in first.splitlines()[0]
    assert "back by" not in out.splitlines()[0]


def test_somebody_who_left_unsafe_hears_of_the_lock_before_it_is_set(sitting: Sitting) -> None:
    *_, end, left = after(sitting, "enter", "w", "2", *"Knife", "enter", "ctrl+s")

    (lock,) = sitting.told(FamilyLockSet)
    assert isinstance(lock, FamilyLockSet)
    assert (lock.cause, lock.reason) == (FamilyLockCause.SAFETY, "Knife")
    assert "LOCKED at once: nobody goes there until base opens it again." in end
    assert "LOCKED: do not visit, do not ring" in left


def test_a_visit_that_is_overdue_is_said_as_soon_as_somebody_comes_in(sitting: Sitting) -> None:
    go_in(sitting, -timedelta(minutes=5))

    (seen,) = after(sitting, "home", is_in=True)

    assert "OVERDUE: back by" in seen.splitlines()[0]
    assert "if you are not, ring 999" in seen


def test_nobody_is_in_at_two_doors(sitting: Sitting) -> None:
    go_in(sitting, timedelta(minutes=30))

    *_, asked, _, still = after(sitting, "down", "enter", "w", "1", "2", "ctrl+s")
    assert "You are still in at" in asked
    assert "It cannot be kept like this" in still
    after(sitting, "down", "enter", "w", "shift+tab", "shift+tab", "1", "ctrl+s", "ctrl+s")

    (ended,) = sitting.told(LoneVisitEnded)
    started = sitting.told(LoneVisitStarted)
    assert isinstance(ended, LoneVisitEnded)
    assert (ended.family, ended.end) == (FAMILIES[0], VisitEnd.RETURNED_SAFE)
    assert isinstance(started[-1], LoneVisitStarted)
    assert started[-1].family != FAMILIES[0]
