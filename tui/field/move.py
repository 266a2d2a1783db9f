"""The form of a move: the whole family lives elsewhere, or some of them went on as a household of their own.

Owns the questions, and turning answers into acts. Refuses to own what either of them means (store).
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from store.errors import StoreError
from store.fieldwork.moves import AddressEntered, move_family, split_family
from store.fieldwork.numbers import check_postcode
from store.ids import PersonId
from store.keeping.acts.terms.families import DetailSource, ViewPart
from tui import wording
from tui.field.family_page import person_name
from tui.field.offered import KNOWINGLY, SOURCES, people_offered
from tui.forms.fields import YES, Answers, Field, Kind, Option, many, one
from tui.forms.room import FormRoom, Known
from tui.moments import Lies, typed_day
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.acts import Act

_ALL: Final = "all"
_SOME: Final = "some"


class MoveRoom(FormRoom):
    """Tells that a family moved, or that it is two households now."""

    FORM: ClassVar[str] = "move"
    HEADING: ClassVar[str] = "Moved"
    SHOWS: ClassVar[tuple[ViewPart, ...]] = (ViewPart.ADDRESS, ViewPart.PEOPLE)

    def fields(self, known: Known) -> Sequence[Field]:
        """Return what is asked."""
        today = known.circumstances.today
        people = people_offered(known.file.members(), today)
        whats = [
            Option(_ALL, "the whole family moved"),
            *([Option(_SOME, "some of them went on as a household of their own")] if len(people) > 1 else []),
        ]
        return (
            Field("what", "Moved", "Who moved?", Kind.ONE, options=lambda _: whats),
            Field(
                "people", "They", "Who went? Space or a key marks, Enter goes on.", Kind.MANY,
                options=lambda _: people,
                applies=lambda so: one(so, "what") == _SOME,
            ),
            Field(
                "address", "Where to", "Where to? Its lines with commas between; Enter where nobody knows.", Kind.LINE,
                may_be_empty=True,
            ),
            Field(
                "postcode", "Postcode", "Which postcode? Enter where nobody knows.", Kind.LINE,
                may_be_empty=True,
            ),
            Field(
                "directions", "Directions", "How does one get there? Enter goes on without.", Kind.LINE,
                applies=lambda so: bool(one(so, "address") or one(so, "postcode")),
                may_be_empty=True,
            ),
            Field(
                "moved_on", "Since", "Since when? For example 3 nov. Enter where nobody knows.", Kind.LINE,
                may_be_empty=True,
                check=lambda text: typed_day(text, today, Lies.BEHIND),
            ),
            Field("source", "Who said so", "Who said so?", Kind.ONE, options=lambda _: SOURCES),
            Field(
                "knowingly", "As it is", "That postcode does not look like a usual one. Is it right all the same?",
                Kind.ONE,
                options=lambda _: KNOWINGLY,
                applies=lambda so: bool(one(so, "postcode")) and is_odd_postcode(one(so, "postcode") or ""),
            ),
        )  # fmt: skip

    def ending(self, answers: Answers, known: Known) -> Sequence[PageLine]:
        """Return who lives where from now on."""
        self.acts(answers, known)
        file, new = known.file, _new(answers)
        where = ", ".join(each for each in (one(answers, "address"), one(answers, "postcode")) if each)
        width = self.size.width
        if one(answers, "what") == _SOME:
            gone = [each for each in file.people if each.person in many(answers, "people")]
            told = [f"A household of their own: {', '.join(map(person_name, gone))}", "The others stay where they are."]
        else:
            told = ["The whole family moved", f"From: {_was(known)}"]
        told.append(f"To: {where}" if new else "Nobody knows where to: look for them with t.")
        head, *rest = told
        return [*paragraph(head, width, Tint.HEAD), *(line for each in rest for line in paragraph(each, width))]

    def acts(self, answers: Answers, known: Known) -> "list[Act]":
        """Return the acts."""
        on, source = _on(answers, known), DetailSource(one(answers, "source") or DetailSource.OTHER)
        new, file, circumstances = _new(answers), known.file, known.circumstances
        if one(answers, "what") == _SOME:
            people = [PersonId(each) for each in many(answers, "people")]
            return split_family(people, new, on, source, file, circumstances)
        return move_family(new, on, source, file, circumstances)

    def said(self, answers: Answers, known: Known) -> str:
        """Return what was kept."""
        del known
        if one(answers, "what") == _SOME:
            return "Kept: they are a household of their own, with a line of its own."
        return "Kept: the family moved."


def is_odd_postcode(typed: str) -> bool:
    """Say whether a postcode would be asked about; of one that cannot be, the store says what is wrong."""
    with suppress(StoreError):
        return check_postcode(typed).is_odd
    return False


def _new(answers: Answers) -> AddressEntered | None:
    address, postcode = one(answers, "address"), one(answers, "postcode")
    if not (address or postcode):
        return None
    return AddressEntered(
        lines="\n".join((address or "").split(",")),
        postcode=postcode,
        directions=one(answers, "directions"),
        is_kept_knowingly=one(answers, "knowingly") == YES,
    )


def _on(answers: Answers, known: Known) -> date | None:
    typed = one(answers, "moved_on")
    return None if typed is None else typed_day(typed, known.circumstances.today, Lies.BEHIND)


def _was(known: Known) -> str:
    return wording.plain(wording.address(known.file.address.lines, known.file.address.postcode) or "not known")
