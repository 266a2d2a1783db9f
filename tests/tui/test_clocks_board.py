"""The board of clocks, the soonest in the header, and the form that takes a request down."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.agreement.deadlines import ClockKind
from store.agreement.loading import load_agreement
from store.clock import LONDON
from store.custody.clocks import running
from store.custody.incidents.raising import IncidentEntered, raise_incident
from store.custody.requests.known import requests
from store.fieldwork.looking import lines_of
from store.keeping.acts import ClockStarted, FamilyLockSet, IncidentRaised, RequestReceived
from store.keeping.acts.terms.incidents import IncidentKind, NoticeChannel, RequestKind
from store.keeping.freshness import Frozen
from tests.exchange.exchanging import FAMILIES, Exchange
from tests.tui.sitting import Sitting, screen_text, settled
from tui.app import DoorstepApp
from tui.clerk import Clerk
from tui.common.clocks import board
from tui.desk import desk_of
from tui.told import SignedInKept
from tui.widgets.page import Tint

A_LOSS = ("f2", "3", "enter", *"blown", *["enter"] * 5, "f3")
ORDERED = "SELECT families FROM fieldorder WHERE order_kind = 'lock'"
REST = (*"words", "enter", "enter", "enter", "enter", "enter")
"""What was said; no contact; spoken; now; kept."""


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path)


PATIENCE = 100


def seen_after(sitting: Sitting, *keys: str, heard: str = "") -> str:
    """Return what is on the screen once the header was told of a clock, if of one, and some keys were pressed."""
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for _ in range(PATIENCE):
            if app.standing is not None and heard in app.standing.clock:
                break
            await settled(app, pilot)
        for key in keys:
            await pilot.press(key)
            await settled(app, pilot)
        seen.append(screen_text(app))

    sitting.play(play, (100, 30))
    return seen[0]


def test_both_clocks_of_a_loss_are_on_the_board_and_the_soonest_in_the_header(sitting: Sitting) -> None:
    shown = seen_after(sitting, *A_LOSS, "c")

    assert shown.index("Report a loss (14.1)") < shown.index("Report a security incident (A10)")
    assert shown.count("If it runs out") == shown.count("Stops once told") == 2
    assert len(set(re.findall(r"Incident ([0-9a-f]{8})\.", shown))) == 1
    assert re.search(r"14\.1 by [A-Z][a-z]{2} \d", shown.splitlines()[0])


def test_with_no_clock_the_board_says_so_and_the_header_nothing(sitting: Sitting) -> None:
    shown = seen_after(sitting, "c")

    assert "No clock runs." in shown
    assert " by " not in shown.splitlines()[0]


def test_a_clock_that_ran_out_is_late_in_words(sitting: Sitting) -> None:
    with sitting.open() as store:
        noticed = store.now() - timedelta(hours=30)
        raise_incident(store, IncidentEntered(IncidentKind.OVERSEEN, "on a train", identified_at=noticed))
        lines = board(running(store), {}, store.now(), 80)

    assert [line.text for line in lines if line.tint is Tint.WARNING and "late by 6 h" in line.text]
    assert [line.text for line in lines if "seen by others" in line.text]
    assert not [line.text for line in lines if "overseen" in line.text]
    assert "14.1 LATE since" in seen_after(sitting, "c", heard="LATE").splitlines()[0]


@pytest.mark.parametrize("way", [(), ("enter",)])
def test_a_request_is_taken_down_from_the_list_and_from_the_family(sitting: Sitting, way: tuple[str, ...]) -> None:
    sitting.press(*way, "q", "1", "1", "1", *REST)

    told, clock = sitting.told(RequestReceived, ClockStarted)
    assert isinstance(told, RequestReceived)
    assert isinstance(clock, ClockStarted)
    assert (told.request_kind, told.text, told.channel) == (
        RequestKind.SUBJECT_ACCESS,
        "words",
        NoticeChannel.TELEPHONE,
    )
    assert told.person is not None
    assert clock.about_id == told.request


def test_delete_everything_now_locks_the_family_and_says_whom_to_ring_first(sitting: Sitting) -> None:
    shown = seen_after(sitting, "q", "3", "1", "1", "1", *REST[:-1])

    assert "The family is locked at once" in shown
    assert "Representative of the department" in shown
    assert sitting.told(FamilyLockSet) == []

    sitting.press("q", "ctrl+s", "enter")  # it waited as a draft

    (locked,) = sitting.told(FamilyLockSet)
    assert isinstance(locked, FamilyLockSet)
    (told,) = sitting.told(RequestReceived)
    assert isinstance(told, RequestReceived)
    assert (locked.family, locked.follows_from) == (told.family, told.request)


def test_somebody_of_no_family_that_is_known_can_ask(sitting: Sitting) -> None:
    sitting.press("q", "2", "2", *"Hurst", "enter", *REST)

    (told,) = sitting.told(RequestReceived)
    assert isinstance(told, RequestReceived)
    assert (told.family, told.person, told.requester) == (None, None, "Hurst")


def test_a_frozen_store_notes_a_request_whose_clock_starts_once(sitting: Sitting) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await pilot.pause()

        def freeze(store: object) -> None:
            store.frozen = Frozen.FORKED  # type: ignore[attr-defined]  # as an opening would have it

        app.clerk.ask(freeze).result()
        for key in ("q", "1", "1", "1", *REST, *A_LOSS):
            await pilot.press(key)
            await settled(app, pilot)

    sitting.play(play)

    assert len(sitting.told(RequestReceived)) == len(sitting.told(IncidentRaised)) == 1
    with sitting.open() as store:
        assert len(running(store)) == 3
        assert len(requests(store)) == 1


def test_every_duty_of_the_agreement_has_what_follows() -> None:
    from store.custody.clocks import FOLLOWS_FROM

    assert {rule.kind for rule in load_agreement().clocks} == set(FOLLOWS_FROM)


def test_a_laptop_that_was_stolen_names_the_families_that_lie_on_it(sitting: Sitting) -> None:
    shown = seen_after(sitting, "f2", "2")
    sitting.press("f2", "2", "enter", *"taken", *["enter"] * 5, "f3")
    sitting.press("f2", "1", "2", *"drive", *["enter"] * 5, "f3")

    assert "this one, laptop" in shown
    assert "(6 families)" in shown
    stolen, lost = sitting.told(IncidentRaised)
    assert isinstance(stolen, IncidentRaised)
    assert isinstance(lost, IncidentRaised)
    assert (len(stolen.families), len(stolen.devices)) == (6, 1)
    assert (lost.families, lost.devices) == ((), ())


def test_when_the_agency_came_to_know_starts_its_own_clock(sitting: Sitting) -> None:
    with sitting.open() as store:
        now = store.now().astimezone(LONDON)
    noticed = (now - timedelta(hours=30)).strftime("%Y-%m-%d %H:%M")
    sitting.press("f2", "4", "enter", *"seen", "enter", "enter", *noticed, "enter", *"now", "enter", "enter", "f3")

    with sitting.open() as store:
        loss, incident = running(store)
    assert (loss.kind, incident.kind) == (ClockKind.LOSS, ClockKind.INCIDENT)
    assert incident.started_at - loss.started_at > timedelta(hours=29)


def test_base_orders_a_family_locked_that_is_to_be_deleted_now(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:1])
    exchange.sync()
    clerk = Clerk()
    clerk.open(exchange.at_base).result()
    app = DoorstepApp(clerk, clerk.ask(desk_of).result(), clerk.ask(lines_of).result(), lambda _: SignedInKept(None))

    async def run() -> None:
        async with app.run_test(size=(100, 30)) as pilot:
            for key in ("slash", *"ECC-00001", "enter", "q", "3", "1", "1", "1", *REST, "ctrl+s", "enter"):
                await pilot.press(key)
                await settled(app, pilot)

    try:
        asyncio.run(run())
        orders = clerk.ask(
            lambda store: store.rows("SELECT families FROM fieldorder WHERE order_kind = 'lock'")
        ).result()
    finally:
        clerk.close()

    assert orders == [(FAMILIES[0],)]
