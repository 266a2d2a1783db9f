"""Which answers of wave 1 are no answers in wave 2, and so go to no laptop: they are asked for again.

Owns that rule. Refuses to own when a question is asked afresh (fieldwork, consents), and base's own record of what was
said, which stays as it is.

Source: clauses "Consent": somebody who turned 16 between waves is asked afresh; what comes before an interview is asked
in each wave.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

from store.agreement.purposes import Purpose
from store.fieldwork.ages import Aged, age_of
from store.fieldwork.consents.state import CHILD_UNDER, Stand, is_asked_afresh, was_a_child
from store.keeping.acts.terms.attempts import Wave

BEFORE_INTERVIEW: Final = frozenset({Purpose.TAKE_PART, Purpose.PARENTAL_PERMISSION, Purpose.YOUNG_PERSONS_ASSENT})
"""Asked of everybody in each wave."""


def stay_answered(stands: Iterable[Stand], person: Aged, wave: Wave, on: date) -> list[Stand]:
    """Return where those questions to one person stand that need not be put again in a wave. Pure.

    Args:
        stands: Every one to this person.
        person: Of whom an age may be known; of unknown age, they may have turned 16.
        wave: The wave it is now.
        on: The London day it is; who turns 16 within a year of it, turns so before the wave is over.
    """
    known = list(stands)
    age = age_of(person, on)
    soon = CHILD_UNDER if age is None else age.highest + 1
    return [
        each
        for each in known
        if each.wave in (None, wave)
        or not is_asked_afresh(each, was_child=was_a_child(each, known), age_now=soon, wave=wave)
    ]
