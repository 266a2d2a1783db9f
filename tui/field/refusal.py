"""The form of a refusal: who said no, to what, when; and what locks at once, in plain words before it is kept.

Owns the questions, and turning answers into what was entered. Refuses to own what a refusal does (store).
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from store.fieldwork.paper_wishes import sheet_number
from store.fieldwork.refusals import ComesTo, Effect, RefusalEntered, comes_to, effects_of, record_refusal
from store.ids import PersonId
from store.keeping.acts.terms.families import ViewPart, WishBy, WishChannel, WishReach
from tui import wording
from tui.field.attempt import effect_words
from tui.field.offered import people_offered
from tui.field.when import when_field, when_of
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.room import FormRoom, Known
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.acts import Act

BY: Final = (
    Option(WishBy.RESPONDENT, "somebody of the family"),
    Option(WishBy.PROXY, "somebody for them"),
    Option(WishBy.UNSURE, "not sure who it was"),
    Option(WishBy.OFFICE, "the office told me"),
)
CHANNELS: Final = (
    WishChannel.DOOR, WishChannel.TELEPHONE, WishChannel.LETTER, WishChannel.EMAIL, WishChannel.PAPER_FORM,
)  # fmt: skip
_SOMEBODY_ELSE: Final = "somebody_else"
_NOT_CLEAR: Final = "not_clear"


class RefusalRoom(FormRoom):
    """Records that somebody no longer wants contact."""

    FORM: ClassVar[str] = "refusal"
    HEADING: ClassVar[str] = "Refused"
    SHOWS: ClassVar[tuple[ViewPart, ...]] = (ViewPart.PEOPLE,)
    PROTECTS: ClassVar[bool] = True
    BY: ClassVar[tuple[Option, ...]] = BY
    CHANNELS: ClassVar[tuple[WishChannel, ...]] = CHANNELS
    """The likeliest first."""
    CAME_TO: ClassVar[Mapping[ComesTo, str]] = {
        ComesTo.LOCKED: "the family is LOCKED. Do not visit, do not ring.",
        ComesTo.WAITS: "the family waits for your supervisor. Do not visit until then.",
        ComesTo.CLOSED: "that person is not contacted any more.",
    }

    def fields(self, known: Known) -> Sequence[Field]:
        """Return what is asked."""
        people = people_offered(known.file.members(), known.circumstances.today)
        return (
            Field("by", "Refused by", "Who refused?", Kind.ONE, options=lambda _: self.BY),
            Field(
                "speaker", "Who spoke", "Who spoke?", Kind.ONE,
                options=lambda so: [*people, Option(_SOMEBODY_ELSE, _not_named(so))],
                applies=lambda so: one(so, "by") in (WishBy.RESPONDENT, WishBy.PROXY),
            ),
            Field(
                "description", "Described", "Who was it? In a few words; Enter goes on without.", Kind.LINE,
                applies=lambda so: one(so, "by") == WishBy.UNSURE or one(so, "speaker") == _SOMEBODY_ELSE,
                may_be_empty=True,
            ),
            Field(
                "reach", "Of what", "Of what? If that is not clear, it is read as the family.", Kind.ONE,
                options=lambda _: (
                    Option(WishReach.FAMILY, "the whole family"), Option(WishReach.PERSON, "one person"),
                    Option(_NOT_CLEAR, "not clear"),
                ),
            ),
            Field(
                "person", "For whom", "For whom?", Kind.ONE,
                options=lambda _: people,
                applies=lambda so: one(so, "reach") == WishReach.PERSON,
            ),
            Field(
                "channel", "How", "How did it reach you?", Kind.ONE,
                options=lambda _: [Option(each, wording.words(each)) for each in self.CHANNELS],
                first=self.CHANNELS[0],
            ),
            Field(
                "sheet", "Sheet", "Which number stands on the paper? Enter goes on without.", Kind.LINE,
                applies=lambda so: one(so, "channel") == WishChannel.PAPER_FORM,
                may_be_empty=True,
                check=sheet_number,
            ),
            when_field(known),
            Field(
                "reason", "Said", "What was said, if anything? Enter goes on.", Kind.LINE,
                may_be_empty=True,
            ),
        )  # fmt: skip

    def ending(self, answers: Answers, known: Known) -> Sequence[PageLine]:
        """Return what it does at once, and who alone can undo that."""
        effects = self.effects(answers, known)
        lines = [PageLine("What this does", Tint.HEAD)]
        for effect in effects:
            lines += paragraph(effect_words(effect, known.file), self.size.width, Tint.WARNING)
        lines += paragraph(
            "What they consented to before stays as it is: a withdrawal is asked by itself.", self.size.width
        )
        return lines

    def effects(self, answers: Answers, known: Known) -> tuple[Effect, ...]:
        """Return what it does."""
        return effects_of(entered(answers, known), known.file, known.circumstances.today)

    def acts(self, answers: Answers, known: Known) -> "list[Act]":
        """Return the acts."""
        return record_refusal(entered(answers, known), known.file, known.circumstances)

    def said(self, answers: Answers, known: Known) -> str:
        """Return what was kept, and where: the list points at another family by then."""
        of = known.file.address
        where = wording.address(of.lines[:1], of.postcode)
        kept = f"Refused at {where}" if where else "Refusal kept"
        return f"{kept}: {self.CAME_TO[comes_to(self.effects(answers, known))]}"


def entered(answers: Answers, known: Known) -> RefusalEntered:
    """Return a refusal as it was entered."""
    reach, person, speaker = one(answers, "reach"), one(answers, "person"), one(answers, "speaker")
    sheet = one(answers, "sheet")
    return RefusalEntered(
        by=WishBy(one(answers, "by") or WishBy.UNSURE),
        reach=WishReach.PERSON if reach == WishReach.PERSON else WishReach.FAMILY,
        person=PersonId(person) if person else None,
        by_person=PersonId(speaker) if speaker and speaker != _SOMEBODY_ELSE else None,
        by_description=one(answers, "description"),
        channel=WishChannel(one(answers, "channel") or WishChannel.DOOR),
        at=when_of(answers, known),
        sheet=sheet_number(sheet) if sheet else None,
        reason=one(answers, "reason"),
    )


def _not_named(answers: Answers) -> str:
    return "not clear which of them" if one(answers, "by") == WishBy.RESPONDENT else "somebody else"
