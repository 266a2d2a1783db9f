"""The words of an attempt: how, what came of it and why, who was there, what the place looks like.

Owns closed sets only: results and reasons are those of the ESS contact form, observations those of the ESS
neighbourhood form. Refuses to own final outcome codes and their AAPOR groups, which are the agreement's.
"""

from enum import StrEnum


class Wave(StrEnum):
    """Which round of interviews."""

    ONE = "one"
    TWO = "two"


class AttemptMode(StrEnum):
    """How contact was sought."""

    EMAIL = "email"
    ENTRY_PHONE = "entry_phone"
    LETTER = "letter"
    TELEPHONE = "telephone"
    TEXT_MESSAGE = "text_message"
    VIDEO = "video"
    VISIT = "visit"


class AttemptResult(StrEnum):
    """What came of an attempt, in the order of the ESS contact form, 1 to 8."""

    COMPLETE_INTERVIEW = "complete_interview"
    PARTIAL_INTERVIEW = "partial_interview"
    CONTACT_UNIDENTIFIED = "contact_unidentified"
    CONTACT_RESPONDENT = "contact_respondent"
    CONTACT_SOMEBODY_ELSE = "contact_somebody_else"
    NO_CONTACT = "no_contact"
    ADDRESS_INVALID = "address_invalid"
    OTHER_INFORMATION = "other_information"


class NoInterviewReason(StrEnum):
    """Why a contact was no interview, in the order of the ESS contact form, 1 to 13."""

    APPOINTMENT = "appointment"
    REFUSAL_BY_RESPONDENT = "refusal_by_respondent"
    REFUSAL_BY_PROXY = "refusal_by_proxy"
    REFUSAL_UNSURE_WHO = "refusal_unsure_who"
    AWAY = "away"
    ILL_SHORT = "ill_short"
    ILL_LONG = "ill_long"
    DECEASED = "deceased"
    MOVED_ABROAD = "moved_abroad"
    MOVED_UNKNOWN = "moved_unknown"
    MOVED_IN_COUNTRY = "moved_in_country"
    LANGUAGE = "language"
    OTHER = "other"


class Presence(StrEnum):
    """Who else was there."""

    CHILD = "child"
    FRIEND_OR_NEIGHBOUR = "friend_or_neighbour"
    INTERPRETER = "interpreter"
    OTHER = "other"
    OTHER_RELATIVE = "other_relative"
    PARENT = "parent"
    PARTNER = "partner"
    PROFESSIONAL = "professional"


class AppointmentChange(StrEnum):
    """What became of an appointment."""

    BROKEN_BY_INTERVIEWER = "broken_by_interviewer"
    BROKEN_BY_RESPONDENT = "broken_by_respondent"
    CANCELLED = "cancelled"
    ENTERED_IN_ERROR = "entered_in_error"
    KEPT = "kept"
    MOVED = "moved"


class VisitEnd(StrEnum):
    """How a lone visit ended."""

    CONFIRMED_BY_BASE = "confirmed_by_base"
    LEFT_UNSAFE = "left_unsafe"
    RETURNED_SAFE = "returned_safe"


class DwellingType(StrEnum):
    """What kind of home it is (ESS)."""

    DETACHED = "detached"
    FARM = "farm"
    FLAT = "flat"
    MOBILE_HOME_OR_BOAT = "mobile_home_or_boat"
    ONLY_UNIT_IN_OTHER_BUILDING = "only_unit_in_other_building"
    OTHER = "other"
    SEMI_DETACHED = "semi_detached"
    SHELTERED = "sheltered"
    STUDENT_HOUSING = "student_housing"
    TERRACED = "terraced"


class EntryBarrier(StrEnum):
    """What stands between the street and the door (ESS)."""

    ENTRY_PHONE = "entry_phone"
    ENTRY_PHONE_AND_GATE = "entry_phone_and_gate"
    LOCKED_GATE = "locked_gate"
    NONE = "none"


class Condition(StrEnum):
    """The state of the building (ESS)."""

    VERY_GOOD = "very_good"
    GOOD = "good"
    SATISFACTORY = "satisfactory"
    BAD = "bad"
    VERY_BAD = "very_bad"


class Extent(StrEnum):
    """How much litter or damage is about (ESS)."""

    VERY_LARGE = "very_large"
    LARGE = "large"
    SMALL = "small"
    NONE_OR_ALMOST_NONE = "none_or_almost_none"


class SelectionMethod(StrEnum):
    """How a respondent was picked where several qualify."""

    KISH_GRID = "kish_grid"
    LAST_BIRTHDAY = "last_birthday"
    NEXT_BIRTHDAY = "next_birthday"
    ONLY_ONE_QUALIFIES = "only_one_qualifies"
    RANDOM = "random"


class ConcernAuthority(StrEnum):
    """What allows a safeguarding concern to be passed on (clause A5)."""

    DIRECTION = "direction"
    LEGAL_DUTY = "legal_duty"
    VITAL_INTERESTS = "vital_interests"
