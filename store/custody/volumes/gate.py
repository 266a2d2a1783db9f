"""Whether the store may open on the volumes as they were found.

Owns the rule and the supervisor's attestation it may rest on. Refuses to own who may attest (the register does), where
an attestation is kept (the journal does), and practice stores: they hold made-up families and never come here.
"""

from dataclasses import dataclass, field
from typing import assert_never

from store.clock import Instant
from store.custody.volumes.verdict import Encrypted, Verdict
from store.errors import NaiveInstantError, VolumeNotEncryptedError, VolumeUnknownError
from store.ids import StaffId


@dataclass(frozen=True, slots=True)
class Attestation:
    """A supervisor's recorded word that a volume which cannot be examined is encrypted.

    Attributes:
        attested_by: The supervisor.
        until: Aware, UTC; from this instant on it counts no more.
        reason: What the supervisor saw, in their words.
        number: The id it was given where it was recorded; None where it is given now.
    """

    attested_by: StaffId
    until: Instant
    reason: str = field(repr=False)
    number: str | None = None

    def __post_init__(self) -> None:
        if self.until.tzinfo is None:
            raise NaiveInstantError


@dataclass(frozen=True, slots=True)
class Passage:
    """Why the gate let a store open; goes into the trail with the unlock.

    Attributes:
        encrypted: YES, or UNKNOWN where an attestation carries it.
        evidence: The verdict's evidence.
        attestation: What it rests on beyond the evidence; None where the volumes are shown encrypted.
    """

    encrypted: Encrypted
    evidence: str
    attestation: Attestation | None


def gate(verdict: Verdict, attestation: Attestation | None, now: Instant, *, is_base: bool = False) -> Passage:
    """Let a store open where its volumes are shown encrypted, or attested where nothing can be shown.

    Args:
        verdict: What `examine` found for the store's folder.
        attestation: The latest one recorded for this device, if any. It never outweighs a NO.
        now: Aware, UTC.
        is_base: Whether the store is a base's; what is to be done about a refusal follows from that.

    Raises:
        VolumeNotEncryptedError: A volume is shown not to be encrypted.
        VolumeUnknownError: A volume cannot be examined and no attestation counts now.
        NaiveInstantError: `now` carries no zone.

    Source:
        Agreement Annex A, point 9.
    """
    if now.tzinfo is None:
        raise NaiveInstantError
    match verdict.encrypted:
        case Encrypted.YES:
            return Passage(Encrypted.YES, verdict.evidence, None)
        case Encrypted.NO:
            raise VolumeNotEncryptedError(verdict.evidence, is_base=is_base)
        case Encrypted.UNKNOWN:
            if attestation is None or now >= attestation.until:
                raise VolumeUnknownError(verdict.evidence, lapsed=attestation is not None, is_base=is_base)
            return Passage(Encrypted.UNKNOWN, verdict.evidence, attestation)
        case _ as never:
            assert_never(never)
