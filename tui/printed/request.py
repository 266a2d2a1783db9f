"""`doorstep request`: what people ask, and how far it came.

Owns where what they said may be printed: of a real store on a terminal and nowhere else. Refuses to own every rule.
"""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from store.agreement.parties import PartyKind
from store.clock import Instant
from store.coming_in import hold_sees_contacts
from store.custody.clocks import clocks_about
from store.custody.incidents.record import clock_record
from store.custody.naming import staff_names
from store.custody.requests import following, known
from store.custody.requests.asking import RequestEntered
from store.custody.trail import family_of_reference, reference_of
from store.errors import RequestUnknownError
from store.fieldwork.views import tell_shown
from store.ids import FamilyId
from store.keeping.acts.terms.families import ViewPart
from store.keeping.acts.terms.incidents import NoticeChannel, RequestEnd, RequestKind, RequestStep
from store.keeping.files import disk_refusals
from store.keeping.store import Store
from tui import wording
from tui.common.wishes.ringing import ringing_lines
from tui.duty_words import ID_SHOWN
from tui.printed import opened, paper
from tui.printed.incident import say_due

_PERSONAL: Final = ("requester", "contact", "text")
"""What may name somebody."""


def run(chosen: argparse.Namespace) -> None:
    """Do the deed that was asked for.

    Raises:
        DayFormError: `--received` is no day and no instant; nobody has signed in then.
        StoreUnreadableError: The document that is named cannot be read.
        KeeperSeesNoContactsError: A keeper of eligibility asks what people asked (clause 7.2c).
    """
    deeds = {"add": _add, "list": _list, "show": _show, "follow": _follow, "close": _close}
    if chosen.deed == "add":
        if chosen.now and (chosen.kind != RequestKind.DELETION or chosen.family is None):
            chosen.parser.error("--now locks a family: it needs --kind deletion and --family")
        received = chosen.received
        chosen.received = None if received is None else wording.day_or_instant(received, wording.DAY_BEGINS)
    if chosen.deed == "follow" and (chosen.step == RequestStep.FAMILY_FOUND) is (chosen.family is None):
        chosen.parser.error("--step family_found and --family go together: whose it is")
    if chosen.deed == "follow" and chosen.instruction is not None:
        if not chosen.name or not chosen.note:
            chosen.parser.error("--instruction needs --name (who signed it) and --note (what it says)")
        with disk_refusals():
            chosen.document = Path(chosen.instruction).read_bytes()
    with opened.open_store(chosen) as store:
        deeds[chosen.deed](store, chosen)


def _add(store: Store, chosen: argparse.Namespace) -> None:
    from store.custody.contact_card import contacts_of
    from store.exchange.asked import take_request
    from store.keeping.acts import ClockStarted, FamilyLockSet, RequestReceived
    from store.keeping.agreed import agreement_of

    entered = RequestEntered(
        kind=RequestKind(chosen.kind),
        text=chosen.text,
        family=None if chosen.family is None else family_of_reference(store, chosen.family),
        requester=chosen.requester,
        contact=chosen.contact,
        channel=NoticeChannel(chosen.by),
        received_at=chosen.received,
        is_now=chosen.now,
    )
    acts = take_request(store, entered)
    request = next(each.request for each in acts if isinstance(each, RequestReceived))
    if chosen.json and store.frozen is None:
        print(json.dumps(_shown(store, known.request_named(store, request)), indent=2))
        return
    paper.say(f"Request {request[:ID_SHOWN]} is taken down. Pass it on to the department now.")
    say_due(store, acts)
    if not any(isinstance(each, ClockStarted) for each in acts):
        paper.say("The law of that day sets no time for it; it is passed on at once all the same.", "  ")
    if any(isinstance(each, FamilyLockSet) for each in acts):
        paper.say("The family is locked: nothing is erased before the department's instruction.", "  ")
    for line in ringing_lines(contacts_of(agreement_of(store), PartyKind.DEPARTMENT)):
        paper.say(line)


def _list(store: Store, chosen: argparse.Namespace) -> None:
    hold_sees_contacts(store)
    found = [each for each in known.requests(store) if each.end is None or not chosen.open]
    if chosen.json:
        _tell_seen(store, found)
        print(json.dumps([_shown(store, each) for each in found], indent=2))
        return
    if not found:
        paper.say("No request is open." if chosen.open else "Nobody asked for anything here.")
    for each in found:
        stands = "open" if each.end is None else wording.words(each.end)
        said = f"{wording.words(each.kind)}, received {wording.when(each.received_at)}; {stands}"
        paper.say(said, f"{each.request[:ID_SHOWN]}  ")


def _show(store: Store, chosen: argparse.Namespace) -> None:
    hold_sees_contacts(store)
    request = known.request_named(store, chosen.request)
    _tell_seen(store, [request])
    if chosen.json:
        print(json.dumps(_shown(store, request), indent=2))
        return
    told, is_shown = _told(store, request), _may_show(store)
    for label, value in told.items():
        if label in _PERSONAL and value is not None and not is_shown:
            value = "shown on a terminal only"
        if not isinstance(value, list):
            paper.say(f"{label.replace('_', ' ')}: {'not known' if value is None else value}")
    for step in told["steps"]:
        paper.say(f"{step['at']}  {(step['step'] or step['end']).replace('_', ' ')}", "  ")
    for clock in told["clocks"]:
        paper.say(f"{clock['title']}: due {clock['due_on']}; {clock['end'] or 'runs'}", "  ")


def _follow(store: Store, chosen: argparse.Namespace) -> None:
    from store.exchange.asked import find_family

    request = known.request_named(store, chosen.request)
    if chosen.answered:
        moved = following.answered(store, request)
        paper.say("Kept that they answered." + ("" if moved else " No clock had waited for it."))
    elif chosen.instruction is not None:
        following.instruct(store, request, chosen.name, chosen.document, chosen.note)
        paper.say("Kept the department's instruction.")
    else:
        if chosen.family is None:
            moved = following.follow(store, request, RequestStep(chosen.step), chosen.note)
        else:
            moved = find_family(store, request, family_of_reference(store, chosen.family), chosen.note)
        said = ", ".join(each.title.lower() for each in moved)
        paper.say("Kept the step." + (f" Its clock stopped or waits: {said}." if moved else ""))


def _close(store: Store, chosen: argparse.Namespace) -> None:
    end = RequestEnd(chosen.end)
    try:
        request = known.request_named(store, chosen.request)
    except RequestUnknownError:
        following.close_of_erased_family(store, chosen.request, end)
        paper.say("The request went with its family; its clocks are stopped.")
        return
    following.close_request(store, request, end, chosen.note)
    paper.say(f"Request {request.request[:ID_SHOWN]} is closed.")


def _may_show(store: Store) -> bool:
    """Say whether what somebody said stays where it is printed (design 8; agreement A9)."""
    return store.sidecar.is_practice or sys.stdout.isatty()


def _tell_seen(store: Store, found: Iterable[known.Request]) -> None:
    """Tell that families are shown by what they asked, before it is seen (agreement A3)."""
    for family in dict.fromkeys(each.family for each in found if _reference(store, each.family) is not None):
        assert family is not None
        tell_shown(store, family, (ViewPart.PEOPLE,))


def _shown(store: Store, request: known.Request) -> dict[str, Any]:
    """Return one as the JSON that README documents, without what may not leave in it."""
    told = _told(store, request)
    return told if _may_show(store) else {**told, **dict.fromkeys(_PERSONAL)}


def _told(store: Store, request: known.Request) -> dict[str, Any]:
    """Return one as the JSON that README documents."""
    staff = staff_names(store)
    return {
        "request": request.request,
        "kind": request.kind.value,
        "reference": _reference(store, request.family),
        "received_at": _at(request.received_at),
        "received_by": staff.get(request.received_by, request.received_by),
        "channel": request.channel.value,
        "requester": request.requester,
        "contact": request.contact,
        "text": request.text,
        "locks_family": request.is_locking,
        "steps": [
            {"step": each.step and each.step.value, "end": each.end and each.end.value, "at": _at(each.at)}
            for each in request.news
        ],
        "end": request.end and request.end.value,
        "clocks": [clock_record(each) for each in clocks_about(store, request.request)],
    }


def _reference(store: Store, family: FamilyId | None) -> str | None:
    return None if family is None else reference_of(store, family)


def _at(instant: Instant) -> str:
    return instant.isoformat(timespec="milliseconds")
