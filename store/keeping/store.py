"""An open store: somebody is signed in, acts can be kept.

Owns the order of a write (clock, journal, anchor), freezing, and closing. Refuses to own how it was opened (opening),
made (founding) or checked (inspection), and every rule about what an act means.
"""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from store.clock import Instant, from_ms, to_ms
from store.errors import (
    EpochReadersError,
    ErasureNotSettledError,
    ProofError,
    StoreDamagedError,
    StoreError,
    StoreFrozenError,
    StoreFullError,
    UnknownActError,
)
from store.ids import FamilyId, JournalId
from store.keeping import branching, database, sidecar, vault
from store.keeping.checkpoint import Checkpoint, sign_checkpoint
from store.keeping.database import Connection
from store.keeping.dating import acts_of_clock, hold_forward
from store.keeping.freshness import Freshness, Frozen
from store.keeping.header import Header, unpack
from store.keeping.journal import Erased, Journal
from store.keeping.lock import FolderLock
from store.keeping.notebook import Notebook
from store.keeping.queue import Queue, Waiting, info
from store.keeping.readers import Readers
from store.keeping.secret import Secret
from store.keeping.sidecar import Reading, Sidecar
from store.keeping.taking import N_BITS, NOTHING, Intake
from store.keeping.training import clock_of
from store.keeping.vault import PersonKeys, StoreKeys

if TYPE_CHECKING:
    from store.keeping.acts import Act
    from store.keeping.acts.terms.store import ErasureReason
    from store.keeping.made_ready import Ready
    from store.keeping.projection import Projection

PREPARED_FOR: Final = timedelta(seconds=10)
"""How long an act may wait to be kept after it was dated: somebody reads what they are asked, and answers."""


class Store:
    """A store somebody signed in to. Made by `opening`; every write goes through `record` or `erase_for_ever`.

    Attributes:
        folder: Where it lies.
        sidecar: What the sidecar says now.
        sidecar_damaged: The name of the copy of the sidecar that did not read, if one did not.
        frozen: Why nothing can be appended, if so.
        journal: The branch it writes.
        is_clock_accepted: Whether somebody said that a clock which fell back is right.
        is_queue_set_aside: Whether what was noted while the store was locked turned out damaged.
        is_untrained: Whether whoever is signed in is in without training, to send: they are shown no family (carrier).
    """

    def __init__(
        self,
        folder: Path,
        reading: Reading,
        keys: StoreKeys,
        connection: Connection,
        lock: FolderLock,
        queue: Queue,
        freshness: Freshness,
        device_secret: Secret | None,
    ) -> None:
        self.folder = folder
        self.sidecar = reading.sidecar
        self.sidecar_damaged = reading.damaged
        self.queue = queue
        self.journal = Journal(connection, self.sidecar.journal, self.sidecar.branch)
        self.freshness = freshness
        self.is_clock_accepted = False
        self.is_queue_set_aside = False
        self.is_untrained = False
        self._keys = keys
        self._connection = connection
        self._lock = lock
        self._device_secret = device_secret
        self._projection: Projection | None = None
        self._is_closed = False
        self._readers = Readers()
        self._first: Header | None = None
        self._last_at = self._prepared_at = from_ms(0)
        try:
            self.frozen = freshness.compare(self.journal, self.sidecar)
            self._last_at = from_ms(self.last_act().at_ms)
        except (StoreDamagedError, ProofError):
            self.frozen = Frozen.DAMAGED  # it can be read all the same, so that an inspection can say where

    # -- who and when ------------------------------------------------------------------------------------------------

    @property
    def keys(self) -> StoreKeys:
        """The keys in memory."""
        return self._keys

    @property
    def device_secret(self) -> Secret | None:
        """What the keyring holds for this epoch; None for a passphrase-only store."""
        return self._device_secret

    def now(self) -> Instant:
        """Return the store's instant."""
        return clock_of(self.sidecar).now()

    @property
    def last_at(self) -> Instant:
        """When the newest act was dated; 1970 where none can be read."""
        return self._last_at

    def checkpoint(self) -> bytes:
        """Return the present head as a signed note, the same bytes whenever it is asked for."""
        return sign_checkpoint(self.journal.head(), self._keys.device.signing)

    @property
    def database_path(self) -> Path:
        """The live encrypted file."""
        return self.folder / self.sidecar.database_name

    # -- writing -----------------------------------------------------------------------------------------------------

    def record(self, *acts: "Act | Ready") -> range:
        """Keep acts: appended with what follows from them, durable before returning, all or none.

        Returns:
            The indices of the new entries; an act about the clock may stand before the first.

        Raises:
            StoreFrozenError: The store takes no acts.
            ClockMovedBackError: The clock fell back too far for nobody to have a say.
            StoreFullError, StoreUnreadableError, WriterStoppedError: Nothing was kept.
        """
        return self.take_in(NOTHING, *acts)

    def take_in(self, intake: Intake, *acts: "Act | Ready") -> range:
        """Keep what another store sent, and the acts that tell of it, in one transaction.

        Args:
            intake: Believed already; a `BundleReceived` among `acts` names every entry of it.
            acts: As `record`.

        Returns:
            As `record`, and so are the errors.
        """
        return self._keep(lambda _: acts, intake)

    def prepare(self, *acts: "Act") -> None:
        """Do all that keeping acts takes but waiting for the disk, for `keep_prepared`; nothing of it is kept yet.

        They are dated now. Whatever is written next abandons them. Until one or the other, what is read here is as if
        they were kept, though other readers see nothing of them: whoever reads meanwhile calls `abandon` first.

        Raises:
            StoreError: As `record`; nothing is prepared.
        """
        self._hold()
        self._prepared_at, told = self._dated()
        every = [*told, *acts]
        self.journal.prepare(every, self._projected(), self._signers(every), to_ms(self._prepared_at), self.seen())

    def keep_prepared(self) -> bool:
        """Keep what was prepared, durable before returning; as `record`, but for what is said here.

        Returns:
            Whether it is kept. It is not where nothing is prepared, or was too long ago for the date it has, nor where
            the store froze meanwhile.

        Raises:
            StoreError: As `record`; nothing was kept, and nothing is prepared any more.
        """
        if self.frozen is not None or not timedelta() <= self.now() - self._prepared_at <= PREPARED_FOR:
            self.journal.abandon()
        is_kept = self.journal.keep_prepared()
        if is_kept:
            self._acknowledge(self._prepared_at)
        return is_kept

    def abandon(self) -> None:
        """Keep nothing of what was prepared, if anything was."""
        self.journal.abandon()

    @contextlib.contextmanager
    def meanwhile(
        self, begin: Callable[[], object] | None = None, then: Callable[[], object] | None = None
    ) -> "Iterator[None]":
        """Let something begin, in another thread, as soon as the disk is all that an append in this block waits for.

        Args:
            begin: Runs in the thread that writes, once for each append; short, and raises nothing. Not where the store
                takes no acts, and not for what was prepared.
            then: Likewise, as soon as it is durable.
        """
        self.journal.meanwhile, self.journal.once_kept = begin, then
        try:
            yield
        finally:
            self.journal.meanwhile = self.journal.once_kept = None

    @contextlib.contextmanager
    def settling_beside(self) -> "Iterator[Callable[[], None]]":
        """Let what is kept in this block be moved into the encrypted file beside the next appends; many come.

        Yields:
            To be told after each.
        """
        with (
            self.reading(),
            database.settling_beside(self._connection, self.database_path, self._keys.database) as committed,
        ):
            yield committed

    def record_placed(self, make: "Callable[[int], Sequence[Act]]") -> range:
        """Keep acts that name each other by index.

        Args:
            make: Returns them, from the index the first of them will have.

        Returns:
            As `record`, and so are the errors.
        """
        return self._keep(make, NOTHING)

    def erase_for_ever(
        self,
        families: Sequence[FamilyId],
        reason: "ErasureReason",
        authority: str,
        order: str | None = None,
        keep: Callable[[int], bool] = lambda _: False,
    ) -> None:
        """Erase every body about some families and every row that came from them; see `Journal.erase`.

        Args:
            families: Whose.
            reason: Why.
            authority: The clause it is done under.
            order: The order it follows, if one was given.
            keep: Which of this store's own entries stay, by key: what nobody else holds yet.

        Raises:
            ErasureNotSettledError: It was erased, and the log still holds it: somebody is reading, or the disk refused.
            StoreError: As `record`; nothing was erased.
        """
        from store.keeping.erasing import erasure_acts

        def telling(erased: Erased) -> "Sequence[Act]":
            return erasure_acts(erased, reason, authority, order)

        self._hold()
        at, told = self._dated()
        self.journal.erase(families, told, telling, self._projected(), self._keys.person, to_ms(at), self.seen(), keep)
        self._acknowledge(at)
        is_settled = False
        with contextlib.suppress(StoreError):  # erased it is, and nobody is to hear that it was not
            is_settled = self.settle()
        if not is_settled:
            raise ErasureNotSettledError

    def rewrite_sidecar(self, changed: Sidecar) -> None:
        """Make `changed` the sidecar that counts, durably."""
        self.sidecar = sidecar.write(self.folder, changed, self._keys.sidecar)
        self.sidecar_damaged = None
        self.freshness.tell_beside(self.journal, self.sidecar)

    def record_with_sidecar(self, changed: Sidecar, *acts: "Act") -> None:
        """Keep acts and make the sidecar that goes with them count; a full disk refuses before either.

        A crash between them leaves something told that did not happen yet, never something that happened untold.

        Raises:
            StoreError: As `record`.
        """
        with sidecar.ready_to_write(self.folder, changed, self._keys.sidecar) as put:
            self.record(*acts)
            self.sidecar = put()
        self.sidecar_damaged = None
        self.freshness.tell_beside(self.journal, self.sidecar)

    def seal_data_key(self, to: bytes) -> str:
        """Return the data key sealed to a public key, as a slot of the sidecar keeps it."""
        return vault.seal_data_key(self.sidecar.store, self.sidecar.epoch, self._keys.data, to, self._device_secret)

    def freeze_behind(self, head: Checkpoint) -> None:
        """Freeze, now and at every opening: this store once signed a head that it is behind, or beside.

        Args:
            head: Of the present branch; the anchors are set to it.
        """
        self.freshness.remember(head, self.sidecar)
        self.frozen = Frozen.ROLLED_BACK if head.size > self.journal.size else Frozen.FORKED

    def freeze_before_epoch(self) -> None:
        """Freeze, now and at every opening: another store knows this one under the key of a later epoch."""
        later = replace(self.sidecar, generation=self.sidecar.generation + 1)
        self.freshness.remember(self.journal.head(), later)
        self.frozen = Frozen.ROLLED_BACK

    def go_on_in(
        self, journal: JournalId, branch: int, begun_with: Sequence["Act"], said: Sidecar | None = None
    ) -> None:
        """Begin another tree and go on in it: what froze the store is lifted. The sidecar is the commit point.

        Args:
            journal: This store's own, or the one that succeeds it.
            branch: Unused so far.
            begun_with: The first acts of the tree; the first of them says what it continues.
            said: The sidecar to go on with, where it is to say something else too; the present one where it is None.

        Raises:
            StoreError: The store is as it was, and frozen.
        """
        from store.keeping.acts.terms.store import StoreRole

        self.abandon()
        own, is_base = [*self.former_branches(), self.journal], self.sidecar.role == StoreRole.BASE
        tree = branching.begin_tree(self._connection, journal, branch, own, is_base=is_base)
        at = max(self.now(), self._last_at)
        tree.append(begun_with, self._projected(), self._signers(begun_with), to_ms(at), self.seen())
        said = self.freshness.begin(tree, replace(said or self.sidecar, journal=journal, branch=branch))
        self.sidecar = sidecar.write(self.folder, said, self._keys.sidecar)
        self.journal, self.frozen, self.sidecar_damaged = tree, None, None
        self.replay()  # without what an attempt that was killed had left
        self._acknowledge(at)

    def replay(self) -> None:
        """Make every projected table anew, and fill it from the journal and the branches it continues."""
        self.journal.replay(self._projected(), self.former_branches())

    def seen(self) -> int:
        """Return how much of base's journal a laptop knows, on base's clock; 0 at base.

        Shape:
            As `store.keeping.causality.clock`.
        """
        from store.keeping.acts.terms.store import StoreRole

        if self.sidecar.role == StoreRole.BASE:
            return 0  # without a look at every laptop's row
        rows = self.rows("SELECT their_size FROM peer WHERE role = 'base'")
        return int(self.fact("successions") or 0) << N_BITS | rows[0][0] if rows else 0

    def former_branches(self) -> list[Journal]:
        """Return the branches that the present one continues, oldest first; none for a store that never had to."""
        return branching.former_branches(self._connection, self.journal)

    def journal_of(self, journal: JournalId, branch: int) -> Journal | None:
        """Return a branch kept here, to be read only; None where nothing of it is."""
        if (journal, branch) == (self.journal.journal, self.journal.branch):
            return self.journal
        return branching.branch_of(self._connection, journal, branch)

    def last_act(self) -> Header:
        """Return the header of the newest entry."""
        return unpack(self.journal.entry(self.journal.size - 1).header)

    def first_act(self) -> Header:
        """Return the header of the oldest entry; it is read once, for it stays what it is."""
        if self._first is None:
            self._first = unpack(next(iter((*self.former_branches(), self.journal))).entry(0).header)
        return self._first

    # -- reading -----------------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def reader(self) -> Iterator[Connection]:
        """Give a connection of its own that cannot write and sees one state throughout."""
        with (
            self.reading(),
            contextlib.closing(
                database.connect(self.database_path, self._keys.database, query_only=True)
            ) as connection,
            database.refusals(),
        ):
            connection.execute("BEGIN")
            yield connection

    @contextlib.contextmanager
    def looking(self) -> Iterator[Connection]:
        """Give the connection that writes, to read with in the thread that writes: another takes longer than a family.

        Between two reads nothing is written, for nobody else could.
        """
        with database.refusals():
            yield self._connection

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """Keep file and key as they are for as long as somebody reads; waits while they are changed."""
        with self._readers.one_more():
            yield

    # -- epochs ------------------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def unread(self) -> Iterator[Connection]:
        """Keep readers waiting, and give the connection that writes: nobody reads, and the log is empty.

        Raises:
            EpochReadersError: Somebody is reading.
        """
        with self._readers.kept_out():
            if not self.settle():
                raise EpochReadersError
            yield self._connection

    def following(
        self,
        said: Sidecar,
        keys: StoreKeys,
        connection: Connection,
        queue: Queue,
        freshness: Freshness,
        device_secret: Secret | None,
    ) -> "Store":
        """Return the same store, open in another epoch beside this one; nobody but `epochs` holds both."""
        reading = Reading(said, b"", b"", None)
        other = Store(self.folder, reading, keys, connection, self._lock, queue, freshness, device_secret)
        other.is_clock_accepted, other.is_queue_set_aside = self.is_clock_accepted, self.is_queue_set_aside
        other.is_untrained = self.is_untrained
        return other

    def become(self, other: "Store") -> None:
        """Go on as what `following` returned; what belonged to the former epoch alone is closed and wiped."""
        readers, connection, freshness = self._readers, self._connection, self.freshness
        keys, device_secret = self._keys, self._device_secret
        vars(self).update(vars(other))
        self._readers = readers  # whoever waits to read waits with these
        freshness.close()
        connection.close()
        keys.wipe(keeping=self._keys)
        if device_secret is not None:
            device_secret.wipe()

    # -- what stands in it -------------------------------------------------------------------------------------------

    @property
    def notebook(self) -> Notebook:
        """What stands in the file beside the journal."""
        return Notebook(self._connection, self._hold, self.abandon)

    def fact(self, name: str) -> str | None:
        """Return one fact of the store, or None where there is none."""
        return self.notebook.fact(name)

    def rows(self, text: str, values: Sequence[object] = ()) -> list[Any]:
        """Return every row of a query, over the connection that writes: for whoever writes next; as `Notebook.rows`."""
        return self.notebook.rows(text, values)

    def roles(self) -> tuple[str, ...]:
        """Return what whoever is signed in may do here; a `StaffRole` each."""
        rows = self.rows("SELECT roles FROM staff WHERE staff = ? AND left_on IS NULL", (self._keys.person.staff,))
        return tuple(rows[0][0].split()) if rows else ()

    def queue_taken(self) -> int:
        """Return the number of the last line of the queue that is in the journal."""
        return int(self.fact("queue_taken") or 0)

    def unseal(self, waiting: Waiting) -> "Act":
        """Return the act that a line of the queue holds.

        Raises:
            NotForUsError: It was sealed to another device, or moved.
            UnknownActError, ActBodyError: It is no act of this release.
        """
        from store.keeping.acts import parse

        kind, _, version = waiting.what.partition("/")
        if not version.isdecimal():
            raise UnknownActError(kind, 0)
        return parse(kind, int(version), self.unsealed(waiting))

    def unsealed(self, waiting: Waiting) -> bytes:
        """Return what a line of the queue was sealed over.

        Raises:
            NotForUsError: It was sealed to another device, or moved.
        """
        return self._keys.device.seeds.sealing_key().open(waiting.sealed, info(waiting.seq, waiting.what))

    # -- closing -----------------------------------------------------------------------------------------------------

    def settle(self) -> bool:
        """Move everything from the write-ahead log into the encrypted file; False where a reader is in the way.

        What was prepared is abandoned.
        """
        self.abandon()
        return database.settle(self._connection)

    def close(self) -> None:
        """Lock: settle the file, tell the keyring, drop the keys, let the next process in; once is enough.

        Raises:
            StoreError: The file was not settled, or the keyring not told; everything is closed all the same.
        """
        if self._is_closed:
            return
        self._is_closed = True
        with contextlib.suppress(StoreError):
            self.abandon()
        with contextlib.ExitStack() as leaving:  # each of these happens, whatever the ones before it raise
            leaving.callback(self._lock.release)
            if self._device_secret is not None:
                leaving.callback(self._device_secret.wipe)
            leaving.callback(self._keys.wipe)
            leaving.callback(self.freshness.close)
            leaving.callback(self._connection.close)
            if self.frozen is None:
                with contextlib.suppress(StoreFullError):  # the log stays, and holds everything until there is room
                    self.settle()
                self.anchor_in_keyring()

    def anchor_in_keyring(self) -> None:
        """Tell the keyring, where there is one, how far the journal is; it takes tens of milliseconds."""
        self.freshness.tell_keyring(self.journal, self.sidecar)

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def hold_clock(self) -> None:
        """Make sure that an act can be dated now.

        Raises:
            ClockMovedBackError: The clock fell back too far for nobody to have a say.
        """
        hold_forward(self.now(), self._last_at, is_accepted=self.is_clock_accepted)

    # -- inside ------------------------------------------------------------------------------------------------------

    def _keep(self, make: "Callable[[int], Sequence[Act | Ready]]", intake: Intake) -> range:
        """Append what is made from the index it will stand at; what the clock did comes before it."""
        self._hold()
        at, told = self._dated()
        acts = [*told, *make(self.journal.size + len(told))]
        appended = self.journal.append(acts, self._projected(), self._signers(acts), to_ms(at), self.seen(), intake)
        self._acknowledge(at)
        return appended[len(told) :]

    def _hold(self) -> None:
        if self.frozen is not None:
            raise StoreFrozenError(self.frozen.words)

    def _dated(self) -> tuple[Instant, list["Act"]]:
        """Return now, and the act that tells of a clock that fell back; a refusal where nobody said it is right."""
        now = self.now()
        return now, acts_of_clock(now, self._last_at, is_accepted=self.is_clock_accepted)

    def _signers(self, acts: Sequence["Act | Ready"]) -> list[PersonKeys]:
        from store.keeping.signers import signers_of  # loads every act: here, in the thread that writes

        return signers_of(acts, self._keys.person, vault.device_as_nobody(self._keys.device))

    def _projected(self) -> "Projection":
        if self._projection is None:
            from store.keeping.projection import Projection  # loads the tables: here, in the thread that writes

            self._projection = Projection(self._connection)
        return self._projection

    def _acknowledge(self, at: Instant) -> None:
        self._last_at = at
        self.freshness.tell_beside(self.journal, self.sidecar)
