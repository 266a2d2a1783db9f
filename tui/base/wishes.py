"""What somebody at base wants to do next, beside what the door has too (field.wishes).

Owns the wishes. Refuses to own which screen grants which (app).
"""

from dataclasses import dataclass

from tui.field.wishes import DeskWish, FamilyWish


class SeeLaptops(DeskWish):
    """See every laptop."""


class SeeDeliveries(DeskWish):
    """See what councils sent."""


class SeePaper(DeskWish):
    """See numbered sheets of paper."""


class SeeStaff(DeskWish):
    """See who works here."""


class SeeBackChecks(DeskWish):
    """See what somebody else checks."""


class SeeWaveTwo(DeskWish):
    """See how far each council's second wave is."""


class SeeDestruction(DeskWish):
    """See what was destroyed, and what may be declared."""


class SeeLinkage(DeskWish):
    """See what was sent for linkage."""


class SeeOutputs(DeskWish):
    """See what was let out."""


class SeeRegisters(DeskWish):
    """See who may be sent what."""


class SeeBackups(DeskWish):
    """See every backup of base."""


class SeeAudit(DeskWish):
    """See what an auditor looks at."""


class SeeInbox(DeskWish):
    """See what waits for a decision."""


class LiftWish(FamilyWish):
    """Take a wish of the family back, or open what something else had locked."""


class EndCase(FamilyWish):
    """Give the family, or somebody of it, a final outcome, or take it back."""


class EndVisit(FamilyWish):
    """Say how somebody is whose visit alone to the family is not over."""


@dataclass
class SeeFamilies(DeskWish):
    """See every family.

    Attributes:
        is_finding: Whether what is typed next is to find one.
        is_paused: Whether those that wait for a decision are wanted.
    """

    is_finding: bool = False
    is_paused: bool = False
