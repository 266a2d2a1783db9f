"""What happened to one family, read from its own entries: corrections, observations, selections, tracing.

Owns turning acts into what its file shows. Refuses to own what stands after them (the projection).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from store.fieldwork.family import Correction, Event, Observation, Selection, Tracing
from store.keeping import acts
from store.keeping.acts.terms.families import DetailField
from store.keeping.detail_texts import text_of_address

_READ = frozenset(
    act.kind
    for act in (
        acts.DetailsCorrected,
        acts.FamilyMoved,
        acts.ObservationRecorded,
        acts.ObservationsToldOn,
        acts.RespondentSelected,
        acts.TracingRecorded,
        acts.FamilyAllocated,
    )
)
"""Kinds that are looked into; the others are shown as history alone."""

Dated = TypeVar("Dated", Observation, Selection)

_OF_AN_ADDRESS = (DetailField.ADDRESS, DetailField.POSTCODE, DetailField.DIRECTIONS)


class Past:
    """What was found; all of it newest first.

    Args:
        events: Every entry about the family, newest first.

    Raises:
        UnknownActError, ActBodyError: A later release wrote one of those that are looked into.
    """

    def __init__(self, events: Iterable[Event]) -> None:
        corrections: list[Correction] = []
        observed: list[tuple[acts.ObservationRecorded, Event]] = []
        observations: list[Observation] = []
        selections: list[Selection] = []
        tracings: list[Tracing] = []
        is_given = is_observed = False
        for event in events:
            if event.kind not in _READ:
                continue
            match act := event.act():
                case acts.DetailsCorrected():
                    corrections.append(_correction(act, event))
                case acts.FamilyMoved():
                    corrections += _corrections_of_move(act, event)
                case acts.ObservationRecorded():
                    observed.append((act, event))
                case acts.RespondentSelected():
                    selections.append(Selection(act.wave, event.at_ms, act.method, act.candidates, act.selected))
                case acts.TracingRecorded():
                    tracings.append(_tracing(act, event))
                case acts.FamilyAllocated() if not is_given:  # the last one tells what the ones before did
                    is_given = True
                    selections += [Selection(**dict(each)) for each in act.selections]
                case _:
                    pass
            if not is_observed and isinstance(act, acts.FamilyAllocated | acts.ObservationsToldOn):  # likewise
                is_observed = True
                observations += [Observation(**dict(each)) for each in act.observations]
        self.corrections = _undone(corrections)
        standing, taken_back = _observations(observed)
        self.observations = _each_once([*standing, *(each for each in observations if each not in taken_back)])
        self.selections = _each_once(selections)
        self.tracings = tuple(tracings)


def _correction(act: acts.DetailsCorrected, event: Event) -> Correction:
    is_new_way = act.entry is None and act.field in (DetailField.PHONE, DetailField.EMAIL)
    return Correction(
        correction=act.correction,
        undoes=act.undoes,
        person=act.person,
        detail=act.field,
        entry=act.correction if is_new_way else act.entry,
        old=act.old,
        new=act.new,
        source=act.source,
        known_on=act.known_on,
        at_ms=event.at_ms,
        staff=event.staff,
        is_odd=act.is_odd,
        is_undone=False,
    )


def _corrections_of_move(act: acts.FamilyMoved, event: Event) -> Iterable[Correction]:
    """Yield what a move changed, each detail by itself; it has no id, so that none of it can be undone alone."""
    for detail in _OF_AN_ADDRESS:
        old, new = text_of_address(act.old, detail), None if act.new is None else text_of_address(act.new, detail)
        if old != new:
            yield Correction(
                correction="",
                undoes=None,
                person=None,
                detail=detail,
                entry=None,
                old=old,
                new=new,
                source=act.source,
                known_on=act.moved_on or "",
                at_ms=event.at_ms,
                staff=event.staff,
                is_odd=False,
                is_undone=False,
            )


def _tracing(act: acts.TracingRecorded, event: Event) -> Tracing:
    return Tracing(
        act.tracing,
        act.person,
        event.at_ms,
        act.source,
        act.result,
        act.contact_name,
        act.contact_phone,
        act.contact_relation,
        act.note,
    )


def _observations(told: Iterable[tuple[acts.ObservationRecorded, Event]]) -> tuple[list[Observation], set[Observation]]:
    """Return the observations that stand, and those that were taken back.

    One without anything in it takes back the last one before it of the same attempt by the same interviewer, in the
    order of their journal: a clock can be set back in between.
    """
    standing: defaultdict[tuple[str, str | None], list[Observation]] = defaultdict(list)
    taken_back: set[Observation] = set()
    for act, event in sorted(told, key=lambda each: each[1].n):
        seen = act.dwelling, act.barrier, act.condition, act.litter, act.damage
        beside = standing[event.staff, act.attempt]
        if any(each is not None for each in seen):
            beside.append(Observation(act.attempt, event.at_ms, *seen))
        elif beside:
            taken_back.add(beside.pop())
    return [each for beside in standing.values() for each in beside], taken_back


def _each_once(told: Iterable[Dated]) -> tuple[Dated, ...]:
    """Return what was told, newest first; what base told again is what was told before."""
    return tuple(sorted(dict.fromkeys(told), key=lambda each: each.at_ms, reverse=True))


def _undone(corrections: Sequence[Correction]) -> tuple[Correction, ...]:
    taken_back = {each.undoes for each in corrections if each.undoes is not None}
    return tuple(replace(each, is_undone=each.correction in taken_back) for each in corrections)
