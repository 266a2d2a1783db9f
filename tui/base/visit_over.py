"""The form that ends somebody's visit alone at base: how they are, and who says so.

Owns the question. Refuses to own who may do that (store), and how whoever is at the door says it (field.lone_visit).

Source: agreement 9.1c, A3.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from store.clock import from_ms
from store.fieldwork.lone_visits import confirm_how_they_are
from store.keeping.acts.terms.families import ViewPart
from store.keeping.names import hold_line
from tui import wording
from tui.forms.fields import Answers, Field, Kind, one
from tui.forms.room import FormRoom, Known
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.acts import Act


class VisitOverRoom(FormRoom):
    """Says at base how somebody is whose visit is not over."""

    FORM: ClassVar[str] = "visit_over"
    HEADING: ClassVar[str] = "Visit over"
    SHOWS: ClassVar[tuple[ViewPart, ...]] = ()

    def fields(self, known: Known) -> Sequence[Field]:
        """Return what is asked."""
        del known
        asked = "In a line: how are they, and who says so?"
        return (Field("found_out", "How they are", asked, Kind.LINE, check=hold_line),)

    def ending(self, answers: Answers, known: Known) -> Sequence[PageLine]:
        """Return what it does."""
        self.acts(answers, known)  # refused here if it is
        visit, width = known.file.lone_visit, self.size.width
        back = "" if visit is None else f", back by {wording.when(from_ms(visit.expected_back_at_ms))},"
        return [
            *paragraph(f"The visit{back} is over.", width, Tint.HEAD),
            *paragraph("Nobody looks for them any more: where it is not known how they are, leave it.", width,
                       Tint.WARNING),
            *paragraph("It stays in the record, with your name.", width),
        ]  # fmt: skip

    def acts(self, answers: Answers, known: Known) -> "list[Act]":
        """Return the acts."""
        return confirm_how_they_are(one(answers, "found_out") or "", known.file, known.circumstances)

    def said(self, answers: Answers, known: Known) -> str:
        """Return what was kept."""
        del answers, known
        return "The visit is over. How they are is kept."
