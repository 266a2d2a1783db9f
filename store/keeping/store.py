"""An open store: somebody is signed in, acts can be kept.

Owns the order of a write (clock, journal, anchor), freezing, and closing. Refuses to own how it was opened (opening),
made (founding) or checked (inspection), and every rule about what an act means.
"""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.clock import Clock, Instant, MachineClock, TrainingClock, from_ms, to_ms
from store.errors import (
    ClockMovedBackError,
    ErasureNotSettledError,
    NotASupervisorError,
    ProofError,
    StoreDamagedError,
    StoreError,
    StoreFrozenError,
    StoreFullError,
    TrainingClockError,
    TrainingYearError,
    UnknownActError,
    WrongPassphraseError,
)
from store.ids import FamilyId
from store.keeping import database, sidecar, vault
from store.keeping.checkpoint import sign_checkpoint
from store.keeping.database import Connection
from store.keeping.freshness import Freshness, Frozen
from store.keeping.header import Header, unpack
from store.keeping.journal import Erased, Journal
from store.keeping.lock import FolderLock
from store.keeping.queue import Queue, Waiting, info
from store.keeping.secret import Secret
from store.keeping.sidecar import Reading, Sidecar
from store.keeping.vault import StoreKeys

if TYPE_CHECKING:
    from store.keeping.acts import Act
    from store.keeping.acts.terms.store import ErasureReason
    from store.keeping.projection import Projection

CLOCK_SLACK: Final = timedelta(minutes=2)
"""How far a clock may fall back before somebody has to say that it is right now; time servers correct by less."""


TRAINING_YEARS: Final = range(2000, 2100)
"""Wide of any term and any retention; acts begin in 1970, and dates end in 9999."""


class Store:
    """A store somebody signed in to. Made by `opening`; every write goes through `record` or `erase_for_ever`.

    Attributes:
        folder: Where it lies.
        sidecar: What the sidecar says now.
        sidecar_damaged: The name of the copy of the sidecar that did not read, if one did not.
        clock: The store's own: the machine's, or the training clock.
        frozen: Why nothing can be appended, if so.
        journal: The branch it writes.
        is_clock_accepted: Whether somebody said that a clock which fell back is right.
        is_queue_set_aside: Whether what was noted while the store was locked turned out damaged.
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
        self.clock = clock_of(self.sidecar)
        self.queue = queue
        self.journal = Journal(connection, self.sidecar.journal, self.sidecar.branch)
        self.freshness = freshness
        self.is_clock_accepted = False
        self.is_queue_set_aside = False
        self._keys = keys
        self._connection = connection
        self._lock = lock
        self._device_secret = device_secret
        self._projection: Projection | None = None
        self._is_closed = False
        self._last_at = from_ms(0)
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

    def now(self) -> Instant:
        """Return the store's instant."""
        return self.clock.now()

    def checkpoint(self) -> bytes:
        """Return the present head as a signed note, the same bytes whenever it is asked for."""
        return sign_checkpoint(self.journal.head(), self._keys.device.signing)

    @property
    def database_path(self) -> Path:
        """The live encrypted file."""
        return self.folder / self.sidecar.database_name

    # -- writing -----------------------------------------------------------------------------------------------------

    def record(self, *acts: "Act") -> range:
        """Keep acts: appended with what follows from them, durable before returning, all or none.

        Returns:
            The indices of the new entries; an act about the clock may stand before the first.

        Raises:
            StoreFrozenError: The store takes no acts.
            ClockMovedBackError: The clock fell back too far for nobody to have a say.
            StoreFullError, StoreUnreadableError, WriterStoppedError: Nothing was kept.
        """
        self._hold()
        at, told = self._dated()
        appended = self.journal.append([*told, *acts], self._projected(), self._keys.person, to_ms(at))
        self._acknowledge(at)
        return appended[len(told) :]

    def erase_for_ever(
        self, families: Sequence[FamilyId], reason: "ErasureReason", authority: str, order: str | None = None
    ) -> None:
        """Erase every body about some families and every row that came from them; see `Journal.erase`.

        Args:
            families: Whose.
            reason: Why.
            authority: The clause it is done under.
            order: The order it follows, if one was given.

        Raises:
            ErasureNotSettledError: It was erased, and the log still holds it: somebody is reading, or the disk refused.
            StoreError: As `record`; nothing was erased.
        """
        from store.keeping.acts import BodiesErased, ErasedRanges
        from store.keeping.acts.values import IDS_COUNT

        def telling(erased: Erased) -> list[BodiesErased]:
            return [
                BodiesErased(
                    erased=(ErasedRanges(journal=journal, branch=branch, ranges=tuple(ranges[i : i + IDS_COUNT])),),
                    reason=reason,
                    authority=authority,
                    order=order,
                )
                for (journal, branch), ranges in erased.items()
                for i in range(0, len(ranges), IDS_COUNT)
            ]

        self._hold()
        at, told = self._dated()
        self.journal.erase(families, told, telling, self._projected(), self._keys.person, to_ms(at))
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

    def record_with_sidecar(self, changed: Sidecar, act: "Act") -> None:
        """Keep an act and make the sidecar that goes with it count; a full disk refuses before either.

        A crash between them leaves something told that did not happen yet, never something that happened untold.

        Raises:
            StoreError: As `record`.
        """
        with sidecar.ready_to_write(self.folder, changed, self._keys.sidecar) as put:
            self.record(act)
            self.sidecar = put()
        self.sidecar_damaged = None
        self.freshness.tell_beside(self.journal, self.sidecar)

    def seal_data_key(self, to: bytes) -> str:
        """Return the data key sealed to a public key, as a slot of the sidecar keeps it."""
        return vault.seal_data_key(self.sidecar.store, self.sidecar.epoch, self._keys.data, to, self._device_secret)

    def move_training_clock(self, to: Instant) -> None:
        """Move a practice store's clock forward.

        Raises:
            NotASupervisorError: Somebody else asks.
            TrainingClockError: A real store, or an instant that is already past.
            TrainingYearError: As `hold_training`.
        """
        from store.keeping.acts import PracticeClockMoved
        from store.keeping.acts.terms.store import StaffRole

        if StaffRole.SUPERVISOR not in self.roles():
            raise NotASupervisorError
        now = self.now()
        if self.sidecar.ahead_ms is None or to <= now:
            raise TrainingClockError
        hold_training(to)
        told = PracticeClockMoved(from_ms=to_ms(now), to_ms=to_ms(to))
        ahead_ms = self.sidecar.ahead_ms + to_ms(to) - to_ms(now)
        self.record_with_sidecar(replace(self.sidecar, ahead_ms=ahead_ms), told)
        self.clock = clock_of(self.sidecar)

    def catch_up(self, *, is_only_looking: bool = False) -> None:
        """Finish what an older release, or a crash between an act and the sidecar, left half done.

        The tables are replayed where another release wrote them, a training clock stands where the journal says it was
        moved to, and whoever left has no slot any more.

        Args:
            is_only_looking: Whether everything is to be left as it is; who left is refused all the same.

        Raises:
            WrongPassphraseError: Whoever signs in here has left.
        """
        may_mend = self.frozen is None and not is_only_looking
        if may_mend:
            if int(self.note("projection")) != database.PROJECTION:
                self.journal.replay(self._projected())
            moved_to_ms = int(self.fact("training_clock") or 0)
            if self.sidecar.is_practice and to_ms(self.now()) < moved_to_ms:
                self._run_training_clock_from(moved_to_ms)
        with database.refusals():
            left = {staff for (staff,) in self._connection.execute("SELECT staff FROM staff WHERE left_on IS NOT NULL")}
        if may_mend and any(slot.staff in left for slot in self.sidecar.people):
            staying = tuple(slot for slot in self.sidecar.people if slot.staff not in left)
            self.rewrite_sidecar(replace(self.sidecar, people=staying))
        if self._keys.person.staff in left:
            raise WrongPassphraseError

    def last_act(self) -> Header:
        """Return the header of the newest entry."""
        return unpack(self.journal.entry(self.journal.size - 1).header)

    # -- reading -----------------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def reader(self) -> Iterator[Connection]:
        """Give a connection of its own that cannot write and sees one state throughout."""
        connection = database.connect(self.database_path, self._keys.database, query_only=True)
        try:
            with database.refusals():
                connection.execute("BEGIN")
                yield connection
        finally:
            connection.close()

    def fact(self, name: str) -> str | None:
        """Return one fact of the store, or None where there is none."""
        with database.refusals():
            row = self._connection.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def note(self, name: str) -> str:
        """Return one of this device's notes to itself.

        Raises:
            StoreDamagedError: It is not there.
        """
        with database.refusals():
            row = self._connection.execute("SELECT value FROM localnote WHERE name = ?", (name,)).fetchone()
        if row is None:
            raise StoreDamagedError
        return str(row[0])

    def roles(self) -> tuple[str, ...]:
        """Return what whoever is signed in may do here; a `StaffRole` each."""
        with database.refusals():
            row = self._connection.execute(
                "SELECT roles FROM staff WHERE staff = ? AND left_on IS NULL", (self._keys.person.staff,)
            ).fetchone()
        return tuple(row[0].split()) if row else ()

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
        device = self._keys.device.seeds.sealing_key()
        return parse(kind, int(version), device.open(waiting.sealed, info(waiting.seq, waiting.what)))

    # -- closing -----------------------------------------------------------------------------------------------------

    def settle(self) -> bool:
        """Move everything from the write-ahead log into the encrypted file; False where a reader is in the way."""
        return database.settle(self._connection)

    def close(self) -> None:
        """Lock: settle the file, tell the keyring, drop the keys, let the next process in; once is enough.

        Raises:
            StoreError: The file was not settled, or the keyring not told; everything is closed all the same.
        """
        if self._is_closed:
            return
        self._is_closed = True
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

    # -- inside ------------------------------------------------------------------------------------------------------

    def _hold(self) -> None:
        if self.frozen is not None:
            raise StoreFrozenError(self.frozen.words)

    def _dated(self) -> tuple[Instant, list["Act"]]:
        """Return now, and the act that tells of a clock that fell back; a refusal where nobody said it is right."""
        now, before = self.now(), self._last_at
        if now >= before or to_ms(now) == to_ms(before):  # an entry keeps milliseconds, a clock gives more
            return now, []
        behind_s = int((before - now).total_seconds())
        if before - now > CLOCK_SLACK and not self.is_clock_accepted:
            raise ClockMovedBackError(behind_s)
        from store.keeping.acts import ClockMovedBack

        return now, [
            ClockMovedBack(behind_s=behind_s, last_act_at_ms=to_ms(before), is_confirmed=self.is_clock_accepted)
        ]

    def _projected(self) -> "Projection":
        if self._projection is None:
            from store.keeping.projection import Projection  # loads the tables: here, in the thread that writes

            self._projection = Projection(self._connection)
        return self._projection

    def _acknowledge(self, at: Instant) -> None:
        self._last_at = at
        self.freshness.tell_beside(self.journal, self.sidecar)

    def _run_training_clock_from(self, at_ms: int) -> None:
        ahead_ms = (self.sidecar.ahead_ms or 0) + at_ms - to_ms(self.now())
        self.rewrite_sidecar(replace(self.sidecar, ahead_ms=ahead_ms))
        self.clock = clock_of(self.sidecar)


def hold_training(instant: Instant) -> None:
    """Make sure that a training clock is not set so far off that dates end while it runs.

    Args:
        instant: Where it is to stand; aware.

    Raises:
        TrainingYearError: Outside the years an exercise can need.
    """
    if not TRAINING_YEARS[0] <= instant.year <= TRAINING_YEARS[-1]:
        raise TrainingYearError(TRAINING_YEARS[0], TRAINING_YEARS[-1])


def clock_of(said: Sidecar) -> Clock:
    """Return the clock a store lives on."""
    if said.ahead_ms is None:
        return MachineClock()
    return TrainingClock(timedelta(milliseconds=said.ahead_ms))
