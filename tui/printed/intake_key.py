"""`doorstep intake-key`: the key that councils encrypt their deliveries to, where they use OpenPGP."""

import argparse
from pathlib import Path

from store.exchange.intake.openpgp_key import give_key
from tui.printed import opened, paper


def run(chosen: argparse.Namespace) -> None:
    """Write it, and print the fingerprint to read aloud."""
    path = Path(chosen.to).absolute()
    opened.existing(str(path.parent))
    with opened.open_store(chosen) as store:
        fingerprint = give_key(store, path)
    paper.say("Base's OpenPGP key is written. Read its fingerprint to the council over the telephone:")
    paper.say_words([fingerprint[at : at + 4].upper() for at in range(0, len(fingerprint), 4)])
