"""A mailbox: a folder anywhere that sealed bundles pass through.

Owns the names that count, the order in which a bundle is put there so that only whole ones ever bear a final name, and
what an address means. Refuses to own what a bundle holds, and to trust the mailbox: it may be full, read-only, hostile,
or gone in the middle of anything, and whatever comes out of it is checked elsewhere.
"""

import contextlib
import hashlib
import re
import secrets
import urllib.parse
import urllib.request
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Final, Protocol, Self

from store.errors import (
    MailboxAddressError,
    MailboxError,
    MailboxFileGoneError,
    MailboxFileTooLargeError,
    MailboxNameError,
    MailboxNotAsWrittenError,
    MailboxPasswordError,
    SftpNotInstalledError,
)
from store.exchange.mailbox_folder import Folder
from store.ids import new_id

MOST_FILES: Final = 100_000
"""Files that are looked through: a thousand laptops with a hundred bundles each; more is not a mailbox."""

_ID = "[0-9a-f]{32}"
_NAME = re.compile(rf"{_ID}\.(?P<sender>{_ID})\.[0-9]{{10}}\.bundle")
_NOTE = re.compile(rf"{_ID}\.(?P<sender>{_ID})\.[0-9]{{10}}\.note")
"""A checkpoint that is left with a witness: put here like a bundle, and never listed as one."""

_PART = re.compile(rf"{_NAME.pattern}\.[0-9a-f]{{16}}\.part")
MARK: Final = "mailbox.doorstep"
"""The file in a folder by which it is known again: 32 hex digits, drawn by chance by whoever used it first."""

_MARK_MAX_BYTES: Final = 64
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):(?=//)|(file|sftp):", re.IGNORECASE)
"""Two characters at least: `C:` is a drive."""


class MailboxScheme(StrEnum):
    """What kind of place a mailbox is."""

    FOLDER = "folder"
    SFTP = "sftp"


class Place(Protocol):
    """What each kind of mailbox can do with the plain files in its one folder; names are checked before they get here.

    Every method raises a `MailboxError`, and `MailboxFileGoneError` where no such file is there.
    """

    def files(self, most: int) -> dict[str, int]:
        """Return name and size in bytes of every plain file, never of links or folders; refuse more than `most`."""

    def read(self, name: str, max_bytes: int) -> bytes:
        """Return a plain file whole, or refuse it before reading where it is larger."""

    def write_new(self, name: str, content: bytes) -> None:
        """Write a file that was not there, as durably as the place can."""

    def rename(self, old: str, new: str) -> None:
        """Give a file its name in one step, in the place of whatever bore it."""

    def remove(self, name: str) -> None:
        """Remove a file."""

    def sync(self) -> None:
        """Make the names in the folder durable, where the place can."""

    def close(self) -> None:
        """Let go of the place; never raises."""


class Mailbox:
    """One mailbox, open until it is closed; for one thread at a time.

    Attributes:
        scheme: What kind of place it is.
        address: How to open it again: an absolute path, or an `sftp:` address. Never holds a password.
        host_key: SHA-256 of the server's key, 64 hex digits, to be pinned; None for a folder.
    """

    def __init__(self, place: Place, scheme: MailboxScheme, address: str, host_key: str | None = None) -> None:
        self._place = place
        self.scheme = scheme
        self.address = address
        self.host_key = host_key

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def mark(self) -> str | None:
        """Return what a folder is known again by, wherever it is mounted; left in it where nothing legible lies there.

        It says nothing of anybody, and nothing hangs on it but which device of the register is meant: a folder that is
        copied with it counts as the same one.

        Returns:
            32 hex digits; None for a server, which is known by its key, and where nothing can be left.
        """
        if self.scheme is not MailboxScheme.FOLDER:
            return None
        try:
            with contextlib.suppress(MailboxFileGoneError, MailboxFileTooLargeError):
                said = self._place.read(MARK, _MARK_MAX_BYTES).decode("latin-1").strip()
                if re.fullmatch(_ID, said):
                    return said
            with contextlib.suppress(MailboxFileGoneError):
                self._place.remove(MARK)
            fresh = new_id()
            self._place.write_new(MARK, f"{fresh}\n".encode("ascii"))
            self._place.sync()
        except MailboxError:
            return None  # whoever leaves a bundle here hears why
        return fresh

    def names(self) -> list[str]:
        """Return the names of the bundles lying here, sorted; everything else in the folder is passed over.

        An empty file is no bundle whatever its name: exFAT can leave one when a stick is pulled.

        Raises:
            MailboxClutteredError: There is more here than `MOST_FILES`.
            MailboxError: The mailbox could not be looked through.
        """
        return sorted(name for name, size in self._place.files(MOST_FILES).items() if size and _NAME.fullmatch(name))

    def read(self, name: str, max_bytes: int) -> bytes:
        """Return a bundle as it lies here: at least 1 byte, and nothing about it checked.

        Args:
            name: As `names` gave it.
            max_bytes: A larger file is refused before it is read; one that grows meanwhile, when it passes this.

        Raises:
            MailboxNameError: No bundle is called so.
            MailboxFileGoneError: It is not there, or empty.
            MailboxFileTooLargeError: It is larger than `max_bytes`.
            MailboxError: It could not be read.
        """
        _hold_name(name)
        content = self._place.read(name, max_bytes)
        if not content:
            raise MailboxFileGoneError
        return content

    def put(self, name: str, content: bytes) -> None:
        """Put a bundle here, whole and read back, or not at all.

        It is written under a name that is passed over, synced, read back and compared, renamed, and the folder synced;
        a bundle of the same name is replaced. Parts that this sender left here when it was stopped are cleared first,
        which may make the room. When a step fails, the mailbox is left without this bundle, as far as it can still be
        reached; what was cut off before the rename never bears the final name.

        Args:
            name: Of the bundle; the sender in it is this device.
            content: The bundle, at least 1 byte.

        Raises:
            MailboxNameError: No bundle is called so.
            MailboxNotAsWrittenError: It read back as something else.
            MailboxError: A step was refused, or the mailbox went away.
        """
        sender = _hold_name(name)
        for left in self._place.files(MOST_FILES):
            if (ours := _PART.fullmatch(left)) and ours["sender"] == sender:
                with contextlib.suppress(MailboxError):  # what stays of it only takes room, and is tried again
                    self._place.remove(left)
        part = f"{name}.{secrets.token_hex(8)}.part"
        mine = part
        try:
            self._place.write_new(part, content)
            if not _is_same(self._place.read(part, len(content)), content):
                raise MailboxNotAsWrittenError
            self._place.rename(part, name)
            mine = name
            self._place.sync()
        except BaseException:
            with contextlib.suppress(MailboxError):  # the first refusal is the one to tell
                self._place.remove(mine)
            raise

    def remove(self, name: str) -> None:
        """Remove a bundle; one that is not there is fine.

        Raises:
            MailboxNameError: No bundle is called so.
            MailboxError: It could not be removed.
        """
        _hold_name(name)
        with contextlib.suppress(MailboxFileGoneError):
            self._place.remove(name)

    def close(self) -> None:
        """Let go of the mailbox; never raises."""
        self._place.close()


def open_mailbox(url: str, host_key: str | None = None) -> Mailbox:
    r"""Open the mailbox at an address; its folder must be there.

    Args:
        url: A path (`C:\box` is one), a `file:` address, or `sftp://account@server:port/path/of/the/folder`, where the
            port may be left out and `%XX` stands for a byte.
        host_key: SHA-256 of the server's key as pinned when it was first used; None takes the server as it is, and
            `Mailbox.host_key` then tells what to pin. Folders have none.

    Raises:
        MailboxAddressError: It is not understood.
        MailboxPasswordError: It holds a password.
        MailboxMissingError: There is no such folder.
        SftpNotInstalledError: A server, and the optional part is missing.
        MailboxUnreachableError, MailboxHostKeyError, MailboxAccessError, MailboxHungUpError, MailboxKeyFileError: As
            the server or the keys here have it.
        MailboxError: Anything else the place refuses.
    """
    if not url.strip() or not url.isprintable():
        raise MailboxAddressError("it is empty, or holds characters that cannot be seen")
    scheme = _SCHEME.match(url)
    match scheme and (scheme[1] or scheme[2]).lower():
        case None:
            return _open_folder(Path(url))
        case "file":
            return _open_folder(_path_of(url))
        case "sftp":
            return _open_server(url, host_key)
        case _:
            raise MailboxAddressError("only folders, `file:` and `sftp:` are mailboxes")


def _open_folder(path: Path) -> Mailbox:
    return Mailbox(Folder(path.absolute()), MailboxScheme.FOLDER, str(path.absolute()))


def _path_of(url: str) -> Path:
    parts = _split(url)
    if parts.netloc.lower() not in {"", "localhost"} or not parts.path or parts.query or parts.fragment:
        raise MailboxAddressError("a `file:` address names a folder of this machine, such as file:///media/stick")
    path = urllib.request.url2pathname(parts.path)
    if not Path(path).is_absolute() or not path.isprintable():
        raise MailboxAddressError("a `file:` address names a folder by its whole path")
    return Path(path)


def _open_server(url: str, host_key: str | None) -> Mailbox:
    parts = _split(url)
    if parts.password is not None:
        raise MailboxPasswordError
    account, path = urllib.parse.unquote(parts.username or ""), urllib.parse.unquote(parts.path)
    if not account or not parts.hostname or parts.query or parts.fragment or not (account + path).isprintable():
        raise MailboxAddressError("a server is written as sftp://account@server/path/of/the/folder")
    if path.strip("/") == "" or ".." in path.split("/"):
        raise MailboxAddressError("a folder on a server is written with its whole path, and is not all of the server")
    try:
        from store.exchange.mailbox_sftp import Server
    except ModuleNotFoundError as missing:
        if missing.name != "paramiko":
            raise
        raise SftpNotInstalledError from None
    server = Server(parts.hostname, parts.port or 22, account, path, host_key)
    return Mailbox(server, MailboxScheme.SFTP, url, server.host_key)


def _split(url: str) -> urllib.parse.SplitResult:
    try:
        parts = urllib.parse.urlsplit(url)
        if parts.port == 0:  # reading it refuses what is no port
            raise ValueError
    except ValueError:
        raise MailboxAddressError("its server or port is not written as one") from None
    return parts


def _hold_name(name: str) -> str:
    """Return the sender in a bundle's name; anything that could reach another folder is no such name."""
    matched = _NAME.fullmatch(name) or _NOTE.fullmatch(name)
    if matched is None:
        raise MailboxNameError
    return matched["sender"]


def _is_same(one: bytes, other: bytes) -> bool:
    return hashlib.sha256(one).digest() == hashlib.sha256(other).digest()
