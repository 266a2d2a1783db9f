"""Undo: the correcting acts that take back what was kept last.

Owns which act takes back which. Refuses to own taking back itself (attempts, appointments, corrections), and
anything that protects somebody: a refusal, a lock, a concern stands until base says otherwise.

Source: agreement A8; an undoing is a correcting act, and both stay in the record.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from store.errors import NothingToUndoError
from store.fieldwork.appointments import end_appointment, reopen_appointment
from store.fieldwork.attempts import take_back_attempt
from store.fieldwork.circumstances import Circumstances
from store.fieldwork.corrections import undo_correction
from store.fieldwork.family import FamilyFile
from store.fieldwork.observations import take_back_observation
from store.keeping.acts.terms.attempts import AppointmentChange

if TYPE_CHECKING:
    from store.keeping.acts import Act, AttemptCorrected, ObservationRecorded

_STAYS: Final = frozenset({AppointmentChange.MOVED, AppointmentChange.ENTERED_IN_ERROR})
"""What is not taken back: where it stood before is not in the act; and what was taken back does not come again."""


def undo(kept: "Sequence[Act]", file: FamilyFile, circumstances: Circumstances) -> "list[Act]":
    """Return the acts that take back what was kept in one go.

    Args:
        kept: As they were kept; about one family.
        file: The family's, as it is now.
        circumstances: Of the taking back.

    Raises:
        NothingToUndoError: None of it can be taken back here, or one of it protects somebody.
        StoreError: As taking each back; it may be over already.
    """
    from store.keeping import acts

    if any(isinstance(each, acts.ContactWishRecorded | acts.FamilyLockSet) for each in kept):
        raise NothingToUndoError
    undone: list[Act] = []
    for each in reversed(kept):
        if isinstance(each, acts.AttemptRecorded):
            undone += take_back_attempt(each.attempt, None, file)
        elif isinstance(each, acts.AttemptCorrected) and each.told is not None:
            undone += _told_as_before(each, file)
        elif isinstance(each, acts.ObservationRecorded) and _sees_anything(each):
            undone += take_back_observation(each.attempt, file)
        elif isinstance(each, acts.AppointmentMade):
            undone += end_appointment(each.appointment, AppointmentChange.ENTERED_IN_ERROR, None, file)
        elif isinstance(each, acts.AppointmentChanged) and each.change not in _STAYS:
            undone += reopen_appointment(each.appointment, file, circumstances)
        elif isinstance(each, acts.DetailsCorrected):
            undone += undo_correction(each.correction, file, circumstances)
    if not undone:
        raise NothingToUndoError
    return undone


def _told_as_before(corrected: "AttemptCorrected", file: FamilyFile) -> "list[Act]":
    """Return the act that tells an attempt as it was told before it was told anew."""
    from store.keeping.acts import AttemptCorrected, AttemptRecorded

    told = [
        act
        for event in file.history
        if event.kind in (AttemptRecorded.kind, AttemptCorrected.kind)
        and isinstance(act := event.act(), AttemptRecorded | AttemptCorrected)
        and act.attempt == corrected.attempt
    ]
    if len(told) < 2 or told[0] != corrected:
        raise NothingToUndoError
    return [AttemptCorrected(attempt=corrected.attempt, family=file.family, told=told[1].told, reason=None)]


def _sees_anything(observed: "ObservationRecorded") -> bool:
    seen = (observed.dwelling, observed.barrier, observed.condition, observed.litter, observed.damage)
    return any(each is not None for each in seen)
