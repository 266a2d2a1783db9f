"""After the end of the agreement: a laptop hands in and erases, and works no family.

Owns what that does to a family's file, and to its line in the list. Refuses to own how the term stands (keeping, term).

As with a lease (leases), nothing is kept when it ends: the lock follows from the clock, or from what base told, and
what was done before is told all the same. A refusal, a withdrawal, a request and an incident ask nobody (workable). A
laptop that is away goes by what it heard last. Base's own pages are not locked: what came in late is seen to there.

Source: agreement 3.1-3.2, 7.2f, 14.2, 18.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from store.agreement.lifetime import TermEnd, Work
from store.clock import Instant, to_ms
from store.errors import FieldworkOverError
from store.fieldwork.family_words import Lock
from store.fieldwork.lines import Line, Standing
from store.keeping.acts.terms.store import StoreRole
from store.keeping.term import term_stands

if TYPE_CHECKING:
    from store.fieldwork.family import FamilyFile
    from store.keeping.store import Store


def over_since(store: "Store") -> Instant | None:
    """Return since when a laptop works no family, for the agreement has ended; None while it runs, and at base.

    Never later than now: where base's word came and this clock is behind, what is done now is done after the end.
    """
    if store.sidecar.role != StoreRole.FIELD:
        return None
    stands = term_stands(store)
    return None if stands.lets(Work.FIELDWORK) else min(stands.over_at, store.now())


def hold_fieldwork(store: "Store") -> None:
    """Make sure that the agreement lets this laptop work families now.

    Raises:
        FieldworkOverError: It has ended.
    """
    if over_since(store) is not None:
        raise FieldworkOverError


def file_after_the_end(file: "FamilyFile", since: Instant | None) -> "FamilyFile":
    """Return a family's file as it stands then: locked since the end. Pure."""
    if since is None:
        return file
    lock = Lock(None, TermEnd.RAN_OUT, is_pause=False, since_ms=to_ms(since), by=None)
    return replace(file, locks=(*file.locks, lock), standing=Standing.LOCKED)


def line_after_the_end(line: Line, since: Instant | None) -> Line:
    """Return a family's line as it stands then. Pure."""
    return line if since is None else line._replace(standing=Standing.LOCKED.value)
