"""The form of a concern for somebody's safety that was passed on: what, to whom, and what allows it.

Owns the questions. Refuses to own which reports may be kept (store). It is about what was done: it passes nothing on.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from store.fieldwork.safeguarding import ConcernEntered, report_concern
from store.ids import PersonId
from store.keeping.acts.terms.attempts import ConcernAuthority
from store.keeping.acts.terms.families import ViewPart
from tui import wording
from tui.field.offered import people_offered
from tui.field.when import when_field, when_of
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.room import NOW, FormRoom, Known
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.acts import Act

_OPEN: Final = "open"
_AUTHORITIES: Final = (
    Option(ConcernAuthority.VITAL_INTERESTS, "somebody's life or health is in danger"),
    Option(ConcernAuthority.LEGAL_DUTY, "the law requires it"),
    Option(ConcernAuthority.DIRECTION, "the department directed it in writing"),
)


class SafeguardingRoom(FormRoom):
    """Reports a concern that was passed on."""

    FORM: ClassVar[str] = "safeguarding"
    HEADING: ClassVar[str] = "Concern"
    PROTECTS: ClassVar[bool] = True
    SHOWS: ClassVar[tuple[ViewPart, ...]] = (ViewPart.PEOPLE,)

    def fields(self, known: Known) -> Sequence[Field]:
        """Return what is asked."""
        people = [*people_offered(known.file.people, known.circumstances.today), Option(_OPEN, "not clear")]
        return (
            Field("concern", "Concern", "What was seen or heard?", Kind.LINE),
            Field("person", "About whom", "Whom is it about?", Kind.ONE, options=lambda _: people),
            Field("told", "Who was told", "Who was told? Name and office.", Kind.LINE),
            Field("authority", "Authority", "What allows passing it on?", Kind.ONE, options=lambda _: _AUTHORITIES),
            Field(
                "citation", "Which one", "Which law, or the direction of which day?", Kind.LINE,
                applies=lambda so: one(so, "authority") in (ConcernAuthority.LEGAL_DUTY, ConcernAuthority.DIRECTION),
            ),
            when_field(known, question="When were they told? For example 18:30. Enter keeps what stands here."),
        )  # fmt: skip

    def ending(self, answers: Answers, known: Known) -> Sequence[PageLine]:
        """Return on what it rests, and what keeping it does not do."""
        self.acts(answers, known)  # what may not be is said here, and not after it was to be kept
        width = self.size.width
        texts = {option.value: option.text for option in _AUTHORITIES}
        authority, citation = texts[one(answers, "authority") or ""], one(answers, "citation")
        rests = f"Passed on because {authority}{f': {citation}' if citation else ''}."
        return [
            *paragraph(rests, width, Tint.HEAD),
            *paragraph(f"Told: {one(answers, 'told')}", width),
            *paragraph("Keeping it tells nobody: whoever has to know is told by you. In danger ring 999.", width),
            *paragraph("It stays in the record and cannot be taken back here.", width),
        ]

    def acts(self, answers: Answers, known: Known) -> "list[Act]":
        """Return the acts."""
        typed, person = one(answers, "at") or NOW, one(answers, "person")
        entered = ConcernEntered(
            concern=one(answers, "concern") or "",
            authority=ConcernAuthority(one(answers, "authority") or ""),
            reported_to=one(answers, "told") or "",
            citation=one(answers, "citation"),
            person=None if person is None or person == _OPEN else PersonId(person),
            at=None if typed == NOW else when_of(answers, known),
        )
        return report_concern(entered, known.file, known.circumstances)

    def said(self, answers: Answers, known: Known) -> str:  # noqa: ARG002  # as every form
        """Return what was kept."""
        return f"Safeguarding report kept: {wording.words(ConcernAuthority(one(answers, 'authority') or ''))}."
