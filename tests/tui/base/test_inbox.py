"""What waits at base, by keys: two values side by side, one of which stands from then on, and both stay told."""

import re
import shutil
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.keeping.acts import ConflictSettled, FamilyShown
from store.keeping.acts.terms.families import DetailField
from tests.exchange.exchanging import FAMILIES, Exchange, correction
from tests.exchange.test_intake import told
from tests.tui.base_sitting import BaseSitting, press, screen_text, settled
from tui.base.app import BaseApp


@pytest.fixture
def sitting(tmp_path: Path) -> BaseSitting:
    """A base that knows of a clash: it and a laptop told different ways to the same door."""
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:1])
    exchange.sync()
    with exchange.at_base() as base:
        base.record(correction(FAMILIES[0], "left of the mill"))
    exchange.laptop.correct(FAMILIES[0], "behind the mill")
    exchange.sync_laptop()
    assert exchange.sync_base().conflicts_count == 1
    sitting = BaseSitting(tmp_path / "elsewhere")
    shutil.rmtree(sitting.folder)
    shutil.copytree(exchange.base, sitting.folder)
    return sitting


def directions(sitting: BaseSitting) -> str:
    with sitting.open() as store:
        ((text,),) = store.rows("SELECT directions FROM family WHERE family = ?", (FAMILIES[0],))
        return str(text)


@pytest.mark.parametrize(
    ("keys", "stands"),
    [((), "left of the mill"), ((), "behind the mill"), ((*"over it", "enter"), "over it")],
)
def test_one_of_two_values_stands_once_a_supervisor_says_so(
    sitting: BaseSitting, keys: tuple[str, ...], stands: str
) -> None:
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        seen.append(screen_text(app))
        await press(app, pilot, "m")
        seen.append(screen_text(app))
        await press(app, pilot, "enter")
        seen.append(screen_text(app))
        offered = re.findall(r"(\d)  (.+ the mill|neither)", seen[-1])
        (key,) = [key for key, said in offered if said == (stands if "mill" in stands else "neither")]
        await press(app, pilot, key, *keys)
        await pilot.press(*"rang them", "enter")
        await settled(app, pilot)
        seen.append(screen_text(app))
        await press(app, pilot, "ctrl+s")
        seen.append(screen_text(app))

    sitting.play(play)

    board, inbox, asked, shown, after = seen
    assert "Inbox (m): 1 value that clashes." in board
    assert "directions: two devices say different things" in inbox
    assert "mill" not in inbox
    assert len(re.findall(r"the mill \(\w{3} \d+ \w{3} \d{4} \d\d:\d\d, .+\)", asked)) == 2
    assert any("left of the mill" in line and "behind the mill" in line for line in shown.splitlines())
    assert f"From now on: {stands}" in shown
    assert "Nothing waits." in after
    assert directions(sitting) == stands
    with sitting.open() as store:
        (act,) = told(store, ConflictSettled)
        assert act.reason == "rang them"
        assert told(store, FamilyShown)
        assert store.rows("SELECT field FROM conflict WHERE is_settled") == [(DetailField.DIRECTIONS,)]


def test_nothing_waits_where_nothing_does(tmp_path: Path) -> None:
    shown = BaseSitting(tmp_path).seen_after("m")

    assert "Nothing waits." in shown
