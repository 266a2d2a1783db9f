"""`doorstep destroy`: what is held goes from every device, base's own last; each step told."""

import argparse
import json
from pathlib import Path

from store.custody.trail import family_of_reference
from store.exchange.destroying import deciding, doing
from store.exchange.destroying.deciding import Meant
from store.exchange.destroying.plan import Step, plan
from store.keeping.store import Store
from tui import wording
from tui.printed import opened, paper
from tui.printed.destruction import say_too_soon


def run(chosen: argparse.Namespace) -> None:
    """Plan, decide, or go on."""
    if chosen.go_on and chosen.plan:
        chosen.parser.error("--plan shows what --family, --not-recontactable, --device, --original or --all would do")
    with opened.open_store(chosen) as store:
        if not chosen.go_on:
            meant = _meant(store, chosen)
            if chosen.plan:
                _plan(plan(store, meant), is_json=chosen.json)
                return
            order = deciding.decide(
                store,
                meant,
                lambda: opened.passphrase(chosen, "The second person's passphrase: "),
                for_clause=chosen.clause or ("7.2e" if chosen.not_recontactable else "7.2f"),
            )
            if not chosen.json:
                paper.say(f"Decided: destruction {order[:8]}.")
        went = doing.go_on(store)
        _went(store, went, is_json=chosen.json)
        if not chosen.json:
            say_too_soon(store)


def _meant(store: Store, chosen: argparse.Namespace) -> Meant:
    from store.custody.register import device_named

    if chosen.family:
        return deciding.of_families([family_of_reference(store, each) for each in chosen.family])
    if chosen.not_recontactable:
        return deciding.of_families(deciding.not_recontactable(store))
    if chosen.device is not None:
        return deciding.of_device(store, device_named(store, chosen.device).device)
    if chosen.again is not None:
        return _again(store, Path(chosen.again))
    if chosen.lost:
        from store.exchange.destroying.again import lost_with_base

        return deciding.of_families(lost_with_base(store))
    return deciding.ORIGINAL_DATASET if chosen.original else deciding.everything(store)


def _again(store: Store, path: Path) -> Meant:
    from store.exchange.destroying.again import meant_by
    from tui.documents import vouched_for

    return meant_by(store, vouched_for(path))


def _plan(steps: list[Step], *, is_json: bool) -> None:
    if is_json:
        told = [
            {"where": each.where, "name": each.name, "families": each.count, "how": each.how.value, "what": each.what}
            for each in steps
        ]
        print(json.dumps(told, indent=2))
        return
    for each in steps:
        count = f" ({wording.counted(each.count, 'family', 'families')})" if each.count else ""
        paper.say(f"{each.what}{count}", f"{each.name}  ")
    paper.say("Nothing was done.")


def _went(store: Store, went: list[doing.Went], *, is_json: bool) -> None:
    from store.custody.naming import device_names

    names = device_names(store)
    if is_json:
        told = [
            {"order": each.order, "done": each.is_done, "waiting": [names.get(one, one) for one in each.waiting]}
            for each in went
        ]
        print(json.dumps(told, indent=2))
        return
    for each in went:
        if each.is_done:
            paper.say(f"Destruction {each.order[:8]} is done, here and on every laptop that held it.")
            paper.say(f"Certify it with `doorstep destruction certificate --order {each.order[:8]} --to FILE`.")
        else:
            waiting = ", ".join(names.get(one, one) for one in each.waiting)
            paper.say(f"Destruction {each.order[:8]} waits for {waiting}: sync, then `doorstep destroy --go-on`.")
    if not went:
        paper.say("Nothing that was decided is left to do.")
