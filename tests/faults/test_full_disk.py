"""A disk that is full at each write: refused in two sentences, nothing acknowledged lost, and work goes on after."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.errors import ErasureNotSettledError, StoreError, WriterStoppedError
from store.keeping.inspection import inspect
from store.keeping.opening import ClosedStore
from store.keeping.store import Store
from tests.faults import practice
from tests.faults.damage import Files, files_of, put
from tests.faults.deeds import DEEDS, Deed, prepared
from tests.faults.room import Room, Way, small_room, ways
from tests.faults.tally import Tally
from tests.made import QUEUE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows can neither mount memory nor limit files")

ENOUGH = 3
"""As often as something has to be done in a row, with ever more room, until it is taken to be done with more still."""


def starve(deed: Deed, files: Files, room: Room, step: int = 1) -> Tally:
    """Do a deed with ever more pages left, of 4 KiB each; each time it is refused, do it again with room."""
    tally = Tally(f"{room.way}: {deed.name}")
    folder = room.path / "store"
    with tally.timed():
        done = 0
        while done < ENOUGH:
            pages, tally.tried = tally.tried * step, tally.tried + 1
            put(folder, files)
            store = practice.come_in(folder)
            store.settle()  # so that the log has no room of its own
            before = practice.read_back(store).digests()
            refusal = refused(room, pages, lambda: deed.do(store))  # noqa: B023  # called before the next one
            is_done = deed.is_done(store)
            if isinstance(refusal, ErasureNotSettledError):
                refusal = None  # it says itself that it was done
            if is_done == (refusal is not None):
                tally.lost.append(f"{pages} pages: told {refusal}, and it was {'done' if is_done else 'not'}")
            if refusal is not None:
                store = once_more(deed, store)
            tally.named[type(refusal).__name__ if refusal else "done"] += 1
            tally.refused += refusal is not None
            done = 0 if refusal else done + 1
            store.close()
            wrong = look(folder, deed, before)
            tally.lost += wrong
            tally.survived += not wrong
    return tally


def refused(room: Room, pages: int, do: Callable[[], object]) -> StoreError | None:
    """Return how the store refuses with so many pages left; None where it does not."""
    with room.with_pages_left(pages):
        try:
            do()
        except room.way.refusals as told:
            return told
    return None


def once_more(deed: Deed, store: Store) -> Store:
    """Do with room what was refused without, as the hint says; after a commit that failed, the store is opened anew."""
    try:
        deed.do(store)
    except WriterStoppedError:
        store.close()
        store = practice.come_in(store.folder)
        deed.do(store)
    return store


def look(folder: Path, deed: Deed, before: list[str | None]) -> list[str]:
    """Return what is wrong with a store opened anew."""
    text = practice.OTHER_PASSPHRASE if practice.opens(folder, practice.OTHER_PASSPHRASE) else practice.PASSPHRASE
    with practice.come_in(folder, text=text) as store:
        inspect(store, signatures=True)
        kept = practice.read_back(store)
        wrong = kept.faults()
        if any(now not in (then, None) for then, now in zip(before, kept.digests(), strict=False)):
            wrong.append(f"{deed.name}: something acknowledged before is gone")
        if not deed.is_done(store) or (kept.bodies.count(None) > 1 and not deed.erases_all):
            wrong.append(f"{deed.name}: it is not done")
    return wrong


def starve_sign_in(files: Files, room: Room) -> Tally:
    """Come in with every number of pages left, then lock; what is refused is done again with room."""
    tally = Tally(f"{room.way}: coming in and locking")
    folder = room.path / "store"
    with tally.timed():
        for tally.tried in range(1, 25):
            put(folder, files)
            refusal = refused(room, tally.tried - 1, lambda: practice.come_in(folder).close())
            tally.refused += refusal is not None
            with practice.come_in(folder) as store:
                inspect(store)
                signed_in = practice.read_back(store).kinds.count("signed_in")
            tally.lost += [] if signed_in in {2, 3} else [f"{signed_in} sign-ins"]
            tally.survived += 1
    return tally


def starve_founding(_: Files, room: Room, step: int) -> Tally:
    """Found a store with ever more pages left: whole, or nothing at all."""
    tally = Tally(f"{room.way}: founding")
    folder = room.path / "new"
    with tally.timed():
        done = 0
        while done < ENOUGH:
            pages, tally.tried = tally.tried * step, tally.tried + 1
            refusal = refused(room, pages, lambda: practice.found(folder))
            left = [path.name for path in room.path.iterdir()]
            if refusal is None:
                with practice.come_in(folder) as store:
                    inspect(store, signatures=True)
                shutil.rmtree(folder)
            elif left:
                tally.lost.append(f"{pages} pages: left {left}")
            tally.refused += refusal is not None
            tally.survived += 1
            done = 0 if refusal else done + 1
    return tally


def starve_queue(files: Files, room: Room) -> Tally:
    """Note beside a locked store until it is refused, again and again with a little more room."""
    tally = Tally(f"{room.way}: noting beside the store")
    put(room.path / "store", files)
    closed = ClosedStore(room.path / "store")
    device = bytes.fromhex(closed.sidecar.device.sealing)

    noted: list[bytes] = []

    def note(times: int) -> None:
        for _ in range(times):
            noted.append(closed.queue.note_act(practice.incident(practice.SOMEBODY), closed.now(), device).sealed)

    with tally.timed():
        for pages in (0, 0, 1, 2, 3, 5, 8, 8, 9):
            tally.tried += 1
            tally.refused += refused(room, pages, lambda: note(20)) is not None
            note(1)  # there is room again
            kept = [each.sealed for each in closed.queue.waiting()]
            tally.lost += [] if kept == noted else [f"{len(noted)} were noted and {len(kept)} are there"]
            tally.survived += kept == noted
    closed.release()
    return tally


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return prepared(tmp_path_factory.mktemp("prepared") / "store")


@pytest.fixture(params=ways(), ids=lambda way: way.name.lower())
def room(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Room]:
    with small_room(tmp_path / "room", request.param) as room:
        yield room


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)
def test_a_deed_on_a_full_disk_is_done_or_refused_whole_and_can_be_done_again(
    deed: Deed, files: Files, room: Room
) -> None:
    tally = starve(deed, files, room)

    assert tally.lost == []
    assert 0 < tally.refused < tally.tried == tally.survived


def test_coming_in_on_a_full_disk_is_refused_and_loses_nothing(files: Files, room: Room) -> None:
    tally = starve_sign_in(files, room)

    assert tally.lost == []
    assert 0 < tally.refused <= tally.tried == tally.survived


def test_locking_on_a_full_disk_keeps_everything_in_the_log(files: Files, tmp_path: Path) -> None:
    with small_room(tmp_path / "room", ways()[0]) as room:
        put(room.path / "store", files)
        store = practice.come_in(room.path / "store")
        practice.append(store, 3)
        kept = practice.read_back(store)

        refusal = refused(room, 0, store.close)

        assert refusal is None or room.way is Way.LIMITED
        with practice.come_in(room.path / "store", is_only_looking=True) as store:
            assert practice.read_back(store) == kept
            inspect(store)


def test_founding_on_a_full_disk_leaves_nothing_behind(room: Room) -> None:
    tally = starve_founding({}, room, 12)

    assert tally.lost == []
    assert 0 < tally.refused < tally.tried


def test_noting_beside_the_store_on_a_full_disk_keeps_what_was_noted_before(files: Files, room: Room) -> None:
    tally = starve_queue(files, room)

    assert tally.lost == []
    assert tally.refused > 3


def test_a_wrong_passphrase_on_a_full_disk_is_refused_for_the_disk(files: Files, room: Room) -> None:
    put(room.path / "store", files)

    refusal = refused(room, 0, lambda: practice.come_in(room.path / "store", text=practice.OTHER_PASSPHRASE))

    assert refusal is not None
    assert not files_of(room.path / "store").get(QUEUE)
