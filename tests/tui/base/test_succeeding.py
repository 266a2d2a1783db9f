"""Base goes on from an older copy by keys: the board says that it is frozen, and two people see to it in Laptops."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.errors import WrongPassphraseError
from store.keeping import people, staffing
from store.keeping.acts import JournalSucceeded
from store.keeping.acts.terms.store import StaffRole
from store.keeping.freshness import Frozen
from tests.exchange.exchanging import FAMILIES, Exchange, told
from tests.exchange.test_succession import AUDITOR, copy_of, learn, put_back
from tests.made import SECOND_PASSPHRASE, opened, passphrase
from tests.tui.base_sitting import BaseSitting, press, screen_text, settled
from tui.base.app import BaseApp


def put_back_base(tmp_path: Path, *, with_auditor: bool) -> BaseSitting:
    """Return a base that was put back from before its last acts, and heard of that."""
    exchange = Exchange(tmp_path / "there")
    exchange.give(FAMILIES[:2])
    if with_auditor:
        with exchange.at_base() as base:
            staffing.add(base, "Auditor One", StaffRole.AUDITOR, passphrase(AUDITOR))
    exchange.sync()
    copy = copy_of(exchange)
    exchange.laptop.correct(FAMILIES[0], "receipted by the lost base")
    exchange.sync()
    put_back(exchange, copy)
    learn(exchange)
    (tmp_path / "here").mkdir()
    return BaseSitting(tmp_path / "here", exchange.base)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "there").mkdir()
    return tmp_path


async def typed(app: BaseApp, pilot: Pilot[int], text: str) -> None:
    await pilot.press(*text, "enter")
    await settled(app, pilot)


def test_two_people_go_on_with_a_base_that_is_behind_and_come_in_anew(folder: Path) -> None:
    sitting = put_back_base(folder, with_auditor=False)
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        seen.append(" ".join(screen_text(app).split()))
        await press(app, pilot, "l", "r")
        seen.append(screen_text(app))
        await typed(app, pilot, "Nobody at all 12 words")
        seen.append(" ".join(screen_text(app).split()))
        await press(app, pilot, "enter")
        assert app.clerk.ask(lambda store: store.frozen).result() is Frozen.ROLLED_BACK
        await press(app, pilot, "ctrl+s")
        seen.append(screen_text(app))
        await press(app, pilot, "shift+tab", "ctrl+u")
        await typed(app, pilot, SECOND_PASSPHRASE)
        await press(app, pilot, "ctrl+s")
        seen.append(screen_text(app))
        await pilot.press("f3")

    app = sitting.play(play)

    board, asked, means, refused, gone_on = seen
    assert "takes no acts: two people let it go on in Laptops (l, r)." in board
    assert "Left" not in asked
    assert "The second supervisor's own passphrase" in asked
    assert "Base goes on from this copy, under a new journal: two people say so." in means
    assert WrongPassphraseError.message in refused
    assert "Base goes on, under a new journal." in gone_on
    assert app.lock_cause is not None
    with sitting.open() as store:
        assert store.frozen is None
        assert len(told(store, JournalSucceeded)) == 1


def test_who_left_since_the_copy_was_made_is_asked_and_closed_out(folder: Path) -> None:
    sitting = put_back_base(folder, with_auditor=True)
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "l", "r")
        seen.append(screen_text(app))
        await press(app, pilot, "2", "1", "enter")
        await typed(app, pilot, SECOND_PASSPHRASE)
        seen.append(" ".join(screen_text(app).split()))
        await press(app, pilot, "ctrl+s")

    sitting.play(play)

    asked, means = seen
    assert "Who left since the copy was made?" in asked
    assert "Their passphrase opens nothing here any more: Auditor One." in means
    with sitting.open() as store:
        assert store.frozen is None
        assert {each.name for each in people.staff(store) if each.left_on is not None} == {"Auditor One"}
    with pytest.raises(WrongPassphraseError):
        opened(sitting.folder, AUDITOR, is_clock_right=True)


def test_where_base_is_not_frozen_the_key_answers_laptops(tmp_path: Path) -> None:
    assert "In which folder does its request lie?" in BaseSitting(tmp_path).seen_after("l", "r")
