"""The whole record of an incident, as the department investigates it: one JSON value, and the same as text.

Owns what belongs to it. Refuses to own how it leaves (exchange). It counts families and names none.

Source: clauses 14.3, A10.
"""

from typing import Any

from store.clock import LONDON, Instant
from store.custody.clocks import DutyClock, clocks_about
from store.custody.incidents.known import Incident, actions_of, news_of, notices_of
from store.custody.naming import device_names, staff_names
from store.keeping.acts.terms.incidents import AS_WRITTEN
from store.keeping.lines import in_lines
from store.keeping.store import Store

Record = dict[str, Any]


def record_of(store: Store, incident: Incident) -> Record:
    """Return the record of one incident, in the order in which it is read; instants are ISO 8601, UTC."""
    devices, staff = device_names(store), staff_names(store)
    return {
        "incident": incident.incident,
        "kind": incident.kind.value,
        "what": incident.what,
        "place": incident.place,
        "happened_at": _at(incident.happened_at),
        "identified_at": _at(incident.identified_at),
        "aware_at": _at(incident.aware_at),
        "raised_by": staff.get(incident.raised_by, "somebody who had not signed in"),
        "told_by": devices.get(incident.told_by, incident.told_by) or store.sidecar.name,
        "devices": [devices.get(device, device) for device in incident.devices],
        "families_count": incident.families_count,
        "risk": incident.risk.value,
        "root_cause": incident.root_cause,
        "news": news_of(store, incident.incident),
        "actions": [
            {
                "what": each.what,
                "owner": staff.get(each.owner, each.owner),
                "due_on": each.due_on and each.due_on.isoformat(),
                "done_on": each.done_on and each.done_on.isoformat(),
            }
            for each in actions_of(store, incident.incident)
        ],
        "notices": [
            {
                "matter": each.matter.value,
                "told": each.told,
                "channel": each.channel and each.channel.value,
                "at": _at(each.at),
            }
            for each in notices_of(store, incident.incident)
        ],
        "clocks": [clock_record(each) for each in clocks_about(store, incident.incident)],
        "end": incident.end and incident.end.value,
        "agreed_by": incident.agreed_by,
    }


def clock_record(clock: DutyClock) -> Record:
    """Return one clock, as every JSON that tells of it does."""
    return {
        "clock": clock.clock,
        "kind": clock.kind.value,
        "title": clock.title,
        "about": clock.about.value,
        "about_id": clock.about_id,
        "subject": clock.subject,
        "clause": clock.clause,
        "rule": clock.rule,
        "law": clock.law,
        "started_at": _at(clock.started_at),
        "due_on": clock.due_on.isoformat(),
        "due_at": _at(clock.due_at),
        "waits_since": clock.asked_on and clock.asked_on.isoformat(),
        "stops": clock.tells,
        "follows": clock.follows,
        "end": clock.end and clock.end.value,
        "in_time": clock.is_in_time,
    }


def text_of(record: Record) -> str:
    """Return a record as text, for whoever reads no JSON; times are London's."""
    lines = [f"Incident {record['incident'][:8]}: {_words(record['kind'])}", ""]
    for label, value in (
        ("What happened", record["what"]),
        ("Where", record["place"]),
        ("Happened", _when(record["happened_at"])),
        ("Identified", _when(record["identified_at"])),
        ("Agency aware", _when(record["aware_at"])),
        ("Raised by", record["raised_by"]),
        ("Told by", record["told_by"]),
        ("Devices", ", ".join(record["devices"])),
        ("Families concerned", str(record["families_count"])),
        ("Risk", _words(record["risk"])),
        ("Root cause", record["root_cause"]),
        ("Ended", record["end"] and f"{_words(record['end'])}, agreed by {record['agreed_by']}"),
    ):
        lines.append(f"{label}: {value or 'not known yet'}")
    lines += _listed("Later news", record["news"])
    lines += _listed("Corrective action", [_action(each) for each in record["actions"]])
    lines += _listed("Who was told", [_notice(each) for each in record["notices"]])
    lines += _listed("Clocks", [_clock(each) for each in record["clocks"]])
    return in_lines(lines)


def _listed(title: str, lines: list[str]) -> list[str]:
    return ["", f"{title}:", *(f"  {line}" for line in lines or ["none"])]


def _action(each: Record) -> str:
    until = f", done {each['done_on']}" if each["done_on"] else f", due {each['due_on']}" if each["due_on"] else ""
    return f"{each['what']} ({each['owner']}{until})"


def _notice(each: Record) -> str:
    if each["at"] is None:
        return f"{_words(each['matter'])}: drafted"
    return f"{_words(each['matter'])}: {each['told']}, by {_words(each['channel'])}, {_when(each['at'])}"


def _clock(each: Record) -> str:
    ended = "runs" if each["end"] is None else f"{_words(each['end'])}, {'in time' if each['in_time'] else 'late'}"
    return f"{each['title']} ({each['clause']}), due {_when(each['due_at'])}: {ended}"


def _words(value: str) -> str:
    return AS_WRITTEN.get(value) or value.replace("_", " ").replace("-", " ")


def _at(instant: Instant | None) -> str | None:
    return None if instant is None else instant.isoformat(timespec="milliseconds")


def _when(text: str | None) -> str | None:
    if text is None:
        return None
    local = Instant.fromisoformat(text).astimezone(LONDON)
    return f"{local.day} {local:%b %Y %H:%M}"
