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
from store.keeping.acts.family_parts import FamilyDetails
from store.keeping.by_name import Table, tables, tables_custody, tables_deliveries, tables_fieldwork
from store.keeping.family_lines import Called, line_of_new
from store.keeping.follows_custody import STILL
from store.keeping.follows_details import HELD, are_apart

if TYPE_CHECKING:
    from store.keeping.projection import Projection

Keyed = tuple[int, Act]
_Row = tuple[object, ...]

_FAMILY: Final = (
    *("family", "council_reference", "wave", "letter_sent_on", "language", "is_moved", "recall"),
    *("street", "lines", "postcode", "directions"),
)
_PERSON: Final = (
    *("family", "person", "place", "role", "title", "first_names", "surname", "known_as", "born_on", "age_years"),
    *("age_on", "language", "left_how", "left_on", "is_added"),
)
_DETAIL: Final = ("family", "entry", "person", "place", "kind", "value", "is_confidential", "is_odd")
_NOTE: Final = ("family", "note", "text", "source", "expires_on", "state")
_HOLDING: Final = ("family", "device", "dataset", "entry", "from_ms", "to_ms", "to_entry")


def delivered_at_once(tables_: "Projection", keyed: Sequence[Keyed]) -> list[Keyed]:
    """Write what follows from families delivered to base, but for those of which something was told already.

    Args:
        tables_: Of base; in the journal's transaction, and every entry is written.
        keyed: `FamilyDelivered` acts with the keys of their entries.

    Returns:
        The rest, each to be applied in its turn.
    """
    new, rest = _new_and_rest(tables_, keyed)
    at_ms = tables_.header(keyed[0][0]).at_ms  # of one transaction
    found: dict[tuple[Table, tuple[str, ...]], list[_Row]] = {
        (tables.FamilyEntry, ("family", "entry")): [(act.family, key) for key, act in new],
        (tables_deliveries.Supplied, ("family", "delivery")): [(act.family, act.delivery) for _, act in new],
        (tables_custody.Holding, _HOLDING): [
            (act.family, tables_.own, act.delivery, key, at_ms, STILL, None) for key, act in new
        ],
        (tables_fieldwork.FamilyNote, _NOTE): [
            (act.family, note.note, note.text, note.source, note.expires_on, HELD)
            for _, act in new
            for note in act.held_notes
        ],
    }
    families: list[_Row] = []
    people: list[_Row] = []
    details: list[_Row] = []
    lines: list[_Row] = []
    line_columns: tuple[str, ...] = ()
    for _, act in new:
        told = act.details
        address = told.address
        street, under_each_other = (address.lines[0] if address.lines else ""), "\n".join(address.lines)
        families.append(
            (
                *(act.family, act.council_reference, act.wave.value, act.letter_sent_on, told.language, 0, None),
                *(street, under_each_other, address.postcode, address.directions),
            )
        )
        people += _people(act.family, told)
        ways = _ways(act.family, told)
        details += ways
        line = line_of_new(
            act.council_reference,
            street,
            address.postcode,
            under_each_other,
            [Called(each.role, each.first_names, each.surname, each.known_as) for each in told.people],
            [str(way[5]) for way in ways if way[4]],
        )
        line_columns = ("family", *line)
        lines.append((act.family, *line.values()))
    found[tables_fieldwork.Family, _FAMILY] = families
    found[tables_fieldwork.Person, _PERSON] = people
    found[tables_fieldwork.ContactDetail, _DETAIL] = details
    found[tables_fieldwork.ContactLine, line_columns] = lines
    for (table, columns), rows in found.items():
        if rows:
            tables_.put_many(table, columns, rows)
    return rest


def _new_and_rest(
    tables_: "Projection", keyed: Sequence[Keyed]
) -> tuple[list[tuple[int, acts.FamilyDelivered]], list[Keyed]]:
    asked = json.dumps([act.family for _, act in keyed if isinstance(act, acts.FamilyDelivered)])
    known = {
        family
        for (family,) in tables_.select(
            "SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM familyentry WHERE family = value)", (asked,)
        )
    }
    new: list[tuple[int, acts.FamilyDelivered]] = []
    rest: list[Keyed] = []
    for key, act in keyed:
        if isinstance(act, acts.FamilyDelivered) and act.family not in known and are_apart(act.details):
            new.append((key, act))
            known.add(act.family)
        else:
            rest.append((key, act))
    return new, rest


def _people(family: str, told: FamilyDetails) -> list[_Row]:
    return [
        (
            *(family, each.person, place, each.role.value, each.title, each.first_names, each.surname, each.known_as),
            *(each.born_on, each.age_years, each.age_on, each.language, None, None, 0),
        )
        for place, each in enumerate(told.people)
    ]


def _ways(family: str, told: FamilyDetails) -> list[_Row]:
    ways: list[_Row] = []
    for each in told.people:
        for phone in each.phones:
            kind, number = phone.kind.value, phone.number
            ways.append((family, phone.entry, each.person, len(ways), kind, number, int(phone.is_confidential), 0))
        for mail in each.emails:
            ways.append((family, mail.entry, each.person, len(ways), "", mail.address, int(mail.is_confidential), 0))
    return ways
