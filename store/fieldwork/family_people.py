"""Who a family is in its file: its people, where they live, how they are reached, and what was corrected of that.

Owns the shapes, plain values. Refuses to own the file they stand in (family) and how they are read (reading).
"""

from dataclasses import dataclass, field

from store.ids import PersonId, StaffId
from store.keeping.acts.terms.families import DetailField, DetailSource, PersonEnd, PersonRole, PhoneKind


@dataclass(frozen=True, slots=True)
class Correction:
    """One change of one detail, with what it was before.

    Attributes:
        correction: Its id; empty for what a move changed.
        undoes: The one it takes back.
        person: Whose detail; None for the family's.
        entry: Which telephone number or mail address, where it is about one.
        old: None where there was nothing.
        new: None where there is nothing any more.
        known_on: Local date, YYYY-MM-DD; empty where a move has none.
        at_ms: When it was written down.
        is_odd: Whether it was kept though it does not look like one of its kind.
        is_undone: Whether a later one took it back.
    """

    correction: str
    undoes: str | None
    person: PersonId | None
    detail: DetailField
    entry: str | None
    old: str | None = field(repr=False)
    new: str | None = field(repr=False)
    source: DetailSource
    known_on: str
    at_ms: int
    staff: StaffId
    is_odd: bool
    is_undone: bool


@dataclass(frozen=True, slots=True)
class Address:
    """Where a family lives.

    Attributes:
        lines: Without the postcode; empty where nobody knows.
        corrections: Of whatever is the family's and not one person's, its language among them; newest first.
        is_moved: Whether the family moved since it was delivered.
    """

    lines: tuple[str, ...] = field(repr=False)
    postcode: str | None = field(repr=False)
    directions: str | None = field(repr=False)
    corrections: tuple[Correction, ...]
    is_moved: bool


@dataclass(frozen=True, slots=True)
class Phone:
    """One telephone number.

    Attributes:
        entry: What corrections call it by.
        is_confidential: Never shown beside another member's data.
        is_odd: Whether it was kept though it does not look like a number.
        corrections: Newest first.
    """

    entry: str
    number: str = field(repr=False)
    kind: PhoneKind
    is_confidential: bool
    is_odd: bool
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class Email:
    """One address for mail; fields as `Phone`."""

    entry: str
    address: str = field(repr=False)
    is_confidential: bool
    is_odd: bool
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """One member of a family.

    Attributes:
        born_on: Local date, YYYY-MM-DD.
        age_years: As it was on `age_on`.
        left: How they left the household; None while they belong to it.
        left_on: Local date, where anybody knows it.
        is_added: Whether they became known here, and were not delivered.
        namesake: Which of several who are called alike, from 1 on as they became known; 0 where nobody else is.
        corrections: Of everything but numbers and mail addresses, newest first.
    """

    person: PersonId
    role: PersonRole
    title: str | None = field(repr=False)
    first_names: str | None = field(repr=False)
    surname: str | None = field(repr=False)
    known_as: str | None = field(repr=False)
    born_on: str | None = field(repr=False)
    age_years: int | None = field(repr=False)
    age_on: str | None = field(repr=False)
    language: str | None = field(repr=False)
    left: PersonEnd | None
    left_on: str | None
    is_added: bool
    phones: tuple[Phone, ...]
    emails: tuple[Email, ...]
    corrections: tuple[Correction, ...]
    namesake: int = 0
