"""Letting the fieldwork report out: what two people read, what was hidden in it, for whom it is.

Owns the questions and the sentences. Refuses to own what is hidden, and who may have it (store).

Source: agreement 12.1, 16.1; design 7: the release of an output needs two different people.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.clock import Instant
from store.exchange.released import Released
from store.keeping.acts import TableTold
from store.keeping.acts.terms.exchange import ExportPurpose
from tui import wording
from tui.base import going_out
from tui.base.going_out import Offered
from tui.forms.fields import Answers, Field, Kind, Option
from tui.forms.form import Form
from tui.forms.secrets import passphrase
from tui.output_words import forgotten
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.exchange.fieldwork_report import FieldworkReport
    from store.keeping.store import Store


@dataclass(frozen=True, slots=True)
class About:
    """A report as it would leave now.

    Attributes:
        rows_count: Of all its tables.
        tables: What was hidden in each of them.
        put_back: Until when each copy goes that base was put back from.
    """

    report: "FieldworkReport" = field(repr=False)
    rows_count: int
    tables: Sequence[TableTold]
    to: Offered = field(repr=False)
    put_back: Sequence[Instant]


def about(store: "Store") -> About:
    """Return the report as it would leave now; runs in the clerk's thread.

    Raises:
        StoreError: As `make_fieldwork_report`.
    """
    from store.exchange.backup.later import copies_put_back
    from store.exchange.outputs import make_fieldwork_report, rows_of, tables_told

    report, to = make_fieldwork_report(store), going_out.offered(store, ExportPurpose.RESEARCH_OUTPUT)
    return About(report, rows_of(report), tables_told(report), to, [*copies_put_back(store).values()])


def reading_form() -> Form:
    """Return what is asked before it is read."""
    here = (Option("yes", "yes, both read what follows"),)
    question = "Is the second supervisor here, to read it with you?"
    return Form((Field("here", "Both here", question, Kind.ONE, lambda _: here),))


def read_lines(about: About, width: int) -> list[PageLine]:
    """Return what was hidden, then the report as it leaves."""
    lines = [line for until in about.put_back for line in paragraph(forgotten(until), width, Tint.WARNING)]
    lines += [PageLine("What was hidden, so that nobody is told of a few", Tint.HEAD)]
    lines += hidden_lines(about.tables, width)
    lines += [PageLine(""), PageLine("The report as it leaves", Tint.HEAD)]
    for text in about.report.text.splitlines():
        lines += paragraph(text, width) if text.strip() else [PageLine("")]
    lines += [PageLine(""), PageLine("What leaves cannot be called back.", Tint.WARNING)]
    return lines


def hidden_lines(tables: Sequence[TableTold], width: int) -> list[PageLine]:
    """Return, table by table, how many cells were hidden: as few cases, and so that no total gives those back."""
    lines: list[PageLine] = []
    for each in tables:
        of = wording.counted(each.cells_count, "cell")
        lines += paragraph(
            f"{each.columns_by}, by {each.rows_by}: {each.primary_suppressed_count:,} as few cases and "
            f"{each.complementary_suppressed_count:,} beside them, of {of} over {each.unweighted_base:,} cases.",
            width,
        )
    return lines


def release_form(about: About) -> Form:
    """Return what lets it out."""
    return Form(
        (
            going_out.whom_field(about.to, may_be_clear=True),
            *going_out.road_fields(about.to),
            Field(
                "second", "Approves", "The second supervisor's own passphrase, typed by them.", Kind.LINE,
                is_secret=True,
            ),
        )
    )  # fmt: skip


def release_means(about: About, answers: Answers, width: int) -> Iterator[PageLine]:
    """Yield what leaves, and how."""
    yield from paragraph(f"{wording.counted(len(about.tables), 'table')}, as both have read them.", width, Tint.HEAD)
    yield from going_out.means(about.to, answers, "fieldwork report", about.rows_count, "12.1", width)


def let_go(store: "Store", about: About, answers: Answers) -> None:
    """Let it out; runs in the clerk's thread.

    Raises:
        StoreError: As `release`.
    """
    from store.exchange.outputs import release

    second = passphrase(answers, "second")
    try:
        to = going_out.sealed_for(about.to, answers)
        release(store, about.report, second, going_out.path(store, answers), to)
    finally:
        second.wipe()


def released_lines(each: Released, width: int) -> list[PageLine]:
    """Return what was let out."""
    on = "on a day that is not told" if each.on is None else f"on {wording.day(each.on)}"
    whom = f"sealed for {each.whom}" if each.whom else "in clear"
    lines = [
        *paragraph(f"Fieldwork report, let out {on}, {whom}", width, Tint.HEAD),
        *paragraph(f"Made by {each.made_by}; released with {each.approved_by}, who read it too.", width),
        *paragraph(
            f"Told by {wording.words(each.geography)}; the smallest figure in it is on"
            f" {wording.counted(each.smallest_cell_kept, 'case')}.",
            width,
        ),
        PageLine(""),
        PageLine("What was hidden", Tint.HEAD),
        *hidden_lines(each.tables, width),
        PageLine(""),
        PageLine(f"Movement {each.movement[:8]} of the ledger; SHA-256 of what was read:", Tint.MUTED),
    ]
    return [*lines, *going_out.digest_lines(each.sha256)]
