"""The audit pack: made by `doorstep extract audit`, and what `doorstep verify FILE` says of one.

Owns the words. Refuses to own the pack (exchange, audit).
"""

import argparse
import json
from datetime import date, time
from pathlib import Path
from typing import Any

from store.agreement.london import london_day
from store.clock import from_ms
from store.keeping.attested import Attested
from store.keeping.store import Store
from tui import wording
from tui.printed import leaving, paper
from tui.printed.certificate_page import entry_told, say_lines
from tui.printed.pages import SMALL_PT, TEXT_PT, TITLE_PT, Line, pdf

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
    page = leaving.let_out_with_page(
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


def lines_of(pack: Attested) -> list[Line]:
    """Return what a pack says, in lines: counts and names of devices; whoever needs each line reads the file."""
    said = pack.said
    practice = "PRACTICE: made-up families. " if said["practice"] else ""
    lines: list[Line] = [
        (TITLE_PT, "Audit pack"),
        (TEXT_PT, f"{practice}{said['agreement']}"),
        (TEXT_PT, f"{said['from_on']} to {said['to_on']}, base {said['base']}, Doorstep {said['release']}."),
        (TEXT_PT, f"{wording.counted(said['entries_count'], 'act')} in the period; {said['erased_count']:,} erased."),
        (TEXT_PT, ""),
        (TEXT_PT, "Custody, as it stands:"),
        *((SMALL_PT, _device(each)) for each in said["custody"]),
        (TEXT_PT, ""),
        (TEXT_PT, f"Movements: {len(said['movements']):,}."),
        *((SMALL_PT, _movement(each)) for each in said["movements"]),
        (TEXT_PT, ""),
        (TEXT_PT, f"Incidents: {len(said['incidents']):,}."),
        *((SMALL_PT, f"{each['kind']}: {each['what']}; {_clocks(each['clocks'])}") for each in said["incidents"]),
        (TEXT_PT, f"Requests: {len(said['requests']):,}."),
        *((SMALL_PT, f"{each['kind'].replace('_', ' ')}; {_clocks(each['clocks'])}") for each in said["requests"]),
        (TEXT_PT, f"Destruction: {len(said['destruction']):,} acts."),
        (TEXT_PT, ""),
        (TEXT_PT, "Clauses, and how many tests of this release name each:"),
        (SMALL_PT, ", ".join(f"{clause}: {len(each)}" for clause, each in said["control_map"].items())),
        (TEXT_PT, ""),
        (TEXT_PT, "Open points of the agreement:"),
        *((SMALL_PT, f"{each['what']}: {each['said']}") for each in said["open_points"]),
        *((SMALL_PT, f"{each['where']}: {each['wrong']}") for each in said["faults"]),
        (TEXT_PT, ""),
        (TEXT_PT, "What this does not prove:"),
        *((TEXT_PT, f"- {each}") for each in said["not_proved"]),
    ]
    return lines


def _device(each: dict[str, Any]) -> str:
    families = wording.counted(each["families_now"], "family", "families")
    return f"{each['name']} ({each['kind'].replace('_', ' ')}, {each['state'].replace('_', ' ')}): {families}"


def _movement(each: dict[str, Any]) -> str:
    day: date = london_day(from_ms(each["at_ms"]))
    what = f"{each['shipment'].replace('_', ' ')}, {each['rows_count']:,} rows, {each['channel'].replace('_', ' ')}"
    return f"{day}: {what}, {each['end'] or 'under way'}; SHA-256 {each['sha256']}"


def _clocks(clocks: list[dict[str, Any]]) -> str:
    late = sum(each["in_time"] is False for each in clocks)
    return f"{wording.counted(len(clocks), 'clock')}, {late} late"
