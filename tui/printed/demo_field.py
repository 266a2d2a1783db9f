"""`doorstep demo field`: the app at the door, on made-up families in a practice store that is thrown away.

Owns making the store and starting the app on it. Refuses to own the families and what was done at their doors (store).
"""

import argparse
import sys
import tempfile
from pathlib import Path

from store.door import agreement_of
from store.exchange import allocation
from store.exchange.peers import peer_named
from store.fieldwork import made_up
from store.fieldwork.made_up_work import work
from store.ids import new_id
from tui import launcher, wording
from tui.printed.demo_stage import BASE, PASSPHRASE, A, Stage

TOLD = (
    f"A demonstration: its passphrase is {PASSPHRASE}",
    "Everybody is made up, and all of it is thrown away when you leave (Ctrl+Q).",
)


def run(chosen: argparse.Namespace) -> int:
    """Make it, and open the app on it; whatever ends the app, the store is gone afterwards.

    Returns:
        The exit code.
    """
    if not launcher.is_at_terminal():
        return launcher.tell_no_terminal()
    families = chosen.families or 60
    print(f"Making up {wording.counted(families, 'family', 'families')} ...", file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="doorstep-demo-", ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary)
        make(folder, families)
        return launcher.run(["--store", str(folder / A)], TOLD)


def make(folder: Path, count: int) -> Path:
    """Make a base and a laptop that has worked for some weeks; return the laptop's folder.

    Args:
        folder: Empty; everything lies below it.
        count: How many families the laptop has.
    """
    with Stage(folder, is_telling=False) as stage:
        stage.set_up_base()
        families = list(made_up.families(count, delivery=new_id()))
        stage[BASE].record(*families)
        stage.enrol(A, "Interviewer One")
        chosen = allocation.choose(allocation.free_families(stage[BASE]), None, count)
        allocation.give(stage[BASE], peer_named(stage[BASE], A), chosen)
        stage.sync(BASE, A, BASE, A)
        laptop = stage[A]
        laptop.record(*work(families, laptop.now(), laptop.keys.person.staff, agreement_of(laptop)))
    return folder / A
