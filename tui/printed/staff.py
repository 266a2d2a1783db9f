"""`doorstep staff`: who may sign in, and with what training."""

import argparse
import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

from store.agreement.london import london_day
from store.agreement.safeguards import Topic
from store.custody import credentials
from store.custody.naming import staff_named, staff_names
from store.exchange import laptops
from store.keeping.acts.terms.store import CredentialEvidence, StaffRole
from store.keeping.files import disk_refusals
from store.keeping.store import Store
from tui import staff_words, wording
from tui.printed import opened, paper


def run(chosen: argparse.Namespace) -> None:
    """Do the deed that was asked for."""
    from store.keeping import staffing

    if chosen.deed == "credential-add":
        chosen.begins, chosen.until = _day(chosen.begins), _day(chosen.until)
        with disk_refusals():
            chosen.content = None if chosen.document is None else Path(chosen.document).read_bytes()
    with opened.open_store(chosen) as store:
        match chosen.deed:
            case "list":
                _list(store, is_json=chosen.json)
            case "add":
                theirs = opened.new_passphrase(chosen, f"Passphrase of {wording.plain(chosen.name)}: ")
                staffing.add(store, chosen.name, StaffRole(chosen.role), theirs)
                paper.say(f"{chosen.name} can sign in from now on.")
                paper.say("You vouch that they were briefed: it counts for a year (`doorstep staff credential list`).")
            case "leave":
                carried = laptops.carried_by(store, chosen.name)
                staffing.leave(store, chosen.name)
                paper.say(f"{chosen.name} can no longer sign in{' at base' if carried else ''}.")
                for sentence in staff_words.at_next_sync(carried):
                    paper.say(sentence)
                for each in carried:
                    revoke = f"`doorstep device revoke --name {each.peer.name} --cause retired`"
                    paper.say(f"Once it is here, and its families are called back: {revoke}.")
            case "credential-add":
                _train(store, chosen)
            case "credential-end":
                credentials.end_credential(store, credentials.credential_named(store, chosen.credential), chosen.reason)
                paper.say("The credential is ended; it goes down to a laptop with the next bundle.")
            case "credential-list":
                _credentials(store, is_json=chosen.json)
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
        trained = (
            f"trained until {wording.day(person.trained_until)}" if person.trained_until else "no training recorded"
        )
        stands = f"left {wording.day(person.left_on)}" if person.left_on else trained
        paper.say(f"{person.name}  {', '.join(person.roles)}  {stands}")


def _train(store: Store, chosen: argparse.Namespace) -> None:
    credentials.record_credential(
        store,
        chosen.name,
        topics=[Topic(each) for each in chosen.topic],
        evidence=CredentialEvidence(chosen.evidence),
        from_on=chosen.begins,
        expires_on=chosen.until,
        document=chosen.content,
    )
    today = london_day(store.now())
    until = credentials.trained_until(credentials.credentials(store, staff_named(store, chosen.name)), today)
    stands = "not every topic is covered yet" if until is None else f"trained in every topic until {wording.day(until)}"
    paper.say(f"Kept; {chosen.name}: {stands}.")


def _credentials(store: Store, *, is_json: bool) -> None:
    names, found = staff_names(store), credentials.credentials(store)
    if is_json:
        print(json.dumps([_told(each, names) for each in found], indent=2))
        return
    for each in found:
        who = names.get(each.staff, "somebody who is not on the register")
        topics = ", ".join(topic.replace("-", " ") for topic in Topic if topic in each.topics)
        ended = "; ended" if each.is_ended else ""
        paper.say(
            f"{who}: {topics}; by {each.evidence}, until {wording.day(each.expires_on)}{ended}",
            f"{each.credential[:8]}  ",
        )


def _told(each: credentials.Credential, names: dict[str, str]) -> dict[str, object]:
    """Return one as the JSON that README documents."""
    return {
        "credential": each.credential,
        "staff": each.staff,
        "name": names.get(each.staff),
        "topics": [topic.value for topic in Topic if topic in each.topics],
        "evidence": each.evidence.value,
        "from_on": each.from_on.isoformat(),
        "expires_on": each.expires_on.isoformat(),
        "ended": each.is_ended,
    }


def _day(text: str | None) -> date | None:
    return None if text is None else london_day(wording.day_or_instant(text, wording.WORK_BEGINS))
