"""The words of exchange: deliveries, datasets, bundles, orders, recipients, outputs.

Owns closed sets only. Refuses to own the byte formats those words travel in.
"""

from enum import StrEnum


class Shipment(StrEnum):
    """What moves or leaves: a closed list, nothing else does (clauses 4.5, 7.1, 8.2)."""

    AUDIT_PACK = "audit_pack"
    BACKUP = "backup"
    BUNDLE = "bundle"
    CONSENT_PROOF = "consent_proof"
    CONTACTS = "contacts"
    ELIGIBILITY = "eligibility"
    EVIDENCE = "evidence"
    FIELDWORK_REPORT = "fieldwork_report"
    INCIDENT_RECORD = "incident_record"
    LINKAGE_EXTRACT = "linkage_extract"
    NOTICE = "notice"
    OPT_OUTS = "opt_outs"
    OUTPUT = "output"
    PAPER = "paper"
    PERSON_PACK = "person_pack"
    RESUPPLY = "resupply"
    STOP_LIST = "stop_list"
    UPDATES = "updates"


class Container(StrEnum):
    """What a delivery is wrapped in."""

    OPENPGP = "openpgp"
    PLAIN = "plain"
    SEVEN_ZIP = "seven_zip"
    UNKNOWN = "unknown"
    XLSX_AGILE = "xlsx_agile"
    ZIP_AE2 = "zip_ae2"
    ZIP_CRYPTO = "zip_crypto"


class DeliveryFault(StrEnum):
    """Why a delivery was not taken in."""

    CAPACITY = "capacity"
    COLUMNS_UNKNOWN = "columns_unknown"
    COMBINED = "combined"
    DAMAGED = "damaged"
    DOUBLED = "doubled"
    KIND_NOT_LISTED = "kind_not_listed"
    RECORDS_TOO_EARLY = "records_too_early"
    TERM_ENDED = "term_ended"
    UNENCRYPTED = "unencrypted"
    WEAK_ENCRYPTION = "weak_encryption"


class QuarantineCause(StrEnum):
    """Why a batch waits apart (clause 7.2b)."""

    IDS_GONE = "ids_gone"
    LATE = "late"
    UNSCHEDULED = "unscheduled"


class HeldReason(StrEnum):
    """Why a row of a delivery is held back, or left out."""

    ALREADY_HELD = "already_held"
    DOUBLED_ID = "doubled_id"
    LETTER_DATE_MISSING = "letter_date_missing"
    NO_ADDRESS = "no_address"
    NO_ID = "no_id"
    OPTED_OUT = "opted_out"
    RECORD_TOO_EARLY = "record_too_early"
    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"
    WINDOW_STILL_OPEN = "window_still_open"
    WINDOW_TOO_SHORT = "window_too_short"


class RowDecision(StrEnum):
    """What was decided about rows that came or stayed away unexpectedly."""

    KEEP = "keep"
    RELEASE = "release"
    REMOVE = "remove"


class Channel(StrEnum):
    """By what road data moved (clause 8.2)."""

    COURIER = "courier"
    HAND = "hand"
    MAILBOX_FOLDER = "mailbox_folder"
    MAILBOX_SFTP = "mailbox_sftp"
    POST = "post"
    REMOVABLE_DRIVE = "removable_drive"
    SECURE_EMAIL = "secure_email"
    TRANSFER_SITE = "transfer_site"
    WITHIN_DEVICE = "within_device"


class EndpointKind(StrEnum):
    """What stands at one end of a movement."""

    DEVICE = "device"
    MAILBOX = "mailbox"
    RECIPIENT = "recipient"


class MovementEnd(StrEnum):
    """What became of an announced movement."""

    ARRIVED = "arrived"
    DONE = "done"
    FAILED = "failed"
    LOST = "lost"


class MailboxScheme(StrEnum):
    """What a mailbox is made of."""

    FOLDER = "folder"
    SFTP = "sftp"


class BundleFault(StrEnum):
    """Why a bundle was not let in."""

    FORGED = "forged"
    FORKED = "forked"
    MALFORMED = "malformed"
    NOT_CONSISTENT = "not_consistent"
    NOT_FOR_US = "not_for_us"
    PRACTICE_MIXED_WITH_REAL = "practice_mixed_with_real"
    REVOKED_SENDER = "revoked_sender"
    TOO_LARGE = "too_large"
    TOO_NEW = "too_new"


class OrderKind(StrEnum):
    """What base asks of a laptop."""

    ALLOCATE = "allocate"
    CONTACT_CARD = "contact_card"
    DESTROY = "destroy"
    HAND_IN = "hand_in"
    LEASE = "lease"
    LOCK = "lock"
    OPEN_BRANCH = "open_branch"
    RECALL = "recall"
    RELEASE = "release"
    RENEW_KEYS = "renew_keys"
    SAFETY_NOTE = "safety_note"
    SETTING = "setting"
    STAFF = "staff"
    WORDING = "wording"


class OrderEnd(StrEnum):
    """What a laptop made of an order."""

    ALREADY_DONE = "already_done"
    COULD_NOT = "could_not"
    DONE = "done"


class ConflictChoice(StrEnum):
    """How two concurrent values were settled."""

    BOTH = "both"
    NEITHER = "neither"
    OURS = "ours"
    THEIRS = "theirs"


class RecipientKind(StrEnum):
    """What a recipient is."""

    AUDITOR = "auditor"
    COUNCIL = "council"
    DATA_SUBJECT = "data_subject"
    DEPARTMENT = "department"
    EVALUATOR = "evaluator"
    INFORMATION_COMMISSIONER = "information_commissioner"
    ONS = "ons"
    RECYCLER = "recycler"
    SUB_CONTRACTOR = "sub_contractor"
    WITNESS = "witness"


class ExportPurpose(StrEnum):
    """What an export may be for (clause 7.1); anything else needs a recorded permission."""

    AUDIT = "audit"
    BACKUP = "backup"
    DATA_SUBJECT = "data_subject"
    EVIDENCE = "evidence"
    FIELDWORK = "fieldwork"
    INCIDENT = "incident"
    LINKAGE = "linkage"
    PERMITTED_OTHER = "permitted_other"
    RESEARCH_OUTPUT = "research_output"
    RESUPPLY = "resupply"


class GrantMatter(StrEnum):
    """What was granted in writing."""

    AFFILIATE = "affiliate"
    OUTSIDE_EEA = "outside_eea"
    SUB_CONTRACTOR = "sub_contractor"


class InstructionMatter(StrEnum):
    """What the department instructed."""

    ANSWER_REQUEST = "answer_request"
    DESTROY = "destroy"
    ERASE_PERSON = "erase_person"
    INVESTIGATE = "investigate"
    KEEP_EVIDENCE = "keep_evidence"
    KEEP_SEALED_ORIGINAL = "keep_sealed_original"
    OTHER = "other"
    SUPPLY = "supply"


class DisclosureAuthority(StrEnum):
    """What allows a disclosure (clauses 9.1f, A5)."""

    DIRECTION = "direction"
    STATUTE = "statute"
    COURT_ORDER = "court_order"


class Geography(StrEnum):
    """The area an output is told by, coarsest first (clause 12.1b)."""

    NATION = "nation"
    REGION = "region"
    COUNCIL = "council"
    DISTRICT = "district"


class OutputDecision(StrEnum):
    """What the check of an output found (clause 16)."""

    RELEASE = "release"
    WITHHOLD = "withhold"
