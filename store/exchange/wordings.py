"""A new wording on its way to laptops: base issues it, a laptop takes it into use.

Owns both ends. Refuses to own what a wording has to say (agreement, fieldwork) and whoever is being asked at that
moment: an open asking keeps its texts.

Source: agreement 1.2-1.4, 2.5, 4.2.
"""

from collections.abc import Sequence
from datetime import date

from store.agreement import Agreement
from store.agreement.wordings import Wording
from store.errors import WordingRefusedError
from store.exchange.peers import Peer
from store.exchange.ticket import hold_supervisor_of_base
from store.fieldwork.consents.texts import hold_wording, issued
from store.ids import new_id
from store.keeping import acts
from store.keeping.acts.act import Act
from store.keeping.acts.terms.exchange import OrderKind
from store.keeping.store import Store


def issue_wording(
    store: Store, agreement: Agreement, laptops: Sequence[Peer], wording: Wording, from_on: date
) -> list[str]:
    """Put a wording to use at base and on laptops.

    Args:
        store: Base's.
        agreement: The store's.
        laptops: Whom it goes to.
        wording: With a version that nothing has yet.
        from_on: First London day on which it is read.

    Returns:
        The orders' ids, a laptop each.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base does that.
        WordingRefusedError: It cannot be read to anybody, or its version is not new.
    """
    hold_supervisor_of_base(store)
    hold_wording(wording, agreement)
    known = [*agreement.wordings, *(each for each, _ in issued(store, agreement))]
    if any((w.id, w.language) == (wording.id, wording.language) and w.version >= wording.version for w in known):
        raise WordingRefusedError(wording.id, wording.version, "that version, or a later one, is in use already")
    orders = [new_id() for _ in laptops]

    def placed(first: int) -> list[Act]:
        put = acts.WordingIssued(
            wording=wording.id,
            wording_version=wording.version,
            language=wording.language,
            form=wording.form,
            purpose=wording.purpose,
            translation=wording.translation,
            text=wording.text,
            digest=wording.sha256,
            from_on=from_on.isoformat(),
        )
        return [put, *(_order(order, laptop, first) for order, laptop in zip(orders, laptops, strict=True))]

    store.record_placed(placed)
    return orders


def wordings_refused(store: Store, agreement: Agreement, entries: Sequence[int]) -> str | None:
    """Return why wordings that base sent cannot be used, or None if all of them can.

    Args:
        store: A laptop's.
        agreement: The store's.
        entries: Their indices in base's journal.
    """
    brought = issued(store, agreement, entries)
    if len(brought) < len(entries):
        return "A wording did not come with its order."
    for wording, _ in brought:
        try:
            hold_wording(wording, agreement)
        except WordingRefusedError as refusal:
            return refusal.message
    return None


def _order(order: str, laptop: Peer, entry: int) -> acts.OrderIssued:
    return acts.OrderIssued(
        order=order,
        order_kind=OrderKind.WORDING,
        device=laptop.device,
        families=(),
        entries=(entry,),
        follows_from=None,
        due_at_ms=None,
        needs_release=None,
    )
