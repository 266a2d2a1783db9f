"""Killed at every step of a deed, one after another: what random instants would hardly ever hit."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.errors import StoreError
from store.keeping.inspection import inspect
from store.keeping.opening import ClosedStore
from tests.faults import practice
from tests.faults.damage import Files, files_of, put
from tests.faults.deeds import DEEDS, Deed, prepared
from tests.faults.tally import Tally
from tests.faults.workers import Workers, warm_workers

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither fork nor SIGKILL")

NEVER = 0
"""A step no process comes to."""


def kill_at_steps(deed: Deed, files: Files, folder: Path, workers: Workers) -> Tally:
    """Do a deed in a child that is killed at a step, look, and go on to the next step, to the end."""
    tally = Tally(f"kill -9 at each step: {deed.name}")
    with tally.timed():
        for step in steps_of(deed.name, files, folder, workers):
            put(folder, files)
            workers.kill_at(step, deed.name, folder, practice.PASSPHRASE)
            wrong = _look(deed, folder)
            tally.tried += 1
            tally.lost += [f"{deed.name}, step {step}: {each}" for each in wrong]
            tally.survived += not wrong
    return tally


def kill_coming_in(files: Files, folder: Path, workers: Workers) -> Tally:
    """Come in while three incidents wait in the queue, killed at a step; each comes into the journal once."""
    tally = Tally("kill -9 at each step: coming in and locking")
    put(folder, files)
    noted = _note(folder)
    waiting = files_of(folder)
    with tally.timed():
        for step in steps_of("stepping_in", waiting, folder, workers):
            put(folder, waiting)
            workers.kill_at(step, "stepping_in", folder, practice.PASSPHRASE)
            with practice.come_in(folder) as store:
                inspect(store)
                kept = practice.read_back(store)
            there = [each for each in kept.digests() if each in noted]
            tally.tried += 1
            tally.lost += [] if there == noted else [f"step {step}: {len(there)} of {len(noted)} came into the journal"]
            tally.survived += there == noted
    return tally


def kill_founding(folder: Path, workers: Workers) -> Tally:
    """Set up a store, killed at a step; it is whole or not there, and can be set up again."""
    tally = Tally("kill -9 at each step: founding")
    with tally.timed():
        for step in steps_of("stepping_founding", None, folder, workers):
            workers.kill_at(step, "stepping_founding", folder, practice.PASSPHRASE)
            tally.named["there" if folder.exists() else "not there"] += 1
            if not folder.exists():
                practice.found(folder)
            with practice.come_in(folder) as store:
                inspect(store, signatures=True)
            shutil.rmtree(folder)
            for left in folder.parent.glob(f".{folder.name}.*"):
                shutil.rmtree(left)
            tally.tried += 1
            tally.survived += 1
    return tally


Look = Callable[[Path], tuple[str, list[str]]]
"""Returns how far a store opened anew is, and what is wrong with it."""


def kill_and_look(suite: str, job: str, files: Files, folder: Path, workers: Workers, every: int, look: Look) -> Tally:
    """Do something in a child that is killed at a step, every so many of them, and look at what it left."""
    tally = Tally(suite)
    with tally.timed():
        for step in steps_of(job, files, folder, workers)[::every]:
            put(folder, files)
            workers.kill_at(step, job, folder, practice.PASSPHRASE)
            how, wrong = look(folder)
            tally.tried += 1
            tally.named[how] += 1
            tally.lost += [f"step {step}, {how}: {each}" for each in wrong]
            tally.survived += not wrong
    return tally


def steps_of(job: str, files: Files | None, folder: Path, workers: Workers) -> range:
    """Return every step there is, as an unharmed child counts them."""
    if files is not None:
        put(folder, files)
    ended = workers.kill_at(NEVER, job, folder, practice.PASSPHRASE)
    assert ended.lines, "somebody else killed the unharmed child"
    assert ended.lines[-1][0] == "finished", ended
    shutil.rmtree(folder)
    return range(1, int(ended.lines[-1][1]) + 1)


def _look(deed: Deed, folder: Path) -> list[str]:
    """Return what is wrong with a store opened anew."""
    is_other = practice.opens(folder, practice.OTHER_PASSPHRASE)
    if is_other == practice.opens(folder, practice.PASSPHRASE):
        return ["both passphrases open it, or neither"]
    try:
        with practice.come_in(folder, text=practice.OTHER_PASSPHRASE if is_other else practice.PASSPHRASE) as store:
            inspect(store, signatures=True)
            kept = practice.read_back(store)
            is_told = kept.kinds.count(deed.told_by) > (deed.told_by == "staff_added")
            is_done = deed.is_done(store)
    except StoreError as refusal:
        return [f"{type(refusal).__name__}: {refusal}"]
    wrong = kept.faults()
    if is_done and not is_told:
        wrong.append("it was done and not told")
    if is_told and not is_done and deed.is_one_with_it:
        wrong.append("it was told and not done")
    return wrong


def _note(folder: Path) -> list[str]:
    closed = ClosedStore(folder)
    acts = [practice.incident(practice.SOMEBODY) for _ in range(3)]
    for act in acts:
        closed.queue.note_act(act, closed.now(), bytes.fromhex(closed.sidecar.device.sealing))
    closed.release()
    return practice.digest(acts)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with warm_workers() as warm:
        yield warm


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return prepared(tmp_path_factory.mktemp("prepared") / "store")


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)
def test_a_deed_killed_at_any_step_is_done_and_told_or_neither(
    deed: Deed, files: Files, tmp_path: Path, workers: Workers
) -> None:
    tally = kill_at_steps(deed, files, tmp_path / "store", workers)

    assert tally.lost == []
    assert tally.survived == tally.tried > 5


def test_coming_in_killed_at_any_step_takes_up_what_was_noted_once(
    files: Files, tmp_path: Path, workers: Workers
) -> None:
    tally = kill_coming_in(files, tmp_path / "store", workers)

    assert tally.lost == []
    assert tally.survived == tally.tried > 5


def test_founding_killed_at_any_step_leaves_a_whole_store_or_none(tmp_path: Path, workers: Workers) -> None:
    tally = kill_founding(tmp_path / "store", workers)

    assert tally.lost == []
    assert {"there", "not there"} == set(tally.named)
