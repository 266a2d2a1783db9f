"""A base and five laptops with a mailbox between them, and whatever can go wrong with any of it.

Owns doing things to them and remembering what was acknowledged. Refuses to own which things, and when (test_machine),
and what must hold then (verdicts). The stores, the bundles and the folder are real; a crash leaves a store as it lies
on the disk.
"""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Final
from unittest.mock import patch

from store.errors import KeysOrderedError, StoreBehindError, StoreFrozenError
from store.exchange import lifting, orders, succession
from store.exchange.mailboxes import name_mailbox, open_known
from store.exchange.peers import peer
from store.exchange.sync import Outcome, sync
from store.ids import FamilyId, JournalId, PersonId
from store.keeping import acts, epochs
from store.keeping.acts.act import Act
from store.keeping.acts.terms.consents import ConsentDecision
from store.keeping.acts.terms.devices import BackupUse
from store.keeping.acts.terms.families import DetailField, DetailSource, FamilyLockCause, RecallCause
from store.keeping.acts.terms.store import EpochCause, Verdict
from store.keeping.exchange_words import GIVEN, GONE, HELD
from store.keeping.journal import Journal
from store.keeping.store import Store
from store.keeping.taking import N_BITS
from tests.benchmarks.bundles import consents
from tests.exchange.fleet import BASE, LAPTOPS, Device, Image, fleet, quick_folder
from tests.exchange.going_off import Crash, Fuse, steps_burn
from tests.exchange.knowing import Knowledge
from tests.made import SECOND_PASSPHRASE, MachineTime, opened, passphrase, stopped

ROUNDS: Final = 20
"""More than it takes until nobody has anything to tell."""


class World:
    """Six folders, open or not, and a mailbox.

    Attributes:
        devices: By name, base among them.
        knowledge: Who can have known what.
        lost: What base held and lost, because a copy of it was put back.
        gone: What of it no device held any more, so that nobody can bring it back.
        happened: How often what is rare came about.
    """

    def __init__(self) -> None:
        made = fleet()
        self.folder = quick_folder("doorstep-world-")
        shutil.copytree(made.folder, self.folder, dirs_exist_ok=True)
        self.mail = self.folder / "mail"
        self.aside = self.folder / "aside"
        self.mail.mkdir()
        self.aside.mkdir()
        self.families = made.families
        self.devices = {name: Device(name, made.devices.get(name)) for name in (BASE, *LAPTOPS)}
        self.knowledge = Knowledge()
        self.lost: set[str] = set()
        self.gone: set[str] = set()
        self.happened: Counter[str] = Counter()
        self.fuse = Fuse()
        self.time = MachineTime()
        self._journals = made.journals
        self._first_told: dict[str, tuple[str, int]] = {}
        self._number = 0
        self._open: dict[str, Store] = {}
        self._seen_mail: dict[str, bytes] = {}
        self._until_closed = ExitStack()
        self._until_closed.enter_context(patch("store.clock.datetime", stopped(self.time)))
        self._until_closed.enter_context(steps_burn(self.fuse, self._kept))
        for name in self.devices:
            name_mailbox(self.open(name), str(self.mail))[0].close()

    def close(self) -> None:
        for name in list(self._open):
            self.lock(name)
        self._until_closed.close()
        shutil.rmtree(self.folder)

    # -- a device ----------------------------------------------------------------------------------------------------

    def open(self, name: str) -> Store:
        if name not in self._open:
            self._open[name] = opened(self.folder / name, is_clock_right=True)
        return self._open[name]

    def works(self, name: str) -> bool:
        """Say whether a device takes acts."""
        return self.open(name).frozen is None

    def lock(self, name: str) -> None:
        store = self._open.pop(name, None)
        if store is not None:
            store.close()

    @contextmanager
    def crashing(self, name: str, after: int | None) -> Iterator[None]:
        """Let a device go off after so many steps; None for never."""
        self.fuse.left = after
        try:
            yield
        except Crash:
            self.happened["gone off"] += 1
            self._crash(name)
        finally:
            self.fuse.left = None

    def _crash(self, name: str) -> None:
        """Drop a store as it is: nothing is settled, told or wiped in order."""
        store = self._open.pop(name, None)
        if store is None:
            return  # it went off while it was being opened
        copy = self.folder / f"{name} crashed"
        shutil.copytree(self.folder / name, copy)  # as it lies on the disk now, before anything is closed
        with suppress(Exception):
            store.close()
        shutil.rmtree(self.folder / name)
        copy.rename(self.folder / name)

    # -- what people do ----------------------------------------------------------------------------------------------

    def correct(self, name: str, family: FamilyId) -> None:
        """Give a family's directions another text, on a laptop or at base."""
        correction = self._new_id()
        act = acts.DetailsCorrected(
            correction=correction,
            undoes=None,
            family=family,
            person=None,
            field=DetailField.DIRECTIONS,
            entry=None,
            old=None,
            new=f"the {self._number}th gate",
            source=DetailSource.COUNCIL,
            known_on="2015-11-02",
            is_odd=False,
        )
        self._write(name, correction, family, act)

    def answer(self, name: str, family: FamilyId, which: int, decision: ConsentDecision) -> None:
        """Record what the person of a family says to one of two questions, on a laptop or at base."""
        record = self._new_id()
        told: dict[str, object] = {"record": record, "person": PersonId(family[::-1]), "decision": decision}
        self._write(name, record, family, consents(family)[which].model_copy(update=told))

    def _new_id(self) -> str:
        self._number += 1
        return f"{self._number:032x}"

    def _write(self, name: str, event: str, family: FamilyId, act: Act) -> None:
        store = self.open(name)
        n = store.record(act)[-1]
        self.knowledge.write(name, event, family, (store.journal.journal, store.journal.branch), n)
        self._first_told[event] = store.journal.journal, n
        self.devices[name].acknowledged.add(event)

    def family_at(self, name: str, place: int) -> FamilyId | None:
        """Return a family that something can be recorded about on a device; None where there is none now."""
        there = self.families if name == BASE else self.held(name)
        return there[place % len(there)] if there and self.works(name) else None

    def held(self, name: str) -> list[FamilyId]:
        """Return the families a laptop holds."""
        return [FamilyId(each) for (each,) in self.open(name).rows("SELECT family FROM allocation ORDER BY family")]

    def sync(self, name: str) -> Outcome | None:
        """Sync; None where the store is frozen, or finds that it has to be."""
        store = self.open(name)
        if store.frozen is not None:
            return None
        mailbox, known = open_known(store)
        with mailbox:
            try:
                outcome = sync(store, mailbox, known)
            except (StoreBehindError, StoreFrozenError):
                self.happened["found behind"] += 1
                return None
            finally:
                self._look()
        self.happened["forks"] += outcome.forked_count
        self.happened["conflicts"] += outcome.conflicts_count
        self.happened["refused bundles"] += len(outcome.refused)
        return outcome

    def possible(self, kind: str, name: str) -> list[FamilyId]:
        """Return the families about which base may ask something of a laptop: free ones, or those there."""
        base = self.open(BASE)
        if kind == "allocate":
            return [
                each
                for each in self.families
                if not base.rows("SELECT 1 FROM allocation WHERE family = ? AND state <> ?", (each, GONE))
            ]
        there = base.rows(
            "SELECT family FROM allocation WHERE device = ? AND state IN (?, ?)",
            (self.devices[name].device, GIVEN, HELD),
        )
        return [each for each in self.families if (each,) in there]

    def order(self, kind: str, name: str, families: list[FamilyId]) -> None:
        """Have base ask something of a laptop about those of some families that it may ask that of."""
        if not self.works(BASE):
            return
        base, known = self.open(BASE), self.devices[name]
        assert known.device is not None
        laptop = peer(base, known.device)
        possible = self.possible(kind, name)
        chosen = [each for each in families if each in possible]
        if not chosen and kind != "renew":
            return
        match kind:
            case "allocate":
                orders.allocate(base, laptop, chosen)
            case "recall":
                orders.recall(base, laptop, chosen, RecallCause.REALLOCATED)
            case "lock":
                orders.lock(base, laptop, chosen, FamilyLockCause.CONTACT_WISH)
                known.condemned |= set(chosen)
            case "destroy":
                orders.destroy(base, laptop, chosen)
                known.condemned |= set(chosen)
            case "renew":
                with suppress(KeysOrderedError):
                    orders.renew_keys(base, laptop)
            case _:
                raise AssertionError(kind)

    def back_up(self) -> None:
        """Have base's journal lie in a backup that was verified, as far as it goes; it is what may be put back."""
        if not self.works(BASE):
            return
        base = self.open(BASE)
        size = base.journal.size
        self._image(BASE)
        base.record(
            acts.BackupRestored(
                backup="b" * 32,
                use=BackupUse.VERIFICATION,
                verdict=Verdict.HOLDS,
                journal_size=size,
                finding=None,
            )
        )

    def new_epoch(self, name: str) -> None:
        if self.works(name):
            epochs.change(self.open(name), EpochCause.ROUTINE)

    # -- what goes wrong ---------------------------------------------------------------------------------------------

    def image(self, name: str) -> None:
        """Copy a laptop's folder."""
        self.lock(name)
        self._image(name)

    def _image(self, name: str) -> None:
        device = self.devices[name]
        copy = self.folder / f"{name} image {len(device.images)}"
        shutil.copytree(self.folder / name, copy)
        held = frozenset(self.at_base()) if name == BASE else frozenset()
        device.images.append(Image(copy, frozenset(device.acknowledged), self.knowledge.of(name), held))

    def restore(self, name: str) -> None:
        """Put a laptop's last image back: what was acknowledged since and never reached base is gone with the disk."""
        laptop = self.devices[name]
        if not laptop.images:
            return
        image = laptop.images[-1]
        self._put_back(name, image)
        laptop.acknowledged = set(image.acknowledged) | (laptop.acknowledged & set(self.at_base()))

    def restore_base(self, *, is_seen: bool = True) -> None:
        """Put base's last backup back on another machine: it is seen at once that nothing beside it knows it.

        Where its memory of itself comes along, nobody sees it before a laptop's bundle tells.

        What base acknowledged since and no laptop holds is gone. It happens once in a world: a laptop that missed a
        whole journal of base's does not follow to the next one.
        """
        base = self.devices[BASE]
        if not base.images or self.happened["base put back"]:
            return
        image = base.images[-1]
        lost = set(self.at_base()) - image.held
        self._put_back(BASE, image)
        for path in (self.folder / BASE).glob("anchor-*") if is_seen else ():
            path.unlink()
        self.happened["base put back unseen"] += not is_seen
        self.happened["base put back"] += 1
        base.acknowledged = set(image.acknowledged)
        self.lost |= lost
        for name in (BASE, *LAPTOPS):
            self.gone |= {each for each in lost if self.knowledge.written[each].by == name} - set(self.at(name))

    def _put_back(self, name: str, image: Image) -> None:
        self.lock(name)
        shutil.rmtree(self.folder / name)
        shutil.copytree(image.folder, self.folder / name)
        self.knowledge.put_back(name, image.known)

    def succeed(self) -> None:
        """Let a frozen base go on under a new journal, by two people."""
        if not self.works(BASE):
            succession.succeed(self.open(BASE), passphrase(SECOND_PASSPHRASE))
            self.happened["successions"] += 1
            self.lock(BASE)  # what was noted while it was frozen comes in when somebody signs in

    def lift(self, name: str) -> None:
        """Let a frozen laptop go on: it asks, a supervisor answers, it opens a new branch."""
        if self.works(name) or not self.works(BASE):
            return
        store = self.open(name)
        request = lifting.request(store, self.folder)
        answer = lifting.answer(self.open(BASE), request.read_bytes(), "Copied back.", self.folder)
        lifting.apply(store, answer.read_bytes())
        self.happened["branches opened"] += 1
        self.lock(name)

    def mail_here(self) -> list[str]:
        """Return the bundles in the mailbox in an order that is the same each time the fleet is made anew."""
        return sorted((path.name for path in self.mail.glob("*.bundle")), key=self._by_names)

    def _by_names(self, bundle: str) -> tuple[str, ...]:
        to, sender, *rest = bundle.split(".")
        called = {str(device.device): device.name for device in self.devices.values()}
        return called.get(to, BASE), called.get(sender, BASE), *rest

    def lose(self, name: str) -> None:
        (self.mail / name).unlink(missing_ok=True)

    def hold_back(self, name: str) -> None:
        shutil.move(self.mail / name, self.aside / name)

    def bring_back(self) -> None:
        for path in self.aside.iterdir():
            shutil.move(path, self.mail / path.name)

    def double(self, place: int) -> None:
        """Put a bundle back that lay here once, taken in or not."""
        if self._seen_mail:
            name = sorted(self._seen_mail, key=self._by_names)[place % len(self._seen_mail)]
            (self.mail / name).write_bytes(self._seen_mail[name])

    def spoil(self, name: str, place: int) -> None:
        path = self.mail / name
        content = bytearray(path.read_bytes())
        content[place % len(content)] ^= 1 << place % 8
        path.write_bytes(content)

    # -- what has come of it -----------------------------------------------------------------------------------------

    def at_base(self) -> list[str]:
        """Return the ids base holds, each as often as it holds it."""
        return self.at(BASE)

    def at(self, name: str) -> list[str]:
        """Return the ids of everything a device holds that anybody acknowledged, each as often as it holds it."""
        found = []
        for kind in (acts.DetailsCorrected.kind, acts.ConsentRecorded.kind):
            rows = self.open(name).rows(
                "SELECT body, journal, entry.id & ? FROM entry JOIN stem ON stem.id = entry.id >> 40"
                " WHERE substr(header, -?) = ? AND body IS NOT NULL",
                ((1 << N_BITS) - 1, len(kind), kind.encode()),
            )
            told = ((id_of(acts.parse(kind, 1, body)), journal, n) for body, journal, n in rows)
            found += [each for each, journal, n in told if each is not None and not self.is_told_on(each, journal, n)]
        return found

    def is_told_on(self, event: str, journal: str, n: int) -> bool:
        """Say whether an entry of base's tells on, or again, what was written before: the same event."""
        return self._journals.get(JournalId(journal), BASE) == BASE and self._first_told[event] != (journal, n)

    def heal(self) -> None:
        """Let everything be delivered: whoever is frozen goes on, and all sync until nobody has anything to tell."""
        self.fuse.left = None
        self.bring_back()
        restless: dict[str, Outcome | None] = {}
        for _ in range(ROUNDS):
            outcomes = {name: self.sync(name) for name in (*LAPTOPS, BASE)}
            restless = {name: told for name, told in outcomes.items() if _is_restless(name, told)}
            if not restless:
                return
            self.succeed()
            for name in LAPTOPS:
                self.lift(name)
            if any(told is not None and told.waiting_orders_count for told in outcomes.values()):
                self.back_up()
        raise AssertionError(f"they never come to rest: {restless}")

    def _kept(self, journal: Journal, told: dict[int, Act]) -> None:
        self.knowledge.kept(self._journals.get(journal.journal, BASE), (journal.journal, journal.branch), told)

    def _look(self) -> None:
        for path in self.mail.glob("*.bundle"):
            self._seen_mail.setdefault(path.name, path.read_bytes())


def id_of(act: Act) -> str | None:
    """Return the id by which this test knows an act; None for any that it did not write."""
    match act:
        case acts.DetailsCorrected():
            return act.correction
        case acts.ConsentRecorded():
            return act.record
        case _:
            return None


def _is_restless(name: str, told: Outcome | None) -> bool:
    """Say whether a sync was one that others, or the next one, may follow from."""
    if told is None or told.refused:
        return True
    if name == BASE:
        return bool(told.sent_count)
    return bool(told.new_count or told.unsent_count or told.waiting_orders_count)
