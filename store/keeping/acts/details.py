"""Acts about what changes in a family: corrections, people who come and go, moves, tracing.

Owns their shapes. Refuses to own which value stands when two stores set one at once (merging).
"""

from typing import Final

from store.keeping.acts.act import Act
from store.keeping.acts.family_parts import Address, Person
from store.keeping.acts.terms.families import DetailField, DetailSource, PersonEnd, TracingResult
from store.keeping.acts.terms.store import Subject
from store.keeping.acts.values import (
    Day,
    FamilyId,
    FamilyLine,
    FamilyText,
    Hidden,
    Id,
    PersonId,
    PersonIds,
)


class DetailsCorrected(Act):
    """One detail of a family or person got another value; the old one is kept."""

    kind = "details_corrected"
    clause = "7.2d, A8"
    subject = Subject.FAMILY

    correction: Id
    undoes: Id | None
    family: FamilyId
    person: PersonId | None
    field: DetailField
    entry: Id | None
    old: Hidden[FamilyText | None]
    new: Hidden[FamilyText | None]
    source: DetailSource
    known_on: Day
    is_odd: bool


class PersonAdded(Act):
    """A member of the family became known."""

    kind = "person_added"
    clause = "4.2, A8"
    subject = Subject.PERSON

    family: FamilyId
    member: Person
    source: DetailSource
    known_on: Day


class PersonLeft(Act):
    """A member no longer belongs to the household."""

    kind = "person_left"
    clause = "7.2d, A8"
    subject = Subject.PERSON

    family: FamilyId
    person: PersonId
    end: PersonEnd
    left_on: Day | None
    source: DetailSource


class FamilyMoved(Act):
    """A family moved house, with the new address if anybody knows it."""

    kind = "family_moved"
    clause = "7.2d, A8"
    subject = Subject.FAMILY

    family: FamilyId
    old: Address
    new: Address | None
    moved_on: Day | None
    source: DetailSource


class FamilySplit(Act):
    """Some members went on as a household of their own."""

    kind = "family_split"
    clause = "7.2d, A8"
    subject = Subject.FAMILY

    family: FamilyId
    new_family: FamilyId
    people: PersonIds
    split_on: Day | None
    source: DetailSource


class TracingRecorded(Act):
    """Somebody was asked where a family or person can be found."""

    kind = "tracing_recorded"
    clause = "7.2d, 9.1b"
    subject = Subject.FAMILY

    tracing: Id
    family: FamilyId
    person: PersonId | None
    source: DetailSource
    result: TracingResult
    contact_name: Hidden[FamilyLine | None]
    contact_phone: Hidden[FamilyLine | None]
    contact_relation: Hidden[FamilyLine | None]
    note: Hidden[FamilyText | None]


ACTS: Final = (
    DetailsCorrected,
    PersonAdded,
    PersonLeft,
    FamilyMoved,
    FamilySplit,
    TracingRecorded,
)
