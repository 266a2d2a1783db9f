"""Which questions are put to whom, and in what order: pure.

Owns who is a respondent, what comes before the interview and what after it. Refuses to own the state of one asking
(ceremony) and what an answer has to say (saying).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from store.agreement.purposes import Moment, Purpose, PurposeTerm
from store.errors import AgeOutOfRangeError, AgeUnknownError
from store.fieldwork.ages import CHILD_UNDER_YEARS, OLDEST_YEARS, YOUNG_YEARS
from store.fieldwork.consents.state import Stand, is_asked_afresh, stand_of, was_a_child
from store.ids import FamilyId, PersonId
from store.keeping.acts.terms.attempts import Wave
from store.keeping.merging.consents import Question

ASKED_OF_CHILDREN: tuple[Purpose, ...] = (Purpose.PARENTAL_PERMISSION, Purpose.YOUNG_PERSONS_ASSENT)
"""In this order: the parent before the child is spoken to."""


@dataclass(frozen=True, slots=True)
class Respondent:
    """Somebody who is asked.

    Attributes:
        called: What they are called, which is all of the family that a wording may show.
        age_years: Now, as they or their parent say; None where an adult was not asked.
        is_young_person: Whether they are in the survey as one.
    """

    family: FamilyId
    person: PersonId
    called: str = field(repr=False)
    age_years: int | None = field(repr=False)
    is_young_person: bool

    @property
    def is_child(self) -> bool:
        """Whether a parent permits before they are spoken to."""
        return self.age_years is not None and self.age_years < CHILD_UNDER_YEARS


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: its purpose, and which named thing of it."""

    purpose: Purpose
    target: str | None


def hold_respondent(respondent: Respondent) -> None:
    """Make sure that somebody can be asked.

    Raises:
        AgeUnknownError: A young person's age is not known.
        AgeOutOfRangeError: They are too young or too old for what they are in the survey as.

    Source:
        Clauses "Consent": young people interviewed are 11 to 21, under 16 is a child.
    """
    age = respondent.age_years
    if age is None:
        if respondent.is_young_person:
            raise AgeUnknownError
        return
    hold_age(age, is_young_person=respondent.is_young_person)


def hold_age(years: int, *, is_young_person: bool) -> None:
    """Make sure that somebody of an age is interviewed as what they are in the survey as.

    Raises:
        AgeOutOfRangeError: They are too young or too old for it.

    Source:
        As `hold_respondent`.
    """
    if years not in (YOUNG_YEARS if is_young_person else range(CHILD_UNDER_YEARS, OLDEST_YEARS + 1)):
        raise AgeOutOfRangeError(years)


def before_interview(respondent: Respondent) -> tuple[Asked, ...]:
    """Return what is asked before an interview, in order."""
    purposes = ASKED_OF_CHILDREN if respondent.is_child else (Purpose.TAKE_PART,)
    return tuple(Asked(purpose, None) for purpose in purposes)


def after_interview(terms: Iterable[PurposeTerm], wave: Wave) -> tuple[Asked, ...]:
    """Return what is asked after a complete interview, in the agreement's order: each named linkage by itself.

    Re-contact is for wave 2, so whoever is in it is not asked again.

    Source:
        Clauses 4.2, 4.4.
    """
    asked: list[Asked] = []
    for term in terms:
        if term.asked is not Moment.AFTER_INTERVIEW or (term.id is Purpose.RECONTACT and wave is Wave.TWO):
            continue
        asked += [Asked(term.id, target.id) for target in term.targets] or [Asked(term.id, None)]
    return tuple(asked)


def open_questions(
    asked: Iterable[Asked], respondent: Respondent, known: Sequence[Stand], wave: Wave
) -> tuple[Asked, ...]:
    """Return which of some questions still have to be put, in the same order."""

    def is_open(each: Asked) -> bool:
        stand = standing(each, respondent.person, known)
        return is_asked_afresh(stand, was_child=was_a_child(stand, known), age_now=respondent.age_years, wave=wave)

    return tuple(each for each in asked if is_open(each))


def standing(asked: Asked, person: PersonId, known: Sequence[Stand]) -> Stand:
    """Return where one question to one person stands."""
    return stand_of(known, Question(person, asked.purpose, asked.target))
