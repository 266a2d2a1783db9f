"""A document that base vouches for, a certificate or a declaration, leaving as a file with a page to read beside it.

Owns the questions, leaving both, and the lines one reads here. Refuses to own what it says (store) and its page
(printed).

Source: agreement 13.4, 13.7, A11.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import SignedFileMissingError
from store.keeping.acts.terms.exchange import ExportPurpose, Shipment
from tui.base import going_out
from tui.base.going_out import Offered
from tui.forms.fields import Answers, Field
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.store import Store

PURPOSE = ExportPurpose.EVIDENCE


def offered(store: "Store") -> Offered:
    """Return who may be sent evidence; runs in the clerk's thread."""
    return going_out.offered(store, PURPOSE)


def fields(known: Offered) -> tuple[Field, ...]:
    """Return the questions for whom it is and where it is written."""
    return (going_out.whom_field(known, may_be_clear=True), *going_out.road_fields(known))


def leave(
    store: "Store",
    known: Offered,
    answers: Answers,
    make: "Callable[[], bytes]",
    *,
    clause: str,
    page_of: Callable[[bytes], bytes],
    shipment: Shipment = Shipment.EVIDENCE,
    purpose: ExportPurpose = PURPOSE,
) -> tuple[Path, bytes]:
    """Make it and leave it with its page; return where it lies, and the document. Runs in the clerk's thread.

    Raises:
        SignedFileMissingError: The folder is not there; nothing is vouched for.
        StoreError: As `make` and `let_out`.
    """
    from tui.pages.beside import let_out_with_page

    path, whom = going_out.path(store, answers), going_out.sealed_for(known, answers)
    if not path.parent.is_dir():
        raise SignedFileMissingError
    raw = make()
    let_out_with_page(store, path, raw, page_of(raw), whom, shipment=shipment, purpose=purpose, clause=clause)
    return path, raw


def page(raw: bytes, width: int) -> list[PageLine]:
    """Return a document as a page to read here."""
    from store.keeping.attested import check_attested
    from tui.pages.certificate import lines_of

    return lines(lines_of(check_attested(raw)), width)


def lines(told: "Sequence[tuple[float, str]]", width: int) -> list[PageLine]:
    """Return the lines of a printed page as those of one on the screen; the first is its title."""
    first = [PageLine(each.text, Tint.HEAD) for _, text in told[:1] for each in paragraph(text, width)]
    rest = [line for _, text in told[1:] for part in text.split("\n") for line in paragraph(part or " ", width)]
    return [*first, *rest]
