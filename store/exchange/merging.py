"""What stands when several devices wrote about one family without knowing of each other.

Owns the rules for consents, attempts, details and locks: values in, values out, the same result in whatever order and
however often the events arrive. Refuses to own the order itself (causality), what is asked when (fieldwork) and who may
settle a conflict. Nothing is dropped silently: each result names whatever was concurrent with what stands.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Self, TypeAlias, assert_never

from store.exchange.causality import Ancestry, Place, distinct, latest, precedes
from store.ids import FamilyId, PersonId
from store.keeping.acts.terms.consents import ConsentDecision
from store.keeping.acts.terms.exchange import ConflictChoice
from store.keeping.acts.terms.families import DetailField, FamilyLock

if TYPE_CHECKING:  # the acts need pydantic, which these rules do not
    from store.agreement.purposes import Purpose
    from store.keeping.acts.attempts import AttemptCorrected, AttemptRecorded, AttemptTold
    from store.keeping.acts.consents import ConsentRecorded
    from store.keeping.acts.details import DetailsCorrected
    from store.keeping.acts.families import FamilyLockSet
    from store.keeping.acts.orders import ConflictFound, ConflictSettled

STRONGEST_FIRST: Final = (
    ConsentDecision.WITHDRAWN,
    ConsentDecision.REFUSED,
    ConsentDecision.NOT_ASKED,
    ConsentDecision.GIVEN,
)
"""Which of concurrent answers stands; `ENTERED_IN_ERROR` is no answer but a mark on one."""

# -- consents --------------------------------------------------------------------------------------------------------


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
    each = distinct(answers)
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


def entered_in_error(answers: Iterable[Answer], ancestry: Ancestry) -> frozenset[str]:
    """Return the records that a valid mark says were entered in error; answers and marks alike.

    A mark is valid unless a valid mark names it, so that a mark made in error can itself be taken back. It is as good
    whether it follows what it names or came at the same time, for it could not name what did not exist; one that
    precedes what it names is void, and so are marks that name each other in a circle.

    Source:
        Clause A8: both the record and the mark stay.
    """
    each = distinct(answers)
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


# -- attempts --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Telling:
    """An attempt as told when it was recorded or corrected.

    Attributes:
        told: None where it was taken back as never made.
    """

    place: Place
    attempt: str
    told: "AttemptTold | None" = field(repr=False)
    is_correction: bool

    @classmethod
    def from_act(cls, act: "AttemptRecorded | AttemptCorrected", place: Place) -> Self:
        """Return the telling that an act is."""
        return cls(place, act.attempt, act.told, is_correction=act.kind == "attempt_corrected")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt, as it is told last.

    Attributes:
        last: At least one telling that nothing followed, in order of `distinct`; several if told at the same time.
    """

    attempt: str
    last: tuple[Telling, ...]

    @property
    def is_contested(self) -> bool:
        """Whether corrections made at the same time differ, so that a supervisor has to look."""
        return any(telling.told != self.last[0].told for telling in self.last)


def attempts(tellings: Iterable[Telling], ancestry: Ancestry) -> list[Attempt]:
    """Return every attempt of any device, by id, each as it is told last; none is ever lost.

    A correction replaces the first telling even where the order of the two is not known, for it names the attempt; it
    stands alone where the first telling is not held. Concurrent corrections are all kept.

    Source:
        Clauses 7.1, A8.
    """
    by_attempt: defaultdict[str, list[Telling]] = defaultdict(list)
    for telling in tellings:
        by_attempt[telling.attempt].append(telling)
    return [
        Attempt(attempt, tuple(latest([each for each in told if each.is_correction] or told, ancestry)))
        for attempt, told in sorted(by_attempt.items())
    ]


# -- details ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Detail:
    """Which detail of whom: values of one detail are merged together, and apart from any other.

    Attributes:
        person: None for what is the family's.
        entry: Which phone or mail address, where there can be several.
    """

    family: FamilyId
    person: PersonId | None
    field: DetailField
    entry: str | None


@dataclass(frozen=True, slots=True)
class Value:
    """One text that somebody gave a detail; what undoes an earlier one is just a later one.

    Attributes:
        texts: The one text; None in it says that there is none.
    """

    place: Place
    detail: Detail
    texts: frozenset[str | None] = field(repr=False)

    @classmethod
    def from_act(cls, act: "DetailsCorrected", place: Place) -> Self:
        """Return the value that an act sets."""
        return cls(place, Detail(act.family, act.person, act.field, act.entry), frozenset({act.new}))


@dataclass(frozen=True, slots=True)
class Settlement:
    """A supervisor's word on one conflict.

    Attributes:
        texts: What stands by it: one text, or several side by side; None among them says that there is none.
        shown: The texts the supervisor was shown; it settles these and no other.
    """

    place: Place
    detail: Detail
    texts: frozenset[str | None] = field(repr=False)
    shown: frozenset[str | None] = field(repr=False)

    @classmethod
    def from_acts(cls, settled: "ConflictSettled", found: "ConflictFound", place: Place) -> Self:
        """Return the settlement that an act is.

        Args:
            settled: Of the conflict `found`.
            found: Whose first value is "ours" and whose second is "theirs".
            place: Of `settled`.
        """
        shown = frozenset({found.first, found.second})
        match settled.choice:
            case ConflictChoice.OURS:
                texts = frozenset({found.first})
            case ConflictChoice.THEIRS:
                texts = frozenset({found.second})
            case ConflictChoice.BOTH:
                texts = shown
            case ConflictChoice.NEITHER:
                texts = frozenset({settled.value})
            case _:
                assert_never(settled.choice)
        return cls(place, Detail(found.family, found.person, found.field, found.entry), texts, shown)


Said: TypeAlias = Value | Settlement


@dataclass(frozen=True, slots=True)
class Known:
    """A detail that is settled.

    Attributes:
        texts: One text, or several that a supervisor let stand side by side; None among them says there is none.
        said: Who says so, in order of `distinct`, each with those of its texts that still stand.
    """

    texts: frozenset[str | None] = field(repr=False)
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A detail that a supervisor has to settle.

    Attributes:
        said: All that stands against each other, in order of `distinct`, each with those of its texts that still stand;
            at least two that differ.
    """

    said: tuple[Said, ...]


def standing_detail(
    values: Iterable[Value], settlements: Iterable[Settlement], ancestry: Ancestry
) -> Known | Conflict | None:
    """Return what one detail is, what stands against each other, or None if nobody ever set it.

    The last writer's value stands; concurrent ones that differ are all kept, for a supervisor to settle. A settlement
    replaces, in whatever precedes it, the texts that the supervisor was shown. So a third value that base already held,
    and the supervisor was not shown, stays in conflict; and one that came in concurrently opens the conflict anew, even
    where it repeats the loser or corrects the winner.

    Args:
        values: All of one detail, in any order.
        settlements: All of the same detail.
        ancestry: Of the branches they stand in.

    Source:
        Clauses 7.2d, A8.
    """
    either: list[Said] = [*values, *settlements]
    each = distinct(either)
    left = [(event, _left(event, each, ancestry)) for event in each]
    said = tuple(replace(event, texts=texts) for event, texts in left if texts)
    if not said:
        return None
    texts = said[0].texts
    return Known(texts, said) if all(other.texts == texts for other in said) else Conflict(said)


def _left(early: Said, each: list[Said], ancestry: Ancestry) -> frozenset[str | None]:
    """Return which of an event's texts nothing later replaced."""
    texts = early.texts
    for late in each:
        if not precedes(early.place, late.place, ancestry):
            continue
        match late:
            case Value():
                return frozenset()
            case Settlement():
                texts -= late.shown
            case _:
                assert_never(late)
    return texts


# -- locks -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LockChange:
    """A family was locked, or opened again."""

    place: Place
    lock: FamilyLock

    @classmethod
    def from_act(cls, act: "FamilyLockSet", place: Place) -> Self:
        """Return the change that an act is."""
        return cls(place, act.lock)


@dataclass(frozen=True, slots=True)
class LockStanding:
    """Whether a family can be worked.

    Attributes:
        by: What that rests on: the last locks, or the last openings that count; empty if it was never locked or opened.
        concurrent: The other changes that nothing followed.
    """

    lock: FamilyLock
    by: tuple[LockChange, ...]
    concurrent: tuple[LockChange, ...]


def family_lock(changes: Iterable[LockChange], ancestry: Ancestry) -> LockStanding:
    """Return whether one family is locked.

    A lock beats an opening it was concurrent with: an opening counts only if it follows every lock, whatever locked.

    Source:
        Clauses 7.2a, 10, A4: a late refusal locks the family at once, and nothing that knew nothing of it opens it.
    """
    each = distinct(changes)
    locks = [change for change in each if change.lock is FamilyLock.LOCKED]
    counting = [
        change
        for change in each
        if change.lock is FamilyLock.OPEN and all(precedes(lock.place, change.place, ancestry) for lock in locks)
    ]
    lock = FamilyLock.LOCKED if locks and not counting else FamilyLock.OPEN
    by = tuple(latest(counting or locks, ancestry))
    return LockStanding(lock, by, tuple(change for change in latest(each, ancestry) if change not in by))
