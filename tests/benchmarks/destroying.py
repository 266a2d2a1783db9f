"""What destroying a tenth of the families of a base costs, beside one change of key of the same store."""

import tempfile
import time
from pathlib import Path

from store.exchange.destroying import deciding, doing
from store.fieldwork import made_up
from store.ids import new_id
from store.keeping import epochs, staffing
from store.keeping.acts.terms.store import EpochCause, StaffRole
from store.keeping.passphrases import Passphrase, read_passphrase
from tests.benchmarks import stores
from tests.benchmarks.measuring import Result

FAMILIES, GONE = 100_000, 10_000
BATCH = 2_000


def run(disk: Path, families: int = FAMILIES, gone: int = GONE) -> list[Result]:
    """Measure once each, on the disk: both take tens of seconds, and the store is another one afterwards."""
    with tempfile.TemporaryDirectory(dir=disk, prefix=".bench-") as temporary:
        stores.found(Path(temporary) / "store")
        with stores.open_at(Path(temporary) / "store") as store:
            staffing.add(store, "Supervisor Two", StaffRole.SUPERVISOR, _second())
            delivery = new_id()
            delivered = made_up.families(families, delivery)
            ids = []
            for _ in range(0, families, BATCH):
                batch = [each for each, _ in zip(delivered, range(BATCH), strict=False)]
                store.record(*batch)
                ids += [each.family for each in batch]
            store.settle()
            size_mb = store.database_path.stat().st_size / 1e6
            begun = time.perf_counter()
            epochs.change(store, EpochCause.ROUTINE)
            bare = time.perf_counter() - begun
            begun = time.perf_counter()
            deciding.decide(store, deciding.of_families(ids[:: families // gone][:gone]), _second)
            doing.go_on(store)
            ours = time.perf_counter() - begun
    told = f"{size_mb:.0f} MB; decided by two, done, told; not copied, not erased after"
    return [Result(f"destroying {gone:,} of {families:,} families", 2.5, ours * 1e3, bare * 1e3, "ms", told)]


def _second() -> Passphrase:
    return read_passphrase(b"Copper basket 91 thimble")
