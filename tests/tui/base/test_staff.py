"""Staff and back-checks at base, by keys."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.custody.credentials import credentials
from store.exchange.back_checks import checks
from store.keeping import people
from store.keeping.acts import FamilyShown
from store.keeping.acts.terms.consents import BackCheckResult
from store.keeping.acts.terms.families import ViewPart
from store.keeping.acts.terms.store import CredentialEvidence
from store.keeping.kinds import acts_of
from tests.exchange.exchanging import DELIVERED, FAMILIES, Exchange
from tests.made import opened
from tests.tui.base_sitting import BaseSitting, press, screen_text, settled
from tests.tui.test_extract_command import take
from tui.base.app import BaseApp

WORDS = "Velvet quarry 27 saxophone lemon"


@pytest.fixture
def sitting(tmp_path: Path) -> BaseSitting:
    return BaseSitting(tmp_path)


async def typed(app: BaseApp, pilot: Pilot[int], text: str) -> None:
    await pilot.press(*text, "enter")
    await settled(app, pilot)


def test_somebody_is_added_and_can_sign_in(sitting: BaseSitting) -> None:
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "s", "a")
        await typed(app, pilot, "Auditor One")
        await press(app, pilot, "2")
        await typed(app, pilot, WORDS)
        await typed(app, pilot, "something else")
        await press(app, pilot, "enter")
        seen.append(screen_text(app))
        await press(app, pilot, "shift+tab", "ctrl+u")
        await typed(app, pilot, WORDS)
        await press(app, pilot, "enter")
        seen.append(screen_text(app))

    sitting.play(play)

    assert WORDS not in "".join(seen)
    assert "Add somebody" in seen[0]
    assert "Auditor One" in seen[1]
    assert "auditor" in seen[1]
    with opened(sitting.folder, WORDS, is_clock_right=True) as store:
        assert store.roles() == ("auditor",)


def test_a_training_is_recorded_and_somebody_leaves_once_that_was_said_twice(sitting: BaseSitting) -> None:
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "s")
        while "> Interviewer One" not in screen_text(app):
            await press(app, pilot, "down")
        await press(app, pilot, "t", "enter", "2")
        assert "(like 2016-10-31)? Pass it by for a year." in screen_text(app)  # it is no day that is proposed
        await typed(app, pilot, "2016-06-30")
        await press(app, pilot, "enter", "x", "1", "enter")
        seen.append(screen_text(app))
        await press(app, pilot, "ctrl+s")
        seen.append(screen_text(app))

    sitting.play(play)

    assert "can sign in here no longer" in seen[0]
    assert re.search(
        r"laptop, with 3 families, hears it at its next sync: it then shows none, still sends what is unsent,",
        " ".join(seen[0].split()),
    )
    assert "Call its families back (f, r)" in seen[1]
    with sitting.open() as store:
        (left,) = [each for each in people.staff(store) if each.left_on]
        assert left.name.startswith("Interviewer One")
        kept = [each for each in credentials(store, left.staff) if each.evidence is CredentialEvidence.CERTIFICATE]
        assert [each.expires_on for each in kept] == [date(2016, 6, 30)]


def test_checks_are_drawn_and_one_that_failed_says_what_waits(sitting: BaseSitting, tmp_path: Path) -> None:
    exchange = Exchange(tmp_path / "other")
    exchange.give(FAMILIES[:1])
    exchange.sync()
    with exchange.laptop.open() as store:
        take(store, DELIVERED[0])
    exchange.sync()
    shutil.rmtree(sitting.folder)
    shutil.copytree(exchange.base, sitting.folder)
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "b")
        seen.append(screen_text(app))
        await press(app, pilot, "d", "1", "enter")
        seen.append(screen_text(app))
        await press(app, pilot, "enter", "3")
        await typed(app, pilot, "nobody there knew of it")
        seen.append(screen_text(app))
        await press(app, pilot, "ctrl+s")
        seen.append(screen_text(app))

    sitting.play(play)

    assert "Nothing was drawn" in seen[0]
    assert DELIVERED[0].council_reference in seen[1]
    assert "linkage and re-contact wait" in seen[2]
    assert "failed" in seen[3]
    with sitting.open() as store:
        assert BackCheckResult.FAILED in [each.result for each in checks(store)]


def test_a_check_says_of_whom_and_of_what_it_is_before_it_is_asked_what_came_of_it(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path / "exchange")
    exchange.give(FAMILIES[:1])
    exchange.sync()
    with exchange.laptop.open() as store:
        take(store, DELIVERED[0])
    exchange.sync()
    sitting = BaseSitting(tmp_path, exchange.base)
    carer = DELIVERED[0].details.people[0]

    listed, asked = sitting.seen_after("b", "d", "1", "enter"), sitting.seen_after("b", "enter")

    drawn = re.search(r"> \d+ Nov 2015 (take part|linkage|re-contact|interview) ", listed)
    assert drawn is not None
    whose = rf"{carer.first_names} {carer.surname}: {drawn[1]}.* (given|complete), \w+ \d+ Nov 2015 \d\d:\d\d\."
    assert re.search(rf"{whose} What came of it\?", " ".join(asked.split()))
    with sitting.open() as store:
        shown = [act for each in acts_of(store, FamilyShown) if isinstance(act := each.act, FamilyShown)]
        assert (shown[-1].family, ViewPart.CONSENTS in shown[-1].parts) == (FAMILIES[0], True)


def test_what_was_refused_is_said_until_it_is_answered(sitting: BaseSitting) -> None:
    missing, back, answered = (
        " ".join(sitting.seen_after("s", "a", "ctrl+s", *more).split())
        for more in ((), ("shift+tab",), (*"Ann", "enter"))
    )

    assert "“Name” has to be answered" in missing
    assert "“Name” has to be answered" in back
    assert "Ann" in answered
    assert "“Name” has to be answered" not in answered
