"""`doorstep report wave-two`: how far each council's second wave is, for the team; `doorstep extract wave-two`."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from store.exchange.wave_two.stands import Stands, second_waves
from store.keeping.store import Store
from tui import wording
from tui.printed import leaving, paper


def tell(store: Store, *, is_json: bool) -> None:
    """Print it.

    Raises:
        NotBaseError: It is a laptop's store.
    """
    found = second_waves(store)
    if is_json:
        print(json.dumps([_told(each) for each in found], indent=2))
        return
    if not found:
        paper.say("No council's families were taken in.")
    for each in found:
        for line in _lines(each):
            paper.say(line, f"{wording.plain(each.council)}  ")


def extract(store: Store, chosen: argparse.Namespace) -> None:
    """Write the list of wave 2 of a council.

    Raises:
        StoreError: It did not leave; each kind says why.
    """
    from store.exchange.wave_two.extracting import extract_sample

    to = leaving.sealed_for(store, chosen)
    assert to is not None
    count = extract_sample(store, chosen.council, Path(chosen.to), to)
    families = wording.counted(count, "family", "families")
    paper.say(f"{families} of wave 2 written to {chosen.to}, sealed for {to.whom.name}: no name, no street.")


def _lines(each: Stands) -> Iterator[str]:
    if each.selected_count is None:
        yield f"{wording.counted(each.families_count, 'family', 'families')} held; updates have not come."
        if not each.is_sent_back:
            yield "Not all of them were sent back for updating: `doorstep extract resupply` (7.2e)."
        elif each.laptops_out:
            yield f"Not everything of wave 1 is in from: {', '.join(each.laptops_out)}."
        else:
            yield "Sent back, and every laptop's journal is in: updates can be taken in."
        return
    yield f"{wording.counted(each.selected_count, 'family', 'families')} of wave 2, {each.moved_count:,} moved."
    if each.afresh_count:
        yield f"{wording.counted(each.afresh_count, 'person is', 'people are')} asked afresh: under 16 in wave 1."
    others = "destroyed everywhere" if each.is_destroyed else "not destroyed everywhere yet: `doorstep destroy --go-on`"
    yield f"The others are {others}."


def _told(each: Stands) -> dict[str, object]:
    """Return one council as the JSON that README documents."""
    return {
        "council": each.council,
        "families": each.families_count,
        "sent_back": each.is_sent_back,
        "laptops_out": list(each.laptops_out),
        "selected": each.selected_count,
        "moved": each.moved_count,
        "asked_afresh": each.afresh_count,
        "others_destroyed": each.is_destroyed,
    }
