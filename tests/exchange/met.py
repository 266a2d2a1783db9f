"""A base and a laptop, both open, that told each other of themselves once, and the forger of either.

Owns how tests of taking in begin, and how a refusal is looked at: nothing was kept, and a sync tells of it once.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from store import errors
from store.exchange import orders
from store.exchange.bundle_contents import Down, Up
from store.exchange.mailbox import Mailbox
from store.exchange.mailboxes import KnownMailbox, name_mailbox
from store.exchange.peers import Peer, base_of, peer, peers
from store.exchange.sync import Outcome, sync
from store.exchange.taking_down import Heard, take_down
from store.exchange.taking_up import Taken, take_up
from store.ids import DeviceId
from store.keeping import acts
from store.keeping.exchange_words import PUT_BACK
from store.keeping.store import Store
from tests.exchange.enrolled import FORGOTTEN, enrolled
from tests.exchange.forging import Author, everything, kinds_since, projected
from tests.made import families, opened

MAILBOX = "ab" * 16
BUNDLE_BYTES = 4_096
DELIVERED = families(3)


@dataclass
class Met:
    """Two open stores and the folder between them.

    Attributes:
        mail: The folder that is the mailbox of both.
    """

    base: Store
    laptop: Store
    mail: Path
    device: DeviceId

    def at_base(self) -> Peer:
        return peer(self.base, self.device)

    def at_laptop(self) -> Peer:
        return base_of(self.laptop)

    def sync(self, store: Store) -> Outcome:
        mailbox, known = self.open_mail(store)
        with mailbox:
            return sync(store, mailbox, known)

    def open_mail(self, store: Store) -> tuple[Mailbox, KnownMailbox]:
        return name_mailbox(store, str(self.mail))

    def settle(self) -> None:
        """Let both tell each other whatever there is, until they are quiet."""
        for _ in range(6):
            done = [self.sync(self.laptop), self.sync(self.base)]
            if not done[1].sent_count and not done[1].new_count:
                return

    def take_up(self, contents: Up, by: Author, number: int = 1_000) -> Taken:
        return take_up(self.base, by.bundle(contents, self.base, number), self.at_base(), MAILBOX, BUNDLE_BYTES)

    def take_down(self, contents: Down, by: Author, number: int = 1_000) -> Heard:
        return take_down(self.laptop, by.bundle(contents, self.laptop, number), self.at_laptop(), MAILBOX, BUNDLE_BYTES)

    def put(self, contents: Up | Down, by: Author, to: Store, number: int = 1_000) -> str:
        name = by.name(to, number)
        (self.mail / name).write_bytes(by.sealed(contents, to, number))
        return name


@contextmanager
def meeting(folder: Path, laptop_has: int = 1) -> Iterator[Met]:
    """Give a pair that synced: base delivered some families, and the laptop holds the first of them."""
    pair = enrolled(folder)
    mail = folder / "mail"
    mail.mkdir()
    with ExitStack() as open_stores:
        base = open_stores.enter_context(opened(pair.base))
        laptop = open_stores.enter_context(opened(pair.laptop, FORGOTTEN))
        met = Met(base, laptop, mail, pair.device)
        base.record(*DELIVERED)
        orders.allocate(base, met.at_base(), [each.family for each in DELIVERED[:laptop_has]])
        met.settle()
        yield met


def is_refused_up(met: Met, by: Author, contents: Up, refusal: type[errors.StoreError]) -> None:
    """Make sure that base refuses contents: nothing of them is kept, and a sync tells of it and goes on."""
    before = everything(met.base)
    with pytest.raises(errors.StoreError) as told:
        met.take_up(contents, by)
    assert type(told.value) is refusal
    assert everything(met.base) == before
    _is_refused(met, met.base, met.put(contents, by, met.base), refusal)


def is_refused_down(
    met: Met, by: Author, contents: Down, refusal: type[errors.StoreError], number: int = 1_000
) -> None:
    """Make sure that the laptop refuses contents, as `is_refused_up`."""
    before = everything(met.laptop)
    with pytest.raises(errors.StoreError) as told:
        met.take_down(contents, by, number)
    assert type(told.value) is refusal
    assert everything(met.laptop) == before
    _is_refused(met, met.laptop, met.put(contents, by, met.laptop, number), refusal)


def is_base_put_back(met: Met, by: Author, contents: Down, number: int = 1_000) -> None:
    """Make sure that the laptop refuses contents as those of an older copy of base: it keeps the evidence, once."""
    size = met.laptop.journal.size
    with pytest.raises(errors.BaseBehindError):
        met.take_down(contents, by, number)
    assert set(kinds_since(met.laptop, size)) <= EVIDENCE
    assert met.laptop.fact(f"{PUT_BACK}{met.at_laptop().journal}") is not None
    is_refused_down(met, by, contents, errors.BaseBehindError, number)


EVIDENCE = {
    acts.IncidentRaised.kind,
    acts.ClockStarted.kind,
    acts.CheckpointExchanged.kind,
    acts.RollbackFound.kind,
}


def _is_refused(met: Met, store: Store, name: str, refusal: type[errors.StoreError]) -> None:
    size, before = store.journal.size, but_for_sending(store)
    done = met.sync(store)
    assert [(each.name, type(each.why)) for each in done.refused] == [(name, refusal)]
    is_kept = refusal is errors.BundleTooNewError
    assert (met.mail / name).exists() is is_kept
    assert kinds_since(store, size).count("bundle_rejected") == (not is_kept)
    assert set(kinds_since(store, size)) <= {"bundle_rejected", "bundle_sent"}
    assert but_for_sending(store) == before


def but_for_sending(store: Store) -> object:
    """Return the projected tables, but for what sending changes: a sync that refuses something still sends."""
    return projected(store, "sentbundle", "peer", "sealedbundle"), [
        replace(each, number_out=0) for each in peers(store)
    ]
