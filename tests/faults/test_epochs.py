"""Killed, starved and refused while a store goes over to a new key: it opens under exactly one, and nothing is lost."""

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NoReturn

import pytest

from store.errors import EpochNotSettledError, StoreError, StoreFullError, StoreUnreadableError
from store.keeping import database, leftovers, sidecar, vault
from store.keeping.inspection import inspect
from tests.faults import practice
from tests.faults.damage import Files, files_of, put
from tests.faults.deeds import EPOCH, FIRST_EPOCH, prepared
from tests.faults.room import Room, Way, small_room, ways
from tests.faults.tally import Tally
from tests.faults.test_full_disk import refused, starve
from tests.faults.test_kills import Work, kill
from tests.faults.test_steps import steps_of
from tests.faults.workers import Workers, warm_workers
from tests.secret_service import SecretService

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither fork nor SIGKILL")

RENEWALS = Work("renewals", 14, "kill -9 at random while keys are renewed")
RENEWALS_IN_KEYRING = Work("renewals", 14, "kill -9 at random while keys are renewed, with a keyring")
CI = {RENEWALS: 60, RENEWALS_IN_KEYRING: 15}
CI_PAGES = 6
"""Only every so many is tried in CI."""


def kill_at_steps(files: Files, folder: Path, workers: Workers) -> Tally:
    """Change the epoch in a child that is killed at a step, look, and go on to the next step, to the end."""
    tally = Tally("kill -9 at every step of an epoch change")
    with tally.timed():
        for step in steps_of(EPOCH.name, files, folder, workers):
            put(folder, files)
            workers.kill_at(step, EPOCH.name, folder, practice.PASSPHRASE)
            _count(tally, f"step {step}", folder)
    return tally


def kill_clearing(left: Files, what: str, folder: Path, workers: Workers) -> Tally:
    """Come in where an epoch change left something, killed at a step; the next coming in clears it all the same."""
    tally = Tally(f"kill -9 at every step of coming in after {what}")
    with tally.timed():
        for step in steps_of("stepping_in", left, folder, workers):
            put(folder, left)
            workers.kill_at(step, "stepping_in", folder, practice.PASSPHRASE)
            _count(tally, f"step {step}", folder)
    return tally


def just_finished(folder: Path) -> Files:
    """Return a store that goes by the new key, and of which everything old is still there, the spare sidecar too."""
    prepared(folder)
    with practice.come_in(folder) as store, pytest.MonkeyPatch.context() as patch:
        spare = (folder / sidecar.SPARE).read_bytes()
        patch.setattr(leftovers, "remove", _refuse)
        with pytest.raises(EpochNotSettledError):
            EPOCH.do(store)
        return {**files_of(folder), sidecar.SPARE: spare}


def unfinished(folder: Path) -> Files:
    """Return a store that goes by the old key, and of which everything new is there but the sidecar."""
    prepared(folder)
    with practice.come_in(folder) as store, pytest.MonkeyPatch.context() as patch:
        patch.setattr(leftovers, "remove", _refuse)
        patch.setattr(sidecar, "ready_to_write", _refuse_to_write)
        with pytest.raises(StoreUnreadableError):
            EPOCH.do(store)
        return files_of(folder)


LEFT = {"a change that was just finished": just_finished, "a change that was not finished": unfinished}


def _count(tally: Tally, what: str, folder: Path) -> None:
    epoch = sidecar.read(folder).sidecar.epoch
    wrong = _look(folder, epoch)
    tally.tried += 1
    tally.named["under the new key" if epoch > FIRST_EPOCH else "under the old key"] += 1
    tally.lost += [f"{what}: {each}" for each in wrong]
    tally.survived += not wrong


def _look(folder: Path, epoch: int) -> list[str]:
    """Return what is wrong with a store opened anew, whose sidecar names this epoch."""
    wrong = []
    try:
        with practice.come_in(folder) as store:
            inspect(store, signatures=True)
            kept = practice.read_back(store)
            wrong += kept.faults()
            if (kept.kinds.count("epoch_changed"), store.sidecar.epoch) != (epoch - FIRST_EPOCH, epoch):
                wrong.append("the journal tells of another key than the one it opens under")
            if kept.kinds.count("family_delivered") < 2 or kept.kinds[:2] != ("store_opened_first", "staff_added"):
                wrong.append("something acknowledged before is gone")
            if leftovers.epochs_left(folder, epoch):
                wrong.append("files of another epoch are left")
    except StoreError as refusal:
        wrong.append(f"{type(refusal).__name__}: {refusal}")
    return wrong


def _refuse(*_: object) -> NoReturn:
    raise EpochNotSettledError


def _refuse_to_write(*_: object) -> NoReturn:
    raise StoreUnreadableError("EIO")


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with warm_workers() as warm:
        yield warm


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return prepared(tmp_path_factory.mktemp("prepared") / "store")


def test_an_epoch_change_killed_at_any_step_leaves_one_key_and_everything_under_it(
    files: Files, tmp_path: Path, workers: Workers
) -> None:
    tally = kill_at_steps(files, tmp_path / "store", workers)

    assert tally.lost == []
    assert tally.survived == tally.tried > 150
    assert set(tally.named) == {"under the old key", "under the new key"}


@pytest.mark.parametrize("what", LEFT)
def test_what_an_epoch_change_left_is_cleared_by_whoever_comes_in_next_killed_or_not(
    what: str, tmp_path: Path, workers: Workers
) -> None:
    left = LEFT[what](tmp_path / "left")

    tally = kill_clearing(left, what, tmp_path / "store", workers)

    assert tally.lost == []
    assert tally.survived == tally.tried > 50
    assert len(tally.named) == 1


def test_a_store_killed_at_random_while_keys_are_renewed_keeps_what_it_acknowledged(
    tmp_path: Path, workers: Workers
) -> None:
    tally = kill(RENEWALS, CI[RENEWALS], tmp_path, workers)

    assert tally.lost == []
    assert tally.survived == tally.tried == CI[RENEWALS]
    assert tally.named["acknowledged"] > CI[RENEWALS]


def test_no_device_secret_of_another_epoch_stays_in_the_keyring_however_often_it_is_killed(
    tmp_path: Path, secret_service: SecretService
) -> None:
    with warm_workers(secret_service.environment) as warm:
        tally = kill(RENEWALS_IN_KEYRING, CI[RENEWALS_IN_KEYRING], tmp_path, warm, has_keyring=True)

    assert tally.lost == []
    said = sidecar.read(tmp_path / "store-0").sidecar
    assert said.epoch > FIRST_EPOCH
    own = {f"device-secret/{said.epoch}", f"anchor/{2 * said.epoch}", f"anchor/{2 * said.epoch + 1}"}
    assert {name.removeprefix(f"doorstep/{said.store}/") for name in secret_service.entries()} <= own


@pytest.fixture(params=ways(), ids=lambda way: way.name.lower())
def room(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Room]:
    with small_room(tmp_path / "room", request.param) as room:
        yield room


def test_an_epoch_change_on_a_full_disk_is_done_or_refused_whole_and_can_be_done_again(
    files: Files, room: Room
) -> None:
    tally = starve(EPOCH, files, room, CI_PAGES)

    assert tally.lost == []
    assert 0 < tally.refused < tally.tried == tally.survived


def test_a_disk_that_gets_full_amid_a_large_copy_is_told_as_full(room: Room, tmp_path: Path) -> None:
    old, new = vault.new_secret(), vault.new_secret()
    with closing(database.create(tmp_path / "large.db", old)) as connection:
        connection.execute("CREATE TABLE filling (bytes BLOB)")
        for _ in range(12):  # MiB: more than SQLite holds in memory before it writes
            connection.execute("INSERT INTO filling VALUES (?)", (bytes(1 << 20),))
        assert database.settle(connection)

        refusal = refused(room, 1000, lambda: database.export(connection, room.path / "copy.db", new))

    assert isinstance(refusal, StoreFullError if room.way is Way.MOUNTED else StoreError)
