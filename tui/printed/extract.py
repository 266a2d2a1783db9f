"""`doorstep extract`: what leaves base as a file, told before it is there."""

import argparse
from pathlib import Path

from store.errors import SealingNotThereError, WhichExportError
from store.keeping.store import Store
from tui import wording
from tui.printed import consent_sheet, opened, paper


def run(chosen: argparse.Namespace) -> None:
    """Write what was asked for.

    Raises:
        WhichExportError: Neither for whom nor in clear.
        SealingNotThereError: For a recipient, which this release does not do.
    """
    if chosen.recipient is not None:
        raise SealingNotThereError
    if not chosen.clear:
        raise WhichExportError
    with opened.open_store(chosen) as store:
        match chosen.deed:
            case "consent":
                _consent(store, chosen.receipt, Path(chosen.to), chosen.device)


def _consent(store: Store, code: str, path: Path, drive: str | None) -> None:
    from store.exchange.clear_exports import leave_in_clear
    from store.exchange.consent_export import consent_proof
    from store.keeping.acts.terms.exchange import ExportPurpose, Shipment
    from store.keeping.agreed import agreement_of

    found, proof, count = consent_proof(store, agreement_of(store), code)
    page = consent_sheet.page_of(proof)
    sheet = path.with_name(path.name + ".pdf")
    for place, content in ((path, proof), (sheet, page)):
        leave_in_clear(
            store,
            place,
            content,
            shipment=Shipment.CONSENT_PROOF,
            purpose=ExportPurpose.EVIDENCE,
            clause="4.2",
            families=[found.family],
            rows_count=count,
            onto=drive,
        )
    paper.say(f"{wording.counted(count, 'record')} of {found.receipt_code} written in clear to {path}.")
    paper.say(f"A page to read lies beside it: {sheet}. It proves nothing by itself.")
    where = "each is on the register" if drive is None else f"{drive} is on the register with them"
    paper.say(f"Both are a holding: {where}. Check the proof with `doorstep verify FILE`, anywhere.")
