"""Laptops at base: how each stands, and revoking one after it was said what that means."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from store.errors import SignedFileMissingError
from store.exchange.away import Away
from store.exchange.holders import lock_on_holders
from store.exchange.peers import peer_named
from store.exchange.ticket import issue_ticket
from store.exchange.volume_word import brought_word, give_word
from store.ids import DeviceId
from store.keeping.acts import OrderIssued, VolumeAttestationEnded, VolumeAttested
from store.keeping.acts.terms.exchange import OrderKind
from store.keeping.acts.terms.families import FamilyLockCause
from store.keeping.store import Store
from store.keeping.training import move_training_clock
from tests.exchange.exchanging import told
from tests.tui.base_sitting import GIVEN, BaseSitting, press, screen_text, settled
from tests.tui.test_out import NOW
from tui.base.app import BaseApp
from tui.base.laptops import LaptopList, laptop_rows


@pytest.fixture
def sitting(tmp_path: Path) -> BaseSitting:
    return BaseSitting(tmp_path)


def test_a_laptop_is_revoked_once_it_was_said_what_that_means(sitting: BaseSitting) -> None:
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "l", "v", "2")
        seen.append(screen_text(app))
        assert app.clerk.ask(lambda store: peer_named(store, "laptop").revoked_from).result() is None
        await press(app, pilot, "ctrl+s")
        await settled(app, pilot)
        await press(app, pilot, "v")
        seen.append(screen_text(app))
        await press(app, pilot, "f3", "f")
        seen.append(screen_text(app))

    sitting.play(play)

    assert "It holds 3 families" in seen[0]
    assert "revoked" in seen[1]
    assert "Point at a laptop that is still believed." in seen[1]
    assert "1 To give 6" in seen[2]
    with sitting.open() as store:
        assert peer_named(store, "laptop").revoked_from is not None


def test_one_that_is_enrolled_meanwhile_does_not_come_under_the_pointer() -> None:
    shown = LaptopList(str, (), lambda: None)

    class Showing(App[None]):
        def compose(self) -> ComposeResult:
            yield shown

    async def play() -> None:
        async with Showing().run_test() as pilot:
            shown.read(laptop_rows([laptop("B"), laptop("C")], NOW))
            shown.focus()
            await pilot.press("down")
            shown.read(laptop_rows([laptop("A"), laptop("B"), replace(laptop("C"), unsent_count=3)], NOW))
            assert (shown.pointed.laptop.name, shown.pointed.laptop.unsent_count) == ("C", 3)

    asyncio.run(play())


def test_all_that_is_to_be_noticed_of_the_laptop_pointed_at_stands_below_the_list(sitting: BaseSitting) -> None:
    marked = replace(laptop("B"), unconfirmed_count=2, clock_ahead=timedelta(hours=3), is_lease_ended=True)
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "l")
        app.screen.query_one(LaptopList).read(laptop_rows([laptop("A"), marked], NOW))
        await settled(app, pilot)
        seen.append(screen_text(app))
        await press(app, pilot, "down")
        seen.append(screen_text(app))

    sitting.play(play)

    marks = "B: 2 refusals not confirmed, lease ended: locked there, clock 3 h ahead."
    assert [marks in " ".join(each.split()) for each in seen] == [False, True]


def laptop(name: str) -> Away:
    return Away(
        device=DeviceId(name), name=name, interviewer="Interviewer One", state="in_use", last_in_at=None,
        last_out_at=None, unsent_count=0, clock_ahead=timedelta(), held_count=0, unconfirmed_count=0, is_quiet=False,
    )  # fmt: skip


def test_what_a_dead_laptop_leaves_is_told_before_its_families_go_elsewhere(sitting: BaseSitting) -> None:
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "l", "d", "1", "1")
        seen.append(screen_text(app))
        await press(app, pilot, "enter")
        assert app.clerk.ask(lambda store: peer_named(store, "laptop").revoked_from).result() is None
        await press(app, pilot, "ctrl+s")
        seen.append(screen_text(app))

    sitting.play(play)

    asked, kept = seen
    assert "still writes is believed" in asked
    assert "3 families can be given from then on." in asked
    assert "unsent" in asked
    assert "whom they saw, and who refused." in " ".join(asked.split())
    assert "keyed at the other laptop: Attempt, When" in " ".join(asked.split())
    assert "laptop is revoked; 0 families given" in kept
    with sitting.open() as store:
        assert peer_named(store, "laptop").revoked_from is not None


def test_a_laptop_of_which_nothing_can_be_read_ends_no_sitting(sitting: BaseSitting) -> None:
    seen: list[str] = []

    def damage(store: Store) -> None:
        with store.looking() as connection:
            connection.execute("DROP TABLE appointment")

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "l")
        app.clerk.ask(damage).result()
        await press(app, pilot, "d")
        seen.append(screen_text(app))

    sitting.play(play)

    assert "The disk refused a read" in seen[0]


def test_a_word_on_its_disk_is_taken_back_by_a_key_and_where_none_stands_that_is_said(sitting: BaseSitting) -> None:
    keys = ("l", "w", *"old", "enter", "ctrl+s")
    assert "Nobody at base vouches for the disk of that laptop." in sitting.seen_after(*keys)
    with sitting.open() as store:
        give_word(store, "laptop", "I saw its lock screen", sitting.folder.parent)

    shown = sitting.seen_after(*keys)

    assert "Nobody vouches for the disk of laptop any more." in shown
    with sitting.open() as store:
        assert len(told(store, VolumeAttestationEnded)) == 1


def test_a_word_on_a_disk_is_given_by_a_key_and_lies_in_the_folder_that_was_named(
    sitting: BaseSitting, tmp_path: Path
) -> None:
    seen: list[str] = []
    with sitting.open() as store:
        issue_ticket(store, "On a ticket", "Interviewer Two", tmp_path)
    (tmp_path / "stick").mkdir()

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "l", "u")
        seen.append(screen_text(app))
        await press(app, pilot, "1", *"BitLocker is on", "enter", *["backspace"] * 80)
        await press(app, pilot, *str(tmp_path / "nowhere"), "enter")
        seen.append(screen_text(app))
        await press(app, pilot, *["backspace"] * len("nowhere"), *"stick", "enter")
        seen.append(" ".join(screen_text(app).split()))
        await press(app, pilot, "enter")
        assert list((tmp_path / "stick").iterdir()) == []
        await press(app, pilot, "ctrl+s")
        seen.append(" ".join(screen_text(app).split()))

    sitting.play(play)

    asked, nowhere, means, written = seen
    assert asked.index("1  laptop") < asked.index("2  On a ticket")
    assert SignedFileMissingError.message in " ".join(nowhere.split())
    assert "laptop opens on your word, although nothing there shows its disk encrypted." in means
    (file,) = (tmp_path / "stick").iterdir()
    assert f"There: doorstep --volume-word {file.name}" in written
    with sitting.open() as store:
        (told_,) = told(store, VolumeAttested)
        assert isinstance(told_, VolumeAttested)
        assert (told_.device, told_.evidence) == (peer_named(store, "laptop").device, "BitLocker is on")
        assert told_.device is not None
        word = brought_word(file, told_.device, store.keys.device.signing.public_key())
        assert word.number == told_.attestation


def test_a_laptop_is_told_to_go_over_to_new_keys_once_it_was_said_what_that_is(sitting: BaseSitting) -> None:
    seen = [sitting.seen_after("l", "n", "1"), sitting.seen_after("l", "n", "1", "ctrl+s")]

    assert "What it signs with stays." in seen[0]
    assert "hears of it at the next sync" in seen[1]
    with sitting.open() as store:
        ordered = [(each.order_kind, each.device) for each in told(store, OrderIssued) if isinstance(each, OrderIssued)]
        assert ordered[-1] == (OrderKind.RENEW_KEYS, peer_named(store, "laptop").device)


def test_new_keys_that_are_ordered_already_are_not_asked_about_again(sitting: BaseSitting) -> None:
    sitting.seen_after("l", "n", "1", "ctrl+s")

    said = " ".join(sitting.seen_after("l", "n").split())

    assert "New keys are ordered for that laptop already" in said
    assert "Is it to have new keys?" not in said


def test_a_laptop_is_seen_in_full_where_its_line_is_too_short_for_what_is_to_be_noticed(sitting: BaseSitting) -> None:
    with sitting.open() as store:
        lock_on_holders(store, GIVEN[0], FamilyLockCause.CONTACT_WISH)
        move_training_clock(store, store.now() + timedelta(days=20))

    listed, whole = sitting.seen_after("l"), " ".join(sitting.seen_after("l", "enter").split())

    (line,) = [each for each in listed.splitlines() if "> " in each]
    assert "QUIET for" not in line
    assert "laptop: 1 refusal not confirmed, QUIET for 20 days." in listed
    assert "notice 1 refusal not confirmed" in whole
    assert "notice QUIET for 20 days" in whole
    assert "holds 3 families" in whole
