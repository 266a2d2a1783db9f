"""Somebody who holds a device's true keys, and writes with them what that device never wrote.

Owns making bundles of which only one thing is false, so that every check behind the signature is reached; and looking
at a store whole, to see that nothing of them was kept.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlmodel import SQLModel

from store.exchange.bundle import Bundle, BundleHeader, Direction, seal_bundle
from store.exchange.bundle_contents import CarriedEntry, Down, Proven, Receipt, Run, Up
from store.exchange.sending import file_name
from store.ids import DeviceId, JournalId, StaffId
from store.keeping import acts, tables
from store.keeping.acts import Act
from store.keeping.checkpoint import Checkpoint, cosign, sign_checkpoint
from store.keeping.header import Header, digest_body, pack, unpack
from store.keeping.store import Store
from store.keeping.tree import Frontier, consistency_path, hash_leaf, inclusion_path, perfect_root
from store.release import RELEASE
from tests.exchange.opened import open_bundle
from tests.keeping.test_tables import MODELS

AT_MS = 1_446_500_000_000
SENT_AT_MS = 1_446_500_000_000
STRANGER = Ed25519PrivateKey.from_private_bytes(b"a stranger, whom nobody knows...")


class Author:
    """A device's keys, and its journal as it stood when they were taken.

    Args:
        store: Whose; open.
    """

    def __init__(self, store: Store) -> None:
        self.device = DeviceId(store.sidecar.store)
        self.journal = store.sidecar.journal
        self.epoch = store.sidecar.epoch
        self.sealing = bytes.fromhex(store.sidecar.device.sealing)
        self.key = store.keys.device.signing
        self.staff = store.keys.person.staff
        self.person = store.keys.person.signing
        self.trees: dict[int, list[CarriedEntry]] = {
            tree.branch: [
                CarriedEntry(each.header, each.signature, each.salt, each.body) for each in tree.entries(0, tree.size)
            ]
            for tree in (*store.former_branches(), store.journal)
        }

    def double(self) -> Self:
        """Return somebody with the same keys, who goes another way from here."""
        other = copy(self)
        other.trees = {branch: list(tree) for branch, tree in self.trees.items()}
        return other

    @property
    def entries(self) -> list[CarriedEntry]:
        """The first branch, which tests write on."""
        return self.trees[0]

    def write(self, act: Act, branch: int = 0, *, seen: int = 0, **how: Any) -> CarriedEntry:
        """Put one more entry at the end of a branch; `how` as `entry`."""
        tree = self.trees.setdefault(branch, [])
        tree.append(self.entry(act, len(tree), branch, seen=seen, **how))
        return tree[-1]

    def entry(
        self,
        act: Act,
        n: int,
        branch: int = 0,
        *,
        seen: int = 0,
        staff: StaffId | None = None,
        by: Ed25519PrivateKey | None = None,
        journal: JournalId | None = None,
        kind: str | None = None,
        version: int | None = None,
        body: bytes | None = None,
    ) -> CarriedEntry:
        """Return an entry that is as the device would write it, but for what is asked otherwise."""
        salt, content = os.urandom(16), acts.dump(act) if body is None else body
        header = pack(
            Header(
                journal=journal or self.journal,
                branch=branch,
                n=n,
                at_ms=AT_MS,
                staff=staff or self.staff,
                seen=seen,
                kind=kind or act.kind,
                kind_version=version or act.version,
                body_digest=digest_body(salt, content),
            )
        )
        return CarriedEntry(header, (by or self.person).sign(header), salt, content)

    def head(self, size: int | None = None, branch: int = 0) -> Checkpoint:
        tree = self.trees[branch]
        frontier = Frontier()
        frontier.extend([hash_leaf(each.header) for each in tree[:size]])
        return Checkpoint(self.journal, branch, len(tree) if size is None else size, frontier.root())

    def note(
        self,
        size: int | None = None,
        branch: int = 0,
        *,
        by: Ed25519PrivateKey | None = None,
        says: Mapping[str, Any] = MappingProxyType({}),
    ) -> bytes:
        """Return the signed head of the first `size` entries; what it says can be false."""
        return sign_checkpoint(replace(self.head(size, branch), **says), by or self.key)

    def node(self, branch: int = 0) -> Callable[[int, int], bytes]:
        leaves = [hash_leaf(each.header) for each in self.trees[branch]]
        return lambda level, index: perfect_root(leaves[index << level : (index + 1) << level])

    # -- up ----------------------------------------------------------------------------------------------------------

    def run(self, first: int = 0, branch: int = 0, size: int | None = None, **changed: Any) -> Run:
        entries = tuple(self.trees[branch][first:size])
        return replace(Run(self.note(size, branch), branch, first, entries), **changed)

    def up(self, *runs: Run, heard: bytes | None = None, unsent_count: int = 0) -> Up:
        return Up(runs or (self.run(),), heard, RELEASE, SENT_AT_MS, unsent_count)

    # -- down --------------------------------------------------------------------------------------------------------

    def proven(self, n: int, size: int | None = None) -> Proven:
        size = size or len(self.entries)
        return Proven(n, self.entries[n], tuple(inclusion_path(n, size, self.node())))

    def receipt(self, note: bytes, backed_up_size: int = 0, **how: Any) -> Receipt:
        name, by = how.get("name", f"doorstep/{self.journal}"), how.get("by", self.key)
        return Receipt(cosign(note, name, by, AT_MS // 1000), backed_up_size)

    def grown(self, old_size: int, size: int | None = None) -> tuple[int, tuple[bytes, ...]]:
        return old_size, tuple(consistency_path(old_size, size or len(self.entries), self.node()))

    def down(self, *carried: Proven, **changed: Any) -> Down:
        contents = Down(self.note(), 0, (), (), carried, RELEASE, SENT_AT_MS, -1_000_000_000_000)
        return replace(contents, **changed)

    # -- both --------------------------------------------------------------------------------------------------------

    def sealed(self, contents: Up | Down, to: Store, number: int, **changed: Any) -> bytes:
        """Return the file of a bundle; `changed` are fields of its header."""
        key = changed.pop("by", self.key)
        header = BundleHeader(
            direction=Direction.UP if isinstance(contents, Up) else Direction.DOWN,
            is_practice=True,
            from_device=self.device,
            to_device=DeviceId(to.sidecar.store),
            number=number,
            to_epoch=to.sidecar.epoch,
            from_epoch=self.epoch,
            sealing_key=self.sealing,
        )
        return seal_bundle(replace(header, **changed), contents, bytes.fromhex(to.sidecar.device.sealing), key)

    def bundle(self, contents: Up | Down, to: Store, number: int) -> Bundle:
        """Return a bundle that was sealed and opened."""
        raw = self.sealed(contents, to, number)
        return open_bundle(raw, to.keys.device.seeds.sealing_key(), self.key.public_key())

    def name(self, to: Store, number: int) -> str:
        return file_name(DeviceId(to.sidecar.store), self.device, number)


def everything(store: Store) -> dict[str, list[str]]:
    """Return what stands in every table of a store."""
    return {name: _rows(store, name) for name in sorted(SQLModel.metadata.tables)}


def projected(store: Store, *but: str) -> dict[str, list[str]]:
    """Return what stands in the tables that follow from the journal, but for some."""
    names = [str(name) for name, model in MODELS.items() if issubclass(model, tables.Projected)]
    return {name: _rows(store, name) for name in sorted(set(names) - set(but))}


def kinds_since(store: Store, size: int) -> list[str]:
    """Return the kinds of a store's own acts from an index on."""
    return [unpack(each.header).kind for each in store.journal.entries(size, store.journal.size)]


def told_since(store: Store, size: int) -> Sequence[Act]:
    """Return a store's own acts from an index on."""
    return [
        acts.parse(unpack(each.header).kind, unpack(each.header).kind_version, each.body or b"")
        for each in store.journal.entries(size, store.journal.size)
    ]


def _rows(store: Store, table: str) -> list[str]:
    return sorted(map(repr, store.rows(f'SELECT * FROM "{table}"')))


def replay_changes_nothing(store: Store) -> None:
    """Make sure that the tables are what follows from the journals, and nothing else."""
    before = projected(store)
    store.replay()
    assert projected(store) == before
