"""What base pays for sending a council's families back, and for a linkage extract, beside reading the rows and a seal.

The floors: the same delivery opened and its rows read by `csv`, or the same people read by one SELECT; then one seal of
as many bytes. The rows are written past the journal: nobody waits for a hundred thousand signatures. They are made in
one process and sent in another, so that its memory can be told: what it has of it before, and at the most.
"""

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path
from typing import Final

from store.agreement.purposes import DatasetKind, Purpose
from store.exchange.intake.ledger import ORIGINALS, original_of
from store.exchange.letting_out import SealedFor
from store.exchange.linkage.extracting import extract_linkage
from store.exchange.recipients import register
from store.exchange.wave_two.resupply import resupply
from store.keeping import acts
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.exchange import Channel, Container, ExportPurpose, RecipientKind
from store.keeping.sealing import SEED_BYTES, SealingKey, seal
from store.keeping.secret import Secret
from store.keeping.store import Store
from tests.benchmarks import intake, stores
from tests.benchmarks.measuring import Result, side_by_side

ROWS: Final = 100_000
MOST: Final = 2.0
MOST_MB: Final = 100.0
"""Beside what base takes before it sends anything; the table, sealed in one piece, takes 11 MB several times over."""

ROUNDS: Final = 3

_KEY: Final = SealingKey(Secret(bytes(range(32))))
_DELIVERY: Final = "de" * 16
_READ: Final = (
    "SELECT consent.family, consent.person, first_names, surname, born_on, postcode FROM consent"
    " JOIN person USING (family, person) JOIN family USING (family) WHERE is_live AND purpose = ? AND target = ?"
)


def run(place: Path, *, is_quick: bool = False) -> list[Result]:
    """Measure in one folder."""
    rows = 300 if is_quick else ROWS
    with tempfile.TemporaryDirectory(dir=place, prefix=".bench-") as temporary:
        for step in ("make", "measure"):
            told = subprocess.run(
                [sys.executable, "-m", "tests.benchmarks.sending_back", temporary, str(rows), step],
                check=True,
                capture_output=True,
                text=True,
            )
    found = json.loads(told.stdout)
    floor = "beside reading the same rows and one seal"
    return [
        Result(f"send {rows:,} families back", MOST, found["back"] * 1e3, found["read"] * 1e3, "ms", floor),
        Result(f"extract {rows:,} people to link", MOST, found["link"] * 1e3, found["select"] * 1e3, "ms", floor),
        Result(f"both for {rows:,}, resident beside", MOST_MB, found["mb"], None, "MB", "at the most"),
    ]


def make(folder: Path, rows: int) -> None:
    """Make the base that sends."""
    stores.found(folder / "store")
    with stores.open_at(folder / "store") as store:
        _deliver(store, intake.table(rows), rows)
        _agree(store, rows)


def measure(folder: Path, rows: int) -> dict[str, float]:
    """Return what each took, in seconds, and the memory."""
    with stores.open_at(folder / "store") as store:
        council = _whom(store, "Essex", RecipientKind.COUNCIL, ExportPurpose.RESUPPLY)
        department = _whom(store, "DCLG", RecipientKind.DEPARTMENT, ExportPurpose.LINKAGE)
        before = intake.peak_mb()
        resupply(store, "Essex", folder / "back", council)
        extract_linkage(store, folder / "link", department)
        mb = max(0.1, intake.peak_mb() - before)  # of few rows it may be none at all

        def read(_: int) -> None:
            content = original_of(store, _DELIVERY)
            assert content is not None
            assert len(list(csv.reader(io.TextIOWrapper(io.BytesIO(content), "utf-8", newline="")))) == rows + 1
            seal(content, _KEY.public, b"")

        def select(_: int) -> None:
            found = store.rows(_READ, (Purpose.LINKAGE, "national-impact-study"))
            assert len(found) == rows
            seal(b"x" * 70 * rows, _KEY.public, b"")

        taken = side_by_side(
            {
                "read": read,
                "back": lambda _: resupply(store, "Essex", folder / "back", council),
                "select": select,
                "link": lambda _: extract_linkage(store, folder / "link", department),
            },
            rounds=ROUNDS,
            each=1,
        )
    return {**taken, "mb": mb}


def _whom(store: Store, name: str, kind: RecipientKind, purpose: ExportPurpose) -> SealedFor:
    return SealedFor(register(store, name, name, kind, "GB", frozenset({purpose}), _KEY.public), Channel.TRANSFER_SITE)


def _deliver(store: Store, content: bytes, rows: int) -> None:
    """Keep a delivery as it came, and what tells of it."""
    kept = Secret(os.urandom(SEED_BYTES))
    store.notebook.keep_secret(ORIGINALS, store.sidecar.store, 0, bytes(kept.reveal()))
    sealed = seal(zlib.compress(content), SealingKey(kept).public, f"doorstep/original/{_DELIVERY}".encode())
    store.notebook.keep_original(_DELIVERY, sealed)
    nothing = hashlib.sha256().hexdigest()
    store.record(
        acts.OriginalSealed(
            delivery=_DELIVERY,
            instruction=None,
            sha256=nothing,
            plaintext_digest=hashlib.sha256(content).hexdigest(),
            key_fingerprint=nothing,
            rows_count=rows,
        ),
        acts.DeliveryTakenIn(
            delivery=_DELIVERY,
            movement="ab" * 16,
            council="Essex",
            dataset_kind=DatasetKind.CONTACTS,
            wave=Wave.ONE,
            container=Container.ZIP_AE2,
            sha256=nothing,
            arrived_at_ms=1_446_455_100_000,
            letters_sent_on=None,
            collected_from_on=None,
            statement_digest=None,
            legal_basis="functions-1998",
            open_points=("6",),
            mailed_count=rows,
            opted_out_count=0,
            held_count=0,
            supplied_count=rows,
        ),
    )


def _agree(store: Store, rows: int) -> None:
    """Write one person of each of so many families, who agreed to linkage, past the journal."""
    ids = [hashlib.sha256(str(n).encode()).hexdigest()[:32] for n in range(rows)]
    tables: dict[str, tuple[str, list[tuple[object, ...]]]] = {
        "family": (
            "family, council_reference, postcode, lines, ways, wave, is_moved",
            [(each, each[:8], "CM1 9AL", "1 Apple Lane", "[]", "1", 0) for each in ids],
        ),
        "person": (
            "family, person, place, role, first_names, surname, born_on, is_added",
            [(each, each[::-1], 0, "main_carer", "Ann", f"Hart {each[:3]}", "1980-02-03", 0) for each in ids],
        ),
        "consent": (
            "family, person, purpose, target, state, is_live, is_doubted, is_from_before",
            [(each, each[::-1], Purpose.LINKAGE.value, "national-impact-study", "given", 1, 0, 0) for each in ids],
        ),
    }
    with store.looking() as connection:
        connection.execute("BEGIN")
        for table, (names, values) in tables.items():
            marks = ", ".join("?" * len(values[0]))
            connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)
        connection.execute("COMMIT")


if __name__ == "__main__":
    if sys.argv[3] == "make":
        make(Path(sys.argv[1]), int(sys.argv[2]))
    else:
        print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]))))  # noqa: T201
