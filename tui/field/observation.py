"""The form of what a place looks like: five questions, each of which can be passed by.

Owns the questions. Refuses to own anything about people, which is not observed (9.3).
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Final

from store.fieldwork.observations import ObservationEntered, record_observation
from store.keeping.acts.terms.attempts import Condition, DwellingType, EntryBarrier, Extent
from store.keeping.acts.terms.families import ViewPart
from tui import wording
from tui.field.place import in_words
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.room import FormRoom, Known
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.acts import Act

_DWELLINGS: Final = (
    DwellingType.DETACHED, DwellingType.SEMI_DETACHED, DwellingType.TERRACED, DwellingType.FLAT,
    DwellingType.ONLY_UNIT_IN_OTHER_BUILDING, DwellingType.SHELTERED, DwellingType.STUDENT_HOUSING, DwellingType.FARM,
    DwellingType.MOBILE_HOME_OR_BOAT, DwellingType.OTHER,
)  # fmt: skip
_BARRIERS: Final = (
    EntryBarrier.NONE, EntryBarrier.ENTRY_PHONE, EntryBarrier.LOCKED_GATE, EntryBarrier.ENTRY_PHONE_AND_GATE,
)  # fmt: skip
"""The likeliest first."""


class ObservationRoom(FormRoom):
    """Records what the place looks like."""

    FORM: ClassVar[str] = "observation"
    HEADING: ClassVar[str] = "The place"
    SHOWS: ClassVar[tuple[ViewPart, ...]] = ()

    def fields(self, known: Known) -> Sequence[Field]:  # noqa: ARG002  # as every form
        """Return what is asked."""
        return (
            _asked("dwelling", "Dwelling", "What kind of dwelling is it?", _DWELLINGS),
            _asked("barrier", "Barrier", "What has to be passed before the door?", _BARRIERS),
            _asked("condition", "Condition", "In which condition is the building, from outside?", tuple(Condition)),
            _asked("litter", "Litter", "How much litter lies about?", tuple(reversed(Extent))),
            _asked("damage", "Damage", "How much was damaged or scrawled on?", tuple(reversed(Extent))),
        )

    def ending(self, answers: Answers, known: Known) -> Sequence[PageLine]:
        """Return what will stand there, beside what was noted before."""
        self.acts(answers, known)  # what may not be is said here, and not after it was to be kept
        before = [f"Before: {in_words(each)}" for each in known.file.observations[:1]]
        return [
            *paragraph("Enter keeps what the place looks like.", self.size.width, Tint.HEAD),
            *paragraph(f"Now: {in_words(_entered(answers))}", self.size.width),
            *(line for text in before for line in paragraph(text, self.size.width, Tint.MUTED)),
        ]

    def acts(self, answers: Answers, known: Known) -> "list[Act]":
        """Return the acts."""
        return record_observation(_entered(answers), known.file, known.circumstances)

    def said(self, answers: Answers, known: Known) -> str:  # noqa: ARG002  # as every form
        """Return what was kept."""
        return "Kept: what the place looks like."


def _asked(name: str, label: str, question: str, values: Sequence[StrEnum]) -> Field:
    options = [Option(each, wording.words(each)) for each in values]
    return Field(name, label, f"{question} Enter passes it by.", Kind.ONE, options=lambda _: options, may_be_empty=True)


def _entered(answers: Answers) -> ObservationEntered:
    dwelling, barrier, condition = one(answers, "dwelling"), one(answers, "barrier"), one(answers, "condition")
    litter, damage = one(answers, "litter"), one(answers, "damage")
    return ObservationEntered(
        DwellingType(dwelling) if dwelling else None,
        EntryBarrier(barrier) if barrier else None,
        Condition(condition) if condition else None,
        Extent(litter) if litter else None,
        Extent(damage) if damage else None,
    )
