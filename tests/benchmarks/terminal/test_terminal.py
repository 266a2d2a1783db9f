"""That what measures a terminal sees what one sees: nothing here asserts a time."""

import sys
from pathlib import Path

import pytest

from tests.benchmarks.door import answering
from tests.benchmarks.terminal.answers import answers
from tests.benchmarks.terminal.figures import Figures, in_turns
from tests.benchmarks.terminal.keys import encoded
from tests.benchmarks.terminal.picture import Picture
from tests.benchmarks.terminal.playing import Playing, UnseenError

THINKS = """
import time
input("ready")
before = time.thread_time()
while time.thread_time() - before < 0.3:
    pass
print("thought of it")
input()
"""
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what processes take is counted as Linux tells it")

ANSWERS = (sys.executable, answering.__file__)


@pytest.mark.parametrize(
    ("key", "sent"), [("down", b"\x1b[B"), ("ctrl+q", b"\x11"), ("f9", b"\x1b[20~"), ("a", b"a"), ("ë", b"\xc3\xab")]
)
def test_a_key_is_sent_as_an_xterm_sends_it(key: str, sent: bytes) -> None:
    assert encoded(key) == sent


def test_a_key_nobody_has_is_refused() -> None:
    with pytest.raises(ValueError, match="hyper"):
        encoded("hyper+x")


def test_whether_frames_can_be_synchronized_is_answered_and_what_was_no_question_is_not() -> None:
    written = b"\x1b[2Jtext\x1b[?2026$p\x1b[?1337$p"

    replies = [reply for _, reply in answers(written, 100, 30)]

    assert replies == [b"\x1b[?2026;2$y", b"\x1b[?1337;0$y"]


def test_a_highlight_that_moves_is_a_change_and_the_same_again_is_none() -> None:
    picture = Picture(20, 3)
    picture.feed(b"\x1b[?25lone\r\ntwo")

    assert picture.feed(b"\x1b[1;1H\x1b[7mone\x1b[0m")
    assert not picture.feed(b"\x1b[1;1H\x1b[7mone\x1b[0m")


def test_a_synchronized_frame_is_seen_at_its_end() -> None:
    picture = Picture(20, 3)

    assert not picture.feed(b"\x1b[?2026hone")
    assert picture.is_blank()
    assert picture.feed(b" two\x1b[?2026l")
    assert picture.text().startswith("one two")


def test_a_control_that_comes_in_two_pieces_draws_nothing() -> None:
    picture = Picture(20, 3)

    for piece in (b"a\x1b]0;tit", b"le\x07b\x1b[3", b"1mc\x1b[38:5:1md"):
        picture.feed(piece)

    assert picture.text().splitlines()[0].rstrip() == "abcd"


def test_what_a_key_does_is_seen_in_one_frame() -> None:
    with Playing(ANSWERS) as program:
        begun = program.begin(answering.SHOWN)
        first = program.press("down", "keys so far: 1 ")
        held = program.hold("down", 5, 100)

        assert "keys so far: 6 " in program.text()
    assert begun.first_ms <= begun.shown_ms
    assert begun.resident_mib > 0
    assert first.frames == 1
    assert 0 < first.shown_ms == first.settled_ms
    assert first.written_bytes > 0
    assert held.frames in range(1, 6)


def test_a_program_that_thinks_in_silence_has_not_settled(tmp_path: Path) -> None:
    script = tmp_path / "thinks.py"
    script.write_text(THINKS)

    with Playing((sys.executable, str(script))) as program:
        program.begin("ready")
        pressed = program.press("enter")

        assert "thought of it" in program.text()
    assert pressed.processor_ms > 0


def test_what_never_comes_is_told_with_the_screen(tmp_path: Path) -> None:
    script = tmp_path / "ends.py"
    script.write_text("print('only this')")

    with Playing((sys.executable, str(script))) as program, pytest.raises(UnseenError, match="only this"):
        program.begin("something else")


def test_programs_take_turns_and_the_first_round_counts_for_nothing() -> None:
    order: list[str] = []

    def turn(name: str, figures: Figures) -> None:
        order.append(name)
        figures.add("number", len(order))

    figures = in_turns({name: lambda figures, name=name: turn(name, figures) for name in "ab"}, 2)  # type: ignore[misc]

    assert order == ["b", "a", "a", "b", "b", "a"]
    assert {name: each["number"] for name, each in figures.items()} == {"a": 4.5, "b": 4.5}
