"""What is said to and by a family, in its file: notes, safety, wishes and what they lock, consents, interviews.

Owns the shapes, plain values. Refuses to own the file they stand in (family) and how they are read (reading).
"""

from dataclasses import dataclass, field

from store.agreement.lifetime import TermEnd
from store.agreement.purposes import Purpose
from store.ids import PersonId
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.consents import ConsentDecision, InterviewState, NotAskedReason
from store.keeping.acts.terms.families import FamilyLockCause, WishBy, WishDecision, WishReach


@dataclass(frozen=True, slots=True)
class Note:
    """A note of the council's that a trained person cleared.

    Attributes:
        expires_on: Local date after which it is not shown; None for no end.
    """

    note: str
    text: str = field(repr=False)
    source: str = field(repr=False)
    expires_on: str | None


@dataclass(frozen=True, slots=True)
class SafetyNote:
    """What is read before a first visit.

    Attributes:
        is_acknowledged: Whether the one who asks has read this very note.
    """

    note: str
    text: str = field(repr=False)
    source: str = field(repr=False)
    expires_on: str | None
    is_acknowledged: bool


@dataclass(frozen=True, slots=True)
class Lock:
    """Why the family, or one person of it, is not to be worked.

    Attributes:
        person: Who; None for the whole family.
        cause: What it rests on; the end of the agreement, however it came to it, is `RAN_OUT`.
        is_pause: Whether it only waits for the supervisor.
        since_ms: When it was set.
        by: The wish it follows from; None where it is no wish.
    """

    person: PersonId | None
    cause: FamilyLockCause | TermEnd
    is_pause: bool
    since_ms: int
    by: str | None


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wishes about being contacted.

    Attributes:
        is_standing: Whether nothing that counts came after it.
    """

    wish: str
    follows: str | None
    reach: WishReach
    person: PersonId | None
    decision: WishDecision
    by: WishBy
    by_person: PersonId | None
    by_description: str | None = field(repr=False)
    at_ms: int
    reason: str | None = field(repr=False)
    is_standing: bool


@dataclass(frozen=True, slots=True)
class Consent:
    """The answer that stands of one person to one purpose.

    Attributes:
        target: Which linkage or body, where there can be several.
        not_asked: Why not, where they were not asked.
        wording: Slug and version of what they were told; None where nothing was shown.
        is_from_before: Whether base told of it when the family was handed over.
        is_doubted: Whether it was in doubt, as it was given, that they understood what was asked.
        is_live: Whether it is a yes that counts: a child's does under a permission alone.
    """

    record: str
    person: PersonId
    purpose: Purpose
    target: str | None
    decision: ConsentDecision
    not_asked: NotAskedReason | None
    wording: str | None
    wording_version: int | None
    at_ms: int
    is_from_before: bool
    is_doubted: bool = False
    is_live: bool = False


@dataclass(frozen=True, slots=True)
class Interview:
    """How far the interview of one person got in one wave; one entered in error is not here."""

    interview: str
    person: PersonId
    wave: Wave
    state: InterviewState
    began_at_ms: int
    ended_at_ms: int
