"""`doorstep demo`: made-up families in a throw-away practice store, shown and erased."""

import argparse
import tempfile
from pathlib import Path

from store import door
from store.fieldwork import made_up
from store.ids import new_id
from store.keeping.acts.terms.store import ErasureReason
from store.keeping.inspection import inspect
from store.keeping.key_derivation import KdfCost
from store.keeping.passphrases import read_passphrase
from tui import wording
from tui.printed import paper, status, trail, verify
from tui.printed.init import TRAINING_BEGINS

PASSPHRASE = "Lantern orchard 58 kestrel"  # noqa: S105  # shown on purpose: the store is thrown away
COST = KdfCost(memory_kib=8 * 1024, passes=1, lanes=1)
"""Cheap, because nothing in a throw-away store is worth guarding; a real one refuses it."""


def run(chosen: argparse.Namespace) -> None:
    """Make it, show it, check it, erase one family for ever, check it again, throw it away."""
    with tempfile.TemporaryDirectory(prefix="doorstep-demo-") as temporary:
        folder = Path(temporary) / "base"
        passphrase = read_passphrase(PASSPHRASE.encode())
        asked = door.NewBase(
            name="Demonstration",
            staff_name="Supervisor One",
            as_if=wording.day_or_instant(TRAINING_BEGINS, wording.WORK_BEGINS),
            has_keyring=False,
            cost=COST,
        )
        door.found_base(folder, asked, passphrase)
        with door.open_store(folder, passphrase) as store:
            paper.say(f"A practice base in {folder}, thrown away at the end. Its passphrase: {PASSPHRASE}")
            families = list(made_up.families(chosen.families, delivery=new_id()))
            for family in families:
                store.record(family)
            print("\n-- doorstep status")
            status.tell(store, is_json=False)
            print("\n-- doorstep verify --signatures")
            paper.say(verify.line(inspect(store, signatures=True)))
            print("\nOne family is erased for ever; its entry stays, says nothing, and still holds:")
            store.erase_for_ever([families[0].family], ErasureReason.RETENTION_ENDED, authority="7.2f")
            paper.say(verify.line(inspect(store, signatures=True)))
            print("\n-- doorstep trail")
            trail.tell(store, until=None, family=None, is_json=False)
