"""A mailbox on a server, by SFTP.

Owns the connection, what it may cost in time, and telling a server that refuses from one that went away. Refuses to own
which names count, and passwords: the server must know the account's SSH key. The key in the file that DOORSTEP_SFTP_KEY
names is the only one offered; where nothing is named, those of the SSH agent are, then the usual files `~/.ssh/id_*`
that have no passphrase. `~/.ssh/config` and `known_hosts` are not read: the server's own key is pinned by the store.

What a server cannot be told: paramiko has no way to ask for an fsync, so that a bundle read back from a server that
loses power at once may be lost there; the receipt that stays away shows it, and it is sent again. Nor can links be
refused while opening: a file is looked at first, and a server that cheats in between only hands out other bytes.

Source:
    draft-ietf-secsh-filexfer-02 (SFTP 3); `posix-rename@openssh.com` of OpenSSH's PROTOCOL, section 4.3.
"""

import contextlib
import errno
import hashlib
import logging
import os
import socket
import stat
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import paramiko  # type: ignore[import-untyped]  # it ships no types
from cryptography.exceptions import UnsupportedAlgorithm
from paramiko.pkey import UnknownKeyType  # type: ignore[import-untyped]  # it ships no types
from paramiko.sftp import SFTPError  # type: ignore[import-untyped]  # it ships no types
from upath import UPath

from store.errors import (
    MailboxAccessError,
    MailboxClutteredError,
    MailboxError,
    MailboxFailedError,
    MailboxFileGoneError,
    MailboxFileTooLargeError,
    MailboxGoneError,
    MailboxHostKeyError,
    MailboxHungUpError,
    MailboxKeyFileError,
    MailboxMissingError,
    MailboxReadOnlyError,
    MailboxUnreachableError,
    MailboxUnreadableError,
)

KEY_VARIABLE: Final = "DOORSTEP_SFTP_KEY"

ANSWER_S = 10.0
"""How long each answer of a server may take: to the call, its banner, the key, and every question after."""
DEED_S = 60.0
"""How long anything may take in all, beside the bytes it moves: answers that trickle are never late by themselves."""
SLOWEST_BYTES_PER_S = 8192
"""Slower than a bad mobile connection."""
CHUNK_BYTES: Final = 32768
"""What every SFTP server must take in one message."""

_LOST = (EOFError, TimeoutError, ConnectionError, paramiko.SSHException)
"""How paramiko tells a line that broke or is late; an `OSError` besides is what the server answered."""
_STRANGE = (SFTPError, struct.error, ValueError, IndexError)
"""How paramiko stumbles over messages that are no SFTP."""

logging.getLogger("paramiko").addHandler(logging.NullHandler())  # without one, Python prints its warnings on the screen


class Server:
    """The files of one folder on a server; a `Place`.

    Attributes:
        host_key: SHA-256 of the server's key as sent, 64 hex digits.

    Args:
        host: Name or address of the server.
        port: Its SSH port.
        account: Whom to sign in as.
        path: The folder, from the root.
        pinned: What `host_key` must be; None takes any.

    Raises:
        MailboxUnreachableError: No answer, or not that of an SSH server with SFTP.
        MailboxHostKeyError: Another key than the pinned one; nothing was sent to the server.
        MailboxAccessError, MailboxHungUpError: It takes none of the keys, or hangs up while it is offered them.
        MailboxKeyFileError: The key file that was named is of no use.
        MailboxMissingError: There is no such folder.
        MailboxUnreadableError: It may not be looked at.
    """

    def __init__(self, host: str, port: int, account: str, path: str, pinned: str | None) -> None:
        self._line = _Line(pinned)
        self._folder = UPath(
            path,
            protocol="sftp",
            host=host,
            port=port,
            username=account,
            **_key_offered(),
            host_key_policy=self._line,
            transport_factory=self._line.opened,
            timeout=ANSWER_S,
            banner_timeout=ANSWER_S,
            auth_timeout=ANSWER_S,
            channel_timeout=ANSWER_S,
            skip_instance_cache=True,  # it would keep the connection as long as the process lives
        )
        with contextlib.ExitStack() as undo:
            undo.callback(self.close)
            try:
                with _no_longer_than(DEED_S, self._line.close):
                    self._sftp: Any = self._folder.fs.ftp  # the first question connects
            except (OSError, *_LOST, *_STRANGE) as refusal:
                raise self._line.why(refusal) from None
            self._sftp.get_channel().settimeout(ANSWER_S)
            self.host_key = self._line.host_key
            self._hold_folder()
            undo.pop_all()

    def files(self, most: int) -> dict[str, int]:
        """Return name and size of every plain file."""
        found: dict[str, int] = {}
        with self._asking(MailboxUnreadableError):
            try:
                for count, entry in enumerate(self._sftp.listdir_iter(self._folder.path)):
                    if count == most:
                        raise MailboxClutteredError
                    if _is_plain(entry):
                        found[entry.filename] = entry.st_size
            except UnicodeDecodeError:  # paramiko reads UTF-8 names only
                raise MailboxClutteredError from None
        return found

    def read(self, name: str, max_bytes: int) -> bytes:
        """Return a plain file whole."""
        size = self._size(name)
        if size > max_bytes:
            raise MailboxFileTooLargeError(size, max_bytes)
        content = bytearray()
        with self._asking(MailboxUnreadableError, size), self._sftp.open(self._at(name), "r") as file:
            while len(content) <= max_bytes and (read := file.read(CHUNK_BYTES)):
                content += read
        if len(content) > max_bytes:
            raise MailboxFileTooLargeError(len(content), max_bytes)
        if len(content) < size:  # paramiko takes a line that broke while it asked for the end of the file
            raise MailboxGoneError
        return bytes(content)

    def write_new(self, name: str, content: bytes) -> None:
        """Write a new file; each message is answered before the next, so that a refusal is known for what it is."""
        with self._asking(MailboxReadOnlyError, len(content)), self._sftp.open(self._at(name), "wx") as file:
            file.write(content)

    def rename(self, old: str, new: str) -> None:
        """Give a file its name, in one step where the server knows `posix-rename`.

        Elsewhere whatever bore the name is removed first: for a moment nothing bears it, and never half a file.
        """
        with self._asking(MailboxReadOnlyError):
            try:
                self._sftp.posix_rename(self._at(old), self._at(new))
            except OSError as refusal:
                if self._is_lost() or refusal.errno == errno.ENOENT:
                    raise
                with contextlib.suppress(FileNotFoundError):
                    self._sftp.remove(self._at(new))
                self._sftp.rename(self._at(old), self._at(new))

    def remove(self, name: str) -> None:
        """Remove a file."""
        with self._asking(MailboxReadOnlyError):
            self._sftp.remove(self._at(name))

    def sync(self) -> None:
        """Nothing a server could be asked for."""

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def _size(self, name: str) -> int:
        with self._asking(MailboxUnreadableError):
            found = self._sftp.lstat(self._at(name))
        if not _is_plain(found):
            raise MailboxFileGoneError
        return int(found.st_size)

    def _at(self, name: str) -> str:
        return (self._folder / name).path

    def _hold_folder(self) -> None:
        try:
            with self._asking(MailboxUnreadableError):
                found = self._sftp.stat(self._folder.path)
        except MailboxGoneError:
            if self._is_lost():
                raise
            raise MailboxMissingError from None
        if not stat.S_ISDIR(found.st_mode or 0):
            raise MailboxMissingError

    def _is_lost(self) -> bool:
        return self._sftp.get_channel().closed or not self._line.is_alive()

    @contextlib.contextmanager
    def _asking(self, forbidden: type[MailboxError], moved_bytes: int = 0) -> Iterator[None]:
        try:
            with _no_longer_than(DEED_S + moved_bytes / SLOWEST_BYTES_PER_S, self._line.close):
                yield
        except (*_LOST, *_STRANGE):  # answers may still come, and would be taken for those to later questions
            self._line.close()
            raise MailboxGoneError from None
        except OSError as refusal:
            if self._is_lost():
                raise MailboxGoneError from None
            code = refusal.errno
            if code == errno.ENOENT:
                raise (MailboxFileGoneError if self._has_folder() else MailboxGoneError) from None
            if code == errno.EACCES:
                raise forbidden from None
            raise MailboxFailedError("failure") from None  # the server's own words are not for a screen

    def _has_folder(self) -> bool:
        try:
            return stat.S_ISDIR(self._sftp.stat(self._folder.path).st_mode or 0)
        except (OSError, *_LOST, *_STRANGE):
            return False


class _Line(paramiko.MissingHostKeyPolicy):  # type: ignore[misc]  # it ships no types
    """One connection: what is known of it while it is made, and the way to cut it."""

    def __init__(self, pinned: str | None) -> None:
        self._pinned = pinned
        self._transport: Any = None
        self._client: Any = None
        self.host_key = ""

    def opened(self, sock: Any, **further: Any) -> Any:
        """Make the transport and keep hold of it: one that fails half-way is nobody else's to close."""
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else each message waits 40 ms: 70 times slower
        self._transport = paramiko.Transport(sock, **further)
        return self._transport

    def missing_host_key(self, client: Any, hostname: str, key: Any) -> None:  # noqa: ARG002  # paramiko's signature
        """Take the server's key on first use, and no other than the pinned one after."""
        self._client = client
        self.host_key = hashlib.sha256(key.asbytes()).hexdigest()
        if self._pinned is not None and self._pinned != self.host_key:
            raise MailboxHostKeyError(self._pinned, self.host_key)

    def why(self, refusal: Exception) -> MailboxError:
        """Return what a connection that was refused means to a person."""
        signing_in = self._transport and self._transport.auth_handler
        if not self.host_key or (signing_in and signing_in.is_authenticated()):
            return MailboxUnreachableError()
        if not self.is_alive() or "timeout" in str(refusal):  # paramiko has no class of its own for that
            return MailboxHungUpError()
        return MailboxAccessError()  # a key file under ~/.ssh that holds no key is met here too

    def is_alive(self) -> bool:
        return bool(self._transport.is_active())

    def close(self) -> None:
        if self._client is not None:
            self._client.close()  # which also lets go of the agent
        if self._transport is not None:
            self._transport.close()


@contextlib.contextmanager
def _no_longer_than(seconds: float, cut: Any) -> Iterator[None]:
    """Cut the line when it takes longer; what was under way then fails as on a line that was lost."""
    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _key_offered() -> dict[str, Any]:
    """Return which keys to offer, as paramiko takes it.

    Raises:
        MailboxKeyFileError: The file that was named holds no key that can be used without a passphrase.
    """
    named = os.environ.get(KEY_VARIABLE)
    if not named:
        return {}
    try:
        key = paramiko.PKey.from_path(Path(named).expanduser())
    except (OSError, TypeError, ValueError, UnsupportedAlgorithm, UnknownKeyType, paramiko.SSHException):
        raise MailboxKeyFileError from None
    return {"pkey": key, "allow_agent": False, "look_for_keys": False}


def _is_plain(entry: Any) -> bool:
    return stat.S_ISREG(entry.st_mode or 0) and entry.st_size is not None
