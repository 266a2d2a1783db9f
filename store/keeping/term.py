"""How the term stands in a store: what the agreement's file says, and what base told since, together.

Owns putting the two together, for everybody who asks: intake, allocation, fieldwork, boards, destruction. Refuses to
own the rule (agreement, lifetime), and telling anything (exchange, ending).

Source: agreement 3.1-3.2, 14.2, 18.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Final
from weakref import WeakKeyDictionary

from store.agreement.lifetime import EndTold, Term, TermEnd, TermState, Work, last_day, may, over_at, state_at
from store.clock import Instant, from_ms
from store.keeping.agreed import agreement_of
from store.keeping.store import Store
from store.keeping.taking import TERM_TOLD

_TERMS: Final[WeakKeyDictionary[Store, Term]] = WeakKeyDictionary()
"""Of each open store: it lives under one agreement's file for good, and this is asked at every family."""


@dataclass(frozen=True, slots=True)
class TermStands:
    """How the term stands now.

    Attributes:
        state: Where now lies in it.
        ends_on: The last London day on which it surely runs.
        over_at: The first instant at which it does not.
        told: What base told last about the end; None where nothing.
    """

    state: TermState
    ends_on: date
    over_at: Instant
    told: EndTold | None

    def lets(self, work: Work) -> bool:
        """Say whether somebody may do a kind of work now."""
        return may(work, self.state)


def term_stands(store: Store) -> TermStands:
    """Return how the term stands by the store's clock; what was told happened, whatever a clock shows.

    Raises:
        StoreDamagedError: As `agreement_of`.
    """
    term, told = term_of(store), end_told(store)
    at = store.now() if told is None else max(store.now(), told.told_at)
    return TermStands(state_at(term, at, told), last_day(term, told), over_at(term, told), told)


def term_of(store: Store) -> Term:
    """Return the term as the agreement's file has it; raises as `agreement_of`."""
    known = _TERMS.get(store)
    if known is None:
        known = _TERMS[store] = agreement_of(store).term
    return known


def end_told(store: Store) -> EndTold | None:
    """Return what base told last about the end; None where it told nothing, or that did not come here yet."""
    kept = store.fact(TERM_TOLD)
    if not kept:
        return None
    said = json.loads(kept)
    act = json.loads(said["act"])
    is_extension = "new_ends_on" in act
    return EndTold(
        ends_on=date.fromisoformat(act["new_ends_on"] if is_extension else act["ends_on"]),
        cause=None if is_extension else TermEnd(act["cause"]),
        told_at=from_ms(int(said["at"])),
        given_on=None if act.get("notice_on") is None else date.fromisoformat(act["notice_on"]),
    )
