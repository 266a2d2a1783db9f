"""How far the journal was, kept in two places beside the store and in two entries of the keyring."""

import os
import resource
import signal
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import KeyringEntryDamagedError, KeyringEntryGoneError, KeyringLockedError, StoreUnreadableError
from store.ids import JournalId, StoreId
from store.keeping.anchor import BYTES, PLACE_BYTES, Anchor, AnchorFile, name_of, pack, unpack
from store.keeping.keyring_anchor import KeyringAnchor
from store.keeping.keyrings import VALUE_LIMIT_BYTES, Backend
from tests.keeping.child import as_somebody_without_rights, in_child, read_only_folder, seal_folder
from tests.keeping.made_up import JOURNAL, OTHER_STORE, STORE, secret

KEY = secret("anchor key")
NAME = name_of(1)
FIRST = Anchor(counter=1, epoch=1, generation=2, journal=JOURNAL, branch=0, size=5, root=b"r" * 32)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[AnchorFile]:
    with closing(AnchorFile(tmp_path, KEY, 1)) as file:
        yield file


def numbered(counter: int) -> Anchor:
    return replace(FIRST, counter=counter, size=counter * 10)


def flip(path: Path, place: int, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        before = file.read(1)[0]
        file.seek(place)
        file.write(bytes([before ^ 1 << bit]))


@given(
    st.builds(
        Anchor,
        counter=st.integers(0, 2**64 - 1),
        epoch=st.integers(0, 2**32 - 1),
        generation=st.integers(0, 2**32 - 1),
        journal=st.binary(min_size=16, max_size=16).map(lambda raw: JournalId(raw.hex())),
        branch=st.integers(0, 2**16 - 1),
        size=st.integers(0, 2**64 - 1),
        root=st.binary(min_size=32, max_size=32),
    )
)
def test_an_anchor_comes_back_from_its_bytes(anchor: Anchor) -> None:
    packed = pack(anchor, KEY)

    assert unpack(packed, KEY) == anchor
    assert len(packed) == BYTES <= min(VALUE_LIMIT_BYTES, 512)  # one sector, one entry of any keyring


def test_every_flip_every_truncation_and_another_key_spoil_an_anchor() -> None:
    packed = pack(FIRST, KEY)
    flipped = [
        packed[:place] + bytes([packed[place] ^ 1 << bit]) + packed[place + 1 :]
        for place in range(BYTES)
        for bit in range(8)
    ]

    assert not any(unpack(changed, KEY) for changed in flipped)
    assert not any(unpack(packed[:length], KEY) for length in range(BYTES))
    assert unpack(packed + b"\0", KEY) is None
    assert unpack(packed, secret("another key")) is None


def test_a_new_file_holds_no_anchor(file: AnchorFile) -> None:
    assert file.places() == (None, None)
    assert file.newest() is None


def test_anchors_go_to_the_two_places_in_turn(file: AnchorFile) -> None:
    anchors = [numbered(counter) for counter in range(1, 8)]

    for before, after in pairwise(anchors):
        file.write(before)
        file.write(after)
        assert set(file.places()) == {before, after}
        assert file.newest() == after


def test_what_was_written_is_there_for_the_next_process(file: AnchorFile, tmp_path: Path) -> None:
    file.write(numbered(1))
    file.write(numbered(2))
    file.sync()

    with closing(AnchorFile(tmp_path, KEY, 1)) as again:
        assert again.newest() == numbered(2)
    with closing(AnchorFile(tmp_path, secret("another key"), 1)) as forged:
        assert forged.places() == (None, None)


@pytest.mark.parametrize("counter", [2, 3])
def test_a_torn_write_of_one_place_leaves_the_other(file: AnchorFile, tmp_path: Path, counter: int) -> None:
    file.write(numbered(counter - 1))
    file.write(numbered(counter))
    with (tmp_path / NAME).open("rb") as written:
        whole = written.read()
    turn = counter % 2 * PLACE_BYTES
    older = pack(numbered(counter - 2), KEY).ljust(PLACE_BYTES, b"\0")

    for kept in range(BYTES):  # so many bytes of the newer anchor arrived over the older one
        torn = whole[turn : turn + kept] + older[kept:]
        with (tmp_path / NAME).open("r+b") as written:
            written.seek(turn)
            written.write(torn)
        found = file.newest()
        assert found == numbered(counter - 1), kept


def test_a_flip_in_any_byte_of_one_place_leaves_the_other(file: AnchorFile, tmp_path: Path) -> None:
    file.write(numbered(1))
    file.write(numbered(2))

    for place in [*range(BYTES), *range(BYTES, PLACE_BYTES, 61), PLACE_BYTES - 1]:
        flip(tmp_path / NAME, place, place % 8)
        assert file.places() == (None, numbered(1)), place
        flip(tmp_path / NAME, place, place % 8)
        flip(tmp_path / NAME, PLACE_BYTES + place, place % 8)
        assert file.places() == (numbered(2), None), place
        flip(tmp_path / NAME, PLACE_BYTES + place, place % 8)


def test_a_file_cut_short_holds_what_is_still_whole(file: AnchorFile, tmp_path: Path) -> None:
    file.write(numbered(1))
    file.write(numbered(2))

    for length, left in (
        (2 * PLACE_BYTES - 1, numbered(2)),
        (PLACE_BYTES, numbered(2)),
        (PLACE_BYTES - 1, None),
        (0, None),
    ):
        os.truncate(tmp_path / NAME, length)
        assert file.newest() == left


def test_an_anchor_in_the_place_of_the_other_one_does_not_count(file: AnchorFile, tmp_path: Path) -> None:
    file.write(numbered(2))
    with (tmp_path / NAME).open("r+b") as written:
        place = written.read(PLACE_BYTES)
        written.seek(PLACE_BYTES)
        written.write(place)

    assert file.places() == (numbered(2), None)


def test_a_write_that_finds_no_room_says_so_and_spoils_nothing(tmp_path: Path) -> None:
    with closing(AnchorFile(tmp_path, KEY, 1)) as file:
        file.write(numbered(2))

    def cramped() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (PLACE_BYTES + 100, PLACE_BYTES + 100))
        AnchorFile(tmp_path, KEY, 1).write(numbered(3))

    assert in_child(cramped) == "StoreFullError"
    with closing(AnchorFile(tmp_path, KEY, 1)) as file:
        assert file.places() == (numbered(2), None)


def test_a_closed_file_takes_no_anchor_and_touches_nobody_elses_file(tmp_path: Path) -> None:
    file = AnchorFile(tmp_path, KEY, 1)
    file.close()
    (tmp_path / "other").write_bytes(b"other")

    with (tmp_path / "other").open("r+b") as other:  # it gets the number that has just become free
        with pytest.raises(StoreUnreadableError):
            file.write(FIRST)
        file.close()
        assert other.read() == b"other"


def test_a_folder_that_may_not_be_written_to_says_so() -> None:
    with read_only_folder() as folder:
        seal_folder(folder)

        assert as_somebody_without_rights(lambda: AnchorFile(folder, KEY, 1)) == "FolderReadOnlyError"


class Drawer:
    """A keyring in memory, which can be broken on purpose."""

    backend = Backend.SECRET_SERVICE

    def __init__(self) -> None:
        self.kept: dict[tuple[StoreId, str, int], bytes] = {}
        self.broken: dict[int, Exception] = {}

    def put(self, store: StoreId, purpose: str, version: int, value: bytes) -> None:
        self.kept[store, purpose, version] = value

    def get(self, store: StoreId, purpose: str, version: int) -> bytes:
        if version in self.broken:
            raise self.broken[version]
        try:
            return self.kept[store, purpose, version]
        except KeyError:
            raise KeyringEntryGoneError(purpose, version) from None

    def drop(self, store: StoreId, purpose: str, version: int) -> None:
        self.kept.pop((store, purpose, version), None)


@pytest.mark.parametrize("counters", [(1, 2, 3, 4, 5), (2, 4, 6, 8), (3, 4, 7, 11)])
def test_the_keyring_keeps_the_two_newest_anchors_however_the_count_runs(counters: tuple[int, ...]) -> None:
    drawer = Drawer()
    anchor = KeyringAnchor(drawer, STORE, KEY, 1)
    assert anchor.newest() is None

    for counter in counters:
        anchor.write(numbered(counter))
        assert anchor.newest() == numbered(counter)

    kept = [unpack(value, KEY) for value in drawer.kept.values()]
    assert sorted(each.counter for each in kept if each) == [*counters[-2:]]
    assert KeyringAnchor(drawer, OTHER_STORE, KEY, 1).newest() is None
    assert KeyringAnchor(drawer, STORE, secret("another key"), 1).newest() is None


@pytest.mark.parametrize("trouble", [KeyringEntryGoneError("anchor", 2), KeyringEntryDamagedError()])
def test_an_entry_that_is_gone_or_damaged_leaves_the_other_one_and_is_the_next_to_be_written(
    trouble: Exception,
) -> None:
    drawer = Drawer()
    anchor = KeyringAnchor(drawer, STORE, KEY, 1)
    anchor.write(numbered(1))
    anchor.write(numbered(2))
    newer = next(name[2] for name, value in drawer.kept.items() if unpack(value, KEY) == numbered(2))

    drawer.broken = {newer: trouble}
    anchor = KeyringAnchor(drawer, STORE, KEY, 1)
    assert anchor.newest() == numbered(1)

    anchor.write(numbered(3))
    drawer.broken = {}
    assert KeyringAnchor(drawer, STORE, KEY, 1).newest() == numbered(3)
    assert sorted(unpack(value, KEY) == numbered(1) for value in drawer.kept.values()) == [False, True]


def test_a_changed_entry_does_not_hold() -> None:
    drawer = Drawer()
    anchor = KeyringAnchor(drawer, STORE, KEY, 1)
    anchor.write(numbered(1))
    anchor.write(numbered(2))

    for name in drawer.kept:
        drawer.kept[name] = drawer.kept[name][:-1] + b"\0"

    assert KeyringAnchor(drawer, STORE, KEY, 1).newest() is None


def test_a_keyring_that_cannot_answer_is_not_a_keyring_without_an_anchor() -> None:
    drawer = Drawer()
    drawer.broken = {2: KeyringLockedError()}

    with pytest.raises(KeyringLockedError):
        KeyringAnchor(drawer, STORE, KEY, 1).newest()
