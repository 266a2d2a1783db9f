"""Whether anything of anybody is left: every byte of stores, mailboxes and backups, raw and opened.

Owns what is looked for, and where. Refuses to own files that left base by its ledger: those are not base's any more.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from store.exchange.containers import open_container
from tests.exchange.exchanging import everything_in
from tests.exchange.wrapped import delivered, told_with_them
from tests.made import opened
from tests.tour.life import STICK
from tests.tour.second_wave import NEW_STREET
from tests.tour.stage import BASE, DRIVE, LAPTOPS, SUPERVISORS, Stage

TOLD_ALONE = ("family_id", "address_1", "address_2", "mobile", "email", "notes")
"""Columns of which each value says by itself whose it is."""
NAMES = ("first_name", "surname")
"""Those of which a value may be a word of its own: looked for as the whole of what is kept."""
SHORTEST = 6


def left_of_anybody(stage: Stage) -> set[str]:
    """Return where something is left of a family, and what."""
    alone, whole = _canaries()
    raw_alone = {each: (each.encode(), each.encode("utf-16-le")) for each in alone}
    found: set[str] = set()
    for store in (BASE, *LAPTOPS):
        text = _everything(stage, store)
        lines = set(text.split("\n"))
        there = _in(text.encode(), {each: raws[:1] for each, raws in raw_alone.items()}) | (whole & lines)
        found |= {f"{store}: {each}" for each in there}
    for path in _files(stage):
        found |= {f"{path.name}: {each}" for each in _in(path.read_bytes(), raw_alone)}
    return found


def _in(raw: bytes, sought: Mapping[str, Sequence[bytes]]) -> set[str]:
    """Return what of all that is sought stands somewhere in some bytes, in any of its spellings.

    There are hundreds to seek in megabytes: one walk tells which beginnings stand there, and few do.
    """
    beginnings = {spelt[:SHORTEST] for spellings in sought.values() for spelt in spellings}
    begun = beginnings.intersection(raw[place : place + SHORTEST] for place in range(len(raw)))
    return {
        each
        for each, spellings in sought.items()
        if any(spelt[:SHORTEST] in begun and spelt in raw for spelt in spellings)
    }


def _canaries() -> tuple[set[str], set[str]]:
    content = open_container(delivered("essex-contacts.aes256.zip"), told_with_them()).content
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    alone = {row[column] for row in rows for column in TOLD_ALONE if len(row[column]) >= SHORTEST}
    names = {row[column] for row in rows for column in NAMES if row[column]}
    quoted = {f'"{each}"' for each in names if len(each) >= SHORTEST}
    return alone | quoted | {NEW_STREET}, names


def _everything(stage: Stage, store: str) -> str:
    text = LAPTOPS.get(store, SUPERVISORS[0])
    with opened(stage.folder / store, text, is_clock_right=True, is_for_safety=True) as open_one:
        return everything_in(open_one)


def _files(stage: Stage) -> Iterator[Path]:
    for folder in (*(stage.folder / each for each in (BASE, *LAPTOPS, STICK, DRIVE)), stage.box):
        yield from (path for path in folder.rglob("*") if path.is_file())
