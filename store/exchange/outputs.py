"""Outputs: tables that two people let out, each of them told in the trail with what suppression did to it.

Owns making the fieldwork report from base's own tables, and its release. Refuses to own what is hidden (suppression)
and the file's way out (letting_out).

Source: agreement 12.1, 16.1; design 7: the release of an output needs two different people.
"""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from store.agreement.london import london_day
from store.clock import to_ms
from store.exchange.fieldwork_report import FieldworkReport, Part, fieldwork_report
from store.exchange.let_out_before import let_out_before, remember
from store.exchange.letting_out import SealedFor, let_out
from store.exchange.ticket import hold_supervisor_of_base
from store.fieldwork.councils import councils_of
from store.fieldwork.every_case import every_case
from store.fieldwork.unwilling import opted_out_count
from store.ids import new_id
from store.keeping import acts, approvals
from store.keeping.acts.terms.exchange import ExportPurpose, Geography, OutputDecision, Shipment
from store.keeping.acts.terms.store import ApprovalMatter
from store.keeping.agreed import agreement_of
from store.keeping.passphrases import Passphrase
from store.keeping.store import Store


def make_fieldwork_report(store: Store) -> FieldworkReport:
    """Return the report as it would leave now; nothing is kept of it.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base makes one.
        TooFewCasesError: Nothing could be told.
        TooLittleChangedError: Nothing could be told that, with the reports that were let out, tells of no few cases.
        ReportForgottenError: As `let_out_before`.
    """
    hold_supervisor_of_base(store)
    agreement = agreement_of(store)
    with store.reader() as connection:
        cases = list(every_case(connection, agreement, to_ms(store.now())))
        councils, refused = councils_of(connection), opted_out_count(connection)
    return fieldwork_report(
        cases,
        councils,
        refused,
        up_to=agreement.cells.suppressed_up_to,
        title=agreement.title,
        on=london_day(store.now()),
        before=let_out_before(store),
    )


def release(
    store: Store, report: FieldworkReport, second: Passphrase, path: Path, sealed_for: SealedFor | None
) -> None:
    """Let a report out that two people have read.

    Args:
        store: Base's; whoever is signed in is the one.
        report: As it was made and read.
        second: The other one's own.
        path: Where it is written; what is there already is replaced.
        sealed_for: Whom it is sealed for; None for in clear.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base lets anything out.
        ApprovalError: The second person cannot approve.
        StoreError: As `let_out`.
    """
    hold_supervisor_of_base(store)
    content = report.text.encode("utf-8")
    digest = sha256(content)
    approval = approvals.approve(store, second, ApprovalMatter.OUTPUT, digest.digest())
    output = new_id()
    made = acts.OutputMade(
        output=output,
        geography=min((part.level.geography for part in report.parts), key=list(Geography)[::-1].index),
        smallest_cell_kept=min(count for part in report.parts for count in _kept(part)),
        tables=tables_told(report),
        sha256=digest.hexdigest(),
        made_by=store.keys.person.staff,
    )

    def told_with(movement: str) -> list[acts.Act]:
        released = acts.OutputReleased(
            output=output,
            decision=OutputDecision.RELEASE,
            sha256=digest.hexdigest(),
            recipient=None if sealed_for is None else sealed_for.whom.recipient,
            movement=movement,
            approvals=(approval.approval,),
            reason=None,
        )
        return [made, approval, released]

    remember(store, digest.hexdigest(), report)
    let_out(
        store,
        path,
        content,
        sealed_for,
        shipment=Shipment.FIELDWORK_REPORT,
        purpose=ExportPurpose.RESEARCH_OUTPUT,
        clause="12.1",
        families=[],
        rows_count=rows_of(report),
        told_with=told_with,
    )


def rows_of(report: FieldworkReport) -> int:
    """Return how many rows the tables of a report have."""
    return sum(1 + sum(len(table.rows) for table in part.level.tables.tables) for part in report.parts)


def tables_told(report: FieldworkReport) -> tuple[acts.TableTold, ...]:
    """Return what suppression did to each table of a report, as the trail will say it."""
    return tuple(told for part in report.parts for told in _told(part))


def _told(part: Part) -> Iterator[acts.TableTold]:
    """Yield what the trail says of each table, and of the totals that they share."""
    tables, hidden = part.level.tables, part.hidden
    sizes = [sum(map(len, of)) for of in hidden.tables]
    names = [table.rows_by for table in tables.tables]
    for name, size, few, others in zip(
        [*names, "all"], [*sizes, len(hidden.totals)], hidden.few_count, hidden.others_count, strict=True
    ):
        yield acts.TableTold(
            rows_by=name,
            columns_by=part.title,
            unweighted_base=tables.base,
            cells_count=size,
            primary_suppressed_count=few,
            complementary_suppressed_count=others,
        )


def _kept(part: Part) -> Iterator[int]:
    tables, hidden = part.level.tables, part.hidden
    yield from (count for count, is_out in zip([*tables.totals, tables.base], hidden.totals, strict=True) if not is_out)
    for table, of in zip(tables.tables, hidden.tables, strict=True):
        for cells, out in zip(table.cells, of, strict=True):
            yield from (count for count, is_out in zip([*cells, sum(cells)], out, strict=True) if not is_out)
