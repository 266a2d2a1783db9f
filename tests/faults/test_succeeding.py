"""Killed at every step of going on from a copy of base: under a new journal and without whoever left, or neither."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.errors import StoreError
from store.keeping.inspection import inspect
from tests.faults import practice
from tests.faults.damage import Files
from tests.faults.deeds import SUCCESSION, THEIRS
from tests.faults.deeds import put_back as older_copy
from tests.faults.tally import Tally
from tests.faults.test_steps import kill_and_look
from tests.faults.workers import Workers, warm_workers

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither fork nor SIGKILL")

CI_STEPS = 7
"""Only every so many is tried in CI."""


def kill_at_steps(files: Files, folder: Path, workers: Workers, every: int) -> Tally:
    """Go on from a copy in a child that is killed at a step; look, go on where nothing was done, look again."""
    return kill_and_look(
        "kill -9 at every step of going on from a copy of base",
        SUCCESSION.name,
        files,
        folder,
        workers,
        every,
        _look,
    )


def _look(folder: Path) -> tuple[str, list[str]]:
    """Return how far a base opened anew is, and what is wrong with it, before it goes on and after."""
    wrong = []
    lets_in = practice.opens(folder, THEIRS)
    try:
        with practice.come_in(folder) as store:
            how = "still frozen" if store.frozen is not None else "went on"
            if lets_in is not (store.frozen is not None):
                wrong.append("whoever left is let in by a base that went on, or was closed by one that did not")
            if store.frozen is not None:
                SUCCESSION.do(store)
            inspect(store, signatures=True)
            kinds = practice.read_back(store).kinds
            if (kinds.count("journal_succeeded"), kinds.count("staff_left")) != (1, 1):
                wrong.append("it is not told once that it went on, and that somebody left")
            if len(store.former_branches()) != 1:
                wrong.append("something of another attempt is left")
        if practice.opens(folder, THEIRS):
            wrong.append("whoever left is let in once it went on")
    except StoreError as refusal:
        return "refused", [*wrong, f"{type(refusal).__name__}: {refusal}"]
    return how, wrong


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with warm_workers() as warm:
        yield warm


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return older_copy(tmp_path_factory.mktemp("prepared") / "store")


def test_going_on_from_a_copy_killed_at_any_step_closes_whoever_left_with_it_or_is_done_again(
    files: Files, tmp_path: Path, workers: Workers
) -> None:
    tally = kill_at_steps(files, tmp_path / "store", workers, CI_STEPS)

    assert tally.lost == []
    assert tally.survived == tally.tried > 10
    assert set(tally.named) == {"still frozen", "went on"}
