"""The journal: acts in order, each with what follows from it, in one transaction.

Owns appending, reading back, erasing bodies and replay of one branch. Refuses to own what an act does to the tables
(projection), where the head is remembered outside the file (anchor) and whether writing is allowed (store).
"""

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import sqlcipher3.dbapi2 as sqlcipher
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from store.errors import StoreDamagedError, StoreFullError, TreeDamagedError, WriterStoppedError
from store.ids import FamilyId, JournalId, StaffId
from store.keeping import header as headers
from store.keeping.batch import BATCHED, FEWEST, root_of, sign_batch
from store.keeping.checkpoint import Checkpoint
from store.keeping.database import Connection, put_rows, refusal_of, refusals
from store.keeping.header import Header
from store.keeping.taking import N_BITS, NOTHING, Intake, put
from store.keeping.tree import KEPT_LEVELS, Frontier, Node, hash_leaf, hash_leaves, perfect_root, root_over
from store.keeping.vault import PersonKeys

if TYPE_CHECKING:
    from store.keeping.acts import Act
    from store.keeping.made_ready import Ready
    from store.keeping.projection import Projection


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it lies in the file.

    Attributes:
        salt, body: None once erased.
    """

    n: int
    header: bytes
    signature: bytes
    salt: bytes | None = field(repr=False)
    body: bytes | None = field(repr=False)


class _State(NamedTuple):
    size: int
    hashes: tuple[bytes, ...]


_ENTRY: Final = "INSERT INTO entry (id, header, leaf, signature, salt, body) VALUES (?, ?, ?, ?, ?, ?)"
_NODE: Final = 'INSERT INTO node (stem, level, "index", hash) VALUES (?, ?, ?, ?)'

_KEPT: Final = KEPT_LEVELS[0]
_KEPT_LEAVES: Final = 1 << _KEPT
_PARTED_FROM: Final = 1_024
"""Entries of a batch for which another signature costs less than reckoning their hashes twice."""

_ROOTS: Final = 8
"""Of so many sizes the head is remembered: a bundle's is asked for when it is made, told, receipted and anchored."""

Erased = Mapping[tuple[JournalId, int], Sequence[tuple[int, int]]]
"""Indices by journal and branch, as sorted, disjoint `(first, last)` ranges; never empty ones."""


class Journal:
    """One branch of one journal, over a connection.

    Where hashes are missing it can be read all the same, so that an inspection can say where; its head cannot be had,
    and nothing is appended.

    Args:
        connection: Opened by `database`; a query-only one reads.
        journal: Whose journal.
        branch: Which branch; 0 is the first.

    Attributes:
        size: Entries in this branch.
        meanwhile: Called just before each commit, once the disk is all that an append waits for; None for nothing.
        once_kept: Called just after each commit, before anything else is done; None for nothing.

    Raises:
        StoreDamagedError: The file holds no such branch.
    """

    meanwhile: Callable[[], object] | None = None
    once_kept: Callable[[], object] | None = None

    def __init__(self, connection: Connection, journal: JournalId, branch: int) -> None:
        self._connection = connection
        self.journal = journal
        self.branch = branch
        self._is_stopped = False
        self._prepared: _State | None = None
        self._roots: dict[int, bytes] = {}
        with refusals():
            row = connection.execute(
                "SELECT id FROM stem WHERE journal = ? AND branch = ?", (journal, branch)
            ).fetchone()
            if row is None:
                raise StoreDamagedError
            self.stem: int = row[0]
            self._first = self.stem << N_BITS
            (last,) = connection.execute("SELECT max(id) FROM entry WHERE id BETWEEN ? AND ?", self.keys()).fetchone()
        self.size: int = 0 if last is None else last - self._first + 1
        self._read: Frontier | None = None

    @property
    def is_whole(self) -> bool:
        """Whether every hash that the head needs is there."""
        try:
            return self._frontier.size == self.size
        except (StoreDamagedError, TreeDamagedError):
            return False

    @property
    def _frontier(self) -> Frontier:
        """The frontier of what it held when it was read; whoever asks for entries alone never pays for it.

        Raises:
            StoreDamagedError, TreeDamagedError: Hashes are missing.
        """
        if self._read is None:
            self._read = self._frontier_at(self.size)
        return self._read

    @_frontier.setter
    def _frontier(self, frontier: Frontier) -> None:
        self._read = frontier

    def keys(self) -> tuple[int, int]:
        """Return the first and the last key an entry of this branch can have."""
        return self._keys(0, (1 << N_BITS) - 1)

    def head(self) -> Checkpoint:
        """Return the head as it is now; signing it gives the same bytes whenever it is done.

        Raises:
            StoreDamagedError: Hashes are missing.
        """
        if not self.is_whole:
            raise StoreDamagedError
        return Checkpoint(self.journal, self.branch, self.size, self._frontier.root())

    def root_at(self, size: int) -> bytes:
        """Return the tree head this branch had when it held `size` entries, at most the present size."""
        root = self._roots.get(size)
        if root is None:
            root = self._frontier.root() if size == self.size else self._frontier_at(size).root()
            if len(self._roots) == _ROOTS:
                del self._roots[next(iter(self._roots))]
            self._roots[size] = root
        return root

    def frontier_at(self, size: int) -> Frontier:
        """Return a frontier of its first `size` entries, at most the present size, that may be extended.

        Raises:
            StoreDamagedError: Hashes are missing.
        """
        is_present = self.is_whole and size == self.size
        return Frontier.of(size, self._frontier.hashes) if is_present else self._frontier_at(size)

    def leaves(self, start: int, stop: int) -> list[bytes]:
        """Return the leaf hashes of the entries with `start <= n < stop`.

        Raises:
            StoreDamagedError: One is missing.
        """
        return self._hashes(0, start, stop - start) if stop > start else []

    def leaves_held(self, start: int = 0, stop: int = 1 << N_BITS) -> dict[int, bytes]:
        """Return the leaf hashes of whatever entries with `start <= n < stop` are held, by index.

        Of a branch that is not held from its start, or not whole.
        """
        with refusals():
            rows = self._connection.execute(
                "SELECT id, leaf FROM entry WHERE id BETWEEN ? AND ?", self._keys(start, stop - 1)
            )
            return {key - self._first: leaf for key, leaf in rows}

    def append(
        self,
        acts: Sequence["Act | Ready"],
        projection: "Projection",
        person: PersonKeys | Sequence[PersonKeys],
        at_ms: int,
        seen: int = 0,
        intake: Intake = NOTHING,
    ) -> range:
        """Append acts and what follows from them, all or none, durable before returning.

        Args:
            acts: In order, at least one.
            projection: Writes what follows, on the same connection.
            person: Who did it, or who did each of them; signs the header.
            at_ms: When, milliseconds since 1970 UTC.
            seen: Size of the other side's journal known at that moment.
            intake: What another store sent, kept in the same transaction; a `BundleReceived` among `acts` names it.

        Returns:
            The indices of the new entries.

        Raises:
            StoreFullError, StoreUnreadableError: Nothing was kept.
            WriterStoppedError: An earlier commit failed half way; the store must be opened anew.
        """
        with self._transaction():
            put(self._connection, intake)
            return self._append(acts, projection, person, at_ms, seen, intake)

    def prepare(
        self,
        acts: Sequence["Act"],
        projection: "Projection",
        person: PersonKeys | Sequence[PersonKeys],
        at_ms: int,
        seen: int = 0,
    ) -> None:
        """Do all that `append` does, and wait with the commit for `keep_prepared`; no head here tells of it before.

        Whatever else is written abandons it. What is read meanwhile over the same connection is as if it were kept.

        Raises:
            StoreError: As `append`; nothing is prepared.
        """
        before = self._begin()
        try:
            self._append(acts, projection, person, at_ms, seen)
        except BaseException as failure:  # noqa: BLE001  # likewise
            raise self._undone(before, failure) from None
        self._prepared = self._state()
        self._be(before)

    def keep_prepared(self) -> bool:
        """Make what was prepared durable; return whether anything was.

        Raises:
            StoreFullError, StoreUnreadableError: Nothing was kept, and nothing is prepared any more.
        """
        prepared, self._prepared = self._prepared, None
        if prepared is None:
            return False
        before = self._state()
        self._be(prepared)
        self._commit(before)
        return True

    def abandon(self) -> None:
        """Take back what was prepared, if anything was."""
        prepared, self._prepared = self._prepared, None
        if prepared is not None and self._connection.in_transaction:
            with refusals():
                self._connection.execute("ROLLBACK")

    def erase(
        self,
        families: Sequence[FamilyId],
        before: Sequence["Act"],
        telling: Callable[[Erased], Sequence["Act"]],
        projection: "Projection",
        person: PersonKeys,
        at_ms: int,
        seen: int = 0,
        keep: Callable[[int], bool] = lambda _: False,
    ) -> range:
        """Erase the bodies and salts of everything about some families, and every row that came from them.

        All branches of all journals in this file are covered; the acts that tell of it stand in this one and name index
        ranges, never a family. The headers stay and link to nobody.

        Args:
            families: Whose.
            before: Acts to append first, in the same transaction.
            telling: Makes the acts that tell of it from what is erased.
            projection: As `append`, and so are the others.
            person: Who.
            at_ms: When.
            seen: What of the other side.
            keep: Which entries of this store's own stay, by key; what follows from them stays too.
        """
        with self._transaction():
            execute = self._connection.execute
            rows = [execute("SELECT entry FROM familyentry WHERE family = ?", (family,)) for family in families]
            about = sorted({key for found in rows for (key,) in found})
            kept = [key for key in about if keep(key)]
            keys = [key for key in about if not keep(key)]
            appended = self._append([*before, *telling(self.placed(keys))], projection, person, at_ms, seen)
            projection.forget(families)
            projection.bury(keys)
            for key in kept:
                projection.apply(key, *execute("SELECT header, body FROM entry WHERE id = ?", (key,)).fetchone())
            projection.finish()
            return appended

    def entries_about(self, family: FamilyId) -> list[int]:
        """Return the indices of what is about a family, oldest first; empty once erased."""
        with refusals():
            rows = self._connection.execute(
                "SELECT entry FROM familyentry WHERE family = ? AND entry BETWEEN ? AND ? ORDER BY entry",
                (family, *self.keys()),
            )
            return [key - self._first for (key,) in rows]

    def entry(self, n: int) -> Entry:
        """Return one entry.

        Raises:
            StoreDamagedError: There is none of that index.
        """
        found = next(self.entries(n, n + 1), None)
        if found is None:
            raise StoreDamagedError
        return found

    def entries(self, start: int, stop: int, *, newest_first: bool = False) -> Iterator[Entry]:
        """Yield the entries with `start <= n < stop`, in order or newest first."""
        order = "DESC" if newest_first else "ASC"
        with refusals():
            cursor = self._connection.execute(
                f"SELECT id, header, signature, salt, body FROM entry WHERE id BETWEEN ? AND ? ORDER BY id {order}",  # noqa: S608  # `order` is one of two words above
                self._keys(start, stop - 1),
            )
            while rows := cursor.fetchmany(1024):
                for key, header, signature, salt, body in rows:
                    yield Entry(key - self._first, header, signature, salt, body)

    def node(self, level: int, index: int) -> bytes:
        """Return the hash of a perfect subtree: `2**level` leaves from leaf `index << level` on.

        Shape:
            As `tree.inclusion_path` and `tree.consistency_path` ask for it.
        """
        stored = max((each for each in (0, *KEPT_LEVELS) if each <= level), default=0)
        return perfect_root(self._hashes(stored, index << (level - stored), 1 << (level - stored)))

    def replay(self, projection: "Projection", former: Sequence["Journal"] = ()) -> None:
        """Make every projected table anew and fill it from the journal, in one transaction.

        Entries of other journals follow where the act stands that took them in.

        Args:
            projection: On the same connection.
            former: The branches this one continues, oldest first.
        """
        with self._transaction(), projection.anew():
            for branch in (*former, self):
                for entry in branch.entries(0, branch.size):
                    projection.apply(branch.keys()[0] + entry.n, entry.header, entry.body)

    def placed(self, keys: Sequence[int]) -> Erased:
        """Return sorted keys as the indices they are, each in its own branch."""
        placed: dict[tuple[JournalId, int], Sequence[tuple[int, int]]] = {}
        for stem, own in groupby(keys, key=lambda key: key >> N_BITS):
            branch = self._connection.execute("SELECT journal, branch FROM stem WHERE id = ?", (stem,)).fetchone()
            placed[branch] = _ranges([key - (stem << N_BITS) for key in own])
        return placed

    def _append(
        self,
        acts: Sequence["Act | Ready"],
        projection: "Projection",
        person: PersonKeys | Sequence[PersonKeys],
        at_ms: int,
        seen: int,
        intake: Intake = NOTHING,
    ) -> range:
        from store.keeping.acts.catalogue import dump  # loads every act: here, in the thread that writes
        from store.keeping.made_ready import Ready

        first = self.size
        persons = [person] * len(acts) if isinstance(person, PersonKeys) else person
        for act, by in _together(acts, persons, projection):
            key = self._first + self.size
            if isinstance(act, Ready):
                projection.take_in_hand(key, self._write_batch(act, by, at_ms, seen))
                projection.apply_ready(key, act)
            else:
                projection.take_in_hand(key, self._write(act, dump(act), by, at_ms, seen))
                projection.apply_act(key, act, intake)
        projection.finish()
        return range(first, self.size)

    def _write(self, act: "Act | Ready", body: bytes, by: PersonKeys, at_ms: int, seen: int) -> bytes:
        """Write one entry, signed by itself; return its header."""
        salt = os.urandom(headers.SALT_BYTES)
        header = self._header(act, by, at_ms, seen, self.size, headers.digest_body(salt, body))
        leaf = hash_leaf(header)
        self._connection.execute(_ENTRY, (self._first + self.size, header, leaf, by.signing.sign(header), salt, body))
        nodes = [(self.stem, *node) for node in self._frontier.append(leaf) if node.level in KEPT_LEVELS]
        if nodes:
            self._connection.executemany(_NODE, nodes)
        self.size = self._frontier.size
        return header

    def _write_batch(self, ready: "Ready", by: PersonKeys, at_ms: int, seen: int) -> bytes:
        """Write the entries of families that were made ready, under signatures that cover many.

        Returns:
            The header of the first.
        """
        first, count = self.size, len(ready.families)
        form = self._header(ready, by, at_ms, seen, 0, bytes(headers.DIGEST_BYTES))
        salts = _fresh_salts(count)
        written = headers.of_form(form, first, headers.digest_bodies(salts, ready.bodies))
        leaves = hash_leaves(written)
        keys = range(self._first + first, self._first + first + count)
        grown = self._frontier.extend(leaves)
        beside = _signed_at_once(by.signing, form[: headers.PREFIX_BYTES], first, leaves, grown)
        entries = zip(keys, written, leaves, beside, salts, ready.bodies, strict=True)
        put_rows(self._connection, _ENTRY, list(chain.from_iterable(entries)), 6)
        nodes = [(self.stem, *node) for node in grown]
        put_rows(self._connection, _NODE, list(chain.from_iterable(nodes)), 4)
        self.size = self._frontier.size
        return written[0]

    def _header(self, act: "Act | Ready", by: PersonKeys, at_ms: int, seen: int, n: int, body_digest: bytes) -> bytes:
        return headers.pack(
            Header(
                journal=self.journal,
                branch=self.branch,
                n=n,
                at_ms=at_ms,
                staff=by.staff,
                seen=seen,
                kind=act.kind,
                kind_version=act.version,
                body_digest=body_digest,
            )
        )

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        """All or nothing: the file, and the head in memory with it."""
        before = self._begin()
        try:
            yield
            if self.meanwhile is not None:
                self.meanwhile()
        except BaseException as failure:  # noqa: BLE001  # raised again, in our own words if it is the disk's
            raise self._undone(before, failure) from None
        self._commit(before)

    def _begin(self) -> "_State":
        self.abandon()
        if self._is_stopped:
            raise WriterStoppedError
        if not self.is_whole:
            raise StoreDamagedError
        with refusals():
            self._connection.execute("BEGIN IMMEDIATE")
        return self._state()

    def _commit(self, before: "_State") -> None:
        try:
            self._connection.execute("COMMIT")
        except BaseException as failure:  # noqa: BLE001  # likewise
            refusal = self._undone(before, failure)
            # A commit that failed for want of room is undone whole; after any other the file must be looked at anew.
            self._is_stopped = not isinstance(refusal, StoreFullError)
            raise refusal from None
        if self.once_kept is not None:
            self.once_kept()

    def _undone(self, before: "_State", failure: BaseException) -> BaseException:
        """Take back whatever stands in an open transaction; return what it failed by, in our own words."""
        refusal = refusal_of(failure) if isinstance(failure, sqlcipher.Error) else failure
        self._be(before)
        if self._connection.in_transaction:
            with refusals():
                self._connection.execute("ROLLBACK")
        return refusal

    def _state(self) -> "_State":
        return _State(self.size, self._frontier.hashes)

    def _be(self, state: "_State") -> None:
        self._frontier, self.size = Frontier.of(*state), state.size
        self._roots.clear()

    def _frontier_at(self, size: int) -> Frontier:
        hashes: list[bytes] = []
        start = 0
        for level in range(size.bit_length() - 1, -1, -1):
            if size >> level & 1:
                hashes.append(self.node(level, start >> level))
                start += 1 << level
        return Frontier.of(size, hashes)

    def _hashes(self, level: int, first: int, count: int) -> list[bytes]:
        sought: tuple[int, ...]
        if level == 0:
            text = "SELECT leaf FROM entry WHERE id BETWEEN ? AND ? ORDER BY id"
            sought = self._keys(first, first + count - 1)
        else:
            text = 'SELECT hash FROM node WHERE stem = ? AND level = ? AND "index" BETWEEN ? AND ? ORDER BY "index"'
            sought = (self.stem, level, first, first + count - 1)
        with refusals():
            rows = self._connection.execute(text, sought).fetchall()
        if len(rows) != count:
            raise StoreDamagedError
        return [row[0] for row in rows]

    def _keys(self, start: int, last: int) -> tuple[int, int]:
        return self._first + start, self._first + last


def _fresh_salts(count: int) -> list[bytes]:
    """Return so many salts, each of its own random bytes: asking for all of them at once is asking once."""
    size = headers.SALT_BYTES
    drawn = os.urandom(size * count)
    return [drawn[at : at + size] for at in range(0, len(drawn), size)]


def _together(
    acts: Sequence["Act | Ready"], persons: Sequence[PersonKeys], projection: "Projection"
) -> "Iterator[tuple[Act | Ready, PersonKeys]]":
    """Yield acts in order, those of one person that are signed together made ready; what stays alone is an act."""
    from store.keeping.acts.families import FamilyDelivered
    from store.keeping.acts.family_told import told_of
    from store.keeping.made_ready import AT_ONCE, Ready, make_ready

    def batch_of(each: "tuple[Act | Ready, PersonKeys]") -> StaffId | None:
        act, by = each
        return by.staff if is_base and act.kind in BATCHED and not isinstance(act, Ready) else None

    is_base = (len(acts) >= FEWEST or any(isinstance(each, Ready) for each in acts)) and projection.is_base
    for staff, run in groupby(zip(acts, persons, strict=True), key=batch_of):
        if staff is not None:
            every = list(run)
            for start in range(0, len(every), AT_ONCE):
                some = every[start : start + AT_ONCE]
                told = [told_of(act) for act, _ in some if isinstance(act, FamilyDelivered)]
                yield from [(make_ready(told), some[0][1])] if len(told) >= FEWEST else some
            continue
        for act, by in run:
            if isinstance(act, Ready) and not (is_base and len(act.families) >= FEWEST):
                yield from ((act.act(place), by) for place in range(len(act.families)))
            else:
                yield act, by


def _signed_at_once(
    key: Ed25519PrivateKey, prefix: bytes, first: int, leaves: Sequence[bytes], grown: Sequence[Node]
) -> list[bytes]:
    """Return what stands beside each of some entries: the signature of one batch, or of two.

    Of many the second begins where a subtree does that the journal keeps, so that both trees have the same ones, and
    they are reckoned once.

    Args:
        key: Of who did it.
        prefix: What their headers begin with.
        first: Index of the first.
        leaves: Their leaf hashes, `FEWEST` to `MOST`.
        grown: What the journal's own tree completed with them, as `Frontier.extend` has it.
    """
    count = len(leaves)
    if count < _PARTED_FROM:
        return [sign_batch(key, prefix, first, count, root_of(leaves)).to_bytes()] * count
    before = -first % _KEPT_LEAVES
    before += _KEPT_LEAVES if before == 1 else 0  # none is of one alone
    kept = [root for level, index, root in grown if level == _KEPT and index >= first + before >> _KEPT]
    root = root_over(kept, leaves[before + len(kept) * _KEPT_LEAVES :])
    return [
        *(_signed_at_once(key, prefix, first, leaves[:before], ()) if before else ()),
        *[sign_batch(key, prefix, first + before, count - before, root).to_bytes()] * (count - before),
    ]


def _ranges(indices: Sequence[int]) -> list[tuple[int, int]]:
    """Return sorted indices, at least one, as sorted, disjoint `(first, last)` ranges."""
    breaks = [0, *(place for place, (a, b) in enumerate(pairwise(indices), start=1) if b != a + 1), len(indices)]
    return [(indices[a], indices[b - 1]) for a, b in pairwise(breaks)]
