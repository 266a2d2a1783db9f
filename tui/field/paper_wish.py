"""A refusal that was noted by the number of a sheet, and the family it belongs to.

Owns how many wait, asking which of them it is, and showing what it does. Refuses to own the note and what follows from
it (store).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Final

from textual.message import Message

from store.clock import from_ms
from store.errors import WishUnknownError
from store.fieldwork.circumstances import circumstances_of
from store.fieldwork.family import FamilyFile
from store.fieldwork.paper_wishes import PaperWish, open_paper_wishes, settle_paper_wish
from store.fieldwork.refusals import RefusalEntered, effects_of
from store.ids import PersonId
from store.keeping.acts.terms.families import ViewPart, WishBy, WishReach
from store.keeping.acts.terms.store import StoreRole
from tui import wording
from tui.field.attempt import effect_words
from tui.field.offered import people_offered
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.room import FormRoom, Known
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.acts import Act
    from store.keeping.store import Store

_NOT_CLEAR: Final = "not_clear"


@dataclass
class PaperWaiting(Message):
    """How many refusals by number have no family yet."""

    count: int


def paper_waiting(store: "Store") -> PaperWaiting:
    """Count them; runs in the clerk's thread."""
    return PaperWaiting(len(open_paper_wishes(store)))


@dataclass(frozen=True, slots=True)
class KnownPaper(Known):
    """What the form knows, with what waits.

    Attributes:
        waiting: Oldest first.
    """

    waiting: tuple[PaperWish, ...] = field(default=(), repr=False)


class PaperWishRoom(FormRoom):
    """Tells which family a refusal by number is of."""

    FORM: ClassVar[str] = "paper_wish"
    HEADING: ClassVar[str] = "By number"
    SHOWS: ClassVar[tuple[ViewPart, ...]] = (ViewPart.ADDRESS, ViewPart.PEOPLE)
    PROTECTS: ClassVar[bool] = True

    def known(self, store: "Store", file: FamilyFile, about: str | None) -> Known:
        """Return what it knows while it asks, with what waits."""
        waiting = tuple(open_paper_wishes(store))
        return KnownPaper(file, circumstances_of(store, self._desk.agreement), about, waiting=waiting)

    def fields(self, known: Known) -> Sequence[Field]:
        """Return what is asked."""
        people = people_offered(known.file.members(), known.circumstances.today)
        return (
            Field(
                "noted", "Which", "Which of them is this family's?", Kind.ONE,
                options=lambda _: [Option(each.noted, _noted_words(each)) for each in _waiting(known)],
            ),
            Field(
                "person", "For whom", "For whom?", Kind.ONE,
                options=lambda _: people,
                applies=lambda so: (wish := _chosen(so, known)) is not None and wish.reach is WishReach.PERSON,
            ),
            Field(
                "speaker", "Who refused", "Who of the family refused?", Kind.ONE,
                options=lambda _: [*people, Option(_NOT_CLEAR, "not clear which of them")],
                applies=lambda so: (wish := _chosen(so, known)) is not None and wish.by is WishBy.RESPONDENT,
            ),
        )  # fmt: skip

    def ending(self, answers: Answers, known: Known) -> Sequence[PageLine]:
        """Return whose it will be, and what it does at once."""
        wish, file, width = _needed(answers, known), known.file, self.size.width
        person, speaker = _people(answers)
        entered = RefusalEntered(by=wish.by, reach=wish.reach, person=person, by_person=speaker)
        where = wording.address(file.address.lines, file.address.postcode)
        lines = [*paragraph(f"Sheet {wish.sheet} is of {file.reference}, {where}", width, Tint.HEAD)]
        for effect in effects_of(entered, file, known.circumstances.today):
            lines += paragraph(effect_words(effect, file), width, Tint.WARNING)
        return lines

    def acts(self, answers: Answers, known: Known) -> "list[Act]":
        """Return the acts."""
        return settle_paper_wish(_needed(answers, known), *_people(answers), known.file, known.circumstances)

    def said(self, answers: Answers, known: Known) -> str:
        """Return what was kept."""
        del answers
        if known.circumstances.role is StoreRole.BASE:
            return "The refusal has its family now. F5 tells its laptop."
        return "The refusal has its family now. Do not visit until your supervisor says more."


def _people(answers: Answers) -> tuple[PersonId | None, PersonId | None]:
    """Return whom it is about and who refused."""
    person, speaker = one(answers, "person"), one(answers, "speaker")
    is_clear = speaker is not None and speaker != _NOT_CLEAR
    return PersonId(person) if person else None, PersonId(speaker) if is_clear and speaker else None


def _waiting(known: Known) -> tuple[PaperWish, ...]:
    assert isinstance(known, KnownPaper)
    return known.waiting


def _chosen(answers: Answers, known: Known) -> PaperWish | None:
    return next((each for each in _waiting(known) if each.noted == one(answers, "noted")), None)


def _needed(answers: Answers, known: Known) -> PaperWish:
    wish = _chosen(answers, known)
    if wish is None:
        raise WishUnknownError
    return wish


def _noted_words(wish: PaperWish) -> str:
    of_what = "of one person" if wish.reach is WishReach.PERSON else "of the family"
    return f"{wish.sheet}: by {wording.words(wish.by)}, {of_what}, noted {wording.when(from_ms(wish.noted_at_ms))}"
