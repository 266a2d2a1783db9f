"""What a place looks like, as questions: five, each of which can be passed by. Pure.

Owns the questions, and what was entered. Refuses to own anything about people, which is not observed (9.3).
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Final

from store.fieldwork.observations import ObservationEntered
from store.keeping.acts.terms.attempts import Condition, DwellingType, EntryBarrier, Extent
from tui import wording
from tui.forms.fields import Answers, Field, Kind, Option, one

_DWELLINGS: Final = (
    DwellingType.DETACHED, DwellingType.SEMI_DETACHED, DwellingType.TERRACED, DwellingType.FLAT,
    DwellingType.ONLY_UNIT_IN_OTHER_BUILDING, DwellingType.SHELTERED, DwellingType.STUDENT_HOUSING, DwellingType.FARM,
    DwellingType.MOBILE_HOME_OR_BOAT, DwellingType.OTHER,
)  # fmt: skip
_BARRIERS: Final = (
    EntryBarrier.NONE, EntryBarrier.ENTRY_PHONE, EntryBarrier.LOCKED_GATE, EntryBarrier.ENTRY_PHONE_AND_GATE,
)  # fmt: skip
"""The likeliest first."""

Applies = Callable[[Answers], bool]


def place_fields(begins: Applies = lambda _: True, goes_on: Applies = lambda _: True) -> tuple[Field, ...]:
    """Return the questions.

    Args:
        begins: Whether the first is asked.
        goes_on: Whether the others are.
    """
    return (
        _asked("dwelling", "Dwelling", "What kind of dwelling is it?", _DWELLINGS, begins),
        _asked("barrier", "Barrier", "What has to be passed before the door?", _BARRIERS, goes_on),
        _asked(
            "condition", "Condition", "In which condition is the building, from outside?", tuple(Condition), goes_on
        ),
        _asked("litter", "Litter", "How much litter lies about?", tuple(reversed(Extent)), goes_on),
        _asked("damage", "Damage", "How much was damaged or scrawled on?", tuple(reversed(Extent)), goes_on),
    )


def place_entered(answers: Answers, attempt: str | None = None) -> ObservationEntered:
    """Return what was looked at, and at which attempt."""
    dwelling, barrier, condition = one(answers, "dwelling"), one(answers, "barrier"), one(answers, "condition")
    litter, damage = one(answers, "litter"), one(answers, "damage")
    return ObservationEntered(
        DwellingType(dwelling) if dwelling else None,
        EntryBarrier(barrier) if barrier else None,
        Condition(condition) if condition else None,
        Extent(litter) if litter else None,
        Extent(damage) if damage else None,
        attempt,
    )


def _asked(name: str, label: str, question: str, values: tuple[StrEnum, ...], applies: Applies) -> Field:
    return Field(
        name, label, f"{question} Enter passes it by.", Kind.ONE,
        options=lambda _: [Option(each, wording.words(each)) for each in values], applies=applies, may_be_empty=True,
    )  # fmt: skip
