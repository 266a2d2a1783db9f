"""`doorstep init`: a base station with its first supervisor, or a laptop from a ticket of base."""

import argparse
import sys
from pathlib import Path

from store import door
from store.keeping.passphrases import Passphrase
from tui import notices, wording
from tui.paths import store_folder
from tui.printed import opened, paper

TRAINING_BEGINS = "2015-11-02"
"""Inside the term, a Monday morning (design)."""


def run(chosen: argparse.Namespace) -> None:
    """Set it up, and say what was made."""
    if chosen.role == "field":
        _field(chosen)
    else:
        _base(chosen)
    if chosen.no_keyring:
        paper.say("It is protected by the passphrase alone: whoever has the folder and the passphrase has everything.")


def _base(chosen: argparse.Namespace) -> None:
    if chosen.as_if is not None and not chosen.practice:
        chosen.parser.error("--as-if needs --practice: a real store lives on the real clock")
    folder = store_folder(chosen)
    asked = door.NewBase(
        name=chosen.name,
        staff_name=chosen.staff,
        as_if=wording.day_or_instant(chosen.as_if or TRAINING_BEGINS, wording.WORK_BEGINS) if chosen.practice else None,
        has_keyring=not chosen.no_keyring,
        agreement=Path(chosen.agreement) if chosen.agreement else None,
        attesting=chosen.attest_volume,
    )
    door.found_base(folder, asked, lambda: _passphrase(chosen))
    paper.say(f"Made {'the practice base' if chosen.practice else 'the base'} `{chosen.name}` in {folder}.")
    paper.say(f"{chosen.staff} is its first supervisor and declares their training, which is recorded for one year.")
    paper.say(
        "Add a second supervisor now (`doorstep staff add`): without one, a forgotten passphrase loses this base, and"
        " nobody at a laptop can be helped to a new one."
    )


def _field(chosen: argparse.Namespace) -> None:
    from store.exchange.signed_file import content_of
    from store.exchange.ticket import read_ticket

    path, folder = Path(chosen.ticket).absolute(), store_folder(chosen)
    ticket = read_ticket(content_of(path))
    word = Path(chosen.volume_word) if chosen.volume_word else None
    asked = door.NewField(ticket=path, has_keyring=not chosen.no_keyring, word=word)
    words = door.found_field(folder, asked, lambda: _passphrase(chosen))
    paper.say(f"Made {'the practice laptop' if ticket.is_practice else 'the laptop'} `{ticket.name}` in {folder}.")
    paper.say(
        f"{ticket.staff_name} signs in here. Bring the answer, which lies beside the ticket in {path.parent}, back to"
        f" {ticket.base_name}, and read these six words aloud to whoever is there:"
    )
    paper.say_words(words)


def _passphrase(chosen: argparse.Namespace) -> Passphrase:
    """Return the new passphrase, and say on a terminal what takes the next seconds."""
    typed = opened.new_passphrase(chosen)
    if sys.stderr.isatty():
        notices.say("Measuring this machine, so that each guess at the passphrase costs half a second.")
    return typed
