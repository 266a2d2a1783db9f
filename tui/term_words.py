"""The end of the agreement in words, for a screen, the header and paper. Pure.

Owns how it reads. Refuses to own how the term stands (store).
"""

from datetime import date, timedelta
from typing import Final

from store.agreement.lifetime import TermEnd, TermState
from store.keeping.term import TermStands
from tui import wording

SOON: Final = timedelta(days=31)
"""From a month before the end on, the header counts down: as long as a notice gives."""

HOW: Final = {
    None: "extension in writing",
    TermEnd.IMMEDIATE_NOTICE: "notice with immediate effect",
    TermEnd.ONE_MONTH_NOTICE: "notice",
    TermEnd.RAN_OUT: "ran out",
}
"""What was recorded about the end, in a word or two."""


def term(stands: TermStands, today: date) -> str:
    """Return how the term stands, one sentence: to the end of which day it runs and for how long, or since when not."""
    last = wording.day(stands.ends_on)
    cause = None if stands.told is None else stands.told.cause
    match stands.state:
        case TermState.NOT_BEGUN:
            return "The agreement has not begun."
        case TermState.RUNNING:
            days = (stands.ends_on - today).days
            more = wording.counted(days, "day more", "days more") if days else "its last day"
            if cause is not None:
                return f"Notice was given: the agreement ends with {last}, {more}."
            return f"The agreement runs to the end of {last}, {more}."
        case TermState.END_NOT_FIXED:
            return f"No end after {last} was put in writing: the agreement counts as over."
        case TermState.ENDED:
            if cause is TermEnd.IMMEDIATE_NOTICE:
                return f"The agreement has ended, by immediate notice: {wording.when(stands.over_at)}."
            return f"The agreement has ended with {last}{', by notice' if cause is TermEnd.ONE_MONTH_NOTICE else ''}."


def is_over(stands: TermStands) -> bool:
    """Say whether it does not surely run any more."""
    return stands.state in (TermState.END_NOT_FIXED, TermState.ENDED)


def counting_down(stands: TermStands, today: date) -> str:
    """Return the end for the header: `ends 31 Aug 2018` from a month before, `AGREEMENT ENDED` after; else empty.

    It says when, and not how long, so that it stays true while nothing happens.
    """
    if is_over(stands):
        return "AGREEMENT ENDED"
    if stands.state is TermState.RUNNING and stands.ends_on - today <= SOON:
        on = stands.ends_on
        return f"ends {on.day} {on:%b %Y}"
    return ""
