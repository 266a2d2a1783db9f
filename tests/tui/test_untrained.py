"""9.1b: whoever has no training in force comes in on a laptop to send what is unsent, and is shown no family."""

import os
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.custody.credentials import credential_named, credentials, end_credential, record_credential
from store.exchange.sending import unsent_count
from store.keeping.acts import (
    AttemptRecorded,
    ContactWishRecorded,
    CredentialEnded,
    DetailsCorrected,
    SignedIn,
    SignInFailed,
)
from store.keeping.acts.terms.store import SignInScope
from store.keeping.kinds import acts_of
from store.keeping.store import Store
from tests.exchange.enrolled import FORGOTTEN, INTERVIEWER
from tests.exchange.exchanging import FAMILIES, Exchange
from tests.made import PASSPHRASE
from tests.tui.sitting import Sitting, screen_text, settled
from tui.app import DoorstepApp
from tui.behind.entrance import Entrance
from tui.behind.line import LauncherGoneError, Line

NAME = f"{INTERVIEWER} of laptop"
SEND = "Send with F5, and ring your supervisor: F5 then brings new training."
NONE_SHOWN = "No training of yours is in force here, so no family is shown."


class Unlocked(Sitting):
    """Sitting down the way the launcher lets somebody in."""

    def open(self) -> Store:
        heard, told = os.pipe()
        say, said = os.pipe()
        os.write(told, f"p{FORGOTTEN}\n".encode())
        os.close(told)
        try:
            entrance = Entrance(self.folder, Line(heard, said), is_clock_right=True)
            store = entrance.come_in()
            entrance.settled(store)
            return store
        finally:
            os.close(say)


@pytest.fixture
def exchange(tmp_path: Path) -> Exchange:
    """A laptop with three families, whose interviewer's training has ended, and something that is unsent."""
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:3])
    exchange.sync()
    exchange.laptop.correct(FAMILIES[0], "Blue door.")
    with exchange.laptop.open() as store:
        (trained,) = credentials(store)
        store.record(CredentialEnded(credential=trained.credential, staff=trained.staff, reason="It ran out."))
    return exchange


def seen_after(sitting: Sitting, *keys: str) -> list[str]:
    """Press keys; return what is seen at first, and after each."""
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await settled(app, pilot)
        seen.append(screen_text(app))
        for key in keys:
            await pilot.press("slash" if key == "/" else key)
            await settled(app, pilot)
            seen.append(screen_text(app))

    sitting.play(play)
    return seen


def sync_keys(exchange: Exchange) -> tuple[str, ...]:
    return ("f5", "ctrl+u", *str(exchange.mail), "enter")


def sitting_at(exchange: Exchange) -> Unlocked:
    return Unlocked(exchange.folder / "sitting", exchange.laptop.folder)


def hold_none_shown(seen: str) -> None:
    assert "NOT TRAINED" in seen.splitlines()[0]
    assert "HAND IN" not in seen.splitlines()[0]
    assert NONE_SHOWN in seen
    assert SEND in seen
    assert "CM1" not in seen


def test_they_come_in_to_no_family_and_f5_sends_what_is_unsent(exchange: Exchange) -> None:
    sitting = sitting_at(exchange)

    first, *_, everything, family = seen_after(sitting, "5", "enter", "n", "enter", "escape", "5", "enter")

    for seen in (first, everything, family):
        hold_none_shown(seen)
    seen_after(sitting, *sync_keys(exchange))
    exchange.sync_base()
    seen_after(sitting, *sync_keys(exchange))
    assert sitting.told(AttemptRecorded, ContactWishRecorded, SignInFailed) == []
    scopes = [each.scope for each in sitting.told(SignedIn) if isinstance(each, SignedIn)]
    assert SignInScope.SAFETY_ONLY in scopes
    with sitting.open() as store:
        assert unsent_count(store) == 0
    with exchange.at_base() as base:
        assert [*acts_of(base, DetailsCorrected)]


def test_new_training_shows_the_families_with_the_sync_that_brings_it_and_its_end_takes_them_away(
    exchange: Exchange,
) -> None:
    sitting = sitting_at(exchange)
    with exchange.at_base() as base:
        recorded = record_credential(base, NAME)
    exchange.sync_base()

    before, *_, trained = seen_after(sitting, *sync_keys(exchange), "escape")

    hold_none_shown(before)
    assert NONE_SHOWN not in trained
    assert "NOT TRAINED" not in trained
    assert trained.count("CM1") == 3
    with exchange.at_base() as base:
        end_credential(base, credential_named(base, recorded), "suspended")
    exchange.sync_base()

    still, *_, suspended = seen_after(sitting, *sync_keys(exchange), "escape")

    assert still.count("CM1") == 3  # it goes by what it heard last
    hold_none_shown(suspended)


def test_a_base_lets_in_nobody_without_training(exchange: Exchange) -> None:
    with exchange.at_base() as base:
        for each in credentials(base, base.keys.person.staff):
            base.record(CredentialEnded(credential=each.credential, staff=each.staff, reason="It ran out."))
    heard, told = os.pipe()
    say, said = os.pipe()
    os.write(told, f"p{PASSPHRASE}\n".encode())
    os.close(told)

    with pytest.raises(LauncherGoneError):
        Entrance(exchange.base, Line(heard, said), is_clock_right=True).come_in()

    assert NONE_SHOWN in os.read(say, 4096).decode()
