"""The record of an incident, on its way to the department: as JSON, and as text beside it.

Owns leaving both. Refuses to own what belongs to the record (custody), and the gate before a file in clear
(clear_exports).

Source: clauses 14.3, A10, 8.2.
"""

import json
from pathlib import Path

from store.custody.incidents.known import Incident
from store.custody.incidents.record import record_of, text_of
from store.exchange.clear_exports import leave_in_clear
from store.keeping.acts.terms.exchange import ExportPurpose, Shipment
from store.keeping.store import Store


def export_incident(store: Store, incident: Incident, path: Path) -> Path:
    """Leave the record of an incident at `path`, and as text beside it; return where the text lies.

    It counts families and names none, so it is a holding of no family's data.

    Raises:
        StoreError: As `leave_in_clear`; what was left before stays, and is told.
    """
    record = record_of(store, incident)
    beside = path.with_name(path.name + ".txt")
    told = json.dumps(record, indent=2, ensure_ascii=False) + "\n"
    for place, content in ((path, told), (beside, text_of(record))):
        leave_in_clear(
            store,
            place,
            content.encode("utf-8"),
            shipment=Shipment.INCIDENT_RECORD,
            purpose=ExportPurpose.INCIDENT,
            clause="14.3",
            families=(),
            rows_count=1,
        )
    return beside
