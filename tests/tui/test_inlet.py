"""What comes in from a terminal is read by the loop, whole and in order, and belongs to no message."""

import asyncio
import errno
import os
import pty
import signal
import threading
import tty
from collections.abc import Awaitable, Callable, Iterator
from contextvars import ContextVar
from pathlib import Path

import pytest
from textual import events
from textual.message import Message

from tests.tui.widgets.stage import Stage
from tui.direct_driver import DirectDriver
from tui.inlet import Inlet

PATIENCE_S = 20


class Typing:
    """Somebody types at a terminal that an inlet reads.

    Attributes:
        heard: What was handed on.
    """

    def __init__(self) -> None:
        self._master, self._terminal = pty.openpty()
        tty.setraw(self._terminal)
        self.heard: list[Message] = []
        self.inlet = self._begun()

    def _begun(self) -> Inlet:
        inlet = Inlet.of(self._terminal, self.heard.append)
        assert inlet is not None
        inlet.begin()
        return inlet

    def type(self, typed: bytes) -> None:
        os.write(self._master, typed)

    def hang_up(self) -> None:
        os.close(self._master)

    async def keys(self, count: int) -> list[str]:
        """Wait until so many keys came in, and return them all."""
        async with asyncio.timeout(PATIENCE_S):
            while len(self.heard) < count:
                await asyncio.sleep(0)
        assert all(isinstance(each, events.Key) for each in self.heard)
        return [each.key for each in self.heard if isinstance(each, events.Key)]

    async def ended(self) -> None:
        """Wait until nothing is read any more."""
        async with asyncio.timeout(PATIENCE_S):
            while self.inlet._is_open:
                await asyncio.sleep(0)


def play(scene: Callable[[Typing], Awaitable[None]]) -> None:
    async def played() -> None:
        typing = Typing()
        await scene(typing)
        typing.inlet.end()
        typing.inlet.end()

    asyncio.run(played())


def test_keys_are_handed_on_in_the_order_they_were_typed() -> None:
    typed = "lapwing reach " * 400

    async def scene(typing: Typing) -> None:
        writing = asyncio.create_task(asyncio.to_thread(typing.type, f"{typed}\x1b[B\r".encode()))
        keys = await typing.keys(len(typed) + 2)
        await writing
        assert keys == [*("space" if letter == " " else letter for letter in typed), "down", "enter"]

    play(scene)


def test_an_escape_alone_is_one_once_nothing_follows_it() -> None:
    async def scene(typing: Typing) -> None:
        typing.type(b"\x1b")
        assert await typing.keys(1) == ["escape"]
        typing.type(b"\x1b[A")
        assert await typing.keys(2) == ["escape", "up"]

    play(scene)


def test_what_is_pasted_is_text_and_an_escape_in_it_no_key() -> None:
    async def scene(typing: Typing) -> None:
        typing.type(b"\x1b[200~\x1bn\r\x1b[201~")
        async with asyncio.timeout(PATIENCE_S):
            while not typing.heard:
                await asyncio.sleep(0)
        assert [each.text for each in typing.heard if isinstance(each, events.Paste)] == ["n\r"]

    play(scene)


def test_bytes_that_are_no_text_keep_nothing_from_being_read() -> None:
    async def scene(typing: Typing) -> None:
        typing.type(b"a\xff")
        typing.type(b"b")
        keys = await typing.keys(3)
        assert (keys[0], keys[-1]) == ("a", "b")

    play(scene)


def test_a_letter_whose_bytes_come_one_by_one_is_one_letter() -> None:
    async def scene(typing: Typing) -> None:
        decoded, read = typing.inlet._decoded, bytearray()

        def noting(written: bytes) -> str:
            read.extend(written)
            return decoded(written)

        typing.inlet._decoded = noting  # type: ignore[assignment]  # its second argument is never given
        first, second = (bytes([each]) for each in "é".encode())
        typing.type(first)
        async with asyncio.timeout(PATIENCE_S):
            while read != first:
                await asyncio.sleep(0)
        typing.type(second + b"n")
        assert await typing.keys(2) == ["é", "n"]

    play(scene)


def test_what_is_typed_belongs_to_no_message_that_is_being_dealt_with() -> None:
    dealt_with: ContextVar[str] = ContextVar("dealt_with", default="nothing")
    seen: list[tuple[str, int]] = []

    async def scene(typing: Typing) -> None:
        dealt_with.set("a message")
        typing.inlet.end()
        typing.inlet = typing._begun()
        typing.inlet._hand_on = lambda _: seen.append((dealt_with.get(), threading.get_ident()))
        typing.type(b"a")
        while not seen:
            await asyncio.sleep(0)

    play(scene)
    assert seen == [("nothing", threading.get_ident())]


def test_nothing_is_read_after_the_end() -> None:
    async def scene(typing: Typing) -> None:
        typing.type(b"\x1b")
        async with asyncio.timeout(PATIENCE_S):
            while typing.inlet._ticking is None:
                await asyncio.sleep(0)
        ticking, terminal = typing.inlet._ticking, typing.inlet._terminal
        typing.inlet.end()
        assert ticking.cancelled()
        assert not asyncio.get_running_loop().remove_reader(terminal)

    play(scene)


@pytest.mark.parametrize("is_hung_up", [True, False])
def test_a_terminal_that_is_hung_up_or_refuses_is_read_no_more(
    monkeypatch: pytest.MonkeyPatch, is_hung_up: bool
) -> None:
    def refuse(*_: object) -> bytes:
        raise OSError(errno.EIO, "made up")  # as whoever lost their terminal's session is told

    async def scene(typing: Typing) -> None:
        if is_hung_up:
            typing.hang_up()
        else:
            monkeypatch.setattr("tui.inlet.os.read", refuse)
            typing.type(b"a")
        await typing.ended()

    play(scene)


def test_where_there_is_no_terminal_there_is_no_such_way_in() -> None:
    with Path(os.devnull).open("rb") as file:
        assert Inlet.of(file.fileno(), lambda _: None) is None


def test_a_driver_with_a_way_in_of_its_own_reads_in_no_thread_and_its_fault_is_the_apps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    handlers = {each: signal.getsignal(each) for each in (signal.SIGTSTP, signal.SIGCONT)}
    fault = ZeroDivisionError()

    def fail(_: str) -> Iterator[Message]:
        raise fault

    async def played() -> None:
        app = Stage()
        async with app.run_test():
            driver = DirectDriver(app, mouse=False)
            typing = Typing()
            driver._inlet = typing.inlet
            driver._run_input_thread()
            monkeypatch.setattr(typing.inlet._parser, "feed", fail)
            typing.type(b"a")
            async with asyncio.timeout(PATIENCE_S):
                while app.is_running:
                    await asyncio.sleep(0)
            driver.disable_input()
            assert not typing.inlet._is_open

    with pytest.raises(ZeroDivisionError) as fallen:
        asyncio.run(played())
    assert fallen.value is fault
    for each, handler in handlers.items():
        signal.signal(each, handler)
