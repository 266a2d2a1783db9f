"""How far the whole work got, by council and by interviewer, for the team.

Owns reading it, over a connection of its own: it looks at every case, and may run beside whoever writes. Refuses to own
how a case stands (every_case), what is counted (progress), and how it reads.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from store.agreement import Agreement
from store.clock import to_ms
from store.fieldwork.councils import councils_of
from store.keeping.store import Store

if TYPE_CHECKING:
    from store.fieldwork.by_week import Week
    from store.fieldwork.progress import Progress

WEEKS: Final = 26
"""Half a year of them is told."""


@dataclass(frozen=True, slots=True)
class HowFar:
    """Counts by wave and by whoever they are told apart by, whose name is empty where nobody knows it.

    Attributes:
        cases_count: Every case there is, those of no count included.
        opted_out_count: Families that refused before an interviewer had them: in no other count.
        weeks: Attempts and interviews by week, up to the newest.
        partly_count: Of the households of wave 1 that have an interview for their outcome, those still to be worked.
    """

    cases_count: int
    opted_out_count: int
    by_council: "list[Progress]" = field(repr=False)
    by_interviewer: "list[Progress]" = field(repr=False)
    weeks: "list[Week]"
    partly_count: int


def how_far(store: Store, agreement: Agreement) -> HowFar:
    """Return how far the work got; in any thread.

    Raises:
        UnknownOutcomeError: As `every_case`.
    """
    from store.fieldwork.by_week import by_week  # likewise
    from store.fieldwork.every_case import every_case  # loads acts: in the thread that counts
    from store.fieldwork.progress import partly_interviewed_count, progress
    from store.fieldwork.unwilling import opted_out_count

    with store.reader() as connection:
        cases = list(every_case(connection, agreement, to_ms(store.now())))
        councils = councils_of(connection)
        names: dict[str, str] = dict(connection.execute("SELECT staff, name FROM staff").fetchall())
        never_supplied, weeks = opted_out_count(connection), by_week(connection, WEEKS)
    return HowFar(
        len(cases),
        never_supplied + sum(case.has_opted_out and not case.is_split_off for case in cases),
        progress(cases, lambda case: councils.get(case.family, "")),
        progress(cases, lambda case: names.get(case.interviewer or "", "")),
        weeks,
        partly_interviewed_count(cases),
    )
