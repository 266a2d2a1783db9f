"""`doorstep allocate`: base gives families to a laptop."""

import argparse

from store.exchange import allocation
from store.exchange.peers import hold_base, peer_named
from store.keeping.store import Store
from tui import wording
from tui.printed import opened, paper


def run(chosen: argparse.Namespace) -> None:
    """Choose, give, and say how many went; nobody is named."""
    if chosen.family and (chosen.postcode or chosen.count):
        chosen.parser.error("--family names families; --postcode and --count choose them: give one or the other")
    if not (chosen.family or chosen.postcode or chosen.count):
        chosen.parser.error("say which: --postcode, --count, both of them, or --family")
    with opened.open_store(chosen) as store:
        _give(store, chosen)


def _give(store: Store, chosen: argparse.Namespace) -> None:
    hold_base(store)
    laptop = peer_named(store, chosen.to)
    if chosen.family:
        families = allocation.named(store, chosen.family)
    else:
        families = allocation.choose(allocation.free_families(store), chosen.postcode, chosen.count)
    allocation.give(store, laptop, families)
    given = wording.counted(len(families), "family", "families")
    short = ", as no more are free" if chosen.count and len(families) < chosen.count else ""
    paper.say(f"{chosen.to} is given {given}{short}. They go with the next bundle: doorstep sync")
