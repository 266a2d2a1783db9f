"""Consents in words, for screens that a respondent never reads. Pure.

Owns what purposes, answers and reasons are called. Refuses to own where a question stands (store).
"""

from typing import Final

from store.agreement.purposes import Purpose
from store.fieldwork.family import FamilyFile
from store.ids import PersonId
from store.keeping.acts.terms.consents import ConsentDecision, NotAskedReason
from tui import wording

PURPOSES: Final = {
    Purpose.TAKE_PART: "take part",
    Purpose.PARENTAL_PERMISSION: "parent's permission",
    Purpose.YOUNG_PERSONS_ASSENT: "own assent",
    Purpose.LINKAGE: "linkage",
    Purpose.RECONTACT: "wave 2",
}
_DECISIONS: Final = {
    ConsentDecision.GIVEN: "YES",
    ConsentDecision.REFUSED: "NO",
    ConsentDecision.NOT_ASKED: "not asked",
    ConsentDecision.WITHDRAWN: "WITHDRAWN",
    ConsentDecision.ENTERED_IN_ERROR: "entered in error",
}
REASONS: Final = {
    NotAskedReason.RESPONDENT_STOPPED: "they want to stop here",
    NotAskedReason.NOT_PRESENT: "they are not here",
    NotAskedReason.NOT_PRIVATE: "there is no private place now",
    NotAskedReason.LANGUAGE: "there is no language we share",
    NotAskedReason.UNSAFE: "it is better to go",
    NotAskedReason.CAPACITY_CONCERN: "it may not be clear what is asked",
}
"""Why a question is not put, as somebody says it in whose sight it may stand; the likeliest first."""


def strip_of(file: FamilyFile, person: PersonId) -> str:
    """Return where one person's questions stand, in one line: `take part YES, linkage NO`."""
    said = [
        f"{PURPOSES[each.purpose]} {decision_words(each.decision)}" for each in file.consents if each.person == person
    ]
    return ", ".join(said) or "nothing asked yet"


def decision_words(decision: ConsentDecision) -> str:
    """Return an answer as a family's page has it."""
    return _DECISIONS.get(decision) or wording.words(decision)
