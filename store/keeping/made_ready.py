"""Families of a delivery, made ready to be kept: their bodies, and the rows that follow where nothing was told before.

Owns these, for thousands at once; all of it follows from what is told, so that another thread can do it while the one
that writes waits for the disk. Refuses to own what the rows are: each is what follows_deliveries, follows_details and
family_lines say, and replay, which goes through those alone, gives the same tables.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from store.keeping import header
from store.keeping.acts.family_told import FamilyTold
from store.keeping.by_name import Table, tables_fieldwork
from store.keeping.family_lines import LINE, NOTHING_DONE, lines_of_new
from store.keeping.follows_details import HELD

AT_ONCE: Final = 4_096
"""Families made ready together, at most."""

_IN_ONE_STATEMENT: Final = 2_048
"""Families whose rows go into one statement: so many that none is parted (`database.MARKS_AT_MOST`)."""

_AT_HAND: Final = 128
"""Families whose values are looked at in one go, while the processor still has them at hand."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table.

    Attributes:
        named: Columns, in the order of the values.
        same: What the other columns hold, in every row; those that are named nowhere are null.
        values: Of one row after the other.
    """

    table: Table
    named: tuple[str, ...]
    same: tuple[tuple[str, str | int], ...]
    values: list[object] = field(repr=False, default_factory=list)


@dataclass(frozen=True, slots=True)
class Ready:
    """Families that were made ready.

    Attributes:
        told: What is known of each, `AT_ONCE` at most.
        salts, digests, bodies: Of their entries.
        rows: What follows, beside where they lie.
        are_apart: Whether everything in it has an id of its own; otherwise nothing may be put at one stroke.
    """

    told: Sequence[FamilyTold]
    salts: list[bytes] = field(repr=False)
    digests: list[bytes] = field(repr=False)
    bodies: list[bytes] = field(repr=False)
    rows: list[Rows] = field(repr=False)
    are_apart: bool

    @property
    def kind(self) -> str:
        """As the act's."""
        return self.told[0].kind

    @property
    def version(self) -> int:
        """As the act's."""
        return self.told[0].version


def make_ready(told: Sequence[FamilyTold]) -> Ready:
    """Return families with what follows from them. Pure, but for the salts.

    Args:
        told: One at least, `AT_ONCE` at most.

    Raises:
        ActTooLargeError: As `FamilyTold.body`.
    """
    bodies: list[bytes] = []
    rows: list[Rows] = []
    for start in range(0, len(told), _IN_ONE_STATEMENT):
        rows += _rows(told[start : start + _IN_ONE_STATEMENT], bodies)
    salts = _fresh_salts(len(bodies))
    digests = header.digest_bodies(salts, bodies)
    return Ready(told, salts, digests, bodies, [each for each in rows if each.values], _are_apart(rows))


_FAMILY: Final = ("family", "council_reference", "wave", "letter_sent_on", "language", "street", "lines", "postcode")
_DIRECTED: Final = (*_FAMILY, "directions")
_PERSON: Final = ("family", "person", "place", "role", "title", "first_names", "surname", "language")
_AGED: Final = (*_PERSON, "known_as", "born_on", "age_years", "age_on")
_DETAIL: Final = ("family", "entry", "person", "place", "kind", "value", "is_confidential")
_NOTE: Final = ("family", "note", "text", "source", "expires_on")
_WITH_IDS: Final = (tables_fieldwork.Person, tables_fieldwork.ContactDetail)


def _rows(told: Sequence[FamilyTold], bodies: list[bytes]) -> Sequence[Rows]:
    """Return what follows from some families; their bodies go behind those that are there."""
    notes = Rows(tables_fieldwork.FamilyNote, _NOTE, (("state", HELD),))
    families = Rows(tables_fieldwork.Family, _FAMILY, (("is_moved", 0),))
    directed = Rows(tables_fieldwork.Family, _DIRECTED, (("is_moved", 0),))
    people = Rows(tables_fieldwork.Person, _PERSON, (("is_added", 0),))
    aged = Rows(tables_fieldwork.Person, _AGED, (("is_added", 0),))
    ways = Rows(tables_fieldwork.ContactDetail, _DETAIL, (("is_odd", 0),))
    lines = Rows(tables_fieldwork.ContactLine, ("family", *LINE), NOTHING_DONE)
    put_line = lines.values.extend
    for start in range(0, len(told), _AT_HAND):
        some = told[start : start + _AT_HAND]
        for each in some:
            bodies.append(each.body())
            _put_family(each, families.values, directed.values)
            _put_people(each, people.values, aged.values, ways.values)
            for note in each.held_notes:
                notes.values.extend((each.family, *note))
        for each, line in zip(some, lines_of_new(some), strict=True):
            put_line((each[0], *line))
    return notes, families, directed, people, aged, ways, lines


def _put_family(told: FamilyTold, families: list[object], directed: list[object]) -> None:
    family, _, _, _, reference, wave, letter_on, language, lines, postcode, directions, _, _ = told
    row = (family, reference, wave, letter_on, language, lines[0] if lines else "", "\n".join(lines), postcode)
    if directions is None:  # what nobody says is not written
        families += row
    else:
        directed += (*row, directions)


def _put_people(told: FamilyTold, people: list[object], aged: list[object], ways: list[object]) -> None:
    family, way = told[0], 0
    for at, member in enumerate(told.people):
        person, role, title, first, last, known_as, born_on, age_years, age_on, speaks, phones, emails = member
        row = (family, person, at, role, title, first, last, speaks)
        if known_as is None and born_on is None and age_years is None and age_on is None:
            people += row
        else:
            aged += (*row, known_as, born_on, age_years, age_on)
        for entry, number, kind, is_hidden in phones:
            ways += (family, entry, person, way, kind, number, 1 if is_hidden else 0)
            way += 1
        for entry, address, is_hidden in emails:
            ways += (family, entry, person, way, "", address, 1 if is_hidden else 0)
            way += 1


def _are_apart(rows: Sequence[Rows]) -> bool:
    """Say whether every person and every number, which follow their family, has an id of its own."""
    every = [value for each in rows if each.table in _WITH_IDS for value in each.values[1 :: len(each.named)]]
    return len(set(every)) == len(every)


def _fresh_salts(count: int) -> list[bytes]:
    """Return so many salts, each of its own random bytes: asking for all of them at once is asking once."""
    size = header.SALT_BYTES
    drawn = os.urandom(size * count)
    return [drawn[at : at + size] for at in range(0, len(drawn), size)]
