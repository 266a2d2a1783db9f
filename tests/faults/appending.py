"""Children that work on a store until they are killed, forked warm: `python -m tests.faults.appending`.

Owns what a child does and how it tells what was acknowledged to it. Refuses to own when it is killed and what must then
be true. It reads one job a line from standard input and writes one line for each thing that came back from the store,
after it came back; no child ever ends by itself, so that nobody else's process can have its number when it is killed.
"""

import gc
import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import islice
from pathlib import Path

from store.custody.incidents.raising import with_clocks
from store.errors import StoreError
from store.exchange.mailboxes import open_known
from store.exchange.sync import sync
from store.ids import new_id
from store.keeping import epochs, staffing
from store.keeping.acts.terms.store import EpochCause, ErasureReason, StaffRole
from store.keeping.agreed import agreement_of
from store.keeping.inspection import inspect
from store.keeping.opening import ClosedStore
from store.keeping.training import move_training_clock
from tests.faults import practice
from tests.faults.deeds import DEEDS, DESTRUCTION, EPOCH, JOINING, SUCCESSION, Deed

LONGEST_S = 30
"""A child whose parent is gone ends by itself then."""


def tell(*words: object) -> None:
    """Write one line, whole or not at all: a pipe takes so little in one piece."""
    os.write(1, " ".join(map(str, words)).encode() + b"\n")


def appends(folder: Path, seed: int, text: str) -> None:
    """Come in, and append for ever."""
    store = practice.come_in(folder, text=text)
    tell("in")
    for stroke in practice.strokes(seed, store.keys.person.staff):
        kept = store.record(*stroke)
        tell("kept", kept.start, *practice.digest(stroke))


def sittings(folder: Path, seed: int, text: str) -> None:
    """Come in, append a little, move the training clock, lock; and again."""
    strokes = None
    while True:
        with practice.come_in(folder, text=text) as store:
            strokes = strokes or practice.strokes(seed, store.keys.person.staff)
            for stroke in islice(strokes, 2):
                kept = store.record(*stroke)
                tell("kept", kept.start, *practice.digest(stroke))
            move_training_clock(store, store.now() + timedelta(minutes=1))
        tell("locked")


def erasures(folder: Path, seed: int, text: str) -> None:
    """Append one family and erase another for ever, again and again."""
    store = practice.come_in(folder, text=text)
    tell("in")
    families = practice.singles(seed)
    while True:
        first, second = islice(families, 2)
        kept = store.record(first), store.record(second)
        tell("kept", kept[0].start, *practice.digest([first]))
        tell("kept", kept[1].start, *practice.digest([second]))
        tell("erasing", kept[0].start)
        store.erase_for_ever([first.family], ErasureReason.RETENTION_ENDED, authority="7.2f")
        tell("erased", kept[0].start)


def staff(folder: Path, seed: int, text: str) -> None:
    """Change one's passphrase to and fro, take people on, let them go."""
    del seed
    store = practice.come_in(folder, text=text)
    tell("in")
    while True:
        text = practice.OTHER_PASSPHRASE if text == practice.PASSPHRASE else practice.PASSPHRASE
        tell("changing", text)
        staffing.change_passphrase(store, practice.passphrase(text))
        tell("changed", text)
        name, theirs = f"Supervisor {new_id()}", new_id()
        staffing.add(store, name, StaffRole.SUPERVISOR, practice.passphrase(theirs))
        tell("joined", theirs)
        tell("leaving", theirs)
        staffing.leave(store, name)
        tell("left", theirs)


def notes(folder: Path, seed: int, text: str) -> None:
    """Note incidents beside the locked store, come in so that they are taken up, lock; and again."""
    del seed
    while True:
        closed = ClosedStore(folder)
        for _ in range(3):
            act = practice.incident(practice.SOMEBODY)
            closed.queue.note_act(act, closed.now(), bytes.fromhex(closed.sidecar.device.sealing))
            tell("noted", *practice.digest([act]))
        closed.release()
        practice.come_in(folder, text=text).close()


def renewals(folder: Path, seed: int, text: str) -> None:
    """Append a little and change the epoch, again and again; now and then lock, and note something beside."""
    strokes = None
    while True:
        with practice.come_in(folder, text=text) as store:
            strokes = strokes or practice.strokes(seed, store.keys.person.staff)
            for _ in range(2):
                stroke, told = islice(strokes, 2)
                kept = store.record(*stroke)
                tell("kept", kept.start, *practice.digest(stroke))
                first = store.journal.size
                epochs.change(store, EpochCause.ROUTINE, told=told)
                tell("kept", first, *practice.digest(told))
                tell("renewed", store.sidecar.epoch)
        tell("locked")
        closed = ClosedStore(folder)
        act = practice.incident(practice.SOMEBODY)
        closed.queue.note_act(act, closed.now(), bytes.fromhex(closed.sidecar.device.sealing))
        tell("noted", *practice.digest([act]))
        closed.release()


def founding(folder: Path, seed: int, text: str) -> None:
    """Set up a store."""
    del seed
    tell("in")
    practice.found(folder, text=text)
    tell("founded")


def touches_disk(called: object) -> bool:
    """Say whether a function written in C is one of the system's, an open file's or the database's."""
    room = getattr(called, "__module__", None) or type(getattr(called, "__self__", None)).__module__
    return room.partition(".")[0] in {"posix", "fcntl", "_io", "sqlcipher3"}


def killed_at(step: int) -> Callable[[], None]:
    """Kill this process just before that step from now on: a call to the system, to an open file or to the database.

    Returns:
        Ends the counting, and tells how many calls there were.
    """
    seen = 0

    def count(_frame: object, event: str, called: object) -> None:
        nonlocal seen
        if event == "c_call" and touches_disk(called):
            seen += 1
            if seen == step:
                os.kill(os.getpid(), signal.SIGKILL)

    def finish() -> None:
        sys.setprofile(None)
        tell("finished", seen)

    sys.setprofile(count)
    return finish


def stepping(deed: Deed, folder: Path, step: int, text: str) -> None:
    """Come in and do a deed, killed at a step of it."""
    store = practice.come_in(folder, text=text)
    finish = killed_at(step)
    deed.do(store)
    finish()


def stepping_in(folder: Path, step: int, text: str) -> None:
    """Come in and lock, killed at a step of it."""
    finish = killed_at(step)
    practice.come_in(folder, text=text).close()
    finish()


def stepping_founding(folder: Path, step: int, text: str) -> None:
    """Set up a store, killed at a step of it."""
    finish = killed_at(step)
    practice.found(folder, text=text)
    finish()


def stepping_sync(folder: Path, step: int, text: str) -> None:
    """Come in and sync, killed at a step of the sync."""
    store = practice.come_in(folder, text=text)
    finish = killed_at(step)
    mailbox, known = open_known(store)
    with mailbox:
        sync(store, mailbox, known)
    finish()


JOBS: dict[str, Callable[[Path, int, str], None]] = {
    **{job.__name__: job for job in (appends, sittings, erasures, staff, notes, renewals, founding)},
    **{job.__name__: job for job in (stepping_in, stepping_founding, stepping_sync)},
    **{deed.name: partial(stepping, deed) for deed in (*DEEDS, EPOCH, DESTRUCTION, SUCCESSION)},
}


def warm() -> None:
    """Load, once for all children, what the store loads as it goes."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "warm"
        practice.found(folder)
        with practice.come_in(folder) as store:
            staffing.add(store, "Supervisor Two", StaffRole.SUPERVISOR, practice.passphrase(JOINING))
            for stroke in islice(practice.strokes(0, store.keys.person.staff), 4):
                store.record(*stroke)
            store.record(*with_clocks(practice.incident(store.keys.person.staff), agreement_of(store)))
            staffing.change_passphrase(store, practice.passphrase(practice.OTHER_PASSPHRASE))
            epochs.change(store, EpochCause.ROUTINE)
            DESTRUCTION.do(store)
            inspect(store)


def serve() -> None:
    """Fork one child a line, and say when it is gone."""
    warm()
    gc.freeze()  # no child goes through, and so copies, what was loaded for all of them
    tell("ready")
    for line in sys.stdin:
        told = json.loads(line)
        pid = os.fork()
        if pid == 0:
            signal.alarm(LONGEST_S)
            tell("started", os.getpid())
            work(JOBS[told["job"]], Path(told["folder"]), told["seed"], told["text"])
        _, status = os.waitpid(pid, 0)
        tell("ended", pid, status)


def work(job: Callable[[Path, int, str], None], folder: Path, seed: int, text: str) -> None:
    """Do a job, say so if the store refuses, and wait for the end either way."""
    try:
        job(folder, seed, text)
    except StoreError as refusal:
        tell("refused", type(refusal).__name__)
    except BaseException as fault:  # noqa: BLE001  # told to the test, which fails
        tell("fault", repr(fault))
    while True:
        signal.pause()


if __name__ == "__main__":
    serve()
