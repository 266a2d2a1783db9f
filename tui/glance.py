"""Values at a glance: short enough for one column of a list. Pure.

Owns how appointments, visits, outcomes and consents read in a list. Refuses to own which columns there are. Times are
London's, as people keep them.
"""

from datetime import date
from typing import Final

from store.clock import LONDON, Instant
from tui.widgets.cells import fitted
from tui.wording import counted

_NAME_CELLS: Final = 40


def meeting(instant: Instant, today: date) -> str:
    """Return when somebody is met, in at most sixteen cells: `today 18:30`, `Tue 3 Nov 10:00`, `was 1 Nov 18:30`.

    Args:
        instant: Aware.
        today: The day it is in London.
    """
    local = instant.astimezone(LONDON)
    day = local.date()
    if day == today:
        return f"today {local:%H:%M}"
    short = f"{local.day} {local:%b}"
    if day < today:
        return f"was {short} {local:%H:%M}" if day.year == today.year else f"was {short} {day.year}"
    return f"{local:%a} {short} {local:%H:%M}" if day.year == today.year else f"{short} {day.year} {local:%H:%M}"


def family(name: str, street: str) -> str:
    """Return a family in few enough words for a sentence: its main carer's name, or where they live."""
    return fitted(name or street or "an address nobody knows", _NAME_CELLS)


def visits(count: int, at_least: int | None) -> str:
    """Return how often somebody went there, and how often they have to: `2 of 4 visits`, `5 visits`."""
    return counted(count, "visit") if at_least is None or count > at_least else f"{count} of {at_least} visits"


def visits_below(count: int, at_least: int | None) -> str:
    """Return the same for a column whose title names visits: `2 of 4`, `5 visits`."""
    return counted(count, "visit") if at_least is None or count > at_least else f"{count} of {at_least}"


_OUTCOMES: Final = {
    "complete_interview": "interviewed", "partial_interview": "part done", "contact_unidentified": "contact",
    "contact_respondent": "contact", "contact_somebody_else": "other met", "no_contact": "no contact",
    "address_invalid": "bad address", "other_information": "other",
    "appointment": "appointment", "refusal_by_respondent": "refused", "refusal_by_proxy": "refused by other",
    "refusal_unsure_who": "refused, who?", "away": "away", "ill_short": "ill", "ill_long": "ill, long",
    "deceased": "deceased", "moved_abroad": "moved abroad", "moved_unknown": "moved, where?",
    "moved_in_country": "moved", "language": "language",
}  # fmt: skip


def last_outcome(code: str) -> str:
    """Return what came of the last attempt, short enough for a column; an office code reads as `office 410`."""
    return f"office {code}" if code.isdecimal() else _OUTCOMES.get(code, code.replace("_", " "))


_LISTED: Final = ("take-part", "linkage", "re-contact")
_DECISIONS: Final = {"given": "yes", "refused": "no", "not_asked": "-", "withdrawn": "left", "": ""}


def consents(standing: str) -> tuple[str, str, str]:
    """Return what stands of taking part, linkage and re-contact: `yes`, `no`, `-`, `left`, `both`; empty: not yet.

    Args:
        standing: As `Line.consents`: `purpose:decision`, several decisions joined by `+`, apart by blanks.
    """
    said = dict(each.partition(":")[::2] for each in standing.split())
    part, linkage, again = (said.get(purpose, "") for purpose in _LISTED)
    return _decided(part), _decided(linkage), _decided(again)


def _decided(decision: str) -> str:
    return "both" if "+" in decision else _DECISIONS.get(decision, decision)
