"""The clocks that run: started with what starts them, read soonest first, stopped by what was done.

Owns the acts of a clock, and what stops it and follows from it in words. Refuses to own when anything is due
(agreement, deadlines), and which incident or request starts which clock.

Source: clauses 8.4, 10, 14.1, A4, A10; "Clocks".
"""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from store.agreement import Agreement
from store.agreement.deadlines import Clock, ClockKind, Pause, Unit, start_clock, with_pauses
from store.agreement.london import london_day
from store.clock import Instant, from_ms, to_ms
from store.custody.rights import duty_of, rule_named
from store.errors import ClockCannotPauseError, NoRuleThenError
from store.ids import new_id
from store.keeping.acts.terms.incidents import ClockAbout, ClockEnd, ClockPauseCause
from store.keeping.agreed import agreement_of
from store.keeping.store import Store

if TYPE_CHECKING:
    from store.keeping.acts import ClockPaused, ClockResumed, ClockStarted, ClockStopped

Select = Callable[[str, Sequence[object]], list[Any]]
"""As `Store.rows`."""

FOLLOWS_FROM: Final = {
    ClockKind.LOSS: "Clause 14.1 is not kept: the department may end the agreement (14.2) and looks into it (14.3).",
    ClockKind.INCIDENT: "Annex A, point 10 is not kept: the department was told too late.",
    ClockKind.UNREADABLE: "Clause 8.4 is not kept: the council was told too late.",
    ClockKind.SUBJECT_ACCESS: "The person may complain to the Information Commissioner, or go to court.",
    ClockKind.COMPLAINT: "The person may take the complaint to the Information Commissioner.",
    ClockKind.REGULATOR_NOTICE: "The notice is late: the reasons for the delay go with it.",
}
"""What follows if a clock runs out."""


@dataclass(frozen=True, slots=True)
class DutyClock:
    """A clock, as it stands.

    Attributes:
        clock: Its id.
        kind: What it is for.
        title: The duty, as the agreement calls it.
        tells: Who has to hear before it stops.
        about: What it runs for, and which one.
        clause: The clause it serves.
        rule: Where its rule stands.
        law: Where the law of its day stands.
        started_at: UTC.
        due_on: The London day on which it is due.
        due_at: UTC: the first instant at which it is late.
        asked_on: Since when it does not stand still, waiting for an answer; None where it runs.
        told_by: The laptop that told it; empty where it is this store's own.
        end: What stopped it; None while it runs.
        is_in_time: Whether it was stopped in time; None while it runs.
        subject: What it runs for, in a word or two: the kind of incident or request; empty where that is not known.
        of: The clock that the agreement's rules compute with, without its pauses.
        pauses: Its pauses that ended.
    """

    clock: str
    kind: ClockKind
    title: str
    tells: str
    about: ClockAbout
    about_id: str
    clause: str
    rule: str = field(repr=False)
    law: str = field(repr=False)
    started_at: Instant
    due_on: date
    due_at: Instant
    asked_on: date | None
    told_by: str
    end: ClockEnd | None
    is_in_time: bool | None
    subject: str
    of: Clock = field(repr=False)
    pauses: tuple[Pause, ...]

    @property
    def may_pause(self) -> bool:
        """Whether days spent waiting for an answer do not count."""
        return self.of.may_pause

    def is_late_at(self, at: Instant) -> bool:
        """Say whether it is too late at an instant."""
        return at >= self.due_at

    @property
    def follows(self) -> str:
        """What follows if it runs out, one sentence."""
        return FOLLOWS_FROM[self.kind]


def starting(
    agreement: Agreement, kind: ClockKind, at: Instant, about: ClockAbout, about_id: str
) -> "list[ClockStarted]":
    """Return the act that starts a clock; none where no rule of the kind was in force on that day.

    Args:
        agreement: The one the store lives under.
        kind: What the clock is for.
        at: When the event was, aware.
        about: What it runs for.
        about_id: Which one.
    """
    try:
        return [started(start_clock(agreement.clocks, agreement.law, kind, at), about, about_id)]
    except NoRuleThenError:
        return []


def started(clock: Clock, about: ClockAbout, about_id: str) -> "ClockStarted":
    """Return the act that starts a clock; it carries the rule it was started under."""
    from store.keeping.acts import ClockStarted

    return ClockStarted(
        clock=new_id(),
        clock_kind=clock.kind,
        about=about,
        about_id=about_id,
        rule=clock.rule_id,
        for_clause=clock.clause.partition(",")[0],
        citation=clock.citation,
        law=clock.law_id,
        law_citation=clock.law_citation,
        unit=clock.unit,
        amount=clock.amount,
        rolls=clock.rolls,
        may_pause=clock.may_pause,
        started_at_ms=to_ms(clock.started_at),
        due_on=clock.due_on.isoformat(),
        due_at_ms=to_ms(clock.due_at),
    )


def stopping(
    clock: DutyClock, end: ClockEnd, at: Instant, notice: str | None = None, note: str | None = None
) -> "ClockStopped":
    """Return the act that stops a clock.

    Args:
        clock: One that runs.
        end: What stopped it.
        at: When that was.
        notice: The notice that did, if one did.
        note: Why, where it is owed no longer.
    """
    from store.keeping.acts import ClockStopped

    return ClockStopped(
        clock=clock.clock,
        end=end,
        stopped_at_ms=to_ms(at),
        is_in_time=not clock.is_late_at(at),
        notice=notice,
        note=note,
    )


def pausing(clock: DutyClock, asked_on: date) -> "ClockPaused":
    """Return the act that lets a clock wait for an answer.

    Args:
        clock: One that runs, whose rule knows pauses.
        asked_on: The London day of the question.

    Raises:
        ClockCannotPauseError: It knows none, waits already, or the question lies outside its time.
    """
    from store.keeping.acts import ClockPaused

    if clock.asked_on is not None:
        raise ClockCannotPauseError(clock.of.rule_id, "a question is open already")
    with_pauses(clock.of, [*clock.pauses, Pause(asked_on, None)], asked_on)
    return ClockPaused(clock=clock.clock, cause=ClockPauseCause.CLARIFICATION, asked_on=asked_on.isoformat())


def resuming(clock: DutyClock, answered_on: date) -> "ClockResumed":
    """Return the act that lets a clock run on, due later by the days it waited.

    Args:
        clock: One that waits.
        answered_on: The London day of the answer.

    Raises:
        ClockCannotPauseError: It does not wait, or the answer lies before the question.
    """
    from store.keeping.acts import ClockResumed

    if clock.asked_on is None:
        raise ClockCannotPauseError(clock.of.rule_id, "no question is open")
    moved = with_pauses(clock.of, [*clock.pauses, Pause(clock.asked_on, answered_on)], answered_on)
    return ClockResumed(
        clock=clock.clock,
        answered_on=answered_on.isoformat(),
        due_on=moved.due_on.isoformat(),
        due_at_ms=to_ms(moved.due_at),
    )


def running(store: Store) -> list[DutyClock]:
    """Return every clock that runs, the soonest first, in the thread that writes."""
    return clocks_in(store.rows, agreement_of(store), london_day(store.now()), "c.end IS NULL")


def clocks_about(store: Store, about_id: str) -> list[DutyClock]:
    """Return every clock of one incident or request, stopped ones too, the soonest first."""
    today = london_day(store.now())
    return clocks_in(store.rows, agreement_of(store), today, "c.about_id = ?", (about_id,))


def running_for(store: Store, about_id: str) -> list[DutyClock]:
    """Return the clocks that still run for an incident or a request."""
    return [each for each in clocks_about(store, about_id) if each.end is None]


def clocks_in(
    select: Select, agreement: Agreement, today: date, where: str, values: Sequence[object] = ()
) -> list[DutyClock]:
    """Return clocks as they stand on a London day, the soonest first.

    Args:
        select: Reads.
        agreement: Names the duties.
        today: A clock that waits for an answer is due then as if the answer came on this day; one that stopped while
            it waited, as if on the day it stopped.
        where: Which, over `dutyclock AS c`.
        values: For `where`.
    """
    rows = select(f"SELECT {_COLUMNS} FROM dutyclock AS c WHERE {where}", values)  # noqa: S608  # words of this room
    pauses: dict[str, list[Pause]] = {}
    for clock, asked_on, answered_on in select("SELECT clock, asked_on, answered_on FROM clockpause", ()):
        pauses.setdefault(clock, []).append(Pause(date.fromisoformat(asked_on), date.fromisoformat(answered_on)))
    names = (*_NAMES, "subject")
    read = [_read(dict(zip(names, row, strict=True)), agreement, pauses, today) for row in rows]
    return sorted(read, key=lambda each: (each.due_at, each.started_at, each.clock))


_NAMES: Final = (
    "clock", "told_by", "clock_kind", "about", "about_id", "rule", "for_clause", "citation", "law", "law_citation",
    "unit", "amount", "rolls", "may_pause", "started_at_ms", "due_on", "due_at_ms", "asked_on", "end", "stopped_at_ms",
    "is_in_time",
)  # fmt: skip
_SUBJECT: Final = (
    "coalesce((SELECT incident_kind FROM incident WHERE incident.incident = c.about_id),"
    " (SELECT request_kind FROM request WHERE request.request = c.about_id LIMIT 1), '')"
)
_COLUMNS: Final = ", ".join([*(f"c.{name}" for name in _NAMES), _SUBJECT])


def _read(row: dict[str, Any], agreement: Agreement, pauses: dict[str, list[Pause]], today: date) -> DutyClock:
    clock = Clock(
        kind=ClockKind(row["clock_kind"]),
        rule_id=row["rule"],
        clause=row["for_clause"],
        citation=row["citation"],
        law_id=row["law"],
        law_citation=row["law_citation"],
        unit=Unit(row["unit"]),
        amount=row["amount"],
        rolls=bool(row["rolls"]),
        may_pause=bool(row["may_pause"]),
        started_at=from_ms(row["started_at_ms"]),
        due_on=date.fromisoformat(row["due_on"]),
        due_at=from_ms(row["due_at_ms"]),
    )
    asked_on = None if row["asked_on"] is None else date.fromisoformat(row["asked_on"])
    ended, moved = tuple(pauses.get(row["clock"], ())), clock
    until = today if row["stopped_at_ms"] is None else london_day(from_ms(row["stopped_at_ms"]))
    if asked_on is not None:
        with contextlib.suppress(ClockCannotPauseError):  # a laptop's own: the day it tells stands
            moved = with_pauses(clock, [*ended, Pause(asked_on, None)], until)
    rule = rule_named(agreement, clock.rule_id)
    return DutyClock(
        clock=row["clock"],
        kind=clock.kind,
        title=duty_of(rule, row["subject"]) if rule else f"Answer: {clock.kind.replace('-', ' ')}",
        tells=rule.tells if rule else "the person who asked; the department answers",
        about=ClockAbout(row["about"]),
        about_id=row["about_id"],
        clause=clock.clause,
        rule=clock.citation,
        law=clock.law_citation,
        started_at=clock.started_at,
        due_on=moved.due_on,
        due_at=moved.due_at,
        asked_on=asked_on,
        told_by=row["told_by"],
        end=None if row["end"] is None else ClockEnd(row["end"]),
        is_in_time=None if row["is_in_time"] is None else bool(row["is_in_time"]),
        subject=row["subject"].replace("_", " "),
        of=clock,
        pauses=ended,
    )
