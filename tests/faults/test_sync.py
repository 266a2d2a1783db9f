"""A sync that is killed, starved or cut off anywhere: refused by name, nothing lost or doubled, and the next one right.

What is disturbed takes in an order and a destruction, carries both out under a new key, and leaves a bundle (a laptop's
sync), or takes that in, finds a conflict, and receipts it (base's).
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import NoReturn

import pytest

from store.errors import MailboxError, MailboxReadOnlyError
from store.exchange.mailbox import MailboxScheme
from store.exchange.mailbox_folder import Folder
from store.exchange.mailboxes import open_known
from store.exchange.sync import sync
from tests.exchange.boxes import Box, box_of, interrupted
from tests.exchange.sticks import Make, makes, stick_of
from tests.exchange.test_mailbox_faults import at_each_message
from tests.faults.pair import Scene, Side, scene
from tests.faults.room import PAGE_BYTES, Room, Way, small_room, ways
from tests.faults.tally import Tally
from tests.faults.test_full_disk import refused
from tests.faults.workers import Workers, warm_workers

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows can neither fork, nor mount, nor kill so")

NEVER = 0
"""A step no process comes to."""
CI_KILLS = 40
"""Of each side's sync; the long form has twelve times as many."""
PAGES = 300
"""More than either sync takes, of 4 KiB each."""
CI_PAGES = 24
"""Only every so many is tried in CI."""
CI_MESSAGES = 16
"""Only every so many is tried in CI."""
MOST_STEPS = 60
"""More than a sync takes of its mailbox."""
MOST_PAGES = 60
"""More than any bundle here takes."""


def kill_at_steps(side: Side, kills: int, folder: Path, workers: Workers) -> Tally:
    """Sync in a child that is killed at a step, look, let both come to rest, look; at so many steps, evenly spread."""
    tally = Tally(f"kill -9 at each step of a sync: {side}")
    made = scene_in(folder)
    made.put_back(side)
    ended = workers.kill_at(NEVER, "stepping_sync", made.folder / side, side.passphrase)
    assert ended.lines, ended
    assert ended.lines[-1][0] == "finished", ended
    steps = int(ended.lines[-1][1])
    with tally.timed():
        for place in range(min(kills, steps)):
            step = 1 + place * steps // min(kills, steps)
            made.put_back(side)
            ended = workers.kill_at(step, "stepping_sync", made.folder / side, side.passphrase)
            assert ended.refusal is None, ended
            tally.named["killed" if not ended.lines else "it was over"] += 1
            _count(tally, f"step {step}", made)
    return tally


def starve(side: Side, every: int, folder: Path, room: Room) -> Tally:
    """Sync with ever more pages left for the stores; each time it is refused, both come to rest with room."""
    tally = Tally(f"{room.way}: a sync, {side}")
    (folder / "mail").mkdir()
    (room.path / "stores").mkdir()
    made = scene(room.path / "stores", folder / "mail", str(folder / "mail"))
    with tally.timed():
        for pages in range(0, PAGES, every):
            made.put_back(side)
            store = made.open(side)
            store.settle()  # so that the log has no room of its own
            mailbox, known = open_known(store)
            with mailbox:
                refusal = refused(room, pages, lambda: sync(store, mailbox, known))  # noqa: B023  # called at once
            store.close()
            tally.named[type(refusal).__name__ if refusal else "done"] += 1
            tally.refused += refusal is not None
            _count(tally, f"{pages} pages", made)
    return tally


def cut_off_folder(side: Side, folder: Path) -> Tally:
    """Take the mailbox's folder away just before each step of it."""
    tally = Tally(f"a folder that vanishes amid a sync: {side}")
    made = scene_in(folder)

    def vanish() -> None:
        made.mail.rename(folder / "elsewhere")

    def come_back() -> None:
        if not made.mail.exists():
            (folder / "elsewhere").rename(made.mail)

    return _cut_off(tally, side, made, vanish, come_back)


def pull_stick(side: Side, make: Make, folder: Path) -> Tally:
    """Pull the stick that is the mailbox just before each step of it, the one between write and rename too."""
    tally = Tally(f"a stick ({make}) pulled amid a sync: {side}")
    (folder / "stores").mkdir()
    with stick_of(make, folder) as stick:
        made = scene(folder / "stores", stick.path, str(stick.path))
        pulled: list[None] = []

        def pull() -> None:
            stick.pull()
            pulled.append(None)

        def plug_in() -> None:
            if pulled:
                pulled.clear()
                stick.plug_in_again()

        return _cut_off(tally, side, made, pull, plug_in)


def kill_server(side: Side, folder: Path, every: int) -> Tally:
    """Kill the SFTP server that is the mailbox just before every so many messages of a sync."""
    tally = Tally(f"an SFTP server killed amid a sync: {side}")
    with server_box(folder) as (box, made), tally.timed():
        server = box.server
        assert server is not None
        at = 1
        while True:
            made.put_back(side)
            seen = 0

            def count(*_: object) -> None:
                nonlocal seen
                seen += 1
                if seen == at:  # noqa: B023  # called before the next one
                    server.kill()

            with pytest.MonkeyPatch.context() as patch:
                at_each_message(patch, count)
                told = _told(made, side)
            if seen < at:
                assert told == "done"
                return tally
            server.start()
            made.sync(side)  # over the server, as the hint says; what follows need not be
            _count_refusal(tally, told, f"message {at}", made)
            at += every


def protect_stick(side: Side, make: Make, folder: Path) -> Tally:
    """Sync over a stick with its lock on."""
    tally = Tally(f"a stick ({make}) with its lock on: a sync, {side}")
    (folder / "stores").mkdir()
    with stick_of(make, folder) as stick, tally.timed():
        made = scene(folder / "stores", stick.path, str(stick.path))
        made.put_back(side)
        with locked(stick.path, make):
            told = _told(made, side)
        _count_refusal(tally, told, "locked", made)
    return tally


def protect_server(side: Side, folder: Path) -> Tally:
    """Sync over a server that takes nothing."""
    tally = Tally(f"an SFTP server that takes nothing: a sync, {side}")
    with server_box(folder) as (box, made), tally.timed():
        assert box.server is not None
        made.put_back(side)
        box.server.kill()
        box.server.start(sftp="internal-sftp -R")
        told = _told(made, side)
        box.server.kill()
        box.server.start()
        _count_refusal(tally, told, "read-only", made)
    return tally


def fill_folder(side: Side, way: Way, folder: Path) -> Tally:
    """Sync with ever more pages left in the folder that is the mailbox."""
    tally = Tally(f"{way}, in the mailbox's folder: a sync, {side}")
    (folder / "stores").mkdir()
    with small_room(folder / "mail", way) as room:
        made = scene(folder / "stores", room.path, str(room.path))
        return _fill(tally, side, made, room.with_pages_left)


def fill_server(side: Side, way: Way, folder: Path) -> Tally:
    """Sync with ever more pages left on the SFTP server that is the mailbox."""
    tally = Tally(f"{way}, on an SFTP server: a sync, {side}")
    (folder / "box").mkdir()
    with small_room(folder / "box", way) as room, server_box(folder) as (box, made):

        @contextmanager
        def limited(pages: int) -> Iterator[None]:
            import resource

            assert box.server is not None
            limited_count = 0
            for each in box.server.sessions():
                with suppress(ProcessLookupError):  # a former connection's, which ended since they were listed
                    resource.prlimit(each, resource.RLIMIT_FSIZE, (pages * PAGE_BYTES, pages * PAGE_BYTES))
                    limited_count += 1
            assert limited_count
            yield

        return _fill(tally, side, made, limited if way is Way.LIMITED else room.with_pages_left)


# -- disturbing ------------------------------------------------------------------------------------------------------


def _cut_off(tally: Tally, side: Side, made: Scene, cut: Callable[[], object], mend: Callable[[], object]) -> Tally:
    with tally.timed():
        for at in range(1, MOST_STEPS):
            made.put_back(side)
            with made.open(side) as store:
                mailbox, known = open_known(store)
                with interrupted(mailbox, at, cut):
                    told = _refusal(lambda: sync(store, mailbox, known))  # noqa: B023  # called at once
            mend()
            if told == "done":
                return tally
            _count_refusal(tally, told, f"step {at}", made)
    raise AssertionError("a sync that never ends")


def _fill(tally: Tally, side: Side, made: Scene, left: Callable[[int], AbstractContextManager[None]]) -> Tally:
    """Sync with ever more pages left whenever a bundle is put, until it fits."""
    with tally.timed():
        for pages in range(MOST_PAGES):
            made.put_back(side)
            with made.open(side) as store:
                mailbox, known = open_known(store)
                with mailbox, pytest.MonkeyPatch.context() as patch:
                    patch.setattr(mailbox, "put", partial(_put, left(pages), mailbox.put))
                    told = _refusal(lambda: sync(store, mailbox, known))  # noqa: B023  # called at once
            if told == "done":
                return tally
            _count_refusal(tally, told, f"{pages} pages", made)
    raise AssertionError("a bundle that never fits")


def _put(narrow: AbstractContextManager[None], put: Callable[[str, bytes], None], name: str, content: bytes) -> None:
    with narrow:
        put(name, content)


@contextmanager
def locked(stick: Path, make: Make) -> Iterator[None]:
    """Put a stick's lock on; a plain folder, which has none, refuses as one that has."""
    if make is not Make.FOLDER:
        subprocess.run(["mount", "-o", "remount,ro", stick], check=True)
        yield
        subprocess.run(["mount", "-o", "remount,rw", stick], check=True)
        return
    with pytest.MonkeyPatch.context() as patch:
        for name in ("write_new", "rename", "remove"):
            patch.setattr(Folder, name, _refuse)
        yield


def _refuse(*_: object) -> NoReturn:
    raise MailboxReadOnlyError


def _refusal(do: Callable[[], object]) -> str:
    """Do something, and return by what name the mailbox refuses."""
    try:
        do()
    except MailboxError as refusal:
        return type(refusal).__name__
    return "done"


def _told(made: Scene, side: Side) -> str:
    return _refusal(lambda: made.sync(side))


def _count_refusal(tally: Tally, told: str, what: str, made: Scene) -> None:
    tally.named[told] += 1
    tally.refused += told != "done"
    _count(tally, what, made)


def _count(tally: Tally, what: str, made: Scene) -> None:
    wrong = made.rest()
    tally.tried += 1
    tally.lost += [f"{tally.suite}, {what}: {each}" for each in wrong]
    tally.survived += not wrong


def scene_in(folder: Path) -> Scene:
    """Return a pair with a folder between them."""
    for name in ("stores", "mail"):
        (folder / name).mkdir()
    return scene(folder / "stores", folder / "mail", str(folder / "mail"))


@contextmanager
def server_box(folder: Path) -> Iterator[tuple[Box, Scene]]:
    """Give a pair with a real server between them."""
    (folder / "stores").mkdir()
    with pytest.MonkeyPatch.context() as patch, box_of(MailboxScheme.SFTP, folder, patch) as box:
        yield box, scene(folder / "stores", box.path, box.url)


# -- tests -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with warm_workers() as warm:
        yield warm


def hold(tally: Tally, refused_at_least: int) -> None:
    assert tally.lost == []
    assert tally.survived == tally.tried
    assert tally.refused >= refused_at_least


@pytest.mark.parametrize("side", Side)
def test_a_sync_killed_at_any_step_loses_and_doubles_nothing_and_the_next_one_ends_right(
    side: Side, tmp_path: Path, workers: Workers
) -> None:
    tally = kill_at_steps(side, CI_KILLS, tmp_path, workers)

    hold(tally, 0)
    assert tally.named["killed"] > CI_KILLS - 10


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("way", ways(), ids=lambda way: way.name.lower())
def test_a_sync_on_a_full_disk_is_done_or_refused_and_can_be_done_again(side: Side, way: Way, tmp_path: Path) -> None:
    with small_room(tmp_path / "room", way) as room:
        tally = starve(side, CI_PAGES, tmp_path, room)

    hold(tally, 1)


@pytest.mark.parametrize("side", Side)
def test_a_folder_that_vanishes_amid_a_sync_keeps_what_was_taken_in(side: Side, tmp_path: Path) -> None:
    tally = cut_off_folder(side, tmp_path)

    hold(tally, 8)
    assert set(tally.named) == {"MailboxGoneError"}


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("make", makes(), ids=lambda make: make.name.lower())
def test_a_stick_pulled_amid_a_sync_loses_nothing(side: Side, make: Make, tmp_path: Path) -> None:
    tally = pull_stick(side, make, tmp_path)

    hold(tally, 8)
    assert set(tally.named) == {"MailboxGoneError"}


@pytest.mark.parametrize("side", Side)
def test_a_server_killed_amid_a_sync_loses_nothing(side: Side, tmp_path: Path) -> None:
    tally = kill_server(side, tmp_path, CI_MESSAGES)

    hold(tally, 3)
    assert set(tally.named) <= {"MailboxGoneError", "done"}


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("make", makes(), ids=lambda make: make.name.lower())
def test_a_sync_over_a_locked_stick_keeps_what_was_taken_in(side: Side, make: Make, tmp_path: Path) -> None:
    tally = protect_stick(side, make, tmp_path)

    hold(tally, 1)
    assert set(tally.named) == {"MailboxReadOnlyError"}


@pytest.mark.parametrize("side", Side)
def test_a_sync_over_a_server_that_takes_nothing_keeps_what_was_taken_in(side: Side, tmp_path: Path) -> None:
    tally = protect_server(side, tmp_path)

    hold(tally, 1)
    assert set(tally.named) == {"MailboxReadOnlyError"}


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("way", ways(), ids=lambda way: way.name.lower())
def test_a_full_mailbox_keeps_what_was_taken_in(side: Side, way: Way, tmp_path: Path) -> None:
    tally = fill_folder(side, way, tmp_path)

    hold(tally, 1)
    assert set(tally.named) == {"MailboxFullError"}


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("way", ways(), ids=lambda way: way.name.lower())
def test_a_full_server_keeps_what_was_taken_in(side: Side, way: Way, tmp_path: Path) -> None:
    tally = fill_server(side, way, tmp_path)

    hold(tally, 1)
    assert set(tally.named) <= {"MailboxFailedError", "MailboxGoneError"}  # a limit ends the session itself
