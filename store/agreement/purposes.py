"""What a person is asked, and on what legal basis each kind of data is held.

Owns the closed lists of purposes and dataset kinds, and their legal bases by date. Refuses to own decisions: a consent
is an act. A legal basis is never labelled consent (5, 6): what is asked at the door is permission, not the basis.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from store.agreement.dated import in_force
from store.agreement.reading import OPEN
from store.errors import NoRuleThenError


class Purpose(StrEnum):
    """What one person gives, refuses or withdraws, one at a time."""

    TAKE_PART = "take-part"
    PARENTAL_PERMISSION = "parental-permission"
    YOUNG_PERSONS_ASSENT = "young-persons-assent"
    LINKAGE = "linkage"
    RECONTACT = "re-contact"


class Moment(StrEnum):
    """When a purpose is asked."""

    BEFORE_INTERVIEW = "before-interview"
    AFTER_INTERVIEW = "after-interview"


@dataclass(frozen=True, slots=True)
class Target:
    """One of several things a purpose may be about, each its own question: some named records to link with.

    Attributes:
        id: What records call it.
        name: What its wordings have to name.
    """

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class PurposeTerm:
    """One purpose as agreed.

    Attributes:
        asked: Before or after the interview.
        names: Who or what a wording for this purpose has to name besides the parties, so that a yes is to something.
        targets: What it is asked about one by one; empty where it is one question.
        clause: The clause that asks for it.
    """

    id: Purpose
    title: str
    asked: Moment
    names: tuple[str, ...]
    targets: tuple[Target, ...]
    clause: str


class DatasetKind(StrEnum):
    """Every kind of personal data the project holds; there is no other (4.5)."""

    CONTACTS = "contacts"
    ELIGIBILITY = "eligibility"
    REFUSALS = "refusals"
    UPDATES = "updates"
    FIELDWORK = "fieldwork"
    LINKAGE = "linkage"


@dataclass(frozen=True, slots=True)
class Dataset:
    """One kind of personal data.

    Attributes:
        special_condition: The condition for sensitive data; None where the agreement names none and it is an open
            question of every delivery.
    """

    id: DatasetKind
    title: str
    clause: str
    special_condition: str | None


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """The legal basis for some kinds of data between two dates.

    Attributes:
        datasets: For which kinds.
        from_on: First day, London.
        to_on: Last day, London; None while it lasts.
    """

    id: str
    datasets: tuple[DatasetKind, ...]
    from_on: date
    to_on: date | None = field(metadata=OPEN)
    basis: str
    clause: str


def legal_basis_on(bases: tuple[LegalBasis, ...], kind: DatasetKind, on: date) -> LegalBasis:
    """Return the legal basis for a kind of data on a London date.

    Raises:
        NoRuleThenError: None is in force on that date.

    Source:
        Agreement 4.5, 5, 6; "as amended" 2.2d.
    """
    basis = in_force((basis for basis in bases if kind in basis.datasets), on)
    if basis is None:
        raise NoRuleThenError(f"legal basis for {kind}", on.isoformat())
    return basis
