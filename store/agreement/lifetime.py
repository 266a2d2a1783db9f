"""When the agreement runs, and what may still be done when it does not.

Owns the term and its states. Refuses to own the notice itself (18), which is an act: whoever asks hands in its instant.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import assert_never

from store.agreement.london import in_utc, london_day


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


def last_day(term: Term) -> date:
    """Return the last London day on which the agreement surely runs.

    Without an exact end this is the day before the printed one can first begin: the strictest reading holds until the
    date has been asked for.

    Source:
        Agreement 3.1-3.2.
    """
    return term.extended_to or term.ends_on or term.end_earliest_on - timedelta(days=1)


def state_at(term: Term, at: datetime, terminated_at: datetime | None = None) -> TermState:
    """Return where an instant lies in the term.

    Args:
        term: The agreement's term.
        at: Aware.
        terminated_at: When a notice ended the agreement, aware; None where nobody gave one.

    Raises:
        NaiveInstantError: An instant carries no zone.

    Source:
        Agreement 3.1-3.2, 14.2, 18.
    """
    day = london_day(at)
    if terminated_at is not None and in_utc(at) >= in_utc(terminated_at):
        return TermState.ENDED
    if day < term.starts_on:
        return TermState.NOT_BEGUN
    if day <= last_day(term):
        return TermState.RUNNING
    is_end_known = term.extended_to is not None or term.ends_on is not None
    return TermState.ENDED if is_end_known or day > term.end_latest_on else TermState.END_NOT_FIXED


def may(work: Work, state: TermState) -> bool:
    """Say whether the term lets somebody do a kind of work: everything while it runs, otherwise only what protects.

    Source:
        Agreement 3.1, 7.2f; safety is never locked out.
    """
    match work:
        case Work.LOAD | Work.FIELDWORK:
            return state is TermState.RUNNING
        case Work.SAFETY | Work.HAND_IN | Work.ERASE | Work.AUDIT:
            return True
    assert_never(work)
