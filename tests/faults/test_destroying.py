"""Killed at every step of a destruction, and on a full disk: whole or not at all, and taken up again (7.2f, 13.5)."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.errors import StoreError
from store.exchange.destroying import room as room_of
from store.exchange.destroying.known import destructions, families_of
from store.keeping import leftovers, sidecar
from store.keeping.inspection import inspect
from tests.faults import practice
from tests.faults.damage import Files
from tests.faults.deeds import DESTRUCTION, FAMILY, FIRST_EPOCH, to_destroy
from tests.faults.room import Room, Way, small_room, ways
from tests.faults.tally import Tally
from tests.faults.test_full_disk import starve
from tests.faults.test_steps import kill_and_look
from tests.faults.workers import Workers, warm_workers

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither fork nor SIGKILL")

CI_STEPS, CI_PAGES = 29, {Way.LIMITED: 16, Way.MOUNTED: 160}
"""Only every so many is tried in CI."""


def kill_at_steps(files: Files, folder: Path, workers: Workers, every: int) -> Tally:
    """Destroy everything in a child that is killed at a step; look, go on, look again; then at a later step."""
    return kill_and_look(
        "kill -9 at every step of a destruction", DESTRUCTION.name, files, folder, workers, every, _look
    )


def _look(folder: Path) -> tuple[str, list[str]]:
    """Return how far a store opened anew is, and what is wrong with it, before it goes on and after."""
    wrong = []
    try:
        with practice.come_in(folder) as store:
            inspect(store, signatures=True)
            wrong += practice.read_back(store).faults()
            there = bool(store.rows("SELECT 1 FROM family WHERE family = ?", (FAMILY.family,)))
            known = destructions(store)
            how = "nothing begun" if not known else "done" if known[0].is_done else "decided"
            if there == (how == "done") or there != (store.sidecar.epoch == FIRST_EPOCH):
                wrong.append(f"the family is {'there' if there else 'gone'}, in epoch {store.sidecar.epoch}")
            if there and len(store.rows("SELECT DISTINCT family FROM familyentry")) < 2:
                wrong.append("one is gone without the other")
            DESTRUCTION.do(store)
            (done,) = destructions(store)
            if not DESTRUCTION.is_done(store) or families_of(store, done.order) is not None:
                wrong.append("it is not done once it was gone on with")
            if leftovers.epochs_left(folder, store.sidecar.epoch) or store.sidecar.epoch > FIRST_EPOCH + 1:
                wrong.append("something of another epoch is left, or it was done twice")
            inspect(store, signatures=True)
    except StoreError as refusal:
        return f"epoch {sidecar.read(folder).sidecar.epoch}", [*wrong, f"{type(refusal).__name__}: {refusal}"]
    return how, wrong


def starve_before(files: Files, room: Room, step: int) -> Tally:
    """Destroy everything with ever more pages left; where the disk says that there is no room, nothing is begun."""
    return starve(DESTRUCTION, files, room, step)


def starve_during(files: Files, room: Room, step: int) -> Tally:
    """The same where nobody asked beforehand whether there is room: as if the disk got full meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(room_of, "COPIES", 0)
        patch.setattr(room_of, "BESIDE_BYTES", 0)
        return starve(DESTRUCTION, files, room, step)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with warm_workers() as warm:
        yield warm


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return to_destroy(tmp_path_factory.mktemp("prepared") / "store")


@pytest.fixture(params=ways(), ids=lambda way: way.name.lower())
def room(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Room]:
    with small_room(tmp_path / "room", request.param) as room:
        yield room


def test_a_destruction_killed_at_any_step_goes_whole_or_not_at_all_and_is_taken_up_again(
    files: Files, tmp_path: Path, workers: Workers
) -> None:
    tally = kill_at_steps(files, tmp_path / "store", workers, CI_STEPS)

    assert tally.lost == []
    assert tally.survived == tally.tried > 20
    assert set(tally.named) == {"nothing begun", "decided", "done"}


def test_a_destruction_on_a_disk_that_is_full_before_is_refused_whole_and_can_be_done_again(
    files: Files, room: Room
) -> None:
    tally = starve_before(files, room, CI_PAGES[room.way])

    assert tally.lost == []
    assert 0 < tally.refused < tally.tried == tally.survived


def test_a_destruction_on_a_disk_that_gets_full_meanwhile_leaves_everything_or_nothing(
    files: Files, room: Room
) -> None:
    tally = starve_during(files, room, CI_PAGES[Way.LIMITED])

    assert tally.lost == []
    assert 0 < tally.refused < tally.tried == tally.survived
