"""What one person's consents come to: each question's state, and whether a yes counts.

Owns that reading, over the records of one person or of many, in any order of arrival: pure, so that the projection and
whoever builds an extract call the same rule. Refuses to own which of concurrent answers stands (consents, causality),
and what a state leads to (fieldwork).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Self

from store.agreement.purposes import Purpose
from store.ids import JournalId, PersonId
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.consents import ConsentDecision, NotAskedReason
from store.keeping.causality import NOT_YET, Ancestry, Place
from store.keeping.merging.consents import Answer, Question, standing_consent

if TYPE_CHECKING:  # the acts need pydantic, which this rule does not
    from store.keeping.acts.consents import ConsentRecorded

CHILD_UNDER: Final = 16
"""Whole years; from then on people answer for themselves. Source: design 6; clauses "Consent"."""

OF_A_CHILD: Final = frozenset({Purpose.PARENTAL_PERMISSION, Purpose.YOUNG_PERSONS_ASSENT})
"""Purposes that are only ever asked about a child."""


class State(StrEnum):
    """Where one question to one person stands."""

    GIVEN = "given"
    NEVER_ASKED = "never_asked"
    NOT_ASKED = "not_asked"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Told:
    """One record, as far as a state rests on it.

    Attributes:
        age_years: The person's age at the event; None where it was not asked.
        reason: Why a question was not put, where it was not.
    """

    answer: Answer
    wave: Wave
    age_years: int | None = field(repr=False)
    reason: NotAskedReason | None

    @property
    def place(self) -> Place:
        """Where its entry stands."""
        return self.answer.place

    @classmethod
    def from_act(cls, act: "ConsentRecorded", place: Place) -> Self:
        """Return the record that an act tells."""
        return cls(Answer.from_act(act, place), act.wave, act.age_years, act.not_asked_reason)


@dataclass(frozen=True, slots=True)
class Stand:
    """Where one question to one person stands.

    Attributes:
        state: Never asked also where every record of it was entered in error.
        record: The record that stands; None where none does.
        wave: In which wave that record was made.
        reason: Why the question was not put, where it was not.
        age_years: The person's age then; None where it was not asked.
        is_live: Whether this is a yes that counts: given, and where a child gave it, under a permission that is given.
    """

    question: Question
    state: State
    record: str | None
    wave: Wave | None
    reason: NotAskedReason | None
    age_years: int | None = field(repr=False)
    is_live: bool


def stands(told: Iterable[Told], ancestry: Ancestry) -> list[Stand]:
    """Return where every question stands that was ever put, or marked, to these people.

    Args:
        told: All records of each person in it, in any order, as often as they came.
        ancestry: Of the branches they stand in.

    Returns:
        By person, then purpose, then target; empty where nothing is told.

    Source:
        Clauses 4.2, 4.4, 7.2e: only a live "given" is a yes. Design 6: a child's yes needs a parent's permission, and
        where that is withdrawn the child's future use stops.
    """
    of_person: defaultdict[PersonId, list[Told]] = defaultdict(list)
    for each in told:
        of_person[each.answer.question.person].append(each)
    return [stand for person in sorted(of_person) for stand in _of_one(of_person[person], ancestry)]


def stands_without(told: Iterable[Told], marked: Stand, ancestry: Ancestry) -> list[Stand]:
    """Return where every question would stand if the record that one rests on were marked as entered in error.

    Args:
        told: As `stands`.
        marked: Whose record; it has one.
        ancestry: As `stands`.

    Source:
        Clause A8: what stood before it stands again.
    """
    nowhere = Place(JournalId(""), 0, 0, NOT_YET, 0)
    mark = Answer(nowhere, marked.question, "", marked.record, ConsentDecision.ENTERED_IN_ERROR)
    return stands([*told, Told(mark, marked.wave or Wave.ONE, None, None)], ancestry)


def _of_one(told: list[Told], ancestry: Ancestry) -> list[Stand]:
    by_answer = {each.answer: each for each in told}  # not by record: what a laptop sends may use an id twice
    by_question: defaultdict[Question, list[Answer]] = defaultdict(list)
    for each in told:
        by_question[each.answer.question].append(each.answer)
    standing: dict[Question, Told | None] = {}
    for question in sorted(by_question, key=lambda each: (each.purpose, each.target or "")):
        found = standing_consent(by_question[question], ancestry)
        standing[question] = None if found is None else by_answer[found.answer]
    is_permitted = any(
        each is not None and each.answer.decision is ConsentDecision.GIVEN
        for question, each in standing.items()
        if question.purpose is Purpose.PARENTAL_PERMISSION
    )
    was_a_child = any(question.purpose in OF_A_CHILD for question in by_question)
    return [_stand(question, each, is_permitted, was_a_child) for question, each in standing.items()]


def _stand(question: Question, each: Told | None, is_permitted: bool, was_a_child: bool) -> Stand:
    if each is None:
        return Stand(question, State.NEVER_ASKED, None, None, None, None, is_live=False)
    is_given = each.answer.decision is ConsentDecision.GIVEN
    is_childs = was_a_child if each.age_years is None else each.age_years < CHILD_UNDER
    is_own = question.purpose is Purpose.PARENTAL_PERMISSION or not is_childs
    return Stand(
        question,
        State(each.answer.decision.value),
        each.answer.record,
        each.wave,
        each.reason,
        each.age_years,
        is_live=is_given and (is_own or is_permitted),
    )
