"""Whether anything of anybody is left: every byte of stores, mailboxes and backups, raw and opened.

Owns what is looked for, and where. Refuses to own files that left base by its ledger: those are not base's any more.
"""

import csv
import io
from collections.abc import Iterator
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
    places = {store: _everything(stage, store) for store in (BASE, *LAPTOPS)}
    found = {f"{place}: {each}" for place, text in places.items() for each in alone if each in text}
    found |= {f"{place}: {each}" for place, text in places.items() for each in whole if f"\n{each}\n" in text}
    for path in _files(stage):
        raw = path.read_bytes()
        found |= {f"{path.name}: {each}" for each in alone if each.encode() in raw or each.encode("utf-16-le") in raw}
    return found


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
