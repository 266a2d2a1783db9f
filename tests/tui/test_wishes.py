"""At the prompt, with no passphrase: a loss, a refusal, a withdrawal, a hand-in; on paper where nothing can be kept."""

from collections.abc import Iterator
from pathlib import Path

import pyte
import pytest

from store.errors import NumberFormError, ReceiptCodeFormError, StoreInUseError
from store.fieldwork.consents.receipt_code import code_of
from store.keeping import acts
from store.keeping.header import unpack
from store.keeping.opening import ClosedStore
from store.keeping.store import Store
from tests.made import PASSPHRASE, families, made_base, opened
from tests.tui.at_terminal import LEAVE, AtTerminal, at_terminal
from tui import commands
from tui.launching import keys
from tui.launching.painting import Prompt, painted

F2, F3, F6, F7, F8 = "\x1bOQ", "\x1bOR", "\x1b[17~", "\x1b[18~", "\x1b[19~"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = made_base(tmp_path)
    with opened(folder) as store:
        store.record(*families(3))
    return folder


@pytest.fixture
def seat(folder: Path) -> Iterator[AtTerminal]:
    with at_terminal("--store", str(folder), size=(100, 30)) as seat:
        yield seat.see("Passphrase:")


def kinds(store: Store) -> list[str]:
    return [unpack(entry.header).kind for entry in store.journal.entries(0, store.journal.size)]


def test_the_prompt_names_the_keys_and_labels_of_the_one_table() -> None:
    told = {command.id: (command.shown_key, command.label) for command in commands.PROMPT_COMMANDS}

    assert {wish: (key, label) for wish, (key, label, _) in keys.WISHES.items()} == {
        wish: told[wish] for wish in keys.WISHES
    }


def test_a_loss_told_at_the_prompt_has_both_clocks_there_and_on_the_board(seat: AtTerminal, folder: Path) -> None:
    seat.press(F2)
    seat.see("What went wrong?").press("3")
    seat.see("What happened?").press("a sheet blew away\r")
    seat.see("Where was it?").press("\r")
    seat.see("When was it noticed?").press("\r")
    seat.see("Ring all the same").press("\r")
    seat.see("The loss is kept").see("Report a loss (14.1)").see("Report a security incident (A10)")
    seat.see("Whom to ring").see("Whom an interviewer rings about a loss").press(F3)
    seat.see("Passphrase:").press(f"{PASSPHRASE}\r")
    seat.see("14.1 by").press("c")
    seat.see("Clocks").see("Report a loss (14.1), paper lost").see("Report a security incident (A10), paper lost")
    seat.see("If it runs out").press(LEAVE)
    seat.until_ended()

    with opened(folder) as store:
        assert kinds(store).count("incident_raised") == 1


def test_a_refusal_by_number_locks_the_family_at_the_next_unlock(seat: AtTerminal, folder: Path) -> None:
    refused = families(3)[1]
    seat.press(F8)
    seat.see("Which number").press(f"{refused.council_reference}\r")
    seat.see("Who refused?").press("1")
    seat.see("the family is locked").press("\r")
    seat.see("The refusal is kept").press(F3)
    seat.see("Passphrase:").press(LEAVE)
    seat.until_ended()

    with opened(folder) as store:
        assert "family_lock_set" in kinds(store)


def test_a_withdrawal_by_code_is_kept_though_nobody_here_has_the_code(seat: AtTerminal, folder: Path) -> None:
    code = code_of("7" * 32)
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    seat.press(F7)
    seat.see("Which code stands").press(f"{wrong}\r")
    seat.see(ReceiptCodeFormError.message).press("\x7f" + f"{code[-1]}\r")
    seat.see("What do they take back?").press("4")
    seat.see("linkage back as well").press("2")
    seat.see("answers deleted").press("1")
    seat.see("Who says so?").press("1")
    seat.see("How did it reach you?").press("2")
    seat.see("base finds the record").press("\r")
    seat.see("The withdrawal is kept").press(F3)
    seat.see("Passphrase:").press(LEAVE)
    seat.until_ended()

    with opened(folder) as store:
        assert kinds(store).count("request_received") == 1


def test_what_is_no_number_is_refused_and_what_was_typed_survives(seat: AtTerminal) -> None:
    seat.press(F8)
    seat.see("Which number").press("??\r")

    seat.see(NumberFormError.message).see("??")


def test_a_laptop_can_be_handed_in_without_a_passphrase(seat: AtTerminal, folder: Path) -> None:
    seat.press(F6)
    seat.see("How many sheets").press("\r")
    seat.see("It is kept that this laptop").press("\r")
    seat.see("is kept. Give it").press(F3)
    seat.see("Passphrase:").press(LEAVE)
    seat.until_ended()

    with opened(folder) as store:
        assert acts.DeviceHandedIn.kind in kinds(store)


def test_going_back_keeps_nothing(seat: AtTerminal, folder: Path) -> None:
    seat.press(F2)
    seat.see("What went wrong?").press("1")
    seat.see("What happened?").press(F3)
    seat.see("Passphrase:").press(LEAVE)
    seat.until_ended()

    closed = ClosedStore(folder)
    assert closed.queue.waiting() == []
    closed.release()


def test_where_another_process_has_the_store_there_is_a_numbered_paper_form(folder: Path) -> None:
    other = ClosedStore(folder)
    with at_terminal("--store", str(folder), size=(100, 30)) as seat:
        seat.see(StoreInUseError.message).press(F2)

        seat.see("This laptop cannot take it now").see("under the number P-").see("Whom to ring").press(F3)

        seat.see("Press Enter to try again.")
    other.release()


def test_where_the_sidecar_is_gone_a_refusal_can_be_written_down(folder: Path) -> None:
    for name in ("sidecar", "sidecar.spare"):
        (folder / name).write_bytes(b"nonsense")
    with at_terminal("--store", str(folder), size=(100, 30)) as seat:
        seat.see("Press Enter to try again.").press(F8)

        seat.see("under the number P-").see("the number on the letter or sheet")


def test_the_card_beside_the_store_says_whom_to_ring(folder: Path) -> None:
    card = folder / "contact-card"
    card.write_bytes(b'[["Whom to ring about a loss","Duty desk","020 7946 0123"]]')
    for name in ("sidecar", "sidecar.spare"):
        (folder / name).write_bytes(b"nonsense")
    with at_terminal("--store", str(folder), size=(100, 30)) as seat:
        seat.see("Press Enter to try again.").press(F2)

        seat.see("Duty desk, 020 7946 0123")


def keys_of_prompt(columns: int, rows: int) -> list[str]:
    """Return the lines of the prompt that name keys."""
    screen = pyte.Screen(columns, rows)
    pyte.Stream(screen).feed(painted(Prompt(), columns, rows))
    return [line.rstrip() for line in screen.display[3:] if line.strip()]


@pytest.mark.parametrize(("columns", "lines"), [(120, 1), (80, 2), (48, 3)])
def test_the_prompt_names_every_key_in_as_many_lines_as_that_takes(columns: int, lines: int) -> None:
    shown = keys_of_prompt(columns, 24)

    named = [f"{key} {label}" for key, label in (("Enter", "Unlock"), *(each[:2] for each in keys.WISHES.values()))]
    assert [each for each in (*named, "Ctrl+Q Leave") if each not in "  ".join(shown)] == []
    assert len(shown) == lines


def test_a_prompt_of_a_few_rows_names_in_one_line_what_fits_there() -> None:
    (shown,) = keys_of_prompt(80, 6)

    assert shown.startswith(" Enter Unlock  F4 Forgotten")
