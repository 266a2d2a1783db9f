"""What exchanging costs: base taking in many laptops (taking_in), and one laptop's whole day over a folder.

The day: a laptop kept 300 acts about its 60 families. Timed are the laptop's sync, base's, and the laptop's again, on
open stores: from acts that nobody else has to acts that base vouches for.

The floor of it is made of just this, in the same folders, by turns:

* a durable commit for each of `COMMITS`, counted in a rehearsal: so many rows, with the very bytes of the day's entries
  where they are those, into a table without indexes in an encrypted file with the same settings;
* each file that is left, of the same size: written under another name, synced, read back and compared, renamed, the
  folder synced; each that is taken read once; each removed. What is read comes from the disk and not from memory, where
  the system can be told so, as a mailbox has it: else nothing would be known of the disk, or of a stick from elsewhere;
* of the one bundle up and the one down, canonical JSON, compression, HPKE and the bundle's signature, once each way.
  The third file, by which the laptop says what it heard, is paid for as a file alone.

Not in it: any other signature, any act read, any proof, any table that follows, any listing of the folder. The promise
is the laptop's own part: its two syncs against its own commits, files, sealing and opening; an interviewer waits for
that. The whole way there and back is told beside it; base's part, reading 300 acts, is promised by itself (taking_in).
"""

import contextlib
import json
import os
import statistics
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from store import door
from store.exchange import orders
from store.exchange.bundle import HEADER_BYTES
from store.exchange.bundle_contents import Up, write_contents
from store.exchange.enrolment import accept, waiting_answers
from store.exchange.mailbox import Mailbox, open_mailbox
from store.exchange.mailboxes import KnownMailbox, name_mailbox
from store.exchange.peers import peer_named
from store.exchange.sync import sync
from store.exchange.ticket import issue_ticket
from store.fieldwork import made_up
from store.ids import FamilyId, new_id
from store.keeping import canonical, database, vault
from store.keeping.sealing import SealingKey, seal
from store.keeping.signing_keys import SIGNATURE_BYTES
from store.keeping.store import Store
from tests.benchmarks import stores, taking_in
from tests.benchmarks.days import FAMILIES, day
from tests.benchmarks.measuring import Result, side_by_side
from tests.exchange.opened import open_bundle

TARGET: Final = 2.0
LAPTOP, BASE = "laptop", "base"
COMMITS: Final = ((LAPTOP, 1), (BASE, None), (BASE, 1), (BASE, 1), (LAPTOP, 2), (LAPTOP, 1))
"""Whose, and of how many rows: a bundle told of; the day taken in; base's note of what it looked through; its bundle
told of; that taken in, with its receipt; and told that it was."""
WAYS: Final = ((LAPTOP, BASE), (BASE, LAPTOP), (LAPTOP, BASE))
"""Of each file that is left: who leaves it, and who takes it."""
ROW: Final = bytes(600)
"""As many bytes as an act about a bundle takes."""


def run(memory: Path, disk: Path, *, is_quick: bool = False) -> list[Result]:
    """Measure a day in memory and on the real disk, and base taking in a thousand laptops; quickly, a few."""
    rounds, laptops, acts = (3, 10, 100) if is_quick else (15, 1_000, 1_000)
    results = [*_day(memory, "memory", None, rounds), *_day(disk, "disk", TARGET, rounds)]
    results += taking_in.run(memory, "memory", max(10, laptops // 10), acts)
    return results + taking_in.run(disk, "disk", laptops, acts)


def _day(place: Path, called: str, target: float | None, rounds: int) -> list[Result]:
    with tempfile.TemporaryDirectory(dir=place, prefix=".bench-") as temporary, _pair(Path(temporary)) as pair:
        rehearsed = pair.rehearse()
        floor = _Floor(Path(temporary), rehearsed)
        cases: dict[str, Callable[[int], object]] = {
            "floor": lambda _: floor.run(LAPTOP, BASE),
            "ours": lambda _: pair.exchange(),
            "laptop's floor": lambda _: floor.run(LAPTOP),
        }
        pair.laptops_s.clear()
        taken = side_by_side(cases, rounds, 1, lambda name: pair.work() if name == "ours" else None)
    ms = {name: median * 1e3 for name, median in taken.items()}
    sizes = ", ".join(f"{len(each):,}" for each in rehearsed.files)
    told = f"{len(COMMITS)} commits; files of {sizes} bytes"
    laptops_ms = statistics.median(pair.laptops_s) * 1e3
    return [
        Result(f"a laptop's two syncs of 300 acts, {called}", target, laptops_ms, ms["laptop's floor"], "ms", told),
        Result(f"the same with base's between them, {called}", None, ms["ours"], ms["floor"], "ms"),
    ]


@dataclass(frozen=True, slots=True)
class _Rehearsed:
    """What one day's exchange left behind.

    Attributes:
        files: Every file that was left in the mailbox, in order: up, down, up.
        rows: The entries that base took in, as rows.
        values: Of the bundle up and the bundle down, what JSON says.
        keys: Who opens them: base, then the laptop.
        signing: Who signs them: the laptop, then base.
    """

    files: list[bytes]
    rows: list[tuple[Any, ...]]
    values: list[object]
    keys: list[SealingKey]
    signing: list[Ed25519PrivateKey]


@dataclass
class _Pair:
    """A base and a laptop that holds 60 families, both open, with a mailbox between them.

    Attributes:
        laptops_s: How long the laptop's part of each exchange took.
    """

    stores: dict[str, Store]
    mailbox: Mailbox
    known: dict[str, KnownMailbox]
    families: list[FamilyId]
    laptops_s: list[float] = field(default_factory=list)

    def exchange(self) -> None:
        spent = {LAPTOP: 0.0, BASE: 0.0}
        for name in (LAPTOP, BASE, LAPTOP):
            begun = time.perf_counter()
            sync(self.stores[name], self.mailbox, self.known[name])
            spent[name] += time.perf_counter() - begun
        self.laptops_s.append(spent[LAPTOP])

    def work(self) -> None:
        """Keep a day's acts on the laptop; other families than yesterday's are interviewed."""
        self.families = [*self.families[1:], self.families[0]]
        self.stores[LAPTOP].record(*day(self.families))

    def rehearse(self) -> _Rehearsed:
        """Exchange a day, looking at everything on its way."""
        self.work()
        base, laptop = self.stores[BASE], self.stores[LAPTOP]
        files: list[bytes] = []
        put = self.mailbox.put

        def noting(name: str, content: bytes) -> None:
            files.append(content)
            put(name, content)

        self.mailbox.put = noting  # type: ignore[method-assign]
        counts = [_count_commits(store) for store in (base, laptop)]
        self.exchange()
        del self.mailbox.put
        assert sum(count() for count in counts) == len(COMMITS)
        opened = [
            open_bundle(raw, store.keys.device.seeds.sealing_key(), sender.keys.device.signing.public_key())
            for raw, store, sender in ((files[0], base, laptop), (files[1], laptop, base))
        ]
        up = opened[0].contents
        assert isinstance(up, Up)
        return _Rehearsed(
            files=files,
            rows=[
                (each.header, sha256(each.header).digest(), each.signature, each.salt, each.body)
                for each in up.runs[0].entries
            ],
            values=[json.loads(write_contents(each.contents)) for each in opened],
            keys=[store.keys.device.seeds.sealing_key() for store in (base, laptop)],
            signing=[store.keys.device.signing for store in (laptop, base)],
        )


class _Floor:
    """The bare cost of the same exchange, or of what of it one of the two does."""

    def __init__(self, folder: Path, rehearsed: _Rehearsed) -> None:
        self._said = rehearsed
        self._box = folder / "bare mailbox"
        self._box.mkdir()
        self._files = {name: database.create(folder / f"{name}.db", vault.new_secret()) for name in (BASE, LAPTOP)}
        for connection in self._files.values():
            connection.execute(
                "CREATE TABLE row"
                " (id INTEGER PRIMARY KEY, header BLOB, leaf BLOB, signature BLOB, salt BLOB, body BLOB)"
            )

    def run(self, *whose: str) -> None:
        for name, count in COMMITS:
            if name in whose:
                self._commit(name, count)
        for place, content in enumerate(self._said.files):
            leaves, takes = WAYS[place]
            if leaves in whose:
                self._leave(content)
            else:
                (self._box / "bundle").write_bytes(content)
            if place < len(self._said.values) and takes in whose:
                _read(self._box / "bundle")
            (self._box / "bundle").unlink()
        for place, value in enumerate(self._said.values):
            raw, key, signing = self._said.files[place], self._said.keys[place], self._said.signing[place]
            outside = raw[:HEADER_BYTES]
            leaves, takes = WAYS[place]
            if leaves in whose:
                signing.sign(outside + seal(zlib.compress(canonical.dumps(value)), key.public, outside))
            if takes in whose:
                signing.public_key().verify(raw[-SIGNATURE_BYTES:], raw[:-SIGNATURE_BYTES])
                packed = key.open(raw[HEADER_BYTES:-SIGNATURE_BYTES], outside)
                canonical.loads(zlib.decompress(packed), 1 << 25, 8)

    def _commit(self, name: str, count: int | None) -> None:
        rows = self._said.rows if count is None else [(ROW, b"", b"", b"", b"")] * count
        connection = self._files[name]
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO row (header, leaf, signature, salt, body) VALUES (?, ?, ?, ?, ?)", rows)
        connection.execute("COMMIT")

    def _leave(self, content: bytes) -> None:
        part = self._box / "part"
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        assert sha256(_read(part)).digest() == sha256(content).digest()
        part.rename(self._box / "bundle")
        descriptor = os.open(self._box, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return file.read()


@contextlib.contextmanager
def _pair(folder: Path) -> Iterator[_Pair]:
    """Give a base and a laptop, through every door that real ones go through."""
    box = folder / "mailbox"
    box.mkdir()
    stores.found(folder / BASE)
    with contextlib.ExitStack() as leaving:
        base = leaving.enter_context(stores.open_at(folder / BASE))
        families = list(made_up.families(FAMILIES, new_id()))
        base.record(*families)
        ticket = issue_ticket(base, "Laptop", "Interviewer One", folder)
        asked = door.NewField(ticket, has_keyring=False, cost=stores.CHEAP)
        door.found_field(folder / LAPTOP, asked, stores.passphrase())
        (waiting,) = waiting_answers(base, folder)
        accept(base, waiting, None)
        orders.allocate(base, peer_named(base, "Laptop"), [each.family for each in families])
        laptop = leaving.enter_context(stores.open_at(folder / LAPTOP))
        both = {BASE: base, LAPTOP: laptop}
        known = {name: name_mailbox(store, str(box))[1] for name, store in both.items()}
        pair = _Pair(both, leaving.enter_context(open_mailbox(str(box))), known, [each.family for each in families])
        for _ in range(3):
            sync(base, pair.mailbox, known[BASE])
            sync(laptop, pair.mailbox, known[LAPTOP])
        assert laptop.rows("SELECT count(*) FROM allocation WHERE state = 'held'") == [(FAMILIES,)]
        yield pair


def _count_commits(store: Store) -> Callable[[], int]:
    """Count what a store's connection commits from now on, until the number is asked for."""
    connection, counted = store._connection, [0]  # nothing else sees its commits

    def trace(statement: str) -> None:
        begins = statement.lstrip().upper()
        is_alone = begins.startswith(("INSERT", "UPDATE", "DELETE")) and not connection.in_transaction
        counted[0] += begins.startswith("COMMIT") or is_alone

    connection.set_trace_callback(trace)

    def count() -> int:
        connection.set_trace_callback(None)
        return counted[0]

    return count
