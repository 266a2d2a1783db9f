"""Acts about data on the move: the ledger of clause 8.2, and what left in a file.

Owns their shapes. Refuses to own the carrying, and to let a movement go unannounced: the first act comes before it.
"""

from typing import Final

from store.keeping.acts.act import Act, Part
from store.keeping.acts.terms.devices import Encrypted
from store.keeping.acts.terms.exchange import Channel, EndpointKind, ExportPurpose, MovementEnd, Shipment
from store.keeping.acts.terms.store import Subject
from store.keeping.acts.values import (
    AtMs,
    Clause,
    Count,
    Country,
    DeviceId,
    Digest,
    FamilyIds,
    Hidden,
    HouseLine,
    HouseText,
    Id,
    StaffId,
)


class Endpoint(Part):
    """One end of a movement, as its register names it."""

    kind: EndpointKind
    id: Id


class MovementRecorded(Act):
    """Data is about to move."""

    kind = "movement_recorded"
    clause = "8.1, 8.2, A6"
    subject = Subject.DATASET

    movement: Id
    dataset: Id
    shipment: Shipment
    sha256: Digest
    rows_count: Count
    from_end: Endpoint
    to_end: Endpoint
    channel: Channel
    country: Country
    actor: StaffId
    at_ms: AtMs
    for_clause: Clause
    grant: Id | None
    permission: Id | None
    instruction: Id | None


class MovementEnded(Act):
    """A movement arrived, failed or got lost."""

    kind = "movement_ended"
    clause = "8.2"
    subject = Subject.DATASET

    movement: Id
    end: MovementEnd
    at_ms: AtMs
    acknowledged_by: Hidden[HouseLine | None]
    reason: Hidden[HouseText | None]


class ExportMade(Act):
    """A file left the store, sealed for a recipient or, knowingly, in clear."""

    kind = "export_made"
    clause = "7.1, 8.2, 9.1a, A9"
    subject = Subject.DATASET

    export: Id
    movement: Id
    shipment: Shipment
    purpose: ExportPurpose
    recipient: Id | None
    permission: Id | None
    is_clear: bool
    target_device: DeviceId | None
    target_encrypted: Encrypted
    sha256: Digest
    size_bytes: Count
    rows_count: Count
    families: FamilyIds


ACTS: Final = (
    MovementRecorded,
    MovementEnded,
    ExportMade,
)
