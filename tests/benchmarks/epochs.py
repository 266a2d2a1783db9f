"""What going over to a new key costs, beside a bare sqlcipher_export of the same file."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from store.keeping import epochs, vault
from store.keeping.acts.terms.store import EpochCause
from store.keeping.store import Store
from tests.benchmarks import stores
from tests.benchmarks.measuring import Result, side_by_side

ENTRIES = 42_000
"""About 18 MB."""
ROUNDS = 7


def run(memory: Path, disk: Path) -> list[Result]:
    """Measure on both: where syncing costs nothing, and where it costs what the disk takes."""
    return [*_measured("in memory", memory), *_measured("on disk", disk)]


def _measured(where: str, outer: Path) -> list[Result]:
    with tempfile.TemporaryDirectory(dir=outer, prefix=".bench-") as temporary:
        stores.found(Path(temporary) / "store")
        with stores.open_at(Path(temporary) / "store") as store:
            stores.fill(store, ENTRIES)
            store.settle()
            size_mb = store.database_path.stat().st_size / 1e6
            cases: dict[str, Callable[[int], object]] = {
                "bare": lambda number: _export(store, Path(temporary) / f"bare-{number}.db"),
                "ours": lambda _: epochs.change(store, EpochCause.ROUTINE),
            }
            medians = side_by_side(cases, ROUNDS, 1)
    told = f"{size_mb:.0f} MB; verified, new keys for all, old ones destroyed"
    return [
        Result(f"epoch change, {where}", 3.0, medians["ours"] * 1e3, medians["bare"] * 1e3, "ms", told),
        Result(f"epoch change, {where}, a MB", None, medians["ours"] * 1e3 / size_mb, None, "ms"),
    ]


def _export(store: Store, path: Path) -> None:
    """Connect, attach a new file, export, close: SQLCipher as it comes, but for the store's own page check."""
    connection = sqlcipher.connect(str(store.database_path), isolation_level=None)
    connection.set_key(_literal(bytes(store.keys.database.reveal())))
    connection.execute("PRAGMA cipher_hmac_algorithm=HMAC_SHA256").fetchall()
    key = _literal(bytes(vault.new_secret().reveal()))
    connection.execute("ATTACH DATABASE ? AS copy KEY ?", (str(path), key))
    connection.execute("PRAGMA copy.cipher_hmac_algorithm=HMAC_SHA256").fetchall()
    connection.execute("SELECT sqlcipher_export('copy')").fetchall()
    connection.close()


def _literal(key: bytes) -> bytearray:
    return bytearray(b"x'" + key.hex().encode() + b"'")
