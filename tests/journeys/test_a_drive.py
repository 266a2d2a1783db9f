"""A drive's life at base, by keys: registered, written to, shown, wiped, retired; and a loss told at the prompt."""

import sys
from pathlib import Path

import pytest

from tests.exchange.exchanging import DELIVERED, FAMILIES, Exchange
from tests.made import PASSPHRASE
from tests.tui.at_terminal import LEAVE, AtTerminal, at_terminal
from tests.tui.test_extract_command import take

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pseudo terminal")

CTRL_S, F2, BACK = "\x13", "\x1bOQ", "\x1bOR"


def test_a_drive_is_registered_shown_and_retired_after_erasure_and_a_loss_starts_both_clocks(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:1])
    exchange.sync()
    with exchange.laptop.open() as store:
        code = take(store, DELIVERED[0])
    exchange.sync()
    base = ("--store", str(exchange.base))

    with at_terminal(*base) as seat:
        enter(seat)
        register(seat)
        leave(seat)
    words = ("--receipt", code, "--clear", "--to", str(tmp_path / "proof"), "--device", "Stick 1")
    with at_terminal("extract", "consent", *base, *words) as seat:
        seat.see("Passphrase:").press(f"{PASSPHRASE}\r")
        assert seat.until_ended() == 0
    with at_terminal(*base) as seat:
        tell_of_a_loss(seat)
        enter(seat)
        see_drive(seat)
        retire_after_erasure(seat)
        see_both_clocks(seat)
        leave(seat)


def enter(seat: AtTerminal) -> None:
    """Unlock, and go to the devices."""
    seat.see("Passphrase:").press(f"{PASSPHRASE}\r")
    seat.see("For the team", without="Passphrase:").press("e")
    seat.see("base station")


def leave(seat: AtTerminal) -> None:
    seat.press(LEAVE)
    assert seat.until_ended() == 0


def tell_of_a_loss(seat: AtTerminal) -> None:
    """Say at the prompt, with no passphrase and no network, that something is lost: by when whom to tell is said."""
    seat.see("Passphrase:").press(F2)
    seat.see("What went wrong?").press("1")
    seat.see("What happened?").press("left on a train\r")
    seat.see("Where was it?").press("\r")
    seat.see("When was it noticed?").press("\r")
    seat.see("Is this right?").press("\r")
    seat.see("(14.1), to").see("(A10), to").press(BACK)


def see_both_clocks(seat: AtTerminal) -> None:
    """Go from the drive back to the board and on to the clocks: what was told at the prompt stands there."""
    seat.press(BACK)
    seat.see("base station").press(BACK)
    seat.see("For the team").press("c")
    seat.see("(14.1), device lost").see("(A10), device lost").press(BACK)
    seat.see("For the team")


def register(seat: AtTerminal) -> None:
    """Answer what the register asks."""
    seat.press("a")
    seat.see("What is it?").press("1")
    for asked, said in (
        ("What is it called here?", "Stick 1"),
        ("Which serial number", "AB-1234"),
        ("Who made it", ""),
        ("Which tag", ""),
        ("Who has it?", ""),
        ("Why is its use necessary?", "To carry proofs"),
    ):
        seat.see(asked).press(f"{said}\r")
    seat.see("Is it encrypted?").press("1")
    seat.see("What encrypts it?").press("1")
    seat.see("What shows that?").press("LUKS2, seen at base\r")
    seat.see("On which day").press("\r")
    seat.see("Is this right?").press(CTRL_S)
    seat.see("Stick 1", without="Is this right?")


def see_drive(seat: AtTerminal) -> None:
    """Point at the drive, and see what it holds."""
    lines = seat.see("Stick 1").text.splitlines()[2:]
    place = next(n for n, line in enumerate(lines) if "Stick 1" in line)
    seat.press("j" * place + "\r")
    seat.see("holds         1 family: consent proof, dataset ").see("encrypted     yes, luks: LUKS2, seen at base")
    seat.see("Data of 1 family left in a file on Stick 1 (consent")


def retire_after_erasure(seat: AtTerminal) -> None:
    """Retiring is refused while it holds data; after it was wiped it is not."""
    seat.press("r")
    seat.see("How, by whom").press("\r")
    seat.see("Is this right?").press(CTRL_S)
    seat.see("so it cannot be retired").press(BACK)
    seat.see("holds         1 family", without="Is this right?").press("w")
    seat.see("How, by whom").press("overwritten\r")
    seat.see("Is this right?").press(CTRL_S)
    seat.see("stands        wiped").see("holds         nothing").press("r")
    seat.see("How, by whom").press("\r")
    seat.see("Is this right?").press(CTRL_S)
    seat.see("stands        retired")
