"""Acts about what people ask: to see, to complain, to have deleted; and the clocks that run meanwhile.

Owns their shapes. Refuses to own the rules of the clocks: a clock carries the rule it was started under.
"""

from typing import Final

from store.agreement.deadlines import ClockKind, Unit
from store.keeping.acts.act import Act
from store.keeping.acts.terms.incidents import (
    ClockAbout,
    ClockEnd,
    ClockPauseCause,
    NoticeChannel,
    RequestEnd,
    RequestKind,
    RequestStep,
)
from store.keeping.acts.terms.store import Subject
from store.keeping.acts.values import (
    AtMs,
    Clause,
    Day,
    FamilyId,
    FamilyLine,
    FamilyText,
    Hidden,
    HouseLine,
    Id,
    PersonId,
    SheetNumber,
    Slug,
    Small,
    StaffId,
)


class RequestReceived(Act):
    """Somebody asked for something; the family is named once it is known, or never."""

    kind = "request_received"
    clause = "10, 11, A4"
    subject = Subject.PERSON

    request: Id
    request_kind: RequestKind
    family: FamilyId | None
    person: PersonId | None
    requester: Hidden[FamilyLine | None]
    requester_contact: Hidden[FamilyText | None]
    text: Hidden[FamilyText]
    channel: NoticeChannel
    received_at_ms: AtMs
    received_by: StaffId
    locks_family: bool
    sheet: SheetNumber | None


class RequestUpdated(Act):
    """A request came a step further."""

    kind = "request_updated"
    clause = "10, A4"
    subject = Subject.PERSON

    request: Id
    step: RequestStep
    family: FamilyId | None
    person: PersonId | None
    at_ms: AtMs
    instruction: Id | None
    reviewer: StaffId | None
    redactions_count: Small | None
    note: Hidden[FamilyText | None]


class RequestClosed(Act):
    """A request was answered, or passed on to whoever answers it."""

    kind = "request_closed"
    clause = "10, A4"
    subject = Subject.PERSON

    request: Id
    end: RequestEnd
    family: FamilyId | None
    at_ms: AtMs
    instruction: Id | None
    movement: Id | None
    note: Hidden[FamilyText | None]


class ClockStarted(Act):
    """A clock began to run, under the rule of its day, which no later change moves."""

    kind = "clock_started"
    clause = "8.4, 10, 14.1, A10"
    subject = Subject.CLOCK

    clock: Id
    clock_kind: ClockKind
    about: ClockAbout
    about_id: Id
    rule: Slug
    for_clause: Clause
    citation: Hidden[HouseLine]
    law: Slug
    law_citation: Hidden[HouseLine]
    unit: Unit
    amount: Small
    rolls: bool
    may_pause: bool
    started_at_ms: AtMs
    due_on: Day
    due_at_ms: AtMs


class ClockPaused(Act):
    """A clock stands still while somebody is asked what they mean."""

    kind = "clock_paused"
    clause = "10, 2.2"
    subject = Subject.CLOCK

    clock: Id
    cause: ClockPauseCause
    asked_on: Day


class ClockResumed(Act):
    """A clock runs again, with the day on which it is due now."""

    kind = "clock_resumed"
    clause = "10, 2.2"
    subject = Subject.CLOCK

    clock: Id
    answered_on: Day
    due_on: Day
    due_at_ms: AtMs


class ClockStopped(Act):
    """The duty was done, in time or late, or is owed no longer."""

    kind = "clock_stopped"
    clause = "8.4, 10, 14.1, A10"
    subject = Subject.CLOCK

    clock: Id
    end: ClockEnd
    stopped_at_ms: AtMs
    is_in_time: bool
    notice: Id | None
    note: Hidden[HouseLine | None]


ACTS: Final = (
    RequestReceived,
    RequestUpdated,
    RequestClosed,
    ClockStarted,
    ClockPaused,
    ClockResumed,
    ClockStopped,
)
