"""`doorstep staff`: who may sign in, and with what training."""

import argparse
import json
from dataclasses import asdict

from store.keeping.acts.terms.store import StaffRole
from store.keeping.store import Store
from tui import wording
from tui.printed import opened, paper


def run(chosen: argparse.Namespace) -> None:
    """Do the deed that was asked for."""
    from store.keeping import staffing

    with opened.open_store(chosen) as store:
        match chosen.deed:
            case "list":
                _list(store, is_json=chosen.json)
            case "add":
                theirs = opened.new_passphrase(chosen, f"Passphrase of {wording.plain(chosen.name)}: ")
                staffing.add(store, chosen.name, StaffRole(chosen.role), theirs)
                paper.say(f"{chosen.name} can sign in from now on.")
            case "leave":
                staffing.leave(store, chosen.name)
                paper.say(f"{chosen.name} can no longer sign in.")
            case "passphrase":
                staffing.change_passphrase(store, opened.new_passphrase(chosen, "New passphrase: "))
                paper.say("Your new passphrase counts from now on.")


def _list(store: Store, *, is_json: bool) -> None:
    from store.keeping import people as register

    people = register.staff(store)
    if is_json:
        print(json.dumps([asdict(person) for person in people], indent=2))
        return
    for person in people:
        trained = f"trained until {person.trained_until}" if person.trained_until else "no training recorded"
        stands = f"left {person.left_on}" if person.left_on else trained
        paper.say(f"{person.name}  {', '.join(person.roles)}  {stands}")
