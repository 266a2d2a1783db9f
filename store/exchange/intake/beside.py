"""Families of a large delivery, made ready in another process while this one keeps them.

Owns starting that process, and what goes there and comes back: through pipes alone, never the disk. Refuses to own its
life (making), and what is made of a row (reading_rows, made_ready). Whatever ends it, no row is lost by it: whoever
asked makes ready themselves what never came back.

Two threads would wait for each other at the interpreter's lock; making a family ready takes it nearly all the time.
"""

import contextlib
import marshal
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import IO, TYPE_CHECKING, Final, NamedTuple

from store.exchange.intake.columns import Columns
from store.exchange.intake.reading_rows import Delivery, Reader, RowRead, row_of
from store.keeping.acts.family_told import FamilyTold
from store.keeping.by_name import tables_fieldwork
from store.keeping.made_ready import AT_ONCE, Ready, Rows, make_ready

if TYPE_CHECKING:
    from store.agreement.languages import Language
    from store.exchange.intake.sorting import Sorted
    from store.ids import FamilyId

WORTH_BYTES: Final = 4 * 1024 * 1024
"""A smaller text is taken in before the other process has loaded what it needs."""

_AT_FIRST: Final = 1_024
"""Families made ready before all others: whoever keeps them has nothing else to do until then."""

_PIPE_BYTES: Final = 1024 * 1024
"""As many as Linux lets anybody have; with its ordinary 64 KiB each side wakes the other thousands of times."""

_PATIENCE_S: Final = 30
"""So long one piece may take to go or to come; a second is much, and what never came is made here."""

_NOTHING_COMES: Final = (OSError, EOFError, MemoryError, OverflowError, RuntimeError)
"""It has ended, or stands still (a TimeoutError); something else was printed there, of which no length is one; or the
system has no thread to wait with."""

_LENGTH_BYTES: Final = 8


class Begun(NamedTuple):
    """What is so of every row.

    Attributes:
        columns, council, languages: As `Reader` takes them.
        delivery: In which they stand.
    """

    columns: Columns
    council: str
    languages: "Sequence[Language]"
    delivery: Delivery


class Made(NamedTuple):
    """What came back of some rows.

    Attributes:
        numbers: Where these stand in their delivery.
        ready: Their families.
        notes: How many notes wait in them.
        odd: How many of their numbers can be none.
    """

    numbers: Sequence[int]
    ready: Ready
    notes: int
    odd: int


@contextlib.contextmanager
def started(begun: Begun) -> Iterator["Other | None"]:
    """Give the other process, which loads what it needs meanwhile; None where the system starts none.

    Args:
        begun: What it is told first.
    """
    try:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "store.exchange.intake.making"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pipesize=_PIPE_BYTES,
            stderr=subprocess.DEVNULL,  # what Python says of a fault may name somebody
            start_new_session=True,  # an interrupt is for this process: what is at hand is kept first
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        yield None
        return
    try:
        yield Other(process, begun)
    finally:
        process.kill()
        for pipe in filter(None, (process.stdin, process.stdout)):
            with contextlib.suppress(OSError):  # what was not heard yet nobody hears any more
                pipe.close()
        process.wait()


@dataclass(frozen=True, slots=True)
class Other:
    """The other process, from here.

    Attributes:
        process: Itself.
        begun: What it is told first.
    """

    process: subprocess.Popen[bytes]
    begun: Begun

    def made(self, judged: "Sorted") -> Iterator[Made]:
        """Yield the families of the rows that are held, in the order of their ids; it is ended then.

        Where it ends before the last, or is not heard for `_PATIENCE_S`, the rest does not come.
        """
        if not judged.held:  # every row waits, or is here
            return
        numbers = list(judged.held)
        families = [judged.families[number] for number in numbers]
        order = sorted(range(len(numbers)), key=families.__getitem__)
        stops = (*range(_AT_FIRST, len(order), AT_ONCE), len(order))
        parts = [order[start:stop] for start, stop in pairwise((0, *stops))]

        def told() -> Iterator[bytes]:
            yield pickle.dumps(self.begun)
            for start in range(0, len(numbers), AT_ONCE):  # as they lie in memory, and some at a time
                some = slice(start, start + AT_ONCE)
                yield _packed_rows(numbers[some], families[some], judged)
            yield b""
            yield marshal.dumps(parts)

        for part, answer in zip(parts, self._answers(told(), len(parts)), strict=False):
            yield Made([numbers[place] for place in part], *_unpacked(answer))

    def _answers(self, told: Iterator[bytes], count: int) -> Iterator[bytes]:
        """Tell it everything, and yield so many answers, or those that come.

        A thread of their own waits for both pipes: it need not wait to be heard, nor anybody for it without an end.
        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with ThreadPoolExecutor(1, "beside") as line:
            try:
                for said in told:
                    line.submit(put, self.process.stdin, said).result(_PATIENCE_S)
                coming = line.submit(get, self.process.stdout)
                for left in reversed(range(count)):
                    answer = coming.result(_PATIENCE_S)
                    if left:
                        coming = line.submit(get, self.process.stdout)
                    yield answer
            except _NOTHING_COMES:
                return
            finally:
                self.process.kill()  # or the thread waits on for one that stands still


def answer(begun: Begun, told: IO[bytes], answers: IO[bytes]) -> None:
    """Answer, as the other process, until everything is answered that was told.

    All of it is heard first: neither waits until the other has read what it writes.

    Raises:
        EOFError, OSError: Nobody is there any more.
    """
    reader = Reader(begun.columns, begun.council, begun.languages)
    rows = [row for some in iter(lambda: get(told), b"") for row in zip(*pickle.loads(some), strict=True)]  # noqa: S301  # of whoever started us
    notes = 0

    def families(part: Sequence[int]) -> Iterator[FamilyTold]:
        nonlocal notes
        for place in part:
            number, family, text, letter_on, is_plain, reference = rows[place]
            read = RowRead(reference, text, letter_on, None, None, True, is_plain, True, True)
            made = reader.told(row_of(text), read, family, begun.delivery, number)
            notes += len(made.held_notes)
            yield made

    for part in marshal.loads(get(told)):  # noqa: S302  # likewise
        notes, before = 0, reader.odd_count
        ready = make_ready(families(part))
        put(answers, _packed(ready, notes, reader.odd_count - before))


def put(pipe: IO[bytes], said: bytes) -> None:
    """Write one piece, its length before it.

    Raises:
        OSError: Nobody reads any more.
    """
    pipe.write(len(said).to_bytes(_LENGTH_BYTES))
    pipe.write(said)
    pipe.flush()


def get(pipe: IO[bytes]) -> bytes:
    """Read one piece, as `put` wrote it.

    Raises:
        EOFError: Nobody writes any more.
        OSError: As the system refuses.
    """
    length = pipe.read(_LENGTH_BYTES)
    said = pipe.read(int.from_bytes(length))
    if len(length) < _LENGTH_BYTES or len(said) < int.from_bytes(length):
        raise EOFError
    return said


def _packed_rows(numbers: Sequence[int], families: "Sequence[FamilyId]", judged: "Sorted") -> bytes:
    """Return rows value by value: thousands of one kind at a time are packed in a fraction of the time."""
    rows = [judged.held[number] for number in numbers]
    return pickle.dumps(
        (
            numbers,
            families,
            [read.text for read in rows],
            [read.letter_on for read in rows],
            [read.is_plain for read in rows],
            [read.reference for read in rows],
        ),
        pickle.HIGHEST_PROTOCOL,
    )


def _packed(ready: Ready, notes: int, odd: int) -> bytes:
    rows = [(each.table.__name__, each.named, each.same, each.values) for each in ready.rows]
    parts = (ready.families, ready.deliveries, ready.bodies, rows, ready.are_apart)
    return marshal.dumps((parts, notes, odd))  # plain values, in half the time; the same interpreter reads them


def _unpacked(said: bytes) -> tuple[Ready, int, int]:
    (families, deliveries, bodies, rows, are_apart), notes, odd = marshal.loads(said)  # noqa: S302  # from the process that we started
    of_tables = [Rows(getattr(tables_fieldwork, table), *others) for table, *others in rows]
    return Ready(families, deliveries, bodies, of_tables, are_apart), notes, odd
