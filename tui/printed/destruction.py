"""`doorstep destruction`: what was destroyed, its certificates and declarations."""

import argparse
import json
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING

from store.clock import from_ms
from store.keeping.store import Store
from tui import wording
from tui.pages.beside import let_out_with_page
from tui.pages.certificate import page_of
from tui.printed import leaving, opened, paper

if TYPE_CHECKING:
    from store.exchange.destroying.known import Destruction
    from store.keeping.acts.terms.destruction import Declaration


def run(chosen: argparse.Namespace) -> None:
    """Do the deed that was asked for.

    Raises:
        WhichExportError: Neither for whom nor in clear.
    """
    if chosen.deed in ("certificate", "declare", "hand-over"):
        leaving.hold_said(chosen)
    with opened.open_store(chosen) as store:
        match chosen.deed:
            case "list":
                _list(store, is_json=chosen.json)
            case "certificate":
                _certificate(store, chosen)
            case "gate":
                _gate(store, chosen.declaration, is_json=chosen.json)
            case "declare":
                _declare(store, chosen)
            case "write-off":
                _write_off(store, chosen)
            case "hand-over":
                _hand_over(store, chosen)
            case "gone":
                _gone(store, chosen)


def _list(store: Store, *, is_json: bool) -> None:
    from store.custody.naming import device_names
    from store.exchange.destroying.again import lost_with_base
    from store.exchange.destroying.known import destructions

    found, names = destructions(store), device_names(store)
    if is_json:
        print(json.dumps([_told(each, names) for each in found], indent=2))
        return
    for each in found:
        open_ones = [names.get(one, one) for one in each.asked.devices if not each.has_done(one)]
        how = "done" if each.is_done else f"waits for {', '.join(open_ones)}"
        families = wording.counted(each.asked.families_count, "family", "families")
        said = f"{wording.words(each.asked.scope)}, {families}, decided {wording.moment(from_ms(each.at_ms))}: {how}"
        paper.say(said, f"{each.order[:8]}  ")
    if not found:
        paper.say("Nothing was ever destroyed here.")
    say_too_soon(store)
    if lost := len(lost_with_base(store)):
        families = wording.counted(lost, "family", "families")
        paper.say(f"{families} that laptops destroyed on the word of a base that was lost are here again, by a backup.")
        paper.say("Destroy them again: `doorstep destroy --again CERTIFICATE`, or `doorstep destroy --lost`.")


def say_too_soon(store: Store) -> None:
    """Say how many families a laptop destroyed before it heard that it should not, where there are any."""
    from store.exchange.destroying.giving_up import destroyed_too_soon

    if count := len(destroyed_too_soon(store)):
        families = wording.counted(count, "family", "families")
        paper.say(f"{families} went from a laptop before it heard that its order was taken back: base keeps them.")
        paper.say("Give them to a laptop again: `doorstep allocate --to NAME --family REF`.")


def _told(each: "Destruction", names: dict[str, str]) -> dict[str, object]:
    return {
        "order": each.order,
        "scope": each.asked.scope.value,
        "clause": each.asked.for_clause,
        "families_count": each.asked.families_count,
        "decided_at": from_ms(each.at_ms).isoformat(timespec="milliseconds"),
        "done": each.is_done,
        "holders": [{"device": one, "name": names.get(one), "done": each.has_done(one)} for one in each.asked.devices],
    }


def _certificate(store: Store, chosen: argparse.Namespace) -> None:
    from store.exchange.destroying.certifying import certify
    from store.exchange.destroying.known import destruction_named

    leaving.sealed_for(store, chosen)  # somebody who cannot be sent anything is refused before it is vouched for
    raw = certify(store, destruction_named(store, chosen.order))
    page = _leave(store, chosen, raw, "13.7")
    paper.say(f"The certificate is written to {chosen.to}; a page to read beside it: {page}.")
    paper.say("Check it with `doorstep verify FILE`, anywhere.")


def _leave(store: Store, chosen: argparse.Namespace, raw: bytes, clause: str) -> Path:
    """Leave a document and a page of it; return where the page lies."""
    from store.keeping.acts.terms.exchange import ExportPurpose, Shipment

    return let_out_with_page(
        store,
        Path(chosen.to),
        raw,
        page_of(raw),
        leaving.sealed_for(store, chosen),
        shipment=Shipment.EVIDENCE,
        purpose=ExportPurpose.EVIDENCE,
        clause=clause,
    )


def _gate(store: Store, asked: str, *, is_json: bool) -> None:
    from store.custody.destruction.gate_words import words_of
    from store.exchange.destroying.declaring import in_the_way

    points = in_the_way(store, _declaration(asked))
    if is_json:
        told = [
            {"matter": each.matter.value, "of": each.of, "id": each.id, "count": each.count, "said": words_of(each)}
            for each in points
        ]
        print(json.dumps(told, indent=2))
        return
    for each in points:
        paper.say(words_of(each), "open  ")
    paper.say("Nothing stands in the way." if not points else "It can be signed once each of these is closed.")


def _declare(store: Store, chosen: argparse.Namespace) -> None:
    from store.exchange.destroying.declaring import CLAUSES, declare

    leaving.sealed_for(store, chosen)
    declaration = _declaration(chosen.declaration)
    raw = declare(store, declaration, lambda: opened.passphrase(chosen, "The second person's passphrase: "))
    page = _leave(store, chosen, raw, CLAUSES[declaration].split(", ")[-1])
    paper.say(f"The declaration is signed and written to {chosen.to}; a page to read beside it: {page}.")


def _write_off(store: Store, chosen: argparse.Namespace) -> None:
    from store.custody.paper import sheet_numbers
    from store.exchange.destroying.writing_off import Gone, write_off
    from store.keeping.acts.terms.destruction import WriteOffMatter

    if chosen.sheets is not None:
        gone = Gone(WriteOffMatter.PAPER, sheets=sheet_numbers(chosen.sheets))
    elif chosen.backup is not None:
        gone = Gone(WriteOffMatter.BACKUP, chosen.backup)
    elif chosen.journal is not None:
        gone = Gone(WriteOffMatter.JOURNAL, chosen.journal)
    else:
        gone = Gone(WriteOffMatter.DEVICE, chosen.device)
    second = lambda: opened.passphrase(chosen, "The second person's passphrase: ")  # noqa: E731  # said once, here
    write_off(store, gone, chosen.incident, chosen.reason, second)
    paper.say("Written off. The incident and the reason print on every declaration after.")


def _gone(store: Store, chosen: argparse.Namespace) -> None:
    from store.exchange.destroying.outside import record_gone
    from tui.documents import document_digest

    record_gone(store, chosen.whose, chosen.by, document_digest(Path(chosen.document)))
    paper.say(f"{chosen.whose} said that everything sent to them so far is destroyed.")


def _hand_over(store: Store, chosen: argparse.Namespace) -> None:
    from store.agreement.london import london_day
    from store.exchange.destroying.handing_evidence import hand_over
    from tui.documents import document_digest

    if chosen.recipient is None:
        chosen.parser.error("proofs of consent hold what people said: --for a recipient, never --clear")
    whom = leaving.sealed_for(store, chosen)
    assert whom is not None
    until = None if chosen.keep_until is None else london_day(wording.day_or_instant(chosen.keep_until, time(12)))
    count = hand_over(store, Path(chosen.to), whom, chosen.by, document_digest(Path(chosen.document)), until)
    proofs = wording.counted(count, "proof")
    paper.say(
        f"{proofs} written to {chosen.to}, sealed for {whom.whom.name}: opened, `doorstep verify FILE` checks each."
    )


def _declaration(asked: str) -> "Declaration":
    from store.keeping.acts.terms.destruction import Declaration

    return Declaration.ORIGINAL_DATASET if asked == "original" else Declaration.ALL_COPIES
