"""`doorstep paper`: numbered sheets handed out, back, shredded."""

import argparse
import json
from typing import TYPE_CHECKING

from store.agreement.safeguards import PaperLevel
from store.custody import paper as register
from store.custody.naming import staff_named, staff_names
from store.custody.trail import family_of_reference
from store.keeping.acts.terms.devices import SheetState
from store.keeping.store import Store
from tui import wording
from tui.printed import opened, paper

if TYPE_CHECKING:
    from store.custody.paper import Sheet


def run(chosen: argparse.Namespace) -> None:
    """Do the deed that was asked for.

    Raises:
        DayFormError: `--at` is no day and no instant; nobody has signed in then.
    """
    when = getattr(chosen, "at", None)
    at = None if when is None else wording.day_or_instant(when, wording.DAY_BEGINS)
    with opened.open_store(chosen) as store:
        match chosen.deed:
            case "issue":
                families = [family_of_reference(store, each) for each in chosen.family]
                count = register.issue(store, chosen.sheet, chosen.to, families, chosen.why)
                paper.say(f"{wording.counted(count, 'sheet')} handed to {chosen.to}.")
            case "return":
                paper.say(f"{wording.counted(register.take_back(store, chosen.sheet), 'sheet')} back.")
            case "shred":
                level = PaperLevel(chosen.level)
                count = register.shred(store, chosen.sheet, level, chosen.witness, chosen.recycler, at)
                paper.say(f"{wording.counted(count, 'sheet')} shredded to {level}.")
            case "list":
                _list(store, chosen.holder, is_json=chosen.json)


def _list(store: Store, holder: str | None, *, is_json: bool) -> None:
    names = staff_names(store)
    found = register.sheets(store, None if holder is None else staff_named(store, holder))
    if is_json:
        print(json.dumps([_told(each, names) for each in found], indent=2))
        return
    if not found:
        paper.say("No sheet was handed out.")
    for each in found:
        gone = f" to {each.level}, before {each.witness}, to {each.recycler}" if each.level else ""
        paper.say(f"{names.get(each.holder, each.holder)}: {each.state}{gone}", f"{each.sheet}  ")
    if found:
        out = sum(each.state is SheetState.ISSUED for each in found)
        paper.say(f"{wording.counted(out, 'sheet')} of {len(found):,} still out.")


def _told(each: "Sheet", names: dict[str, str]) -> dict[str, object]:
    """Return one as the JSON that README documents."""
    return {
        "sheet": each.sheet,
        "state": each.state.value,
        "holder": each.holder,
        "name": names.get(each.holder),
        "families_count": each.families_count,
        "why_necessary": each.why_necessary,
        "level": each.level and each.level.value,
        "witness": each.witness,
        "recycler": each.recycler,
        "shredded_at": each.shredded_at and each.shredded_at.isoformat(timespec="milliseconds"),
    }
