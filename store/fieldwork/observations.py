"""What the place looks like, and what was read before going there.

Owns these deeds, and taking back the first. Refuses to own what a family is like: nothing of people is observed (9.3).
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from store.agreement.london import london_day
from store.clock import from_ms
from store.errors import EmptyFieldError, SafetyNoteMissingError
from store.fieldwork.circumstances import Circumstances
from store.fieldwork.family import FamilyFile, Note, SafetyNote
from store.fieldwork.workable import hold_workable
from store.keeping.acts.terms.attempts import Condition, DwellingType, EntryBarrier, Extent

if TYPE_CHECKING:
    from store.keeping.acts import Act


@dataclass(frozen=True, slots=True)
class ObservationEntered:
    """What the place looks like, as it was entered; None where it was not looked at.

    Attributes:
        attempt: At which attempt.
    """

    dwelling: DwellingType | None = None
    barrier: EntryBarrier | None = None
    condition: Condition | None = None
    litter: Extent | None = None
    damage: Extent | None = None
    attempt: str | None = None


def record_observation(entered: ObservationEntered, file: FamilyFile, circumstances: Circumstances) -> "list[Act]":
    """Return the acts of an observation; a later one stands beside it.

    Raises:
        FamilyLockedError, FamilyPausedError: The family may not be worked.
        EmptyFieldError: Nothing was observed.
    """
    from store.keeping.acts import ObservationRecorded

    hold_workable(file, circumstances.now_ms)
    seen = (entered.dwelling, entered.barrier, entered.condition, entered.litter, entered.damage)
    if all(each is None for each in seen):
        raise EmptyFieldError("what the place looks like")
    return [
        ObservationRecorded(
            family=file.family,
            attempt=entered.attempt,
            dwelling=entered.dwelling,
            barrier=entered.barrier,
            condition=entered.condition,
            litter=entered.litter,
            damage=entered.damage,
        )
    ]


def attempt_of_day(file: FamilyFile, on: date) -> str | None:
    """Return the attempt that an observation of a London day belongs to: the last one made then, if one was.

    What base told of when it handed the family over was made by somebody else, and what was taken back never was.
    """
    made = [
        each.attempt
        for each in file.attempts
        if not (each.is_from_before or each.is_taken_back) and london_day(from_ms(each.at_ms)) == on
    ]
    return made[-1] if made else None


def take_back_observation(attempt: str | None, file: FamilyFile) -> "list[Act]":
    """Return the acts that take back what was observed last at an attempt, or at none: an observation of nothing.

    The family may be locked, for what is wrong is put right all the same.

    Source:
        Clause A8: an undoing is a correcting act, and both stay in the record.
    """
    from store.keeping.acts import ObservationRecorded

    nothing = ObservationRecorded(
        family=file.family, attempt=attempt, dwelling=None, barrier=None, condition=None, litter=None, damage=None
    )
    return [nothing]


def note_to_read(file: FamilyFile, on: date) -> SafetyNote | None:
    """Return a family's safety note, also one that was read before; None where there is none, or its time is over.

    Args:
        file: The family's.
        on: The day in London; a note is shown on its last day too.
    """
    note = file.safety_note
    return None if note is None or _is_over(note, on) else note


def notes_to_read(file: FamilyFile, on: date) -> list[Note]:
    """Return a family's notes whose time is not over, in their order; the safety note is none of them.

    Args:
        file: The family's.
        on: The day in London; a note is shown on its last day too.
    """
    return [each for each in file.notes if not _is_over(each, on)]


def _is_over(note: Note | SafetyNote, on: date) -> bool:
    return note.expires_on is not None and note.expires_on < on.isoformat()


def acknowledge_safety_note(shown_s: int, file: FamilyFile) -> "list[Act]":
    """Return the acts of a safety note that was read.

    Args:
        shown_s: For how many whole seconds it was shown.
        file: The family's; it may be locked, for reading keeps somebody safe.

    Raises:
        SafetyNoteMissingError: There is none.
    """
    from store.keeping.acts import SafetyNoteAcknowledged

    if file.safety_note is None:
        raise SafetyNoteMissingError
    return [SafetyNoteAcknowledged(family=file.family, note=file.safety_note.note, shown_s=max(0, shown_s))]
