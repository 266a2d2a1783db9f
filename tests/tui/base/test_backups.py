"""Backups at base, by keys: the board says how old the last one is; made, verified, destroyed (7.2f, A9)."""

from pathlib import Path

import pytest

from store import errors
from store.exchange.backup import making
from store.exchange.backup.known import backups
from tests.exchange.backup.test_release import OWN, registered
from tests.made import passphrase
from tests.tui.base_sitting import BaseSitting


@pytest.fixture
def sitting(tmp_path: Path) -> BaseSitting:
    (tmp_path / "drive").mkdir()
    return BaseSitting(tmp_path)


def test_without_a_drive_on_the_register_it_says_where_to_add_one(sitting: BaseSitting) -> None:
    board, empty, refused = sitting.played((), ("u",), ("a",))

    assert "Base has no backup that was verified: u makes one." in board
    assert "Base has no backup: with this machine" in empty
    assert "No drive on the register can take one" in refused


def test_one_is_made_verified_and_destroyed_by_keys(sitting: BaseSitting, tmp_path: Path) -> None:
    with sitting.open() as store:
        registered(store)
    drive = tmp_path / "drive"
    wrong = (*"Another 41 passphrase", "enter", "enter")

    said = sitting.played(
        ("u",),
        ("a",),
        ("1",),
        (*str(drive), "enter"),
        (*OWN, "enter", *OWN, "enter"),
        ("enter",),
        ("v",),
        ("enter",),
        wrong,
        ("f3",),
        ("v",),
        ("enter",),
        (*OWN, "enter"),
        ("enter",),
        ("f3",),
    )

    made = said[5]
    assert "The backup is made, and holds." in made
    assert " holds" in made
    assert errors.BackupPassphraseError.message in said[8]
    assert "It opens, and it holds." in said[13]
    assert "Last backup of base (u): 0 min ago." in said[14]
    assert OWN not in "".join(said)
    (path,) = drive.iterdir()
    *_, gone, board = sitting.played(("u",), ("x",), ("enter",), ("ctrl+s",), ("f3",))
    assert "destroyed" in gone
    assert not path.exists()
    assert "Base has no backup that was verified" in board


@pytest.mark.parametrize("keys", ["v", "x"])
def test_another_backup_than_the_one_pointed_at_is_neither_verified_nor_destroyed(
    sitting: BaseSitting, tmp_path: Path, keys: str
) -> None:
    drive = tmp_path / "drive"
    with sitting.open() as store:
        registered(store)
        older, newer = (making.make(store, "Safe drive", drive, passphrase(OWN)) for _ in range(2))
        known = backups(store)
    typed = (("ctrl+u", *str(older), "enter"), *([(*OWN, "enter")] if keys == "v" else []))

    *_, said = sitting.played(("u",), (keys,), *typed, ("ctrl+s",))

    is_one, meant = (each.backup[:8] for each in known)
    assert f"This file is another backup, {is_one}; {meant} was meant." in " ".join(said.split())
    assert older.exists()
    assert newer.exists()
    with sitting.open() as store:
        assert backups(store) == known


def test_enter_on_a_backup_shows_which_file_it_is_and_how_it_stands(sitting: BaseSitting, tmp_path: Path) -> None:
    with sitting.open() as store:
        registered(store)
        path = making.make(store, "Safe drive", tmp_path / "drive", passphrase(OWN))

    _, shown = sitting.played(("u",), ("enter",))

    said = " ".join(shown.split())
    assert f"file {path.name}" in said
    assert "lies on Safe drive" in said
    assert "stands holds" in said
