"""The launcher at a real terminal: the prompt at once, the app behind it, the terminal as it was on every way out."""

import os
import select
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.errors import KeyringAbsentError, StoreInUseError, WrongPassphraseError
from store.keeping.opening import ClosedStore
from tests.made import PASSPHRASE, made_base, opened
from tests.tui.at_terminal import LEAVE, LOCK, NO_CONTACTS, PATIENCE_S, AtTerminal, at_terminal, come_in

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return made_base(tmp_path)


@pytest.fixture
def seat(folder: Path) -> Iterator[AtTerminal]:
    with at_terminal("--store", str(folder)) as seat:
        yield seat


def test_somebody_unlocks_locks_unlocks_again_and_leaves(seat: AtTerminal, folder: Path) -> None:
    come_in(seat)
    seat.press(LOCK)
    seat.see("Passphrase:", without=NO_CONTACTS)
    come_in(seat)
    seat.press(LEAVE)

    assert seat.until_ended() == 0
    assert seat.mode() == seat.mode_before
    assert seat.text == ""
    opened(folder).close()


def test_what_is_typed_shows_as_stars_and_can_be_taken_back(seat: AtTerminal) -> None:
    seat.see("Passphrase:").press("grüß")
    seat.see("Passphrase: ****").press("\x7f\x7f")
    seat.see("Passphrase: **", without="***").press("\x15")

    seat.see("Passphrase:", without="*")


def test_a_paste_is_taken_as_it_is_and_its_line_break_does_not_send_it(seat: AtTerminal) -> None:
    seat.see("Passphrase:").press(f"\x1b[200~{PASSPHRASE}\n\x1b[201~")

    seat.see("*" * len(PASSPHRASE)).press("\r")

    seat.see(NO_CONTACTS)


def test_keys_that_are_no_letters_type_nothing(seat: AtTerminal) -> None:
    seat.see("Passphrase:").press("\x1b[A\x1bOP\x1b[15~\x1b[[A\x01\x1b[1;5C")
    seat.press("x")

    seat.see("Passphrase: *", without="**")


def test_a_wrong_passphrase_is_said_and_the_next_one_is_taken(seat: AtTerminal) -> None:
    seat.see("Passphrase:").press("Another 12 willow harbour\r")
    seat.see(WrongPassphraseError.message).see("PRACTICE")

    come_in(seat)


def test_after_several_wrong_ones_it_says_how_long_to_wait(seat: AtTerminal) -> None:
    for _ in range(5):
        seat.see("Passphrase:").press("wrong\r")
        seat.see_pass("Unlocking").see("Passphrase:", without="Unlocking")

    seat.see("the next try has to wait").see("Try again in")


def test_a_store_another_process_has_is_told_and_tried_again(folder: Path) -> None:
    other = ClosedStore(folder)
    with at_terminal("--store", str(folder)) as seat:
        seat.see(StoreInUseError.message).see("Press Enter to try again.")

        other.release()
        seat.press("\r")

        come_in(seat)


def test_keys_typed_ahead_reach_the_app(seat: AtTerminal, folder: Path) -> None:
    seat.see("Passphrase:").press(f"{PASSPHRASE}\r{LEAVE}")

    assert seat.until_ended() == 0
    with opened(folder) as store:
        assert store.fact("queue_taken") == "1"  # who came in is told, though nobody stayed


def test_the_passphrase_is_in_no_argument_and_no_environment(seat: AtTerminal) -> None:
    seat.see("Passphrase:").press(PASSPHRASE)
    seat.see("*" * len(PASSPHRASE))

    for pid in (seat.pid, seat.child()):
        for place in ("cmdline", "environ"):
            assert PASSPHRASE.encode() not in Path(f"/proc/{pid}/{place}").read_bytes()


@pytest.mark.parametrize("is_in", [False, True])
def test_an_app_that_is_killed_gives_the_terminal_back_with_a_plain_sentence(seat: AtTerminal, is_in: bool) -> None:
    seat.see("Passphrase:")
    if is_in:
        come_in(seat)

    os.kill(seat.child(), signal.SIGKILL)

    assert seat.until_ended() == 1
    seat.see("ended by itself").see("What was shown as kept is kept")
    assert seat.mode() == seat.mode_before
    assert NO_CONTACTS not in seat.text


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
@pytest.mark.parametrize("is_in", [False, True])
def test_every_signal_that_ends_it_locks_and_gives_the_terminal_back(
    seat: AtTerminal, folder: Path, number: signal.Signals, is_in: bool
) -> None:
    seat.see("Passphrase:")
    child = seat.child()
    if is_in:
        come_in(seat)

    os.kill(seat.pid, number)

    assert seat.until_ended() == 128 + number
    assert seat.mode() == seat.mode_before
    assert not Path(f"/proc/{child}").exists()
    opened(folder).close()


@pytest.mark.parametrize("is_in", [False, True])
def test_a_closed_terminal_locks(seat: AtTerminal, folder: Path, is_in: bool) -> None:
    seat.see("Passphrase:")
    child = seat.child()
    if is_in:
        come_in(seat)

    seat.close()

    assert seat.until_ended() == 128 + signal.SIGHUP
    assert not Path(f"/proc/{child}").exists()
    opened(folder).close()


def test_a_launcher_that_is_killed_takes_the_app_with_it(seat: AtTerminal, folder: Path) -> None:
    come_in(seat)
    child = os.pidfd_open(seat.child())

    os.kill(seat.pid, signal.SIGKILL)

    seat.until_ended()
    assert select.select([child], [], [], PATIENCE_S)[0]  # readable once it has ended
    os.close(child)
    opened(folder).close()


@pytest.mark.usefixtures("secret_service")
def test_a_keyring_that_is_gone_is_named_and_no_passphrase_is_blamed(tmp_path: Path) -> None:
    folder = made_base(tmp_path, has_keyring=True)

    with at_terminal("--store", str(folder), DBUS_SESSION_BUS_ADDRESS="unix:path=/nowhere") as seat:
        seat.see(KeyringAbsentError.message[:40]).see("Press Enter to try again.")
    with at_terminal("--store", str(folder)) as seat:
        come_in(seat)
