"""The measures that protect the data, and the calls a family is owed before a case is closed.

Owns their settings and how strict one is against another. Refuses to own doing any of it.
"""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


class Strength(StrEnum):
    """Protection of a container, weakest first."""

    AES_128 = "AES-128"
    AES_192 = "AES-192"
    AES_256 = "AES-256"


class MediaMethod(StrEnum):
    """How media are sanitised, weakest first.

    Source:
        NIST SP 800-88.
    """

    CLEAR = "clear"
    PURGE = "purge"
    DESTROY = "destroy"


class PaperLevel(StrEnum):
    """How small paper is shredded, weakest first.

    Source:
        DIN 66399-1.
    """

    P1 = "P-1"
    P2 = "P-2"
    P3 = "P-3"
    P4 = "P-4"
    P5 = "P-5"
    P6 = "P-6"
    P7 = "P-7"


class PaperCut(StrEnum):
    """How paper is cut, weakest first."""

    STRIP = "strip-cut"
    CROSS = "cross-cut"


class Topic(StrEnum):
    """What somebody has to be trained in before they see a family."""

    LAW = "law"
    CONFIDENTIALITY = "confidentiality"
    HANDLING = "handling"
    THIS_AGREEMENT = "this-agreement"


@dataclass(frozen=True, slots=True)
class Containers:
    """How strongly a delivery is protected at least (8.3)."""

    minimum: Strength


@dataclass(frozen=True, slots=True)
class Cells:
    """What is suppressed in a released table (12.1a).

    Attributes:
        suppressed_up_to: Cells, and percentages, on this many unweighted cases or fewer are not released.
    """

    suppressed_up_to: int


@dataclass(frozen=True, slots=True)
class Calls:
    """What is tried before a case is closed as never reached. Fieldwork practice, no clause.

    Attributes:
        minimum: Visits at least.
        evenings: How many of them in the evening at least.
        weekends: How many of them at the week-end at least.
        evening_from: When an evening begins, London.
        spread_days: Days from the first visit to the last at least.
        source: Whose practice this is.
    """

    minimum: int
    evenings: int
    weekends: int
    evening_from: time
    spread_days: int
    source: str


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a sign-in needs (9.1e, 13.2, A3).

    Attributes:
        valid_months: How long a briefing counts.
        topics: What it covers.
    """

    valid_months: int
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class BackChecks:
    """How much is checked by somebody else. Fieldwork practice, no clause.

    Attributes:
        interviews_per_mille: Of every thousand interviews, how many are drawn.
        consents_per_mille: Of every thousand answers that count, how many are drawn.
        due_days: Days within which a check is done.
        source: Whose practice this is.
    """

    interviews_per_mille: int
    consents_per_mille: int
    due_days: int
    source: str


@dataclass(frozen=True, slots=True)
class Destruction:
    """How data is destroyed (7.2f, 13.5-13.7, A2, A11)."""

    media_standard: str
    media_version: str
    media_method: MediaMethod
    paper_standard: str
    paper_level: PaperLevel
    paper_cut: PaperCut
    is_paper_recycled: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """How long the proof without family data outlives the data.

    Attributes:
        years_after_declaration: Years that headers are kept after the last declaration.
        reason: Why that long.
        document_sha256: The document in which the controller agreed to it; None while it is to be asked for.
    """

    years_after_declaration: int
    reason: str
    document_sha256: str | None


@dataclass(frozen=True, slots=True)
class PlaceGrant:
    """A permission in writing to hold data in one country outside the list.

    Attributes:
        country: ISO 3166-1 alpha-2.
        granted_on: Date of the document.
        document_sha256: The document, 64 lower-case hex digits.
    """

    country: str
    granted_on: date
    document_sha256: str


@dataclass(frozen=True, slots=True)
class Places:
    """Where data may be (A6).

    Attributes:
        countries: ISO 3166-1 alpha-2, the United Kingdom and the EEA or fewer.
        grants: Written permissions for any other.
    """

    countries: tuple[str, ...]
    grants: tuple[PlaceGrant, ...]


def is_at_least(setting: StrEnum, floor: StrEnum) -> bool:
    """Say whether a setting is as strict as a floor of the same enum; these enums list the weakest first."""
    order = list(type(floor))
    return order.index(setting) >= order.index(floor)


def may_hold_in(places: Places, country: str, on: date) -> bool:
    """Say whether data may be in a country on a date.

    Args:
        places: The agreement's places.
        country: ISO 3166-1 alpha-2, capitals.
        on: London date.

    Source:
        Agreement A6.
    """
    return country in places.countries or any(
        grant.country == country and grant.granted_on <= on for grant in places.grants
    )
