"""Letting a file out of base: sealed for a recipient, or knowingly in clear.

Owns that choice. Refuses to own either way (sealed_exports, clear_exports) and what is in the file.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from store.exchange.clear_exports import leave_in_clear
from store.exchange.recipients import Recipient
from store.exchange.sealed_exports import leave_sealed
from store.ids import FamilyId
from store.keeping.acts import Act
from store.keeping.acts.terms.exchange import Channel, ExportPurpose, Shipment
from store.keeping.store import Store


@dataclass(frozen=True, slots=True)
class SealedFor:
    """Whom a file is sealed for, and by what road it goes."""

    whom: Recipient
    channel: Channel


def let_out(
    store: Store,
    path: Path,
    content: bytes,
    sealed_for: SealedFor | None,
    *,
    shipment: Shipment,
    purpose: ExportPurpose,
    clause: str,
    families: Sequence[FamilyId],
    rows_count: int,
    onto: str | None = None,
    told_with: Callable[[str], Sequence[Act]] = lambda _: (),
) -> None:
    """Leave a file, told before it is there; in clear where it is sealed for nobody.

    Raises:
        StoreError: As `leave_sealed` or `leave_in_clear`.
    """
    if sealed_for is None:
        leave_in_clear(
            store,
            path,
            content,
            shipment=shipment,
            purpose=purpose,
            clause=clause,
            families=families,
            rows_count=rows_count,
            onto=onto,
            told_with=told_with,
        )
        return
    leave_sealed(
        store,
        path,
        content,
        sealed_for.whom,
        shipment=shipment,
        purpose=purpose,
        channel=sealed_for.channel,
        clause=clause,
        families=families,
        rows_count=rows_count,
        told_with=told_with,
    )


def beside(path: Path, suffix: str, sealed_for: SealedFor | None) -> Path:
    """Return where a second file lies beside a first one: `proof.pdf`, or `proof.pdf.sealed`."""
    return path.with_name(path.name + suffix + (".sealed" if sealed_for is not None else ""))
