"""`doorstep extract`: what leaves base as a file, told before it is there."""

import argparse
from pathlib import Path

from store.keeping.store import Store
from tui import wording
from tui.pages import consent
from tui.printed import audit_pack, leaving, linkage, opened, paper, person_pack, second_waves, sent_back


def run(chosen: argparse.Namespace) -> None:
    """Write what was asked for.

    Raises:
        WhichExportError: Neither for whom nor in clear.
    """
    if chosen.deed in ("consent", "audit") or (chosen.deed == "person" and chosen.to is not None):
        leaving.hold_said(chosen)
    with opened.open_store(chosen) as store:
        match chosen.deed:
            case "consent":
                _consent(store, chosen)
            case "resupply":
                sent_back.run(store, chosen)
            case "wave-two":
                second_waves.extract(store, chosen)
            case "linkage":
                linkage.extract(store, chosen)
            case "stop-list":
                linkage.stop(store, chosen)
            case "person":
                person_pack.extract(store, chosen)
            case "audit":
                audit_pack.extract(store, chosen)


def _consent(store: Store, chosen: argparse.Namespace) -> None:
    from store.exchange.consent_export import consent_proof
    from store.keeping.agreed import agreement_of

    whom, path, drive = leaving.sealed_for(store, chosen), Path(chosen.to), chosen.device
    found, _, count = proved = consent_proof(store, agreement_of(store), chosen.receipt)
    sheet = consent.let_out(store, proved, path, whom, drive)
    records = f"{wording.counted(count, 'record')} of {found.receipt_code}"
    if whom is not None:
        paper.say(f"{records} written to {path}, sealed for {whom.whom.name}; a page to read beside it: {sheet}.")
        paper.say("They open each with `doorstep recipient open`, and check the proof with `doorstep verify FILE`.")
        return
    paper.say(f"{records} written in clear to {path}.")
    paper.say(f"A page to read lies beside it: {sheet}. It proves nothing by itself.")
    where = "each is on the register" if drive is None else f"{drive} is on the register with them"
    paper.say(f"Both are a holding: {where}. Check the proof with `doorstep verify FILE`, anywhere.")
