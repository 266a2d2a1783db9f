"""The first run: no store yet, so this machine is set up, and what is refused stays on the page."""

import asyncio
from pathlib import Path

import pytest

from store.custody.volumes import Encrypted, Finding, Verdict
from store.errors import FolderNamedError, PassphrasesDifferError, SignedFileMissingError, VolumeNotEncryptedError
from store.exchange import enrolment
from store.exchange.ticket import issue_ticket
from store.keeping.cover_pin import NOTE, lifts
from tests.made import PASSPHRASE, made_base, opened
from tests.tui.at_terminal import LEAVE, NO_CONTACTS, AtTerminal, at_terminal
from tui.behind.setting_up import SetUpApp
from tui.common.cover_pin import CoverPinDialog
from tui.common.set_up import questions
from tui.forms.form import Form
from tui.widgets.said_line import SaidLine, Tone

F3 = "\x1bOR"


def answer(seat: AtTerminal, question: str, keys: str) -> None:
    seat.see(question).press(keys)


def test_a_practice_base_is_made_and_unlocked(tmp_path: Path) -> None:
    folder = tmp_path / "base"
    with at_terminal("--store", str(folder), size=(100, 30)) as seat:
        answer(seat, "What is this machine?", "2")
        answer(seat, "What is this base called?", "Chelmsford\r")
        answer(seat, "What is your name?", "Supervisor One\r")
        answer(seat, "What is it for?", "1")
        answer(seat, "training clock begin?", "\r")
        answer(seat, "Another agreement", "\r")
        answer(seat, "How is it protected?", "2")
        answer(seat, "with Supervisor One as its first supervisor", "\r")
        answer(seat, "New PIN", "7313\r7313\r")
        answer(seat, "New passphrase", "short\r")
        answer(seat, "The same again", "short\r")
        seat.see("too easy to guess").press(F3)
        answer(seat, "as its first supervisor", "\r")
        answer(seat, "New PIN", F3)
        answer(seat, "New passphrase", f"{PASSPHRASE}\r")
        answer(seat, "The same again", "wrong\r")
        seat.see(PassphrasesDifferError.message).press(F3)
        answer(seat, "as its first supervisor", "\r")
        answer(seat, "New PIN", F3)
        answer(seat, "New passphrase", f"{PASSPHRASE}\r")
        answer(seat, "The same again", f"{PASSPHRASE}\r")
        seat.see("The base Chelmsford is made").press(F3)
        seat.see("Passphrase:", without="The base").press(f"{PASSPHRASE}\r")
        seat.see(NO_CONTACTS, without="Passphrase:").press(LEAVE)
        assert seat.until_ended() == 0

    with opened(folder) as store:
        assert store.fact("name") == "Chelmsford"
        assert store.notebook.note_if_any(NOTE) is None  # the last answer counts


def test_a_laptop_joins_with_a_ticket_and_shows_six_words(tmp_path: Path) -> None:
    base, box, folder = made_base(tmp_path), tmp_path / "box", tmp_path / "laptop"
    box.mkdir()
    with opened(base) as store:
        ticket = issue_ticket(store, "Laptop 7", "Interviewer One", box)

    with at_terminal("--store", str(folder), size=(120, 30)) as seat:
        answer(seat, "What is this machine?", "1")
        answer(seat, "Where is the ticket", f"{box}/nothing\r")
        seat.see(SignedFileMissingError.message).see("nothing").press("\x15")
        answer(seat, "Where is the ticket", f"{box}\r")
        seat.see(FolderNamedError.message).press("\x15")
        answer(seat, "Where is the ticket", f"{ticket}\r")
        answer(seat, "How is it protected?", "2")
        answer(seat, "laptop Laptop 7 of base", "\r")
        answer(seat, "New PIN", "7313\r7313\r")
        answer(seat, "New passphrase", f"{PASSPHRASE}\r")
        answer(seat, "The same again", f"{PASSPHRASE}\r")
        shown = seat.see("Read these six words aloud").find(r"^ +[1-6]   ([A-Z](?: [A-Z])+)$", 6)
        seat.press(LEAVE)
        seat.until_ended()

    words = ["".join(line.split()).lower() for line in shown]
    with opened(base) as store:
        (waiting,) = enrolment.waiting_answers(store, box)
        enrolment.accept(store, waiting, " ".join(words))  # refuses any others
    with opened(folder) as store:
        assert store.fact("name") == "Laptop 7"
        assert lifts("7313", store.notebook.note(NOTE))


def test_a_disk_in_the_clear_is_told_before_a_passphrase_is_thought_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clear = Verdict((Finding("the store's folder", Encrypted.NO, "dm-0"),))
    monkeypatch.setattr("store.door.examine", lambda _folder: clear)
    app, seen = SetUpApp(tmp_path / "store"), []

    async def run() -> None:
        async with app.run_test() as pilot:
            await pilot.press("2", *"base", "enter", *"sue", "enter", "2", "enter", "enter", "2", "enter")
            while not (isinstance(app.screen, CoverPinDialog) or app.screen.query_one(SaidLine).tone is Tone.REFUSED):
                await pilot.pause()
            seen.append(" ".join(app.screen.query_one(SaidLine).said))

    asyncio.run(run())

    assert VolumeNotEncryptedError.message in seen[0]
    assert "FileVault on macOS or LUKS on Linux, then try again." in seen[0]


def test_leaving_set_up_makes_nothing(tmp_path: Path) -> None:
    with at_terminal("--store", str(tmp_path / "store")) as seat:
        answer(seat, "What is this machine?", "2")
        answer(seat, "What is this base called?", F3)

        assert seat.until_ended() == 0

    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize(
    ("role", "use", "asked"),
    [
        ("laptop", "", ["role", "ticket", "keyring"]),
        ("base", "practice", ["role", "name", "staff", "use", "as_if", "agreement", "keyring"]),
        ("base", "real", ["role", "name", "staff", "use", "attesting", "agreement", "keyring"]),
    ],
)
def test_only_what_is_needed_is_asked(role: str, use: str, asked: list[str]) -> None:
    form = Form(questions.QUESTIONS)
    form.restore({"role": role, "use": use})

    assert [field.id for field in form.visible()] == asked


def test_a_real_base_is_asked_for_without_a_training_clock() -> None:
    asked = questions.new_base(
        {"role": "base", "name": "B", "staff": "S", "use": "real", "keyring": "keyring", "agreement": "~/a.toml"}
    )

    assert (asked.as_if, asked.has_keyring, asked.attesting) == (None, True, None)
    assert asked.agreement == Path("~/a.toml").expanduser()
