"""The audit pack: made by `doorstep extract audit`, and what `doorstep verify FILE` says of one.

Owns what is printed round its pages. Refuses to own their words (pages), and the pack (exchange, audit).
"""

import argparse
import json
from datetime import date, time
from pathlib import Path

from store.agreement.london import london_day
from store.clock import from_ms
from store.keeping.attested import Attested
from store.keeping.store import Store
from tui import wording
from tui.pages.audit_pack import lines_of
from tui.pages.beside import let_out_with_page
from tui.pages.laying import pdf
from tui.printed import leaving, paper
from tui.printed.certificate_page import entry_told, say_lines

_NOON = time(12)


def extract(store: Store, chosen: argparse.Namespace) -> None:
    """Write the pack of a period, and pages of it to read."""
    from store.exchange.audit.pack import make_pack
    from store.keeping.acts.terms.exchange import ExportPurpose, Shipment
    from store.keeping.attested import check_attested

    whom = leaving.sealed_for(store, chosen)
    first = london_day(from_ms(store.first_act().at_ms)) if chosen.from_on is None else _day(chosen.from_on)
    last = london_day(store.now()) if chosen.until_on is None else _day(chosen.until_on)
    raw = make_pack(store, first, last, None if whom is None else whom.whom.recipient)
    page = let_out_with_page(
        store,
        Path(chosen.to),
        raw,
        pdf(lines_of(check_attested(raw))),
        whom,
        shipment=Shipment.AUDIT_PACK,
        purpose=ExportPurpose.AUDIT,
        clause="A12",
    )
    paper.say(f"The audit pack of {first} to {last} is written to {chosen.to}; pages to read beside it: {page}.")
    paper.say("It checks itself with `doorstep verify FILE`, anywhere.")


def _day(text: str) -> date:
    return london_day(wording.day_or_instant(text, _NOON))


def tell(pack: Attested, checkpoint: str | None, *, is_json: bool) -> None:
    """Check a pack further, hold a checkpoint against it if one is given, and print what it says.

    Raises:
        AttestedFormError, ProofError, CheckpointFormError: It does not hold, or what was given is no checkpoint.
    """
    from store.exchange.audit.earlier import read_kept
    from store.exchange.audit.proving import beside, hold_pack

    heads = hold_pack(pack)
    stands = None if checkpoint is None else beside(heads, read_kept(checkpoint))
    if is_json:
        told = {
            "holds": True,
            "document": pack.document,
            "said": pack.said,
            "checkpoints_count": len(heads),
            "checkpoint": stands and stands.value,
            **entry_told(pack),
        }
        print(json.dumps(told, indent=2))
        return
    count = wording.counted(len(heads), "checkpoint")
    paper.say(f"Proved: the pack says what was vouched for; {count}, each leading to the next.")
    if stands is not None:
        paper.say(_STANDS[stands.value])
    say_lines(pack, lines_of(pack))


_STANDS = {
    "consistent": "The checkpoint that was kept is one of these: nothing before it was rewritten.",
    "not_consistent": "The checkpoint that was kept contradicts this pack: the journal was rewritten, or forked.",
    "not_in_the_pack": "The checkpoint that was kept is none of these: hold it against base's own store.",
}
