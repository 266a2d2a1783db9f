"""Destructions as they are known now: what was decided, which holders did their part.

Owns reading them from the acts. Refuses to own doing them (doing), and which families they are about: that stands in a
note of base's own until it is done, and nowhere after.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from store.custody.destruction.write_offs import devices_off, written_off
from store.errors import DestructionUnknownError
from store.exchange.destroying.lists import Listed
from store.ids import DeviceId, FamilyId
from store.keeping import acts
from store.keeping.acts.terms.destruction import Declaration, DestructionEnd, DestructionScope
from store.keeping.header import unpack
from store.keeping.kinds import Held, acts_of
from store.keeping.store import Store


@dataclass(frozen=True, slots=True)
class Destruction:
    """One destruction.

    Attributes:
        asked: The act that decided it.
        at_ms: When, by base's clock.
        parts: What holders did, base's own station last; one that could not is not among them.
        is_done: Whether base did its own part, which is the last; where a laptop alone is meant, whether that did its,
            or is written off.
    """

    asked: acts.DestructionOrdered
    at_ms: int
    parts: tuple[acts.DestructionExecuted, ...] = field(repr=False)
    is_done: bool

    @property
    def order(self) -> str:
        """Its id."""
        return self.asked.order

    @property
    def missing(self) -> list[DeviceId]:
        """The holders that have not done their part, those that were written off too, in the order of the decision."""
        return [each for each in self.asked.devices if not self.has_done(each)]

    def has_done(self, device: DeviceId) -> bool:
        """Say whether a holder did its part."""
        return any(each.device == device for each in self.parts)


def destructions(store: Store) -> list[Destruction]:
    """Return every destruction, oldest first, but those that were given up for another one."""
    ordered: list[Held] = []
    parts: list[acts.DestructionExecuted] = []
    for held in acts_of(store, acts.DestructionOrdered, acts.DestructionExecuted):
        if isinstance(held.act, acts.DestructionExecuted):
            parts.append(held.act)
        else:
            ordered.append(held)
    is_alone = (isinstance(held.act, acts.DestructionOrdered) and _is_of_laptops(held.act) for held in ordered)
    off = devices_off(written_off(store)) if any(is_alone) else frozenset()  # nobody else asks: it reads every header
    here = DeviceId(store.sidecar.store)
    given_up = {each.order for each in parts if each.device == here and each.end is DestructionEnd.ABANDONED}
    found = (_read(store, held, parts, off) for held in ordered)
    return [each for each in found if each.order not in given_up]


def destruction_named(store: Store, beginning: str) -> Destruction:
    """Return the one destruction whose id begins with something.

    Raises:
        DestructionUnknownError: None does, or more than one.
    """
    found = [each for each in destructions(store) if each.order.startswith(beginning.lower())] if beginning else []
    if len(found) != 1:
        raise DestructionUnknownError
    return found[0]


def families_of(store: Store, order: str) -> Listed | None:
    """Return which families a destruction is about; None once it is done."""
    kept = store.notebook.note_if_any(note_of(order))
    if not kept:
        return None
    told = json.loads(kept)
    return Listed(bytes.fromhex(told["salt"]), tuple(map(FamilyId, told["families"])))


def listed(store: Store) -> list[str]:
    """Return the orders of which a list of families is kept: what is not done, and what no decision followed."""
    rows = store.rows("SELECT name FROM localnote WHERE name LIKE ? AND value <> '' ORDER BY name", (note_of("%"),))
    return [name.removeprefix(note_of("")) for (name,) in rows]


def forget_lists(store: Store, known: Iterable[Destruction]) -> None:
    """Keep no list of families of a destruction that is done, or that nobody decided after all."""
    going_on = {each.order for each in known if not each.is_done}
    for order in listed(store):
        if order not in going_on:
            store.notebook.write_note(note_of(order), "")


def note_of(order: str) -> str:
    """Return the name of the note that lists the families of a destruction until it is done."""
    return f"destruction/{order}"


def certified(store: Store) -> frozenset[str]:
    """Return the destructions of which there is a certificate, by id."""
    return frozenset(
        order
        for held in acts_of(store, acts.CertificateIssued)
        if isinstance(held.act, acts.CertificateIssued)
        for order in held.act.orders
    )


def _read(store: Store, held: Held, parts: Iterable[acts.DestructionExecuted], off: frozenset[DeviceId]) -> Destruction:
    asked = held.act
    assert isinstance(asked, acts.DestructionOrdered)
    journal = store.journal_of(held.journal, held.branch)
    at_ms = 0 if journal is None else unpack(journal.entry(held.n).header).at_ms
    theirs = tuple(each for each in parts if each.order == asked.order and each.end is not DestructionEnd.ABANDONED)
    here = DeviceId(store.sidecar.store)
    is_done = any(each.device == here for each in theirs)
    if _is_of_laptops(asked):
        is_done = {each.device for each in theirs} | off >= set(asked.devices)
    return Destruction(asked, at_ms, theirs, is_done)


def _is_of_laptops(asked: acts.DestructionOrdered) -> bool:
    """Say whether laptops alone are meant, and base's own station has no part in it."""
    return asked.scope is DestructionScope.DEVICE


def signed(store: Store) -> dict[Declaration, acts.DeclarationSigned]:
    """Return the declarations that were signed, each the last time."""
    held = acts_of(store, acts.DeclarationSigned)
    return {act.declaration: act for each in held if isinstance(act := each.act, acts.DeclarationSigned)}
