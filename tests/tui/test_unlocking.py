"""Where no launcher paints a prompt, a screen of our own asks, and says the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.errors import StoreInUseError, WrongPassphraseError
from store.keeping.opening import ClosedStore
from tests.made import PASSPHRASE, made_base, opened
from tests.tui.at_terminal import LEAVE, LOCK, NO_CONTACTS, AtTerminal, at_terminal


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return made_base(tmp_path)


@pytest.fixture
def seat(folder: Path) -> Iterator[AtTerminal]:
    with at_terminal("--store", str(folder), module="tui.behind") as seat:
        yield seat


def test_somebody_unlocks_after_a_wrong_passphrase_and_locks(seat: AtTerminal, folder: Path) -> None:
    seat.see("Passphrase").see("PRACTICE").press("wrong words 12\r")
    seat.see(WrongPassphraseError.message).press(f"{PASSPHRASE}\r")
    seat.see(NO_CONTACTS).press(LOCK)

    assert seat.until_ended() == 75
    opened(folder).close()


def test_a_store_another_process_has_is_told_and_tried_again(folder: Path) -> None:
    other = ClosedStore(folder)
    with at_terminal("--store", str(folder), module="tui.behind") as seat:
        seat.see(StoreInUseError.message)
        other.release()
        seat.press("\r")
        seat.see("PRACTICE").press(f"{PASSPHRASE}\r")
        seat.see(NO_CONTACTS)


def test_a_loss_needs_no_passphrase_here_either(seat: AtTerminal) -> None:
    seat.see("PRACTICE").press("\x1bOQ")

    seat.see("What went wrong?")


def test_leaving_ends_it(seat: AtTerminal) -> None:
    seat.see("PRACTICE").press(LEAVE)

    assert seat.until_ended() == 0


def test_a_forgotten_passphrase_is_seen_to_here_too(seat: AtTerminal) -> None:
    seat.see("PRACTICE").press("\x1bOS")

    seat.see("Forgotten passphrase").see("another supervisor")
