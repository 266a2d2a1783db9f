"""A forgotten passphrase, by keys at the prompt: base is asked, its answer taken, and nothing is known there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store import errors
from store.exchange import recovery, recovery_answer, recovery_files
from store.keeping import approvals
from tests.exchange.enrolled import CHOSEN, FORGOTTEN, Pair, add_laptop, enrolled
from tests.made import SECOND_PASSPHRASE, opened, passphrase
from tests.tui.at_terminal import AtTerminal, at_terminal
from tui.by_keys import HINTS

F3, F4 = "\x1bOR", "\x1bOS"
WORD = r"^ +[1-6]   ((?:[A-Z] )+[A-Z])$"


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    (tmp_path / "box").mkdir()
    return enrolled(tmp_path)


@pytest.fixture
def box(tmp_path: Path) -> Path:
    return tmp_path / "box"


@pytest.fixture
def seat(pair: Pair) -> Iterator[AtTerminal]:
    with at_terminal("--store", str(pair.laptop)) as seat:
        yield seat


def ask(seat: AtTerminal, box: Path, text: str = CHOSEN) -> str:
    """Ask base by keys; return the six words that are shown."""
    seat.see("Into which folder").press(f"{box}\r")
    seat.see("Base is asked to let you in.").press("\r")
    seat.see("New passphrase", without="The same again").press(f"{text}\r")
    seat.see("The same again").press(f"{text}\r")
    seat.see("read these six words aloud")
    words = [each.replace(" ", "").lower() for each in seat.find(WORD, 6)]
    seat.press(F3)
    return " ".join(words)


def answer(pair: Pair, request: Path, words: str | None, to: Path) -> Path:
    """Let two supervisors answer."""
    raw = request.read_bytes()
    with opened(pair.base) as base:
        digest = recovery_files.digest_of(raw)
        approval = approvals.approve(base, passphrase(SECOND_PASSPHRASE), recovery_answer.MATTER, digest)
        return recovery_answer.answer(base, raw, words, approval, to)


def asked_before(pair: Pair, box: Path) -> Path:
    """Have base asked without the app, and answer; return the answer."""
    path, _ = recovery.request(pair.laptop, None, passphrase(CHOSEN), box)
    return answer(pair, path, None, box)


def take(seat: AtTerminal, where: Path, text: str) -> None:
    """Take an answer by keys, up to what is said of it."""
    seat.see("Passphrase:").press(F4)
    seat.see("Base was asked before.").press("1")
    seat.see("does base's answer lie?").press(f"{where}\r")
    seat.see("as you chose it").press(f"{text}\r")
    seat.see("counts from then on").press("\r")


def test_somebody_who_forgot_asks_base_takes_its_answer_and_comes_in(seat: AtTerminal, pair: Pair, box: Path) -> None:
    chosen = f"{CHOSEN} "  # a blank at the end is part of it
    seat.see("F4 Forgotten").press(F4)
    words = ask(seat, box, chosen)
    (request,) = box.iterdir()
    answer(pair, request, words, box)

    take(seat, box, chosen)
    seat.see("Your new passphrase counts from now on.").press(F3)
    seat.see("Passphrase:", without="counts").press(f"{FORGOTTEN}\r")
    seat.see(errors.WrongPassphraseError.message).press(f"{chosen}\r")

    seat.see("No family is on this laptop.")


def test_what_is_asked_before_a_passphrase_is_chosen_is_held_first(seat: AtTerminal, pair: Pair, box: Path) -> None:
    seat.see("Passphrase:").press(F4)
    seat.see("Into which folder").press(f"{box / 'nowhere'}\r")
    seat.see(errors.SignedFileMissingError.message).press(f"\x15{box}\r")
    seat.see("Base is asked to let you in.").press("\r")
    seat.see("New passphrase").press("short\r")
    seat.see("The same again").press("short\r")
    seat.see("too easy to guess").press(F3)
    seat.see("Base is asked to let you in.").press(F3)

    seat.see("Passphrase:", without="Base is asked")
    assert list(box.iterdir()) == []
    opened(pair.laptop, FORGOTTEN).close()


def test_another_passphrase_than_the_chosen_one_is_told_with_its_key(seat: AtTerminal, pair: Pair, box: Path) -> None:
    asked_before(pair, box)

    take(seat, box, SECOND_PASSPHRASE)

    seat.see(errors.RecoveryPassphraseError.message).see(HINTS[errors.RecoveryPassphraseError])


def test_an_answer_to_another_laptop_is_of_no_use(seat: AtTerminal, pair: Pair, box: Path, tmp_path: Path) -> None:
    other = add_laptop(pair.base, tmp_path, "Laptop B")
    (tmp_path / "other").mkdir()
    theirs = asked_before(other, tmp_path / "other")
    recovery.request(pair.laptop, None, passphrase(CHOSEN), box)

    take(seat, theirs, CHOSEN)

    seat.see("This answer is of no use here: it is for another laptop.")


def test_an_answer_to_the_request_before_is_of_no_use(seat: AtTerminal, pair: Pair, box: Path) -> None:
    asked_before(pair, box)
    seat.see("Passphrase:").press(F4)
    seat.see("Base was asked before.").press("2")
    ask(seat, box)

    take(seat, box, CHOSEN)

    seat.see("This answer is of no use here: it is to another request.")


def test_at_base_another_supervisor_helps_and_it_says_so(pair: Pair) -> None:
    with at_terminal("--store", str(pair.base)) as seat:
        seat.see("Passphrase:").press(F4)
        seat.see("another supervisor has to sign").see("Whom to ring").press(F3)

        seat.see("Passphrase:", without="Whom to ring")
