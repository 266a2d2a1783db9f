"""The files beside the encrypted one, as FORMAT.md shows them: today's code reads and writes exactly these bytes."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from store.ids import JournalId, StaffId, StoreId
from store.keeping import anchor, sidecar
from store.keeping.anchor import Anchor
from store.keeping.key_derivation import KdfCost
from store.keeping.keyrings import Backend
from store.keeping.queue import Queue
from store.keeping.secret import Secret
from store.keeping.sidecar import DeviceSlot, PersonSlot, RecoverySlot, Sidecar

FROZEN = Path(__file__).parent / "frozen"
FORMAT = (Path(anchor.__file__).parent / "FORMAT.md").read_text("utf-8")
KEY = Secret(bytes(range(32)))

SIDECAR = Sidecar(
    store=StoreId("5701e5701e5701e5701e5701e5701e57"),
    journal=JournalId("0f1e2d3c4b5a69788796a5b4c3d2e1f0"),
    role="base",
    name="Base one",
    generation=0,
    epoch=1,
    branch=0,
    kdf=KdfCost(memory_kib=65536, passes=3, lanes=4),
    salt="000102030405060708090a0b0c0d0e0f",
    keyring=Backend.SECRET_SERVICE,
    ahead_ms=None,
    device=DeviceSlot(signing="11" * 32, sealing="22" * 4, wrapped="33" * 4),
    people=(PersonSlot(StaffId("aa" * 16), signing="44" * 32, sealing="55" * 4, wrapped="66" * 4, data_key="77" * 4),),
    recovery=(RecoverySlot(sealing="88" * 4, data_key="99" * 4),),
)
ANCHOR = Anchor(
    counter=3,
    epoch=1,
    generation=1,
    journal=SIDECAR.journal,
    branch=0,
    size=7,
    root=(FROZEN / "root.bin").read_bytes(),
)


def test_the_frozen_sidecar_is_read_and_written_to_the_byte(tmp_path: Path) -> None:
    written = sidecar.write(tmp_path, SIDECAR, KEY)

    assert (tmp_path / sidecar.NAME).read_bytes() == (FROZEN / "sidecar").read_bytes()
    assert (tmp_path / sidecar.SPARE).read_bytes() == (FROZEN / "sidecar").read_bytes()
    reading = sidecar.read(tmp_path)
    sidecar.hold(reading, KEY)
    assert reading.sidecar == written


def test_the_frozen_anchor_is_read_and_written_to_the_byte() -> None:
    frozen = (FROZEN / "anchor.bin").read_bytes()

    assert anchor.pack(ANCHOR, KEY) == frozen
    assert anchor.unpack(frozen, KEY) == ANCHOR


def test_the_frozen_queue_is_read_and_written_to_the_byte(tmp_path: Path) -> None:
    queue = Queue(tmp_path, KEY, 1)
    queue.note("sign_in_failed", datetime(2015, 11, 2, 9, tzinfo=UTC))
    queue.note("sign_in_failed", datetime(2015, 11, 2, 9, 0, 1, tzinfo=UTC))

    assert (tmp_path / "queue-1").read_bytes() == (FROZEN / "queue").read_bytes()
    shutil.copy(FROZEN / "queue", tmp_path / "queue-1")
    assert [each.seq for each in Queue(tmp_path, KEY, 1).waiting()] == [1, 2]


@pytest.mark.parametrize("name", ["sidecar", "queue"])
def test_format_shows_the_frozen_text(name: str) -> None:
    assert (FROZEN / name).read_text("utf-8") in FORMAT


def test_format_shows_the_frozen_anchor() -> None:
    shown = FORMAT.replace("\n", "")

    assert (FROZEN / "anchor.bin").read_bytes().hex() in shown
