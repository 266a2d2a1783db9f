"""What only a server can do: show another key, refuse one's own, go silent, or be no server at all."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import paramiko  # type: ignore[import-untyped]  # it ships no types
import pytest
from fsspec.implementations.sftp import SFTPFileSystem  # type: ignore[import-untyped]  # it ships no types

from store.errors import (
    MailboxAccessError,
    MailboxClutteredError,
    MailboxError,
    MailboxFileGoneError,
    MailboxGoneError,
    MailboxHostKeyError,
    MailboxHungUpError,
    MailboxKeyFileError,
    MailboxUnreachableError,
)
from store.exchange import mailbox_sftp
from store.exchange.mailbox import open_mailbox
from tests.exchange.boxes import BUNDLE, NAME, only_key
from tests.exchange.sftp_server import SftpServer, running_sftp_server


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SftpServer]:
    with running_sftp_server() as server:
        only_key(server.key, tmp_path, monkeypatch)
        yield server


@pytest.fixture
def home(server: SftpServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:  # noqa: ARG001  # it named its key
    """A person's `.ssh` folder with nothing in it, and no key named."""
    only_key(None, tmp_path, monkeypatch)
    folder = tmp_path / ".ssh"
    folder.mkdir()
    return folder


class TestTheServersKey:
    def test_first_use_takes_it_and_tells_what_to_pin(self, server: SftpServer) -> None:
        with open_mailbox(server.url()) as mailbox:
            assert mailbox.host_key == server.shown("one")

    def test_the_pinned_key_is_taken(self, server: SftpServer) -> None:
        with open_mailbox(server.url(), server.shown("one")) as mailbox:
            mailbox.put(NAME, BUNDLE)

    def test_another_key_is_refused_before_anybody_signs_in(
        self, server: SftpServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with open_mailbox(server.url()) as mailbox:
            pinned = mailbox.host_key
        server.kill()
        server.start(host_key="other")
        signings_in: list[object] = []
        monkeypatch.setattr(paramiko.SSHClient, "_auth", lambda *offered: signings_in.append(offered))

        with pytest.raises(MailboxHostKeyError) as refusal:
            open_mailbox(server.url(), pinned)

        assert (refusal.value.pinned, refusal.value.found) == (server.shown("one"), server.shown("other"))
        assert signings_in == []

    @pytest.mark.parametrize("pinned", ["", "0" * 64, "é"])
    def test_what_is_pinned_wrongly_takes_no_server(self, server: SftpServer, pinned: str) -> None:
        with pytest.raises(MailboxHostKeyError):
            open_mailbox(server.url(), pinned)

    def test_an_open_mailbox_lends_its_connection_to_no_other(self, server: SftpServer) -> None:
        with open_mailbox(server.url()), pytest.raises(MailboxHostKeyError):
            open_mailbox(server.url(), "0" * 64)

    def test_a_closed_mailbox_keeps_no_connection(self, server: SftpServer) -> None:
        with open_mailbox(server.url()):
            assert not SFTPFileSystem._cache

        hold_no_line()


class TestTheAccountsKey:
    def test_a_key_the_server_does_not_know_is_refused(
        self, server: SftpServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("DOORSTEP_SFTP_KEY", str(server.new_key("unknown")))

        with pytest.raises(MailboxAccessError):
            open_mailbox(server.url())

    def test_a_named_key_is_the_only_one_offered(
        self, server: SftpServer, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shutil.copy(server.key, home / "id_ed25519")
        monkeypatch.setenv("DOORSTEP_SFTP_KEY", str(server.new_key("unknown")))

        with pytest.raises(MailboxAccessError):
            open_mailbox(server.url())

    def test_the_usual_key_file_is_found(self, server: SftpServer, home: Path) -> None:
        shutil.copy(server.key, home / "id_ed25519")

        with open_mailbox(server.url()) as mailbox:
            assert mailbox.names() == []

    @pytest.mark.usefixtures("home")
    def test_no_key_at_all_is_refused(self, server: SftpServer) -> None:
        with pytest.raises(MailboxAccessError):
            open_mailbox(server.url())

    @pytest.mark.parametrize("content", [b"", b"rubbish", b"\xff" * 100])
    def test_a_usual_key_file_that_holds_no_key_is_refused(
        self, server: SftpServer, home: Path, content: bytes
    ) -> None:
        (home / "id_ed25519").write_bytes(content)

        with pytest.raises(MailboxAccessError):
            open_mailbox(server.url())

    @pytest.mark.parametrize("content", [None, b"", b"rubbish", b"\xff" * 100, "locked", "public", "cut"])
    def test_a_named_file_that_cannot_be_used_is_said_to_be_that(
        self, server: SftpServer, tmp_path: Path, content: bytes | str | None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        named = tmp_path / "named"
        match content:
            case "locked":
                shutil.copy(server.new_key("locked", "made-up passphrase"), named)
            case "public":
                shutil.copy(server.key.with_suffix(".pub"), named)
            case "cut":
                named.write_bytes(server.key.read_bytes()[:200])
            case bytes():
                named.write_bytes(content)
        monkeypatch.setenv("DOORSTEP_SFTP_KEY", str(named))

        with pytest.raises(MailboxKeyFileError):
            open_mailbox(server.url())

    @pytest.mark.usefixtures("home")
    def test_the_agents_key_is_found(self, server: SftpServer, monkeypatch: pytest.MonkeyPatch) -> None:
        with agent(monkeypatch, server.key), open_mailbox(server.url()) as mailbox:
            assert mailbox.names() == []

    @pytest.mark.usefixtures("home")
    def test_an_agent_with_more_keys_than_the_server_tries_is_told_to_name_one(
        self, server: SftpServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keys = [server.new_key(f"unknown-{number}") for number in range(8)]

        with agent(monkeypatch, *keys), pytest.raises(MailboxHungUpError) as refusal:
            open_mailbox(server.url())

        assert "DOORSTEP_SFTP_KEY" in refusal.value.hint


class TestSilence:
    @pytest.fixture(autouse=True)
    def _impatient(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(mailbox_sftp, "ANSWER_S", 0.3)

    def test_a_server_that_stops_answering_is_gone_within_seconds_and_stays_so(self, server: SftpServer) -> None:
        with open_mailbox(server.url()) as mailbox:
            began_s = time.monotonic()
            with server.frozen(), pytest.raises(MailboxGoneError):
                mailbox.names()
            assert time.monotonic() - began_s < mailbox_sftp.DEED_S / 2
            with pytest.raises(MailboxGoneError):  # late answers must not be taken for those to new questions
                mailbox.names()

    def test_a_server_that_does_not_answer_the_call_is_unreachable(self, server: SftpServer) -> None:
        with server.frozen(), pytest.raises(MailboxUnreachableError):
            open_mailbox(server.url())

    def test_a_server_that_goes_silent_while_signing_in_broke_off(
        self, server: SftpServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def freeze() -> None:
            for each in server.sessions():
                os.kill(each, signal.SIGSTOP)

        after_the_key(monkeypatch, freeze)

        with pytest.raises(MailboxHungUpError):
            open_mailbox(server.url())

    def test_a_server_killed_while_signing_in_broke_off(
        self, server: SftpServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        after_the_key(monkeypatch, server.kill)

        with pytest.raises(MailboxHungUpError):
            open_mailbox(server.url())

    def test_answers_that_trickle_are_cut_off_in_the_end(
        self, server: SftpServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(mailbox_sftp, "ANSWER_S", 60.0)  # as each byte may be in time by itself
        with open_mailbox(server.url()) as mailbox:
            monkeypatch.setattr(mailbox_sftp, "DEED_S", 0.3)

            with server.frozen(), pytest.raises(MailboxGoneError):
                mailbox.names()

    def test_a_server_that_lets_one_in_and_never_starts_sftp_is_cut_off(
        self, server: SftpServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(mailbox_sftp, "DEED_S", 1.0)
        server.kill()
        server.start(sftp="timeout 60 /bin/cat /dev/zero >/dev/null")

        with pytest.raises(MailboxUnreachableError):
            open_mailbox(server.url())

    @pytest.mark.parametrize("greeting", [b"", b"SSH-2.0-made-up\r\n", b"HTTP/1.1 200 OK\r\n" * 200, bytes(5000)])
    def test_what_is_no_ssh_server_is_unreachable(self, server: SftpServer, greeting: bytes) -> None:
        with other_server(greeting) as port:
            with pytest.raises(MailboxUnreachableError):
                open_mailbox(f"sftp://{server.account}@127.0.0.1:{port}/box")

            hold_no_line()

    def test_a_port_where_nobody_listens_is_unreachable(self, server: SftpServer) -> None:
        server.kill()

        with pytest.raises(MailboxUnreachableError):
            open_mailbox(server.url())

    @pytest.mark.parametrize("program", ["/bin/true", "/bin/echo this is no SFTP, it is a line of text"])
    def test_a_server_without_sftp_is_unreachable(self, server: SftpServer, program: str) -> None:
        server.kill()
        server.start(sftp=program)

        with pytest.raises(MailboxUnreachableError):
            open_mailbox(server.url())


class TestOtherServers:
    def test_without_posix_rename_a_bundle_is_still_put_and_replaced(self, server: SftpServer) -> None:
        server.kill()
        server.start(sftp="internal-sftp -P posix-rename")

        with open_mailbox(server.url()) as mailbox:
            mailbox.put(NAME, b"old")
            mailbox.put(NAME, b"newer")

            assert mailbox.read(NAME, 100) == b"newer"
        assert [each.name for each in server.box.iterdir()] == [NAME]

    def test_a_part_that_is_gone_before_the_rename_costs_no_older_bundle(self, server: SftpServer) -> None:
        with open_mailbox(server.url()) as mailbox:
            mailbox.put(NAME, BUNDLE)

            with pytest.raises(MailboxFileGoneError):
                mailbox._place.rename("not there", NAME)

            assert mailbox.names() == [NAME]

    def test_a_file_that_ends_before_its_size_is_not_taken_for_whole(
        self, server: SftpServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with open_mailbox(server.url()) as mailbox:
            mailbox.put(NAME, BUNDLE)
            monkeypatch.setattr(mailbox._place, "_size", lambda _: len(BUNDLE) + 1)

            with pytest.raises(MailboxGoneError):
                mailbox.read(NAME, 2 * len(BUNDLE))

    def test_a_name_that_is_no_unicode_is_said_to_be_in_the_way(self, server: SftpServer) -> None:
        with open_mailbox(server.url()) as mailbox:
            mailbox.put(NAME, BUNDLE)
            strange = os.fsencode(server.box) + b"/caf\xe9"
            os.close(os.open(strange, os.O_CREAT))

            with pytest.raises(MailboxClutteredError):
                mailbox.names()

            os.unlink(strange)  # noqa: PTH108  # a name that no Path is needed for
            assert mailbox.names() == [NAME]

    def test_a_path_with_spaces_and_letters_is_written_in_hex(self, server: SftpServer) -> None:
        (server.box / "a café?").mkdir()

        with open_mailbox(server.url() + "/a%20caf%C3%A9%3F") as mailbox:
            mailbox.put(NAME, BUNDLE)

        assert (server.box / "a café?" / NAME).read_bytes() == BUNDLE


class TestTheScreen:
    def test_nothing_is_printed_whatever_the_server_does(self, server: SftpServer) -> None:
        words = (
            "import os, sys; from store.exchange.mailbox import open_mailbox; from store.errors import MailboxError\n"
            "def told(do):\n"
            "    try: return do()\n"
            "    except MailboxError as refusal: print(type(refusal).__name__)\n"
            f"told(lambda: open_mailbox({server.url()!r}, '0' * 64))\n"
            f"mailbox = open_mailbox({server.url()!r})\n"
            f"mailbox.put({NAME!r}, b'1')\n"
            "print('open', flush=True); sys.stdin.readline()\n"
            f"told(lambda: mailbox.put({NAME!r}, b'2'))\n"
            f"told(lambda: open_mailbox({server.url()!r}))\n"
        )
        with other_server(b"HTTP/1.1 200 OK\r\n" * 200) as port:
            words += f"told(lambda: open_mailbox('sftp://somebody@127.0.0.1:{port}/box'))\n"
            child = subprocess.Popen(
                [sys.executable, "-W", "always", "-c", words],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            assert child.stdout is not None
            assert [child.stdout.readline(), child.stdout.readline()] == ["MailboxHostKeyError\n", "open\n"]
            server.kill()
            said, noise = child.communicate("go on\n", timeout=60)

        assert said.split() == ["MailboxGoneError", "MailboxUnreachableError", "MailboxUnreachableError"]
        assert noise == ""

    def test_no_refusal_repeats_what_a_server_said(self, server: SftpServer, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(mailbox_sftp, "ANSWER_S", 0.3)

        with other_server(b"SSH-2.0-\x1b]0;owned\x07\r\n") as port, pytest.raises(MailboxError) as refusal:
            open_mailbox(f"sftp://{server.account}@127.0.0.1:{port}/box")

        assert str(refusal.value).isprintable()
        assert refusal.value.__cause__ is None


def hold_no_line() -> None:
    """Make sure that no connection is left running."""
    for each in [each for each in threading.enumerate() if isinstance(each, paramiko.Transport)]:
        each.join(5)
        assert not each.is_alive()


def after_the_key(monkeypatch: pytest.MonkeyPatch, do: Callable[[], Any]) -> None:
    """Have something happen once the server has shown its key."""
    looked = mailbox_sftp._Line.missing_host_key

    def look(line: mailbox_sftp._Line, *shown: Any) -> None:
        looked(line, *shown)
        do()

    monkeypatch.setattr(mailbox_sftp._Line, "missing_host_key", look)


@contextmanager
def agent(monkeypatch: pytest.MonkeyPatch, *keys: Path) -> Iterator[None]:
    """Run an SSH agent that holds these keys."""
    said = subprocess.run(["ssh-agent", "-s"], capture_output=True, text=True, check=True).stdout
    found = dict(re.findall(r"(SSH_\w+)=([^;]+);", said))
    monkeypatch.setenv("SSH_AUTH_SOCK", found["SSH_AUTH_SOCK"])
    try:
        subprocess.run(["ssh-add", "-q", *map(str, keys)], check=True)
        yield
    finally:
        os.kill(int(found["SSH_AGENT_PID"]), signal.SIGTERM)


@contextmanager
def other_server(greeting: bytes) -> Iterator[int]:
    """Listen on a port, greet everybody alike, and say nothing more."""
    held = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def greet() -> None:
            with suppress(OSError):  # the end of listening
                while True:
                    caller, _ = listening.accept()
                    held.append(caller)
                    caller.sendall(greeting)

        thread = threading.Thread(target=greet)
        thread.start()
        try:
            yield int(listening.getsockname()[1])
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()
            for caller in held:
                caller.close()
