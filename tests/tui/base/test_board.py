"""The board: straight rows in the first frame, counts after it, and the keys that lead on."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.custody.incidents.raising import IncidentEntered, raise_incident
from store.exchange import orders
from store.exchange.peers import peer_named
from store.fieldwork.by_week import Week
from store.fieldwork.how_far import HowFar
from store.fieldwork.leases import LEASE
from store.fieldwork.progress import Progress
from store.keeping import acts, staffing
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.families import FamilyLockCause
from store.keeping.acts.terms.incidents import IncidentKind
from tests.tui.base_sitting import GIVEN, BaseSitting, press, screen_text
from tui.base.app import BaseApp
from tui.base.board_page import _counted


@pytest.fixture
def sitting(tmp_path: Path) -> BaseSitting:
    return BaseSitting(tmp_path)


def test_the_board_shows_each_laptop_and_how_far_the_work_got(sitting: BaseSitting) -> None:
    shown = sitting.seen_after().splitlines()

    assert shown[1].strip() == "For the team, not for release."
    assert "No clock runs." in "\n".join(shown)
    (laptop,) = [line.split() for line in shown if line.startswith(" laptop ")]
    assert laptop[:3] == ["laptop", "today", laptop[2]]
    assert laptop[3] == "today"
    assert laptop[-2:] == ["0", "3"]
    (interviewer,) = [line.split() for line in shown if "Interviewer One" in line]
    assert interviewer[-8:] == ["3", "0", "3", "0", "0", "0", "0", "0"]


def test_straight_rows_are_there_before_anything_is_counted(sitting: BaseSitting) -> None:
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        app._board._counted = None
        app._board._paint()
        await pilot.pause()
        seen.append(screen_text(app))

    sitting.play(play)

    assert "How far the work got is being counted." in seen[0]
    assert " laptop " in seen[0]


def test_a_clock_and_a_refusal_that_is_not_confirmed_stand_out(sitting: BaseSitting) -> None:
    with sitting.open() as store:
        orders.lock(store, peer_named(store, "laptop"), GIVEN[:2], FamilyLockCause.CONTACT_WISH)
        raise_incident(store, IncidentEntered(IncidentKind.OVERSEEN, "on a train", identified_at=store.now()))

    shown = sitting.seen_after()

    assert "2 refusals not confirmed" in shown
    assert "Report a security incident" in shown


def test_a_carrier_who_left_and_what_waits_for_a_later_release_stand_beside_the_laptop(sitting: BaseSitting) -> None:
    with sitting.open() as store:
        laptop = peer_named(store, "laptop")
        ((name,),) = store.rows("SELECT name FROM staff WHERE staff = ?", (laptop.staff,))
        staffing.leave(store, name)
        waiting = acts.EntriesWithheld(
            device=laptop.device,
            device_release="0.1.0",
            needs_release="0.3.0",
            journal=store.sidecar.journal,
            entries=(store.journal.size - 1,),
        )
        store.record(waiting)

    shown = " ".join(sitting.seen_after("l", "enter").split())

    assert "notice 1 entry waits until it runs release 0.3.0" in shown
    assert "notice carrier left: not heard there yet" in shown
    assert "Where nobody can unlock it any more: F4 at its prompt, and two people answer in Laptops (l, r)." in shown
    assert "Once revoked or dead (v, d) it gets no answer: what is unsent there is lost." in shown


def test_a_laptop_with_families_that_is_not_heard_of_goes_quiet(sitting: BaseSitting) -> None:
    from store.keeping.training import move_training_clock

    with sitting.open() as store:
        move_training_clock(store, store.now() + timedelta(days=5))

    assert "QUIET for 5 days" in sitting.seen_after()
    assert "lease ended" not in sitting.seen_after()
    with sitting.open() as store:
        move_training_clock(store, store.now() + LEASE)

    assert "lease ended: locked there" in sitting.seen_after()


@pytest.mark.parametrize(
    ("key", "title"),
    [("f", "Families"), ("enter", "Families"), ("f5", "Send and receive"), ("c", "Clocks"), ("e", "Devices")],
)
def test_keys_lead_on_and_back(sitting: BaseSitting, key: str, title: str) -> None:
    titles: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, key)
        titles.append(screen_text(app).splitlines()[0])
        await press(app, pilot, "f3")
        titles.append(screen_text(app).splitlines()[0])

    sitting.play(play)

    assert titles[0].startswith(f" {title}")
    assert titles[1].startswith(" Base")


def test_the_lock_key_locks_and_the_cover_covers(sitting: BaseSitting) -> None:
    covered: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "f9")
        covered.append(screen_text(app))
        await pilot.press("f12")
        await pilot.pause()

    app = sitting.play(play)

    assert "laptop" not in covered[0]
    assert app.return_value == 75


def test_what_was_delivered_adds_up_and_the_weeks_are_drawn_to_one_scale() -> None:
    progress = Progress(Wave.ONE, "Essex", 477, 0, 470, 5, 1, 1, 0, 900)
    weeks = [Week(date(2015, 10, 26), 900, 450), Week(date(2015, 11, 2), 300, 0)]

    lines = [line.text for line in _counted(HowFar(508, 31, [progress], [progress], weeks, 0), 80)]

    assert lines[0] == "508 delivered = 31 refused before anybody had them + 7 ended + 470 to work."
    first, second = (line for line in lines if line.startswith(("26 Oct", "2 Nov")))
    assert abs(first.count("-") - first.count("#")) <= 1
    assert (first.count("#") + first.count("-")) // 3 == second.count("-") - 1
    assert "#" not in second
    assert max(map(len, lines)) <= 80
    partly = " ".join(line.text for line in _counted(HowFar(508, 31, [progress], [progress], weeks, 1), 120))
    assert "+ 6 ended + 471 to work, 1 of them interviewed in part." in partly
