"""The proof of one person's consents: by which receipt code, for whom, and writing it.

Owns the questions and the sentences. Refuses to own finding the records, what proves them (store), and the page that
goes with them (printed).

Source: agreement 4.2, 8.2, A9.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.fieldwork.consents.receipt_code import read_code
from store.keeping.acts.terms.exchange import ExportPurpose
from tui import wording
from tui.base import going_out
from tui.base.going_out import Offered
from tui.forms.fields import Answers, Field, Kind, one
from tui.forms.form import Form
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.fieldwork.consents.finding import Found
    from store.keeping.store import Store


def offered(store: "Store") -> Offered:
    """Return who may be sent evidence; runs in the clerk's thread."""
    return going_out.offered(store, ExportPurpose.EVIDENCE)


def whose_form() -> Form:
    """Return what says whose proof it is."""
    return Form((Field("receipt", "Receipt code", "Which receipt code has the person?", Kind.LINE, check=read_code),))


class Asking:
    """One proof on its way: whose, then for whom.

    Args:
        known: Who may be sent evidence.
    """

    def __init__(self, known: Offered) -> None:
        self._known = known
        self._proved: tuple[Found, bytes, int] | None = None

    def look(self, store: "Store", answers: Answers) -> None:
        """Prove what the code finds; runs in the clerk's thread.

        Raises:
            StoreError: As `consent_proof`.
        """
        from store.exchange.consent_export import consent_proof
        from store.keeping.agreed import agreement_of

        self._proved = consent_proof(store, agreement_of(store), one(answers, "receipt") or "")

    def form(self) -> Form:
        """Return what is asked once it holds."""
        return Form((going_out.whom_field(self._known, may_be_clear=True), *going_out.road_fields(self._known)))

    def means(self, answers: Answers, width: int) -> Sequence[PageLine]:
        """Return what leaves, and how."""
        from store.exchange.consent_export import CLAUSE

        assert self._proved is not None
        found, _, count = self._proved
        records = (
            f"{wording.counted(count, 'record')} of {found.receipt_code}, each with its proof, and a page to read."
        )
        return [
            *paragraph(records, width, Tint.HEAD),
            *going_out.means(self._known, answers, "consent proof", count, CLAUSE, width),
        ]

    def leave(self, store: "Store", answers: Answers) -> None:
        """Write it; runs in the clerk's thread.

        Raises:
            StoreError: As `let_out`.
        """
        from tui.pages.consent import let_out

        assert self._proved is not None
        whom = going_out.sealed_for(self._known, answers)
        let_out(store, self._proved, going_out.path(store, answers), whom)
