"""Proofs that the controller keeps: handed over, sealed, before base destroys its own copy.

Owns gathering them, the file, and telling of the movement. Refuses to own the proofs' form (keeping) and destroying.

Source: agreement 8.2, 13.7, A12; FORMAT.md, "Handed-over proofs".
"""

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from store.clock import to_ms
from store.errors import ConsentUnprovableError, NothingToDestroyError
from store.exchange.evidence import proof_of
from store.exchange.letting_out import SealedFor, let_out
from store.exchange.ticket import hold_supervisor_of_base
from store.ids import FamilyId, new_id
from store.keeping import acts, canonical
from store.keeping.acts.terms.exchange import ExportPurpose, InstructionMatter, Shipment
from store.keeping.kinds import acts_of
from store.keeping.names import hold_line
from store.keeping.store import Store

VERSION: Final = "evidence/1"


def hand_over(
    store: Store,
    path: Path,
    sealed_for: SealedFor,
    instructed_by: str,
    document_digest: str,
    keep_until: date | None,
) -> int:
    """Leave the proof of every consent that is held, sealed for the controller; return how many.

    Args:
        store: Base's.
        path: Where.
        sealed_for: Whom; never in clear.
        instructed_by: Who asked for them, of the controller.
        document_digest: SHA-256 of what they wrote, hex.
        keep_until: Until when they keep them, if that is agreed.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base does that.
        NothingToDestroyError: No consent is held.
        StoreError: As `let_out`.
    """
    hold_supervisor_of_base(store)
    hold_line(instructed_by)
    families: set[FamilyId] = set()
    proofs = list(_proofs(store, families))
    if not proofs:
        raise NothingToDestroyError
    head = canonical.dumps({"count": len(proofs), "doorstep": VERSION})
    content = b"\n".join([head, *proofs]) + b"\n"
    instruction = new_id()

    def told_with(movement: str) -> list[acts.Act]:
        asked = acts.InstructionRecorded(
            instruction=instruction,
            matter=InstructionMatter.KEEP_EVIDENCE,
            instructed_by=instructed_by,
            received_at_ms=to_ms(store.now()),
            document_digest=document_digest,
            request=None,
            families=(),
            text="Hand over the proofs of consent before base destroys its copy.",
        )
        handed = acts.EvidenceHandedOver(
            movement=movement,
            recipient=sealed_for.whom.recipient,
            instruction=instruction,
            shipment=Shipment.EVIDENCE,
            proofs_count=len(proofs),
            sha256=hashlib.sha256(content).hexdigest(),
            keep_until_on=None if keep_until is None else keep_until.isoformat(),
        )
        return [asked, handed]

    let_out(
        store,
        path,
        content,
        sealed_for,
        shipment=Shipment.EVIDENCE,
        purpose=ExportPurpose.EVIDENCE,
        clause="13.7",
        families=sorted(families),
        rows_count=len(proofs),
        told_with=told_with,
    )
    return len(proofs)


def is_handed_over(raw: bytes) -> bool:
    """Say whether bytes claim to be such a file."""
    return raw.startswith(b'{"count":') and b'"doorstep":"evidence/' in raw[:64]


def _proofs(store: Store, families: set[FamilyId]) -> Iterator[bytes]:
    for held in acts_of(store, acts.ConsentRecorded):
        assert isinstance(held.act, acts.ConsentRecorded)
        try:
            proof = proof_of(store, held)
        except ConsentUnprovableError:
            continue  # of the other side of a fork: no head vouches for it
        families.add(held.act.family)
        yield proof
