"""Acts about what went wrong, and the notices that tell of it.

Owns their shapes. Refuses to own the clocks they start (clocks) and the wording of a notice.
"""

from typing import Final

from store.keeping.acts.act import Act
from store.keeping.acts.terms.incidents import IncidentEnd, IncidentKind, NoticeChannel, NoticeMatter, Risk
from store.keeping.acts.terms.store import Subject
from store.keeping.acts.values import (
    AtMs,
    Count,
    Day,
    DeviceIds,
    Digest,
    FamilyIds,
    Hidden,
    HouseLine,
    HouseText,
    Id,
    StaffId,
)


class IncidentRaised(Act):
    """Somebody said that something is lost, seen or broken into; names devices and families by id only."""

    kind = "incident_raised"
    clause = "14.1, A10"
    subject = Subject.INCIDENT

    incident: Id
    incident_kind: IncidentKind
    what: Hidden[HouseText]
    place: Hidden[HouseLine | None]
    happened_at_ms: AtMs | None
    identified_at_ms: AtMs
    aware_at_ms: AtMs
    raised_by: StaffId
    devices: DeviceIds
    families: FamilyIds
    families_count: Count


class IncidentUpdated(Act):
    """More is known about an incident: how bad, how it came about, what it touches."""

    kind = "incident_updated"
    clause = "14.3, A10"
    subject = Subject.INCIDENT

    incident: Id
    risk: Risk
    what: Hidden[HouseText | None]
    root_cause: Hidden[HouseText | None]
    devices: DeviceIds
    families: FamilyIds
    families_count: Count


class CorrectiveActionRecorded(Act):
    """Something was agreed, or done, so that it does not happen again."""

    kind = "corrective_action_recorded"
    clause = "A10"
    subject = Subject.INCIDENT

    action: Id
    incident: Id
    what: Hidden[HouseText]
    owner: StaffId
    agreed_by: Hidden[HouseLine | None]
    due_on: Day | None
    done_on: Day | None


class IncidentClosed(Act):
    """An incident came to its end."""

    kind = "incident_closed"
    clause = "14.3, A10"
    subject = Subject.INCIDENT

    incident: Id
    end: IncidentEnd
    risk: Risk
    root_cause: Hidden[HouseText]
    agreed_by: Hidden[HouseLine]


class NoticeDrafted(Act):
    """A notice was written, ready to send."""

    kind = "notice_drafted"
    clause = "8.4, 14.1, 10, A10"
    subject = Subject.RECIPIENT

    notice: Id
    matter: NoticeMatter
    about: Id
    recipient: Id | None
    sha256: Digest


class NoticeSent(Act):
    """Somebody was told, and when."""

    kind = "notice_sent"
    clause = "8.4, 14.1, 10, A10"
    subject = Subject.RECIPIENT

    notice: Id
    matter: NoticeMatter
    about: Id
    recipient: Id | None
    told: Hidden[HouseLine]
    channel: NoticeChannel
    at_ms: AtMs
    sha256: Digest | None
    clock: Id | None


ACTS: Final = (
    IncidentRaised,
    IncidentUpdated,
    CorrectiveActionRecorded,
    IncidentClosed,
    NoticeDrafted,
    NoticeSent,
)
