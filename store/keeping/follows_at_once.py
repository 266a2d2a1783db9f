"""What follows where a council delivers families by the thousand: the same rows, each table's written at one stroke.

Owns that one stroke, for families of which nothing was told before. Refuses to own what the rows are: each is what
follows_deliveries, follows_custody, follows_details and family_lines say, and replay, which goes through those alone,
gives the same tables. It spares a look at what is there, for nothing is, and a call for each row.
"""

import json
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

from store.keeping import acts
from store.keeping.acts import Act
from store.keeping.acts.family_told import FamilyTold, told_of
from store.keeping.by_name import Table, tables, tables_custody, tables_deliveries, tables_fieldwork
from store.keeping.family_lines import LINE, lines_of_new
from store.keeping.follows_custody import STILL
from store.keeping.follows_details import HELD

if TYPE_CHECKING:
    from store.keeping.projection import Projection

Keyed = tuple[int, Act | FamilyTold]
_Row = tuple[object, ...]

_FAMILY: Final = (
    *("family", "council_reference", "wave", "letter_sent_on", "language", "is_moved"),
    *("street", "lines", "postcode", "directions"),
)
_PERSON: Final = (
    *("family", "person", "place", "role", "title", "first_names", "surname", "known_as", "born_on", "age_years"),
    *("age_on", "language", "is_added"),
)
_OWN_FIELDS: Final = 10
"""Of a person, before their numbers: `_PERSON` names them in the order in which they are told."""

_DETAIL: Final = ("family", "entry", "person", "place", "kind", "value", "is_confidential", "is_odd")
_NOTE: Final = ("family", "note", "text", "source", "expires_on", "state")


def delivered_at_once(tables_: "Projection", keyed: Sequence[Keyed]) -> list[Keyed]:
    """Write what follows from families delivered to base, but for those of which something was told already.

    Args:
        tables_: Of base; in the journal's transaction, and every entry is written.
        keyed: `FamilyDelivered` acts, or what they tell, with the keys of their entries.

    Returns:
        The rest, each to be applied in its turn.
    """
    new, rest = _new_and_rest(tables_, keyed)
    if not new:
        return rest
    found: dict[tuple[Table, tuple[str, ...]], list[_Row]] = {
        (tables.FamilyEntry, ("family", "entry")): [(told.family, key) for key, told in new],
        (tables_fieldwork.FamilyNote, _NOTE): [
            (told.family, *note, HELD) for _, told in new if told.held_notes for note in told.held_notes
        ],
        (tables_fieldwork.Family, _FAMILY): [_family(told) for _, told in new],
        (tables_fieldwork.Person, _PERSON): [
            (told.family, each[0], place, *each[1:_OWN_FIELDS], 0)
            for _, told in new
            for place, each in enumerate(told.people)
        ],
    }
    found[tables_fieldwork.ContactDetail, _DETAIL] = [way for _, told in new for way in _ways(told)]
    lines = lines_of_new([told for _, told in new])
    found[tables_fieldwork.ContactLine, ("family", *LINE)] = [
        (told.family, *line) for (_, told), line in zip(new, lines, strict=True)
    ]
    for (table, named), rows in found.items():
        if rows:
            tables_.put_many(table, named, rows)
    _put_where_they_lie(tables_, new)
    return rest


def _put_where_they_lie(tables_: "Projection", new: Sequence[tuple[int, FamilyTold]]) -> None:
    """Put which delivery each came in, and that it lies here; after `familyentry`, from which it is read."""
    at_ms = tables_.header(new[0][0]).at_ms  # of one transaction
    for delivery, run in groupby(new, key=lambda each: each[1].delivery):
        keys = [key for key, _ in run]
        between = keys[0], keys[-1]  # of the rest none is in `familyentry` yet
        tables_.put_beside(tables_deliveries.Supplied, ("family",), between, delivery=delivery)
        tables_.put_beside(
            tables_custody.Holding,
            ("family", "entry"),
            between,
            device=tables_.own,
            dataset=delivery,
            from_ms=at_ms,
            to_ms=STILL,
        )


def _new_and_rest(tables_: "Projection", keyed: Sequence[Keyed]) -> tuple[list[tuple[int, FamilyTold]], list[Keyed]]:
    told = [(key, told_of(act) if isinstance(act, acts.FamilyDelivered) else act) for key, act in keyed]
    asked = json.dumps([each[0] for _, each in told if isinstance(each, FamilyTold)])
    known = {
        family
        for (family,) in tables_.select(
            "SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM familyentry WHERE family = value)", (asked,)
        )
    }
    new: list[tuple[int, FamilyTold]] = []
    rest: list[Keyed] = []
    for (key, each), given in zip(told, keyed, strict=True):
        if isinstance(each, FamilyTold) and each.family not in known and _is_apart(each):
            new.append((key, each))
            known.add(each.family)
        else:
            rest.append(given)
    return new, rest


def _is_apart(told: FamilyTold) -> bool:
    """Say whether every person and every number of a family has an id of its own; as `follows_details` asks."""
    people = told.people
    if len(people) == 1:  # nearly always
        ways = people[0].phones + people[0].emails
        return len(ways) < 2 or len({one[0] for one in ways}) == len(ways)
    own = {each.person for each in people}
    entries = [one[0] for each in people for one in (*each.phones, *each.emails)]
    return len(own) == len(people) and len(set(entries)) == len(entries)


def _family(told: FamilyTold) -> _Row:
    family, _, _, _, reference, wave, letter_on, language, lines, postcode, directions, *_ = told
    street = lines[0] if lines else ""
    return (family, reference, wave, letter_on, language, 0, street, "\n".join(lines), postcode, directions)


def _ways(told: FamilyTold) -> list[_Row]:
    family, ways = told.family, list[_Row]()
    for each in told.people:
        person = each.person
        for entry, number, kind, is_hidden in each.phones:
            ways.append((family, entry, person, len(ways), kind, number, int(is_hidden), 0))
        for entry, address, is_hidden in each.emails:
            ways.append((family, entry, person, len(ways), "", address, int(is_hidden), 0))
    return ways
