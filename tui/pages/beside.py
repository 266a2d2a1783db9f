"""Letting a file out, and a page of it to read beside it.

Owns that both leave in one way. Refuses to own how either leaves (store), and what a page says.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from store.keeping.store import Store

if TYPE_CHECKING:
    from store.exchange.letting_out import SealedFor
    from store.ids import FamilyId
    from store.keeping.acts.terms.exchange import ExportPurpose, Shipment


def let_out_with_page(
    store: Store,
    path: Path,
    content: bytes,
    page: bytes,
    whom: "SealedFor | None",
    *,
    shipment: "Shipment",
    purpose: "ExportPurpose",
    clause: str,
    families: "Sequence[FamilyId]" = (),
    rows_count: int = 1,
    onto: str | None = None,
) -> Path:
    """Leave a file, and a page of it to read beside it; return where the page lies.

    Raises:
        StoreError: As `let_out`.
    """
    from store.exchange.letting_out import beside, let_out

    sheet = beside(path, ".pdf", whom)
    for place, told in ((path, content), (sheet, page)):
        let_out(
            store,
            place,
            told,
            whom,
            shipment=shipment,
            purpose=purpose,
            clause=clause,
            families=families,
            rows_count=rows_count,
            onto=onto,
        )
    return sheet
