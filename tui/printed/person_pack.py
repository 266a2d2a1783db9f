"""`doorstep extract person`: what is held about one person, read by somebody first, then for them."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from store.clock import from_ms
from store.custody.trail import family_of_reference
from store.errors import WhichExportError
from store.keeping.store import Store
from tui import pack_words, wording
from tui.pages.person_pack import leave
from tui.printed import leaving, paper

if TYPE_CHECKING:
    from store.exchange.person_pack import Pack


def extract(store: Store, chosen: argparse.Namespace) -> None:
    """Show the draft, or write the pack.

    Raises:
        FamilyUnknownError, PackPersonError, RequestUnknownError: As they say.
    """
    from store.custody.requests.known import request_named
    from store.exchange.person_pack import gather, people_of, person_called

    family = family_of_reference(store, chosen.family)
    if chosen.person is None:
        for number, (_, name) in enumerate(people_of(store, family), start=1):
            paper.say(name, f"{number}  ")
        return
    person, name = person_called(store, family, chosen.person)
    pack = gather(store, family, person, name)
    if chosen.draft:
        _draft(pack)
        return
    if chosen.request is None or chosen.to is None:
        raise WhichExportError
    whom = leaving.sealed_for(store, chosen)
    request = request_named(store, chosen.request)
    page = leave(store, pack, request, chosen.leave_out, Path(chosen.to), whom)
    paper.say(f"The pack is written to {chosen.to}; pages to read beside it: {page}.")


def _draft(pack: "Pack") -> None:
    for each in pack.excerpts:
        whose = "shared" if each.is_shared else "own"
        said = "; ".join(pack_words.lines(each.kind, each.said))
        head = f"{whose}, {wording.moment(from_ms(each.at_ms))}, {pack_words.what(each.kind)}"
        paper.say(f"{head}: {said}" if said else head, f"{each.number}  ")
    paper.say(
        f"{wording.counted(pack.others_count, 'act')} about others alone stay out. Read each line for what it tells"
    )
    paper.say("of somebody else; record that, then write the pack with --leave-out and the numbers that stay out.")
