"""`doorstep councils`: which councils count as one, and taking that back; who is locked for nothing else then."""

import argparse

from store.coming_in import hold_sees_contacts
from store.exchange.intake.identity import joinings
from store.exchange.intake.parting import locked_while_joined, part
from store.exchange.peers import hold_base
from store.keeping.store import Store
from tui import intake_words
from tui.printed import opened, paper


def run(chosen: argparse.Namespace) -> None:
    """Do what the deed says."""
    if chosen.deed == "part":
        _part(chosen)
    else:
        _joined(chosen)


def _part(chosen: argparse.Namespace) -> None:
    with opened.open_store(chosen) as store:
        are_two = part(store, chosen.council, chosen.other, chosen.reason)
        paper.say(intake_words.parted(chosen.council, chosen.other, are_two=are_two))
        _say_locked(store)


def _joined(chosen: argparse.Namespace) -> None:
    """Print them.

    Raises:
        NotBaseError: It is a laptop's store.
        KeeperSeesNoContactsError: A keeper of eligibility asks (clause 7.2c).
    """
    with opened.open_store(chosen, is_only_looking=True) as store:
        hold_base(store)
        hold_sees_contacts(store)
        pairs = joinings(store)
        for council, other in pairs:
            paper.say(intake_words.joined(council, other))
        if not pairs:
            paper.say("No two councils count as one.")
        _say_locked(store)


def _say_locked(store: Store) -> None:
    for line in intake_words.locked_lines(locked_while_joined(store)):
        paper.say(line)
