"""Who signed, in what role and from when, and whom to ring.

Owns parties, roles and the contacts directory. Refuses to own recipients and sub-contractors, who need a recorded grant
(9.1d) and are a register of the store.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from store.agreement.dated import in_force
from store.agreement.reading import OPEN


class PartyKind(StrEnum):
    """The three that every wording names."""

    COUNCIL = "council"
    DEPARTMENT = "department"
    AGENCY = "agency"


class Duty(StrEnum):
    """What a party answers for under data protection law."""

    CONTROLLER = "controller"
    PROCESSOR = "processor"


class Stage(StrEnum):
    """Before or after a delivery has arrived, which is when the controller changes."""

    BEFORE_ARRIVAL = "before-arrival"
    AFTER_ARRIVAL = "after-arrival"


@dataclass(frozen=True, slots=True)
class Party:
    """One of the three parties.

    Attributes:
        id: Which of the three.
        name: Its name as printed in the agreement.
        called: The name a wording has to use, so that a respondent can find the body.
    """

    id: PartyKind
    name: str
    called: str


@dataclass(frozen=True, slots=True)
class Role:
    """What one party answers for, at one stage, between two dates.

    Attributes:
        from_on: First day, London.
        to_on: Last day, London; None while it lasts.
        clause: The clause that says so.
    """

    party: PartyKind
    duty: Duty
    stage: Stage
    from_on: date
    to_on: date | None = field(metadata=OPEN)
    clause: str


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """Somebody the agreement says is to be rung. None stands for what is still to be asked for."""

    id: str
    party: PartyKind
    title: str
    clause: str
    name: str | None = field(repr=False)
    telephone: str | None = field(repr=False)
    email: str | None = field(repr=False)


def controller_on(roles: tuple[Role, ...], stage: Stage, on: date) -> PartyKind | None:
    """Return who is controller at a stage on a London date; None where the agreement names nobody.

    Source:
        Agreement 1.2-1.4, 2.1.
    """
    return _party_on(roles, Duty.CONTROLLER, stage, on)


def processor_on(roles: tuple[Role, ...], stage: Stage, on: date) -> PartyKind | None:
    """Return who is processor at a stage on a London date; None where the agreement names nobody.

    Source:
        Agreement 1.4, 2.1.
    """
    return _party_on(roles, Duty.PROCESSOR, stage, on)


def _party_on(roles: tuple[Role, ...], duty: Duty, stage: Stage, on: date) -> PartyKind | None:
    role = in_force((role for role in roles if role.duty is duty and role.stage is stage), on)
    return None if role is None else role.party
