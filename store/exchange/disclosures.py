"""The register of disclosures: what went, or may go, to somebody because the department directs it or a law does.

Owns recording one and what it covers. Refuses to own letting anything out (letting_out).

Source: agreement 9.1f, A5: no disclosure unless the department writes or the law requires it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from store.clock import to_ms
from store.errors import DirectionDocumentError
from store.exchange.ticket import hold_supervisor_of_base
from store.ids import new_id
from store.keeping import acts
from store.keeping.acts.terms.exchange import DisclosureAuthority, InstructionMatter, Shipment
from store.keeping.kinds import acts_of
from store.keeping.names import hold_line
from store.keeping.store import Store


@dataclass(frozen=True, slots=True)
class Direction:
    """The department's document behind a disclosure.

    Attributes:
        by: Who signed it.
        document_digest: SHA-256, hex.
    """

    by: str = field(repr=False)
    document_digest: str


def record_disclosure(
    store: Store,
    recipient: str,
    authority: DisclosureAuthority,
    citation: str,
    shipments: Sequence[Shipment],
    direction: Direction | None,
) -> str:
    """Record on what word something may go to somebody; return the id.

    Args:
        store: Base's.
        recipient: Their id on the register.
        authority: The department's direction, a statute or a court's order.
        citation: Where it stands.
        shipments: Which kinds of file, at least one.
        direction: The document, where the department directs it.

    Raises:
        NotBaseError, NotASupervisorError, LineFormError: It is not recorded.
        DirectionDocumentError: The department directs it and its document is not named.
        StoreError: As `Store.record`.
    """
    hold_supervisor_of_base(store)
    hold_line(citation)
    told: list[acts.Act] = []
    if direction is not None:
        hold_line(direction.by)
        told.append(
            acts.InstructionRecorded(
                instruction=new_id(),
                matter=InstructionMatter.SUPPLY,
                instructed_by=direction.by,
                received_at_ms=to_ms(store.now()),
                document_digest=direction.document_digest,
                request=None,
                families=(),
                text=citation,
            )
        )
    elif authority is DisclosureAuthority.DIRECTION:
        raise DirectionDocumentError
    instruction = told[0].instruction if told and isinstance(told[0], acts.InstructionRecorded) else None
    disclosure = new_id()
    told.append(
        acts.DisclosureRecorded(
            disclosure=disclosure,
            recipient=recipient,
            authority=authority,
            citation=citation,
            instruction=instruction,
            movement=None,
            shipments=tuple(sorted(set(shipments))),
            families=(),
            families_count=0,
            at_ms=to_ms(store.now()),
        )
    )
    store.record(*told)
    return disclosure


def disclosures(store: Store) -> list[acts.DisclosureRecorded]:
    """Return every disclosure that was recorded, oldest first."""
    return [
        held.act for held in acts_of(store, acts.DisclosureRecorded) if isinstance(held.act, acts.DisclosureRecorded)
    ]


def is_covered(store: Store, recipient: str, shipment: Shipment) -> bool:
    """Say whether a recorded disclosure lets a kind of file go to somebody."""
    return any(each.recipient == recipient and shipment in each.shipments for each in disclosures(store))
