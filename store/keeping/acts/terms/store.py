"""The words for the life of a store, its journal and the agreement it lives under.

Owns closed sets only. Refuses to own what follows from a word: that is for the rooms that act on it.
"""

from enum import StrEnum

from store.agreement.lifetime import TermEnd as TermEnd
from store.agreement.wordings import TranslationState as TranslationState
from store.agreement.wordings import WordingForm as WordingForm


class Subject(StrEnum):
    """What an act is about; `FAMILY` and `PERSON` are the only ones whose bodies hold a family's data."""

    AGREEMENT = "agreement"
    CLOCK = "clock"
    DATASET = "dataset"
    DEVICE = "device"
    FAMILY = "family"
    INCIDENT = "incident"
    JOURNAL = "journal"
    LIST = "list"
    OUTPUT = "output"
    PAPER = "paper"
    PERSON = "person"
    RECIPIENT = "recipient"
    STAFF = "staff"
    STORE = "store"


class StoreRole(StrEnum):
    """Which side of the exchange a store is."""

    BASE = "base"
    FIELD = "field"


class KeyringMode(StrEnum):
    """Where the device secret lies."""

    OS_KEYRING = "os_keyring"
    PASSPHRASE_ONLY = "passphrase_only"  # noqa: S105 - the name of a mode, not a passphrase


class SignInScope(StrEnum):
    """What a sign-in opens; `SAFETY_ONLY` is what remains without a live credential."""

    FULL = "full"
    READ_ONLY = "read_only"
    SAFETY_ONLY = "safety_only"


class SignInFault(StrEnum):
    """Why a sign-in came to nothing."""

    CREDENTIAL_NOT_LIVE = "credential_not_live"
    KEYRING_ENTRY_GONE = "keyring_entry_gone"
    KEYRING_LOCKED = "keyring_locked"
    KEYRING_UNKNOWN = "keyring_unknown"
    STORE_FROZEN = "store_frozen"
    VOLUME_NOT_SHOWN_ENCRYPTED = "volume_not_shown_encrypted"
    WRONG_PASSPHRASE = "wrong_passphrase"  # noqa: S105 - the name of a fault, not a passphrase


class LockCause(StrEnum):
    """What locked the store."""

    CLOSED = "closed"
    IDLE = "idle"
    KEY = "key"
    SUSPEND = "suspend"


class FreezeCause(StrEnum):
    """Why a store opens frozen."""

    ANCHOR_LOST = "anchor_lost"
    FORK = "fork"
    LATER_ENTRIES_MISSING = "later_entries_missing"
    ROLLBACK = "rollback"


class AnchorPlace(StrEnum):
    """Which memory of the last size and root told of it."""

    BASE = "base"
    KEYRING = "keyring"
    SIDECAR = "sidecar"
    WITNESS = "witness"


class Verdict(StrEnum):
    """How a check came out."""

    DOES_NOT_HOLD = "does_not_hold"
    HOLDS = "holds"


class EpochCause(StrEnum):
    """Why a store was re-encrypted under a new key."""

    DESTRUCTION = "destruction"
    KEYRING_LOST = "keyring_lost"
    KEYS_EXPOSED = "keys_exposed"
    RECOVERY = "recovery"
    ROUTINE = "routine"
    STAFF_LEFT = "staff_left"


class ErasureReason(StrEnum):
    """Why bodies were erased; names no family and no decision, for it outlives both."""

    DESTRUCTION_ORDER = "destruction_order"
    END_OF_STORE = "end_of_store"
    HANDED_IN = "handed_in"
    RELEASED_AFTER_BACKUP = "released_after_backup"
    RETENTION_ENDED = "retention_ended"


class Direction(StrEnum):
    """Which way something went, seen from this store."""

    IN = "in"
    OUT = "out"


class Representative(StrEnum):
    """Whom a contact card is for (clauses 15 and 17, and who is rung after a loss)."""

    AGENCY_DATA_PROTECTION = "agency_data_protection"
    AGENCY_ESCALATION = "agency_escalation"
    AGENCY_REPRESENTATIVE = "agency_representative"
    COUNCIL_ESCALATION = "council_escalation"
    COUNCIL_REPRESENTATIVE = "council_representative"
    DEPARTMENT_ESCALATION = "department_escalation"
    DEPARTMENT_REPRESENTATIVE = "department_representative"
    INFORMATION_COMMISSIONER = "information_commissioner"
    LONE_WORKING_DESK = "lone_working_desk"
    SAFEGUARDING_LEAD = "safeguarding_lead"


class StaffRole(StrEnum):
    """What a member of staff may do here."""

    AUDITOR = "auditor"
    ELIGIBILITY_KEEPER = "eligibility_keeper"
    INTERVIEWER = "interviewer"
    RECOVERY_HOLDER = "recovery_holder"
    SUPERVISOR = "supervisor"


class CredentialEvidence(StrEnum):
    """What a credential rests on."""

    BRIEFING = "briefing"
    CERTIFICATE = "certificate"
    DECLARATION = "declaration"


class ApprovalMatter(StrEnum):
    """What needs two different people (design: whole, group and wave destruction, recovery, eligibility, outputs)."""

    DESTRUCTION = "destruction"
    ELIGIBILITY = "eligibility"
    EXTENSION = "extension"
    FREEZE = "freeze"
    OUTPUT = "output"
    RECOVERY = "recovery"
    SUCCESSION = "succession"
    WAVE_TWO = "wave_two"
    WRITE_OFF = "write_off"


class ApprovalDecision(StrEnum):
    """What the second person said."""

    APPROVED = "approved"
    DECLINED = "declined"
