"""What a place looks like, in words. Pure.

Owns the words. Refuses to own the questions (place_fields) and what may be observed (store).
"""

from store.fieldwork.family import Observation
from store.fieldwork.observations import ObservationEntered
from tui import wording


def in_words(seen: Observation | ObservationEntered) -> str:
    """Return what somebody noted, in one line; nothing of what was not looked at."""
    parts = (
        wording.words(seen.dwelling) if seen.dwelling else "",
        f"barrier: {wording.words(seen.barrier)}" if seen.barrier else "",
        f"condition: {wording.words(seen.condition)}" if seen.condition else "",
        f"litter: {wording.words(seen.litter)}" if seen.litter else "",
        f"damage: {wording.words(seen.damage)}" if seen.damage else "",
    )
    return ", ".join(each for each in parts if each)
