"""The entrance: the closed store, one passphrase after another, until somebody is in.

Owns the order of asking, and telling the launcher what came of it. Refuses to own coming in itself (store), and the
terminal. Runs in the clerk's thread.
"""

import contextlib
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from store.coming_in import Arrival, come_in, hold_sees_contacts, sign_in
from store.errors import (
    KeeperSeesNoContactsError,
    PassphraseFormError,
    PassphraseTooSoonError,
    StoreError,
    StoreFrozenError,
    StoreMissingError,
    WrongPassphraseError,
)
from store.keeping.acts.terms.store import LockCause
from store.keeping.opening import ClosedStore
from store.keeping.passphrases import Passphrase
from tui.behind.line import AgainError, Teller
from tui.launching import words

if TYPE_CHECKING:
    from textual.message import Message

    from store.keeping.opening import Sidecar
    from store.keeping.store import Store


@dataclass(slots=True)
class Entrance:
    """The way into one store.

    Attributes:
        folder: The store's.
        line: To the launcher.
        attesting: As `come_in`.
        is_clock_right: As `come_in`.
        word: As `come_in`.
        arrival: Whoever came in.
        has_settled: Whether the journal tells of it.
        known: What the sidecar says, once it was read, for which nobody has to be in; None where nobody comes in.
    """

    folder: Path
    line: Teller
    attesting: str | None = field(default=None, repr=False)
    is_clock_right: bool = False
    word: Path | None = None
    arrival: Arrival | None = None
    has_settled: bool = False
    known: "Future[Sidecar | None]" = field(default_factory=Future, repr=False)

    def come_in(self) -> "Store":
        """Ask until somebody is in, and everything is in the journal that has to be before something is shown.

        Raises:
            StoreMissingError: There is no store yet.
            WishError, LauncherGoneError: Nobody wants to come in.
        """
        try:
            return self._come_in()
        finally:
            self._know(None)

    def _come_in(self) -> "Store":
        while self.arrival is None:
            closed = self._closed()
            self._know(closed.sidecar)  # not the store: nothing holds it and its keys once it was let go
            try:
                self.arrival = come_in(
                    closed,
                    self._asked(closed),
                    attesting=self.attesting,
                    word=self.word,
                    is_clock_right=self.is_clock_right,
                    may_be_untrained=True,
                )
            except (WrongPassphraseError, PassphraseTooSoonError, PassphraseFormError) as refusal:
                self.line.refuse(words.REFUSED, refusal)
            except AgainError:
                continue
            except StoreError as refusal:
                self._wait_again(refusal)
            else:
                self._settle_first(self.arrival)
        return self.arrival.store

    def settled(self, store: "Store") -> "Message":
        """Append what tells of it, after the first paint; the clerk posts what came of it."""
        from tui.told import NobodySignedIn, SignedInKept

        try:
            self._settle()
        except StoreError as refusal:
            return NobodySignedIn(refusal)
        return SignedInKept(finish_recovery(store) if store.frozen is None else StoreFrozenError(store.frozen.words))

    def leave(self, store: "Store", cause: LockCause) -> None:
        """Append that it is locked, and before that who came in, if the app ended sooner than it was told."""
        from store.keeping.acts import StoreLocked

        with contextlib.suppress(StoreError):  # locked it is, whatever the journal takes
            self._settle()
            if store.frozen is None:
                store.record(StoreLocked(staff=store.keys.person.staff, cause=cause))

    def _settle(self) -> None:
        if self.arrival is not None and not self.has_settled:
            sign_in(self.arrival)
            self.has_settled = True
            self._lay_card(self.arrival.store)

    def _lay_card(self, store: "Store") -> None:
        """Lay beside the store whom to ring, for when it cannot be opened."""
        from store.custody.contact_card import contacts_of, keep_card
        from store.door import agreement_of

        with contextlib.suppress(StoreError):  # the card that lies there serves
            keep_card(self.folder, contacts_of(agreement_of(store)))

    def _settle_first(self, arrival: Arrival) -> None:
        """Append it before anything is shown, where what is shown may follow from it, or nothing may be shown."""
        try:
            if not arrival.may_show:
                self._settle()
            hold_sees_contacts(arrival.store)
        except BaseException as refusal:
            if isinstance(refusal, KeeperSeesNoContactsError):
                self._settle()
            arrival.store.close()
            self.arrival, self.has_settled = None, False
            if not isinstance(refusal, StoreError):
                raise
            self._wait_again(refusal)

    def _closed(self) -> ClosedStore:
        while True:
            try:
                return ClosedStore(self.folder)
            except StoreMissingError:
                raise
            except StoreError as refusal:
                self._wait_again(refusal)

    def _know(self, said: "Sidecar | None") -> None:
        if not self.known.done():
            self.known.set_result(said)

    def _asked(self, closed: ClosedStore) -> Callable[[], Passphrase]:
        def asked() -> Passphrase:
            self.line.say(words.READY, "practice" if closed.sidecar.is_practice else "real")
            return self.line.passphrase()

        return asked

    def _wait_again(self, refusal: StoreError) -> None:
        self.line.refuse(words.SHUT, refusal)
        with contextlib.suppress(AgainError):
            self.line.passphrase().wipe()


def finish_recovery(store: "Store") -> StoreError | None:
    """Let a store that was recovered go over to its next key, if that is still to be done; return what refused it."""
    if store.fact("recovery_epoch") is None:
        return None
    from store.exchange import recovery

    try:
        recovery.finish(store)
    except StoreError as refusal:
        return refusal
    return None
