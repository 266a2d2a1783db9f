"""A new wording on its way to laptops: base issues it, a laptop takes it into use, one enrolled later too.

Owns both ends, and the list. Refuses to own what a wording has to say (agreement, fieldwork) and whoever is being asked
at that moment: an open asking keeps its texts.

Source: agreement 1.2-1.4, 2.5, 4.2.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from store.agreement import Agreement
from store.agreement.london import london_day
from store.agreement.wordings import Wording, newest
from store.errors import WordingRefusedError
from store.exchange.peers import Peer
from store.exchange.ticket import hold_supervisor_of_base
from store.fieldwork.consents.texts import hold_wording, holds, issued, target_of
from store.ids import DeviceId, new_id
from store.keeping import acts
from store.keeping.acts.act import Act
from store.keeping.acts.terms.exchange import OrderEnd, OrderKind
from store.keeping.acts.terms.store import StoreRole
from store.keeping.store import Store


@dataclass(frozen=True, slots=True)
class KnownWording:
    """One wording, as it is listed.

    Attributes:
        from_on: First London day on which it is read, ISO 8601; None for the agreement's own.
        state: `in_use`, `later` where its day is to come, or `superseded`.
        laptops_count: To how many laptops it was ordered; None for the agreement's own, and on a laptop.
        done_count: How many of them took it into use.
    """

    wording: str
    version: int
    language: str
    form: str
    purpose: str
    target: str | None
    translation: str
    sha256: str
    from_on: str | None
    state: str
    laptops_count: int | None
    done_count: int | None


def issue_wordings(
    store: Store, agreement: Agreement, laptops: Sequence[Peer], wordings: Sequence[Wording], from_on: date
) -> list[str]:
    """Put wordings to use at base and on laptops, all of them or none.

    Args:
        store: Base's.
        agreement: The store's.
        laptops: Whom they go to.
        wordings: Each with a version that nothing has yet.
        from_on: First London day on which they are read.

    Returns:
        The orders' ids, a laptop each.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base does that.
        WordingRefusedError: One cannot be read to anybody, or its version is not new.
    """
    hold_supervisor_of_base(store)
    known = [*agreement.wordings, *(each for each, _ in issued(store, agreement))]
    for wording in wordings:
        hold_wording(wording, agreement)
        if wording.target != target_of(wording.id, wording.purpose, wording.text, agreement):
            raise WordingRefusedError(wording.id, wording.version, "its text does not tell which question it asks")
        if any((w.id, w.language) == (wording.id, wording.language) and w.version >= wording.version for w in known):
            raise WordingRefusedError(wording.id, wording.version, "that version, or a later one, is in use already")
        known.append(wording)
    orders = [new_id() for _ in laptops]

    def placed(first: int) -> list[Act]:
        entries = tuple(range(first, first + len(wordings)))
        put = [_issued(each, from_on) for each in wordings]
        return [*put, *(_order(order, laptop.device, entries) for order, laptop in zip(orders, laptops, strict=True))]

    store.record_placed(placed)
    return orders


def wordings_for_new_laptop(store: Store, device: DeviceId) -> list[Act]:
    """Return the order that brings a laptop just enrolled what was issued before; empty where nothing was."""
    first = store.journal.keys()[0]
    rows = store.rows("SELECT entry FROM issuedwording WHERE entry >= ? ORDER BY entry", (first,))
    entries = tuple(entry - first for (entry,) in rows)
    return [_order(new_id(), device, entries)] if entries else []


def known_wordings(store: Store, agreement: Agreement) -> list[KnownWording]:
    """Return every wording there is, by id, language and version."""
    today = london_day(store.now())
    own: list[tuple[Wording, date | None]] = [(each, None) for each in agreement.wordings]
    all_ = [*own, *issued(store, agreement)]
    usable = [
        wording for wording, from_on in all_ if from_on is None or (from_on <= today and holds(wording, agreement))
    ]
    ordered = _ordered(store)

    def state_of(wording: Wording, from_on: date | None) -> str:
        if from_on is not None and from_on > today:
            return "later"
        is_newest = newest(usable, wording.purpose, wording.target, wording.language, wording.form) == wording
        return "in_use" if is_newest else "superseded"

    return sorted(
        (
            KnownWording(
                wording=wording.id,
                version=wording.version,
                language=wording.language,
                form=wording.form.value,
                purpose=wording.purpose.value,
                target=wording.target,
                translation=wording.translation.value,
                sha256=wording.sha256,
                from_on=from_on.isoformat() if from_on else None,
                state=state_of(wording, from_on),
                laptops_count=ordered[wording.sha256][0] if wording.sha256 in ordered else None,
                done_count=ordered[wording.sha256][1] if wording.sha256 in ordered else None,
            )
            for wording, from_on in all_
        ),
        key=lambda each: (each.wording, each.language, each.version),
    )


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


def _ordered(store: Store) -> dict[str, tuple[int, int]]:
    """Return to how many laptops each wording was ordered, and how many took it, by its hash; nothing on a laptop."""
    if store.sidecar.role != StoreRole.BASE:
        return {}
    first = store.journal.keys()[0]
    digests = {entry - first: digest for entry, digest in store.rows("SELECT entry, digest FROM issuedwording")}
    found = dict.fromkeys(digests.values(), (0, 0))
    for entries, state in store.rows(
        "SELECT entries, state FROM fieldorder WHERE order_kind = ?", (OrderKind.WORDING,)
    ):
        for digest in {digests[n] for n in map(int, entries.split()) if n in digests}:
            sent, done = found[digest]
            found[digest] = sent + 1, done + (state == OrderEnd.DONE)
    return found


def _issued(wording: Wording, from_on: date) -> acts.WordingIssued:
    return acts.WordingIssued(
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


def _order(order: str, device: DeviceId, entries: tuple[int, ...]) -> acts.OrderIssued:
    return acts.OrderIssued(
        order=order,
        order_kind=OrderKind.WORDING,
        device=device,
        families=(),
        entries=entries,
        follows_from=None,
        due_at_ms=None,
        needs_release=None,
    )
