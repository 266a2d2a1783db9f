"""The trail by pages: some entries before one, or after it, straight from the journal and never all of them.

Owns which entries come next, narrowed to a family, a device, kinds, a person or a period, and where a day begins.
Refuses to own how a line reads.

The journal is read by its keys, so that a page costs the same at any length of it; a period is found in each part of it
between two falls of the clock, which a fact remembers. What is about one family or one
device is found by its index, and put in order by the clocks of whoever told it: a laptop's entries among base's.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any, Final

from store.errors import ActBodyError, UnknownActError
from store.ids import DeviceId, FamilyId, StaffId
from store.keeping import acts
from store.keeping.acts.act import Act
from store.keeping.database import Connection
from store.keeping.follows import CLOCK_BACK
from store.keeping.header import KIND_FROM_BYTE, STAFF_PART, Header, unpack
from store.keeping.store import Store
from store.keeping.taking import N_BITS

STAFF_FROM_BYTE: Final = STAFF_PART.start + 1
"""Where the staff id stands in a header, as `substr` in SQL counts."""

_STAFF_BYTES: Final = STAFF_PART.stop - STAFF_PART.start


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What of the trail is looked at; everything where nothing is said.

    Attributes:
        kinds: Of acts; any where there are none.
        since_ms, until_ms: From then on, and before then.
    """

    family: FamilyId | None = None
    device: DeviceId | None = None
    kinds: tuple[str, ...] = ()
    staff: StaffId | None = None
    since_ms: int | None = None
    until_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of the trail.

    Attributes:
        place: Where it stands in what is looked at; later ones have a higher one.
        key: The entry's, in this file.
    """

    place: int
    key: int
    header: Header
    body: bytes | None = field(repr=False)

    @property
    def n(self) -> int:
        """Its index in its branch."""
        return self.key & ((1 << N_BITS) - 1)

    def act(self) -> Act | None:
        """Return what it says; None where that was erased, or is of a later release."""
        if self.body is None:
            return None
        try:
            return acts.parse(self.header.kind, self.header.kind_version, self.body)
        except (ActBodyError, UnknownActError):
            return None


def rising_parts(span: tuple[int, int], fell_back_at: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the parts of a span of keys in which instants only rise, in order; together they are the span. Pure.

    Args:
        span: The first and the last key.
        fell_back_at: Keys of entries that are dated before the one that precedes them, in any order.
    """
    first, last = span
    for key in sorted(each for each in fell_back_at if first < each <= last):
        yield first, key - 1
        first = key
    yield first, last


def _clock_fell_back_at(store: Store) -> list[int]:
    rows = store.rows("SELECT name FROM fact WHERE name >= ? AND name < ?", (CLOCK_BACK, f"{CLOCK_BACK}:"))
    return [int(name.removeprefix(CLOCK_BACK)) for (name,) in rows]


def entry_at(store: Store, key: int) -> tuple[Told, str, int]:
    """Return an entry, alone in what is looked at, with the journal and the branch that it stands in."""
    ((raw, body, journal, branch),) = store.rows(
        "SELECT header, body, journal, branch FROM entry JOIN stem ON stem.id = entry.id >> 40 WHERE entry.id = ?",
        (key,),
    )
    return Told(0, key, unpack(raw), body), journal, branch


def receipted_size(store: Store) -> int:
    """Return how much of the branch that a laptop writes base has said it holds; 0 at base."""
    rows = store.rows(
        "SELECT max(size) FROM receipt WHERE journal = ? AND branch = ?", (store.sidecar.journal, store.journal.branch)
    )
    return rows[0][0] or 0


class TrailPages:
    """The trail of a store, as it is narrowed. An entry that is told meanwhile comes before the newest.

    Args:
        store: Open; it is asked in the thread that writes, unless somebody else's `over` is.
        narrowed: To what.

    Attributes:
        is_scanning: Whether a page may take looking through much of the journal: of kinds and persons there is no
            index. Whoever waits to write is not to wait for that.
    """

    def __init__(self, store: Store, narrowed: Narrowed) -> None:
        self._rows: Callable[..., list[Any]] = store.rows
        self._narrowed = narrowed
        self._listed = self._in_order() if narrowed.family or narrowed.device else None
        self.is_scanning = self._listed is None and bool(narrowed.kinds or narrowed.staff)
        branches = (*store.former_branches(), store.journal)
        spans = [(each.keys()[0], each.keys()[0] + each.size - 1) for each in branches if each.size]
        fell_back_at = _clock_fell_back_at(store)
        rising = (part for span in spans for part in rising_parts(span, fell_back_at))
        self._spans = [span for span in map(self._within, rising) if span[0] <= span[1]]

    def over(self, connection: Connection) -> "TrailPages":
        """Return the same pages, read over a connection of their own."""
        other = copy(self)
        other._rows = lambda text, values=(): connection.execute(text, tuple(values)).fetchall()
        return other

    def older(self, than: int | None, count: int) -> list[Told]:
        """Return the entries before a place, newest first; from the newest where it is None."""
        if self._listed is not None:
            stop = len(self._listed) if than is None else max(0, than)
            return self._of_list(range(max(0, stop - count), stop))[::-1]
        found: list[Told] = []
        for first, last in reversed(self._spans):
            last = last if than is None else min(last, than - 1)
            if first <= last and len(found) < count:
                found += self._of_journal(first, last, count - len(found), "DESC")
        return found

    def newer(self, than: int, count: int) -> list[Told]:
        """Return the entries after a place, newest first; the ones next to it."""
        if self._listed is not None:
            return self._of_list(range(max(0, than + 1), min(len(self._listed), than + 1 + count)))[::-1]
        found: list[Told] = []
        for first, last in self._spans:
            first = max(first, than + 1)
            if first <= last and len(found) < count:
                found += self._of_journal(first, last, count - len(found), "ASC")
        return found[::-1]

    def before(self, at_ms: int) -> int:
        """Return the place below which everything happened before an instant.

        Where a clock was put back, one of the places at which it passed that instant.
        """
        if self._listed is not None:
            return bisect_left(self._listed, at_ms, key=lambda each: each[0])
        for first, last in self._spans:
            if first <= last and self._at(last) >= at_ms:
                return self._first_at(first, last, at_ms)
        return self._spans[-1][1] + 1 if self._spans else 0

    # -- straight from the journal -----------------------------------------------------------------------------------

    def _of_journal(self, first: int, last: int, count: int, order: str) -> list[Told]:
        text, values = "SELECT id, header, body FROM entry WHERE id BETWEEN ? AND ?", list[object]([first, last])
        if self._narrowed.kinds:
            places = ", ".join("?" * len(self._narrowed.kinds))
            text += f" AND substr(header, {KIND_FROM_BYTE}) IN ({places})"
            values += [each.encode("ascii") for each in self._narrowed.kinds]
        if self._narrowed.staff is not None:
            text += f" AND substr(header, {STAFF_FROM_BYTE}, {_STAFF_BYTES}) = ?"
            values.append(bytes.fromhex(self._narrowed.staff))
        rows = self._rows(f"{text} ORDER BY id {order} LIMIT ?", (*values, count))
        return [Told(key, key, unpack(header), body) for key, header, body in rows]

    def _within(self, span: tuple[int, int]) -> tuple[int, int]:
        """Return what of a branch lies in the period that is looked at."""
        first, last = span
        if self._narrowed.since_ms is not None:
            first = self._first_at(first, last, self._narrowed.since_ms)
        if self._narrowed.until_ms is not None and first <= last:
            last = self._first_at(first, last, self._narrowed.until_ms) - 1
        return first, last

    def _first_at(self, first: int, last: int, at_ms: int) -> int:
        """Return the first key of a span that is dated at an instant or after it; one after the last if none is."""
        while first <= last:
            middle = (first + last) // 2
            if self._at(middle) < at_ms:
                first = middle + 1
            else:
                last = middle - 1
        return first

    def _at(self, key: int) -> int:
        return unpack(self._rows("SELECT header FROM entry WHERE id = ?", (key,))[0][0]).at_ms

    # -- of one family or device -------------------------------------------------------------------------------------

    def _in_order(self) -> list[tuple[int, int]]:
        """Return instant and key of every entry about the family and the device that are looked at, oldest first."""
        narrowed = self._narrowed
        keys: set[int] | None = None
        asked = (
            ("SELECT entry FROM familyentry WHERE family = ?", narrowed.family),
            ("SELECT entry FROM deviceentry WHERE device = ?", narrowed.device),
        )
        for text, about in asked:
            if about is not None:
                found = {key for (key,) in self._rows(text, (about,))}
                keys = found if keys is None else keys & found
        told = ((key, unpack(self._rows("SELECT header FROM entry WHERE id = ?", (key,))[0][0])) for key in keys or ())
        return sorted((header.at_ms, key) for key, header in told if self._is_meant(header))

    def _is_meant(self, header: Header) -> bool:
        narrowed = self._narrowed
        return (
            (not narrowed.kinds or header.kind in narrowed.kinds)
            and narrowed.staff in (None, header.staff)
            and (narrowed.since_ms is None or header.at_ms >= narrowed.since_ms)
            and (narrowed.until_ms is None or header.at_ms < narrowed.until_ms)
        )

    def _of_list(self, places: Sequence[int]) -> list[Told]:
        assert self._listed is not None
        found: list[Told] = []
        for place in places:
            key = self._listed[place][1]
            rows: list[Any] = self._rows("SELECT header, body FROM entry WHERE id = ?", (key,))
            found.append(Told(place, key, unpack(rows[0][0]), rows[0][1]))
        return found
