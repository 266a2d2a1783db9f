"""The form of going in alone: back by when, and back and well, or left because it was not safe.

Owns the questions, and saying what each answer does. Refuses to own the rule of it (store) and the header (out).
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from store.clock import from_ms
from store.fieldwork.family import FamilyFile
from store.fieldwork.lone_visits import USUAL_STAY, come_back, go_in_alone, leave_unsafe, open_visits
from store.keeping.acts.terms.families import ViewPart
from tui import glance, wording
from tui.forms.fields import YES, Answers, Field, Kind, Option, one
from tui.forms.room import FormRoom, Known
from tui.spans import minutes_read, typed_back
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.acts import Act
    from store.keeping.store import Store

_GOING: Final = "going"
_BACK: Final = "back"
_UNSAFE: Final = "unsafe"
_LEFT: Final = Option(_UNSAFE, "left: it was not safe")
_BEFORE: Final = (Option(_GOING, "going in"), _LEFT)
_OUT_THERE: Final = (Option(YES, "yes, out and well"), Option("no", "no: go back with F3, and press w there"))
_INSIDE: Final = (Option(_BACK, "back and well"), _LEFT)


class LoneVisitRoom(FormRoom):
    """Says that somebody goes in alone, and how they came out."""

    FORM: ClassVar[str] = "lone_visit"
    HEADING: ClassVar[str] = "Going in"
    SHOWS: ClassVar[tuple[ViewPart, ...]] = ()
    PROTECTS: ClassVar[bool] = True

    def known(self, store: "Store", file: FamilyFile, about: str | None) -> Known:
        """Return what it knows while it asks, and who is still in elsewhere."""
        elsewhere = tuple(each for each in open_visits(store) if each.family != file.family)
        return replace(super().known(store, file, about), elsewhere=elsewhere)

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
                "elsewhere", "Still in", f"{_in_words(known)} Are you out of there?", Kind.ONE,
                options=lambda _: _OUT_THERE,
                applies=lambda so: one(so, "what") == _GOING and bool(known.elsewhere),
            ),
            Field(
                "back", "Back in, or by", "Out again by when? Minutes, or a time like 18:30. Enter goes on.", Kind.LINE,
                applies=lambda so: one(so, "what") == _GOING,
                check=lambda text: typed_back(text, known.circumstances.now),
                first=f"{USUAL_STAY.total_seconds() / 60:.0f}",
                is_typed_over=True,
                reads=minutes_read,
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
                back, is_out = (
                    typed_back(one(answers, "back") or "", circumstances.now),
                    one(answers, "elsewhere") == YES,
                )
                return go_in_alone(back, file, circumstances, known.elsewhere, is_out_elsewhere=is_out)
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


def _in_words(known: Known) -> str:
    """Return where else somebody is in, as far as anybody said."""
    today = known.circumstances.today
    doors = [
        f"{glance.family('', each.street)}, back by {glance.meeting(from_ms(each.expected_back_at_ms), today)}"
        for each in known.elsewhere
    ]
    return f"You are still in at {wording.plain('; '.join(doors))}."
