"""What askings of today came to that no attempt tells yet: it stands first in the form of the next attempt.

Owns finding it in a family's file. Refuses to own what an answer means for the attempt (came_of), and the form.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from store.agreement.london import london_day
from store.agreement.purposes import Purpose
from store.clock import from_ms
from store.fieldwork.consents.came_of import CameOf, came_of_answers
from store.fieldwork.family import FamilyFile
from store.ids import PersonId
from store.keeping.acts.terms.attempts import AttemptResult, NoInterviewReason
from store.keeping.acts.terms.consents import ConsentDecision

_RECORDED: Final = "attempt_recorded"
_INTERVIEWED: Final = {AttemptResult.COMPLETE_INTERVIEW: 2, AttemptResult.PARTIAL_INTERVIEW: 1}


class Untold(NamedTuple):
    """One asking that no attempt tells.

    Attributes:
        person: Who was asked.
        at_ms: When it was decided.
    """

    person: PersonId
    came: CameOf
    at_ms: int


def untold(file: FamilyFile, today: date) -> tuple[Untold, ...]:
    """Return what the askings of a London day came to that no attempt since then tells, one a person.

    The one that an attempt begins with is first: an interview as far as it got, otherwise what was decided last.
    """
    told = _told_at(file)
    found = [
        each
        for each in _decided(file)
        if london_day(from_ms(each.at_ms)) == today and told.get(each.person, -1) < each.at_ms
    ]
    return tuple(sorted(found, key=lambda each: (_INTERVIEWED.get(each.came.result, 0), each.at_ms), reverse=True))


def _decided(file: FamilyFile) -> Iterator[Untold]:
    for person in file.members():
        refused: dict[Purpose, int] = {}
        for each in file.consents:
            if each.person == person.person and each.decision is ConsentDecision.REFUSED and not each.is_from_before:
                refused[each.purpose] = each.at_ms
        interviews = [each for each in file.interviews if each.person == person.person and each.wave is file.wave]
        last = max(interviews, key=lambda each: each.ended_at_ms, default=None)
        came = came_of_answers(refused, last.state if last else None)
        if came is not None:
            ended = [last.ended_at_ms] if last else []
            yield Untold(person.person, came, max([*refused.values(), *ended]))


def _told_at(file: FamilyFile) -> dict[PersonId, int]:
    """Return until when attempts tell of each member: by naming them, or a refusal on behalf of somebody."""
    from store.keeping.acts import AttemptRecorded

    standing = {each.attempt: each for each in file.attempts if not each.is_taken_back}
    told: dict[PersonId, int] = {}
    for event in file.history:
        if event.kind != _RECORDED:
            continue
        act = event.act()
        assert isinstance(act, AttemptRecorded)
        attempt = standing.get(act.attempt)
        if attempt is None:
            continue
        is_for_others = attempt.reason is NoInterviewReason.REFUSAL_BY_PROXY
        named = {*attempt.met, *(each.person for each in attempt.respondents)}
        for person in (each.person for each in file.members()) if is_for_others else named:
            told[person] = max(told.get(person, 0), event.at_ms)
    return told
