"""What no destruction reaches, said on every certificate. Pure.

Owns which points are said and in what words. Refuses to own what is open (gate): that is not certified at all.

Source: agreement A11; NIST SP 800-88 Rev. 2: what a technique does not address is part of its record.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from store.keeping.acts.terms.destruction import NotDone

ALWAYS: Final = (NotDone.DELIVERER_COPIES, NotDone.FLASH_REMAPPING, NotDone.MAIL, NotDone.PAPER)

SAID: Final[Mapping[NotDone, str]] = MappingProxyType(
    {
        NotDone.BACKUP_OUT_OF_REACH: "Backups that were made before and are not destroyed: they may still hold it,"
        " under their own keys.",
        NotDone.DELIVERER_COPIES: "The deliverers' copies, and files as they were downloaded, wherever somebody"
        " saved them outside Doorstep.",
        NotDone.DEVICE_NEVER_RETURNED: "A device never came back; its incident and the reason for writing it off"
        " stand beside.",
        NotDone.ELIGIBILITY_ROWS: "Rows of the file of eligibility: they go when a keeper next opens that file.",
        NotDone.FLASH_REMAPPING: "Flash memory may keep old blocks out of everybody's reach. They hold"
        " ciphertext alone, and no copy of its key that Doorstep made is left.",
        NotDone.MAIL: "Whatever was written in mail or messages outside Doorstep.",
        NotDone.NO_KEYRING: "This store has no keyring: an old copy of its folder opens with an old passphrase.",
        NotDone.PAPER: "Paper that was never given a number. Numbered sheets are in the paper register.",
        NotDone.REGISTERED_EXPORTS: "Files that left and are on the register, each named there.",
        NotDone.SEALED_ORIGINALS: "What councils delivered, kept at base sealed as it came: it may still hold it, until"
        " it went back for updating (7.2e).",
    }
)


def left_undone(*, has_keyring: bool, more: Iterable[NotDone] = ()) -> tuple[NotDone, ...]:
    """Return what stays undone, sorted.

    Args:
        has_keyring: Whether the device's key lay in a keyring of the system.
        more: Found in this case.
    """
    without = () if has_keyring else (NotDone.NO_KEYRING,)
    return tuple(sorted({*ALWAYS, *without, *more}))
