"""How old somebody is, on a day, as far as it is known.

Owns the arithmetic and the ages the survey is for. Refuses to own what an age allows (consents).
"""

from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from store.keeping.acts.terms.families import PersonRole

CHILD_UNDER_YEARS: Final = 16
"""Who is younger needs a parent's permission before they are spoken to."""

YOUNG_YEARS: Final = range(11, 22)
"""Ages of the young people the survey interviews, 11 to 21."""

OLDEST_YEARS: Final = 130
"""More than anybody was ever known to reach: a higher age is a slip."""

YOUNG_ROLES: Final = frozenset({PersonRole.YOUNG_PERSON, PersonRole.CHILD})
"""Who is in the survey as a young person."""


class Aged(Protocol):
    """Somebody of whom a date of birth or an age may be known."""

    @property
    def born_on(self) -> str | None: ...  # noqa: D102  # as in the act of the same shape
    @property
    def age_years(self) -> int | None: ...  # noqa: D102
    @property
    def age_on(self) -> str | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Age:
    """How old somebody is: both equal where the date of birth is known."""

    lowest: int
    highest: int


def age_of(person: Aged, on: date) -> Age | None:
    """Return how old somebody is on a London day, or None if nothing is known.

    An age that was told once grows by the years since; whether there was a birthday in between, nobody knows.
    """
    if person.born_on is not None:
        years = years_between(date.fromisoformat(person.born_on), on)
        return Age(years, years)
    if person.age_years is None or person.age_on is None:
        return None
    told_on = date.fromisoformat(person.age_on)
    lowest = person.age_years + years_between(told_on, on)
    return Age(lowest, lowest + (_anniversary(told_on) != _anniversary(on)))


def exact_years(person: Aged, on: date) -> int | None:
    """Return how old somebody is on a London day, or None unless that is known to the year."""
    known = age_of(person, on)
    return known.lowest if known is not None and known.lowest == known.highest else None


def years_between(born_on: date, on: date) -> int:
    """Return whole years from one day to another, rounded down; who was born on 29 February waits for 1 March.

    Source:
        Family Law Reform Act 1969, section 9: an age is reached at the beginning of the anniversary.
    """
    return on.year - born_on.year - (_anniversary(on) < _anniversary(born_on))


def may_be_child(person: Aged, on: date) -> bool:
    """Say whether somebody may be under 16 on a London day; of whom nothing is known, it is not ruled out.

    Source:
        Design: under 16 is a child. Where two readings are open, the one that protects more holds.
    """
    age = age_of(person, on)
    return age is None or age.lowest < CHILD_UNDER_YEARS


def is_odd(role: PersonRole, age: Age) -> bool:
    """Say whether an age does not go with what somebody is to the survey."""
    match role:
        case PersonRole.YOUNG_PERSON:
            return age.highest < YOUNG_YEARS.start or age.lowest >= YOUNG_YEARS.stop
        case PersonRole.MAIN_CARER | PersonRole.ADULT:
            return age.highest < CHILD_UNDER_YEARS
        case PersonRole.CHILD:
            return age.lowest >= CHILD_UNDER_YEARS


def contradicts(somebody: Aged, years: int, on: date) -> bool:
    """Say whether an age that is told on a London day is none that somebody can have by what was known before."""
    known = age_of(somebody, on)
    return known is not None and not known.lowest <= years <= known.highest


def _anniversary(day: date) -> tuple[int, int]:
    return day.month, day.day
