"""What opening costs once the key is derived, beside a bare SQLCipher engine with the same pragmas."""

from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from store.keeping import database
from store.keeping.key_derivation import derive, tune
from store.keeping.opening import ClosedStore
from store.keeping.secret import Secret
from tests.benchmarks import stores
from tests.benchmarks.measuring import Result, side_by_side


def run(folders: dict[int, Path]) -> list[Result]:
    """Measure stores by their number of entries, and the key derivation this machine is given."""
    results = []
    ours = {}
    for entries, folder in folders.items():
        keyed = _Keyed(folder)
        medians = side_by_side({"bare": keyed.bare, "ours": keyed.ours}, rounds=10, each=10)
        ours[entries] = medians["ours"] * 1e3
        results.append(
            Result(
                f"opening, {entries:,} entries",
                3.0,
                ours[entries],
                medians["bare"] * 1e3,
                "ms",
                "to a store that takes acts",
            )
        )
    results.append(
        Result("opening, growth", 1.3, ours[max(ours)], ours[min(ours)], "ms", "the same at both sizes, within noise")
    )
    return [*results, *_derivation()]


class _Keyed:
    """One store with its passphrase already derived."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with stores.open_at(folder) as store:
            self._path, self._key = store.database_path, Secret(store.keys.database.reveal())
            said = store.sidecar
        self._derived = derive(stores.passphrase(), bytes.fromhex(said.salt), said.kdf)

    def bare(self, _: int) -> None:
        """Make an engine, connect with the raw key and the same pragmas, read one row, dispose."""
        engine = create_engine("sqlite://", creator=self._connect, module=sqlcipher, poolclass=NullPool)
        with engine.connect() as connection:
            connection.execute(text("SELECT max(id) FROM entry")).fetchone()
        engine.dispose()

    def ours(self, _: int) -> None:
        """Everything from the lock file to a store that could be written."""
        ClosedStore(self._folder).open_with(Secret(self._derived)).close()

    def _connect(self) -> database.Connection:
        connection = sqlcipher.connect(str(self._path), isolation_level=None)
        connection.set_key(bytearray(b"x'" + self._key.reveal().hex().encode() + b"'"))
        for setting in ("cipher_hmac_algorithm=HMAC_SHA256", *database.SETTINGS):
            connection.execute(f"PRAGMA {setting}").fetchall()
        return connection


def _derivation() -> list[Result]:
    cost = tune()
    medians = side_by_side({"derive": lambda _: derive(stores.passphrase(), bytes(16), cost)}, rounds=1, each=3)
    told = f"{cost.memory_kib // 1024} MiB, {cost.passes} passes, {cost.lanes} lanes; wanted: 0.5 to 1 s"
    return [Result("key derivation as tuned", 1.0, medians["derive"], None, "s", told)]
