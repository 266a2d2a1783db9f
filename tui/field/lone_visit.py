"""The form of going in alone: back by when, and back and well, or left because it was not safe.

Owns the questions, and saying what each answer does. Refuses to own the rule of it (store) and the header (out).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from store.fieldwork.lone_visits import USUAL_STAY, come_back, go_in_alone, leave_unsafe
from store.keeping.acts.terms.families import ViewPart
from tui import wording
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.room import FormRoom, Known
from tui.spans import typed_back
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.acts import Act

_GOING: Final = "going"
_BACK: Final = "back"
_UNSAFE: Final = "unsafe"
_LEFT: Final = Option(_UNSAFE, "left: it was not safe")
_BEFORE: Final = (Option(_GOING, "going in"), _LEFT)
_INSIDE: Final = (Option(_BACK, "back and well"), _LEFT)


class LoneVisitRoom(FormRoom):
    """Says that somebody goes in alone, and how they came out."""

    FORM: ClassVar[str] = "lone_visit"
    HEADING: ClassVar[str] = "Going in"
    SHOWS: ClassVar[tuple[ViewPart, ...]] = ()
    PROTECTS: ClassVar[bool] = True

    def fields(self, known: Known) -> Sequence[Field]:
        """Return what is asked."""
        is_inside = known.file.lone_visit is not None
        return (
            Field(
                "what", "You are", "What is it?", Kind.ONE,
                options=lambda _: _INSIDE if is_inside else _BEFORE,
                first="" if is_inside else _GOING,
            ),
            Field(
                "back", "Back by", "Out again by when? Minutes, or a time like 18:30. Enter goes on.", Kind.LINE,
                applies=lambda so: one(so, "what") == _GOING,
                check=lambda text: typed_back(text, known.circumstances.now),
                first=f"{USUAL_STAY.total_seconds() / 60:.0f}",
            ),
            Field(
                "happened", "What happened", "What happened? Base reads it before anybody goes there again.", Kind.LINE,
                applies=lambda so: one(so, "what") == _UNSAFE,
            ),
            Field(
                "note", "Note", "Anything base should know about it? Enter goes on.", Kind.LINE,
                applies=lambda so: one(so, "what") == _BACK,
                may_be_empty=True,
            ),
        )  # fmt: skip

    def ending(self, answers: Answers, known: Known) -> Sequence[PageLine]:
        """Return what it does."""
        self.acts(answers, known)  # what may not be is said here, and not after it was to be kept
        width = self.size.width
        match one(answers, "what"):
            case "going":
                back = wording.when(typed_back(one(answers, "back") or "", known.circumstances.now))
                return [
                    *paragraph(f"Back by {back}.", width, Tint.HEAD),
                    *paragraph("The header says so, and warns you once it is past: then press w again.", width),
                    *paragraph("This laptop tells nobody else. Let somebody know who waits for you.", width),
                ]
            case "back":
                return paragraph("You are back and well.", width, Tint.HEAD)
            case _:
                locked = "The family is LOCKED at once: nobody goes there until base opens it again."
                return [
                    *paragraph("You left because it was not safe.", width, Tint.HEAD),
                    *paragraph(locked, width, Tint.WARNING),
                    *paragraph("This laptop tells nobody before it syncs: ring your supervisor.", width),
                ]

    def acts(self, answers: Answers, known: Known) -> "list[Act]":
        """Return the acts."""
        file, circumstances = known.file, known.circumstances
        match one(answers, "what"):
            case "going":
                return go_in_alone(typed_back(one(answers, "back") or "", circumstances.now), file, circumstances)
            case "back":
                return come_back(one(answers, "note"), file, circumstances)
            case _:
                return leave_unsafe(one(answers, "happened") or "", file, circumstances)

    def said(self, answers: Answers, known: Known) -> str:  # noqa: ARG002  # as every form
        """Return what was kept."""
        match one(answers, "what"):
            case "going":
                return "Kept: going in. Press w again when you are out."
            case "back":
                return "Kept: back and well."
            case _:
                return "Kept: left, unsafe. The family is LOCKED. Ring your supervisor."
