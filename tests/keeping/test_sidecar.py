"""The sidecar: two copies, every accident named, every change by somebody else refused."""

import errno
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from store.errors import (
    SidecarDamagedError,
    SidecarForgedError,
    SidecarMissingError,
    StoreUnreadableError,
)
from store.keeping import sidecar
from store.keeping.sidecar import MAX_BYTES, NAME, SPARE, Sidecar, hold, read, write
from tests.keeping.made_up import BILAL, DEVICE_SECRET, made_up_sidecar, secret

KEY = secret("sidecar key")
SAID = made_up_sidecar()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, SAID, KEY)
    return tmp_path


def forge(folder: Path, change: Callable[[dict[str, Any]], object], names: tuple[str, ...] = (NAME, SPARE)) -> None:
    """Change what the sidecar says as somebody would who knows the format and has no key."""
    for name in names:
        head, said, _ = (folder / name).read_bytes().split(b"\n")
        told = json.loads(said)
        change(told["says"])
        said = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        form = head.split(b" ")[0]
        (folder / name).write_bytes(form + b" " + hashlib.sha256(said).hexdigest().encode() + b"\n" + said + b"\n")


@pytest.mark.parametrize(
    "said",
    [
        SAID,
        made_up_sidecar(DEVICE_SECRET),
        replace(SAID, people=(), name="Büro «2»"),
        replace(SAID, recovery=(sidecar.RecoverySlot("ab", "cd"),)),
    ],
)
def test_what_was_written_is_read_and_held(tmp_path: Path, said: Sidecar) -> None:
    written = write(tmp_path, said, KEY)
    found = read(tmp_path)

    hold(found, KEY)
    assert found.sidecar == written == replace(said, generation=1)
    assert found.damaged is None


def test_both_copies_are_the_same_and_each_write_counts(folder: Path) -> None:
    again = write(folder, read(folder).sidecar, KEY)

    assert again.generation == 2
    assert (folder / NAME).read_bytes() == (folder / SPARE).read_bytes()
    assert sorted(each.name for each in folder.iterdir()) == [NAME, SPARE]


def test_the_epoch_names_the_file_and_the_training_clock_the_practice_store() -> None:
    assert replace(SAID, epoch=12).database_name == "epoch-12.db"
    assert SAID.is_practice
    assert not replace(SAID, ahead_ms=None).is_practice
    assert replace(SAID, ahead_ms=0).is_practice


@pytest.mark.parametrize(("spoilt", "serves"), [(NAME, SPARE), (SPARE, NAME)])
def test_a_flip_in_any_byte_of_one_copy_is_named_and_the_other_serves(folder: Path, spoilt: str, serves: str) -> None:
    whole = (folder / spoilt).read_bytes()

    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1 << place % 8
        parsed = sidecar._parse(bytes(changed))
        if place % 97 == 0 or parsed is not None or place > len(whole) - 3:  # the disk for some, the parser for all
            (folder / spoilt).write_bytes(changed)
            found = read(folder)
            hold(found, KEY)
            assert (found.sidecar, found.damaged) == (replace(SAID, generation=1), spoilt), place
        assert parsed is None, place

    assert (folder / serves).read_bytes() == whole


def test_every_truncation_and_any_longer_copy_is_damage(folder: Path) -> None:
    whole = (folder / NAME).read_bytes()

    assert sidecar._parse(whole) is not None
    for changed in [*(whole[:length] for length in range(len(whole))), whole + b"\n", whole + b"\0", whole * 2]:
        assert sidecar._parse(changed) is None


@pytest.mark.parametrize(
    "changed", [b"", b"\n", b"\0" * 4096, b"\xff" * 10, b"doorstep-sidecar/1 \n\n", b"[" * 100_000]
)
def test_two_damaged_copies_say_so(folder: Path, changed: bytes) -> None:
    for name in (NAME, SPARE):
        (folder / name).write_bytes(changed)

    with pytest.raises(SidecarDamagedError):
        read(folder)


def test_a_missing_copy_is_named_and_two_are_a_missing_sidecar(folder: Path) -> None:
    (folder / NAME).unlink()
    assert read(folder).damaged == NAME

    (folder / SPARE).write_bytes(b"")
    with pytest.raises(SidecarDamagedError):
        read(folder)

    (folder / SPARE).unlink()
    with pytest.raises(SidecarMissingError):
        read(folder)


def test_a_copy_the_disk_does_not_give_is_what_the_other_one_is_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_open = Path.open

    def bad_sector(self: Path, *given: Any, **named: Any) -> Any:
        if self.name in refused:
            raise OSError(errno.EIO, "")
        return real_open(self, *given, **named)

    monkeypatch.setattr(Path, "open", bad_sector)

    for refused in ({NAME}, {SPARE}):
        found = read(folder)
        hold(found, KEY)
        assert found.damaged in refused
    refused = {NAME, SPARE}
    with pytest.raises(StoreUnreadableError):
        read(folder)


def test_an_enormous_file_is_not_read_to_its_end(folder: Path) -> None:
    for name in (NAME, SPARE):
        with (folder / name).open("r+b") as file:
            file.truncate(1 << 40)  # a hole: a terabyte that takes no room

    assert len(sidecar._content(folder / NAME) or b"") == MAX_BYTES + 1
    with pytest.raises(SidecarDamagedError):
        read(folder)


def test_a_sidecar_longer_than_the_limit_is_damage_even_if_it_is_whole_so_far(folder: Path) -> None:
    whole = (folder / NAME).read_bytes()
    padding = MAX_BYTES - len(whole)

    for longer, reads in ((padding, True), (padding + 1, False)):
        forge(folder, lambda says, longer=longer: says.update(name="x" * (len(SAID.name) + longer)), (NAME,))  # type: ignore[misc]
        assert (folder / NAME).stat().st_size == MAX_BYTES + (not reads)
        assert read(folder).damaged == (None if reads else NAME)
        (folder / NAME).write_bytes(whole)


def test_a_crash_between_the_copies_leaves_the_new_one_that_counts(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (folder / SPARE).read_bytes()
    rename = Path.replace

    def refused_at_the_spare(self: Path, target: Path) -> Path:
        if target.name == SPARE:
            raise OSError(errno.EIO, "made up")
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", refused_at_the_spare)
    with pytest.raises(StoreUnreadableError):
        write(folder, replace(read(folder).sidecar, epoch=2), KEY)

    found = read(folder)
    hold(found, KEY)
    assert (found.sidecar.epoch, found.sidecar.generation, found.damaged) == (2, 2, None)
    assert (folder / SPARE).read_bytes() == before


def test_an_older_first_copy_that_was_put_back_does_not_count_against_a_newer_spare(folder: Path) -> None:
    older = (folder / NAME).read_bytes()
    write(folder, replace(read(folder).sidecar, epoch=2), KEY)

    (folder / NAME).write_bytes(older)

    assert read(folder).sidecar.epoch == 2


FORGERIES: dict[str, Callable[[dict[str, Any]], object]] = {
    "a practice store made real": lambda says: says.update(ahead_ms=None),
    "a training clock moved": lambda says: says.update(ahead_ms=0),
    "a cheaper derivation": lambda says: says["kdf"].update(passes=2),
    "another epoch": lambda says: says.update(epoch=2),
    "another branch": lambda says: says.update(branch=1),
    "another generation": lambda says: says.update(generation=9),
    "another name": lambda says: says.update(name="Laptop 8"),
    "another role": lambda says: says.update(role="base"),
    "another journal": lambda says: says.update(journal="0" * 32),
    "another device key": lambda says: says["device"].update(signing="00" * 32),
    "a keyring asked for": lambda says: says.update(keyring="secret_service"),
    "one person less": lambda says: says["people"].pop(),
    "one person twice": lambda says: says["people"].append(says["people"][0]),
    "people in another order": lambda says: says["people"].reverse(),
    "slots exchanged": lambda says: says["people"][0].update(wrapped=says["people"][1]["wrapped"]),
    "a slot for somebody else": lambda says: says["people"][0].update(staff=BILAL),
    "a recovery key more": lambda says: says["recovery"].append({"sealing": "00" * 1216, "data_key": "00"}),
}


@pytest.mark.parametrize("change", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_change_with_a_right_checksum_reads_and_is_not_held(
    folder: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    forge(folder, change)
    found = read(folder)

    assert found.damaged is None
    with pytest.raises(SidecarForgedError):
        hold(found, KEY)


def test_forging_without_a_change_forges_nothing(folder: Path) -> None:
    forge(folder, lambda _: None)

    hold(read(folder), KEY)


def test_a_sidecar_written_with_another_key_is_not_held(folder: Path) -> None:
    with pytest.raises(SidecarForgedError):
        hold(read(folder), secret("another key"))


WRONG_KINDS: dict[str, Callable[[dict[str, Any]], object]] = {
    "no epoch": lambda says: says.pop("epoch"),
    "something more": lambda says: says.update(extra=1),
    "a path for an epoch": lambda says: says.update(epoch="../../elsewhere"),
    "a negative epoch": lambda says: says.update(epoch=-1),
    "a truth for a number": lambda says: says.update(generation=True),
    "a cost in words": lambda says: says["kdf"].update(memory_kib="65536"),
    "a store id that is no id": lambda says: says.update(store="Büro"),
    "a staff id that is no id": lambda says: says["people"][0].update(staff="A" * 32),
    "a salt that is no hex": lambda says: says.update(salt="zz"),
    "a slot in half bytes": lambda says: says["people"][0].update(wrapped="abc"),
    "a slot of nothing": lambda says: says["people"][0].update(wrapped=""),
    "a slot with spaces": lambda says: says["people"][0].update(data_key="ab cd"),
    "a slot of no text": lambda says: says["device"].update(wrapped=None),
    "a name of no text": lambda says: says.update(name=["Laptop 7"]),
    "an unknown keyring": lambda says: says.update(keyring="plaintext"),
    "a clock beyond all dates": lambda says: says.update(ahead_ms=2**53 - 1),
    "a clock in words": lambda says: says.update(ahead_ms="0"),
    "people who are no list": lambda says: says.update(people={"a": 1}),
    "a person who is nobody": lambda says: says["people"].append(None),
}


@pytest.mark.parametrize("change", WRONG_KINDS.values(), ids=WRONG_KINDS.keys())
def test_a_field_of_another_kind_is_damage_before_anything_uses_it(
    folder: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    forge(folder, change)

    with pytest.raises(SidecarDamagedError):
        read(folder)


@pytest.mark.parametrize(
    "told", [b"null", b"[]", b"{}", b'"says"', b'{"mac":"00"}', b'{"mac":1,"says":{}}', b'{"a":1,"a":1}']
)
def test_another_shape_with_a_right_checksum_is_damage(told: bytes) -> None:
    content = b"doorstep-sidecar/1 " + hashlib.sha256(told).hexdigest().encode() + b"\n" + told + b"\n"

    assert sidecar._parse(content) is None


def test_what_is_wrapped_and_sealed_shows_in_no_repr() -> None:
    shown = repr(SAID) + repr(SAID.people[0]) + repr(SAID.device)

    slots: list[sidecar.PersonSlot | sidecar.DeviceSlot] = [*SAID.people, SAID.device]
    for slot in slots:
        assert slot.wrapped not in shown
        assert slot.sealing not in shown
