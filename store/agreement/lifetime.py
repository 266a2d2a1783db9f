"""When the agreement runs, and what may still be done when it does not.

Owns the term and its states. Refuses to own extensions and notices (3.2, 18), which are acts: whoever asks hands in the
one that was told last.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import assert_never

from store.agreement.london import end_of, in_utc, london_day
from store.clock import Instant


@dataclass(frozen=True, slots=True)
class Term:
    """How long the agreement runs.

    Attributes:
        starts_printed: The start as printed.
        starts_on: The first day it can mean.
        end_printed: The end as printed, which is no date.
        end_earliest_on: The first day the printed end can mean.
        end_latest_on: The last day the printed end can mean.
        ends_on: The exact last day, once it was asked for; None until then.
        end_document_sha256: The document that fixed it, 64 lower-case hex digits; None until then.
        extended_to: The last day after an extension in writing (3.2); None without one.
        extension_document_sha256: The extension's document; None without one.
        notice_months: Months of notice to end it (18).
    """

    starts_printed: str
    starts_on: date
    end_printed: str
    end_earliest_on: date
    end_latest_on: date
    ends_on: date | None
    end_document_sha256: str | None
    extended_to: date | None
    extension_document_sha256: str | None
    notice_months: int


class TermEnd(StrEnum):
    """How the agreement came to its end (clauses 3.2, 14.2, 18)."""

    IMMEDIATE_NOTICE = "immediate_notice"
    ONE_MONTH_NOTICE = "one_month_notice"
    RAN_OUT = "ran_out"


@dataclass(frozen=True, slots=True)
class EndTold:
    """What base recorded last about the end: it counts in place of what the agreement's file says.

    Attributes:
        ends_on: The last London day.
        cause: How it ends; None where an extension in writing said so.
        told_at: When it was recorded, aware. A notice with immediate effect ends the agreement then.
        given_on: The London day on which a notice was given; None without one.
    """

    ends_on: date
    cause: TermEnd | None
    told_at: datetime
    given_on: date | None = None


class TermState(StrEnum):
    """Where an instant lies in the term."""

    NOT_BEGUN = "not-begun"
    RUNNING = "running"
    END_NOT_FIXED = "end-not-fixed"
    ENDED = "ended"


class Work(StrEnum):
    """What somebody wants to do, as far as the term has a say in it."""

    LOAD = "load"
    """Bring personal data onto base or a laptop: intake, allocation, a delivery of updates."""
    FIELDWORK = "fieldwork"
    """See families, record attempts, take consent."""
    SAFETY = "safety"
    """Record a refusal, a withdrawal, a request, an incident: never locked out."""
    HAND_IN = "hand-in"
    """Return what a laptop holds to base, and what base owes to the controller."""
    ERASE = "erase"
    """Destroy, and declare it."""
    AUDIT = "audit"
    """Read the trail and check its proofs."""


def last_day(term: Term, told: EndTold | None = None) -> date:
    """Return the last London day on which the agreement surely runs.

    Without an exact end this is the day before the printed one can first begin: the strictest reading holds until the
    date has been asked for.

    Source:
        Agreement 3.1-3.2, 18.
    """
    if told is not None:
        return told.ends_on
    return term.extended_to or term.ends_on or term.end_earliest_on - timedelta(days=1)


def over_at(term: Term, told: EndTold | None = None) -> Instant:
    """Return the first instant, UTC, at which the agreement does not surely run any more.

    Raises:
        NaiveInstantError: What was told carries no zone.

    Source:
        Agreement 3.1-3.2, 14.2, 18.
    """
    if told is not None and told.cause is TermEnd.IMMEDIATE_NOTICE:
        return in_utc(told.told_at)
    return end_of(last_day(term, told))


def state_at(term: Term, at: datetime, told: EndTold | None = None) -> TermState:
    """Return where an instant lies in the term.

    Args:
        term: The agreement's term.
        at: Aware.
        told: What was recorded last about its end; None where nothing was.

    Raises:
        NaiveInstantError: An instant carries no zone.

    Source:
        Agreement 3.1-3.2, 14.2, 18.
    """
    day, over = london_day(at), over_at(term, told)
    if day < term.starts_on:
        return TermState.NOT_BEGUN
    if in_utc(at) < over:
        return TermState.RUNNING
    is_end_known = told is not None or term.extended_to is not None or term.ends_on is not None
    return TermState.ENDED if is_end_known or day > term.end_latest_on else TermState.END_NOT_FIXED


def may(work: Work, state: TermState) -> bool:
    """Say whether the term lets somebody do a kind of work: everything while it runs, otherwise only what protects.

    Source:
        Agreement 3.1, 7.2f; safety is never locked out.
    """
    match work:
        case Work.LOAD:
            return state is TermState.RUNNING
        case Work.FIELDWORK:  # before it begins nobody was loaded: a laptop's clock that shows such a day is wrong
            return state in (TermState.RUNNING, TermState.NOT_BEGUN)
        case Work.SAFETY | Work.HAND_IN | Work.ERASE | Work.AUDIT:
            return True
    assert_never(work)
