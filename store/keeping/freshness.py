"""Freshness: whether the journal is as far as it once was, and remembering how far it is.

Owns comparing it with its two memories, beside the store and in the keyring, and bringing them up. Refuses to own their
bytes (anchor, keyring_anchor) and what a frozen store still does (store).
"""

import contextlib
from dataclasses import replace
from enum import StrEnum
from typing import assert_never

from store.errors import StoreError
from store.keeping.anchor import Anchor, AnchorFile
from store.keeping.journal import Journal
from store.keeping.keyring_anchor import KeyringAnchor
from store.keeping.sidecar import Sidecar


class Frozen(StrEnum):
    """Why a store opened for reading only."""

    ROLLED_BACK = "rolled_back"
    FORKED = "forked"
    ANCHOR_LOST = "anchor_lost"
    DAMAGED = "damaged"

    @property
    def words(self) -> str:
        """What happened, as people read it."""
        match self:
            case Frozen.ROLLED_BACK:
                return "an older copy of it was put back: later acts are missing"
            case Frozen.FORKED:
                return "it holds other acts than it once did"
            case Frozen.ANCHOR_LOST:
                return "nothing beside it says how far it was"
            case Frozen.DAMAGED:
                return "its journal is damaged"
        assert_never(self)


class Freshness:
    """The two memories of one store.

    Args:
        beside: The anchor's file.
        in_keyring: Its entries in the keyring; None for a store without one.
    """

    def __init__(self, beside: AnchorFile, in_keyring: KeyringAnchor | None) -> None:
        self.beside = beside
        self.in_keyring = in_keyring
        self._found = [each for each in (beside.newest(), in_keyring and in_keyring.newest()) if each]
        self._counter = max((each.counter for each in self._found), default=0)

    def compare(self, journal: Journal, said: Sidecar) -> Frozen | None:
        """Hold a store against its memories: ahead of them is ordinary, behind is a rollback, beside is a fork."""
        if not journal.is_whole:
            return Frozen.DAMAGED
        ours = [each for each in self._found if each.journal == said.journal and each.branch == said.branch]
        if not ours:
            return Frozen.ANCHOR_LOST
        if any(each.size > journal.size or each.generation > said.generation for each in ours):
            return Frozen.ROLLED_BACK
        if any(journal.root_at(each.size) != each.root for each in ours):
            return Frozen.FORKED
        return None

    def tell_beside(self, journal: Journal, said: Sidecar) -> None:
        """Write down how far it is, beside the store. What it tells of is kept, so a write that fails is no loss."""
        self._counter += 1
        with contextlib.suppress(StoreError):  # an anchor may lag, and the next one brings it up
            self.beside.write(self._now(journal, said))

    def tell_keyring(self, journal: Journal, said: Sidecar) -> None:
        """Write it into the keyring, where there is one that does not know it yet; takes tens of milliseconds."""
        if self.in_keyring is None:
            return
        known, now = self.in_keyring.newest(), self._now(journal, said)
        if known is None or replace(known, counter=now.counter) != now:
            self.in_keyring.write(now)

    def close(self) -> None:
        """Let go of the file."""
        self.beside.close()

    def _now(self, journal: Journal, said: Sidecar) -> Anchor:
        return Anchor(
            counter=self._counter,
            epoch=said.epoch,
            generation=said.generation,
            journal=journal.journal,
            branch=journal.branch,
            size=journal.size,
            root=journal.root_at(journal.size),
        )
