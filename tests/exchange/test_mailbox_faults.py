"""Mailboxes that are full, read-only, or gone in the middle: no half bundle ever bears a final name."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from paramiko.sftp_client import SFTPClient  # type: ignore[import-untyped]  # it ships no types

from store.errors import (
    MailboxError,
    MailboxFailedError,
    MailboxFullError,
    MailboxGoneError,
    MailboxReadOnlyError,
    MailboxUnreadableError,
)
from store.exchange.mailbox import MailboxScheme, open_mailbox
from tests.exchange.boxes import BUNDLE, NAME, STEPS, Box, box_of, interrupted
from tests.exchange.sticks import Make, makes, stick_of
from tests.faults.room import PAGE_BYTES, Way, small_room, ways

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows can neither mount, nor limit, nor kill so")

OLD = b"what bore the name before"
NOBODY = 65534


@pytest.fixture(params=list(MailboxScheme))
def box(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    with box_of(request.param, tmp_path, monkeypatch) as box:
        yield box


def hold_whole(path: Path, *allowed: bytes) -> None:
    """Make sure that what bears a final name in a folder is one of the bundles that may."""
    for each in path.glob("*.bundle"):
        assert each.read_bytes() in allowed


class TestFull:
    @pytest.mark.parametrize("way", ways(), ids=lambda way: way.name.lower())
    def test_a_full_folder_refuses_and_keeps_nothing_whatever_room_is_left(self, way: Way, tmp_path: Path) -> None:
        pages = len(BUNDLE) // PAGE_BYTES + 3
        refused = 0
        with small_room(tmp_path / "room", way) as room:
            (room.path / "box").mkdir()
            for left in range(pages + 1):
                with open_mailbox(str(room.path / "box")) as mailbox:
                    with room.with_pages_left(left):
                        try:
                            mailbox.put(NAME, BUNDLE)
                        except MailboxFullError:
                            refused += 1
                            assert list((room.path / "box").iterdir()) == []
                    mailbox.put(NAME, BUNDLE)
                    assert mailbox.read(NAME, len(BUNDLE)) == BUNDLE
                    mailbox.remove(NAME)

        assert len(BUNDLE) // PAGE_BYTES <= refused <= pages

    @pytest.mark.parametrize("way", ways(), ids=lambda way: way.name.lower())
    def test_a_full_folder_keeps_the_bundle_that_bore_the_name(self, way: Way, tmp_path: Path) -> None:
        with small_room(tmp_path / "room", way) as room, open_mailbox(str(room.path)) as mailbox:
            mailbox.put(NAME, OLD)

            with room.with_pages_left(3), pytest.raises(MailboxFullError):
                mailbox.put(NAME, BUNDLE)

            assert mailbox.read(NAME, 100) == OLD

    @pytest.mark.parametrize("way", ways(), ids=lambda way: way.name.lower())
    def test_a_part_left_behind_makes_room_for_the_bundle(self, way: Way, tmp_path: Path) -> None:
        with small_room(tmp_path / "room", way) as room, open_mailbox(str(room.path)) as mailbox:
            (room.path / f"{NAME}.0123456789abcdef.part").write_bytes(BUNDLE)

            with room.with_pages_left(0 if way is Way.MOUNTED else 100):
                mailbox.put(NAME, BUNDLE)

            assert mailbox.read(NAME, len(BUNDLE)) == BUNDLE

    @pytest.mark.parametrize("way", ways(), ids=lambda way: way.name.lower())
    def test_a_full_server_refuses_and_keeps_nothing(
        self, way: Way, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with (
            box_of(MailboxScheme.SFTP, tmp_path, monkeypatch) as box,
            small_room(tmp_path / "box", way) as room,
            box.open() as mailbox,
        ):
            with full_server(box, way) if way is Way.LIMITED else room.with_pages_left(3):
                with pytest.raises((MailboxFailedError, MailboxGoneError)):  # a limit ends the session itself
                    mailbox.put(NAME, BUNDLE)
                hold_whole(box.path)

            with box.open() as again:
                again.put(NAME, BUNDLE)
                assert again.names() == box.lying() == [NAME]


class TestReadOnly:
    def test_a_write_protected_folder_says_so(self) -> None:
        with write_protected() as path, as_nobody(), open_mailbox(str(path)) as mailbox:
            assert mailbox.names() == [NAME]
            with pytest.raises(MailboxReadOnlyError):
                mailbox.put(NAME, BUNDLE)
            with pytest.raises(MailboxReadOnlyError):
                mailbox.remove(NAME)
            assert mailbox.read(NAME, 100) == OLD

    def test_a_folder_that_may_not_be_read_says_so(self) -> None:
        with write_protected() as path:
            (path / NAME).chmod(0)
            with as_nobody(), open_mailbox(str(path)) as mailbox, pytest.raises(MailboxUnreadableError):
                mailbox.read(NAME, 100)
            path.chmod(0)
            with as_nobody(), open_mailbox(str(path)) as mailbox, pytest.raises(MailboxUnreadableError):
                mailbox.names()

    @pytest.mark.parametrize("make", makes(), ids=lambda make: make.name.lower())
    def test_a_stick_with_its_lock_on_says_so(
        self, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with stick_of(make, tmp_path) as stick, open_mailbox(str(stick.path)) as mailbox:
            mailbox.put(NAME, OLD)

            with monkeypatch.context() as patch:
                if make is Make.FOLDER:  # which has no lock of its own
                    patch.setattr(os, "open", locked)
                else:
                    subprocess.run(["mount", "-o", "remount,ro", stick.path], check=True)
                with pytest.raises(MailboxReadOnlyError):
                    mailbox.put(NAME, BUNDLE)

            assert mailbox.read(NAME, 100) == OLD

    def test_a_server_that_takes_nothing_says_so(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with box_of(MailboxScheme.SFTP, tmp_path, monkeypatch) as box:
            assert box.server is not None
            (box.path / NAME).write_bytes(OLD)
            box.server.kill()
            box.server.start(sftp="internal-sftp -R")

            with box.open() as mailbox:
                with pytest.raises(MailboxReadOnlyError):
                    mailbox.put(NAME, BUNDLE)
                with pytest.raises(MailboxReadOnlyError):
                    mailbox.remove(NAME)
                assert mailbox.read(NAME, 100) == OLD


class TestGoneInTheMiddle:
    @pytest.mark.parametrize("step", range(1, STEPS + 1))
    def test_a_folder_removed_before_any_step_is_gone_and_not_made_again(self, box: Box, step: int) -> None:
        with box.open() as mailbox:
            is_over = box.server is not None and step == STEPS  # a server is not asked to sync
            with nullcontext() if is_over else pytest.raises(MailboxGoneError):
                interrupted(mailbox, step, lambda: shutil.rmtree(box.path)).put(NAME, BUNDLE)

            assert not box.path.exists()
            for ask in (mailbox.names, lambda: mailbox.read(NAME, 9)):
                with pytest.raises(MailboxGoneError):
                    ask()

    @pytest.mark.parametrize("bore", [b"", OLD], ids=["nothing there", "replacing"])
    @pytest.mark.parametrize("step", range(1, STEPS + 2))
    def test_a_process_killed_before_any_step_leaves_nothing_half(self, box: Box, step: int, bore: bytes) -> None:
        if bore:
            (box.path / NAME).write_bytes(bore)

        ended = subprocess.run([sys.executable, "-m", "tests.exchange.stopping", box.url, str(step)], check=False)

        assert ended.returncode == -signal.SIGKILL
        is_renamed = step > STEPS - 1
        with box.open() as mailbox:
            assert mailbox.names() == ([NAME] if bore or is_renamed else [])
            hold_whole(box.path, BUNDLE if is_renamed else bore)
            mailbox.put(NAME, BUNDLE)
        assert box.lying() == [NAME]

    @pytest.mark.parametrize("make", makes(), ids=lambda make: make.name.lower())
    @pytest.mark.parametrize("step", range(1, STEPS + 1))
    def test_a_stick_pulled_before_any_step_leaves_nothing_half(self, make: Make, step: int, tmp_path: Path) -> None:
        with stick_of(make, tmp_path) as stick:
            with open_mailbox(str(stick.path)) as mailbox, pytest.raises(MailboxGoneError):
                interrupted(mailbox, step, stick.pull).put(NAME, BUNDLE)

            assert not stick.path.exists() or list(stick.path.iterdir()) == []  # nothing lands beside the stick
            stick.plug_in_again()
            hold_whole(stick.path, BUNDLE, b"")
            with open_mailbox(str(stick.path)) as mailbox:
                assert mailbox.names() in ([], [NAME])
                mailbox.put(NAME, BUNDLE)
                assert mailbox.names() == [NAME]

    @pytest.mark.parametrize("make", makes(), ids=lambda make: make.name.lower())
    def test_a_stick_pulled_once_it_was_told_as_put_holds_all_of_it(self, make: Make, tmp_path: Path) -> None:
        with stick_of(make, tmp_path) as stick:
            with open_mailbox(str(stick.path)) as mailbox:
                mailbox.put(NAME, BUNDLE)

            stick.pull()

            stick.plug_in_again()
            with open_mailbox(str(stick.path)) as mailbox:
                assert mailbox.names() == [NAME]
                assert mailbox.read(NAME, len(BUNDLE)) == BUNDLE

    @pytest.mark.parametrize("bore", [b"", OLD], ids=["nothing there", "replacing"])
    def test_a_server_killed_at_any_message_of_a_put_leaves_nothing_half(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bore: bytes
    ) -> None:
        told: Counter[str] = Counter()
        with box_of(MailboxScheme.SFTP, tmp_path, monkeypatch) as box:
            for at in messages(box, monkeypatch, lambda: put(box)):
                shutil.rmtree(box.path)
                box.path.mkdir()
                if bore:
                    (box.path / NAME).write_bytes(bore)

                told[killed(box, monkeypatch, at, lambda: put(box))] += 1

                hold_whole(box.path, BUNDLE, bore)
                put(box)
                assert box.lying() == [NAME]
                hold_whole(box.path, BUNDLE)

        assert set(told) <= {"MailboxGoneError", "done"}
        assert told["MailboxGoneError"] > 12

    def test_a_server_killed_at_any_message_of_a_read_gives_nothing_half(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        told: Counter[str] = Counter()
        with box_of(MailboxScheme.SFTP, tmp_path, monkeypatch) as box:
            url = box.url

            def read() -> None:
                with open_mailbox(url) as mailbox:
                    assert mailbox.read(NAME, len(BUNDLE)) == BUNDLE

            put(box)
            for at in messages(box, monkeypatch, read):
                told[killed(box, monkeypatch, at, read)] += 1

        assert set(told) <= {"MailboxGoneError", "done"}
        assert told["MailboxGoneError"] > 5


def put(box: Box) -> None:
    with box.open() as mailbox:
        mailbox.put(NAME, BUNDLE)


def messages(box: Box, monkeypatch: pytest.MonkeyPatch, do: Callable[[], None]) -> list[int]:
    """Return which SFTP messages to stop at, from 1: all but those of a listing that only repeat the last."""
    asked: list[tuple[Any, ...]] = []
    with monkeypatch.context() as patch:
        at_each_message(patch, lambda *message: asked.append(message))
        do()
    assert box.server is not None
    return [n for n, message in enumerate(asked, 1) if n == 1 or message != asked[n - 2]]


def killed(box: Box, monkeypatch: pytest.MonkeyPatch, at: int, do: Callable[[], None]) -> str:
    """Do something, kill the server just before a message of it, start it again, and return what was told."""
    server = box.server
    assert server is not None
    seen: list[object] = []

    def count(*message: object) -> None:
        seen.append(message)
        if len(seen) == at:
            server.kill()

    with monkeypatch.context() as patch:
        at_each_message(patch, count)
        try:
            do()
            told = "done"
        except MailboxError as refusal:
            told = type(refusal).__name__
    assert len(seen) >= at
    server.start()
    return told


def at_each_message(patch: pytest.MonkeyPatch, look: Callable[..., object]) -> None:
    """Have something see each message to a server just before it leaves."""
    ask = SFTPClient._async_request

    def asking(client: Any, file: Any, *message: Any) -> Any:
        look(*message)
        return ask(client, file, *message)

    patch.setattr(SFTPClient, "_async_request", asking)


def locked(*_: object) -> int:
    raise OSError(errno.EROFS, "made up")


@contextmanager
def full_server(box: Box, way: Way) -> Iterator[None]:
    """Let the sessions of a server write no more than three pages to any file."""
    import resource

    assert box.server is not None
    assert way is Way.LIMITED
    for each in box.server.sessions():
        resource.prlimit(each, resource.RLIMIT_FSIZE, (3 * PAGE_BYTES, 3 * PAGE_BYTES))
    yield


@contextmanager
def write_protected() -> Iterator[Path]:
    """Give a folder in everybody's reach that nobody but its owner may change, with a bundle in it."""
    with tempfile.TemporaryDirectory(prefix="doorstep-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        path = Path(folder) / "box"
        path.mkdir()
        (path / NAME).write_bytes(OLD)
        (path / NAME).chmod(0o644)
        path.chmod(0o555)
        yield path
        path.chmod(0o755)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Drop root's power to write anywhere, where the tests run as root."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
