"""Which fieldwork reports were let out, with the counts behind them: what later ones are held against.

Owns this device's note of each, by the digest that the trail tells. Refuses to own what follows from them
(suppression.successive). They are counts of cases, of nobody in particular, and lie in the encrypted file.

Source: agreement 12.1a.
"""

import json
from typing import Any, Final

from store.errors import ReportForgottenError
from store.exchange.fieldwork_report import FieldworkReport, Lone, Part
from store.exchange.suppression.coarsening import Level
from store.exchange.suppression.tables import Hidden, Table, Tables
from store.keeping import acts
from store.keeping.acts.terms.exchange import Geography, OutputDecision
from store.keeping.header import KIND_FROM_BYTE, unpack
from store.keeping.store import Store

_NOTE: Final = "output/fieldwork/"


def remember(store: Store, sha256: str, report: FieldworkReport) -> None:
    """Keep what a report is made of, before it is let out: one that then was not is a hindrance, and no leak."""
    told = {
        "parts": [_part_told(part) for part in report.parts],
        "lone": [[each.title, each.count, each.is_hidden] for each in report.lone],
    }
    store.notebook.write_note(f"{_NOTE}{sha256}", json.dumps(told))


def let_out_before(store: Store) -> list[FieldworkReport]:
    """Return what the reports that were let out are made of, the oldest first.

    Raises:
        ReportForgottenError: Of one nothing is known here any more: nobody could say what the next one gives away.
    """
    rows = store.rows(
        f"SELECT header, body FROM entry WHERE body IS NOT NULL AND substr(header, {KIND_FROM_BYTE}) = ? ORDER BY id",  # noqa: S608  # a number
        (acts.OutputReleased.kind.encode("ascii"),),
    )
    found = []
    for header, body in rows:
        read = unpack(header)
        act = acts.parse(read.kind, read.kind_version, body)
        assert isinstance(act, acts.OutputReleased)
        if act.decision is not OutputDecision.RELEASE:
            continue
        kept = store.notebook.note_if_any(f"{_NOTE}{act.sha256}")
        if kept is None:
            raise ReportForgottenError
        told = json.loads(kept)
        found.append(FieldworkReport("", tuple(map(_part, told["parts"])), tuple(Lone(*each) for each in told["lone"])))
    return found


def _part_told(part: Part) -> dict[str, Any]:
    tables, hidden = part.level.tables, part.hidden
    return {
        "title": part.title,
        "geography": part.level.geography,
        "columns_by": tables.columns_by,
        "columns": tables.columns,
        "totals": tables.totals,
        "tables": [[table.rows_by, table.rows, table.cells] for table in tables.tables],
        "hidden": [hidden.totals, hidden.tables],
        "counts": [hidden.few_count, hidden.others_count],
    }


def _part(told: dict[str, Any]) -> Part:
    tables = tuple(Table(rows_by, tuple(rows), tuple(map(tuple, cells))) for rows_by, rows, cells in told["tables"])
    totals, of_tables = told["hidden"]
    few, others = told["counts"]
    return Part(
        told["title"],
        Level(
            Geography(told["geography"]),
            Tables(told["columns_by"], tuple(told["columns"]), tuple(told["totals"]), tables),
        ),
        Hidden(tuple(totals), tuple(tuple(map(tuple, rows)) for rows in of_tables), tuple(few), tuple(others)),
    )
