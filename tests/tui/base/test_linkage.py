"""Linkage at base, by keys: sent, somebody stopped, confirmed; what waits is said (4.2, 7.2f)."""

import asyncio
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.exchange.linkage.extracting import extract_linkage
from store.exchange.linkage.known import sent
from store.exchange.recipients import end
from store.keeping import acts
from store.keeping.store import Store
from tests.exchange.linkage.test_linkage import origin, rows, to, withdraw
from tests.exchange.test_intake import told
from tests.tui.base_sitting import BaseSitting, press, screen_text, settled
from tui.base import going_out
from tui.base.app import BaseApp

__all__ = ["origin"]


@pytest.fixture
def sitting(origin: Path, tmp_path: Path) -> BaseSitting:
    sitting = BaseSitting(tmp_path, origin)
    with sitting.open() as store:
        store.notebook.write_note(going_out.FOLDER, f"{tmp_path}/")
    return sitting


def took_back(store: Store) -> None:
    withdraw(store, told(store, acts.LinkageExtractMade)[0].people[0])


async def typed(app: BaseApp, pilot: Pilot[int], text: str) -> None:
    await pilot.press(*text, "enter")
    await settled(app, pilot)


def test_an_extract_says_how_many_and_which_fields_and_is_confirmed_with_its_stop_list(
    sitting: BaseSitting, tmp_path: Path
) -> None:
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "n")
        seen.append(screen_text(app))
        await press(app, pilot, "s")
        seen.append(screen_text(app))
        await press(app, pilot, "x", "1")
        await typed(app, pilot, "one")
        await press(app, pilot, "1")
        seen.append(screen_text(app))
        await press(app, pilot, "enter")
        seen.append(screen_text(app))
        await press(app, pilot, "f3")
        await asyncio.wrap_future(app.clerk.ask(took_back))
        await press(app, pilot, "f3", "n")
        seen.append(screen_text(app))
        await press(app, pilot, "down", "enter", "1")
        await typed(app, pilot, "two")
        await press(app, pilot, "1")
        seen.append(screen_text(app))
        await press(app, pilot, "enter", "f3")
        for where in ("home", "end"):
            await press(app, pilot, where, *["down"] * (where == "home"), "a")
            await typed(app, pilot, "Somebody")
            await press(app, pilot, "1", "enter")  # nothing in writing
            seen.append(screen_text(app))
            await press(app, pilot, "enter")
        seen.append(screen_text(app))
        await press(app, pilot, "enter")
        seen.append(screen_text(app))

    sitting.play(play)
    first, nobody, asked, sent_one, owed, stop, _, _, listed, last = seen
    assert "6 people with a live yes, 6 in no extract yet" in first
    assert "Nobody whom anybody was sent" in nobody
    assert "6 people whose yes" in asked
    assert "person, first names, surname, born on, postcode. Nothing else." in asked
    assert "linkage extract, 6 rows, clause 4.2" in asked
    assert "Final destruction waits: 1 file" in sent_one
    assert "DCLG: has to be told of 1 person who took linkage back" in owed
    assert "stop-list, 1 row, clause 4.2" in stop
    assert listed.count("confirmed") == 2 + 1  # and the sentence below
    assert "final destruction does not wait" in last
    assert len(rows(tmp_path / "one")) == 6
    assert len(rows(tmp_path / "two")) == 1
    with sitting.open() as store:
        assert [each.is_acknowledged for each in sent(store)] == [True, True]


def test_nobody_on_the_register_is_said_and_one_that_left_cannot_be_said_not_to_have(
    sitting: BaseSitting, tmp_path: Path
) -> None:
    with sitting.open() as store:
        extract_linkage(store, tmp_path / "one", to(store))
        end(store, "DCLG", "moved")
        withdraw(store, told(store, acts.LinkageExtractMade)[0].people[0])
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "n", "x")
        seen.append(screen_text(app))
        await press(app, pilot, "s")
        seen.append(screen_text(app))
        await press(app, pilot, "a")
        seen.append(screen_text(app))
        await press(app, pilot, "end", "v")
        await typed(app, pilot, "it was never put there")
        await press(app, pilot, "enter")
        seen.append(screen_text(app))

    sitting.play(play)

    extract, stop, confirmed, never = seen
    assert "add whom it goes to in Registers" in extract
    assert "sent nothing for linkage any more" in stop
    assert "Point at a file that waits" in confirmed
    assert "No extract or stop-list that is still open" in never
