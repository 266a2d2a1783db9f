"""What a person's consents mean for asking them again: where one question stands, and whether it is put afresh.

Owns these readings of where each question stands; pure. Refuses to own where a question stands (`merging.stands`, which
the projection calls too), who is asked what next (ceremony), and locks: a family that nobody may contact is locked,
whatever it once said.
"""

from collections.abc import Iterable

from store.agreement.purposes import Purpose
from store.keeping.acts.terms.attempts import Wave
from store.keeping.merging.consents import Question
from store.keeping.merging.stands import CHILD_UNDER, OF_A_CHILD, Stand, State, Told, stands

__all__ = ["CHILD_UNDER", "OF_A_CHILD", "Stand", "State", "Told", "stands"]


def stand_of(known: Iterable[Stand], question: Question) -> Stand:
    """Return where one question stands; never asked where nothing is known of it."""
    never = Stand(question, State.NEVER_ASKED, None, None, None, None, is_live=False)
    return next((stand for stand in known if stand.question == question), never)


def is_asked_afresh(stand: Stand, *, was_child: bool, age_now: int | None, wave: Wave) -> bool:
    """Say whether a question has to be put again although it was answered.

    What comes before an interview is asked in each wave. What comes after it is asked again of somebody who turned 16
    since: a parent permitted it then.

    Args:
        stand: Where it stands.
        was_child: As `was_a_child`.
        age_now: The person's age now, None where unknown.
        wave: The wave it is now.

    Source:
        Design 6; clauses "Consent".
    """
    if stand.state in (State.NEVER_ASKED, State.NOT_ASKED):
        return True
    if stand.wave is wave:
        return False
    is_before_interview = stand.question.purpose not in (Purpose.LINKAGE, Purpose.RECONTACT)
    return is_before_interview or (was_child and age_now is not None and age_now >= CHILD_UNDER)


def was_a_child(stand: Stand, known: Iterable[Stand]) -> bool:
    """Say whether somebody was under 16 at the record that stands; of unknown age, whether asked as one who is."""
    if stand.age_years is not None:
        return stand.age_years < CHILD_UNDER
    return any(each.question.purpose in OF_A_CHILD for each in known if each.question.person == stand.question.person)
