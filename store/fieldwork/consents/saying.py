"""What an answer has to say before it is kept.

Owns its fields, as a screen hands them over, and what must hold between them. Refuses to own which question it answers
(ceremony) and the act it becomes (records).
"""

from dataclasses import dataclass, field
from enum import StrEnum

from store.agreement.purposes import Purpose
from store.agreement.wordings import Shown
from store.errors import (
    AnswerNotPossibleError,
    CapacityDoubtedError,
    GuardianIsChildError,
    GuardianMisplacedError,
    GuardianMissingError,
    InterpreterRefusedError,
    InterpreterUnnamedError,
    ReasonMisplacedError,
    ReasonMissingError,
    SpanTurnedError,
    SpeakerError,
    WordingMissingError,
    WordingUnreadError,
)
from store.fieldwork.ages import CHILD_UNDER_YEARS
from store.fieldwork.consents.questions import Respondent
from store.ids import PersonId
from store.keeping.acts.terms.attempts import Presence
from store.keeping.acts.terms.consents import (
    ConsentDecision,
    ConsentMode,
    ExpressedBy,
    Interpreting,
    KeyedBy,
    NotAskedReason,
    Relationship,
)


class Interpreter(StrEnum):
    """Who would interpret, as somebody at a door may offer it; the last two are refused."""

    NONE = "none"
    PROFESSIONAL = "professional"
    STAFF = "staff"
    FAMILY_FRIEND = "family_friend"
    CHILD = "child"
    PARTNER = "partner"


_KEPT_AS = {
    Interpreter.NONE: Interpreting.NONE,
    Interpreter.PROFESSIONAL: Interpreting.PROFESSIONAL,
    Interpreter.STAFF: Interpreting.STAFF,
    Interpreter.FAMILY_FRIEND: Interpreting.FAMILY_FRIEND,
}


@dataclass(frozen=True, slots=True)
class GuardianSaid:
    """The parent or guardian who answered.

    Attributes:
        person: Who of the family; None for somebody else.
        age_years: Theirs, where it is known.
    """

    person: PersonId | None
    name: str = field(repr=False)
    relationship: Relationship
    age_years: int | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Around:
    """How it was while somebody was asked; the same for every answer of a sitting unless it changes.

    Attributes:
        interpreter_name: With an interpreter, and only then.
        witness_name: None where there was no witness.
        capacity_note: What the concern is; names no diagnosis that nobody asked for.
    """

    mode: ConsentMode = ConsentMode.READ_ALOUD
    keyed_by: KeyedBy = KeyedBy.INTERVIEWER
    interpreter: Interpreter = Interpreter.NONE
    interpreter_name: str | None = field(default=None, repr=False)
    witness_name: str | None = field(default=None, repr=False)
    others_present: tuple[Presence, ...] = ()
    is_privacy_offered: bool = True
    is_capacity_doubted: bool = False
    capacity_note: str | None = field(default=None, repr=False)
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One answer. There is no default for what was said.

    Attributes:
        decision: Given, refused or not asked.
        why_not: With not asked, and only then.
        shown: The text that was displayed, as it was displayed; None only where nothing was asked.
        shown_s: Whole seconds for which it was displayed.
        is_read_to_end: Whether its end was on the screen.
        by: Who spoke.
        guardian: With a parent's permission, and only then.
        reason: What was said about it, if anything is to be kept.
    """

    decision: ConsentDecision
    by: ExpressedBy
    shown: Shown | None
    shown_s: int
    is_read_to_end: bool
    around: Around
    why_not: NotAskedReason | None = None
    guardian: GuardianSaid | None = None
    reason: str | None = field(default=None, repr=False)


def interpreting(around: Around) -> Interpreting:
    """Return who interpreted, as it is kept.

    Raises:
        InterpreterRefusedError: A child or a partner would.
    """
    if around.interpreter not in _KEPT_AS:
        raise InterpreterRefusedError
    return _KEPT_AS[around.interpreter]


def hold_said(said: Said, purpose: Purpose, respondent: Respondent) -> None:
    """Make sure that an answer to a question says all it has to, and nothing that cannot be.

    Raises:
        AnswerNotPossibleError: It is neither given, refused nor not asked.
        ReasonMissingError, ReasonMisplacedError: A reason goes with not asking, and only there.
        InterpreterRefusedError, InterpreterUnnamedError: As who interprets.
        WordingMissingError, WordingUnreadError: Nothing was shown, or a yes came before its end.
        SpanTurnedError: It was shown for less than no time.
        CapacityDoubtedError: A yes, while it is in doubt whether they understand.
        GuardianMissingError, GuardianMisplacedError, GuardianIsChildError, SpeakerError: As who answers for whom.

    Source:
        Clauses "Consent"; design 6.
    """
    is_asked = said.decision is not ConsentDecision.NOT_ASKED
    if said.decision in (ConsentDecision.WITHDRAWN, ConsentDecision.ENTERED_IN_ERROR):
        raise AnswerNotPossibleError
    if not is_asked and said.why_not is None:
        raise ReasonMissingError
    if is_asked and said.why_not is not None:
        raise ReasonMisplacedError
    if said.shown_s < 0:
        raise SpanTurnedError
    named = bool((said.around.interpreter_name or "").strip())
    if (interpreting(said.around) is not Interpreting.NONE) != named:
        raise InterpreterUnnamedError
    if not is_asked:
        return
    if said.shown is None:
        raise WordingMissingError
    if said.decision is ConsentDecision.GIVEN:
        if not said.is_read_to_end:
            raise WordingUnreadError
        if said.around.is_capacity_doubted:
            raise CapacityDoubtedError
    if purpose is Purpose.PARENTAL_PERMISSION:
        _hold_guardian(said, respondent)
    elif said.guardian is not None:
        raise GuardianMisplacedError
    elif said.by is not ExpressedBy.PERSON:
        raise SpeakerError


def _hold_guardian(said: Said, respondent: Respondent) -> None:
    guardian = said.guardian
    if guardian is None or not guardian.name.strip():
        raise GuardianMissingError
    is_child = guardian.age_years is not None and guardian.age_years < CHILD_UNDER_YEARS
    if guardian.person == respondent.person or is_child:
        raise GuardianIsChildError
    if said.by is not ExpressedBy.GUARDIAN:
        raise SpeakerError
