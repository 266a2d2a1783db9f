"""How a verb that lets a file out hears for whom.

Owns reading `--for`, `--channel` and `--clear`, and letting a page to read out beside a file. Refuses to own how either
leaves (store).
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import WhichExportError
from store.keeping.store import Store

if TYPE_CHECKING:
    from store.exchange.letting_out import SealedFor
    from store.ids import FamilyId
    from store.keeping.acts.terms.exchange import ExportPurpose, Shipment


def hold_said(chosen: argparse.Namespace) -> None:
    """Make sure that it is said how the file leaves, before anybody signs in.

    Raises:
        WhichExportError: Neither for whom nor in clear.
    """
    if chosen.recipient is not None and getattr(chosen, "device", None) is not None:
        chosen.parser.error("--device is for a file in clear: a sealed one is no holding")
    if chosen.recipient is None and not chosen.clear:
        raise WhichExportError


def sealed_for(store: Store, chosen: argparse.Namespace) -> "SealedFor | None":
    """Return whom the file is sealed for; None where it leaves in clear.

    Raises:
        RecipientUnknownError, RecipientEndedError: As `recipient_named`.
    """
    if chosen.recipient is None:
        return None
    from store.exchange.letting_out import SealedFor
    from store.exchange.recipients import recipient_named
    from store.keeping.acts.terms.exchange import Channel

    return SealedFor(recipient_named(store, chosen.recipient), Channel(chosen.channel))


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
