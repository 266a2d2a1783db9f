"""The words of custody: devices, encryption, enrolment, holdings, paper.

Owns closed sets only. Refuses to own which of them are good enough, and shredding levels, which are the agreement's.
"""

from enum import StrEnum


class DeviceKind(StrEnum):
    """What can hold personal data (clause A9)."""

    BACKUP = "backup"
    BASE_STATION = "base_station"
    EXPORT = "export"
    LAPTOP = "laptop"
    MAILBOX = "mailbox"
    PAPER = "paper"
    PHONE = "phone"
    REMOVABLE_DRIVE = "removable_drive"
    TRANSFER_SITE = "transfer_site"


class DeviceState(StrEnum):
    """Where a device stands."""

    IN_USE = "in_use"
    LOST = "lost"
    RETIRED = "retired"
    RETURNED = "returned"
    WIPED = "wiped"


class Encrypted(StrEnum):
    """Whether a volume is shown encrypted; only `YES` opens a store by itself."""

    NO = "no"
    UNKNOWN = "unknown"
    YES = "yes"


class EncryptionScheme(StrEnum):
    """What does the encrypting."""

    APFS = "apfs"
    BITLOCKER = "bitlocker"
    ECRYPTFS = "ecryptfs"
    FILEVAULT = "filevault"
    FSCRYPT = "fscrypt"
    HARDWARE = "hardware"
    LUKS = "luks"
    NONE = "none"
    OTHER = "other"
    VERACRYPT = "veracrypt"
    ZFS = "zfs"


class VolumeRole(StrEnum):
    """What a volume is used for."""

    STORE = "store"
    SWAP = "swap"
    TARGET = "target"
    TEMPORARY = "temporary"


class VolumeMoment(StrEnum):
    """When a volume was looked at."""

    CLEAR_WRITE = "clear_write"
    REGISTRATION = "registration"
    SET_UP = "set_up"
    UNLOCK = "unlock"


class TicketEnd(StrEnum):
    """Why an enrolment ticket came to nothing."""

    EXPIRED = "expired"
    FORGED = "forged"
    REPLACED = "replaced"
    WEAK_KEY = "weak_key"
    WORDS_DIFFER = "words_differ"


class WordsCheck(StrEnum):
    """How the six words were compared."""

    PRACTICE_STORE = "practice_store"
    READ_ALOUD = "read_aloud"


class RevocationCause(StrEnum):
    """Why a device is no longer believed."""

    CLONED = "cloned"
    LOST = "lost"
    REPLACED = "replaced"
    RETIRED = "retired"
    STOLEN = "stolen"


class HoldingMove(StrEnum):
    """What happened to data on a device."""

    BACKUP = "backup"
    COPY = "copy"
    ERASE = "erase"
    EXPORT = "export"
    LOAD = "load"
    RETURN = "return"


class SheetState(StrEnum):
    """Where a sheet of paper is (clause A11)."""

    ISSUED = "issued"
    RETURNED = "returned"
    SHREDDED = "shredded"


class BackupUse(StrEnum):
    """Why a backup was restored."""

    SUCCESSION = "succession"
    VERIFICATION = "verification"
