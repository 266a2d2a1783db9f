"""The words of destruction: how much, how thoroughly, by what means, and what stays undone.

Owns closed sets only, in the terms of NIST SP 800-88. Refuses to own its three techniques, which are the agreement's,
and what must be closed before a declaration.
"""

from enum import StrEnum


class DestructionScope(StrEnum):
    """How much is to be destroyed."""

    DATASET = "dataset"
    DEVICE = "device"
    FAMILY = "family"
    GROUP = "group"
    WAVE = "wave"
    WHOLE = "whole"


class SanitisationMethod(StrEnum):
    """NIST SP 800-88: by what means."""

    BLOCK_ERASE = "block_erase"
    CRYPTOGRAPHIC_ERASE = "cryptographic_erase"
    DELETE = "delete"
    DISINTEGRATE = "disintegrate"
    INCINERATE = "incinerate"
    OVERWRITE = "overwrite"
    SHRED = "shred"


class NotDone(StrEnum):
    """What a destruction could not reach, said on the certificate."""

    BACKUP_OUT_OF_REACH = "backup_out_of_reach"
    DELIVERER_COPIES = "deliverer_copies"
    DEVICE_NEVER_RETURNED = "device_never_returned"
    ELIGIBILITY_ROWS = "eligibility_rows"
    FLASH_REMAPPING = "flash_remapping"
    MAIL = "mail"
    NO_KEYRING = "no_keyring"
    PAPER = "paper"
    REGISTERED_EXPORTS = "registered_exports"
    SEALED_ORIGINALS = "sealed_originals"


class DestructionEnd(StrEnum):
    """How one holder's part of a destruction ended."""

    ABANDONED = "abandoned"
    DONE = "done"
    NOTHING_HELD = "nothing_held"


class Declaration(StrEnum):
    """Which declaration of destruction (clauses 13.3-13.4 and 13.5-13.7)."""

    ALL_COPIES = "all_copies"
    ORIGINAL_DATASET = "original_dataset"


class WriteOffMatter(StrEnum):
    """What will not come back."""

    BACKUP = "backup"
    DEVICE = "device"
    JOURNAL = "journal"
    PAPER = "paper"


class Medium(StrEnum):
    """In what form a document was made."""

    JSON = "json"
    PDF = "pdf"
    TEXT = "text"
