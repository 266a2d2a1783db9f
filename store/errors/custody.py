"""What can go wrong with volumes and what custody reads."""

from store.errors.base import StoreError


class FamilyUnknownError(StoreError):
    """A reference names no family that can still be read of here, or more than one."""

    message = "That reference does not name one family here."
    hint = "Check the reference as the council gave it; what was erased cannot be found by it any more."


class VolumeNotEncryptedError(StoreError):
    """The disk under the store, or a swap of the machine, is shown not to be encrypted (Annex A 9).

    Attributes:
        evidence: What was found on each volume; device names and kinds only.
        is_base: Whether it is base's own: there is nobody to ring, and whoever is told can see to it.
    """

    message = "This machine's disk or its swap is not encrypted in full, so the store stays shut."
    hint = "Do not work on this machine: ring your supervisor, who can have its disk encrypted or give you another."

    def __init__(self, evidence: str, *, is_base: bool = False) -> None:
        self.evidence = evidence
        self.is_base = is_base
        if is_base:
            self.hint = (
                "Encrypt both in full, with BitLocker on Windows, FileVault on macOS or LUKS on Linux, then try again."
            )
        super().__init__()


class VolumeUnknownError(StoreError):
    """Whether the disk is encrypted cannot be seen, and no supervisor's word stands in for it now (Annex A 9).

    Attributes:
        evidence: What was found on each volume; device names and kinds only.
        lapsed: Whether there is an attestation that has run out.
        is_base: Whether it is base's own: whoever is told can vouch for it.
    """

    hint = "Ring your supervisor, who can check the machine and send a word for it: `doorstep --volume-word FILE`."

    def __init__(self, evidence: str, *, lapsed: bool, is_base: bool = False) -> None:
        self.evidence = evidence
        self.lapsed = lapsed
        self.is_base = is_base
        if is_base:
            self.hint = (
                "As its supervisor, look in the system's settings, and say that it is: where set-up asks what you saw,"
                " or with `doorstep --attest-volume REASON`."
            )
        self.message = "Whether this machine's disk is encrypted cannot be seen, " + (
            "and the attestation for it has run out." if lapsed else "and nobody has attested it."
        )
        super().__init__()


class TargetNotEncryptedError(StoreError):
    """The volume that is to be written onto, or a swap of the machine, is shown not to be encrypted (Annex A 9).

    Attributes:
        evidence: What was found on each volume; device names and kinds only.
    """

    message = "The disk to write onto, or this machine's swap, is not encrypted in full, so nothing was written."
    hint = "Encrypt it with BitLocker, FileVault or LUKS, or name a folder on a disk that is, then do it again."

    def __init__(self, evidence: str) -> None:
        self.evidence = evidence
        super().__init__()


class TargetUnknownError(StoreError):
    """Whether the volume that is to be written onto is encrypted cannot be seen; nobody vouches for one (Annex A 9).

    Attributes:
        evidence: What was found on each volume; device names and kinds only.
    """

    message = "It cannot be seen whether the disk to write onto, and the swap, are encrypted, so nothing was written."
    hint = "Name a folder on a disk that shows it: with BitLocker, LUKS, or FileVault on the start-up volume."

    def __init__(self, evidence: str) -> None:
        self.evidence = evidence
        super().__init__()


class DriveElsewhereError(StoreError):
    """A file was to be written onto a drive, into a folder that is not on it."""

    message = "That folder is not on the drive that was named, so nothing was written."
    hint = "Plug the drive in and name a folder on it with --to, or leave --device out: the file is then on its own."


class VolumeWordForOtherError(StoreError):
    """A supervisor's word on a volume is about another laptop."""

    message = "That supervisor's word is about another laptop."
    hint = "Bring the file that was written for this one."


class VolumeWordEndedError(StoreError):
    """A supervisor's word on a volume was taken back on this laptop."""

    message = "That supervisor's word was taken back here and counts no more."
    hint = "Ring your supervisor: the machine is to be looked at again, and a new word written."


class NumberFormError(StoreError):
    """What was typed is no number of a letter or a sheet."""

    message = "That is not a number as it is printed on a letter or a sheet."
    hint = "Type its letters and digits, for example ECC-00001."


class AsOfTooEarlyError(StoreError):
    """A question is asked as of an instant before the journal's first act."""

    message = "Nothing is known of that time: what this store was told begins later."
    hint = "Ask as of a later day; the last line of the trail is the first thing that is known."


class DeviceUnknownError(StoreError):
    """A name or an id is of no device of the register, or of several."""

    message = "No device of the register is called that, or more than one is."
    hint = "See `doorstep device list --all`; where two have one name, use the id."


class SerialTakenError(StoreError):
    """A serial number is on the register already."""

    message = "A device with that serial number is on the register already."
    hint = "Look for it with `doorstep device list --all`, and change that one if it is the same."


class DeviceNameTakenError(StoreError):
    """A name is already that of a device that is not retired."""

    message = "Another device on the register is called that."
    hint = "Give it a name of its own, its owner's tag for example."


class DeviceNotEncryptedError(StoreError):
    """A device that is not encrypted cannot hold personal data (Annex A 9)."""

    message = "A device that is not encrypted may not hold personal data, so it cannot be registered (A9)."
    hint = "Have it encrypted first, then register it with what shows that."


class EvidenceDayError(StoreError):
    """Evidence of encryption is dated in the future."""

    message = "What shows the encryption cannot have been seen on a day that is yet to come."
    hint = "Give the day on which it was looked at."


class DeviceStateError(StoreError):
    """A device is to be put where it stands already.

    Attributes:
        state: Where it stands.
    """

    hint = "See with `doorstep device show` what is told of it."

    def __init__(self, state: str) -> None:
        self.state = state
        self.message = f"The register already says that this device is {state.replace('_', ' ')}."
        super().__init__()


class DeviceIsHereError(StoreError):
    """Base's own station is to stand elsewhere while it runs."""

    message = "That is the device that is running now, so it is in use."
    hint = (
        "Check the name with `doorstep device list --all`; what base holds leaves by an order, a drive or destruction."
    )


class WipedHowError(StoreError):
    """A device is said to be wiped, and not how."""

    message = "A device counts as wiped once it is said how, and by whom: it holds nothing from then on."
    hint = "Say it in a line, with `--reason` on the command line."


class DeviceStillLostError(StoreError):
    """A device that is lost is said to be wiped."""

    message = "This device is lost, so nobody can have wiped it."
    hint = "If it was found, say first that it is in use or returned; then that it was wiped."


class DeviceHoldsDataError(StoreError):
    """A device that holds data is to be retired.

    Attributes:
        count: How many families it holds.
        datasets: What they came in, each with its count; no names.
    """

    hint = "Have the data erased or returned first; a drive that was wiped is told with `doorstep device wiped`."

    def __init__(self, count: int, datasets: tuple[tuple[str, int], ...]) -> None:
        self.count = count
        self.datasets = datasets
        told = ", ".join(f"{held:,} in {what.replace('_', ' ')}" for what, held in datasets)
        families = "1 family" if count == 1 else f"{count:,} families"
        self.message = f"This device holds data of {families}{f' ({told})' if told else ''}, so it cannot be retired."
        super().__init__()


class DeviceNotOursError(StoreError):
    """A laptop says something of a device that it did not register."""

    message = "Only base can record that of this device."
    hint = "Ring your supervisor."


class DriveUnfitError(StoreError):
    """A file is to be written onto a drive that is not in use, or not on the register as encrypted."""

    message = "Nothing may be written onto that drive: it is not in use, or not on the register as encrypted."
    hint = "See with `doorstep device show` how it stands, or take another."
