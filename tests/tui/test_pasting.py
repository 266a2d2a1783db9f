"""What is pasted is text, whatever is in it: nothing of it is a key."""

from itertools import chain, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import Key, Paste
from textual.message import Message

from store.keeping.acts import AttemptRecorded
from tests.exchange.enrolled import FORGOTTEN
from tests.tui.at_terminal import LEAVE, at_terminal
from tests.tui.sitting import Sitting
from tui.launching.keys import ENTER, INCIDENT, TYPED, Keys
from tui.pasting import TYPED_AT_MOST, Pace, Parser, Sent

BEGIN, END = "\x1b[200~", "\x1b[201~"
TRIED = "a\x1bn\r\x1b[21~\x1b]52;c;aGk=\x07\x1b\x1b[20"


def read(pieces: list[str]) -> list[Message]:
    parser = Parser()
    return list(chain.from_iterable(parser.feed(piece) for piece in pieces))


def told(messages: list[Message]) -> list[str]:
    return [each.text if isinstance(each, Paste) else each.key for each in messages if isinstance(each, Key | Paste)]


@given(st.lists(st.integers(0, 60), max_size=8))
def test_an_escape_in_what_is_pasted_makes_no_keys_however_it_is_cut(cuts: list[int]) -> None:
    sent = f"x{BEGIN}{TRIED}{END}\x1bOP{BEGIN}b{END}y"
    places = sorted({0, len(sent), *(min(cut, len(sent)) for cut in cuts)})

    messages = read([sent[start:end] for start, end in pairwise(places)])

    assert told(messages) == ["x", TRIED.replace("\x1b", ""), "f1", "b", "y"]


@pytest.mark.parametrize("half", ["\x1b[2", "\x1b[20", "\x1b[200"])
def test_a_text_whose_mark_comes_slowly_is_a_text_and_half_a_mark_holds_no_key_for_ever(
    monkeypatch: pytest.MonkeyPatch, half: str
) -> None:
    at = [0.0]
    monkeypatch.setattr("textual._parser.get_time", lambda: at[0])
    parser = Parser()

    messages = [*parser.feed(half)]
    at[0] += 0.5
    messages += parser.tick()
    messages += parser.feed(f"{BEGIN.removeprefix(half)}n\r{END}{half}")
    at[0] += 2.0
    messages += [*parser.tick(), *parser.feed("y")]

    assert [each.text for each in messages if isinstance(each, Paste)] == ["n\r"]
    keys = [each.key for each in messages if isinstance(each, Key)]
    assert "enter" not in keys
    assert keys[-1] == "y"


@pytest.mark.parametrize("half", [BEGIN[:length] for length in range(1, len(BEGIN))])
def test_a_text_is_a_text_however_late_the_rest_of_its_mark_comes(monkeypatch: pytest.MonkeyPatch, half: str) -> None:
    at = [0.0]
    monkeypatch.setattr("textual._parser.get_time", lambda: at[0])
    parser = Parser()

    messages = [*parser.feed(half)]
    at[0] += 20.0
    messages += parser.tick()
    messages += parser.feed(f"{BEGIN.removeprefix(half)}n\r{END}y")

    assert told(messages)[-2:] == ["n\r", "y"]
    assert "enter" not in told(messages)


@pytest.mark.parametrize("typed", ["\x1b[21~", "\x1b", "\x1bx", "\x1b[200x", "\x1b\x1b[A"])
def test_what_is_typed_passes_letter_by_letter(typed: str) -> None:
    sent = Sent()

    assert [sent.without_escapes(letter) for letter in typed] == list(typed)


@pytest.mark.parametrize("report", ["\x1b[1114112u", "\x1b[97;;1114112u", "\x1b[97;1:3u", "\x1b[97:65;2u"])
def test_a_report_that_is_of_no_key_is_none_and_the_next_key_is_heard(report: str) -> None:
    assert told(read([f"a{report}b"])) == ["a", "b"]


def test_of_letters_that_never_end_an_answer_passes_and_every_key_that_is_none() -> None:
    at = [0.0]
    pace = Pace(lambda: at[0])

    assert len("".join(pace.typed("n" * 4096) for _ in range(250))) == TYPED_AT_MOST
    assert pace.typed("note\r\n\x0cs\x1b[24~") == "\x0c\x1b[24~"


def test_a_key_that_is_held_down_is_heard_for_ever() -> None:
    at = [0.0]
    pace = Pace(lambda: at[0])

    for _ in range(20_000):
        at[0] += 1 / 60
        assert pace.typed("n") == "n"


def test_whoever_types_on_after_a_flood_is_heard_at_once() -> None:
    at = [0.0]
    pace = Pace(lambda: at[0])
    for _ in range(250):
        pace.typed("n" * 4096)

    at[0] += 0.1
    assert pace.typed("y") == "y"


def test_at_the_prompt_it_asks_for_nothing_and_sends_nothing() -> None:
    """Each byte comes by itself, and nothing for a while after it."""
    keys, told = Keys(), set()
    for byte in BEGIN.encode():
        keys.take(byte)

    for byte in b"a\x1bOQ\x1b[19~\x1b\r\x11\x1b\x1b[201~":
        told.add(keys.take(byte))
        keys.pause()

    assert told == {TYPED, ""}
    assert keys.take(0x0D) == ENTER


def test_an_escape_before_a_key_at_the_prompt_takes_nothing_from_it() -> None:
    keys = Keys()

    assert [keys.take(byte) for byte in b"\x1b\x1bOQ"][-1] == INCIDENT


def test_a_text_that_is_pasted_into_the_list_keeps_nothing(tmp_path: Path) -> None:
    sitting = Sitting(tmp_path)
    with at_terminal("--store", str(sitting.folder), "--clock-is-right") as seat:
        seat.see("Passphrase:").press(f"{FORGOTTEN}\r")
        seat.see("To do 6", without="Passphrase:").paste("\x1bn\r\x1bnn\r\x1b[nnn\r")
        seat.press("/N")
        seat.see("/ N").press(LEAVE)
        seat.until_ended()

    assert sitting.told(AttemptRecorded) == []
