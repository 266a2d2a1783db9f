"""What the mailbox tests share: each kind of mailbox with the folder under it, names, and stops between two steps."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from store.exchange.mailbox import Mailbox, MailboxScheme, Place, open_mailbox
from tests.exchange.sftp_server import SftpServer, running_sftp_server

BASE, LAPTOP, OTHER = "b" * 32, "1" * 32, "2" * 32
NAME = f"{BASE}.{LAPTOP}.0000000001.bundle"
PART = f"{NAME}.0123456789abcdef.part"
BUNDLE = bytes(range(256)) * 300
STEPS = 5
"""Of putting a bundle into an empty mailbox: looking for old parts, writing, reading back, renaming, syncing."""


@dataclass
class Box:
    """One mailbox of a kind.

    Attributes:
        path: The folder under it, on this machine's own disk.
        server: Where it is reached through; None for a folder.
    """

    path: Path
    server: SftpServer | None = None

    @property
    def url(self) -> str:
        return str(self.path) if self.server is None else self.server.url(self.path)

    def open(self) -> Mailbox:
        return open_mailbox(self.url)

    def lying(self) -> list[str]:
        return sorted(each.name for each in self.path.iterdir())


@contextlib.contextmanager
def box_of(kind: MailboxScheme, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    """Make an empty mailbox under a folder; its server, if it has one, lets this process in by one key file."""
    path = folder / "box"
    path.mkdir(exist_ok=True)
    match kind:
        case MailboxScheme.FOLDER:
            yield Box(path)
        case MailboxScheme.SFTP:
            with running_sftp_server() as server:
                only_key(server.key, folder, monkeypatch)
                yield Box(path, server)


def only_key(key: Path | None, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing of the person's own SSH be in reach, but this key file."""
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    if key is None:
        monkeypatch.delenv("DOORSTEP_SFTP_KEY", raising=False)
    else:
        monkeypatch.setenv("DOORSTEP_SFTP_KEY", str(key))


def interrupted(mailbox: Mailbox, at: int, do: Callable[[], object]) -> Mailbox:
    """Have something happen just before a step of the mailbox, counted from 1; `STEPS` + 1 is after the last."""
    mailbox._place = Interrupted(mailbox._place, at, do)
    return mailbox


class Interrupted:
    """A `Place` that something happens to."""

    def __init__(self, place: Place, at: int, do: Callable[[], object]) -> None:
        self._place, self._left, self._do = place, at, do

    def files(self, most: int) -> dict[str, int]:
        self._step()
        return self._place.files(most)

    def read(self, name: str, max_bytes: int) -> bytes:
        self._step()
        return self._place.read(name, max_bytes)

    def write_new(self, name: str, content: bytes) -> None:
        self._step()
        self._place.write_new(name, content)

    def rename(self, old: str, new: str) -> None:
        self._step()
        self._place.rename(old, new)

    def remove(self, name: str) -> None:
        self._step()
        self._place.remove(name)

    def sync(self) -> None:
        self._step()
        self._place.sync()
        if self._left == 1:
            self._step()

    def close(self) -> None:
        self._place.close()

    def _step(self) -> None:
        self._left -= 1
        if not self._left:
            self._do()
