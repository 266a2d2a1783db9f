"""`doorstep eligibility`: how the file of eligibility stands, and opening it, which takes two of its keepers.

Owns where it may be printed. Refuses to own who may open it (store, exchange, eligibility): supervisors of the contact
list never do (clause 7.2c).
"""

import argparse
import json
import sys

from store.clock import LONDON
from store.errors import TerminalOnlyError
from tui import wording
from tui.printed import opened, paper


def run(chosen: argparse.Namespace) -> None:
    """Do what the deed says.

    Raises:
        TerminalOnlyError: It would leave a real base, to a file or another program; nothing was opened.
    """
    if chosen.deed == "open":
        _open(chosen)
    else:
        _status(chosen)


def _open(chosen: argparse.Namespace) -> None:
    from store.exchange.eligibility.opening import open_eligibility

    with opened.open_store(chosen) as store:
        if not (store.sidecar.is_practice or sys.stdout.isatty()):
            raise TerminalOnlyError
        second = opened.passphrase(chosen, "Another keeper's passphrase: ")
        rows = open_eligibility(store, second, chosen.reason)
    told = [{"family": family, "delivery": delivery, "said": json.loads(said)} for family, delivery, said in rows]
    if chosen.json:
        print(json.dumps(told, indent=2))
        return
    paper.say(f"Opened, and told in the trail: {wording.counted(len(told), 'family', 'families')}.")
    for family, _, said in rows:
        paper.say(", ".join(f"{heading}: {value}" for heading, value in json.loads(said).items()), f"  {family}  ")


def _status(chosen: argparse.Namespace) -> None:
    from store.exchange.eligibility.standing import standing_of

    with opened.open_store(chosen, is_only_looking=True) as store:
        standing = standing_of(store)
    if chosen.json:
        print(
            json.dumps(
                {
                    "is_there": standing.is_there,
                    "keepers": [{"name": each.name, "can_open": each.can_open} for each in standing.keepers],
                    "waiting": standing.waiting_count,
                    "opened": [
                        {"at": each.at.isoformat(timespec="milliseconds"), "by": each.by, "reason": each.reason}
                        for each in standing.opened
                    ],
                },
                indent=2,
            )
        )
        return
    paper.say("The file of eligibility is there." if standing.is_there else "There is no file of eligibility yet.")
    for keeper in standing.keepers:
        paper.say(
            f"  {keeper.name}: {'can open it, with another keeper' if keeper.can_open else 'has no key of it yet'}"
        )
    if not standing.keepers:
        paper.say("Nobody keeps it: see `doorstep staff add`.")
    if standing.waiting_count:
        waiting = wording.counted(standing.waiting_count, "family waits", "families wait")
        paper.say(f"{waiting} to be taken out of it: the next keeper who opens it does.")
    for each in standing.opened:
        at = each.at.astimezone(LONDON)
        paper.say(f"Opened on {wording.day(at.date())} at {at:%H:%M} by {each.by}: {each.reason}")
