"""The term at base, by keys: an extension and a notice are recorded; board and header count down (3.1, 18)."""

import hashlib
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.agreement.lifetime import TermEnd
from store.agreement.london import london_day
from store.exchange.ending import endings, give_notice
from tests.made import SECOND_PASSPHRASE, MachineTime
from tests.tui.base_sitting import BaseSitting, press, screen_text, settled
from tui import wording
from tui.base.app import BaseApp


@pytest.fixture
def sitting(tmp_path: Path) -> BaseSitting:
    (tmp_path / "letter").write_text("It goes on.", "utf-8")
    return BaseSitting(tmp_path)


async def typed(app: BaseApp, pilot: Pilot[int], text: str) -> None:
    await pilot.press(*text, "enter")
    await settled(app, pilot)


def notice(sitting: BaseSitting, cause: TermEnd) -> date:
    with sitting.open() as store:
        return give_notice(store, cause, london_day(store.now()), None, "ab" * 32)


def test_an_extension_is_recorded_with_the_digest_of_its_document(sitting: BaseSitting, tmp_path: Path) -> None:
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "r", "t")
        seen.append(screen_text(app))
        await press(app, pilot, "a")
        await typed(app, pilot, "2019-03-31")
        await typed(app, pilot, str(tmp_path / "letter"))
        seen.append(" ".join(screen_text(app).split()))
        await press(app, pilot, "enter")
        seen.append(screen_text(app))
        await press(app, pilot, "end", "enter")
        seen.append(screen_text(app))

    sitting.play(play)

    before, means, kept, whole = seen
    assert "The agreement runs to the end of Fri 31 Aug 2018, " in before
    assert "runs to the end of Sun 31 Mar 2019, at base and on every laptop" in means
    assert "The agreement runs to the end of Sun 31 Mar 2019, " in kept
    assert "The last day before: Fri 31 Aug 2018." in whole
    with sitting.open() as store:
        (told,) = endings(store)
        assert (told.cause, told.ends_on) == (None, date(2019, 3, 31))
        assert f" {wording.short_day(london_day(told.at))} " in kept
        assert told.document_digest == hashlib.sha256(b"It goes on.").hexdigest()


def test_a_notice_with_immediate_effect_says_what_it_does_before_it_is_recorded(
    sitting: BaseSitting, tmp_path: Path
) -> None:
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "r", "t", "x", "2", "enter")
        await typed(app, pilot, str(tmp_path / "letter"))
        seen.append(" ".join(screen_text(app).split()))
        await press(app, pilot, "enter")  # what cannot be taken back is not kept by the key that went on
        await press(app, pilot, "ctrl+s")
        seen.append(screen_text(app))
        await press(app, pilot, "f3", "f3")
        seen.append(screen_text(app))

    sitting.play(play)

    means, kept, board = seen
    assert "It ends now, and nothing begins it again" in means
    assert "The agreement has ended, by immediate notice" in kept
    assert "AGREEMENT ENDED" in board.splitlines()[0]
    assert "then destroy everything (d)" in board
    with sitting.open() as store:
        assert [each.cause for each in endings(store)] == [TermEnd.IMMEDIATE_NOTICE]


def test_after_the_end_an_extension_is_asked_when_it_was_agreed_and_for_a_second_person(
    sitting: BaseSitting, tmp_path: Path, machine_time: MachineTime
) -> None:
    last_on = notice(sitting, TermEnd.ONE_MONTH_NOTICE)
    machine_time.move(days=60)
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "r", "t", "a")
        await typed(app, pilot, "2016-06-30")
        seen.append(" ".join(screen_text(app).split()))
        await typed(app, pilot, last_on.isoformat())
        await typed(app, pilot, str(tmp_path / "letter"))
        await typed(app, pilot, SECOND_PASSPHRASE)
        seen.append(" ".join(screen_text(app).split()))
        await press(app, pilot, "ctrl+s")
        seen.append(screen_text(app))
        await press(app, pilot, "home", "down", "enter")
        seen.append(screen_text(app))

    sitting.play(play)

    asked, means, kept, whole = seen
    assert "On which day before was that agreed" in asked
    assert "What stood still since the end goes on" in means
    assert "The agreement runs to the end of Thu 30 Jun 2016, " in kept
    assert SECOND_PASSPHRASE not in means
    assert f"It was agreed on {wording.day(last_on)}." in whole
    with sitting.open() as store:
        assert [each.agreed_on for each in endings(store)] == [None, last_on]


def test_that_it_ran_out_is_refused_while_it_runs(sitting: BaseSitting) -> None:
    shown = sitting.seen_after("r", "t", "x", "3", "ctrl+s")

    assert "The agreement runs to the end of 31 August 2018." in shown
    with sitting.open() as store:
        assert endings(store) == []


def test_board_clocks_and_header_count_down_once_the_end_is_near(sitting: BaseSitting) -> None:
    far = sitting.seen_after()
    assert "The agreement" not in far
    assert "ends" not in far.splitlines()[0]
    assert "The agreement runs to the end of Fri 31 Aug 2018, " in sitting.seen_after("c")

    last_on = notice(sitting, TermEnd.ONE_MONTH_NOTICE)

    shown = sitting.seen_after()
    assert "Notice was given: the agreement ends with " in shown
    assert f"ends {last_on.day} {last_on:%b %Y}" in shown.splitlines()[0]
    assert "Notice was given: " in sitting.seen_after("c")
