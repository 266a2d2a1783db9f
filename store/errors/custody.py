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
    """

    message = "This machine's disk or its swap is not encrypted in full, so the store stays shut."
    hint = "Do not work on this machine: ring your supervisor, who can have its disk encrypted or give you another."

    def __init__(self, evidence: str) -> None:
        self.evidence = evidence
        super().__init__()


class VolumeUnknownError(StoreError):
    """Whether the disk is encrypted cannot be seen, and no supervisor's word stands in for it now (Annex A 9).

    Attributes:
        evidence: What was found on each volume; device names and kinds only.
        lapsed: Whether there is an attestation that has run out.
    """

    hint = "Ring your supervisor, who can check the machine and record a new attestation."

    def __init__(self, evidence: str, *, lapsed: bool) -> None:
        self.evidence = evidence
        self.lapsed = lapsed
        self.message = "Whether this machine's disk is encrypted cannot be seen, " + (
            "and the attestation for it has run out." if lapsed else "and nobody has attested it."
        )
        super().__init__()


class NumberFormError(StoreError):
    """What was typed is no number of a letter or a sheet."""

    message = "That is no number as it stands on a letter or a sheet."
    hint = "Type its letters and digits, for example ECC-00001."
