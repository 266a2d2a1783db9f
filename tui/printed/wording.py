"""`doorstep wording`: the texts that are read to people, and new ones for every laptop."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from store.agreement.london import london_day
from store.keeping.store import Store
from tui import wording as words
from tui.printed import opened, paper


def run(chosen: argparse.Namespace) -> None:
    """Do the deed that was asked for."""
    match chosen.deed:
        case "list":
            with opened.open_store(chosen) as store:
                _list(store, is_json=chosen.json)
        case "issue":
            _issue(chosen)


def _issue(chosen: argparse.Namespace) -> None:
    from store.agreement.wording_file import read_wordings
    from store.exchange.peers import peers
    from store.exchange.wordings import issue_wordings
    from store.keeping.agreed import agreement_of

    texts = read_wordings(Path(chosen.file))
    asked = None if chosen.from_on is None else london_day(words.day_or_instant(chosen.from_on, words.WORK_BEGINS))
    with opened.open_store(chosen) as store:
        from_on = asked or london_day(store.now())
        laptops = [each for each in peers(store) if each.revoked_from is None]
        orders = issue_wordings(store, agreement_of(store), laptops, texts, from_on)
        for each in texts:
            paper.say(f"{each.id}, version {each.version}, {each.language}: read from {words.day(from_on)} on.")
    paper.say(
        f"{words.counted(len(orders), 'laptop')} will have it with the next bundle."
        " Whoever is being asked then keeps the text they began with."
    )


def _list(store: Store, *, is_json: bool) -> None:
    from store.exchange.wordings import known_wordings
    from store.keeping.agreed import agreement_of

    known = known_wordings(store, agreement_of(store))
    if is_json:
        print(json.dumps([asdict(each) for each in known], indent=2))
        return
    indent = 2 + max(len(each.wording) for each in known)
    for each in known:
        where = "" if each.laptops_count is None else f", on {each.done_count} of {each.laptops_count} laptops"
        since = f"read from {words.day(each.from_on)} on" if each.from_on else "of the agreement"
        check = ", needs a translator's check" if each.translation == "needs_check" else ""
        form = each.form.replace("_", " ")
        said = f"version {each.version}, {each.language}, {form}, {since}: {each.state.replace('_', ' ')}{where}{check}"
        paper.say(said, f"{each.wording:{indent}}")
