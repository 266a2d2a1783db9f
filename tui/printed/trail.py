"""`doorstep trail`: what happened here, newest first, as sentences that name nobody's family."""

import argparse
import json

from store.clock import Instant
from store.coming_in import hold_sees_contacts
from store.custody.register import device_named
from store.custody.trail import TrailLine, family_of_reference, read_trail
from store.fieldwork.views import tell_shown
from store.keeping.acts.terms.families import ViewPart
from store.keeping.store import Store
from tui import wording
from tui.printed import opened, paper


def run(chosen: argparse.Namespace) -> None:
    """Print the trail.

    Raises:
        DayFormError: `--as-of` is no day and no instant; nobody has signed in then.
    """
    until = None if chosen.as_of is None else wording.day_or_instant(chosen.as_of, wording.DAY_ENDS)
    with opened.open_store(chosen) as store:
        tell(store, until=until, family=chosen.family, device=chosen.device, is_json=chosen.json)


def tell(store: Store, *, until: Instant | None, family: str | None, device: str | None = None, is_json: bool) -> None:
    """Print the trail of an open store; that of one family is a view of it, which is told first.

    Raises:
        KeeperSeesNoContactsError: A keeper of eligibility asks for one family's (clause 7.2c).
        FamilyUnknownError: `family` names none.
        DeviceUnknownError: `device` names none.
    """
    if family is not None:
        hold_sees_contacts(store)
    about = None if family is None else family_of_reference(store, family)
    on = None if device is None else device_named(store, device).device
    if about is not None:
        tell_shown(store, about, (ViewPart.HISTORY,))
    lines = read_trail(store, until, about, on)
    if is_json:
        print(json.dumps([_told(line) for line in lines], indent=2))
        return
    is_empty = True
    for line in lines:
        is_empty = False
        say(line)
    if is_empty:
        paper.say("Nothing had happened here by then.")


def say(line: TrailLine) -> None:
    """Print one line."""
    erased = "  (body erased)" if line.is_erased else ""
    said = f"{line.name}: {wording.sentence(line.act)} [{line.act.clause}]{erased}"
    paper.say(said, f"{line.n:>6}  {wording.moment(line.at):<20}  ")


def _told(line: TrailLine) -> dict[str, object]:
    """Return one line as the JSON that README documents."""
    return {
        "n": line.n,
        "at": line.at.isoformat(timespec="milliseconds"),
        "staff": line.staff,
        "name": line.name,
        "kind": line.act.kind,
        "sentence": wording.sentence(line.act),
        "clause": line.act.clause,
        "erased": line.is_erased,
    }
