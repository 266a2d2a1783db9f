"""The pages of an audit pack, for people.

Owns the words. Refuses to own the pack (exchange, audit).
"""

from datetime import date
from typing import Any

from store.agreement.london import london_day
from store.clock import from_ms
from store.keeping.attested import Attested
from tui import wording
from tui.pages.laying import SMALL_PT, TEXT_PT, TITLE_PT, Line


def lines_of(pack: Attested) -> list[Line]:
    """Return what a pack says, in lines: counts and names of devices; whoever needs each line reads the file."""
    said = pack.said
    practice = "PRACTICE: made-up families. " if said["practice"] else ""
    lines: list[Line] = [
        (TITLE_PT, "Audit pack"),
        (TEXT_PT, f"{practice}{said['agreement']}"),
        (TEXT_PT, f"{said['from_on']} to {said['to_on']}, base {said['base']}, Doorstep {said['release']}."),
        (TEXT_PT, f"{wording.counted(said['entries_count'], 'act')} in the period; {said['erased_count']:,} erased."),
        *_term(said.get("term")),
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


def _term(term: dict[str, Any] | None) -> list[Line]:
    """Return how the agreement ends; nothing of a pack that is older than its saying so."""
    if term is None:
        return []
    state = term["state"].replace("-", " ")
    told = [
        (
            SMALL_PT,
            f"{each['what'].replace('_', ' ')}, recorded {london_day(from_ms(each['at_ms']))}: last day"
            f" {each['ends_on']}; SHA-256 {each['document_sha256'] or 'of no document'}",
        )
        for each in term["told"]
    ]
    return [(TEXT_PT, f"Term: {state}, last day {term['ends_on']}."), *told]


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
