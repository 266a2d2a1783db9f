"""Clocks as people read them. Pure.

Owns how they read on a screen and on paper. Refuses to own when anything is due (agreement).
"""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Final

from store.agreement import Agreement
from store.clock import LONDON, Instant, from_ms
from store.custody.clocks import DutyClock
from store.custody.rights import duty_of, rule_named
from tui import wording

if TYPE_CHECKING:
    from store.keeping.acts import Act

ID_SHOWN: Final = 8
"""Of an id: enough to name it by."""


def clock(of: DutyClock, now: Instant) -> str:
    """Return a clock in one line: `Report a loss (14.1), device lost: by Tue 3 Nov 2015 10:12, 3 h left`."""
    about = f", {wording.written(of.subject)}" if of.subject else ""
    waits = f"; waits for an answer since {wording.day(of.asked_on)}" if of.asked_on else ""
    return f"{of.title} ({of.clause}){about}: by {due(of.due_at)}, {left(of, now)}{waits}"


def due(at: Instant) -> str:
    """Return when something is due: `Tue 3 Nov 2015 10:12`, or `the end of Mon 23 Nov 2015` where the day counts."""
    local = at.astimezone(LONDON)
    if local.time() == time():
        return f"the end of {wording.day(local.date() - timedelta(days=1))}"
    return wording.when(at)


def begun(acts: "Sequence[Act]", agreement: Agreement) -> list[str]:
    """Return by when each clock that starts among some acts has to be stopped, the soonest first."""
    from store.keeping.acts import ClockStarted, RequestReceived

    asked = {each.request: str(each.request_kind) for each in acts if isinstance(each, RequestReceived)}
    clocks = sorted((each for each in acts if isinstance(each, ClockStarted)), key=lambda each: each.due_at_ms)
    lines = []
    for each in clocks:
        rule = rule_named(agreement, each.rule)
        if rule is not None:
            duty = duty_of(rule, asked.get(each.about_id, ""))
            lines.append(f"By {due(from_ms(each.due_at_ms))}: {duty} ({each.for_clause}), to {rule.tells}.")
    return lines


def training_ends(on: date) -> str:
    """Return that somebody's training runs out, and what to do."""
    return f"Your training runs out on {wording.day(on)}. Ask your supervisor for new training before then."


def left(of: DutyClock, now: Instant) -> str:
    """Return how long there is: `3 h left`, or `late by 2 days`."""
    if of.is_late_at(now):
        return f"late by {wording.span(now - of.due_at)}"
    return f"{wording.span(of.due_at - now)} left"


def soonest(of: DutyClock, now: Instant) -> str:
    """Return the clock that is due first, for the header: `14.1 by Tue 3 Nov 10:12`, or `14.1 LATE since` then.

    It says when, and not how long, so that it stays true while nothing happens.
    """
    local = of.due_at.astimezone(LONDON)
    if local.time() == time():
        local -= timedelta(minutes=1)  # the day counts to its end
    return f"{of.clause} {'LATE since' if of.is_late_at(now) else 'by'} {local:%a} {local.day} {local:%b %H:%M}"


def whose(of: DutyClock, names: dict[str, str]) -> str:
    """Return what a clock runs for, and which laptop told it: `Incident 1a2b3c4d, told by Laptop A`.

    Args:
        of: The clock.
        names: What each device is called, by id.
    """
    told_by = f", told by {names.get(of.told_by, of.told_by[:ID_SHOWN])}" if of.told_by else ""
    return f"{of.about.capitalize()} {of.about_id[:ID_SHOWN]}{told_by}."


def consequences(of: DutyClock) -> list[str]:
    """Return what stops a clock, and what follows if it runs out."""
    return [f"Stops once told: {of.tells}.", f"If it runs out: {of.follows}"]
