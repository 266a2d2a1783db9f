"""A backup whose drive is full or pulled out, or that is killed at any step: told as it is, and never half kept."""

import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from store import errors
from store.exchange.backup import checking, ending, making, on_drive, restoring
from store.exchange.backup.known import backups
from store.keeping import acts, canonical, database, half_built, sidecar
from store.keeping.acts.terms.exchange import MovementEnd
from store.keeping.kinds import acts_of
from store.keeping.opening import ClosedStore
from store.keeping.store import Store
from tests.exchange.backup.test_release import OWN, registered
from tests.exchange.exchanging import Exchange, hold, killed_at_each_step
from tests.faults.room import Room, Way
from tests.made import SECOND_PASSPHRASE, passphrase


@pytest.fixture
def exchange(tmp_path: Path) -> Exchange:
    exchange = Exchange(tmp_path)
    with exchange.at_base() as base:
        registered(base)
    (tmp_path / "drive").mkdir()
    return exchange


def make(exchange: Exchange) -> Path:
    with exchange.at_base() as base:
        return making.make(base, "Safe drive", exchange.folder / "drive", passphrase(OWN))


def left(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def ends(store: Store) -> list[MovementEnd]:
    return [held.act.end for held in acts_of(store, acts.MovementEnded) if isinstance(held.act, acts.MovementEnded)]


def restore(path: Path, folder: Path) -> None:
    own, second = (lambda: passphrase(OWN)), (lambda: passphrase(SECOND_PASSPHRASE))
    restoring.restore(path, folder, restoring.Wanted(keyring=None), own, passphrase, second)


def during(owner: object, name: str, pages: int, patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let no file grow beyond so many pages while a function runs: the system itself refuses."""
    original: Callable[..., object] = getattr(owner, name)

    def limited(*given: object, **named: object) -> object:
        with Room(folder, Way.LIMITED).with_pages_left(pages):
            return original(*given, **named)

    patch.setattr(owner, name, limited)


def test_a_drive_without_room_leaves_nothing_told(exchange: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    during(on_drive.Leaving, "take_room", 8, monkeypatch, exchange.folder)

    with pytest.raises(errors.BackupDriveFullError):
        make(exchange)

    with exchange.at_base() as base:
        assert backups(base) == []
        assert not [each for each in left(base.folder) if "copy" in each]
    assert left(exchange.folder / "drive") == []


def test_a_machine_without_room_begins_nothing(exchange: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    during(database, "export", 8, monkeypatch, exchange.folder)

    with pytest.raises(errors.StoreError) as refused:
        make(exchange)

    assert isinstance(refused.value, (errors.StoreFullError, errors.StoreUnreadableError))
    with exchange.at_base() as base:
        assert backups(base) == []
        assert not [each for each in left(base.folder) if "copy" in each]
        hold(base)
    assert left(exchange.folder / "drive") == []


def test_a_drive_that_is_pulled_out_has_no_key_and_that_is_told(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    during(on_drive.Leaving, "put", 8, monkeypatch, exchange.folder)

    with pytest.raises(errors.BackupDriveGoneError):
        make(exchange)

    with exchange.at_base() as base:
        (known,) = backups(base)
        assert (known.is_open, known.verified_at) == (False, None)
        assert known.destroyed_at is not None
        assert ends(base) == [MovementEnd.FAILED]
        hold(base)
    assert left(exchange.folder / "drive") == []


def test_a_drive_that_is_pulled_out_once_its_key_is_there_stays_open(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    drive = exchange.folder / "drive"

    def pulled(_: Path) -> None:
        drive.rename(exchange.folder / "out")
        raise OSError(5, "made up")

    monkeypatch.setattr(on_drive, "sync_folder", pulled)

    with pytest.raises(errors.BackupDriveGoneError):
        make(exchange)

    monkeypatch.undo()
    (exchange.folder / "out").rename(drive)
    with exchange.at_base() as base:
        (known,) = backups(base)
        assert (known.is_open, known.verified_at, ends(base)) == (True, None, [MovementEnd.FAILED])
        (path,) = drive.iterdir()
        checking.check(base, path, passphrase(OWN))  # it was whole after all
        ending.destroy(base, known.backup, path)
        assert left(drive) == []
        hold(base)


def test_making_one_that_is_killed_at_any_step_is_told_or_never_begun(exchange: Exchange) -> None:
    before, drive = exchange.folder / "before", exchange.folder / "drive"
    shutil.copytree(exchange.base, before)
    seen = set()
    steps = (
        (Store, "record"),
        (database, "export"),
        (on_drive.Leaving, "take_room"),
        (on_drive.Leaving, "put"),
        (on_drive, "settle"),
        (making, "part_of"),
        (checking, "check"),
    )
    for _ in killed_at_each_step(lambda: make(exchange), *steps):
        with exchange.at_base() as base:
            assert not [each for each in left(base.folder) if "copy" in each]
            told = backups(base)
            there = list(drive.iterdir())
            seen.add((len(told), len(there), bool(told and told[0].verified_at)))
            if there and not told:
                assert not any(there[0].read_bytes())  # room that was taken, and nothing in it
            for known in told:
                assert known.is_open
                (path,) = there
                ending.destroy(base, known.backup, path)
                assert left(drive) == []
            hold(base)
        shutil.rmtree(exchange.base)
        shutil.copytree(before, exchange.base)
        shutil.rmtree(drive)
        drive.mkdir()
    assert {(0, 0, False), (0, 1, False), (1, 1, False), (1, 1, True)} == seen


def test_putting_one_back_that_is_killed_at_any_step_leaves_a_base_or_none(exchange: Exchange) -> None:
    path, folder = make(exchange), exchange.folder / "again"
    steps = (
        (database, "export"),
        (sidecar, "write"),
        (Store, "go_on_in"),
        (Store, "record"),
        (Store, "close"),
        (Path, "rename"),
    )
    outcomes = set()
    for _ in killed_at_each_step(lambda: restore(path, folder), *steps):
        outcomes.add(folder.exists())
        if not folder.exists():
            with pytest.raises(errors.StoreMissingError):
                ClosedStore(folder)  # whatever is asked of it next, nothing is left that anybody's passphrase opens
            assert not [each for each in left(exchange.folder) if each.startswith(".")]
            restore(path, folder)
        assert not [each for each in left(exchange.folder) if each.startswith(".")]
        again = Exchange.__new__(Exchange)
        again.base = folder
        with again.at_base() as base:
            assert base.frozen is None
            assert [each.is_open for each in backups(base)] == [True]
            hold(base)
        shutil.rmtree(folder)
    assert outcomes == {True, False}


def test_what_somebody_is_putting_back_right_now_is_left_to_them(tmp_path: Path) -> None:
    building, held = half_built.begin(tmp_path / "base")

    half_built.clear(tmp_path / "base")
    assert building.exists()

    held.release()  # as the system does for whoever was killed
    half_built.clear(tmp_path / "other")
    assert building.exists()
    half_built.clear(tmp_path / "base")
    assert not building.exists()


def test_destroying_one_that_is_killed_at_any_step_goes_on(exchange: Exchange) -> None:
    path = make(exchange)
    content, before = path.read_bytes(), exchange.folder / "before"
    shutil.copytree(exchange.base, before)

    def deed() -> None:
        with exchange.at_base() as base:
            (known,) = backups(base)
            ending.destroy(base, known.backup, path)

    at_the_drive = ("blot", "settle", "overwrite", "remove")
    steps = ((Store, "record"), (Path, "unlink"), *((on_drive, each) for each in at_the_drive))
    for _ in killed_at_each_step(deed, *steps):
        with exchange.at_base() as base:
            (known,) = backups(base)
            if known.destroyed_at is None:
                ending.destroy(base, known.backup, path)
            assert not path.exists()
            assert not backups(base)[0].is_open
            hold(base)
        shutil.rmtree(exchange.base)
        shutil.copytree(before, exchange.base)
        path.write_bytes(content)


def test_one_whose_drive_is_pulled_out_before_it_is_overwritten_is_not_told_to_be_gone(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, drive, out = make(exchange), exchange.folder / "drive", exchange.folder / "out"

    def pulled(*_: object) -> None:
        drive.rename(out)
        raise OSError(5, "made up")

    with exchange.at_base() as base:
        (known,) = backups(base)
        with monkeypatch.context() as patch:
            patch.setattr(on_drive, "blot", pulled)
            with pytest.raises(errors.BackupDriveGoneError):
                ending.destroy(base, known.backup, path)

        with pytest.raises(errors.BackupMissingError):
            ending.destroy(base, known.backup, path)

        assert backups(base)[0].is_open
        out.rename(drive)
        ending.destroy(base, known.backup, path)
        assert left(drive) == []


def test_a_head_that_was_written_anew_by_somebody_without_the_key_is_refused(exchange: Exchange) -> None:
    path = make(exchange)
    first, line, rest = path.read_bytes().split(b"\n", 2)
    told = canonical.loads(line, max_bytes=1 << 14, max_depth=6)
    assert isinstance(told, dict)
    told["says"]["made_at_ms"] += 1
    line = canonical.dumps(told)
    path.write_bytes(b"\n".join((first[:18] + sha256(line).hexdigest().encode(), line, rest)))

    with exchange.at_base() as base, pytest.raises(errors.BackupDamagedError):
        checking.check(base, path, passphrase(OWN))
    with pytest.raises(errors.BackupDamagedError):
        restore(path, exchange.folder / "again")
