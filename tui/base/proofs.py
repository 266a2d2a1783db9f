"""Proofs of consent on their way to the controller, before base destroys its own copy; and a copy that is gone there.

Owns the questions about both. Refuses to own the proofs, the ledger and the register of recipients (store).

Source: agreement 8.2, 9.1d, 13.5, 13.7, A11, A12.
"""

from typing import TYPE_CHECKING

from store.keeping.acts.terms.exchange import ExportPurpose
from store.keeping.names import hold_line
from tui import wording
from tui.base import going_out
from tui.base.going_out import Offered
from tui.forms.fields import Answers, Field, Kind, one
from tui.forms.form import Form
from tui.moments import iso_day
from tui.paths import path_of
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.store import Store


def _written(question: str) -> tuple[Field, ...]:
    return (
        Field("document", "Document", question, Kind.LINE),
        Field("signed", "Signed by", "Who signed it?", Kind.LINE, check=hold_line),
    )


def offered(store: "Store") -> Offered:
    """Return who may be sent proofs; runs in the clerk's thread."""
    return going_out.offered(store, ExportPurpose.EVIDENCE)


def handing_over(known: Offered) -> Form:
    """Return the questions about handing proofs over."""
    return Form(
        (
            going_out.whom_field(known),
            *going_out.road_fields(known),
            *_written("What they wrote: which file? Its digest is kept."),
            Field(
                "until", "Kept until", "Until which day do they keep them (like 2022-11-02)? Pass it by.", Kind.LINE,
                may_be_empty=True, check=iso_day,
            ),
        )
    )  # fmt: skip


def means(known: Offered, answers: Answers, width: int) -> list[PageLine]:
    """Return what handing over does."""
    told = "The proof of every consent that is held: each verifies by itself, also once base has destroyed its own."
    warning = "They hold what people said. They leave sealed, and never in clear."
    return [
        *paragraph(told, width, Tint.HEAD),
        *paragraph(warning, width, Tint.WARNING),
        *going_out.means(known, answers, "evidence", 1, "13.7", width),
    ]


def hand_over(store: "Store", known: Offered, answers: Answers) -> str:
    """Hand them over; return what was done. Runs in the clerk's thread.

    Raises:
        StoreError: As `hand_over`, or the document is not there.
    """
    from store.exchange.destroying import handing_evidence
    from tui.documents import document_digest

    to, until = going_out.sealed_for(known, answers), one(answers, "until")
    assert to is not None
    digest, by = document_digest(path_of(one(answers, "document") or "")), one(answers, "signed") or ""
    path = going_out.path(store, answers)
    count = handing_evidence.hand_over(store, path, to, by, digest, None if until is None else iso_day(until))
    return f"{wording.counted(count, 'proof')} written, sealed for {wording.plain(to.whom.name)}."


def gone(name: str) -> Form:
    """Return the questions about a copy that a recipient says is gone."""
    return Form(_written(f"What {wording.plain(name)} wrote: which file? Its digest is kept."))


def record_gone(store: "Store", name: str, answers: Answers) -> None:
    """Record that a recipient said everything sent to them is destroyed; runs in the clerk's thread.

    Raises:
        StoreError: As `record_gone`, or the document is not there.
    """
    from store.exchange.destroying import outside
    from tui.documents import document_digest

    digest = document_digest(path_of(one(answers, "document") or ""))
    outside.record_gone(store, name, one(answers, "signed") or "", digest)
