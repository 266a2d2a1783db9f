"""What an inspection costs beside a bare loop over the same bytes, and how much memory it takes."""

import json
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

from store.keeping import database
from store.keeping.inspection import inspect
from tests.benchmarks import stores
from tests.benchmarks.measuring import Result

ROUNDS = 2


def run(folders: dict[int, Path]) -> list[Result]:
    """Measure stores by their number of entries, each in a process of its own so that its memory can be told."""
    results = []
    peaks = {}
    for entries, folder in folders.items():
        bare, ours = [], []
        for _ in range(ROUNDS):
            bare.append(_child("bare", folder))
            ours.append(_child("ours", folder))
        best_bare, best_ours = min(each["s"] for each in bare), min(each["s"] for each in ours)
        peaks[entries] = max(each["mb"] for each in ours)
        is_large = entries == max(folders)
        results.append(Result(f"verify {entries:,} entries", 1.6 if is_large else None, best_ours, best_bare, "s"))
    results.append(Result(f"memory of verify, {max(peaks):,} entries", 300.0, peaks[max(peaks)], None, "MB"))
    growth = f"from {min(peaks):,} to {max(peaks):,} entries"
    results.append(Result("memory of verify, growth", 1.5, peaks[max(peaks)], peaks[min(peaks)], "MB", growth))
    return results


def bare(folder: Path) -> None:
    """Read and hash every header and body, and check every page."""
    with stores.open_at(folder) as store:
        connection = database.connect(store.database_path, store.keys.database, query_only=True)
        for header, salt, body in connection.execute("SELECT header, salt, body FROM entry ORDER BY id"):
            sha256(b"\0" + header).digest()
            sha256(salt + body).digest()
        connection.execute("PRAGMA cipher_integrity_check").fetchall()
        connection.close()


def ours(folder: Path) -> None:
    """Inspect."""
    with stores.open_at(folder) as store:
        inspect(store)


def peak_mb() -> float:
    """Return this process's peak resident memory; getrusage would tell the parent's, which a child takes over."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) / 1024


def _child(what: str, folder: Path) -> dict[str, float]:
    told = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.verifying", what, str(folder)],
        check=True,
        capture_output=True,
        text=True,
    )
    measured: dict[str, float] = json.loads(told.stdout)
    return measured


if __name__ == "__main__":
    work = {"bare": bare, "ours": ours}[sys.argv[1]]
    begun = time.perf_counter()
    work(Path(sys.argv[2]))
    seconds = time.perf_counter() - begun
    print(json.dumps({"s": seconds, "mb": peak_mb()}))  # noqa: T201
