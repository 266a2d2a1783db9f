"""3.1, 18: after the end a laptop says so on every screen, works nobody, and takes a refusal all the same."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.agreement.lifetime import TermEnd
from store.agreement.london import london_day
from store.exchange.ending import give_notice
from store.keeping.acts import AttemptRecorded, CeremonyOpened, ContactWishRecorded
from tests.exchange.exchanging import FAMILIES, Exchange
from tests.tui.sitting import Sitting, screen_text, settled
from tui.app import DoorstepApp

REFUSED = ("f8", "1", "1", "1", "enter", "enter", "enter", "ctrl+s")


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A laptop with three families that heard of a notice with immediate effect."""
    exchange = Exchange(tmp_path_factory.mktemp("origin"))
    exchange.give(FAMILIES[:3])
    exchange.sync()
    with exchange.at_base() as base:
        give_notice(base, TermEnd.IMMEDIATE_NOTICE, london_day(base.now()), None, "ab" * 32)
    exchange.sync()
    return exchange.laptop.folder


@pytest.fixture
def sitting(tmp_path: Path, origin: Path) -> Sitting:
    return Sitting(tmp_path, origin)


def seen_after(sitting: Sitting, *keys: str) -> str:
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await settled(app, pilot)
        for key in keys:
            await pilot.press(key)
            await settled(app, pilot)
        seen.append(screen_text(app))

    sitting.play(play, (100, 30))
    return seen[0]


def test_header_and_list_say_that_the_agreement_has_ended(sitting: Sitting) -> None:
    shown = seen_after(sitting, "5")

    assert "AGREEMENT ENDED" in shown.splitlines()[0]
    assert sum(line.endswith(" #") for line in shown.splitlines()) == 3


def test_a_family_s_page_says_why_it_is_locked_and_what_to_do(sitting: Sitting) -> None:
    shown = " ".join(seen_after(sitting, "5", "enter").split())

    assert "The agreement has ended: locked since" in shown
    assert "then hand the laptop in." in shown


def test_no_attempt_is_kept_and_the_sentence_says_what_to_do(sitting: Sitting) -> None:
    shown = " ".join(seen_after(sitting, "5", "n", "enter").split())

    assert "The agreement has ended (clauses 3.1, 18)" in shown
    assert sitting.told(AttemptRecorded, CeremonyOpened) == []


def test_a_refusal_is_taken_all_the_same(sitting: Sitting) -> None:
    seen_after(sitting, "5", *REFUSED)

    assert len(sitting.told(ContactWishRecorded)) == 1
