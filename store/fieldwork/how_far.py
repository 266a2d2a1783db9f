"""How far the whole work got, by council and by interviewer, for the team.

Owns reading it, over a connection of its own: it looks at every case, and may run beside whoever writes. Refuses to own
how a case stands (every_case), what is counted (progress), and how it reads.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.agreement import Agreement
from store.clock import to_ms
from store.fieldwork.councils import councils_of
from store.keeping.store import Store

if TYPE_CHECKING:
    from store.fieldwork.progress import Progress


@dataclass(frozen=True, slots=True)
class HowFar:
    """Counts by wave and by whoever they are told apart by, whose name is empty where nobody knows it.

    Attributes:
        cases_count: Every case there is, those of no count included.
    """

    cases_count: int
    by_council: "list[Progress]" = field(repr=False)
    by_interviewer: "list[Progress]" = field(repr=False)


def how_far(store: Store, agreement: Agreement) -> HowFar:
    """Return how far the work got; in any thread.

    Raises:
        UnknownOutcomeError: As `every_case`.
    """
    from store.fieldwork.every_case import every_case  # loads acts: in the thread that counts
    from store.fieldwork.progress import progress

    with store.reader() as connection:
        cases = list(every_case(connection, agreement, to_ms(store.now())))
        councils = councils_of(connection)
        names: dict[str, str] = dict(connection.execute("SELECT staff, name FROM staff").fetchall())
    return HowFar(
        len(cases),
        progress(cases, lambda case: councils.get(case.family, "")),
        progress(cases, lambda case: names.get(case.interviewer or "", "")),
    )
