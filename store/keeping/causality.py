"""Which of two entries came first: by who had seen what, never by a wall clock.

Owns the place of an entry, base's clock, the ancestry of branches, and the order that follows from them. Refuses to own
what the entries say (merging), where the numbers come from (journals and receipts) and whether they are true (proofs).

The order is Lamport's "happened before", carried by bundles: one entry precedes another iff what was known when the
first was written could have reached whoever wrote the second. For every history that can really happen three things
hold, and from them alone it follows that no entry precedes itself, no two precede each other, and the order is
transitive:

1. up a branch and into its children, `seen` never falls;
2. up a branch and into its children, `base_at` never falls, for base takes a branch in from its beginning;
3. no entry has `seen` above its `base_at`: nobody knows of base what base has yet to do.

Where it says less than is true, two entries count as concurrent, and merging is on the careful side:

* What people tell each other outside bundles (a stop code by phone, a sheet of paper) orders nothing.
* What a lost base wrote after its copy was made is known to laptops alone; nothing hands it back to base.
* A device that has no receipt yet holds its own entries to be unknown to base.

One history breaks this. A base that was put back and writes on before anybody notices gives what it takes in meanwhile
numbers that some laptops' `seen`, which counts the lost base, already covers: such entries look earlier than they were.

Where it says more than the writer knew, it is still true of time: `seen` counts base's journal, so it counts what base
held but kept from that laptop (an order that waits for a newer release, another laptop's consent, the other side of its
own fork). That entry did happen first, because base had it before the laptop heard of base. So a later answer of a
person really is her later answer, though her interviewer did not know the earlier one. What must not rest on
knowing, the opening of a locked family, counts only as base wrote it, which has seen whatever it holds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias, TypeVar

from store.ids import JournalId

N_BITS: Final = 40
"""Of base's clock: more entries than one journal can have; the successions stand above them."""

NOT_YET: Final = 2**63 - 1
"""The `base_at` of what base has not taken in, as far as is known here: above every `seen`."""

TWINS_FROM: Final = 32768
"""Branches from here on are twins: copies of a branch whose entries contradict those that base holds."""

Ancestry: TypeAlias = Mapping[tuple[JournalId, int], tuple[int, int]]
"""By journal and branch, which branch it continues, and how many entries of that one come before all of its own.

A branch that a supervisor opened continues the copy that was put back; entries of the parent at or above that size are
the other side of the fork. A twin continues its branch, or an older twin, up to the index of the fork, and numbers its
entries on from there. The first branch of a journal is not in it.
"""


@dataclass(frozen=True, slots=True)
class Place:
    """One entry's coordinates.

    Attributes:
        journal: Whose journal.
        branch: Which branch, by base's numbers, or this device's own: names of branches do not matter to the order.
        n: Index in the branch.
        base_at: Base's clock when base had it: of base's own entry its clock, of a laptop's the clock of that act of
            base which first took it in, exactly, as base and every receipt tell it. `NOT_YET` if unsent or unknown.
            After a succession, of what the restored journal did not hold: the clock of the act that took it in anew.
        seen: How much of base's journal its writer knew, by base's clock; of base's own entry its clock.
    """

    journal: JournalId
    branch: int
    n: int
    base_at: int
    seen: int


class Placed(Protocol):
    """Whatever has a place."""

    @property
    def place(self) -> Place:
        """Where it stands; one entry has one place."""
        ...


P = TypeVar("P", bound=Placed)


def clock(ordinal: int, n: int) -> int:
    """Return base's clock at its entry `n`, or at size `n` of its journal.

    It never goes back, even where a restored journal is shorter than the lost one.

    Args:
        ordinal: Successions of base's journal before this one, from 0.
        n: Below 2^40.

    Source:
        Clauses A9, 9.1c (succession of a lost base).
    """
    return ordinal << N_BITS | n


def at_base(journal: JournalId, ordinal: int, n: int) -> Place:
    """Return the place of base's own entry: base has it at once, and has seen all that stands below."""
    now = clock(ordinal, n)
    return Place(journal, 0, n, base_at=now, seen=now)


def precedes(b: Place, a: Place, ancestry: Ancestry) -> bool:
    """Return whether `b` came before `a`: a strict partial order. If neither precedes the other they are concurrent.

    True iff base had `b` before the moment of base that `a`'s writer knew of, or `b` stands below `a` in the same
    branch or in what that branch continues.

    Args:
        b: The one that may have come first.
        a: The other one.
        ancestry: Of every branch either may stand in; a circle in it ends the search and never hangs it.

    Source:
        Clause A8 (nothing recorded is lost by being merged); 8.2 (what was where, when).
    """
    return b.base_at < a.seen or (b.journal == a.journal and _is_upstream(b, a, ancestry))


def latest(events: Iterable[P], ancestry: Ancestry) -> list[P]:
    """Return those that no other one follows, each once, in order of `distinct`.

    Never empty unless `events` is, and every event left out precedes one that is returned.
    """
    each = distinct(events)
    return [event for event in each if not any(precedes(event.place, other.place, ancestry) for other in each)]


def distinct(events: Iterable[P]) -> list[P]:
    """Return each entry's event once, by journal, branch and index, whatever the order or repetition they came in.

    Of two tellings of one entry the one stands that knows when base had it.
    """
    by_entry: dict[tuple[JournalId, int, int], P] = {}
    for event in events:
        place = event.place
        kept = by_entry.setdefault((place.journal, place.branch, place.n), event)
        if place.base_at < kept.place.base_at:
            by_entry[place.journal, place.branch, place.n] = event
    return [by_entry[entry] for entry in sorted(by_entry)]


def _is_upstream(b: Place, a: Place, ancestry: Ancestry) -> bool:
    """Return whether `b` stands below `a` in the branch of `a` or in those it continues; both in one journal."""
    branch, below = a.branch, a.n
    for _ in range(len(ancestry) + 1):
        if branch == b.branch:
            return b.n < below
        if (a.journal, branch) not in ancestry:
            return False
        parent, size = ancestry[a.journal, branch]
        # A twin shares its parent's numbers, so that whoever continues it from below the fork inherits only so much.
        below = min(below, size) if branch >= TWINS_FROM else size
        branch = parent
    return False
