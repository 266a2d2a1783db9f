"""A large delivery is made ready in another process: the same is kept, whatever becomes of that process."""

import contextlib
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from store import errors
from store.exchange.intake import beside, sorting, taking_in
from store.keeping import acts
from store.keeping.made_ready import Ready
from store.keeping.store import Store
from store.keeping.ways import ways_in
from tests.exchange.test_intake import asked, family, take
from tests.made import made_base, opened

Process = subprocess.Popen[bytes]
Processes = list[Process]

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks Linux")

FEW = 40
ROWS = (
    *(family(n, notes="Long " * 700) for n in range(101, 97 + FEW)),  # so that few of them fill the pipe
    family(501, notes="Dog at property"),
    family(502, phone="1960-01-02"),  # no number
    family(503, street="Cefn   Coed"),
    family(504, notes="Gate").replace(",,", ",Polski,"),
)


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> Iterator[Processes]:
    """Give every process that makes families ready; any delivery is worth one, and it makes few at a time."""
    found: Processes = []
    start = subprocess.Popen

    def starting(*given: Any, **said: Any) -> Process:
        found.append(start(*given, **said))
        return found[-1]

    monkeypatch.setattr(taking_in, "WORTH_BYTES", 0)
    monkeypatch.setattr(beside, "_AT_FIRST", 5)
    monkeypatch.setattr(beside, "AT_ONCE", 10)
    monkeypatch.setattr(subprocess, "Popen", starting)
    yield found
    assert all(each.poll() is not None for each in found)  # none is left behind


def kept(store: Store) -> list[tuple[object, ...]]:
    """Return what is known of each family, but for what is drawn anew each time."""
    rows = store.rows(
        "SELECT ways, council_reference, f.language, f.lines, f.postcode, letter_sent_on, p.role, p.title,"
        " p.first_names, p.surname, p.language, l.folded, l.standing,"
        " (SELECT group_concat(text) FROM familynote AS n WHERE n.family = f.family)"
        " FROM family AS f JOIN person AS p USING (family) JOIN contactline AS l USING (family)"
        " ORDER BY council_reference"
    )
    return [([(way.kind, way.value, way.is_odd) for way in ways_in(ways)], *others) for ways, *others in rows]


def supplied(store: Store) -> int:
    ((acts_count,),) = store.rows("SELECT count(*) FROM familyentry JOIN supplied USING (family)")
    ((families_count,),) = store.rows("SELECT count(*) FROM supplied")
    assert acts_count == families_count  # none twice
    return int(families_count)


def before_first(store: Store, monkeypatch: pytest.MonkeyPatch, do: Callable[[], None]) -> None:
    """Do something when the first families that were made ready are about to be kept."""
    record, left = store.record, [do]

    def keeping(*told: acts.Act | Ready) -> range:
        if left and any(isinstance(each, Ready) for each in told):
            left.pop()()
        return record(*told)

    monkeypatch.setattr(store, "record", keeping)


def at_start(monkeypatch: pytest.MonkeyPatch, do: Callable[[Process], None]) -> None:
    """Do something with each process as soon as it is there."""
    start = subprocess.Popen

    def starting(*given: Any, **said: Any) -> Process:
        process = start(*given, **said)
        do(process)
        return process

    monkeypatch.setattr(subprocess, "Popen", starting)


def stand_still(process: Process) -> None:
    process.send_signal(signal.SIGSTOP)


@contextlib.contextmanager
def in_time(processes: Processes) -> Iterator[None]:
    """Make sure that what is done here ends before somebody has to end the other process."""
    is_late = threading.Event()

    def end() -> None:
        is_late.set()
        processes[0].kill()

    late = threading.Timer(10, end)
    late.start()
    try:
        yield
    finally:
        late.cancel()
    assert not is_late.is_set()


def test_what_is_made_in_another_process_is_what_is_made_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processes: Processes
) -> None:
    found = []
    for name, worth_bytes in (("there", 0), ("here", beside.WORTH_BYTES)):
        monkeypatch.setattr(taking_in, "WORTH_BYTES", worth_bytes)
        folder = tmp_path / name
        folder.mkdir()
        with opened(made_base(folder)) as store:
            outcome = take(store, asked(*ROWS))
            found.append((outcome.counts, outcome.notes_count, outcome.odd_numbers_count, kept(store)))
            store.replay()
            assert kept(store) == found[-1][-1]

    assert len(processes) == 1
    assert found[0] == found[1]
    counts, notes, odd, families = found[0]
    assert (counts.supplied, notes, odd, len(families)) == (FEW, FEW - 2, 1, FEW)


def test_a_process_that_ends_takes_no_family_along(
    store: Store, monkeypatch: pytest.MonkeyPatch, processes: Processes
) -> None:
    def end() -> None:
        processes[0].kill()
        processes[0].wait()

    before_first(store, monkeypatch, end)

    outcome = take(store, asked(*ROWS))

    assert outcome.counts.supplied == supplied(store) == FEW
    assert (outcome.notes_count, outcome.odd_numbers_count) == (FEW - 2, 1)


@linux
@pytest.mark.parametrize("pipe_bytes", [4096, 1024 * 1024])  # it is told too much to hear no more, or is to answer
def test_one_that_stands_still_is_waited_for_no_longer_than_that(
    store: Store, monkeypatch: pytest.MonkeyPatch, processes: Processes, pipe_bytes: int
) -> None:
    monkeypatch.setattr(beside, "_PIPE_BYTES", pipe_bytes)
    monkeypatch.setattr(beside, "_PATIENCE_S", 0.2)
    at_start(monkeypatch, stand_still)

    with in_time(processes):
        take(store, asked(*ROWS))

    assert supplied(store) == FEW


@linux
@pytest.mark.parametrize("pipe_bytes", [4096, 1024 * 1024])
def test_who_interrupts_waits_for_none_that_stands_still(
    store: Store, monkeypatch: pytest.MonkeyPatch, processes: Processes, pipe_bytes: int
) -> None:
    result = Future.result

    def interrupted(future: Future[Any], _: float) -> Any:
        try:
            return result(future, 0.2)
        except TimeoutError:
            raise KeyboardInterrupt from None

    monkeypatch.setattr(beside, "_PIPE_BYTES", pipe_bytes)
    monkeypatch.setattr(Future, "result", interrupted)
    at_start(monkeypatch, stand_still)

    with in_time(processes), pytest.raises(KeyboardInterrupt):
        take(store, asked(*ROWS))


@pytest.mark.skipif(sys.platform == "win32", reason="a script stands for Python")
@pytest.mark.parametrize("said", ["Hello, somebody", "\\303\\211t\\303\\251, somebody"])
def test_one_that_says_something_else_is_not_believed(
    store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, processes: Processes, said: str
) -> None:
    script = tmp_path / "python"
    script.write_text(f"#!/bin/sh\nprintf '{said}'\nexec '{sys.executable}' \"$@\"\n", "ascii")
    script.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(script))

    take(store, asked(*ROWS))

    assert len(processes) == 1
    assert supplied(store) == FEW


def test_where_no_thread_is_left_every_family_is_made_here(
    store: Store, monkeypatch: pytest.MonkeyPatch, processes: Processes
) -> None:
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)

    take(store, asked(*ROWS))

    assert len(processes) == 1
    assert supplied(store) == FEW


def test_what_was_taken_in_before_is_worth_no_process(store: Store, processes: Processes) -> None:
    what = asked(*ROWS)
    take(store, what)

    with pytest.raises(errors.DeliveryDoubledError):
        take(store, what)

    assert len(processes) == 1


@pytest.mark.parametrize("count", [0, 1, 5, 6, 15, 16])  # the first five are made ready together, then ten at a time
def test_as_many_as_may_be_worked_are_supplied(store: Store, processes: Processes, count: int) -> None:
    waiting = family(502, letter="28/10/2015")

    outcome = take(store, asked(waiting, *(family(n) for n in range(101, 101 + count))))

    assert len(processes) == 1
    assert outcome.counts.supplied == supplied(store) == count
    assert outcome.counts.held == 1


def test_rows_that_are_not_held_are_made_here(
    store: Store, monkeypatch: pytest.MonkeyPatch, processes: Processes
) -> None:
    monkeypatch.setattr(sorting, "KEPT_BYTES", 1_000)

    take(store, asked(*ROWS))

    assert len(processes) == 1
    assert supplied(store) == FEW


@pytest.mark.parametrize("executable", ["", "/nowhere/python", sys.executable + "-none"])
def test_where_no_process_can_be_started_every_family_is_made_here(
    store: Store, monkeypatch: pytest.MonkeyPatch, processes: Processes, executable: str
) -> None:
    monkeypatch.setattr(sys, "executable", executable)

    take(store, asked(*ROWS))

    assert processes == []
    assert supplied(store) == FEW


@pytest.mark.parametrize("then", ["before the first", "behind the last"])
def test_a_deed_that_is_broken_off_leaves_no_process_and_goes_on_where_it_was(
    store: Store, monkeypatch: pytest.MonkeyPatch, processes: Processes, then: str
) -> None:
    what = asked(*ROWS)  # the same file: another one is another delivery

    def full(*_: object) -> None:
        raise errors.StoreFullError

    with monkeypatch.context() as patch:
        if then == "before the first":
            before_first(store, patch, full)
        else:
            patch.setattr(taking_in, "seal_original", full)
        with pytest.raises(errors.StoreFullError):
            take(store, what)
    assert len(processes) == 1

    outcome = take(store, what)

    assert outcome.counts.supplied == supplied(store) == FEW


@linux
def test_it_opens_no_file_and_leaves_no_core(
    store: Store, monkeypatch: pytest.MonkeyPatch, processes: Processes
) -> None:
    import resource  # where there is one

    seen: list[str] = []
    core = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (core[1], core[1]))

    def look() -> None:
        own = Path(f"/proc/{processes[0].pid}")
        seen.extend(sorted({str(each.readlink()).partition(":")[0] for each in (own / "fd").iterdir()}))
        limits = (own / "limits").read_text("ascii")
        seen.extend(line.split()[4] for line in limits.splitlines() if line.startswith("Max core file size"))

    before_first(store, monkeypatch, look)

    try:
        take(store, asked(*ROWS))
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, core)

    assert seen == ["/dev/null", "pipe", "0"]


def test_it_ends_when_nobody_hears_it_any_more() -> None:
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "store.exchange.intake.making"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        process.communicate(timeout=60)

    assert process.returncode == 0
