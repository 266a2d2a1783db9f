"""A base and a laptop with a folder between them: who does what, and what either of them holds.

Owns the steps that tests of orders, branches and successions are told in. Refuses to own what comes of them. Each step
opens a store and locks it again. Every name is made up.
"""

import os
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from unittest.mock import patch

from store.exchange import lifting, orders
from store.exchange.mailboxes import name_mailbox
from store.exchange.peers import Peer, peer
from store.exchange.sync import Outcome, sync
from store.ids import DeviceId, FamilyId, new_id
from store.keeping import acts
from store.keeping.acts.act import Act
from store.keeping.acts.terms.devices import BackupUse
from store.keeping.acts.terms.families import DetailField, DetailSource
from store.keeping.acts.terms.store import Verdict
from store.keeping.header import unpack
from store.keeping.inspection import inspect
from store.keeping.store import Store
from tests.exchange.enrolled import FORGOTTEN, Pair, add_laptop, enrolled
from tests.exchange.forging import replay_changes_nothing
from tests.keeping.child import DONE, KILLED, in_child
from tests.made import PASSPHRASE, families, opened

DELIVERED = families(6)
FAMILIES = [each.family for each in DELIVERED]


@dataclass
class Laptop:
    """One laptop's folder, and what opens it."""

    folder: Path
    device: DeviceId
    text: str = FORGOTTEN

    def open(self) -> Store:
        return opened(self.folder, self.text, is_clock_right=True)

    def image(self, name: str = "image") -> Path:
        """Copy its folder, as somebody who clones a disk does."""
        copy = self.folder.with_name(f"{self.folder.name} {name}")
        shutil.copytree(self.folder, copy)
        return copy

    def put_back(self, copy: Path) -> None:
        shutil.rmtree(self.folder)
        shutil.copytree(copy, self.folder)

    def correct(self, family: FamilyId, new: str) -> None:
        """Set one detail of a family, as somebody at its door does."""
        with self.open() as store:
            store.record(correction(family, new))

    def held(self) -> set[str]:
        """Return the families it has."""
        with self.open() as store:
            return {family for (family,) in store.rows("SELECT family FROM allocation")}

    def bodies(self, family: FamilyId) -> list[str]:
        """Return the kinds of what it still holds about a family, oldest first."""
        with self.open() as store:
            return about(store, family)


class Exchange:
    """The base, the laptop and the mailbox of one test."""

    def __init__(self, folder: Path) -> None:
        pair = enrolled(folder)
        self.folder, self.base, self.mail = folder, pair.base, folder / "mail"
        self.mail.mkdir()
        self.laptop = Laptop(pair.laptop, pair.device)
        self.laptops = [self.laptop]
        with self.at_base() as base:
            base.record(*DELIVERED)

    def another(self, name: str) -> Laptop:
        """Enrol one more laptop."""
        pair: Pair = add_laptop(self.base, self.folder, name)
        self.laptops.append(Laptop(pair.laptop, pair.device))
        return self.laptops[-1]

    def at_base(self, text: str = PASSPHRASE) -> Store:
        return opened(self.base, text, is_clock_right=True)

    def sync_base(self) -> Outcome:
        with self.at_base() as base:
            return synced(base, self.mail)

    def sync_laptop(self, laptop: Laptop | None = None) -> Outcome:
        with (laptop or self.laptop).open() as store:
            return synced(store, self.mail)

    def sync(self, rounds: int = 2) -> None:
        """Let all of them sync, so often that what base orders is done and heard of."""
        for _ in range(rounds):
            self.sync_base()
            for laptop in self.laptops:
                self.sync_laptop(laptop)
        self.sync_base()

    def order(self, issue: Callable[[Store, Peer], str], laptop: Laptop | None = None) -> str:
        """Have base issue an order to a laptop."""
        with self.at_base() as base:
            return issue(base, peer(base, (laptop or self.laptop).device))

    def give(self, chosen: Sequence[FamilyId], laptop: Laptop | None = None) -> str:
        return self.order(lambda base, to: orders.allocate(base, to, chosen), laptop)

    def back_up(self) -> None:
        """Have base's journal lie in a verified backup, as far as it goes."""
        with self.at_base() as base:
            base.record(backed_up(base))

    def state_of(self, order: str) -> str:
        """Return where base thinks an order stands."""
        with self.at_base() as base:
            ((state,),) = base.rows("SELECT state FROM fieldorder WHERE order_id = ?", (order,))
            return str(state)

    def holdings(self, laptop: Laptop | None = None) -> dict[str, str]:
        """Return where base thinks each family stands that it gave to a laptop."""
        device = (laptop or self.laptop).device
        with self.at_base() as base:
            return dict(base.rows("SELECT family, state FROM allocation WHERE device = ?", (device,)))

    def ask(self, laptop: Laptop | None = None) -> bytes:
        """Have a frozen laptop write its request; its bytes."""
        with (laptop or self.laptop).open() as store:
            return lifting.request(store, self.folder).read_bytes()

    def answer(self, raw: bytes) -> bytes:
        """Have a supervisor answer a request; the answer's bytes."""
        with self.at_base() as base:
            return lifting.answer(base, raw, "Copied back by mistake.", self.folder).read_bytes()

    def lift(self, laptop: Laptop | None = None) -> None:
        """Let a frozen laptop go on."""
        answered = self.answer(self.ask(laptop))
        with (laptop or self.laptop).open() as store:
            lifting.apply(store, answered)

    def hold_all(self) -> None:
        """Make sure that all of them hold, signatures too, and that base's holdings are what the laptops hold."""
        thought: dict[str, set[str]] = {laptop.device: set() for laptop in self.laptops}
        with self.at_base() as base:
            hold(base)
            for family, device, state in base.rows("SELECT family, device, state FROM allocation"):
                if state in ("given", "held"):
                    thought[device].add(family)
        for laptop in self.laptops:
            with laptop.open() as store:
                hold(store)
            assert laptop.held() == thought[laptop.device]


def hold(store: Store) -> None:
    """Make sure that a store proves itself, and that its tables follow from its journal."""
    inspect(store, signatures=True)
    replay_changes_nothing(store)


def backed_up(base: Store) -> acts.BackupRestored:
    """Return what tells that base's journal lies in a verified backup, as far as it goes."""
    return acts.BackupRestored(
        backup=new_id(),
        use=BackupUse.VERIFICATION,
        verdict=Verdict.HOLDS,
        journal_size=base.journal.size,
        finding=None,
    )


def synced(store: Store, mail: Path) -> Outcome:
    mailbox, known = name_mailbox(store, str(mail))
    with mailbox:
        return sync(store, mailbox, known)


def correction(family: FamilyId, new: str | None, old: str | None = None) -> acts.DetailsCorrected:
    return acts.DetailsCorrected(
        correction=new_id(),
        undoes=None,
        family=family,
        person=None,
        field=DetailField.DIRECTIONS,
        entry=None,
        old=old,
        new=new,
        source=DetailSource.COUNCIL,
        known_on="2015-11-02",
        is_odd=False,
    )


def about(store: Store, family: FamilyId) -> list[str]:
    """Return the kinds of what a store holds about a family, oldest first."""
    rows = store.rows(
        "SELECT header FROM familyentry JOIN entry ON entry.id = familyentry.entry"
        " WHERE family = ? AND body IS NOT NULL ORDER BY entry",
        (family,),
    )
    return [unpack(header).kind for (header,) in rows]


def told(store: Store, kind: type[Act]) -> list[Act]:
    """Return every act of one kind in the branch a store writes."""
    found = []
    for entry in store.journal.entries(0, store.journal.size):
        read = unpack(entry.header)
        if read.kind == kind.kind and entry.body is not None:
            found.append(acts.parse(read.kind, read.kind_version, entry.body))
    return found


def everything_in(store: Store) -> str:
    """Return every value of every table, as text, for whoever looks for what must not be there."""
    store.settle()
    names = [name for (name,) in store.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    rows = [row for name in names for row in store.rows(f'SELECT * FROM "{name}"')]  # names of the file
    return "\n".join(
        value.decode("latin-1") if isinstance(value, bytes) else str(value) for row in rows for value in row
    )


def killed_at_each_step(deed: Callable[[], object], *steps: tuple[object, str]) -> Iterator[int]:
    """Do something in a child that is killed just before, then just after, each call of some functions.

    Args:
        deed: Told from the start each time; whoever iterates puts the folders back in between.
        steps: Owner and name of each function.

    Yields:
        The number of the step it was killed at, until it comes to its end.
    """
    for step in count(1):
        ended = in_child(lambda: _stepping(deed, steps, step))  # noqa: B023  # called before the next one is bound
        if ended != KILLED:
            assert ended == DONE, ended
            assert step > 2 * len(steps), "a function that was named is never called"
            return
        yield step


def _stepping(deed: Callable[[], object], steps: Sequence[tuple[object, str]], at: int) -> None:
    seen = 0

    def burn() -> None:
        nonlocal seen
        seen += 1
        if seen == at:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(original: Callable[..., object]) -> Callable[..., object]:
        def stepping(*given: object, **named: object) -> object:
            burn()
            done = original(*given, **named)
            burn()
            return done

        return stepping

    with ExitStack() as patches:
        for owner, name in steps:
            patches.enter_context(patch.object(owner, name, around(getattr(owner, name))))
        deed()
