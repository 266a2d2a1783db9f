"""The words for a family: its people, their details, what was looked at, locks and wishes about contact.

Owns closed sets only. Refuses to own what locks when: that is fieldwork's.
"""

from enum import StrEnum


class PersonRole(StrEnum):
    """What a person is to the survey."""

    ADULT = "adult"
    CHILD = "child"
    MAIN_CARER = "main_carer"
    YOUNG_PERSON = "young_person"


class PersonEnd(StrEnum):
    """Why a person is no longer of the household."""

    DECEASED = "deceased"
    ENTERED_IN_ERROR = "entered_in_error"
    IN_INSTITUTION = "in_institution"
    MOVED_OUT = "moved_out"


class PhoneKind(StrEnum):
    """What kind of number it is."""

    HOME = "home"
    MOBILE = "mobile"
    OTHER = "other"
    WORK = "work"


class DetailField(StrEnum):
    """Which detail of a family or person a correction is about."""

    ADDRESS = "address"
    AGE = "age"
    BORN_ON = "born_on"
    CONFIDENTIALITY = "confidentiality"
    DIRECTIONS = "directions"
    EMAIL = "email"
    FIRST_NAMES = "first_names"
    KNOWN_AS = "known_as"
    LANGUAGE = "language"
    PHONE = "phone"
    POSTCODE = "postcode"
    ROLE = "role"
    SURNAME = "surname"
    TITLE = "title"


class DetailSource(StrEnum):
    """Who said so."""

    COUNCIL = "council"
    DIRECTORY = "directory"
    INTERVIEWER = "interviewer"
    NEIGHBOUR = "neighbour"
    OFFICE = "office"
    OTHER = "other"
    PROXY = "proxy"
    RESPONDENT = "respondent"


class TracingResult(StrEnum):
    """What came of looking for somebody."""

    CONTACT_NAMED = "contact_named"
    FOUND = "found"
    NOT_FOUND = "not_found"
    STILL_LOOKING = "still_looking"


class ViewPart(StrEnum):
    """Which part of a family was displayed."""

    ADDRESS = "address"
    APPOINTMENTS = "appointments"
    ATTEMPTS = "attempts"
    CONSENTS = "consents"
    HISTORY = "history"
    NOTES = "notes"
    PEOPLE = "people"
    PHONES = "phones"
    PRINTED = "printed"
    SAFETY_NOTE = "safety_note"


class NoteDecision(StrEnum):
    """What a trained person made of a council's free-text note (clause 7.2c)."""

    CLEARED = "cleared"
    EDITED = "edited"
    STRUCK_OUT = "struck_out"


class FamilyLock(StrEnum):
    """Whether a family can be worked."""

    LOCKED = "locked"
    OPEN = "open"


class FamilyLockCause(StrEnum):
    """What locked a family, or opened it again."""

    BASE_DECISION = "base_decision"
    CONTACT_WISH = "contact_wish"
    INCIDENT = "incident"
    LEASE_ENDED = "lease_ended"
    LOCK_CODE = "lock_code"
    RECALL = "recall"
    REQUEST = "request"
    SAFETY = "safety"


class WishDecision(StrEnum):
    """What somebody wishes about being contacted."""

    LIFTED = "lifted"
    NO_CONTACT = "no_contact"
    PAUSED = "paused"
    ENTERED_IN_ERROR = "entered_in_error"


class WishBy(StrEnum):
    """Who expressed the wish."""

    COUNCIL_LIST = "council_list"
    OFFICE = "office"
    PROXY = "proxy"
    RESPONDENT = "respondent"
    UNSURE = "unsure"


class WishReach(StrEnum):
    """Whom the wish covers."""

    FAMILY = "family"
    PERSON = "person"


class WishChannel(StrEnum):
    """How the wish came in."""

    COUNCIL_FILE = "council_file"
    DOOR = "door"
    EMAIL = "email"
    LETTER = "letter"
    PAPER_FORM = "paper_form"
    TELEPHONE = "telephone"


class RecallCause(StrEnum):
    """Why base takes a family back from a laptop."""

    CONTACT_WISH = "contact_wish"
    DEVICE_LOST = "device_lost"
    FINISHED = "finished"
    INSTRUCTION = "instruction"
    REALLOCATED = "reallocated"
    STAFF_LEFT = "staff_left"
    TERM_ENDED = "term_ended"


class ProgrammeStatus(StrEnum):
    """Where a family stands with the programme (clause 7.2d); never reaches a laptop."""

    CLOSED_WITHOUT_CLAIM = "closed_without_claim"
    CONTINUOUS_EMPLOYMENT = "continuous_employment"
    NEVER_STARTED = "never_started"
    NOT_KNOWN = "not_known"
    ON_PROGRAMME = "on_programme"
    SUSTAINED_PROGRESS = "sustained_progress"
