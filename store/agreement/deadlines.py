"""When something is due: clocks of the agreement and of the law, frozen when they start.

Owns starting and pausing clocks. Refuses to own which act starts one, who was told, and the wall clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import assert_never

from store.agreement.dated import in_force
from store.agreement.law import Law, law_on
from store.agreement.london import (
    add_months,
    add_working_days,
    end_of,
    in_utc,
    london_day,
    this_or_next_working_day,
)
from store.agreement.reading import OPEN
from store.clock import Instant
from store.errors import ClockCannotPauseError, NoRuleThenError


class ClockKind(StrEnum):
    """What a clock is for."""

    LOSS = "loss"
    INCIDENT = "incident"
    UNREADABLE = "unreadable"
    SUBJECT_ACCESS = "subject-access"
    COMPLAINT = "complaint"
    REGULATOR_NOTICE = "regulator-notice"


class Unit(StrEnum):
    """How a clock counts."""

    HOURS = "hours"
    """Elapsed, in UTC: runs through week-ends and clock changes."""
    DAYS = "days"
    """Calendar days after the day it starts, to the end of the last."""
    DAYS_INCLUSIVE = "days-inclusive"
    """Calendar days, the day it starts counted as the first."""
    WORKING_DAYS = "working-days"
    """Working days after the day it starts, to the end of the last."""
    MONTHS = "months"
    """To the end of the corresponding date."""


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One rule of the agreement's table of clocks, in force between two dates.

    Attributes:
        starts: The event that starts it, in words.
        tells: Who has to hear, in words.
        from_on: First London day on which a clock may start under this rule.
        to_on: The last one; None while it is in force.
        rolls: Whether a last day that is not worked moves to the next working day.
        may_pause: Whether days spent waiting for the requester's answer do not count.
        clause: The clause it serves.
        citation: Where the rule itself stands.
    """

    id: str
    kind: ClockKind
    title: str
    starts: str
    tells: str
    from_on: date
    to_on: date | None = field(metadata=OPEN)
    unit: Unit
    amount: int
    rolls: bool
    may_pause: bool
    clause: str
    citation: str


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock that was started. It carries its rule, so a later change of rules cannot move it.

    Attributes:
        rule_id: The rule it was started under.
        clause: The clause that rule serves.
        citation: Where that rule stands.
        law_id: The law in force on the day it started.
        law_citation: Where that law stands.
        started_at: UTC.
        due_on: The London day on which it is due.
        due_at: UTC: the first instant at which it is late.
    """

    kind: ClockKind
    rule_id: str
    clause: str
    citation: str
    law_id: str
    law_citation: str
    unit: Unit
    amount: int
    rolls: bool
    may_pause: bool
    started_at: Instant
    due_on: date
    due_at: Instant


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that do not count, because the requester was asked what they mean.

    Attributes:
        asked_on: The London day of the question; the first that does not count.
        answered_on: The London day of the answer; the last that does not count. None while there is no answer.
    """

    asked_on: date
    answered_on: date | None


def rule_on(rules: tuple[ClockRule, ...], kind: ClockKind, on: date) -> ClockRule:
    """Return the rule under which a clock starts on a London date.

    Raises:
        NoRuleThenError: None is in force, for example no duty to acknowledge complaints before 19 June 2026.
    """
    rule = in_force((rule for rule in rules if rule.kind is kind), on)
    if rule is None:
        raise NoRuleThenError(kind, on.isoformat())
    return rule


def start_clock(rules: tuple[ClockRule, ...], laws: tuple[Law, ...], kind: ClockKind, at: datetime) -> Clock:
    """Start a clock under the rule in force on the London day of its event.

    Args:
        rules: The agreement's clocks.
        laws: The agreement's law table.
        kind: What the clock is for.
        at: When the event was: identified, became aware, first failed, received. Aware.

    Raises:
        NaiveInstantError: `at` carries no zone.
        NoRuleThenError: No such rule, or no law, is in force on that day.

    Source:
        Agreement 2.2d, 8.4, 10, 14.1, A4, A10.
    """
    started_at = in_utc(at)
    day = london_day(at)
    rule = rule_on(rules, kind, day)
    law = law_on(laws, day)
    due_on, due_at = _due(started_at, rule.unit, rule.amount, rolls=rule.rolls, paused_days=0)
    return Clock(
        kind=kind,
        rule_id=rule.id,
        clause=rule.clause,
        citation=rule.citation,
        law_id=law.id,
        law_citation=law.citation,
        unit=rule.unit,
        amount=rule.amount,
        rolls=rule.rolls,
        may_pause=rule.may_pause,
        started_at=started_at,
        due_on=due_on,
        due_at=due_at,
    )


def with_pauses(clock: Clock, pauses: Iterable[Pause], as_of_on: date) -> Clock:
    """Return the clock with its pauses counted out, computed anew from its start.

    Args:
        clock: As started, or as this function returned it.
        pauses: Every pause of the clock, in any order; days in two of them count out once.
        as_of_on: The London day it is. A pause without an answer counts out every day up to it, so the result is what
            would be due if the answer came today.

    Raises:
        ClockCannotPauseError: The rule knows no pauses; a question lies before the start or after the due day; an
            answer lies before its question.

    Source:
        UK GDPR article 12A(5), as inserted by the Data (Use and Access) Act 2025, section 76.
    """
    first_on = london_day(clock.started_at)
    due_on, due_at = _due(clock.started_at, clock.unit, clock.amount, rolls=clock.rolls, paused_days=0)
    paused_days = 0
    counted_until = first_on - timedelta(days=1)
    for pause in sorted(pauses, key=lambda pause: pause.asked_on):
        if not clock.may_pause:
            raise ClockCannotPauseError(clock.rule_id, "this rule knows no pause")
        if not first_on <= pause.asked_on <= due_on:
            raise ClockCannotPauseError(clock.rule_id, "the question lies outside the time the clock runs")
        last_on = pause.answered_on or max(as_of_on, pause.asked_on)
        if last_on < pause.asked_on:
            raise ClockCannotPauseError(clock.rule_id, "the answer lies before the question")
        paused_days += max(0, (last_on - max(pause.asked_on - timedelta(days=1), counted_until)).days)
        counted_until = max(counted_until, last_on)
        due_on, due_at = _due(clock.started_at, clock.unit, clock.amount, rolls=clock.rolls, paused_days=paused_days)
    return replace(clock, due_on=due_on, due_at=due_at)


def _due(started_at: Instant, unit: Unit, amount: int, *, rolls: bool, paused_days: int) -> tuple[date, Instant]:
    day = london_day(started_at)
    match unit:
        case Unit.HOURS:
            due_at = started_at + timedelta(hours=amount)  # UTC, so these are elapsed hours
            return london_day(due_at), due_at
        case Unit.DAYS:
            due_on = day + timedelta(days=amount)
        case Unit.DAYS_INCLUSIVE:
            due_on = day + timedelta(days=amount - 1)
        case Unit.WORKING_DAYS:
            due_on = add_working_days(day, amount)
        case Unit.MONTHS:
            due_on = add_months(day, amount)
        case _:
            assert_never(unit)
    due_on += timedelta(days=paused_days)
    if rolls:
        due_on = this_or_next_working_day(due_on)
    return due_on, end_of(due_on)
