"""`doorstep witness`: who outside base keeps its checkpoints."""

import argparse
import json

from tui.printed import opened, paper


def run(chosen: argparse.Namespace) -> None:
    """Name them, or show who it is."""
    from store.exchange.audit.witness import heads_sent, name_witness, witness_of
    from store.exchange.recipients import recipient_named, recipients

    if (chosen.name is None) != (chosen.mailbox is None):
        chosen.parser.error("--name and --mailbox say together who is to keep them, and where: give both")
    with opened.open_store(chosen) as store:
        if chosen.name is not None:
            name_witness(store, recipient_named(store, chosen.name), chosen.mailbox, chosen.country or "GB")
        found, sent = witness_of(store), heads_sent(store)
        names = {each.recipient: each.name for each in recipients(store)}
        name = None if found is None else names.get(found.recipient, found.recipient)
    last = sent[-1] if sent else None
    if chosen.json:
        told = {
            "name": name,
            "mailbox": found and found.address,
            "sent_count": len(sent),
            "last_size": last and last.size,
            "last_root": last and last.root,
        }
        print(json.dumps(told, indent=2))
    elif found is None:
        paper.say("Nobody outside base keeps its checkpoints: name somebody with --name and --mailbox.")
    else:
        paper.say(f"{name} is left base's checkpoint at each sync, in {found.address}.")
        if last is not None:
            paper.say(f"The last one was of {last.size:,} entries, root {last.root[:16]}.")
