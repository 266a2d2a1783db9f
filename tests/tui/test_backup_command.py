"""`doorstep backup`: a copy of base under a key of its own, as somebody makes, verifies, restores and destroys it."""

from pathlib import Path

import pytest

from store import errors
from store.keeping import acts
from store.keeping.kinds import acts_of
from tests.made import PASSPHRASE, SECOND_PASSPHRASE, opened
from tests.tui.conftest import pair, run
from tests.tui.pair import Pair
from tests.tui.running import Ended, Run, documented, refused

__all__ = ["pair", "run"]

OWN = "Walnut 41 lighthouse cardigan"
"""The backup's own passphrase."""


@pytest.fixture
def drive(run: Run, pair: Pair, tmp_path: Path) -> Path:
    """A drive on the register, as practice stores have one: a folder."""
    added = run(
        "device",
        "add",
        *pair.base,
        *("--name", "Safe drive", "--kind", "backup", "--why", "Base must not be lost."),
        *("--encrypted", "yes", "--scheme", "luks", "--evidence", "seen at setting up"),
    )
    assert added.code == 0, added.err
    folder = tmp_path / "drive"
    folder.mkdir()
    return folder


def make(run: Run, pair: Pair, drive: Path) -> Ended:
    lines = (PASSPHRASE, OWN)
    return run("backup", "make", *pair.base, "--device", "Safe drive", "--to", str(drive), lines=lines)


def made(run: Run, pair: Pair, drive: Path) -> Path:
    ended = make(run, pair, drive)
    assert ended.code == 0, ended.err
    (path,) = drive.iterdir()
    return path


def listed(run: Run, pair: Pair) -> list[dict[str, object]]:
    found: list[dict[str, object]] = run("backup", "list", *pair.base, "--json").json
    return found


def told(folder: Path) -> list[acts.Act]:
    with opened(folder) as store:
        return [held.act for held in acts_of(store, acts.BackupMade, acts.BackupRestored, acts.BackupDestroyed)]


def test_a_backup_is_made_verified_and_held_to_lie_on_its_drive(run: Run, pair: Pair, drive: Path) -> None:
    delivered = pair.deliver(6)

    path = made(run, pair, drive)

    content = path.read_bytes()
    for family in delivered:
        assert family.council_reference.encode() not in content
        assert family.family.encode() not in content
    assert not [each.name for each in pair.base_folder.iterdir() if "copy" in each.name]
    (known,) = listed(run, pair)
    assert list(known) == documented("backup list")
    assert (known["name"], known["families"], known["open"], known["damaged"]) == ("Safe drive", 6, True, False)
    assert known["verified_at"] is not None
    assert known["size_bytes"] == len(content)
    gate = run("destruction", "gate", "all-copies", *pair.base)
    assert "a backup on Safe drive holds 6 families" in gate.out
    assert "Safe drive" in run("report", "custody", *pair.base).out
    trail = " ".join(run("trail", *pair.base).out.split())
    assert "The store was copied, under a key of its own, onto another device." in trail
    assert "A backup was opened and checked" in trail


def test_the_backup_verifies_again_and_says_so(run: Run, pair: Pair, drive: Path) -> None:
    pair.deliver(2)
    path = made(run, pair, drive)

    ended = run("backup", "verify", *pair.base, str(path), lines=(PASSPHRASE, OWN))

    assert ended.code == 0, ended.err
    assert "opens and holds: 2 families" in ended.out


def test_another_passphrase_opens_no_backup(run: Run, pair: Pair, drive: Path) -> None:
    pair.deliver(1)
    path = made(run, pair, drive)

    refused(
        run("backup", "verify", *pair.base, str(path), lines=(PASSPHRASE, SECOND_PASSPHRASE)),
        errors.BackupPassphraseError,
    )

    assert listed(run, pair)[0]["damaged"] is False


@pytest.mark.parametrize("place", [10, 100, 1_000, 20_000, -1])
def test_one_bit_changed_is_found_and_told(run: Run, pair: Pair, drive: Path, place: int) -> None:
    pair.deliver(1)
    path = made(run, pair, drive)
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)

    ended = run("backup", "verify", *pair.base, str(path), lines=(PASSPHRASE, OWN))

    assert ended.code == 1
    kind = errors.BackupFormError if place == 10 else errors.BackupDamagedError
    refused(ended, kind)
    assert not [each.name for each in pair.base_folder.iterdir() if "copy" in each.name]
    if place in (20_000, -1):  # before that it is not known which backup it is
        assert listed(run, pair)[0]["damaged"] is True


def test_a_backup_that_was_cut_short_is_refused(run: Run, pair: Pair, drive: Path) -> None:
    pair.deliver(1)
    path = made(run, pair, drive)
    path.write_bytes(path.read_bytes()[:-4_096])

    ended = run("backup", "verify", *pair.base, str(path), lines=(PASSPHRASE, OWN))

    refused(ended, errors.BackupCutShortError)
    assert "cut short" in ended.err
    assert listed(run, pair)[0]["damaged"] is True
