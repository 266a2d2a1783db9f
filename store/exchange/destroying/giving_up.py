"""A destruction is given up for another one: who was on its list may have said yes since it was approved.

Owns finding that, and giving up what base has not begun; what laptops have destroyed by then is destroyed. Refuses to
own deciding the next one.

Source: agreement 4.4, 7.2e: only who does not agree is destroyed, and a yes that a laptop brings late is a yes.
"""

from collections.abc import Collection
from typing import Final

from store.clock import to_ms
from store.errors import YesSinceError
from store.exchange.destroying.known import Destruction, destructions, families_of, note_of
from store.exchange.wave_two.agreeing import agreeing_families
from store.ids import DeviceId, FamilyId
from store.keeping import acts
from store.keeping.acts.terms.destruction import DestructionEnd, DestructionScope
from store.keeping.store import Store

OF_NOT_AGREEING: Final = "7.2e"
"""The clause under which only families are destroyed that do not agree to being contacted again."""


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


def overtaken(store: Store, scopes: Collection[DestructionScope]) -> list[Destruction]:
    """Return the destructions of some scopes that base has not begun, and on whose list somebody agrees by now."""
    agree = agreeing_families(store)
    return [
        each
        for each in destructions(store)
        if not each.is_done
        and each.asked.for_clause == OF_NOT_AGREEING
        and each.asked.scope in scopes
        and agree.intersection(_listed(store, each))
    ]


def give_up(store: Store, destruction: Destruction) -> None:
    """Tell that base does not do its part of a destruction; its list is forgotten.

    Raises:
        StoreError: As `Store.record`; it goes on as it was.
    """
    asked = destruction.asked
    store.record(
        acts.DestructionExecuted(
            order=asked.order,
            device=DeviceId(store.sidecar.store),
            end=DestructionEnd.ABANDONED,
            technique=asked.technique,
            method=asked.method,
            families_count=0,
            old_epoch=None,
            new_epoch=None,
            destroyed_key_fingerprints=(),
            verified_by="Nothing was destroyed here: another list was approved in its place.",
            left_undone=(),
            executed_by=store.keys.person.staff,
            executed_at_ms=to_ms(store.now()),
            receipt_digest=None,
            receipt_signature=None,
        )
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
