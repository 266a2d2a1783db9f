"""A base and its laptop with a sync before each of them, to be disturbed; and what must hold once both came to rest.

Owns making them, putting them back, letting them sync, and looking. Refuses to own the faults.
"""

import shutil
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from store.errors import StoreError
from store.exchange import orders
from store.exchange.mailbox import open_mailbox
from store.exchange.mailboxes import known_mailbox, name_mailbox, open_known
from store.exchange.peers import peer
from store.exchange.sync import Outcome, sync
from store.ids import DeviceId, FamilyId, new_id
from store.keeping import acts
from store.keeping.acts.terms.families import DetailField, DetailSource
from store.keeping.inspection import inspect
from store.keeping.store import Store
from tests.exchange.enrolled import FORGOTTEN, enrolled
from tests.exchange.verdicts import replay_changes_nothing
from tests.faults.damage import files_of
from tests.made import PASSPHRASE, families, opened

ROUNDS = 6


class Side(StrEnum):
    """Whose sync is disturbed; its folder is called so."""

    BASE = "base"
    LAPTOP = "laptop"

    @property
    def passphrase(self) -> str:
        """By which somebody signs in there."""
        return PASSPHRASE if self is Side.BASE else FORGOTTEN


@dataclass
class Scene:
    """Two stores and a mailbox, as they lie there now, and as they were prepared.

    Attributes:
        folder: Of both stores.
        mail: The mailbox's folder on this machine's own disk.
        device: The laptop's.
        destroyed: The family whose destruction was ordered.
        acknowledged: Ids of everything that a store said it kept.
        prepared: For each side, the files under `folder` and in `mail` just before its sync.
    """

    folder: Path
    mail: Path
    device: DeviceId
    destroyed: FamilyId
    acknowledged: set[str] = field(default_factory=set)
    prepared: dict[Side, tuple[dict[Side, dict[str, bytes]], dict[str, bytes]]] = field(
        default_factory=dict, repr=False
    )

    def open(self, side: Side) -> Store:
        return opened(self.folder / side, side.passphrase)

    def sync(self, side: Side) -> Outcome:
        """Come in and sync once, as the command does."""
        with self.open(side) as store:
            mailbox, known = open_known(store)
            with mailbox:
                return sync(store, mailbox, known)

    def _sync_there(self, store: Store) -> Outcome:
        """Sync as if the mailbox were a folder of this machine: it is quicker than to reach it through a server."""
        with open_mailbox(str(self.mail)) as mailbox:
            return sync(store, mailbox, known_mailbox(store))

    def put_back(self, side: Side) -> None:
        """Have everything lie there as it was prepared for the sync of one side."""
        stores, mail = self.prepared[side]
        for each, files in stores.items():
            shutil.rmtree(self.folder / each, ignore_errors=True)
            _write(self.folder / each, files)
        self.mail.mkdir(exist_ok=True)
        for path in self.mail.iterdir():
            if path.is_file():
                path.unlink()
        _write(self.mail, mail)

    def rest(self) -> list[str]:
        """Let both sync until neither has anything to tell, and return what is wrong then."""
        wrong: list[str] = []
        try:
            for side in Side:
                wrong += self._look_at_once(side)
            if self._come_to_rest(wrong):
                return wrong + self._look_at_rest()
        except StoreError as refusal:
            return [*wrong, f"{type(refusal).__name__}: {refusal}"]
        return [*wrong, "they never come to rest"]

    def _come_to_rest(self, wrong: list[str]) -> bool:
        """Let both sync, in one sitting each; say whether they came to rest."""
        with self.open(Side.LAPTOP) as laptop, self.open(Side.BASE) as base:
            for _ in range(ROUNDS):
                told_laptop, told_base = self._sync_there(laptop), self._sync_there(base)
                if told_base.forked_count:
                    wrong.append("the laptop was taken for two")
                if not _are_restless(told_laptop, told_base):
                    return True
        return False

    def _look_at_once(self, side: Side) -> list[str]:
        """Return what is wrong with one store just after the fault."""
        with self.open(side) as store:
            if store.frozen is not None:
                return [f"{side} opened frozen: {store.frozen}"]
            inspect(store, signatures=True)
            return [f"{side} holds {each} twice" for each, count in Counter(kept_in(store)).items() if count > 1]

    def _look_at_rest(self) -> list[str]:
        wrong: list[str] = []
        with self.open(Side.BASE) as base, self.open(Side.LAPTOP) as laptop:
            if Counter(kept_in(base)) != Counter(self.acknowledged):
                wrong.append("base does not hold what was acknowledged, each once")
            held = {family for (family,) in laptop.rows("SELECT family FROM allocation")}
            thought = base.rows("SELECT family FROM allocation WHERE state <> 'gone'")
            if held != {family for (family,) in thought} or self.destroyed in held:
                wrong.append("base's holdings are not what the laptop holds")
            if laptop.rows("SELECT 1 FROM familyentry WHERE family = ?", (self.destroyed,)):
                wrong.append("what was to be destroyed is still there")
            if base.rows("SELECT 1 FROM fieldorder WHERE state <> 'done'"):
                wrong.append("an order was not done")
            if peer(base, self.device).epoch != laptop.sidecar.epoch or laptop.sidecar.epoch != 2:
                wrong.append("the laptop's key was not renewed once, or base does not know it")
            for store in (base, laptop):
                inspect(store, signatures=True)
                replay_changes_nothing(store)
        return wrong


def kept_in(store: Store) -> list[str]:
    """Return the ids of the corrections a store holds, each as often as it holds it."""
    kind = acts.DetailsCorrected.kind
    rows = store.rows(
        "SELECT body FROM entry WHERE substr(header, -?) = ? AND body IS NOT NULL", (len(kind), kind.encode("ascii"))
    )
    parsed = [acts.parse(kind, acts.DetailsCorrected.version, body) for (body,) in rows]
    return [act.correction for act in parsed if isinstance(act, acts.DetailsCorrected)]


def scene(folder: Path, mail: Path, address: str) -> Scene:
    """Make a pair and prepare both syncs.

    The laptop's takes in an allocation and a destruction, carries both out, the latter with a new key, and tells of it;
    base's takes that in, finds a conflict, and receipts it.

    Args:
        folder: An empty one, for the stores.
        mail: The mailbox's folder, empty.
        address: By which the stores reach it.
    """
    pair = enrolled(folder)
    delivered = families(3)
    given, destroyed, late = (each.family for each in delivered)
    made = Scene(folder, mail, pair.device, destroyed)
    for side in Side:
        with made.open(side) as store:
            name_mailbox(store, address)[0].close()
    with made.open(Side.BASE) as base:
        base.record(*delivered)
        orders.allocate(base, peer(base, pair.device), [given, destroyed])
    made.sync(Side.BASE)
    made.sync(Side.LAPTOP)
    for family in (given, destroyed):
        _correct(made, Side.LAPTOP, family)
    for side in (Side.LAPTOP, Side.BASE, Side.LAPTOP, Side.BASE):
        made.sync(side)
    with made.open(Side.BASE) as base:
        orders.allocate(base, peer(base, pair.device), [late])
        orders.destroy(base, peer(base, pair.device), [destroyed])
    for side in Side:
        _correct(made, side, given)
    for before, after in ((Side.BASE, Side.LAPTOP), (Side.LAPTOP, Side.BASE)):
        made.sync(before)
        stores = {side: files_of(folder / side) for side in Side}
        made.prepared[after] = stores, {path.name: path.read_bytes() for path in mail.iterdir() if path.is_file()}
    return made


def _are_restless(laptop: Outcome, base: Outcome) -> bool:
    """Say whether one of them had something to tell: what comes in with every sign-in is not counted."""
    is_laptop = laptop.new_count or laptop.unsent_count or laptop.waiting_orders_count
    return bool(laptop.refused or base.refused or is_laptop or base.sent_count)


def _correct(made: Scene, side: Side, family: FamilyId) -> None:
    correction = new_id()
    with made.open(side) as store:
        store.record(
            acts.DetailsCorrected(
                correction=correction,
                undoes=None,
                family=family,
                person=None,
                field=DetailField.DIRECTIONS,
                entry=None,
                old=None,
                new=f"past the gate, {side}",
                source=DetailSource.COUNCIL,
                known_on="2015-11-02",
                is_odd=False,
            )
        )
    made.acknowledged.add(correction)


def _write(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
