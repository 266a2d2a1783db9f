"""What locked a family, or opened it again, in words. Pure.

Owns how a cause reads. Refuses to own when anything locks (store).
"""

from typing import Final

from store.agreement.lifetime import TermEnd
from store.keeping.acts.terms.families import FamilyLockCause

CAUSES: Final[dict[FamilyLockCause | TermEnd, str]] = {
    FamilyLockCause.BASE_DECISION: "decided at base",
    FamilyLockCause.CONTACT_WISH: "a wish about contact",
    FamilyLockCause.INCIDENT: "an incident",
    FamilyLockCause.LEASE_ENDED: "nothing heard from base for four weeks",
    FamilyLockCause.LOCK_CODE: "a stop code",
    FamilyLockCause.RECALL: "called back",
    FamilyLockCause.REQUEST: "a request",
    FamilyLockCause.SAFETY: "safety",
    **dict.fromkeys(TermEnd, "the end of the agreement"),
}
