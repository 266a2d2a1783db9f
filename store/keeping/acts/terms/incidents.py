"""The words of duty: incidents, notices, requests and the clocks they start.

Owns closed sets only. Refuses to own the rules of the clocks, which the agreement holds as data.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class IncidentKind(StrEnum):
    """What went wrong."""

    DAMAGED = "damaged"
    DISCLOSED_IN_ERROR = "disclosed_in_error"
    DEVICE_LOST = "device_lost"
    DEVICE_STOLEN = "device_stolen"
    FORK = "fork"
    MALWARE = "malware"
    OTHER = "other"
    OVERSEEN = "overseen"
    PAPER_LOST = "paper_lost"
    ROLLBACK = "rollback"
    UNAUTHORISED_ACCESS = "unauthorised_access"
    UNAUTHORISED_RELEASE = "unauthorised_release"
    UNENCRYPTED = "unencrypted"


AS_WRITTEN: Final[Mapping[str, str]] = {IncidentKind.OVERSEEN: "seen by others"}
"""How a kind is written where its own name misleads: in English, whoever is overseen is supervised."""


class Risk(StrEnum):
    """How bad it is for the people concerned."""

    HIGH = "high"
    LOW = "low"
    MEDIUM = "medium"
    NOT_ASSESSED = "not_assessed"
    SEVERE = "severe"


class IncidentEnd(StrEnum):
    """How an incident was closed."""

    CONTAINED = "contained"
    NO_BREACH = "no_breach"
    NOT_RECOVERED = "not_recovered"
    RECOVERED = "recovered"


class NoticeMatter(StrEnum):
    """What a notice tells."""

    COMPLAINT_ACKNOWLEDGEMENT = "complaint_acknowledgement"
    DELIVERY_UNREADABLE = "delivery_unreadable"
    DESTRUCTION = "destruction"
    LOSS = "loss"
    REGULATOR_BREACH = "regulator_breach"
    REQUEST_FORWARDED = "request_forwarded"
    SECURITY_INCIDENT = "security_incident"
    SUBJECT_ACCESS = "subject_access"
    TERM_END = "term_end"
    UNAUTHORISED_RELEASE = "unauthorised_release"


class NoticeChannel(StrEnum):
    """How a notice went out."""

    EMAIL = "email"
    LETTER = "letter"
    ONLINE_FORM = "online_form"
    TELEPHONE = "telephone"


class RequestKind(StrEnum):
    """What somebody asks for (clauses 10, 11, A4)."""

    COMPLAINT = "complaint"
    CORRECTION = "correction"
    DELETION = "deletion"
    ENVIRONMENTAL_INFORMATION = "environmental_information"
    FREEDOM_OF_INFORMATION = "freedom_of_information"
    OBJECTION = "objection"
    OTHER_NOTICE = "other_notice"
    SUBJECT_ACCESS = "subject_access"


class RequestStep(StrEnum):
    """How far a request has come."""

    ACKNOWLEDGED = "acknowledged"
    CLARIFICATION_SOUGHT = "clarification_sought"
    FAMILY_FOUND = "family_found"
    FORWARDED = "forwarded"
    IDENTITY_CHECKED = "identity_checked"
    INSTRUCTION_RECEIVED = "instruction_received"
    PACK_MADE = "pack_made"
    PACK_SUPPLIED = "pack_supplied"
    THIRD_PARTY_REVIEWED = "third_party_reviewed"


class RequestEnd(StrEnum):
    """How a request was closed."""

    ANSWERED = "answered"
    ERASED = "erased"
    NOT_UPHELD = "not_upheld"
    NOTHING_HELD = "nothing_held"
    PASSED_ON = "passed_on"
    TAKEN_BACK = "taken_back"


class ClockAbout(StrEnum):
    """What a clock runs for."""

    AGREEMENT = "agreement"
    DELIVERY = "delivery"
    INCIDENT = "incident"
    REQUEST = "request"


class ClockEnd(StrEnum):
    """What stopped a clock."""

    DUTY_DONE = "duty_done"
    ENTERED_IN_ERROR = "entered_in_error"
    NO_LONGER_DUE = "no_longer_due"


class ClockPauseCause(StrEnum):
    """Why a clock stands still, where the law of the day lets it."""

    CLARIFICATION = "clarification"
    IDENTITY = "identity"
