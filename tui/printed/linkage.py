"""`doorstep extract linkage|stop-list` and `doorstep linkage`: who is linked, who is stopped, what was confirmed."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from store.keeping.store import Store
from tui import wording
from tui.documents import document_digest
from tui.printed import leaving, opened, paper

if TYPE_CHECKING:
    from store.exchange.linkage.known import Sent

ID_SHOWN = 8
"""Of a file's id: enough to name it by."""


def extract(store: Store, chosen: argparse.Namespace) -> None:
    """Write an extract."""
    from store.exchange.linkage.extracting import extract_linkage

    to = leaving.sealed_for(store, chosen)
    assert to is not None
    made = extract_linkage(store, Path(chosen.to), to, chosen.records)
    people = wording.counted(len(made.people), "person", "people")
    paper.say(f"{people} whose yes stands written to {chosen.to}, sealed for {to.whom.name}.")
    _confirm(made)


def stop(store: Store, chosen: argparse.Namespace) -> None:
    """Write a stop-list."""
    from store.exchange.linkage.extracting import extract_stops

    to = leaving.sealed_for(store, chosen)
    assert to is not None
    made = extract_stops(store, Path(chosen.to), to)
    people = wording.counted(len(frozenset().union(*(each.people for each in made))), "person", "people")
    paper.say(f"{people} to be taken out again written to {chosen.to}, sealed for {to.whom.name}.")
    _confirm(made[0])


def run(chosen: argparse.Namespace) -> None:
    """Do the deed that was asked for."""
    from store.exchange.linkage.extracting import acknowledge, never_left
    from store.keeping.acts.terms.exchange import Channel

    with opened.open_store(chosen) as store:
        match chosen.deed:
            case "list":
                _list(store, is_json=chosen.json)
            case "acknowledge":
                digest = None if chosen.document is None else document_digest(Path(chosen.document))
                acknowledge(store, chosen.named, chosen.by, Channel(chosen.channel), digest)
                paper.say(f"Recorded: {chosen.by} confirmed having it.")
            case "never-left":
                never_left(store, chosen.named, chosen.reason)
                paper.say("Recorded: it never left, and nobody has to confirm it.")


def _confirm(made: "Sent") -> None:
    name = (made.revision or made.extract)[:ID_SHOWN]
    paper.say(f"Once they confirm it: `doorstep linkage acknowledge --file {name} --by NAME`.")


def _list(store: Store, *, is_json: bool) -> None:
    from store.exchange.linkage.known import open_files, owed_stops, sent, unwilling_people
    from store.exchange.peers import hold_base
    from store.exchange.recipients import recipients

    hold_base(store)
    files = sent(store)
    names = {each.recipient: each.name for each in recipients(store)}
    owed = owed_stops(files, unwilling_people(store))
    if is_json:
        print(json.dumps([_told(each, names, len(owed.get(each.extract, ()))) for each in files], indent=2))
        return
    if not files:
        paper.say("Nothing was sent for linkage. Begin with `doorstep extract linkage`.")
    for each in files:
        what = "extract" if each.revision is None else "stop-list"
        people = wording.counted(len(each.people), "person", "people")
        name = (each.revision or each.extract)[:ID_SHOWN]
        paper.say(f"{what} for {names.get(each.recipient, 'nobody')}, {people}: {_standing(each)}", f"{name}  ")
    waiting = len(open_files(files))
    if waiting:
        paper.say(f"{wording.counted(waiting, 'file')} not confirmed: final destruction waits (7.2f).")
    unwilling = frozenset().union(*owed.values())
    if unwilling:
        count = wording.counted(len(unwilling), "person took", "people took")
        paper.say(f"{count} linkage back and the recipient was not told: `doorstep extract stop-list` (4.2).")


def _standing(each: "Sent") -> str:
    if not each.may_have_left:
        return "never left"
    if each.is_acknowledged:
        return "confirmed"
    return "waits to be confirmed" if each.end is not None else "broken off; it may have left"


def _told(each: "Sent", names: dict[str, str], owed_count: int) -> dict[str, object]:
    """Return one as the JSON that README documents."""
    return {
        "file": each.revision or each.extract,
        "kind": "extract" if each.revision is None else "stop_list",
        "extract": each.extract,
        "recipient": names.get(each.recipient, ""),
        "people": len(each.people),
        "end": None if each.end is None else each.end.value,
        "acknowledged": each.is_acknowledged,
        "stops_owed": owed_count if each.revision is None else 0,
    }
