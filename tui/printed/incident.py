"""`doorstep incident`: raising one, following it, closing it, and the record for the department."""

import argparse
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from store.agreement.london import london_day
from store.clock import Instant
from store.custody.incidents import amending, following, known, notices, raising
from store.custody.incidents.record import record_of, text_of
from store.custody.naming import devices_named
from store.custody.trail import family_of_reference
from store.ids import DeviceId
from store.keeping.acts.terms.incidents import IncidentEnd, IncidentKind, NoticeChannel, Risk
from store.keeping.agreed import agreement_of
from store.keeping.store import Store
from tui import duty_words, wording
from tui.duty_words import ID_SHOWN
from tui.printed import leaving, opened, paper

if TYPE_CHECKING:
    from store.keeping.acts import Act


def run(chosen: argparse.Namespace) -> None:
    """Do the deed that was asked for.

    Raises:
        DayFormError: A day or an instant is none; nobody has signed in then.
        WhichExportError: It does not say how the record leaves.
    """
    deeds = {"raise": _raise, "list": _list, "show": _show, "draft": _draft, "follow": _follow}
    deeds |= {"amend": _amend, "close": _close}
    if chosen.deed == "follow":
        _hold_follow(chosen)
    if chosen.deed == "export":
        leaving.hold_said(chosen)
    instants = {name: _instant(getattr(chosen, name, None)) for name in ("happened", "identified", "aware")}
    _instant(getattr(chosen, "at", None))  # no instant at all is refused before anybody signs in
    with opened.open_store(chosen) as store:
        if chosen.deed == "export":
            _export(store, chosen)
        else:
            deeds[chosen.deed](store, argparse.Namespace(**{**vars(chosen), **instants}))


def _raise(store: Store, chosen: argparse.Namespace) -> None:
    devices = devices_named(store, chosen.device) or (DeviceId(store.sidecar.store),)
    families = None if chosen.family is None else tuple(family_of_reference(store, each) for each in chosen.family)
    entered = raising.IncidentEntered(
        kind=IncidentKind(chosen.kind),
        what=chosen.what,
        place=chosen.place,
        happened_at=chosen.happened,
        identified_at=chosen.identified,
        aware_at=chosen.aware,
        devices=devices,
        families=families,
    )
    acts = raising.raise_incident(store, entered)
    if store.frozen is not None:
        paper.say("This store is frozen, so it is noted beside it, and told as soon as it takes acts again.")
        say_due(store, acts)
        return
    incident = known.incident_named(store, _id_of(acts))
    if chosen.json:
        print(json.dumps(record_of(store, incident), indent=2))
        return
    paper.say(f"Incident {incident.incident[:ID_SHOWN]} is raised. Ring now; its clocks run:")
    say_due(store, acts)


def say_due(store: Store, acts: "list[Act]") -> None:
    """Print by when each clock among some acts has to be stopped."""
    for line in duty_words.begun(acts, agreement_of(store)):
        paper.say(line, "  ")


def _id_of(acts: "list[Act]") -> str:
    from store.keeping.acts import IncidentRaised

    return next(each.incident for each in acts if isinstance(each, IncidentRaised))


def _list(store: Store, chosen: argparse.Namespace) -> None:
    found = known.incidents(store, is_open_only=chosen.open)
    if chosen.json:
        print(json.dumps([record_of(store, each) for each in found], indent=2))
        return
    if not found:
        paper.say("No incident is open." if chosen.open else "No incident was ever raised here.")
    for each in found:
        stands = "open" if each.end is None else wording.words(each.end)
        noticed = wording.when(each.identified_at)
        said = f"{wording.words(each.kind)}, noticed {noticed}; risk {wording.words(each.risk)}; {stands}"
        paper.say(said, f"{each.incident[:ID_SHOWN]}  ")


def _show(store: Store, chosen: argparse.Namespace) -> None:
    record = record_of(store, known.incident_named(store, chosen.incident))
    if chosen.json:
        print(json.dumps(record, indent=2))
        return
    for line in text_of(record).splitlines():
        paper.say(line)


def _draft(store: Store, chosen: argparse.Namespace) -> None:
    incident = known.incident_named(store, chosen.incident)
    for line in notices.draft_notice(store, incident, notices.Whom(chosen.whom)).splitlines():
        paper.say(line)


def _hold_follow(chosen: argparse.Namespace) -> None:
    told = (chosen.risk, chosen.what, chosen.root_cause, chosen.action, chosen.told)
    if not any(told):
        chosen.parser.error("say what is new: --risk, --what, --root-cause, --action or --told")
    if chosen.told and not chosen.name:
        chosen.parser.error("--told needs --name: who took the call or the letter")
    chosen.due, chosen.done = _day(chosen.due), _day(chosen.done)


def _follow(store: Store, chosen: argparse.Namespace) -> None:
    incident = known.incident_named(store, chosen.incident)
    if chosen.risk or chosen.what or chosen.root_cause:
        risk = Risk(chosen.risk) if chosen.risk else incident.risk
        following.assess(store, incident, risk, chosen.what, chosen.root_cause)
        paper.say("Kept what is known of it.")
    if chosen.action:
        following.agree_action(
            store, incident, chosen.action, agreed_by=chosen.agreed_by, due_on=chosen.due, done_on=chosen.done
        )
        paper.say("Kept what was agreed.")
    if chosen.told:
        whom, channel = notices.Whom(chosen.told), NoticeChannel(chosen.by)
        stopped = notices.record_told(store, incident, whom, chosen.name, channel, told_at(store, chosen.at))
        said = ", ".join(f"{each.title.lower()} ({each.clause})" for each in stopped)
        paper.say(f"Kept that the {chosen.told} was told. Clocks stopped: {said or 'none'}.")


def _amend(store: Store, chosen: argparse.Namespace) -> None:
    incident = known.incident_named(store, chosen.incident)
    concerned = amending.Concerned(
        devices=incident.devices if chosen.device is None else devices_named(store, chosen.device),
        families=None if chosen.family is None else tuple(family_of_reference(store, each) for each in chosen.family),
    )
    if chosen.count is not None:
        concerned = amending.Concerned(concerned.devices, (), amending.count_typed(chosen.count))
    count = amending.amend(store, incident, concerned, chosen.why)
    said = wording.counted(count, "family", "families")
    paper.say(f"Kept: it concerns {said} now, and {incident.families_count:,} as told before.")


def _close(store: Store, chosen: argparse.Namespace) -> None:
    incident = known.incident_named(store, chosen.incident)
    following.close_incident(
        store,
        incident,
        IncidentEnd(chosen.end),
        chosen.root_cause,
        chosen.agreed_by,
        risk=Risk(chosen.risk) if chosen.risk else None,
        no_longer_due=chosen.no_longer_due,
    )
    paper.say(f"Incident {incident.incident[:ID_SHOWN]} is closed.")


def _export(store: Store, chosen: argparse.Namespace) -> None:
    from store.exchange.incident_export import export_incident

    path, whom = Path(chosen.to), leaving.sealed_for(store, chosen)
    beside = export_incident(store, known.incident_named(store, chosen.incident), path, whom)
    if whom is None:
        paper.say(f"The record lies in clear in {path}, and as text in {beside}. Both are on the register.")
    else:
        paper.say(f"The record lies in {path}, and as text in {beside}, both sealed for {whom.whom.name}.")


def _instant(text: str | None) -> Instant | None:
    return None if text is None else wording.day_or_instant(text, wording.DAY_BEGINS)


def told_at(store: Store, text: str | None) -> Instant | None:
    """Return when a notice was given: a day alone counts to its end, so that none is made earlier than it was."""
    if text is None:
        return None
    begins, ends = (wording.day_or_instant(text, of_the_day) for of_the_day in (wording.DAY_BEGINS, wording.DAY_ENDS))
    now = store.now()
    return now if begins <= now < ends else ends


def _day(text: str | None) -> date | None:
    return None if text is None else london_day(wording.day_or_instant(text, wording.DAY_BEGINS))
