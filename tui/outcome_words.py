"""What the groups of outcomes are called, wherever one is read. Pure.

Owns those words. Refuses to own which code is in which group, which is the agreement's.
"""

from collections.abc import Mapping
from typing import Final

from store.agreement.outcomes import OutcomeGroup

GROUPS: Final[Mapping[OutcomeGroup, str]] = {
    OutcomeGroup.COMPLETE: "complete interview",
    OutcomeGroup.PARTIAL: "partial interview",
    OutcomeGroup.REFUSAL: "refusal",
    OutcomeGroup.NON_CONTACT: "no contact",
    OutcomeGroup.OTHER: "other, eligible",
    OutcomeGroup.UNKNOWN_HOUSEHOLD: "not known if a household",
    OutcomeGroup.UNKNOWN_OTHER: "not known if eligible",
    OutcomeGroup.NOT_ELIGIBLE: "not eligible",
}
