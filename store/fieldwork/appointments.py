"""Appointments: what was agreed, moved, kept, broken or called off.

Owns the deeds. Refuses to own the day's order and clashes (agenda).
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from store.clock import Instant, to_ms
from store.errors import AppointmentPastError, AppointmentUnknownError
from store.fieldwork.circumstances import MINUTE_MS, Circumstances, offset_min
from store.fieldwork.family import Appointment, FamilyFile
from store.fieldwork.typed import clean_note
from store.fieldwork.workable import hold_open, hold_workable
from store.ids import PersonId, new_id
from store.keeping.acts.terms.attempts import AppointmentChange, AttemptMode

if TYPE_CHECKING:
    from store.keeping.acts import Act, AppointmentMade

USUAL_MIN: Final = 60
"""An interview takes about an hour."""

LONGEST_MIN: Final = 12 * 60
"""As long as a lone visit may last (lone_visits): a longer appointment is a slip."""


@dataclass(frozen=True, slots=True)
class AppointmentEntered:
    """An appointment as it was entered.

    Attributes:
        at: When it begins, with its zone.
        person: With whom; None where that is open.
        is_firm: Whether the time was agreed, not only hoped for.
    """

    at: Instant
    duration_min: int = USUAL_MIN
    person: PersonId | None = None
    mode: AttemptMode = AttemptMode.VISIT
    is_firm: bool = True
    note: str | None = field(default=None, repr=False)


def make_appointment(entered: AppointmentEntered, file: FamilyFile, circumstances: Circumstances) -> "list[Act]":
    """Return the acts of an appointment that was agreed.

    Raises:
        AppointmentPastError: It would be over already, or takes no time or more than half a day.
        FamilyLockedError, FamilyPausedError, PersonUnknownError, NoContactWishedError: It may not be made.
        TypedTooLongError: The note is too long.
    """
    hold_workable(file, circumstances.now_ms)
    return [made(entered, file, circumstances)]


def made(entered: AppointmentEntered, file: FamilyFile, circumstances: Circumstances) -> "AppointmentMade":
    """Return the act of one appointment, without asking whether the family may be worked; else `make_appointment`."""
    from store.keeping.acts import AppointmentMade

    _hold_ahead(entered.at, entered.duration_min, circumstances)
    if entered.person is not None:
        hold_open(file, entered.person, circumstances.now_ms)
    return AppointmentMade(
        appointment=new_id(),
        family=file.family,
        person=entered.person,
        interviewer=circumstances.staff,
        at_ms=to_ms(entered.at),
        utc_offset_min=offset_min(entered.at),
        duration_min=entered.duration_min,
        mode=entered.mode,
        is_firm=entered.is_firm,
        note=clean_note(entered.note),
    )


def move_appointment(
    appointment: str,
    at: Instant,
    duration_min: int,
    note: str | None,
    file: FamilyFile,
    circumstances: Circumstances,
) -> "list[Act]":
    """Return the acts of an appointment that was moved to another time.

    Args:
        appointment: One that still stands.
        at: When it begins now, with its zone.
        duration_min: How long it takes now.
        note: Why, or None.
        file: The family's.
        circumstances: Of the deed.

    Raises:
        AppointmentUnknownError: It is over, or was never made.
        AppointmentPastError, FamilyLockedError, FamilyPausedError, TypedTooLongError: As `make_appointment`.
    """
    from store.keeping.acts import AppointmentChanged

    hold_workable(file, circumstances.now_ms)
    standing(file, appointment)
    _hold_ahead(at, duration_min, circumstances)
    return [
        AppointmentChanged(
            appointment=appointment,
            family=file.family,
            change=AppointmentChange.MOVED,
            at_ms=to_ms(at),
            utc_offset_min=offset_min(at),
            duration_min=duration_min,
            note=clean_note(note),
        )
    ]


def end_appointment(appointment: str, change: AppointmentChange, note: str | None, file: FamilyFile) -> "list[Act]":
    """Return the acts of an appointment that was kept, broken, called off, or entered in error.

    A locked family's can be ended as well: calling off is no work, and nobody is to stand at that door.

    Args:
        appointment: One that still stands.
        change: How it ended; not `MOVED`, which is no end.
        note: Why, or None.
        file: The family's.

    Raises:
        AppointmentUnknownError: It is over, or was never made, or would only be moved.
        TypedTooLongError: The note is too long.
    """
    from store.keeping.acts import AppointmentChanged

    standing(file, appointment)
    if change is AppointmentChange.MOVED:
        raise AppointmentUnknownError
    return [
        AppointmentChanged(
            appointment=appointment,
            family=file.family,
            change=change,
            at_ms=None,
            utc_offset_min=None,
            duration_min=None,
            note=clean_note(note),
        )
    ]


def reopen_appointment(appointment: str, file: FamilyFile, circumstances: Circumstances) -> "list[Act]":
    """Return the acts that take back what was said to have become of an appointment: it stands again, at its own time.

    Raises:
        AppointmentUnknownError: There is none that ended.
        FamilyLockedError, FamilyPausedError: The family may not be worked.
    """
    from store.keeping.acts import AppointmentChanged

    hold_workable(file, circumstances.now_ms)
    for each in file.appointments:
        if each.appointment == appointment and each.end is not None:
            return [
                AppointmentChanged(
                    appointment=appointment,
                    family=file.family,
                    change=AppointmentChange.MOVED,
                    at_ms=each.at_ms,
                    utc_offset_min=each.utc_offset_min,
                    duration_min=each.duration_min,
                    note=None,
                )
            ]
    raise AppointmentUnknownError


def standing(file: FamilyFile, appointment: str) -> Appointment:
    """Return an appointment that still stands.

    Raises:
        AppointmentUnknownError: It is over, or was never made.
    """
    for each in file.appointments:
        if each.appointment == appointment and each.end is None:
            return each
    raise AppointmentUnknownError


def _hold_ahead(at: Instant, duration_min: int, circumstances: Circumstances) -> None:
    is_over = to_ms(at) + MINUTE_MS < circumstances.now_ms
    if is_over or not 0 < duration_min <= LONGEST_MIN:
        raise AppointmentPastError
