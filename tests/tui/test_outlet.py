"""What goes out to a terminal goes out whole and in order, however slowly it is read; a held frame goes out once."""

import asyncio
import os
import pty
import signal
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual.app import App

from tui import outlet as outlets
from tui.direct_driver import DirectDriver
from tui.outlet import Outlet

MORE_THAN_IT_TAKES = "".join(f"{number:07}\n" for number in range(20_000)) + "ü" * 40_000


class Line:
    """A terminal that nobody reads before `read` is called, and the outlet to it."""

    def __init__(self) -> None:
        self.master, self._terminal = pty.openpty()
        self._is_hung_up = False
        tty.setraw(self._terminal)
        with open(self._terminal, "w", encoding="utf-8", closefd=False) as file:
            outlet = Outlet.of(file)
        assert outlet is not None
        self.outlet = outlet

    def read(self, count: int) -> bytes:
        """Return so many bytes."""
        found = b""
        while len(found) < count:
            found += os.read(self.master, count - len(found))
        return found

    def waiting(self) -> int:
        """Return how many pieces wait; none is in the hand of the thread that writes them."""
        with self.outlet._changed:
            return len(self.outlet._waiting)

    def hang_up(self) -> None:
        """Be gone."""
        if not self._is_hung_up:
            self._is_hung_up = True
            os.close(self.master)
            os.close(self._terminal)


@pytest.fixture
def line() -> Iterator[Line]:
    """Give one that is not hung up yet."""
    line = Line()
    yield line
    line.hang_up()


def test_what_a_terminal_does_not_take_yet_comes_later_in_the_order_it_was_written(line: Line) -> None:
    said = [MORE_THAN_IT_TAKES, "then this", "\x1b[H", "and that"]

    for each in said:
        line.outlet.write(each)

    whole = "".join(said).encode()
    assert line.read(len(whole)) == whole
    line.outlet.end()


def test_a_held_frame_is_let_out_once(line: Line) -> None:
    line.outlet.write("before,")

    let_out = line.outlet.hold("frame,")
    assert (let_out(), let_out()) == (True, False)

    line.outlet.write("after")
    assert line.read(18) == b"before,frame,after"


@pytest.mark.parametrize("what", ["written", "held", "ended"])
def test_a_held_frame_is_not_seen_after_anything_else(line: Line, what: str) -> None:
    let_out = line.outlet.hold("frame")
    match what:
        case "written":
            line.outlet.write("cover")
        case "held":
            assert line.outlet.hold("cover")()
        case "ended":
            line.outlet.end()
            os.write(line._terminal, b"cover")

    assert not let_out()
    os.write(line._terminal, b"!")
    assert line.read(6) == b"cover!"


def test_whoever_writes_more_than_may_wait_waits_with_it(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlets, "PIECES_AT_MOST", 2)
    line.outlet.write(MORE_THAN_IT_TAKES)
    line.outlet.write("second")
    assert line.waiting() == 2

    async def third() -> bytes:
        writing = asyncio.create_task(asyncio.to_thread(line.outlet.write, "third"))
        await asyncio.sleep(0)
        assert line.waiting() == 2
        read = await asyncio.to_thread(line.read, len(MORE_THAN_IT_TAKES.encode()) + 11)
        await writing
        return read

    assert asyncio.run(third()).endswith(b"secondthird")


def test_whoever_writes_to_a_terminal_that_takes_nothing_waits_once_and_goes_on(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outlets, "PIECES_AT_MOST", 1)
    monkeypatch.setattr(outlets, "STALLED_AFTER_S", 0.01)
    line.outlet.write(MORE_THAN_IT_TAKES)

    line.outlet.write("second")
    monkeypatch.setattr(outlets, "STALLED_AFTER_S", None)
    line.outlet.write("third")

    assert line.read(len(MORE_THAN_IT_TAKES.encode()) + 11).endswith(b"secondthird")
    line.outlet.end()
    assert not line.outlet._is_stalled


def test_a_terminal_that_is_hung_up_takes_everything_and_shows_nothing(line: Line) -> None:
    line.outlet.write(MORE_THAN_IT_TAKES)

    line.hang_up()

    line.outlet.write("nobody sees it")
    line.outlet.end()
    assert not line.outlet._waiting


def test_a_terminal_that_takes_nothing_keeps_no_app_from_ending(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlets, "STALLED_AFTER_S", 0.01)
    line.outlet.write(MORE_THAN_IT_TAKES)

    line.outlet.end()

    assert line.outlet._waiting


def test_where_there_is_no_terminal_there_is_no_such_way_out() -> None:
    with Path(os.devnull).open("w", encoding="utf-8") as file:
        assert Outlet.of(file) is None


class Noting(Outlet):
    """Notes what is written at once."""

    def __init__(self) -> None:
        self.pieces: list[str] = []

    def write(self, text: str) -> None:
        self.pieces.append(text)

    def end(self) -> None:
        self.pieces.append("ended")


def test_a_frame_goes_out_whole_and_a_word_by_itself() -> None:
    handlers = {each: signal.getsignal(each) for each in (signal.SIGTSTP, signal.SIGCONT)}

    async def play() -> None:
        driver, noting = DirectDriver(App(), mouse=False), Noting()
        driver._outlet = noting
        for piece in ("word", SYNC_START, "a frame", SYNC_END, "another word"):
            driver.write(piece)
        driver.close()

        assert noting.pieces == ["word", f"{SYNC_START}a frame{SYNC_END}", "another word", "ended"]

    asyncio.run(play())
    for each, handler in handlers.items():
        signal.signal(each, handler)
