"""What can be withdrawn, and what each withdrawal leads to.

Owns the table. Refuses to own the acts a withdrawal is kept as (withdrawing), and to infer one from another: somebody
who withdraws the whole survey is asked about linkage and about their answers.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Withdrawn(StrEnum):
    """What somebody takes back; any further contact is more than contact for wave 2, and holds it."""

    LINKAGE = "linkage"
    RECONTACT = "re-contact"
    ANY_CONTACT = "any-contact"
    WHOLE_SURVEY = "whole-survey"
    PARENTS_PERMISSION = "parental-permission"


class Effect(StrEnum):
    """What follows."""

    ANSWERS_KEPT = "answers_kept"
    ASKED_ABOUT_ANSWERS = "asked_about_answers"
    ASKED_ABOUT_LINKAGE = "asked_about_linkage"
    CHILDS_USE_STOPS = "childs_use_stops"
    DESTROYED_AT_THE_UPDATE = "destroyed_at_the_update"
    FAMILY_LOCKED = "family_locked"
    OUT_OF_THE_NEXT_EXTRACT = "out_of_the_next_extract"
    STOP_LIST_IF_ONE_WAS_SENT = "stop_list_if_one_was_sent"


_NO_CONTACT = (Effect.DESTROYED_AT_THE_UPDATE, Effect.FAMILY_LOCKED)

EFFECTS: Final[Mapping[Withdrawn, tuple[Effect, ...]]] = MappingProxyType(
    {
        Withdrawn.LINKAGE: (
            Effect.OUT_OF_THE_NEXT_EXTRACT,
            Effect.STOP_LIST_IF_ONE_WAS_SENT,
            Effect.ANSWERS_KEPT,
        ),
        Withdrawn.RECONTACT: (Effect.DESTROYED_AT_THE_UPDATE,),
        Withdrawn.ANY_CONTACT: _NO_CONTACT,
        Withdrawn.WHOLE_SURVEY: (*_NO_CONTACT, Effect.ASKED_ABOUT_LINKAGE, Effect.ASKED_ABOUT_ANSWERS),
        Withdrawn.PARENTS_PERMISSION: (Effect.CHILDS_USE_STOPS,),
    }
)
"""Source: clauses "Consent", the table of withdrawals; 4.2, 7.2e, 10."""
