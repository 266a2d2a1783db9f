"""How a family's people are read: rows for who they are and how they are reached.

Owns the queries. Refuses to own which of several values stands: rows are as the projection left them.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from store.fieldwork.family import Correction, Email, Person, Phone
from store.fieldwork.rows import Rows, maybe
from store.keeping.acts.terms.families import DetailField, PersonEnd, PersonRole, PhoneKind
from store.keeping.folding import fold
from store.keeping.ways import ways_in

_NUMBERS = (DetailField.PHONE, DetailField.EMAIL, DetailField.CONFIDENTIALITY)

_Ways = defaultdict[str, list[Phone | Email]]


def people_of(rows_of: Rows, corrections: Sequence[Correction]) -> tuple[Person, ...]:
    """Return the members, and whoever left, as they became known; whoever is called alike is counted."""
    people = list(_people(rows_of, corrections))
    alike = defaultdict[str, list[int]](list)
    for place, person in enumerate(people):
        alike[_called(person)].append(place)
    for places in alike.values():
        for nth, place in enumerate(places if len(places) > 1 else (), start=1):
            people[place] = replace(people[place], namesake=nth)
    return tuple(people)


def _called(person: Person) -> str:
    """Return all that a person is called, as it is searched: who differs by an accent alone is told apart by no ear."""
    return fold(" ".join(each or "" for each in (person.title, person.first_names, person.surname, person.known_as)))


def _people(rows_of: Rows, corrections: Sequence[Correction]) -> Iterator[Person]:
    ways = _ways(rows_of, corrections)
    rows = rows_of(
        "person",
        "person, role, title, first_names, surname, known_as, born_on, age_years, age_on, language, left_how,"
        " left_on, is_added",
        "1 ORDER BY place",
    )
    for person, role, title, first, surname, known, born, age, age_on, language, how, on, is_added in rows:
        yield Person(
            person=person,
            role=PersonRole(role),
            title=title,
            first_names=first,
            surname=surname,
            known_as=known,
            born_on=born,
            age_years=age,
            age_on=age_on,
            language=language,
            left=maybe(PersonEnd, how),
            left_on=on,
            is_added=bool(is_added),
            phones=tuple(each for each in ways[person] if isinstance(each, Phone)),
            emails=tuple(each for each in ways[person] if isinstance(each, Email)),
            corrections=tuple(each for each in corrections if each.person == person and each.detail not in _NUMBERS),
        )


def _ways(rows_of: Rows, corrections: Sequence[Correction]) -> "_Ways":
    found: _Ways = defaultdict(list)
    every = [each for (text,) in rows_of("family", "ways", "1") for each in ways_in(text)]
    for entry, person, kind, value, is_confidential, is_odd in every:
        changed = tuple(each for each in corrections if each.entry == entry)
        if kind:
            way: Phone | Email = Phone(entry, value, PhoneKind(kind), bool(is_confidential), bool(is_odd), changed)
        else:
            way = Email(entry, value, bool(is_confidential), bool(is_odd), changed)
        found[person].append(way)
    return found
