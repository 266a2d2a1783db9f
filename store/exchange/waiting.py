"""How much waits at base for a supervisor's decision, by kind: a few rows each, no family is looked at.

Owns counting. Refuses to own settling any of it.
"""

from dataclasses import dataclass

from store.exchange import clearing
from store.fieldwork.lines import Standing
from store.fieldwork.lone_visits import overdue
from store.fieldwork.paper_wishes import open_paper_wishes
from store.keeping.acts.terms.families import WishDecision
from store.keeping.follows_deliveries import QUARANTINED
from store.keeping.store import Store


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits.

    Attributes:
        conflicts: Details that two devices set without knowing of each other.
        notes: Notes of councils that nobody has read (7.2c).
        paper: Refusals by the number of a sheet, without a family.
        paused: Families for whom somebody spoke who may not decide.
        deliveries: Those of no agreed batch (7.2b).
        destructions: Those that were decided and are not done; none of them waits in the inbox.
        overdue: Visits of somebody who is alone at a door and should be back.
    """

    conflicts: int
    notes: int
    paper: int
    paused: int
    deliveries: int
    destructions: int = 0
    overdue: int = 0

    @property
    def total(self) -> int:
        """How much there is altogether in the inbox."""
        return self.conflicts + self.notes + self.paper + self.paused + self.deliveries + self.overdue


def waiting(store: Store) -> Waiting:
    """Return how much waits; runs in the thread that writes."""

    def count(text: str, *values: object) -> int:
        return int(store.rows(text, values)[0][0])

    return Waiting(
        conflicts=count("SELECT count(*) FROM conflict WHERE NOT is_settled"),
        notes=clearing.waiting_count(store),
        paper=len(open_paper_wishes(store)),
        paused=count(
            # Only a wish pauses a family, and wishes are few: no look at a hundred thousand lines for that.
            "SELECT count(*) FROM contactline WHERE standing = ?"
            " AND family IN (SELECT family FROM wish WHERE decision = ?)",
            Standing.PAUSED,
            WishDecision.PAUSED,
        ),
        deliveries=count("SELECT count(*) FROM delivery WHERE state = ?", QUARANTINED),
        destructions=count(
            "SELECT count(*) FROM localnote WHERE name LIKE 'destruction/%' AND value <> ''"
        ),  # as `listed`
        overdue=len(overdue(store)),
    )
