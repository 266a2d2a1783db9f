"""What follows from an act: the one place that writes the projected tables.

Owns writing them and rebuilding them. Refuses to own what each kind changes (follows, follows_taken,
follows_fieldwork, follows_custody), the journal's own tables, any rule about whether an act may happen, and any other
source than journal entries: replaying them gives the same tables.
"""

import contextlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from store.errors import StoreDamagedError
from store.ids import FamilyId, JournalId, PersonId
from store.keeping import acts, history
from store.keeping.acts import Act
from store.keeping.acts.terms.store import StoreRole
from store.keeping.branching import branch_of
from store.keeping.by_name import Table, name_of, tables
from store.keeping.causality import Ancestry, Place
from store.keeping.database import PROJECTION, Connection, put_rows
from store.keeping.exchange_words import BOOKKEEPING
from store.keeping.family_lines import write_line
from store.keeping.follows import FOLLOWS
from store.keeping.follows_at_once import delivered_at_once
from store.keeping.follows_custody import CUSTODY_FROM_LAPTOP, OF_CUSTODY, OWN
from store.keeping.follows_exchange import answer
from store.keeping.follows_fieldwork import HEARD_FROM_BASE, OF_BASE_ALONE, OF_FIELDWORK
from store.keeping.follows_taken import FROM_BASE, FROM_LAPTOP
from store.keeping.header import KIND_FROM_BYTE, STAFF_PART, Header, unpack
from store.keeping.made_ready import Ready
from store.keeping.taking import N_BITS, NOTHING, Intake
from store.keeping.twins import Twins, partings_of

_Taken = tuple[int, str, Act | None]
"""Key, kind, and what the body says; None once erased."""


_Look = Callable[["Projection", FamilyId, PersonId], None]
"""Puts right what stands about one person, from the rows about them."""


@dataclass(slots=True)
class _Batch:
    """What is put off until the end of a bundle.

    Attributes:
        rows: Of tables that nothing reads meanwhile, by statement.
        people: Whose rows are looked at then, and by what; in order.
        beside: What `is_told_beside` found: the entries of a bundle are all there before anything follows from them.
    """

    rows: defaultdict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(list))
    people: dict[tuple[_Look, FamilyId, PersonId], None] = field(default_factory=dict)
    beside: dict[tuple[object, ...], bool] = field(default_factory=dict)


class Projection:
    """The projected tables, over the connection that writes the journal.

    Args:
        connection: In a transaction of the journal whenever something is written.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._execute = connection.execute
        self._execute_many = connection.executemany
        self._role = ""
        self._own = ""
        self._in_hand = (0, b"")
        self._changed: defaultdict[FamilyId, int] = defaultdict(int)
        self._is_rebuilding = False
        self._batch: _Batch | None = None

    @property
    def is_base(self) -> bool:
        """Whether the store is base; none is before it says so."""
        self._role = self._role or self.fact("role")
        return self._role == StoreRole.BASE

    @property
    def own(self) -> str:
        """The device that the store is; empty before it says so."""
        self._own = self._own or self.fact("store")
        return self._own

    def apply(self, key: int, header: bytes, body: bytes | None) -> None:
        """Write what follows from one entry.

        Args:
            key: The entry's key.
            header: Its header bytes.
            body: Its body; None once erased, which leaves the tombstone and nothing else.
        """
        if body is None:
            self.put(tables.Tombstone, entry=key)
            return
        kind = unpack(header)
        self.apply_act(key, acts.parse(kind.kind, kind.kind_version, body))

    def apply_ready(self, first: int, ready: Ready) -> None:
        """Write what follows from families that a council delivered, just appended from key `first` on."""
        for key, act in delivered_at_once(self, first, ready):
            self.apply_act(key, act)

    def apply_act(self, key: int, act: Act, intake: Intake = NOTHING) -> None:
        """Write what follows from an act of this store that was just appended under `key`.

        Args:
            key: The entry's key.
            act: What happened.
            intake: What a `BundleReceived` brought, if it was read a moment ago; otherwise it is looked up.
        """
        family = acts.family_of(act)
        if family is not None:
            self.put(tables.FamilyEntry, family=family, entry=key)
        follow = FOLLOWS.get(type(act))
        if follow is not None:
            follow(self, key, act)
        of_custody = OF_CUSTODY.get(type(act))
        if of_custody is not None:
            of_custody(self, key, act, OWN)
        if type(act) in OF_FIELDWORK:
            self._apply_fieldwork(key, act, is_bases=self.is_base)
        if isinstance(act, acts.BundleReceived):
            with self._in_a_batch():
                self._apply_taken(key, act, intake)

    def finish(self) -> None:
        """Write the lines of all families that what was applied since is about: once each, however many acts it was.

        Nothing that follows from an act rests on them. Before a transaction ends.
        """
        if not self._is_rebuilding:
            self._write_lines()

    def forget(self, families: Iterable[FamilyId]) -> None:
        """Remove every row that came from some families' bodies, and what was typed about them and not kept."""
        from store.keeping.schema import about_family  # loads every table: families are erased now and then

        with self._listed_gone(families):
            for name in (*(table.name for table in about_family()), name_of(tables.LocalDraft)):
                self._execute(f'DELETE FROM "{name}" WHERE family IN (SELECT each FROM goneforever)')  # noqa: S608  # as `row`

    def bury(self, keys: Sequence[int]) -> None:
        """Take the body and salt out of entries, and leave their tombstones.

        Args:
            keys: Of entries that are there.

        Raises:
            StoreDamagedError: One is not.
        """
        with self._listed_gone(keys):
            there = self._execute(
                "UPDATE entry SET salt = NULL, body = NULL WHERE id IN (SELECT each FROM goneforever)"
            ).rowcount
            if there != len(keys):
                raise StoreDamagedError
            self._execute("INSERT OR REPLACE INTO tombstone (entry) SELECT each FROM goneforever")

    @contextlib.contextmanager
    def _listed_gone(self, values: Iterable[object]) -> Iterator[None]:
        """Give a list as the table `goneforever` in memory while it is needed: one statement deletes ten thousand."""
        self._execute("CREATE TEMP TABLE goneforever (each PRIMARY KEY) WITHOUT ROWID")
        self._execute_many("INSERT OR IGNORE INTO goneforever VALUES (?)", ((value,) for value in values))
        yield
        self._execute("DROP TABLE temp.goneforever")

    def fact(self, name: str, otherwise: str = "") -> str:
        """Return one fact as it stands."""
        row = self._execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else otherwise

    def select(self, text: str, values: Sequence[object] = ()) -> list[Any]:
        """Return every row of a query; as `Notebook.rows`."""
        return list(self._execute(text, values).fetchall())

    def row(self, table: str, columns: Sequence[str], where: Mapping[str, object]) -> Any:
        """Return some columns of the one row that `where` names, as a tuple, or None where there is no such row."""
        sought = " AND ".join(f"{name} = ?" for name in where)
        text = f'SELECT {", ".join(columns)} FROM "{table}" WHERE {sought}'  # noqa: S608  # names from follows alone
        return self._execute(text, list(where.values())).fetchone()

    def take_in_hand(self, key: int, header: bytes) -> None:
        """Take the header of the entry that is about to be applied, so that it need not be read again; 0 is of none."""
        self._in_hand = key, header

    def header(self, key: int) -> Header:
        """Return the header of an entry; of one that was just written or taken in it is in hand."""
        known, header = self._in_hand
        if known != key:
            ((header,),) = self._execute("SELECT header FROM entry WHERE id = ?", (key,)).fetchall()
        return unpack(header)

    def staff(self, key: int) -> str:
        """Return who wrote an entry; as `header`, and of one in hand nothing else is read."""
        known, header = self._in_hand
        return header[STAFF_PART].hex() if known == key else self.header(key).staff

    def value(self, table: str, column: str, key_column: str, key: object) -> Any:
        """Return one value of one row, or None where there is no such row."""
        row = self.row(table, (column,), {key_column: key})
        return row[0] if row else None

    def rows(self, table: str, columns: Sequence[str]) -> list[Any]:
        """Return some columns of every row."""
        return list(self._execute(f'SELECT {", ".join(columns)} FROM "{table}"').fetchall())  # noqa: S608  # as `row`

    def clear(self, table: Table) -> None:
        """Remove every row of a table."""
        self._execute(f'DELETE FROM "{name_of(table)}"')  # noqa: S608  # as `row`

    def remove(self, table: Table, **where: object) -> None:
        """Remove the rows whose columns hold what `where` says, if there are any."""
        sought = _all_of(where)
        self._execute(f'DELETE FROM "{name_of(table)}" WHERE {sought}', list(where.values()))  # noqa: S608  # as `row`

    def clock(self, key: int) -> int:
        """Return base's clock at an entry of base's journal: it never goes back, also where its journal was succeeded.

        Shape:
            As `store.keeping.causality.clock`.
        """
        return int(self.fact("successions", "0")) << N_BITS | (key & ((1 << N_BITS) - 1))

    # -- what others told --------------------------------------------------------------------------------------------

    def is_told_beside(self, family: FamilyId, key: int, *kinds: type[Act]) -> bool:
        """Say whether any other tree tells something about a family: within one, nothing is concurrent.

        Args:
            family: Which.
            key: Of an entry in the one tree.
            kinds: Of acts; any where none is named.
        """
        sought = (family, key >> N_BITS)
        if self._batch is None:
            return bool(self._execute(_beside_text(kinds), sought).fetchall())
        known = self._batch.beside.get((*sought, kinds))
        if known is None:
            known = bool(self._execute(_beside_text(kinds), sought).fetchall())
            self._batch.beside[(*sought, kinds)] = known
        return known

    def placed(self, family: FamilyId, *kinds: type[Act]) -> Iterator[tuple[int, Act, Place]]:
        """Yield the acts about a family with their keys and places; as `history.placed_acts`."""
        return history.placed_acts(self.select, self.bases(), family, *kinds)

    def bases(self) -> dict[str, int]:
        """Return base's journals, each with how many came before it."""
        return history.bases_in(self.select, is_base=self.is_base)

    def twins(self, journal: JournalId) -> Twins:
        """Return what is held of a laptop's journal, and where its twins parted."""
        parentage = self.rows("parentage", ("journal", "branch", "parent_branch", "parent_size"))
        return Twins(partial(branch_of, self._connection, journal), partings_of(journal, parentage))

    def ancestry(self) -> Ancestry:
        """Return which branch continues which."""
        return history.ancestry_in(self.select)

    # -- writing -----------------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def anew(self) -> Iterator[None]:
        """Drop what every projected table holds; whoever fills them applies each entry once, in order.

        Lines of families are written once at the end: they rest on rows alone, whichever came first.
        """
        self.begin_anew()
        self._changed.clear()
        self._is_rebuilding = True
        try:
            yield
            self._write_lines()
        finally:
            self._is_rebuilding = False
            self._changed.clear()

    def begin_anew(self) -> None:
        """Drop and make every projected table, for this release's shape of them; make what other tables are new."""
        from store.keeping.schema import make_anew  # loads every table: only a replay makes them

        make_anew(self._connection)
        self._execute("UPDATE localnote SET value = ? WHERE name = 'projection'", (str(PROJECTION),))
        self._role = ""
        self._own = ""

    def put(self, table: Table, **values: object) -> None:
        """Put one row, in place of the one with the same key."""
        self._execute(_put_text(table, tuple(values)), list(values.values()))

    def put_many(
        self,
        table: Table,
        columns: tuple[str, ...],
        values: list[object],
        same: tuple[tuple[str, str | int], ...] = (),
    ) -> None:
        """Put many rows, as `put` does each.

        Args:
            table: Where.
            columns: Names, in the order of the values.
            values: Of one row after the other: plain texts, numbers and None, for anything else is looked at value by
                value, which takes most of the time.
            same: What other columns hold, in every row; words of ours.
        """
        put_rows(self._connection, _put_text(table, columns, same), values, len(columns))

    def put_same(self, table: Table, columns: tuple[str, ...], families: str, **values: object) -> None:
        """Put a row for each of some families that differs from the others in its family and entry alone.

        Args:
            table: Where.
            columns: Of the family, and of the entry if there is one for it.
            families: The key of each one's entry, by family, in JSON.
            values: The same in every row.
        """
        self._execute(_put_same_text(table, columns, tuple(values)), (*values.values(), families))

    def put_unread(self, table: Table, **values: object) -> None:
        """Put one row of a table that nothing which follows from an act reads; of a whole bundle, all at one stroke."""
        if self._batch is None:
            self.put(table, **values)
        else:
            self._batch.rows[_put_text(table, tuple(values))].append(tuple(values.values()))

    def once(
        self, told: "Callable[[Projection, FamilyId, PersonId], None]", family: FamilyId, person: PersonId
    ) -> None:
        """Look at one person's rows after an act: at once, or once after all acts of a bundle that are about them."""
        if self._batch is None:
            told(self, family, person)
        else:
            self._batch.people[told, family, person] = None

    def put_known(self, table: Table, families: Iterable[str], **values: object) -> None:
        """Put a row for each of some families of which something can still be read, where there is none of its key."""
        text = _put_known_text(table, tuple(values))
        self._execute_many(text, [(family, *values.values()) for family in families])

    @contextlib.contextmanager
    def _in_a_batch(self) -> Iterator[None]:
        """Do at the end, once, what a whole bundle's acts would each do: within it no other tree grows."""
        self._batch = batch = _Batch()
        try:
            yield
        finally:
            self._batch = None
        for text, rows in batch.rows.items():
            self._execute_many(text, sorted(rows))
        for told, family, person in batch.people:
            told(self, family, person)

    def _apply_taken(self, key: int, received: acts.BundleReceived, intake: Intake) -> None:
        """Write what follows from the entries that an act of this store tells it took in."""
        follows = FROM_LAPTOP if self.is_base else FROM_BASE
        is_awaited = False
        about: list[tuple[FamilyId, int]] = []
        fieldwork: list[tuple[int, Act]] = []
        for taken_key, kind, taken in self._runs(intake) if intake.runs else self._spans(received):
            is_awaited = is_awaited or kind not in BOOKKEEPING
            if taken is None:
                self.put(tables.Tombstone, entry=taken_key)
                continue
            family = acts.family_of(taken)
            if family is not None:
                about.append((family, taken_key))
                if type(taken) in (OF_FIELDWORK if self.is_base else HEARD_FROM_BASE):
                    fieldwork.append((taken_key, taken))
            from_other = follows.get(type(taken))
            if from_other is not None:
                from_other(self, taken_key, taken, received.from_device)
            of_custody = CUSTODY_FROM_LAPTOP.get(type(taken)) if self.is_base else None
            if of_custody is not None:
                of_custody(self, taken_key, taken, received.from_device)
        text = _put_text(tables.FamilyEntry, ("family", "entry"))
        self._execute_many(text, sorted(about))  # at once, and in the table's own order: there may be thousands
        for taken_key, act in fieldwork:
            if not (self.is_base and type(act) in OF_BASE_ALONE):
                self._apply_fieldwork(taken_key, act, is_bases=not self.is_base)
        if self.is_base:
            answer(self, key, received.from_device, is_awaited=is_awaited)

    def _apply_fieldwork(self, key: int, act: Act, *, is_bases: bool) -> None:
        follow = OF_FIELDWORK[type(act)]
        follow.apply(self, key, act, is_bases)
        if follow.parts:
            family = acts.family_of(act)
            assert family is not None
            self._changed[family] |= follow.parts

    def _write_lines(self) -> None:
        changed = dict(self._changed)
        self._changed.clear()
        for family, parts in changed.items():
            write_line(self, family, parts)

    def _runs(self, intake: Intake) -> Iterator[_Taken]:
        for run in intake.runs:
            stem = self._stem(run.journal, run.branch)
            for entry in run.entries:
                kind = unpack(entry.header).kind if entry.act is None else entry.act.kind
                self._in_hand = stem << N_BITS | entry.n, entry.header
                yield self._in_hand[0], kind, entry.act

    def _spans(self, received: acts.BundleReceived) -> Iterator[_Taken]:
        for span in received.entries:
            first = self._stem(span.journal, span.branch) << N_BITS | span.first
            rows = self._execute(
                "SELECT id, header, body FROM entry WHERE id BETWEEN ? AND ? ORDER BY id",
                (first, first + span.count - 1),
            )
            for key, header, body in rows.fetchall():
                read = unpack(header)
                yield key, read.kind, None if body is None else acts.parse(read.kind, read.kind_version, body)

    def _stem(self, journal: str, branch: int) -> int:
        row = self._execute("SELECT id FROM stem WHERE journal = ? AND branch = ?", (journal, branch)).fetchone()
        if row is None:
            raise StoreDamagedError
        return int(row[0])

    def change(self, table: Table, where: Mapping[str, object], **values: object) -> int:
        """Change some columns of the rows whose columns hold what `where` says; return how many there are."""
        text = _change_text(table, tuple(where), tuple(values))
        return int(self._execute(text, [*values.values(), *where.values()]).rowcount)


@cache
def _put_text(table: Table, columns: tuple[str, ...], same: tuple[tuple[str, str | int], ...] = ()) -> str:
    """Return a statement; written once, for it runs at every act."""
    named = ", ".join(map(_quoted, (*columns, *(name for name, _ in same))))
    marks = ", ".join((*("?" for _ in columns), *(repr(value) for _, value in same)))
    return f'INSERT OR REPLACE INTO "{name_of(table)}" ({named}) VALUES ({marks})'  # noqa: S608  # names from follows alone


@cache
def _put_same_text(table: Table, told: tuple[str, ...], columns: tuple[str, ...]) -> str:
    named = ", ".join(map(_quoted, (*told, *columns)))
    taken = ", ".join((*("key", "value")[: len(told)], *("?" for _ in columns)))
    return f'INSERT OR REPLACE INTO "{name_of(table)}" ({named}) SELECT {taken} FROM json_each(?)'  # noqa: S608  # as above


@cache
def _put_known_text(table: Table, columns: tuple[str, ...]) -> str:
    named = ", ".join(map(_quoted, ("family", *columns)))
    return (
        f'INSERT OR IGNORE INTO "{name_of(table)}" ({named}) SELECT ?1{", ?" * len(columns)}'  # noqa: S608  # columns of follows alone
        " WHERE EXISTS (SELECT 1 FROM familyentry WHERE family = ?1)"
    )


@cache
def _change_text(table: Table, where: tuple[str, ...], columns: tuple[str, ...]) -> str:
    changed = ", ".join(f"{_quoted(name)} = ?" for name in columns)
    return f'UPDATE "{name_of(table)}" SET {changed} WHERE {_all_of(where)}'  # noqa: S608  # as `_put_text`


@cache
def _beside_text(kinds: tuple[type[Act], ...]) -> str:
    told = ", ".join(f"x'{kind.kind.encode('ascii').hex()}'" for kind in kinds)
    of_kind = f" AND substr(header, {KIND_FROM_BYTE}) IN ({told})" if kinds else ""
    return (
        "SELECT 1 FROM familyentry JOIN entry ON entry.id = familyentry.entry"  # noqa: S608  # kinds of the catalogue
        f" WHERE family = ? AND familyentry.entry >> {N_BITS} <> ? AND body IS NOT NULL{of_kind} LIMIT 1"
    )


def _all_of(names: Iterable[str]) -> str:
    return " AND ".join(f"{_quoted(name)} = ?" for name in names)


def _quoted(name: str) -> str:
    return f'"{name}"'  # some are words of SQL: end, by, group
