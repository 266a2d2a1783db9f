"""The two tables of linkage: who is to be linked, and who is not any more. Pure.

Owns their form, and how little stands in it: what finds somebody's records, and an id that says nothing to anybody
else. No telephone, no address but the postcode, no answer, no other member of the family, nothing of eligibility.

Source: agreement 4.2, 7.1 (research alone); FORMAT.md, "Linkage".
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from store.ids import FamilyId, PersonId

LINKED: Final = ("person", "first_names", "surname", "born_on", "postcode")
STOPPED: Final = ("person", "records")


@dataclass(frozen=True, slots=True)
class Linked:
    """Somebody with a live yes.

    Attributes:
        person: Drawn by chance; the stop-list names them by it alone.
        born_on: YYYY-MM-DD; empty where nobody told, as the others are.
    """

    family: FamilyId
    person: PersonId
    first_names: str = field(repr=False)
    surname: str = field(repr=False)
    born_on: str = field(repr=False)
    postcode: str = field(repr=False)


def linkage_table(people: Iterable[Linked]) -> bytes:
    """Return whom a study may link, in the order of their ids: UTF-8, cells parted by commas."""
    rows = sorted((each.person, each.first_names, each.surname, each.born_on, each.postcode) for each in people)
    return _table(LINKED, rows)


def stop_table(people: Iterable[tuple[PersonId, str]]) -> bytes:
    """Return whom a study has to take out again and of which records, in the order of their ids."""
    return _table(STOPPED, sorted(people))


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> bytes:
    into = io.StringIO()
    writer = csv.writer(into)
    writer.writerow(headings)
    writer.writerows(rows)
    return into.getvalue().encode("utf-8", "surrogatepass")
