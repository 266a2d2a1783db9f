"""A destruction is given up for another one: who was on its list may have said yes since it was approved.

Owns finding that, calling back what laptops were ordered, and giving up what base has not begun. What a laptop
destroyed before it heard of that is destroyed there, and lies at base: it is told, and can be given to a laptop again.
Refuses to own deciding the next one.

Source: agreement 4.4, 7.2e: only who does not agree is destroyed, and a yes that a laptop brings late is a yes.
"""

from collections.abc import Collection
from typing import Final

from store.errors import YesSinceError
from store.exchange.destroying.known import Destruction, destructions, families_of, note_of
from store.exchange.destroying.receipts import nothing_done
from store.exchange.wave_two.agreeing import agreeing_families
from store.ids import DeviceId, FamilyId
from store.keeping import acts
from store.keeping.acts.terms.destruction import DestructionEnd, DestructionScope
from store.keeping.acts.terms.exchange import OrderEnd, OrderKind
from store.keeping.exchange_words import CALLED_BACK, GIVEN, HELD, ISSUED, WITHHELD
from store.keeping.kinds import acts_of
from store.keeping.store import Store

OF_NOT_AGREEING: Final = "7.2e"
"""The clause under which only families are destroyed that do not agree to being contacted again."""

SAID: Final = "Somebody on its list agreed to being contacted again since it was approved."
TOO_LATE: Final = f"{SAID} This laptop had destroyed them by then; base keeps them."


def hold_nobody_agrees(store: Store, for_clause: str, families: Collection[FamilyId]) -> None:
    """Make sure that nobody is destroyed for not agreeing who agrees.

    Raises:
        YesSinceError: Somebody would be.
    """
    if for_clause != OF_NOT_AGREEING:
        return
    agree = agreeing_families(store).intersection(families)
    if agree:
        raise YesSinceError(len(agree))


def overtaken(store: Store, scopes: Collection[DestructionScope] = frozenset(DestructionScope)) -> list[Destruction]:
    """Return the destructions of some scopes that base has not begun, and on whose list somebody agrees by now."""
    found = [
        each
        for each in destructions(store)
        if not each.is_done and each.asked.for_clause == OF_NOT_AGREEING and each.asked.scope in scopes
    ]
    agree = agreeing_families(store) if found else frozenset()
    return [each for each in found if agree.intersection(_listed(store, each))]


def call_back_overtaken(store: Store) -> int:
    """Call back what laptops were ordered for a list on which somebody agrees by now; return how many orders.

    Called at each sync, between what laptops brought and what they are sent: a laptop destroys nothing before it has
    base's receipt, and with that it hears that its order is taken back.
    """
    called = [act for each in overtaken(store) for act in _called_back(store, each.order)]
    if called:
        store.record(*called)
    return len(called)


def destroyed_too_soon(store: Store) -> list[FamilyId]:
    """Return the families that a laptop destroyed though its order was taken back, and that base keeps, by id.

    It had not heard of that. They lie on no laptop now, and are going in no other destruction.
    """
    rows = store.rows(
        "SELECT families FROM fieldorder JOIN fact ON fact.name = ? || order_id WHERE order_kind = ? AND state = ?",
        (CALLED_BACK, OrderKind.DESTROY, OrderEnd.DONE),
    )
    gone = {family for (families,) in rows for family in families.split()}
    if not gone:
        return []
    lying = {family for (family,) in store.rows("SELECT family FROM allocation WHERE state IN (?, ?)", (GIVEN, HELD))}
    stopped = {each.order for each in overtaken(store)}
    left = [each for each in destructions(store) if not each.is_done and each.order not in stopped]
    going = {family for each in left for family in _listed(store, each)}
    here = {family for (family,) in store.rows("SELECT DISTINCT family FROM familyentry")}
    return sorted(map(FamilyId, gone & here - lying - going))


def _called_back(store: Store, order: str) -> list[acts.OrderCancelled]:
    """Return what takes back the orders of a destruction, each once; of one that was carried out it says so."""
    rows = store.rows(
        "SELECT order_id, state FROM fieldorder WHERE state IN (?, ?, ?)"
        " AND NOT EXISTS (SELECT 1 FROM fact WHERE name = ? || order_id)",
        (ISSUED, WITHHELD, OrderEnd.DONE, CALLED_BACK),
    )
    states = dict(rows)
    mine = [act for each in acts_of(store, acts.OrderIssued) if isinstance(act := each.act, acts.OrderIssued)]
    return [
        acts.OrderCancelled(
            order=act.order, device=act.device, reason=TOO_LATE if states[act.order] == OrderEnd.DONE else SAID
        )
        for act in mine
        if act.follows_from == order and act.order in states
    ]


def give_up(store: Store, destruction: Destruction) -> None:
    """Tell that base does not do its part of a destruction, and take back what laptops were ordered for it.

    Its list is forgotten.

    Raises:
        StoreError: As `Store.record`; it goes on as it was.
    """
    asked = destruction.asked
    store.record(
        *_called_back(store, asked.order),
        nothing_done(
            store,
            destruction,
            DeviceId(store.sidecar.store),
            DestructionEnd.ABANDONED,
            verified_by="Nothing was destroyed here: another list was approved in its place.",
        ),
    )
    store.notebook.write_note(note_of(asked.order), "")


def undone_within(store: Store, families: Collection[FamilyId]) -> list[Destruction]:
    """Return the destructions at an update that are not done, and whose whole list is of some families."""
    sought = set(families)
    return [
        each
        for each in destructions(store)
        if not each.is_done and each.asked.scope is DestructionScope.WAVE and sought.issuperset(_listed(store, each))
    ]


def _listed(store: Store, destruction: Destruction) -> tuple[FamilyId, ...]:
    listed = families_of(store, destruction.order)
    return () if listed is None else tuple(listed.families)
