"""A delivery in the ledger: its movement before it happens, its arrival with counts that reconcile, its values sealed.

Owns these acts and the sealed original. Refuses to own which rows are supplied.

Source: agreement 1.2, 2.1 (the controller changes on arrival), 5, 6, 7.2e, 8.1, 8.2.
"""

import hashlib
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from store.agreement.london import london_day
from store.agreement.purposes import DatasetKind, legal_basis_on
from store.clock import to_ms
from store.custody.clocks import running_for, stopping
from store.errors import NotForUsError, OriginalChangedError
from store.exchange.containers import Opened
from store.exchange.containers.limits import LIMIT_BYTES
from store.exchange.intake.arriving import Arrival, settled, why_apart
from store.exchange.intake.identity import council_id
from store.ids import new_id
from store.keeping import acts
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.exchange import EndpointKind, MovementEnd, QuarantineCause
from store.keeping.acts.terms.incidents import ClockEnd
from store.keeping.follows_custody import SHIPPED_AS
from store.keeping.follows_deliveries import ARRIVING
from store.keeping.sealing import SEED_BYTES, SealingKey, seal
from store.keeping.secret import Secret
from store.keeping.store import Store

ORIGINALS: Final = "originals"
"""Under which purpose base keeps the key that opens what was delivered, `localsecret`."""

_QUICK: Final = 1
"""How hard zlib tries: rows that repeat pack nearly as well, in a fifth of the time."""

_OPEN_POINTS: Final = ("6",)
"""Clause 6 names no condition for sensitive data: an open question of each delivery (clauses, "Faults")."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the rows of a delivery; they reconcile.

    Source:
        Agreement 7.2a.
    """

    mailed: int
    opted_out: int
    held: int
    supplied: int


def announce(store: Store, arrival: Arrival, rows_count: int, cause: QuarantineCause | None = None) -> str:
    """Tell of a movement that is about to happen; return its id. One that was broken off goes on under its own.

    Args:
        store: Base's.
        arrival: Whatever keeps it waiting is settled with it.
        rows_count: How many rows it has.
        cause: Why it would wait in spite of its batch.

    Source:
        Agreement 8.2: every movement recorded, before it happens.
    """
    if arrival.state == ARRIVING:
        rows = store.rows("SELECT movement FROM delivery WHERE delivery = ?", (arrival.delivery,))
        return str(rows[0][0])
    movement = new_id()
    store.record(
        *settled(arrival, cause or why_apart(store, arrival)),
        acts.MovementRecorded(
            movement=movement,
            dataset=arrival.delivery,
            shipment=SHIPPED_AS[arrival.asked.kind],
            sha256=arrival.sha256,
            rows_count=rows_count,
            from_end=acts.Endpoint(kind=EndpointKind.RECIPIENT, id=council_id(arrival.asked.council)),
            to_end=acts.Endpoint(kind=EndpointKind.DEVICE, id=store.sidecar.store),
            channel=arrival.asked.channel,
            country="GB",
            actor=store.keys.person.staff,
            at_ms=to_ms(store.now()),
            for_clause="8.1",
            grant=None,
            permission=None,
            instruction=None,
        ),
    )
    return movement


def arrived(store: Store, arrival: Arrival, opened: Opened, movement: str, counts: Counts) -> Iterator[acts.Act]:
    """Yield what tells that a delivery was taken in, and that it could be read after all if it once could not."""
    now, asked = store.now(), arrival.asked
    letters, statement = asked.letters_sent_on, asked.statement
    yield acts.DeliveryTakenIn(
        delivery=arrival.delivery,
        movement=movement,
        council=asked.council,
        dataset_kind=asked.kind,
        wave=Wave.TWO if asked.kind is DatasetKind.UPDATES else Wave.ONE,
        container=opened.container,
        sha256=arrival.sha256,
        arrived_at_ms=to_ms(now),
        letters_sent_on=None if letters is None else letters.isoformat(),
        collected_from_on=None if statement is None else statement.collected_from_on.isoformat(),
        statement_digest=None if statement is None else statement.digest,
        legal_basis=legal_basis_on(arrival.agreement.legal_bases, asked.kind, london_day(now)).id,
        open_points=_OPEN_POINTS,
        mailed_count=counts.mailed,
        opted_out_count=counts.opted_out,
        held_count=counts.held,
        supplied_count=counts.supplied,
    )
    yield acts.MovementEnded(
        movement=movement, end=MovementEnd.ARRIVED, at_ms=to_ms(now), acknowledged_by=None, reason=None
    )
    for clock in running_for(store, arrival.delivery):
        yield stopping(clock, ClockEnd.NO_LONGER_DUE, now, note="It could be read after all.")


def seal_original(store: Store, arrival: Arrival, opened: Opened, rows_count: int) -> acts.OriginalSealed:
    """Keep the values as they were delivered, sealed, and return the act that tells of it.

    Source:
        Agreement 7.2e: the resupply holds every family as it was originally provided.
    """
    key = _originals_key(store)
    sealed = seal(zlib.compress(opened.content, _QUICK), key.public, _info(arrival.delivery))
    store.notebook.keep_original(arrival.delivery, sealed)
    return acts.OriginalSealed(
        delivery=arrival.delivery,
        instruction=None,
        sha256=hashlib.sha256(sealed).hexdigest(),
        plaintext_digest=hashlib.sha256(opened.content).hexdigest(),
        key_fingerprint=hashlib.sha256(key.public).hexdigest(),
        rows_count=rows_count,
    )


def original_of(store: Store, delivery: str) -> bytes | None:
    """Return a delivery as it came, in memory; None where it is not kept any more.

    Raises:
        OriginalChangedError: What is kept is not what was sealed.
    """
    sealed = store.notebook.original(delivery)
    if sealed is None:
        return None
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(_originals_key(store).open(sealed, _info(delivery)), LIMIT_BYTES)
    except (NotForUsError, zlib.error):
        raise OriginalChangedError from None
    if not unpacker.eof:
        raise OriginalChangedError
    return content


def _info(delivery: str) -> bytes:
    return f"doorstep/original/{delivery}".encode()


def _originals_key(store: Store) -> SealingKey:
    kept = store.notebook.secret_kept(ORIGINALS, store.sidecar.store, 0)
    if kept is None:
        kept = Secret(os.urandom(SEED_BYTES))
        store.notebook.keep_secret(ORIGINALS, store.sidecar.store, 0, bytes(kept.reveal()))
    return SealingKey(kept)
