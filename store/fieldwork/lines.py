"""The list of families: one line each, as the home screen shows it.

Owns what a line holds, and reading all of them in one query. Refuses to own what a line is worked out from (the
projection), searching and sorting.
"""

import contextlib
import gc
from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from itertools import repeat
from typing import Any, Final, NamedTuple

from store.ids import FamilyId, JournalId
from store.keeping.causality import N_BITS


class Standing(StrEnum):
    """Where a family stands with the work. The rule is `standing.standing_of`."""

    TO_DO = "to_do"
    DONE = "done"
    PAUSED = "paused"
    LOCKED = "locked"


class Line(NamedTuple):
    """One family in the list, all of it plain values: a list of ten thousand is made before anybody has blinked.

    Attributes:
        family: Its id.
        name: Of its main carer, or of whoever comes first; empty where nobody's is known.
        street: The first line of the address; empty where none is known.
        postcode: As it is written; empty where none is known.
        reference: What the council calls it; empty for a household that split off another.
        folded: Everything it is found by, as `store.keeping.folding.fold` spells it: names of everybody, address,
            postcode with its space and without, reference, digits of the telephone numbers.
        standing: A value of `Standing`.
        next_at_ms: When the earliest appointment is that nothing came of yet, also one that is past; None without one.
        attempts_count: Attempts of the present wave that were not taken back.
        visits_count: Those of them for which somebody went there: what counts towards the agreement's minimum
            (`calls.tally`).
        last: What came of the last one: a value of `NoInterviewReason` where somebody was met and there was one,
            otherwise of `AttemptResult`; the three digits of the outcome instead, where the office set one; empty
            before the first attempt.
        consents: What stands of each purpose, as `purpose:decision` in the order of `Purpose`, apart by blanks; several
            decisions, where people or linkages differ, joined by `+`. Empty where nobody was asked anything.
        is_unsent: Whether something done here about it has not reached base.
        is_note_unread: Whether a safety note waits to be read by its interviewer.
    """

    family: str
    name: str
    street: str
    postcode: str
    reference: str
    folded: str
    standing: str
    next_at_ms: int | None
    attempts_count: int
    visits_count: int
    last: str
    consents: str
    is_unsent: bool
    is_note_unread: bool

    def __repr__(self) -> str:
        """Show whose line it is by id alone."""
        return f"Line(family={self.family!r}, standing={self.standing!r})"


Connection = Any
"""As `Store.reader` gives it."""

_LINES: Final = (
    "SELECT family, name, street, postcode, reference, folded, standing, next_at_ms, attempts_count, visits_count,"
    " last, consents, {unsent}, note_until >= ? FROM contactline"
)


def read_lines(connection: Connection, journal: JournalId | None, on: date) -> list[Line]:
    """Return the line of every family, in no order.

    Args:
        connection: Over which to read; nothing is written.
        journal: The laptop's own, which has something to send; None at base, where nothing is unsent.
        on: The day in London: a safety note that ended before it is not to be read any more.

    Raises:
        StoreDamagedError, StoreUnreadableError: As the connection's owner turns what SQLCipher refuses.
    """
    spans = [] if journal is None else unsent_spans(connection, journal)
    within = " UNION ALL ".join(["SELECT family FROM familyentry WHERE entry BETWEEN ? AND ?"] * len(spans))
    text = _LINES.format(unsent=f"family IN ({within})" if spans else "0")
    values = (*(key for span in spans for key in span), on.isoformat())
    with _nothing_collected():
        # As Line._make, but for counting the columns, which are these: a third of the time.
        return list(map(tuple.__new__, repeat(Line), connection.execute(text, values)))


@contextlib.contextmanager
def _nothing_collected() -> Iterator[None]:
    """Make many values at once without a search for garbage among them: it would take a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def unsent_spans(connection: Connection, journal: JournalId) -> Sequence[tuple[int, int]]:
    """Return which keys a laptop's entries can have that base has not receipted, first and last, for each branch.

    Base opens a branch only over the whole of the one before, so where it receipted something of the last one, all of
    the others are with it (`store.exchange.sending.unsent`).
    """
    rows = connection.execute(
        "SELECT stem.id, coalesce(receipt.size, 0) FROM stem LEFT JOIN receipt USING (journal, branch)"
        " WHERE journal = ? ORDER BY stem.branch",
        (journal,),
    ).fetchall()
    if rows and rows[-1][1] > 0:
        rows = rows[-1:]
    return [((stem << N_BITS) + size, (stem + 1 << N_BITS) - 1) for stem, size in rows]


def read_line(connection: Connection, family: FamilyId, journal: JournalId | None, on: date) -> Line | None:
    """Return one family's line, or None where it is not here; otherwise as `read_lines`."""
    spans = [] if journal is None else unsent_spans(connection, journal)
    within = " OR ".join(["entry BETWEEN ? AND ?"] * len(spans))
    unsent = f"EXISTS (SELECT 1 FROM familyentry WHERE family = ? AND ({within}))" if spans else "0"  # noqa: S608  # marks
    sought = [family, *(key for span in spans for key in span)] if spans else []
    text = _LINES.format(unsent=unsent) + " WHERE family = ?"
    row = connection.execute(text, (*sought, on.isoformat(), family)).fetchone()
    return None if row is None else Line._make(row)
