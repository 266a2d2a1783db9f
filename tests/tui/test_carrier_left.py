"""9.1e, A3: once a laptop heard that its carrier left it shows no family, sends, and asks to be handed in."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.exchange.sending import unsent_count
from store.keeping import staffing
from store.keeping.acts import AttemptRecorded, ConsentRecorded, ContactWishRecorded, DeviceHandedIn
from store.keeping.acts.terms.consents import ConsentDecision
from tests.exchange.enrolled import INTERVIEWER
from tests.exchange.exchanging import DELIVERED, FAMILIES, Exchange
from tests.tui.sitting import Sitting, screen_text, settled
from tests.tui.test_extract_command import take
from tui.app import DoorstepApp

NAME = f"{INTERVIEWER} of laptop"
HAND_IN = "Send with F5 until nothing is unsent, then hand this laptop in (h)."


@pytest.fixture
def exchange(tmp_path: Path) -> Exchange:
    """A laptop with three families, one of whom agreed to everything; base says that its carrier left."""
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:3])
    exchange.sync()
    return exchange


def leave(exchange: Exchange) -> None:
    with exchange.at_base() as base:
        staffing.leave(base, NAME)
    exchange.sync_base()


def sitting_at(exchange: Exchange) -> Sitting:
    return Sitting(exchange.folder / "sitting", exchange.laptop.folder)


def seen_after(sitting: Sitting, *keys: str, size: tuple[int, int] = (80, 24)) -> list[str]:
    """Press keys; return what is seen at first, and after each."""
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await settled(app, pilot)
        seen.append(screen_text(app))
        for key in keys:
            await pilot.press("slash" if key == "/" else key)
            await settled(app, pilot)
            seen.append(screen_text(app))

    sitting.play(play, size)
    return seen


def test_families_go_from_the_list_with_the_sync_that_tells_it(exchange: Exchange) -> None:
    leave(exchange)
    sitting = sitting_at(exchange)

    before, *_, synced, home, everything, family = seen_after(
        sitting, "f5", "ctrl+u", *str(exchange.mail), "enter", "escape", "5", "enter"
    )

    assert before.count("CM1") >= 3
    assert "Base says that you left on" in " ".join(synced.split())
    for seen in (home, everything, family):
        assert "HAND IN" in seen.splitlines()[0]
        assert HAND_IN in seen
        assert "CM1" not in seen


def test_it_is_said_anew_at_each_coming_in_and_what_is_unsent_goes(exchange: Exchange) -> None:
    leave(exchange)
    exchange.laptop.correct(FAMILIES[0], "Side gate.")
    exchange.sync_laptop()
    sitting = sitting_at(exchange)

    (first,) = seen_after(sitting)
    assert HAND_IN in first
    assert "CM1" not in first
    seen_after(sitting, "f5", "ctrl+u", *str(exchange.mail), "enter")
    exchange.sync_base()
    seen_after(sitting, "f5", "ctrl+u", *str(exchange.mail), "enter")

    with sitting.open() as store:
        assert unsent_count(store) == 0


def test_no_attempt_is_kept_and_handing_in_is(exchange: Exchange) -> None:
    leave(exchange)
    exchange.sync_laptop()
    sitting = sitting_at(exchange)

    seen_after(sitting, "5", "n", "enter", "f8", "escape", "h", "enter", "ctrl+s")

    assert sitting.told(AttemptRecorded, ContactWishRecorded) == []
    assert len(sitting.told(DeviceHandedIn)) == 1


def test_a_withdrawal_by_its_code_is_taken_with_no_family_in_sight(exchange: Exchange) -> None:
    with exchange.laptop.open() as store:
        code = take(store, DELIVERED[0])
    leave(exchange)
    exchange.sync_laptop()
    sitting = sitting_at(exchange)

    seen = seen_after(sitting, "l", *code.lower().replace("-", ""), "enter", "1", "3", "2", "enter", "ctrl+s")

    assert not any("CM1" in each for each in seen)
    decisions = [each.decision for each in sitting.told(ConsentRecorded) if isinstance(each, ConsentRecorded)]
    assert decisions.count(ConsentDecision.WITHDRAWN) == 1
