"""What base pays for taking in many laptops' bundles, beside writing the same rows with their hashes, and no more.

The floor: of each entry its leaf and body digest are computed, and all of a bundle's go by one `executemany` and one
commit into a table without any index, in an encrypted file of its own with the same settings.

Measured of each bundle: looking its sender up, reading its header, its signature, opening, taking in. Every journal has
an id, families and signed headers of its own; laptops share a device key and what their acts say beyond that. A process
of its own, so that its memory can be told.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from store.exchange.bundle import BundleHeader, Direction, check_signature, open_signed, read_header, seal_bundle
from store.exchange.bundle_contents import CarriedEntry, Run, Up
from store.exchange.peers import peer
from store.exchange.taking_up import take_up
from store.ids import DeviceId, JournalId, StaffId, new_id
from store.keeping import database, vault
from store.keeping.acts import Act, EnrolmentAccepted, FamilyLoaded
from store.keeping.acts.catalogue import dump
from store.keeping.acts.terms.devices import WordsCheck
from store.keeping.acts.terms.store import StoreRole
from store.keeping.checkpoint import Checkpoint, sign_checkpoint
from store.keeping.header import SALT_BYTES, Header, digest_body, pack
from store.keeping.store import Store
from store.keeping.tree import Frontier, hash_leaf
from tests.benchmarks import stores
from tests.benchmarks.bundles import AT_MS, BASE, DEVICE, PERSON
from tests.benchmarks.days import day, families_of
from tests.benchmarks.measuring import Result

MOST: Final = 10.0
GROWTH: Final = 1.2
"""Of what the last tenth costs beside the first, each beside its own floor, and of memory: flat, within noise.

In processor time: a busy machine takes more from what computes than from what waits for the disk, and a run is long.
"""
TAKEN: Final = ("ours", "bare", "ours, processor", "bare, processor")
STAFF: Final = StaffId("57aff" + "0" * 27)
MAILBOX: Final = "b" * 32
BATCH: Final = 100


def run(place: Path, called: str, laptops: int, acts: int) -> list[Result]:
    """Measure in one folder.

    Args:
        laptops: A multiple of ten.
    """
    with tempfile.TemporaryDirectory(dir=place, prefix=".bench-") as temporary:
        told = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.taking_in", temporary, str(laptops), str(acts)],
            check=True,
            capture_output=True,
            text=True,
        )
    found, tenth = json.loads(told.stdout), laptops // 10
    whole, first, last = (
        {name: sum(found[name][part]) * 1e6 / (len(found[name][part]) * acts) for name in TAKEN}
        for part in (slice(None), slice(tenth), slice(-tenth, None))
    )
    begun, ended = (each["ours, processor"] / each["bare, processor"] for each in (first, last))
    memory = found["mb"]
    name = f"take in {laptops:,} x {acts:,} acts, {called}"
    shares = f"aim 5 x; {found['checked'] / acts:.0%} of them consents, whose signatures are checked"
    tenths = "floors of processor time, the last tenth of the laptops beside the first; us an act: " + ", ".join(
        f"{each} {first[each]:.0f} to {last[each]:.0f}" for each in TAKEN
    )
    told_mb = ", ".join(f"{share}: {mb:.0f} MB" for share, mb in memory.items())
    return [
        Result(name, MOST, whole["ours"], whole["bare"], "us", f"an act; {shares}"),
        Result(f"{name}, growth", GROWTH, ended, begun, "", tenths),
        Result(f"{name}, file", None, found["file"] / (laptops * acts), None, "bytes", "an act, in base's file"),
        Result(f"{name}, resident", GROWTH, memory["100%"], memory["10%"], "MB", told_mb),
    ]


@dataclass(frozen=True, slots=True)
class Made:
    """A laptop's bundle, and the rows it amounts to."""

    raw: bytes
    rows: list[tuple[int, bytes, bytes, bytes, bytes]]


def measure(folder: Path, laptops: int, acts: int) -> dict[str, object]:
    """Take every laptop's bundle in, and write its rows bare, by turns; return what each took, in seconds."""
    stores.found(folder / "store")
    taken: defaultdict[str, list[float]] = defaultdict(list)
    resident: dict[str, float] = {}
    with stores.open_at(folder / "store") as store:
        bodies = _bodies(acts)
        bare = _bare(folder / "plain.db")
        work: dict[str, Callable[[Made], None]] = {"ours": lambda made: take(store, made.raw), "bare": bare}
        for number, (device, journal) in enumerate(_enrol(store, laptops), start=1):
            made = _made(store, number, device, journal, bodies)
            for name in ("ours", "bare") if number % 2 else ("bare", "ours"):
                begun, worked = time.perf_counter(), time.process_time()
                work[name](made)
                taken[name].append(time.perf_counter() - begun)
                taken[f"{name}, processor"].append(time.process_time() - worked)
            if number * 10 // laptops in (1, 5, 10):
                resident.setdefault(f"{number * 10 // laptops}0%", _resident_mb())
        ((held,),) = store.rows("SELECT count(*) FROM entry")
        assert held >= laptops * acts
        store.settle()
        size = store.database_path.stat().st_size
    checked = sum(kind == "consent_recorded" for kind, _, _ in bodies)
    return {**taken, "mb": resident, "checked": checked, "file": size}


def take(store: Store, raw: bytes) -> None:
    """Do what a sync does with each bundle."""
    header = read_header(raw)
    sender = peer(store, header.from_device)
    check_signature(raw, sender.key)
    bundle = open_signed(raw, header, store.keys.device.seeds.sealing_key())
    take_up(store, bundle, sender, MAILBOX, len(raw))


def _bare(path: Path) -> Callable[[Made], None]:
    connection = database.create(path, vault.new_secret())
    connection.execute(
        "CREATE TABLE row (id INTEGER PRIMARY KEY,"
        " header BLOB, leaf BLOB, signature BLOB, salt BLOB, body BLOB, digest BLOB)"
    )

    def write(made: Made) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT INTO row VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (key, header, sha256(b"\0" + header).digest(), signature, salt, body, sha256(salt + body).digest())
                for key, header, signature, salt, body in made.rows
            ],
        )
        connection.execute("COMMIT")

    return write


def _enrol(store: Store, laptops: int) -> list[tuple[DeviceId, JournalId]]:
    """Have base believe so many laptops, without their tickets and answers."""
    made = [(DeviceId(new_id()), JournalId(new_id())) for _ in range(laptops)]
    public = DEVICE.public_key().public_bytes_raw().hex()
    accepted = [
        EnrolmentAccepted(
            ticket=new_id(),
            answer_digest="a" * 64,
            words_digest="b" * 64,
            words_check=WordsCheck.PRACTICE_STORE,
            device=device,
            role=StoreRole.FIELD,
            journal=journal,
            epoch=1,
            verify_key=public,
            sealing_key=BASE.public.hex(),
            staff=STAFF,
            staff_verify_key=PERSON.public_key().public_bytes_raw().hex(),
            staff_sealing_key=BASE.public.hex(),
        )
        for device, journal in made
    ]
    for first in range(0, laptops, BATCH):
        store.record(*accepted[first : first + BATCH])
    return made


def _bodies(acts: int) -> list[tuple[str, int, bytes]]:
    """Return kind, version and body of what every laptop does: it loads its families, then day after day."""
    families = families_of(0)
    loaded: list[Act] = [
        FamilyLoaded(family=family, device=DeviceId(new_id()), order=new_id(), delivery=None, allocation_leaf="c" * 64)
        for family in families
    ]
    done = islice(cycle(list(day(families))), max(0, acts - len(loaded)))
    return [(act.kind, act.version, dump(act)) for act in (*loaded[:acts], *done)]


def _made(
    store: Store, number: int, device: DeviceId, journal: JournalId, bodies: list[tuple[str, int, bytes]]
) -> Made:
    """Return one laptop's bundle: every body about its own family."""
    swaps = {a.encode(): b.encode() for a, b in zip(families_of(0), families_of(number), strict=True)}
    entries, rows, frontier = [], [], Frontier()
    for n, (kind, version, body) in enumerate(bodies):
        place = body.index(b'"family":"') + 10
        own = body[:place] + swaps[body[place : place + 32]] + body[place + 32 :]
        salt = os.urandom(SALT_BYTES)
        header = pack(Header(journal, 0, n, AT_MS + n, STAFF, 0, kind, version, digest_body(salt, own)))
        signature = PERSON.sign(header)
        frontier.append(hash_leaf(header))
        entries.append(CarriedEntry(header, signature, salt, own))
        rows.append((number << 40 | n, header, signature, salt, own))
    note = sign_checkpoint(Checkpoint(journal, 0, len(entries), frontier.root()), DEVICE)
    up = Up((Run(note, 0, 0, tuple(entries)),), None, "0.1.0", AT_MS, 0)
    sealing_key = bytes.fromhex(store.sidecar.device.sealing)
    header_of = BundleHeader(
        direction=Direction.UP,
        is_practice=True,
        from_device=device,
        to_device=DeviceId(store.sidecar.store),
        number=1,
        to_epoch=store.sidecar.epoch,
        from_epoch=1,
        sealing_key=BASE.public,
    )
    return Made(seal_bundle(header_of, up, sealing_key, DEVICE), rows)


def _resident_mb() -> float:
    status = Path("/proc/self/status").read_text("utf-8")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1024


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))  # noqa: T201
