"""What follows where a council delivers families by the thousand: the same rows, each table's written at one stroke.

Owns that one stroke, for families of which nothing was told before. Refuses to own what the rows are: each is what
follows_deliveries, follows_custody, follows_details and family_lines say, and replay, which goes through those alone,
gives the same tables. It spares a look at what is there, for nothing is, and a call for each row.
"""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from store.keeping import acts
from store.keeping.acts import Act
from store.keeping.acts.family_told import FamilyTold, told_of
from store.keeping.by_name import Table, tables, tables_custody, tables_deliveries, tables_fieldwork
from store.keeping.family_lines import Called, line_of_new
from store.keeping.follows_custody import STILL
from store.keeping.follows_details import HELD

if TYPE_CHECKING:
    from store.keeping.projection import Projection

Keyed = tuple[int, Act | FamilyTold]
_Row = tuple[object, ...]

_FAMILY: Final = (
    *("family", "council_reference", "wave", "letter_sent_on", "language", "is_moved", "recall"),
    *("street", "lines", "postcode", "directions"),
)
_PERSON: Final = (
    *("family", "person", "place", "role", "title", "first_names", "surname", "known_as", "born_on", "age_years"),
    *("age_on", "language", "left_how", "left_on", "is_added"),
)
_OWN_FIELDS: Final = 10
"""Of a person, before their numbers: `_PERSON` names them in the order in which they are told."""

_DETAIL: Final = ("family", "entry", "person", "place", "kind", "value", "is_confidential", "is_odd")
_NOTE: Final = ("family", "note", "text", "source", "expires_on", "state")
_HOLDING: Final = ("family", "device", "dataset", "entry", "from_ms", "to_ms", "to_entry")


def delivered_at_once(tables_: "Projection", keyed: Sequence[Keyed]) -> list[Keyed]:
    """Write what follows from families delivered to base, but for those of which something was told already.

    Args:
        tables_: Of base; in the journal's transaction, and every entry is written.
        keyed: `FamilyDelivered` acts, or what they tell, with the keys of their entries.

    Returns:
        The rest, each to be applied in its turn.
    """
    new, rest = _new_and_rest(tables_, keyed)
    at_ms = tables_.header(keyed[0][0]).at_ms  # of one transaction
    own = tables_.own
    found: dict[tuple[Table, tuple[str, ...]], list[_Row]] = {
        (tables.FamilyEntry, ("family", "entry")): [(told.family, key) for key, told in new],
        (tables_deliveries.Supplied, ("family", "delivery")): [(told.family, told.delivery) for _, told in new],
        (tables_custody.Holding, _HOLDING): [
            (told.family, own, told.delivery, key, at_ms, STILL, None) for key, told in new
        ],
        (tables_fieldwork.FamilyNote, _NOTE): [
            (told.family, *note, HELD) for _, told in new for note in told.held_notes
        ],
        (tables_fieldwork.Family, _FAMILY): [_family(told) for _, told in new],
        (tables_fieldwork.Person, _PERSON): [
            (told.family, each.person, place, *each[1:_OWN_FIELDS], None, None, 0)
            for _, told in new
            for place, each in enumerate(told.people)
        ],
    }
    details: list[_Row] = []
    lines: list[_Row] = []
    columns: tuple[str, ...] = ()
    for _, told in new:
        ways = _ways(told)
        details += ways
        line = line_of_new(
            told.council_reference,
            told.lines[0] if told.lines else "",
            told.postcode,
            "\n".join(told.lines),
            [Called(each.role, each.first_names, each.surname, each.known_as) for each in told.people],
            [str(way[5]) for way in ways if way[4]],
        )
        columns = ("family", *line)
        lines.append((told.family, *line.values()))
    found[tables_fieldwork.ContactDetail, _DETAIL] = details
    found[tables_fieldwork.ContactLine, columns] = lines
    for (table, named), rows in found.items():
        if rows:
            tables_.put_many(table, named, rows)
    return rest


def _new_and_rest(tables_: "Projection", keyed: Sequence[Keyed]) -> tuple[list[tuple[int, FamilyTold]], list[Keyed]]:
    told = [(key, told_of(act) if isinstance(act, acts.FamilyDelivered) else act) for key, act in keyed]
    asked = json.dumps([each.family for _, each in told if isinstance(each, FamilyTold)])
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
    ways = [one.entry for each in told.people for one in each.phones]
    ways += [one.entry for each in told.people for one in each.emails]
    return len({each.person for each in told.people}) == len(told.people) and len(set(ways)) == len(ways)


def _family(told: FamilyTold) -> _Row:
    return (
        *(told.family, told.council_reference, told.wave, told.letter_sent_on, told.language, 0, None),
        *(told.lines[0] if told.lines else "", "\n".join(told.lines), told.postcode, told.directions),
    )


def _ways(told: FamilyTold) -> list[_Row]:
    ways: list[_Row] = []
    for each in told.people:
        for phone in each.phones:
            held = int(phone.is_confidential)
            ways.append((told.family, phone.entry, each.person, len(ways), phone.kind, phone.number, held, 0))
        for mail in each.emails:
            held = int(mail.is_confidential)
            ways.append((told.family, mail.entry, each.person, len(ways), "", mail.address, held, 0))
    return ways
