"""What is known of one person before they are asked.

Owns its shape, and reading it. Refuses to own where questions stand (state) and what is asked next (ceremony).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.fieldwork.consents.state import Stand
from store.ids import FamilyId, PersonId
from store.keeping.acts.terms.consents import InterviewState

if TYPE_CHECKING:
    pass


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """An asking of this device that has no end."""

    ceremony: str
    family: FamilyId
    person: PersonId


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one person.

    Attributes:
        stands: Where each question stands that was ever put to them.
        interview: How far their interview of this wave got, as it was marked last; None before.
        interview_id: Its id; None where there is none.
        left_open: Askings of anybody that are open on this device.
    """

    stands: tuple[Stand, ...]
    interview: InterviewState | None
    interview_id: str | None
    left_open: tuple[LeftOpen, ...]
