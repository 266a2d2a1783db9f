"""The pages of a person's pack, and both leaving base.

Owns the words. Refuses to own the pack (store), and what stands in it in words (pack_words).
"""

import json
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.clock import from_ms
from store.keeping.store import Store
from tui import pack_words, wording
from tui.pages.beside import let_out_with_page
from tui.pages.laying import SMALL_PT, TEXT_PT, TITLE_PT, Line, pdf

if TYPE_CHECKING:
    from store.custody.requests.known import Request
    from store.exchange.letting_out import SealedFor
    from store.exchange.person_pack import Pack


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
    page = let_out_with_page(
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
