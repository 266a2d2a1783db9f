"""Acts about going there: appointments, lone visits, concerns for somebody's safety.

Owns their shapes. Refuses to own warnings and clashes, which are worked out from them.
"""

from typing import Final

from store.keeping.acts.act import Act
from store.keeping.acts.terms.attempts import AppointmentChange, AttemptMode, ConcernAuthority, VisitEnd
from store.keeping.acts.terms.store import Subject
from store.keeping.acts.values import (
    AtMs,
    FamilyId,
    FamilyLine,
    FamilyText,
    Hidden,
    Id,
    Minutes,
    PersonId,
    StaffId,
    UtcOffsetMin,
)


class AppointmentMade(Act):
    """A time was agreed."""

    kind = "appointment_made"
    clause = "7.1, A8"
    subject = Subject.FAMILY

    appointment: Id
    family: FamilyId
    person: PersonId | None
    interviewer: StaffId
    at_ms: AtMs
    utc_offset_min: UtcOffsetMin
    duration_min: Minutes
    mode: AttemptMode
    is_firm: bool
    note: Hidden[FamilyText | None]


class AppointmentChanged(Act):
    """An appointment was moved, kept, broken or cancelled."""

    kind = "appointment_changed"
    clause = "7.1, A8"
    subject = Subject.FAMILY

    appointment: Id
    family: FamilyId
    change: AppointmentChange
    at_ms: AtMs | None
    utc_offset_min: UtcOffsetMin | None
    duration_min: Minutes | None
    note: Hidden[FamilyText | None]


class LoneVisitStarted(Act):
    """An interviewer went in alone and said when to expect them back."""

    kind = "lone_visit_started"
    clause = "9.1c, A3"
    subject = Subject.FAMILY

    visit: Id
    family: FamilyId
    interviewer: StaffId
    expected_back_at_ms: AtMs


class LoneVisitEnded(Act):
    """An interviewer is back, or base found out how they are."""

    kind = "lone_visit_ended"
    clause = "9.1c, A3"
    subject = Subject.FAMILY

    visit: Id
    family: FamilyId
    end: VisitEnd
    back_at_ms: AtMs
    note: Hidden[FamilyText | None]


class SafeguardingReported(Act):
    """A concern for somebody's safety was passed on, on a named authority."""

    kind = "safeguarding_reported"
    clause = "9.1f, A5"
    subject = Subject.FAMILY

    report: Id
    family: FamilyId
    person: PersonId | None
    concern: Hidden[FamilyText]
    authority: ConcernAuthority
    citation: Hidden[FamilyLine | None]
    reported_to: Hidden[FamilyLine]
    reported_at_ms: AtMs
    disclosure: Id | None


ACTS: Final = (
    AppointmentMade,
    AppointmentChanged,
    LoneVisitStarted,
    LoneVisitEnded,
    SafeguardingReported,
)
