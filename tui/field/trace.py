"""The form of tracing: somebody was asked where a family or one of it can be found, and what came of it.

Owns the questions, and turning answers into what was entered. Refuses to own the move that follows (move).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from store.errors import OddValueError
from store.fieldwork.tracing import TracingEntered, record_tracing
from store.ids import PersonId
from store.keeping.acts.terms.families import DetailSource, TracingResult, ViewPart
from tui.field.family_page import name_in
from tui.field.offered import KNOWINGLY, is_refused, people_offered
from tui.field.readied import NumbersRoom
from tui.forms.fields import YES, Answers, Field, Kind, Option, one
from tui.forms.room import Known
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.acts import Act

_FAMILY: Final = "family"
_ASKED: Final = (
    Option(DetailSource.NEIGHBOUR, "a neighbour"),
    Option(DetailSource.PROXY, "a relative or a friend"),
    Option(DetailSource.RESPONDENT, "somebody of the family itself"),
    Option(DetailSource.DIRECTORY, "a directory"),
    Option(DetailSource.OFFICE, "the office"),
    Option(DetailSource.OTHER, "somebody else"),
)
RESULTS: Final = (
    Option(TracingResult.NOT_FOUND, "they do not know"),
    Option(TracingResult.CONTACT_NAMED, "they named somebody to ask next"),
    Option(TracingResult.STILL_LOOKING, "they will find out"),
    Option(TracingResult.FOUND, "found"),
)


class TraceRoom(NumbersRoom):
    """Tells whom one asked, and what they said."""

    FORM: ClassVar[str] = "trace"
    HEADING: ClassVar[str] = "Trace"
    SHOWS: ClassVar[tuple[ViewPart, ...]] = (ViewPart.PEOPLE,)

    def fields(self, known: Known) -> Sequence[Field]:
        """Return what is asked."""
        people = people_offered(known.file.people, known.circumstances.today)

        def is_named(answers: Answers) -> bool:
            return one(answers, "result") == TracingResult.CONTACT_NAMED

        return (
            Field(
                "person", "Looked for", "Who is looked for?", Kind.ONE,
                options=lambda _: [Option(_FAMILY, "the whole family"), *people],
            ),
            Field("source", "Asked", "Who was asked?", Kind.ONE, options=lambda _: _ASKED),
            Field("result", "Result", "What came of it?", Kind.ONE, options=lambda _: RESULTS),
            Field("name", "Ask next", "Whom to ask next?", Kind.LINE, applies=is_named, may_be_empty=True),
            Field(
                "relation", "Who they are", "What are they to the family? Enter goes on without.", Kind.LINE,
                applies=is_named, may_be_empty=True,
            ),
            Field(
                "phone", "Telephone", "Which telephone number? Enter goes on without.", Kind.LINE,
                applies=is_named, may_be_empty=True,
            ),
            Field("note", "Note", "Anything else? Enter goes on.", Kind.LINE, may_be_empty=True),
            Field(
                "knowingly", "As it is", "That number does not look like a usual one. Is it right all the same?",
                Kind.ONE,
                options=lambda _: KNOWINGLY,
                applies=lambda so: bool(one(so, "phone")) and is_refused(
                    lambda: record_tracing(entered(so, is_kept_knowingly=False), known.file, known.circumstances),
                    OddValueError,
                ),
            ),
        )  # fmt: skip

    def ending(self, answers: Answers, known: Known) -> Sequence[PageLine]:
        """Return what it comes to."""
        self.acts(answers, known)
        name, width = name_in(known.file, one(answers, "person"), "the family"), self.size.width
        asked, result = _text(_ASKED, one(answers, "source")), _text(RESULTS, one(answers, "result"))
        found = one(answers, "result") == TracingResult.FOUND
        next_ = [each for each in (one(answers, field) for field in ("name", "relation", "phone")) if each]
        return [
            *paragraph(f"Looked for {name}: asked {asked}, {result}", width, Tint.HEAD),
            *(paragraph(f"Ask next: {', '.join(next_)}", width) if next_ else ()),
            *(paragraph("Where they live now is told with z.", width) if found else ()),
        ]

    def acts(self, answers: Answers, known: Known) -> "list[Act]":
        """Return the acts."""
        told = entered(answers, is_kept_knowingly=one(answers, "knowingly") == YES)
        return record_tracing(told, known.file, known.circumstances)

    def said(self, answers: Answers, known: Known) -> str:
        """Return what was kept."""
        del answers, known
        return "Tracing kept."


def entered(answers: Answers, *, is_kept_knowingly: bool) -> TracingEntered:
    """Return what was asked and heard, as it was entered."""
    person = one(answers, "person")
    return TracingEntered(
        source=DetailSource(one(answers, "source") or DetailSource.OTHER),
        result=TracingResult(one(answers, "result") or TracingResult.NOT_FOUND),
        person=PersonId(person) if person and person != _FAMILY else None,
        contact_name=one(answers, "name"),
        contact_phone=one(answers, "phone"),
        contact_relation=one(answers, "relation"),
        note=one(answers, "note"),
        is_kept_knowingly=is_kept_knowingly,
    )


def _text(options: Sequence[Option], value: str | None) -> str:
    return next((each.text for each in options if each.value == value), "")
