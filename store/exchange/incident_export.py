"""The record of an incident, on its way to the department: as JSON, and as text beside it.

Owns leaving both. Refuses to own what belongs to the record (custody), and how a file
leaves (letting_out).

Source: clauses 14.3, A10, 8.2.
"""

import json
from pathlib import Path

from store.custody.incidents.known import Incident
from store.custody.incidents.record import record_of, text_of
from store.exchange.letting_out import SealedFor, beside, let_out
from store.keeping.acts.terms.exchange import ExportPurpose, Shipment
from store.keeping.store import Store


def export_incident(store: Store, incident: Incident, path: Path, sealed_for: SealedFor | None = None) -> Path:
    """Leave the record of an incident at `path`, and as text beside it; return where the text lies.

    It counts families and names none, so it is a holding of no family's data.

    Raises:
        StoreError: As `let_out`; what was left before stays, and is told.
    """
    record = record_of(store, incident)
    text = beside(path, ".txt", sealed_for)
    told = json.dumps(record, indent=2, ensure_ascii=False) + "\n"
    for place, content in ((path, told), (text, text_of(record))):
        let_out(
            store,
            place,
            content.encode("utf-8"),
            sealed_for,
            shipment=Shipment.INCIDENT_RECORD,
            purpose=ExportPurpose.INCIDENT,
            clause="14.3",
            families=(),
            rows_count=1,
        )
    return text
