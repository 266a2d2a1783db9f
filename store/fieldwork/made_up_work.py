"""What was done at made-up doors: a believable mix of attempts, appointments, answers and refusals, as acts.

Owns inventing it, the same for the same seed, each family by itself. Refuses to own who the families are (made_up),
what is said at one door (made_up_door) and keeping the acts: whoever asks records them, in the order they come.
"""

from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import Final

from store.agreement import Agreement
from store.clock import Instant
from store.fieldwork.made_up_door import Door
from store.ids import StaffId
from store.keeping.acts import Act, FamilyDelivered
from store.keeping.acts.terms.attempts import AttemptResult, NoInterviewReason
from store.keeping.acts.terms.consents import InterviewState
from store.keeping.acts.terms.families import WishBy, WishDecision


def work(
    families: Iterable[FamilyDelivered],
    now: Instant,
    interviewer: StaffId,
    agreement: Agreement,
    seed: int = 2015,
    share: float = 0.78,
) -> Iterator[Act]:
    """Yield what an interviewer did about some families in the weeks before now, each family's acts in order.

    Args:
        families: As they were delivered.
        now: Aware; nothing was done later.
        interviewer: Who did it.
        agreement: Whose outcomes and law it is told by; it has to be in force.
        seed: Another one invents another mix.
        share: Of the families that anything was done about, from 0 to 1.
    """
    stories, weights = zip(*_MIX, strict=True)
    for family in families:
        dice = Random(f"{seed}/{family.family}")  # noqa: S311  # nothing secret is drawn
        door = Door(family, dice, now, interviewer, agreement)
        yield from door.before_anybody_went()
        if dice.random() < share:
            (story,) = dice.choices(stories, weights)
            yield from story(door)


def _nobody_in(door: Door) -> Iterator[Act]:
    yield from door.tried(door.dice.choice((1, 1, 2, 2, 3, 4, 5)))
    yield from door.changed_something()


def _agreed_a_time(door: Door) -> Iterator[Act]:
    """Most are still to come; some are for today, and some were missed."""
    yield from door.tried(door.dice.choice((0, 0, 1, 2)))
    appointment = door.appointment(door.dice.choices((-2, -1, 0, 1, 2, 4, 9), (1, 2, 6, 6, 4, 3, 2))[0])
    reason = NoInterviewReason.APPOINTMENT
    yield door.attempt(AttemptResult.CONTACT_RESPONDENT, reason, "450", next_appointment=appointment.appointment)
    yield appointment
    yield from door.changed_something()


def _interviewed(door: Door) -> Iterator[Act]:
    yield from door.tried(door.dice.choice((0, 1, 1, 2)))
    yield door.attempt(AttemptResult.COMPLETE_INTERVIEW, None, "110")
    yield from door.answers(InterviewState.COMPLETE)


def _half_interviewed(door: Door) -> Iterator[Act]:
    yield from door.tried(1)
    appointment = door.appointment(door.dice.choice((0, 1, 3)))
    yield door.attempt(AttemptResult.PARTIAL_INTERVIEW, None, "210", next_appointment=appointment.appointment)
    yield from door.answers(InterviewState.PARTIAL)
    yield appointment


def _refused(door: Door) -> Iterator[Act]:
    yield from door.tried(door.dice.choice((0, 1, 2)))
    refused = door.attempt(AttemptResult.CONTACT_RESPONDENT, NoInterviewReason.REFUSAL_BY_RESPONDENT, "431")
    yield refused
    yield door.wish(WishDecision.NO_CONTACT, WishBy.RESPONDENT, refused.attempt)


def _refused_for_them(door: Door) -> Iterator[Act]:
    yield from door.tried(door.dice.choice((0, 1)))
    refused = door.attempt(AttemptResult.CONTACT_SOMEBODY_ELSE, NoInterviewReason.REFUSAL_BY_PROXY, "432")
    yield refused
    yield door.wish(WishDecision.PAUSED, WishBy.PROXY, refused.attempt)


def _young_person_refused(door: Door) -> Iterator[Act]:
    yield from door.tried(1)
    yield door.wish(WishDecision.NO_CONTACT, WishBy.RESPONDENT, None, person=door.young[0].person)


def _not_possible(door: Door) -> Iterator[Act]:
    yield from door.tried(1)
    reason, code = door.dice.choice(
        (
            (NoInterviewReason.LANGUAGE, "542"),
            (NoInterviewReason.ILL_SHORT, "512"),
            (NoInterviewReason.AWAY, "522"),
        )
    )
    yield door.attempt(AttemptResult.CONTACT_SOMEBODY_ELSE, reason, code)


def _no_such_home(door: Door) -> Iterator[Act]:
    code = door.dice.choice(("720", "730", "740", "630"))
    yield door.attempt(AttemptResult.ADDRESS_INVALID, None, code)


def _moved(door: Door) -> Iterator[Act]:
    yield from door.tried(1)
    yield door.attempt(AttemptResult.CONTACT_SOMEBODY_ELSE, NoInterviewReason.MOVED_IN_COUNTRY, "320")
    yield door.move()


def _split(door: Door) -> Iterator[Act]:
    yield from door.tried(1)
    yield from door.split()


_MIX: Final[tuple[tuple[Callable[[Door], Iterator[Act]], int], ...]] = (
    (_nobody_in, 38),
    (_agreed_a_time, 22),
    (_interviewed, 16),
    (_half_interviewed, 4),
    (_refused, 5),
    (_refused_for_them, 4),
    (_young_person_refused, 2),
    (_not_possible, 4),
    (_no_such_home, 2),
    (_moved, 2),
    (_split, 1),
)
"""How a door went, and how often of a hundred."""
