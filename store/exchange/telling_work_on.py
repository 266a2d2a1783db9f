"""What was done at one family's door on one laptop, told to every other laptop that has the family as well.

Owns which attempts, appointments and observations go on, and as what: each as it stands at base now, once, however
often it was told since base last looked. Refuses to own finding them among what came in (telling_on), and consents and
wishes, which go on by themselves.

Nobody is to stand at a door an hour after somebody else did, or where another day was agreed. Told is what whoever
takes a family over is told as well (handing_over), and no more of a family at once; why something was told anew is
nobody else's to know.

Source: agreement 7.1, 9.1e; clause A8.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, TypeAlias

from store.exchange.came_in import CameIn
from store.exchange.handing_over import observation_told, past_attempt
from store.exchange.holders import holders
from store.fieldwork import family as shapes
from store.fieldwork.family import FamilyFile
from store.fieldwork.looking import file_of
from store.ids import FamilyId
from store.keeping import acts
from store.keeping.acts.act import Act
from store.keeping.acts.values import PARTS_COUNT
from store.keeping.store import Store

WORK: Final = (
    acts.AttemptRecorded,
    acts.AttemptCorrected,
    acts.AppointmentMade,
    acts.AppointmentChanged,
    acts.ObservationRecorded,
)
"""Kinds that tell of work at a door."""

_Changed: TypeAlias = set[str | None]
"""Ids of attempts and appointments; None stands for what the place looks like."""


def tell_work_on(store: Store, came: Sequence[CameIn]) -> int:
    """Tell on how work stands that came in, of each family that another laptop than its sender has.

    Args:
        store: Base's, a supervisor signed in.
        came: Acts of `WORK`; others are passed over.

    Returns:
        How many things were told on.

    Raises:
        StoreError: As `Store.record`.
    """
    others = cache(lambda family, sender: bool(holders(store, family, but=sender)))
    changed: dict[FamilyId, _Changed] = {}
    for each in came:
        if isinstance(each.act, WORK) and others(each.act.family, each.sender):
            changed.setdefault(FamilyId(each.act.family), set()).add(_what(each.act))
    count = 0
    for family, what in changed.items():
        file = file_of(store, family)
        told = [] if file is None else list(_told(file, what))
        if told:
            store.record(*told)
        count += len(told)
    return count


def _what(act: Act) -> str | None:
    match act:
        case acts.AttemptRecorded() | acts.AttemptCorrected():
            return act.attempt
        case acts.AppointmentMade() | acts.AppointmentChanged():
            return act.appointment
        case _:
            return None


def _told(file: FamilyFile, changed: _Changed) -> Iterator[Act]:
    attempts = [each for each in file.attempts if each.attempt in changed and each.wave is file.wave]
    for attempt in attempts[-PARTS_COUNT:]:
        now = None if attempt.is_taken_back else past_attempt(file, attempt)
        yield acts.AttemptToldOn(family=file.family, attempt=attempt.attempt, now=now)
    for appointment in [each for each in file.appointments if each.appointment in changed][-PARTS_COUNT:]:
        yield _appointment(file, appointment)
    if None in changed:
        stand = tuple(map(observation_told, file.observations))[:PARTS_COUNT]
        yield acts.ObservationsToldOn(family=file.family, observations=stand)


def _appointment(file: FamilyFile, each: shapes.Appointment) -> acts.AppointmentToldOn:
    return acts.AppointmentToldOn(
        family=file.family,
        appointment=each.appointment,
        person=each.person if each.person in {one.person for one in file.members()} else None,
        interviewer=each.interviewer,
        at_ms=each.at_ms,
        duration_min=each.duration_min,
        mode=each.mode,
        is_firm=each.is_firm,
        note=each.note,
        end=each.end,
    )
