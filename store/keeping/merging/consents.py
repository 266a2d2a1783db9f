"""Which answer stands when several devices asked one person without knowing of each other.

Owns the rule: values in, values out, the same result in whatever order and however often the answers arrive. Refuses to
own the order itself (causality), what is asked when, and what follows from an answer (fieldwork). Nothing is dropped
silently: a result names whatever was concurrent with what stands.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from store.ids import PersonId
from store.keeping.acts.terms.consents import ConsentDecision
from store.keeping.causality import Ancestry, Place, distinct, latest, precedes

if TYPE_CHECKING:  # the acts need pydantic, which these rules do not
    from store.agreement.purposes import Purpose
    from store.keeping.acts.consents import ConsentRecorded


STRONGEST_FIRST: Final = (
    ConsentDecision.WITHDRAWN,
    ConsentDecision.REFUSED,
    ConsentDecision.NOT_ASKED,
    ConsentDecision.GIVEN,
)
"""Which of concurrent answers stands; `ENTERED_IN_ERROR` is no answer but a mark on one."""


@dataclass(frozen=True, slots=True)
class Question:
    """What one person is asked: answers to one question are merged together, and apart from any other."""

    person: PersonId
    purpose: "Purpose"
    target: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to one question, or a mark that another was entered in error.

    Attributes:
        record: Its id.
        follows: The record it follows; of a mark, the one that was entered in error.
    """

    place: Place
    question: Question
    record: str
    follows: str | None
    decision: ConsentDecision

    @classmethod
    def from_act(cls, act: "ConsentRecorded", place: Place) -> Self:
        """Return the answer that an act tells."""
        return cls(place, Question(act.person, act.purpose, act.target), act.record, act.follows, act.decision)


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer that stands.

    Attributes:
        answer: The one.
        concurrent: The others that nothing followed, in order of `distinct`; empty if nobody answered at the same time.
    """

    answer: Answer
    concurrent: tuple[Answer, ...]


def standing_consent(answers: Iterable[Answer], ancestry: Ancestry) -> Standing | None:
    """Return which answer to one question stands, or None if there is none that was not entered in error.

    The later one stands; of concurrent ones withdrawn, then refused, then not asked, then given. A yes counts only if
    it follows every withdrawal: one given after it, when she was asked afresh, stands, and where each last answer is a
    yes that is concurrent with some withdrawal, the withdrawal stands.

    Args:
        answers: All answers to one question, with the marks on them, in any order.
        ancestry: Of the branches they stand in.

    Source:
        Clauses 4.2, 4.4, 7.2e: only a live "given" is a yes.
    """
    each = first_told(answers, ancestry)
    in_error = entered_in_error(each, ancestry)
    valid = [a for a in each if a.decision is not ConsentDecision.ENTERED_IN_ERROR and a.record not in in_error]
    if not valid:
        return None
    withdrawals = [answer for answer in valid if answer.decision is ConsentDecision.WITHDRAWN]
    last = latest(valid, ancestry)
    candidates = [
        answer
        for answer in last
        if answer.decision is not ConsentDecision.GIVEN
        or all(precedes(withdrawal.place, answer.place, ancestry) for withdrawal in withdrawals)
    ] or latest(withdrawals, ancestry)
    # Between equals the record decides: the one thing both sides call by the same name.
    standing = min(candidates, key=lambda answer: (STRONGEST_FIRST.index(answer.decision), answer.record))
    return Standing(standing, tuple(answer for answer in distinct([*last, *candidates]) if answer is not standing))


def first_told(answers: Iterable[Answer], ancestry: Ancestry) -> list[Answer]:
    """Return each answer once, in order of `distinct`, where it was told first.

    Base tells a withdrawal on to whoever else holds the family, as the same record under an entry of its own: that is
    no new event, and must not come after a yes that followed the withdrawal itself.
    """
    each = distinct(answers)
    by_record: defaultdict[str, list[Answer]] = defaultdict(list)
    for answer in each:
        by_record[answer.record].append(answer)
    return [
        answer
        for answer in each
        if not any(precedes(other.place, answer.place, ancestry) for other in by_record[answer.record])
    ]


def entered_in_error(answers: Iterable[Answer], ancestry: Ancestry) -> frozenset[str]:
    """Return the records that a valid mark says were entered in error; answers and marks alike.

    A mark is valid unless a valid mark names it, so that a mark made in error can itself be taken back. It is as good
    whether it follows what it names or came at the same time, for it could not name what did not exist; one that
    precedes what it names is void, and so are marks that name each other in a circle.

    Source:
        Clause A8: both the record and the mark stay.
    """
    each = first_told(answers, ancestry)
    named = {answer.record: answer for answer in each}
    undecided = [
        mark
        for mark in each
        if mark.decision is ConsentDecision.ENTERED_IN_ERROR
        and mark.follows in named
        and not precedes(mark.place, named[mark.follows].place, ancestry)
    ]
    in_error: set[str] = set()
    while True:
        doubted = {mark.follows for mark in undecided}
        decided = [mark for mark in undecided if mark.record not in doubted]
        if not decided:
            return frozenset(in_error)
        # Whoever could name one of these was decided before, so that their order among each other does not matter.
        in_error |= {mark.follows for mark in decided if mark.follows is not None and mark.record not in in_error}
        undecided = [mark for mark in undecided if mark.record in doubted]
