"""What a council's columns held last time, so that nobody has to say it twice.

Owns one note of this device for each council and kind. Refuses to own any value that stood in a column.
"""

import json

from store.agreement.purposes import DatasetKind
from store.exchange.intake.columns import Columns
from store.exchange.intake.identity import council_id
from store.keeping.store import Store


def remembered(store: Store, council: str, kind: DatasetKind) -> dict[str, str]:
    """Return what each column held, by its bare heading; nothing for a council that never sent any."""
    kept = store.notebook.note_if_any(_name(council, kind))
    read = json.loads(kept) if kept else {}
    return {str(heading): str(holds) for heading, holds in read.items()}


def remember(store: Store, council: str, kind: DatasetKind, columns: Columns) -> None:
    """Keep what each column held."""
    store.notebook.write_note(_name(council, kind), json.dumps(columns.known(), sort_keys=True))


def _name(council: str, kind: DatasetKind) -> str:
    return f"columns/{kind}/{council_id(council)}"
