"""Who is interviewed where several qualify: who does, how one is drawn, and that it is told.

Owns who qualifies, the draws and the deed. Refuses to own how many a wave interviews, which whoever asks says.
"""

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import TYPE_CHECKING

from store.errors import NoSelectionError
from store.fieldwork.ages import YOUNG_YEARS, age_of
from store.fieldwork.circumstances import Circumstances
from store.fieldwork.family import FamilyFile, Person
from store.fieldwork.workable import hold_workable, is_closed
from store.ids import PersonId
from store.keeping.acts.terms.attempts import SelectionMethod
from store.keeping.acts.terms.families import PersonRole

if TYPE_CHECKING:
    from store.keeping.acts import Act


def qualifying(file: FamilyFile, role: PersonRole, on: date) -> tuple[Person, ...]:
    """Return who of a role can be selected, in the order of the family's people.

    They belong to the household, wish no end of contact, and of young people nothing known rules out that they are 11
    to 21.

    Args:
        file: The family's.
        role: Main carers and young people are interviewed; of others nobody qualifies.
        on: The London day it is.
    """
    if role not in (PersonRole.MAIN_CARER, PersonRole.YOUNG_PERSON):
        return ()
    return tuple(
        each
        for each in file.members()
        if each.role is role
        and not is_closed(file, each.person)
        and (role is PersonRole.MAIN_CARER or _is_young(each, on))
    )


def draw(candidates: Sequence[Person], method: SelectionMethod, on: date, dice: Random) -> PersonId | None:
    """Return who is drawn, or None where the method leaves it to the interviewer or too little is known.

    Args:
        candidates: Who qualifies.
        method: How. A birthday on the day itself is the last one; of twins the dice decide.
        on: The London day it is.
        dice: `random.SystemRandom` at a door, so that nobody can choose.

    Source:
        Salmon and Nichols, "The Next-Birthday Method of Respondent Selection", Public Opinion Quarterly 47 (1983).
    """
    if not candidates:
        return None
    match method:
        case SelectionMethod.ONLY_ONE_QUALIFIES:
            return candidates[0].person if len(candidates) == 1 else None
        case SelectionMethod.RANDOM:
            return dice.choice(candidates).person
        case SelectionMethod.LAST_BIRTHDAY:
            return _nearest(candidates, on, dice, is_last=True)
        case SelectionMethod.NEXT_BIRTHDAY:
            return _nearest(candidates, on, dice, is_last=False)
        case SelectionMethod.KISH_GRID:
            return None


def select_respondents(
    method: SelectionMethod,
    candidates: Sequence[PersonId],
    selected: Sequence[PersonId],
    file: FamilyFile,
    circumstances: Circumstances,
) -> "list[Act]":
    """Return the acts of a selection; a later one of the same wave takes its place.

    Args:
        method: How it was made.
        candidates: Who could have been selected.
        selected: Who was: at least one of them.
        file: The family's.
        circumstances: Of the deed.

    Raises:
        FamilyLockedError, FamilyPausedError: The family may not be worked.
        NoSelectionError: Nobody was selected, or somebody who does not qualify, or the only one is one of several.
    """
    from store.keeping.acts import RespondentSelected

    hold_workable(file, circumstances.now_ms)
    could = {
        each.person
        for role in (PersonRole.MAIN_CARER, PersonRole.YOUNG_PERSON)
        for each in qualifying(file, role, circumstances.today)
    }
    among, chosen = dict.fromkeys(candidates), dict.fromkeys(selected)
    is_only_one = method is not SelectionMethod.ONLY_ONE_QUALIFIES or len(among) == 1
    if not chosen or not chosen.keys() <= among.keys() <= could or not is_only_one:
        raise NoSelectionError
    return [
        RespondentSelected(
            family=file.family, wave=file.wave, method=method, candidates=tuple(among), selected=tuple(chosen)
        )
    ]


def _is_young(person: Person, on: date) -> bool:
    age = age_of(person, on)
    return age is None or (age.highest >= YOUNG_YEARS.start and age.lowest < YOUNG_YEARS.stop)


def _nearest(candidates: Sequence[Person], on: date, dice: Random, *, is_last: bool) -> PersonId | None:
    days: list[int] = []
    for each in candidates:
        if each.born_on is None:
            return None
        since = _days_since_birthday(date.fromisoformat(each.born_on), on)
        days.append(since if is_last else _YEAR_DAYS - since)
    nearest = [each for each, day in zip(candidates, days, strict=True) if day == min(days)]
    return dice.choice(nearest).person


_YEAR_DAYS = 366


def _days_since_birthday(born_on: date, on: date) -> int:
    """Return days since the last birthday, in the calendar of a leap year, so that each birthday has its own day."""
    leap = 2000
    day = date(leap, on.month, on.day) - date(leap, born_on.month, born_on.day)
    return day.days % _YEAR_DAYS
