"""What the trail says of incidents, concerns, requests, clocks, notices and paper, a sentence each: no family. Pure.

Owns these sentences. Refuses to own every other one (trail_words). What somebody asked for is about a family, so none
of its words stand here; what went wrong is told in words that name none.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from store.clock import from_ms
from tui import duty_words, wording

if TYPE_CHECKING:  # acts need pydantic, which the list does not wait for
    from store.keeping import acts
    from tui.common.trail.trail_words import Names


def families(count: int) -> str:
    """Return how many families, for these sentences and the others of the trail."""
    return wording.counted(count, "family", "families")


def _sheets(count: int) -> str:
    return "A sheet of paper was" if count == 1 else f"{count:,} sheets of paper were"


def _day(text: str) -> str:
    return wording.day(text)


# -- incidents -------------------------------------------------------------------------------------------------------


def _raised(act: "acts.IncidentRaised", names: "Names") -> str:
    devices = f" on {', '.join(map(names.device, act.devices))}" if act.devices else ""
    return f"An incident: {wording.words(act.incident_kind)}{devices}, {families(act.families_count)}: “{act.what}”"


def _updated(act: "acts.IncidentUpdated", _: "Names") -> str:
    news = f": “{act.what}”" if act.what else ""
    return f"More is known of an incident: risk {wording.words(act.risk)}, {families(act.families_count)}{news}"


def _acted(act: "acts.CorrectiveActionRecorded", _: "Names") -> str:
    stands = f", done {_day(act.done_on)}" if act.done_on else f", due {_day(act.due_on)}" if act.due_on else ""
    return f"So that an incident does not happen again: “{act.what}”{stands}"


def _closed(act: "acts.IncidentClosed", _: "Names") -> str:
    return f"An incident was closed: {wording.words(act.end)}, risk {wording.words(act.risk)}"


def _drafted(act: "acts.NoticeDrafted", _: "Names") -> str:
    return f"A notice was drafted: {wording.words(act.matter)}"


def _told(act: "acts.NoticeSent", _: "Names") -> str:
    when = wording.when(from_ms(act.at_ms))
    return f"{act.told} was told by {wording.words(act.channel)}, {when}: {wording.words(act.matter)}"


# -- requests and clocks ---------------------------------------------------------------------------------------------


def _asked(act: "acts.RequestReceived", _: "Names") -> str:
    locks = "; everything is to be deleted now, and the family locked" if act.locks_family else ""
    return f"A request was taken down: {wording.words(act.request_kind)}, by {wording.words(act.channel)}{locks}"


def _step(act: "acts.RequestUpdated", names: "Names") -> str:
    reader = f", read through by {names.person(act.reviewer)}" if act.reviewer else ""
    left_out = "" if act.redactions_count is None else f", {_entries(act.redactions_count)} left out"
    return f"A request came a step further: {wording.words(act.step)}{reader}{left_out}"


def _entries(count: int) -> str:
    return wording.counted(count, "entry", "entries") if count else "nothing"


def _answered(act: "acts.RequestClosed", _: "Names") -> str:
    return f"A request was closed: {wording.words(act.end)}"


def _concern(act: "acts.SafeguardingReported", _: "Names") -> str:
    when = wording.when(from_ms(act.reported_at_ms))
    return f"A concern for somebody's safety was passed on, {when}: {wording.words(act.authority)}"


def _began(act: "acts.ClockStarted", _: "Names") -> str:
    due = duty_words.due(from_ms(act.due_at_ms))
    return f"A clock began under {act.for_clause} for {_about(act.about)}: due by {due}"


def _about(about: str) -> str:
    return {"agreement": "the agreement", "incident": "an incident"}.get(about, f"a {about}")


def _waits(act: "acts.ClockPaused", _: "Names") -> str:
    return f"A clock waits for an answer since {_day(act.asked_on)}"


def _runs(act: "acts.ClockResumed", _: "Names") -> str:
    due = duty_words.due(from_ms(act.due_at_ms))
    return f"A clock runs on, answered {_day(act.answered_on)}: due by {due}"


def _stopped(act: "acts.ClockStopped", _: "Names") -> str:
    stood = "in time" if act.is_in_time else "late"
    why = f": “{act.note}”" if act.note else ""
    return f"A clock stopped {stood}, {wording.when(from_ms(act.stopped_at_ms))}: {wording.words(act.end)}{why}"


# -- paper -----------------------------------------------------------------------------------------------------------


def _issued(act: "acts.PaperIssued", names: "Names") -> str:
    about = f" with {families(len(act.families))} on it" if act.families else ""
    return f"{_sheets(len(act.sheets))} handed to {names.person(act.holder)}{about}: “{act.why_necessary}”"


def _returned(act: "acts.PaperReturned", names: "Names") -> str:
    return f"{_sheets(len(act.sheets))} given back by {names.person(act.from_holder)}"


def _shredded(act: "acts.PaperShredded", names: "Names") -> str:
    who = f"{names.person(act.shredded_by)}, watched by {act.witness}"
    return f"{_sheets(len(act.sheets))} shredded to {act.level.value} by {who}, and taken by {act.recycler}"


def _noted(_: "acts.PaperWishNoted", __: "Names") -> str:
    return "A wish was noted by the number of a sheet"


def _settled(_: "acts.PaperWishSettled", __: "Names") -> str:
    return "It was found out of whom a wish on a sheet is"


OF_DUTIES: Final[dict[str, Callable[[Any, Any], str]]] = {
    "clock_paused": _waits,
    "clock_resumed": _runs,
    "clock_started": _began,
    "clock_stopped": _stopped,
    "corrective_action_recorded": _acted,
    "incident_closed": _closed,
    "incident_raised": _raised,
    "incident_updated": _updated,
    "notice_drafted": _drafted,
    "notice_sent": _told,
    "paper_issued": _issued,
    "paper_returned": _returned,
    "paper_shredded": _shredded,
    "paper_wish_noted": _noted,
    "paper_wish_settled": _settled,
    "request_closed": _answered,
    "request_received": _asked,
    "request_updated": _step,
    "safeguarding_reported": _concern,
}
