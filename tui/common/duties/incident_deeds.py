"""What is done about an incident: the questions, and what their answers mean.

Owns both. Refuses to own every rule (store), and showing the incident (incident_screen).

Source: clauses 14.1, 14.3, A10.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from store.agreement.london import london_day
from store.clock import MachineClock
from store.custody.incidents import amending, following, notices
from store.custody.incidents.known import Incident, incident_named
from store.custody.trail import family_of_reference
from store.keeping.acts.terms.incidents import IncidentEnd, NoticeChannel, Risk
from store.keeping.names import hold_line
from tui import wording
from tui.common.duties.deed import Deed
from tui.common.wishes.loss import hold_moment
from tui.forms.fields import Answers, Field, Kind, Option, many, one
from tui.moments import Lies, typed_day, typed_moment

if TYPE_CHECKING:
    from store.keeping.store import Store

CHANNELS: Final = (
    Option(NoticeChannel.TELEPHONE, "by telephone"),
    Option(NoticeChannel.EMAIL, "by e-mail"),
    Option(NoticeChannel.LETTER, "by letter"),
    Option(NoticeChannel.ONLINE_FORM, "by a form on the web"),
)
WHOM: Final = (
    Option(notices.Whom.DEPARTMENT, "the department"),
    Option(notices.Whom.COMMISSIONER, "the Information Commissioner"),
)
_RISKS: Final = tuple(
    Option(each, wording.words(each)) for each in (Risk.LOW, Risk.MEDIUM, Risk.HIGH, Risk.SEVERE, Risk.NOT_ASSESSED)
)
_ENDS: Final = (
    Option(IncidentEnd.RECOVERED, "what was lost is back"),
    Option(IncidentEnd.NOT_RECOVERED, "what was lost is not coming back"),
    Option(IncidentEnd.CONTAINED, "nothing more can come of it"),
    Option(IncidentEnd.NO_BREACH, "nobody's data was in danger"),
)
_DONE, _DUE = "done", "due"
_ON_DEVICES, _NAMED, _COUNTED = "on_devices", "named", "counted"


def _hold_day(typed: str) -> None:
    typed_day(typed, london_day(MachineClock().now()), Lies.BEHIND)


def _hold_count(typed: str) -> None:
    amending.count_typed(typed)


def _line(name: str, label: str, question: str, *, may_be_empty: bool = False, first: str = "") -> Field:
    return Field(name, label, question, Kind.LINE, may_be_empty=may_be_empty, first=first, check=hold_line)


def assess(incident: Incident) -> Deed:
    """Say how bad it is, and what more is known."""

    def keep(store: "Store", answers: Answers) -> str:
        risk = Risk(one(answers, "risk") or incident.risk)
        following.assess(
            store, incident_named(store, incident.incident), risk, one(answers, "what"), one(answers, "cause")
        )
        return "What is known of the incident is kept."

    fields = (
        Field("risk", "Risk", "How bad is it for the people?", Kind.ONE, lambda _: _RISKS, first=incident.risk),
        _line("what", "News", "What more is known? No names. Enter goes on without.", may_be_empty=True),
        _line("cause", "Root cause", "How did it come about? Enter goes on without.", may_be_empty=True),
    )
    return Deed("Assess the incident", fields, "What was told before stays in the record.", keep)


def amend(incident: Incident, devices: Sequence[Option]) -> Deed:
    """Say again which devices and families are concerned.

    Args:
        incident: An open one.
        devices: Those that can be named, and how much lies on each. One that it is about and that cannot be named here
            stays.
    """
    known = {each.value for each in devices}
    stay = tuple(each for each in incident.devices if each not in known)
    offered = (
        Option(_ON_DEVICES, "those that lay on these devices when it was noticed"),
        Option(_NAMED, "those that I name by the council's reference"),
        Option(_COUNTED, "so many; which ones is not known"),
    )

    def keep(store: "Store", answers: Answers) -> str:
        concerned = amending.Concerned((*amending.device_ids(many(answers, "devices")), *stay))
        match one(answers, "families"):
            case "named":
                references = (one(answers, "references") or "").replace(",", " ").split()
                families = tuple(dict.fromkeys(family_of_reference(store, each) for each in references))
                concerned = amending.Concerned(concerned.devices, families)
            case "counted":
                count = amending.count_typed(one(answers, "count") or "")
                concerned = amending.Concerned(concerned.devices, (), count)
        found = incident_named(store, incident.incident)
        count = amending.amend(store, found, concerned, one(answers, "why") or "")
        return f"The incident concerns {wording.counted(count, 'family', 'families')} now; what was told before stays."

    fields = (
        Field("devices", "Devices", "Which devices are concerned? Space chooses, Enter goes on.", Kind.MANY,
              lambda _: devices, first=tuple(each for each in incident.devices if each in known),
              may_be_empty=True),
        Field("families", "Families", "Which families are concerned?", Kind.ONE, lambda _: offered),
        Field("references", "References", "Which, by reference? Blanks between them.", Kind.LINE,
              applies=lambda answers: one(answers, "families") == _NAMED),
        Field("count", "Count", "How many?", Kind.LINE, check=_hold_count,
              applies=lambda answers: one(answers, "families") == _COUNTED),
        _line("why", "Why", "What shows that? No names."),
    )  # fmt: skip
    return Deed("Correct what is concerned", fields, "What was told before stays in the record, beside this.", keep)


def agree(incident: Incident) -> Deed:
    """Say what was agreed, or done, so that it does not happen again."""
    stands = (Option(_DONE, "it is done"), Option(_DUE, "it is still to be done"))

    def keep(store: "Store", answers: Answers) -> str:
        is_done = one(answers, "stands") == _DONE
        lies = Lies.BEHIND if is_done else Lies.AHEAD
        said = one(answers, "on")
        on = None if said is None else typed_day(said, london_day(store.now()), lies)
        following.agree_action(
            store,
            incident_named(store, incident.incident),
            one(answers, "what") or "",
            agreed_by=one(answers, "agreed_by"),
            due_on=None if is_done else on,
            done_on=(on or london_day(store.now())) if is_done else None,
        )
        return "What puts it right is kept."

    fields = (
        _line("what", "What", "What was agreed, so that it does not happen again?"),
        Field("stands", "Stands", "Is it done?", Kind.ONE, lambda _: stands),
        Field("on", "Day", "Done on which day, or due on which? Enter for today, or for no day.", Kind.LINE,
              check=_hold_day, may_be_empty=True),
        _line("agreed_by", "Agreed by", "Who at the department agreed? Enter goes on without.", may_be_empty=True),
    )  # fmt: skip
    return Deed("Put it right", fields, "It stands in the record that goes to the department.", keep)


def tell(incident: Incident) -> Deed:
    """Say who was told of it, and when."""

    def keep(store: "Store", answers: Answers) -> str:
        said = one(answers, "at")
        stopped = notices.record_told(
            store,
            incident_named(store, incident.incident),
            notices.Whom(one(answers, "whom") or ""),
            one(answers, "name") or "",
            NoticeChannel(one(answers, "by") or ""),
            None if said is None else typed_moment(said, store.now(), Lies.BEHIND),
        )
        clocks = wording.counted(len(stopped), "clock") if stopped else "no clock"
        return f"It is kept that they were told; {clocks} stopped with it."

    fields = (
        Field("whom", "Whom", "Who was told?", Kind.ONE, lambda _: WHOM),
        _line("name", "Name", "Who took the call or the letter?"),
        Field("by", "How", "How were they told?", Kind.ONE, lambda _: CHANNELS),
        Field("at", "When", "When? Enter for now, or 18:30, or yesterday 18:30.", Kind.LINE, check=hold_moment,
              may_be_empty=True),
    )  # fmt: skip
    return Deed("Somebody was told", fields, "The clocks that wait for this stop at that moment.", keep)


def close(incident: Incident, running_count: int) -> Deed:
    """Close it.

    Args:
        incident: An open one.
        running_count: How many of its clocks still run.
    """

    def keep(store: "Store", answers: Answers) -> str:
        following.close_incident(
            store,
            incident_named(store, incident.incident),
            IncidentEnd(one(answers, "end") or ""),
            one(answers, "cause") or "",
            one(answers, "agreed_by") or "",
            risk=Risk(one(answers, "risk") or incident.risk),
            no_longer_due=one(answers, "why"),
        )
        return "The incident is closed."

    clocks = "1 clock still runs" if running_count == 1 else f"{running_count} clocks still run"
    fields = (
        Field("end", "End", "How did it end?", Kind.ONE, lambda _: _ENDS),
        Field("risk", "Risk", "How bad was it for the people?", Kind.ONE, lambda _: _RISKS, first=incident.risk),
        _line("cause", "Root cause", "How did it come about?", first=incident.root_cause or ""),
        _line("agreed_by", "Agreed by", "Who at the department agrees that it is closed?"),
        Field("why", "Nobody owed", f"{clocks}: why has nobody to be told any more?", Kind.LINE, check=hold_line,
              may_be_empty=True, applies=lambda _: running_count > 0),
    )  # fmt: skip
    return Deed("Close the incident", fields, "It is closed for good; what comes later is an incident of its own.",
                keep, is_grave=True)  # fmt: skip


def draft_fields() -> Sequence[Field]:
    """Return what is asked before a notice is drafted."""
    return (Field("whom", "To", "For whom is the notice?", Kind.ONE, lambda _: WHOM),)
