"""The words of consent: decisions, how it was taken, and what a back-check found.

Owns closed sets only. Refuses to own the purposes, which are the agreement's, the order of the questions and what
a decision leads to.
"""

from enum import StrEnum
from typing import Final


class ConsentDecision(StrEnum):
    """What was said, or done about it later."""

    ENTERED_IN_ERROR = "entered_in_error"
    GIVEN = "given"
    NOT_ASKED = "not_asked"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class NotAskedReason(StrEnum):
    """Why a question was not put."""

    CAPACITY_CONCERN = "capacity_concern"
    INTERVIEW_PARTIAL = "interview_partial"
    LANGUAGE = "language"
    NO_INTERVIEW = "no_interview"
    NO_PERMISSION = "no_permission"
    NOT_PRESENT = "not_present"
    NOT_PRIVATE = "not_private"
    RESPONDENT_STOPPED = "respondent_stopped"
    UNSAFE = "unsafe"


class ConsentMode(StrEnum):
    """How the wording reached the person."""

    OFFICE = "office"
    PAPER = "paper"
    PHONE = "phone"
    READ_ALOUD = "read_aloud"
    READ_BY_RESPONDENT = "read_by_respondent"


class KeyedBy(StrEnum):
    """Whose hand pressed the answer."""

    INTERVIEWER = "interviewer"
    OFFICE = "office"
    RESPONDENT = "respondent"


class ExpressedBy(StrEnum):
    """Who spoke."""

    GUARDIAN = "guardian"
    PERSON = "person"
    REPRESENTATIVE = "representative"


class Relationship(StrEnum):
    """What a guardian is to the young person."""

    FOSTER_CARER = "foster_carer"
    GRANDPARENT = "grandparent"
    LEGAL_GUARDIAN = "legal_guardian"
    LOCAL_AUTHORITY = "local_authority"
    OTHER_RELATIVE = "other_relative"
    PARENT = "parent"
    STEP_PARENT = "step_parent"


class Interpreting(StrEnum):
    """Who interpreted; never a child, never a partner."""

    FAMILY_FRIEND = "family_friend"
    NONE = "none"
    PROFESSIONAL = "professional"
    STAFF = "staff"


class CeremonyEnd(StrEnum):
    """How the asking ended."""

    BROKEN_OFF = "broken_off"
    CLOCK_MOVED_BACK = "clock_moved_back"
    FINISHED = "finished"
    INTERRUPTED = "interrupted"


TAKES_BACK: Final = frozenset({ConsentDecision.WITHDRAWN, ConsentDecision.ENTERED_IN_ERROR})
"""Decisions that take an answer back: whoever has the family hears of them, whichever door they were told at."""


class InterviewState(StrEnum):
    """How much of the interview was done."""

    COMPLETE = "complete"
    ENTERED_IN_ERROR = "entered_in_error"
    PARTIAL = "partial"


class BackCheckMatter(StrEnum):
    """What somebody else checks."""

    CONSENT = "consent"
    INTERVIEW = "interview"


class BackCheckResult(StrEnum):
    """What the check found; `FAILED` suspends linkage and re-contact until it is settled."""

    CONFIRMED = "confirmed"
    FAILED = "failed"
    NOT_REACHED = "not_reached"
    SETTLED = "settled"
