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
from store.keeping.checkpoint import Checkpoint
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
        self._found = [each for each, _ in self._remembered()]
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

    def contradicting(self, journal: Journal, said: Sidecar) -> tuple[Anchor, bool] | None:
        """Return the memory that the store contradicts, and whether it is the keyring's; None where none does."""
        for anchor, is_in_keyring in self._remembered():
            if (anchor.journal, anchor.branch) != (said.journal, said.branch):
                continue
            if anchor.size > journal.size or journal.root_at(anchor.size) != anchor.root:
                return anchor, is_in_keyring
        return None

    def begin(self, journal: Journal, said: Sidecar) -> Sidecar:
        """Make both memories know a tree that was just begun, before the sidecar names it.

        The older place of each is written, so that what froze the store is remembered until the sidecar counts.

        Returns:
            The sidecar, no generation of it below one that was remembered.

        Raises:
            StoreError: A memory could not be written; the store stays frozen.
        """
        ahead = replace(said, generation=max([said.generation, *(each.generation for each in self._found)]))
        self._counter += 1
        self.beside.write(self._now(journal, ahead))
        self.beside.sync()
        if self.in_keyring is not None:
            self.in_keyring.write(self._now(journal, ahead))
        return ahead

    def remember(self, head: Checkpoint, said: Sidecar) -> None:
        """Make both memories say that the journal was as far as `head`, which another store was shown.

        Raises:
            StoreError: Neither memory, or only one, could be written.
        """
        self._counter += 1
        anchor = Anchor(self._counter, said.epoch, said.generation, head.journal, head.branch, head.size, head.root)
        self.beside.write(anchor)
        self.beside.sync()
        if self.in_keyring is not None:
            self.in_keyring.write(anchor)

    def close(self) -> None:
        """Let go of the file."""
        self.beside.close()

    def _remembered(self) -> list[tuple[Anchor, bool]]:
        """Return what each place of each memory says, the keyring's and the newest first, and whether it is its.

        The older place counts too: where a tree was begun that never came to count, it alone says how far this one was.
        """
        in_keyring = () if self.in_keyring is None else self.in_keyring.places()
        found = [(each, True) for each in in_keyring if each] + [(each, False) for each in self.beside.places() if each]
        return sorted(found, key=lambda each: (each[1], each[0].counter), reverse=True)

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
