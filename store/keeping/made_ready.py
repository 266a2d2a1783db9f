"""Families of a delivery, made ready to be kept: their bodies, and the rows that follow where nothing was told before.

Owns these, for thousands at once; all of it follows from what is told, so that another process can do it while the one
that writes waits for the disk. Refuses to own what the rows are: each is what follows_deliveries, follows_details and
family_lines say, and replay, which goes through those alone, gives the same tables.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import Final

from store.ids import FamilyId
from store.keeping.acts.catalogue import parse
from store.keeping.acts.families import FamilyDelivered
from store.keeping.acts.family_told import FamilyTold
from store.keeping.by_name import Table, tables_fieldwork
from store.keeping.family_lines import LINE, NOTHING_DONE, lines_of_new
from store.keeping.follows_details import HELD
from store.keeping.ways import joined, one_of

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
        families: Whom, `AT_ONCE` at most.
        deliveries: Each delivery in which families that follow each other came, and how many of them.
        bodies: Of their entries.
        rows: What follows, beside where they lie.
        are_apart: Whether everybody and every number in it has an id of its own; otherwise none may be put at one
            stroke.
    """

    families: list[FamilyId]
    deliveries: list[tuple[str, int]]
    bodies: list[bytes] = field(repr=False)
    rows: list[Rows] = field(repr=False)
    are_apart: bool

    @property
    def kind(self) -> str:
        """As the act's."""
        return FamilyDelivered.kind

    @property
    def version(self) -> int:
        """As the act's."""
        return FamilyDelivered.version

    def act(self, place: int) -> FamilyDelivered:
        """Return one family as the act it is, each value checked."""
        act = parse(self.kind, self.version, self.bodies[place])
        assert isinstance(act, FamilyDelivered)
        return act


def make_ready(families: Iterable[FamilyTold]) -> Ready:
    """Return families with what follows from them. Pure.

    Args:
        families: `AT_ONCE` at most; each is asked for just before it is made ready.

    Raises:
        ActTooLargeError: As `FamilyTold.body`.
    """
    coming = iter(families)
    told: list[FamilyTold] = []
    bodies: list[bytes] = []
    ids: list[str] = []
    rows: list[Rows] = []
    while some := list(islice(coming, _AT_HAND)):
        if len(told) % _IN_ONE_STATEMENT == 0:
            into = _Into()
            rows += into.every()
        told += some
        into.put(some, bodies, ids)
    return Ready(
        families=[each[0] for each in told],
        deliveries=[(delivery, len(list(run))) for delivery, run in groupby(each[1] for each in told)],
        bodies=bodies,
        rows=[each for each in rows if each.values],
        are_apart=len(set(ids)) == len(ids),
    )


_FAMILY: Final = ("family", "council_reference", "wave", "letter_sent_on", "language", "lines", "postcode", "ways")
_DIRECTED: Final = (*_FAMILY, "directions")
_PERSON: Final = ("family", "person", "place", "role", "title", "first_names", "surname", "language")
_AGED: Final = (*_PERSON, "known_as", "born_on", "age_years", "age_on")
_NOTE: Final = ("family", "note", "text", "source", "expires_on")


class _Into:
    """Rows of each table that families put something into, in the order in which these are written."""

    def __init__(self) -> None:
        self._notes = Rows(tables_fieldwork.FamilyNote, _NOTE, (("state", HELD),))
        self._families = Rows(tables_fieldwork.Family, _FAMILY, (("is_moved", 0),))
        self._directed = Rows(tables_fieldwork.Family, _DIRECTED, (("is_moved", 0),))
        self._people = Rows(tables_fieldwork.Person, _PERSON, (("is_added", 0),))
        self._aged = Rows(tables_fieldwork.Person, _AGED, (("is_added", 0),))
        self._lines = Rows(tables_fieldwork.ContactLine, ("family", *LINE), NOTHING_DONE)

    def every(self) -> Sequence[Rows]:
        return self._notes, self._families, self._directed, self._people, self._aged, self._lines

    def put(self, some: Sequence[FamilyTold], bodies: list[bytes], ids: list[str]) -> None:
        """Put what follows from some families; bodies go behind those that are there, and ids of people and numbers."""
        notes, families, directed, people, aged, lines = (each.values for each in self.every())
        for each in some:
            bodies.append(each.body())
            _put_family(each, families, directed, _put_people(each, people, aged, ids))
            for note in each.held_notes:
                notes.extend((each.family, *note))
        for each, line in zip(some, lines_of_new(some), strict=True):
            lines.extend((each[0], *line))


def _put_family(told: FamilyTold, families: list[object], directed: list[object], ways: str) -> None:
    family, _, _, _, reference, wave, letter_on, language, lines, postcode, directions, _, _ = told
    row = (family, reference, wave, letter_on, language, "\n".join(lines), postcode, ways)
    if directions is None:  # what nobody says is not written
        families += row
    else:
        directed += (*row, directions)


def _put_people(told: FamilyTold, people: list[object], aged: list[object], ids: list[str]) -> str:
    """Put the members of a family; return its ways."""
    family = told[0]
    ways: list[str] = []
    for at, member in enumerate(told.people):
        person, role, title, first, last, known_as, born_on, age_years, age_on, speaks, phones, emails = member
        ids.append(person)
        row = (family, person, at, role, title, first, last, speaks)
        if known_as is None and born_on is None and age_years is None and age_on is None:
            people += row
        else:
            aged += (*row, known_as, born_on, age_years, age_on)
        for entry, number, kind, is_hidden in phones:
            ids.append(entry)
            ways.append(one_of(entry, person, kind, number, is_hidden, False))
        for entry, address, is_hidden in emails:
            ids.append(entry)
            ways.append(one_of(entry, person, "", address, is_hidden, False))
    return joined(ways)
