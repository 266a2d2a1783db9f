"""A made-up base to test with: founded once, copied for each test, cheap to unlock.

Owns how tests come by a store, by its inside, and by other times of day. Every name and number is made up.
"""

import atexit
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Self

import pytest

from store import door
from store.fieldwork import made_up
from store.keeping import anchor, database, key_derivation, queue
from store.keeping.acts import FamilyDelivered
from store.keeping.database import Connection
from store.keeping.key_derivation import KdfCost
from store.keeping.opening import ClosedStore
from store.keeping.passphrases import Passphrase, read_passphrase
from store.keeping.secret import Secret
from store.keeping.store import Store

PASSPHRASE = "Lantern orchard 58 kestrel"
SECOND_PASSPHRASE = "Copper basket 91 thimble"
SUPERVISOR = "Supervisor One"
CHEAP = KdfCost(memory_kib=8, passes=1, lanes=1)
BEGINS = datetime(2015, 11, 2, 9, tzinfo=UTC)
PRACTICE = door.NewBase(name="base", staff_name=SUPERVISOR, as_if=BEGINS, has_keyring=False, cost=CHEAP)

ANCHOR, QUEUE = anchor.name_of(1), queue.name_of(1)

FOUNDED = 4
"""Entries that founding leaves; signing in adds one."""


def passphrase(text: str = PASSPHRASE) -> Passphrase:
    return read_passphrase(text.encode())


def made_base(tmp_path: Path, **asked: Any) -> Path:
    """Return the folder of a base nobody is signed in to; `asked` are fields of `door.NewBase`.

    The ordinary one is a copy, so two of them are the same store.
    """
    folder = tmp_path / "base"
    if asked:
        door.found_base(folder, replace(PRACTICE, **asked), passphrase())
    else:
        shutil.copytree(_founded(), folder)
    return folder


@cache
def _founded() -> Path:
    outer = Path(mkdtemp(prefix="doorstep-tests-"))
    atexit.register(shutil.rmtree, outer, ignore_errors=True)
    door.found_base(outer / "base", PRACTICE, passphrase())
    return outer / "base"


def opened(folder: Path, text: str = PASSPHRASE, **how: Any) -> Store:
    """Return the store, somebody signed in to; `how` as `door.open_store` has it."""
    return door.open_store(folder, passphrase(text), **how)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The ordinary base, open."""
    with opened(made_base(tmp_path)) as store:
        yield store


def families(count: int, seed: int = 2015) -> list[FamilyDelivered]:
    return list(made_up.families(count, delivery="de11ea5e" * 4, seed=seed))


def database_key(folder: Path) -> Secret:
    """Return the key of the encrypted file; nothing is appended for it."""
    with ClosedStore(folder).unlock(passphrase()) as store:
        return Secret(bytes(store.keys.database.reveal()))


@contextmanager
def inside(folder: Path) -> Iterator[Connection]:
    """Give a connection that writes into the tables past everything that guards them."""
    connection = database.connect(folder / "epoch-1.db", database_key(folder))
    try:
        yield connection
        database.settle(connection)
    finally:
        connection.close()


@pytest.fixture
def derived_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real keys at a real store's cost, which is paid once for each passphrase, salt and cost, not at each unlock."""
    known: dict[tuple[bytes, bytes, KdfCost], bytes] = {}

    def derive(passphrase: Passphrase, salt: bytes, cost: KdfCost) -> bytearray:
        asked = bytes(passphrase.reveal()), salt, cost
        if asked not in known:
            known[asked] = bytes(key_derivation.derive(passphrase, salt, cost))
        return bytearray(known[asked])

    for room in ("founding", "opening", "staffing"):
        monkeypatch.setattr(f"store.keeping.{room}.derive", derive)


class MachineTime:
    """What the machine's clock shows; it stands still from the moment this is made."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC) + timedelta(seconds=1)  # after whatever was founded a moment ago

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def machine_time(monkeypatch: pytest.MonkeyPatch) -> MachineTime:
    """The machine's clock, stopped and in the test's hand."""
    time = MachineTime()
    monkeypatch.setattr("store.clock.datetime", stopped(time))
    return time


def stopped(time: MachineTime) -> type[datetime]:
    """Return what stands in for `datetime` where the machine's clock is asked."""

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromtimestamp(time.at.timestamp(), tz)

    return Stopped
