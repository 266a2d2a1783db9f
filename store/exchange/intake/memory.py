"""What a council's columns held last time, so that nobody has to say it twice.

Owns one note of this device for each council and kind. Refuses to own any value that stood in a column.
"""

import json

from store.agreement.purposes import DatasetKind
from store.exchange.intake.columns import Columns
from store.exchange.intake.identity import council_id
from store.keeping.store import Store


def remembered(store: Store, council: str, kind: DatasetKind, delivery: str = "") -> dict[str, str]:
    """Return what each column held, by its bare heading; nothing for a council that never sent any.

    Args:
        store: Base's.
        council: Whose.
        kind: Of which kind of delivery.
        delivery: In which one; the last one where it is empty, or nobody noted it.
    """
    kept = store.notebook.note_if_any(_of(delivery)) if delivery else None
    if kept is not None:
        return _read(kept)
    # Updates come in the table that went back: what its columns held was said when it first came.
    before = remembered(store, council, DatasetKind.CONTACTS) if kind is DatasetKind.UPDATES else {}
    return {**before, **_read(store.notebook.note_if_any(_name(council, kind)))}


def _read(kept: str | None) -> dict[str, str]:
    read = json.loads(kept) if kept else {}
    return {str(heading): str(holds) for heading, holds in read.items()}


def remember(store: Store, council: str, kind: DatasetKind, columns: Columns, delivery: str = "") -> None:
    """Keep what each column held: in this delivery, where it is named, and for the next one."""
    said = json.dumps(columns.known(), sort_keys=True)
    store.notebook.write_notes({_name(council, kind): said, **({_of(delivery): said} if delivery else {})})


def _name(council: str, kind: DatasetKind) -> str:
    return f"columns/{kind}/{council_id(council)}"


def _of(delivery: str) -> str:
    return f"columns/of/{delivery}"
