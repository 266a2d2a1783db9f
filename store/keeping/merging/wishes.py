"""Which wishes about contact stand.

Owns the rule: the same result in whatever order the wishes arrive. Refuses to own what a wish locks (fieldwork).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from store.keeping.acts.terms.families import WishDecision


@dataclass(frozen=True, slots=True)
class Wished:
    """One wish, as far as it bears on others.

    Attributes:
        follows: The one it comes after; of a wish entered in error, the one that is meant.
        counts: Whether it can take another one back: whatever holds contact can, everything else only from base.
    """

    wish: str
    follows: str | None
    decision: WishDecision
    counts: bool


HOLDS: frozenset[WishDecision] = frozenset({WishDecision.NO_CONTACT, WishDecision.PAUSED})
"""Decisions after which somebody is not contacted."""


def can_take_back(decision: WishDecision, *, is_bases: bool) -> bool:
    """Say whether a wish takes back the one it follows.

    Source:
        Clauses 7.2a, 10: a refusal is reversible only at base, with a reason.
    """
    return is_bases or decision in HOLDS


def standing_wishes(wishes: Iterable[Wished]) -> frozenset[str]:
    """Return the wishes that hold contact and that nothing valid came after.

    What was lifted by a word that was itself entered in error stands again.
    """
    each: Sequence[Wished] = tuple(wishes)
    in_error = {wish.follows for wish in each if wish.counts and wish.decision is WishDecision.ENTERED_IN_ERROR}
    followed = {wish.follows for wish in each if wish.counts and wish.wish not in in_error}
    return frozenset(
        wish.wish for wish in each if wish.decision in HOLDS and wish.wish not in in_error and wish.wish not in followed
    )
