"""The two tables of linkage: who is to be linked, and who is not any more. Pure.

Owns their form, and how little stands in it: what finds somebody's records, and an id that says nothing to anybody
else. No telephone, no address but the postcode, no answer, no other member of the family, nothing of eligibility.

Source: agreement 4.2, 7.1 (research alone); FORMAT.md, "Linkage".
"""

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final, NamedTuple

from store.ids import PersonId

LINKED: Final = ("person", "first_names", "surname", "born_on", "postcode")
STOPPED: Final = ("person", "records")

_AT_ONCE: Final = 1_000
"""Rows made into lines together; one of them that needs quotation marks takes the longer way with its neighbours."""


class Linked(NamedTuple):
    """Somebody with a live yes.

    Attributes:
        person: Drawn by chance; the stop-list names them by it alone.
        born_on: YYYY-MM-DD; empty where nobody told, as the others are.
    """

    person: PersonId
    first_names: str
    surname: str
    born_on: str
    postcode: str

    def __repr__(self) -> str:
        """Show nothing of them."""
        return f"<Linked {self.person}>"


def linkage_table(people: Iterable[Linked]) -> bytes:
    """Return whom a study may link: UTF-8, cells parted by commas.

    Args:
        people: In the order of their ids, in which they are written; each is let go of as soon as that is done.
    """
    return _table(LINKED, people)


def stop_table(people: Iterable[tuple[PersonId, str]]) -> bytes:
    """Return whom a study has to take out again and of which records, in the order of their ids."""
    return _table(STOPPED, sorted(people))


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> bytes:
    left = iter(rows)
    written = [_lines([headings])]
    while some := list(islice(left, _AT_ONCE)):
        written.append(_lines(some))
    return b"".join(written)


def _lines(rows: Sequence[tuple[str, ...]]) -> bytes:
    """Return rows, of which none is empty, as lines; where none needs quotation marks, they are had without the writer.

    Source:
        RFC 4180: quotation marks stand round a cell with a comma, a quotation mark or an end of a line.
    """
    plain = "\r\n".join([*map(",".join, rows), ""])
    commas_count = len(rows) * (len(rows[0]) - 1)
    if '"' not in plain and plain.count(",") == commas_count and plain.count("\r") == plain.count("\n") == len(rows):
        return plain.encode("utf-8", "surrogatepass")
    into = io.StringIO()
    csv.writer(into).writerows(rows)
    return into.getvalue().encode("utf-8", "surrogatepass")
