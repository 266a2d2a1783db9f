"""The form of what a place looks like: five questions, each of which can be passed by.

Owns what is shown before it is kept. Refuses to own the questions (place_fields), and to which attempt it belongs
(store).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from store.fieldwork.observations import ObservationEntered, attempt_of_day, record_observation
from store.keeping.acts.terms.families import ViewPart
from tui.field.place import in_words
from tui.field.place_fields import place_entered, place_fields
from tui.forms.fields import Answers, Field
from tui.forms.room import FormRoom, Known
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.acts import Act


class ObservationRoom(FormRoom):
    """Records what the place looks like."""

    FORM: ClassVar[str] = "observation"
    HEADING: ClassVar[str] = "The place"
    SHOWS: ClassVar[tuple[ViewPart, ...]] = ()

    def fields(self, known: Known) -> Sequence[Field]:  # noqa: ARG002  # as every form
        """Return what is asked."""
        return place_fields()

    def ending(self, answers: Answers, known: Known) -> Sequence[PageLine]:
        """Return what will stand there, beside what was noted before."""
        self.acts(answers, known)  # what may not be is said here, and not after it was to be kept
        before = [f"Before: {in_words(each)}" for each in known.file.observations[:1]]
        return [
            *paragraph("Enter keeps what the place looks like.", self.size.width, Tint.HEAD),
            *paragraph(f"Now: {in_words(place_entered(answers))}", self.size.width),
            *(line for text in before for line in paragraph(text, self.size.width, Tint.MUTED)),
        ]

    def acts(self, answers: Answers, known: Known) -> "list[Act]":
        """Return the acts."""
        return record_observation(_entered(answers, known), known.file, known.circumstances)

    def said(self, answers: Answers, known: Known) -> str:  # noqa: ARG002  # as every form
        """Return what was kept."""
        return "Kept: what the place looks like."


def _entered(answers: Answers, known: Known) -> ObservationEntered:
    return place_entered(answers, attempt_of_day(known.file, known.circumstances.today))
