"""`doorstep extract person`: what is held about one person, read by somebody first, then for them."""

import argparse
import json
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.clock import from_ms
from store.custody.trail import family_of_reference
from store.errors import WhichExportError
from store.keeping.store import Store
from tui import pack_words, wording
from tui.printed import leaving, paper
from tui.printed.pages import SMALL_PT, TEXT_PT, TITLE_PT, Line, pdf

if TYPE_CHECKING:
    from store.custody.requests.known import Request
    from store.exchange.letting_out import SealedFor
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


def leave(
    store: Store, pack: "Pack", request: "Request", left_out: Collection[int], path: Path, whom: "SealedFor | None"
) -> Path:
    """Write a pack that was reviewed, with pages to read beside it, and say so on its request.

    Returns:
        Where the pages lie.

    Raises:
        StoreError: As `write_pack` and `let_out`.
    """
    from store.exchange.person_pack import supplied, write_pack
    from store.keeping.acts.terms.exchange import ExportPurpose, Shipment

    raw = write_pack(store, pack, request, left_out)
    page = leaving.let_out_with_page(
        store,
        path,
        raw,
        pdf(lines_of(json.loads(raw))),
        whom,
        shipment=Shipment.PERSON_PACK,
        purpose=ExportPurpose.DATA_SUBJECT,
        clause="10",
        families=[pack.family],
        rows_count=len(pack.excerpts) - len(set(left_out)),
    )
    supplied(store, request, len(set(left_out)))
    return page


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


def lines_of(told: dict[str, Any]) -> list[Line]:
    """Return a pack as lines to read."""
    practice = "PRACTICE: made-up people. " if told["practice"] else ""
    lines: list[Line] = [
        (TITLE_PT, f"What is held about {told['name']}"),
        (TEXT_PT, f"{practice}{told['agreement']}"),
        (TEXT_PT, told["controller_answers"]),
        (TEXT_PT, ""),
    ]
    for each in told["held"]:
        lines.append((TEXT_PT, f"{wording.moment(from_ms(each['at_ms']))}: {pack_words.what(each['what'])}"))
        lines += [(SMALL_PT, line) for line in pack_words.lines(each["what"], each["said"])]
    lines += [(TEXT_PT, ""), (TEXT_PT, f"Consents with proofs in the file beside: {len(told['consents'])}.")]
    if told["unproved_count"]:
        lines.append((TEXT_PT, f"Consents told above that no proof can be made of: {told['unproved_count']}."))
    lines.append((TEXT_PT, "Where it went:"))
    lines += [(SMALL_PT, _moved(each)) for each in told["movements"]]
    lines.append((TEXT_PT, "Where it lies:"))
    lines += [
        (SMALL_PT, f"{each['device']}, since {wording.moment(from_ms(each['since_ms']))}") for each in told["devices"]
    ]
    lines.append((TEXT_PT, "Who was shown it:"))
    lines += [(SMALL_PT, f"{each['who']}, {wording.moment(from_ms(each['at_ms']))}") for each in told["seen_by"]]
    lines.append(
        (TEXT_PT, f"Left out because it tells of other people: {told['left_out_count'] + told['about_others_count']}.")
    )
    return lines


def _moved(each: dict[str, Any]) -> str:
    what = f"{each['what'].replace('_', ' ')} by {each['by'].replace('_', ' ')}, clause {each['clause']}"
    return f"{wording.moment(from_ms(each['at_ms']))}: {what}"
