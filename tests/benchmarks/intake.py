"""What base pays for taking in a council's delivery, beside opening it, reading its CSV and inserting its rows plainly.

The floor: the same zip file opened, its rows read by `csv` and written by one `executemany` into one table of SQLite
without any encryption, index or proof. Every family is made up. A process of its own, so that its memory can be told.
"""

import csv
import io
import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from store.agreement.purposes import DatasetKind
from store.exchange.containers import open_container
from store.exchange.intake.arriving import Asked
from store.exchange.intake.deed import intake
from store.exchange.intake.taking_in import ROWS_AT_ONCE
from store.keeping import database, vault
from tests.benchmarks import stores
from tests.benchmarks.measuring import Result
from tests.exchange import wrapped

ROWS: Final = 100_000
FULL_BYTES: Final = 4_000
"""One row of these fills a page, but for what the page says of itself."""

TIMES: Final = 5
"""The run in the middle is told."""

MOST: Final = 10.0
MOST_MB: Final = 500.0
GROWTH: Final = 1.2
"""Of what the last tenth of the rows costs beside the first."""

HEADINGS: Final = (
    "family_id,title,first_name,surname,address_1,address_2,address_3,address_4,address_5,postcode,phone,mobile,email,"
    "letter_sent,language,notes"
)


def run(place: Path, *, is_quick: bool = False) -> list[Result]:
    """Measure in one folder."""
    rows, times = (300, 1) if is_quick else (ROWS, TIMES)
    every = [_apart(place, rows) for _ in range(times)]
    found = sorted(every, key=lambda each: each["ours"] / each["bare"])[times // 2]
    name = f"take in a delivery of {rows:,} rows"
    each = 1e6 / rows
    return [
        Result(name, MOST, found["ours"] * each, found["bare"] * each, "us", "a row, each a signed act; aim 5 x"),
        Result(
            f"{name}, processor",
            None,
            found["ours_cpu"] * each,
            found["bare_cpu"] * each,
            "us",
            "all cores, and both processes",
        ),
        Result(f"{name}, growth", GROWTH, found["last"], found["first"], "s", "the last tenth beside the first"),
        Result(
            f"{name}, its bytes alone",
            None,
            found["bytes_alone"] * each,
            found["bare"] * each,
            "us",
            f"{found['bytes']:,.0f} bytes a family, encrypted, in full pages of one table, and nothing else done",
        ),
        Result(f"{name}, resident", MOST_MB, found["mb"], None, "MB", "both processes, each at its most"),
    ]


def _apart(place: Path, rows: int) -> dict[str, float]:
    """Return what a process of its own measured."""
    with tempfile.TemporaryDirectory(dir=place, prefix=".bench-") as temporary:
        told = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.intake", temporary, str(rows)],
            check=True,
            capture_output=True,
            text=True,
        )
    return dict(json.loads(told.stdout))


def measure(folder: Path, rows: int) -> dict[str, float]:
    """Take one delivery in, and write the same rows plainly; return what each took, in seconds."""
    raw = wrapped.zipped(table(rows))
    bare, bare_cpu = _timed(lambda: _plainly(folder / "before.db", raw))
    stores.found(folder / "store")
    seen: list[tuple[int, float]] = []
    with stores.open_at(folder / "store") as store:
        begun = time.perf_counter()

        def taken_in() -> None:
            outcome = intake(
                store,
                Asked(raw, DatasetKind.CONTACTS, "Essex", wrapped.told),
                lambda doing, done, _: seen.append((done, time.perf_counter())) if doing == "Families kept" else None,
            )
            assert outcome.counts.supplied == rows

        ours, ours_cpu = _timed(taken_in)
    mb = peak_mb() + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    size = sum(each.stat().st_size for each in (folder / "store").rglob("*.db")) // rows
    bytes_alone, _ = _timed(lambda: _encrypted(folder / "alone.db", rows, size))
    again, again_cpu = _timed(lambda: _plainly(folder / "after.db", raw))  # so that noise falls on both alike
    first, last = _tenths(seen, begun)
    return {
        "ours": ours,
        "ours_cpu": ours_cpu,
        "bare": (bare + again) / 2,
        "bare_cpu": (bare_cpu + again_cpu) / 2,
        "first": first,
        "last": last,
        "mb": mb,
        "bytes": size,
        "bytes_alone": bytes_alone,
    }


def _timed(case: Callable[[], None]) -> tuple[float, float]:
    """Return the seconds that something took, by the clock and of the processor, processes that ended included."""
    begun, begun_cpu = time.perf_counter(), _processor_s()
    case()
    return time.perf_counter() - begun, _processor_s() - begun_cpu


def _processor_s() -> float:
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def table(rows: int) -> bytes:
    into = io.StringIO()
    writer = csv.writer(into)
    writer.writerow(HEADINGS.split(","))
    for n in range(rows):
        writer.writerow(
            (
                *(
                    f"ECC-{n:06d}",
                    "Ms",
                    "Ann",
                    f"Hart {n % 977}",
                    f"{n % 120} Apple Lane",
                    "",
                    "Chelmsford",
                    "Essex",
                    "",
                ),
                *(f"CM{n % 20} {n % 10}AB", f"01632 960{n % 1000:03d}", f"07700 900{n % 1000:03d}", "", "21/09/2015"),
                *("", "Dog at property" if n % 20 == 0 else ""),
            )
        )
    return into.getvalue().encode()


def _plainly(path: Path, raw: bytes) -> None:
    content = open_container(raw, wrapped.told()).content
    rows = csv.reader(io.TextIOWrapper(io.BytesIO(content), "utf-8", newline=""))
    width = len(next(rows))
    connection = sqlite3.connect(path)
    connection.execute(f"CREATE TABLE row ({', '.join(f'c{n}' for n in range(width))})")
    connection.executemany(f"INSERT INTO row VALUES ({', '.join('?' * width)})", rows)
    connection.commit()
    connection.close()


def _encrypted(path: Path, rows: int, size: int) -> None:
    """Keep as many bytes as the families took, in full pages of one table, in as many transactions and as safely."""
    connection = database.create(path, vault.new_secret())
    connection.execute("CREATE TABLE row (n INTEGER PRIMARY KEY, bytes BLOB)")
    each = bytes(FULL_BYTES)
    for start in range(0, rows, ROWS_AT_ONCE):
        stop = min(rows, start + ROWS_AT_ONCE)
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT INTO row VALUES (?, ?)",
            ((n, each) for n in range(start * size // FULL_BYTES, stop * size // FULL_BYTES)),
        )
        connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.close()


def _tenths(seen: list[tuple[int, float]], begun: float) -> tuple[float, float]:
    """Return what the first and the last tenth of the transactions took; where there are few, one each."""
    marks = [at for _, at in seen]
    taken = [b - a for a, b in zip([begun, *marks], marks, strict=False)]
    many = max(1, len(taken) // 10)
    kept = taken[1:] or taken  # the first also read every row through
    return sum(kept[:many]), sum(kept[-many:])


def peak_mb() -> float:
    status = Path("/proc/self/status").read_text("utf-8")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) / 1024


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]))))  # noqa: T201
