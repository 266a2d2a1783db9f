"""What an audit asks of base: a pack of a period, an earlier checkpoint held against the journal, a witness named.

Owns the questions, and what their answers mean. Refuses to own every rule and proof (store).

Source: agreement 9.1c, A9, A12; RFC 9162 section 2.1.4.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from store.agreement.london import london_day
from store.clock import from_ms
from store.exchange.audit.witness import KINDS
from store.exchange.recipients import Recipient, recipients
from store.keeping.acts.terms.exchange import ExportPurpose, Shipment
from tui import wording
from tui.base import going_out, vouched
from tui.base.going_out import Offered
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.form import Form
from tui.moments import iso_day
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.exchange.audit.earlier import Compared
    from store.keeping.store import Store


@dataclass(frozen=True, slots=True)
class Period:
    """What is known before a pack is asked for: the first day there is, today, and who may have it."""

    first_on: date
    today: date
    to: Offered = field(repr=False)


def period(store: "Store") -> Period:
    """Return what is known before a pack is asked for; runs in the clerk's thread."""
    first_on = london_day(from_ms(store.first_act().at_ms))
    return Period(first_on, london_day(store.now()), going_out.offered(store, ExportPurpose.AUDIT))


def pack_form(known: Period) -> Form:
    """Return the questions about a pack."""
    return Form(
        (
            Field("from", "From", "From which day on?", Kind.LINE, check=iso_day, first=known.first_on.isoformat()),
            Field("until", "Until", "Until which day?", Kind.LINE, check=iso_day, first=known.today.isoformat()),
            *vouched.fields(known.to),
        )
    )


def pack_means(known: Period, answers: Answers, width: int) -> list[PageLine]:
    """Return what making a pack does."""
    told = "It names no family: checkpoints, custody, movements, incidents, requests, staff, paper, the control map."
    return [
        *paragraph(told, width, Tint.HEAD),
        *paragraph("It checks itself with `doorstep verify FILE`, where no store is.", width),
        *going_out.means(known.to, answers, "audit pack", 1, "A12", width),
    ]


def make_pack(store: "Store", known: Period, answers: Answers) -> "list[tuple[float, str]]":
    """Make it and leave it; return the lines of its page. Runs in the clerk's thread.

    Raises:
        StoreError: As `make_pack` and `let_out`.
    """
    from store.exchange.audit import pack
    from store.keeping.attested import check_attested
    from tui.pages.audit_pack import lines_of
    from tui.pages.laying import pdf

    whom = known.to.chosen(answers)
    first, last = iso_day(one(answers, "from") or ""), iso_day(one(answers, "until") or "")
    _, raw = vouched.leave(
        store, known.to, answers,
        lambda: pack.make_pack(store, first, last, None if whom is None else whom.recipient),
        clause="A12", page_of=lambda made: pdf(lines_of(check_attested(made))),
        shipment=Shipment.AUDIT_PACK, purpose=ExportPurpose.AUDIT,
    )  # fmt: skip
    return list(lines_of(check_attested(raw)))


# -- a checkpoint that somebody kept -----------------------------------------------------------------------------------


def _hold_checkpoint(typed: str) -> None:
    from store.exchange.audit.earlier import read_kept

    read_kept(typed)


def earlier_form() -> Form:
    """Return the question for a checkpoint that somebody kept."""
    question = "Paste its text, or type what its code says: doorstep/…/size/root."
    return Form((Field("kept", "Checkpoint", question, Kind.LINE, check=_hold_checkpoint),))


def compared(store: "Store", answers: Answers) -> "Compared":
    """Hold it against the journal it is of; runs in the clerk's thread.

    Raises:
        StoreError: As `compare`.
    """
    from store.exchange.audit.earlier import compare

    return compare(store, one(answers, "kept") or "")


def compared_page(found: "Compared", width: int) -> list[PageLine]:
    """Return what came of holding a checkpoint against the journal."""
    head, present = found.kept.head, found.present
    entries = wording.counted(head.size, "entry", "entries")
    if found.holds:
        told = f"Consistent: of the {entries} that it vouched for, nothing was rewritten."
        signed = (
            "It came with its signature." if found.kept.is_signed else "It came without a signature: ask who kept it."
        )
        lines = [*paragraph(told, width, Tint.HEAD), *paragraph(signed, width)]
    else:
        told = "NOT consistent: this journal does not begin with what the checkpoint vouched for."
        lines = [
            *paragraph(told, width, Tint.WARNING),
            *paragraph("It was rewritten, or put back from a copy. Tell of an incident: F2.", width, Tint.WARNING),
        ]
    return [
        *lines,
        PageLine(""),
        *paragraph(f"Kept: {head.size:,} entries, root {head.root.hex()[:32]}", width),
        *paragraph(f"Now: {present.size:,} entries, root {present.root.hex()[:32]}", width),
    ]


# -- who keeps base's checkpoints --------------------------------------------------------------------------------------


def witnesses(store: "Store") -> list[Recipient]:
    """Return who could keep base's checkpoints; runs in the clerk's thread."""
    return [each for each in recipients(store) if not each.is_ended and each.kind in KINDS]


def witness_form(whom: Sequence[Recipient]) -> Form:
    """Return the questions about who keeps them, and where."""
    options = [Option(each.recipient, wording.plain(f"{each.name}, {each.organisation}")) for each in whom]
    return Form(
        (
            Field("whom", "Witness", "Who outside base keeps its checkpoints?", Kind.ONE, lambda _: options),
            Field("mailbox", "Where", "In which folder, or at which sftp address of theirs?", Kind.LINE),
            Field("country", "Country", "In which country does that lie?", Kind.LINE, first="GB"),
        )
    )


def name_witness(store: "Store", whom: Sequence[Recipient], answers: Answers) -> None:
    """Have base's checkpoints left with somebody; runs in the clerk's thread.

    Raises:
        StoreError: As `name_witness`.
    """
    from store.exchange.audit import witness

    chosen = next(each for each in whom if each.recipient == one(answers, "whom"))
    witness.name_witness(store, chosen, one(answers, "mailbox") or "", (one(answers, "country") or "").upper())
