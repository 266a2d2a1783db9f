"""Acts about devices: registered, changed, believed or not, and the volumes they keep a store on.

Owns their shapes. Refuses to own the probing of volumes and what a device holds (holdings).
"""

from typing import Annotated, Final

from pydantic import Field

from store.keeping.acts.act import Act, Part
from store.keeping.acts.terms.devices import (
    DeviceKind,
    DeviceState,
    Encrypted,
    EncryptionScheme,
    RevocationCause,
    VolumeMoment,
    VolumeRole,
)
from store.keeping.acts.terms.store import Subject
from store.keeping.acts.values import (
    PARTS_COUNT,
    AtMs,
    Count,
    Country,
    Day,
    DeviceId,
    Digest,
    Hidden,
    HouseLine,
    HouseText,
    Id,
    JournalId,
    SealingKey,
    Small,
    StaffId,
)


class EncryptionEvidence(Part):
    """What shows that a device is encrypted, and when it was seen."""

    encrypted: Encrypted
    scheme: EncryptionScheme
    evidence: Hidden[HouseText]
    seen_on: Day


class DeviceParticulars(Part):
    """What the register says of a device."""

    kind: DeviceKind
    name: Hidden[HouseLine]
    maker: Hidden[HouseLine | None]
    model: Hidden[HouseLine | None]
    serial: Hidden[HouseLine | None]
    owner_tag: Hidden[HouseLine | None]
    holder: StaffId | None
    kept_at: Hidden[HouseLine | None]
    country: Country
    why_necessary: Hidden[HouseText]
    encryption: EncryptionEvidence


class DeviceRegistered(Act):
    """A device that may hold personal data was put on the register."""

    kind = "device_registered"
    clause = "A9"
    subject = Subject.DEVICE

    device: DeviceId
    particulars: DeviceParticulars


class DeviceChanged(Act):
    """What the register says of a device changed: holder, place, encryption, tag."""

    kind = "device_changed"
    clause = "A9"
    subject = Subject.DEVICE

    device: DeviceId
    particulars: DeviceParticulars
    reason: Hidden[HouseText]


class DeviceStateChanged(Act):
    """A device was returned, lost, wiped, retired or taken into use again."""

    kind = "device_state_changed"
    clause = "A9, 14.1"
    subject = Subject.DEVICE

    device: DeviceId
    old: DeviceState
    new: DeviceState
    at_ms: AtMs
    incident: Id | None
    reason: Hidden[HouseText | None]


class DeviceRevoked(Act):
    """A device's keys are no longer believed, from an index of its journal on."""

    kind = "device_revoked"
    clause = "A9, 9.1c"
    subject = Subject.DEVICE

    device: DeviceId
    journal: JournalId
    from_index: Count
    cause: RevocationCause
    incident: Id | None


class DeviceKeysRenewed(Act):
    """A device announced new sealing and recovery keys for its new epoch."""

    kind = "device_keys_renewed"
    clause = "A9, 9.1c"
    subject = Subject.DEVICE

    device: DeviceId
    epoch: Small
    sealing_key: SealingKey
    recovery_key: SealingKey | None
    old_fingerprint: Digest
    receipt_digest: Digest | None


class VolumeSeen(Part):
    """One volume as it was found."""

    role: VolumeRole
    encrypted: Encrypted
    evidence: Hidden[HouseText]


class VolumeChecked(Act):
    """It was looked whether the store's volume and each swap are shown encrypted."""

    kind = "volume_checked"
    clause = "A9"
    subject = Subject.DEVICE

    device: DeviceId | None
    moment: VolumeMoment
    encrypted: Encrypted
    volumes: Annotated[tuple[VolumeSeen, ...], Field(max_length=PARTS_COUNT)]
    attestation: Id | None


class VolumeAttested(Act):
    """A supervisor vouched, for a while, for encryption that no probe could show."""

    kind = "volume_attested"
    clause = "A9"
    subject = Subject.DEVICE

    attestation: Id
    device: DeviceId | None
    supervisor: StaffId
    evidence: Hidden[HouseText]
    expires_at_ms: AtMs


class VolumeAttestationEnded(Act):
    """A supervisor no longer vouches for a device's encryption."""

    kind = "volume_attestation_ended"
    clause = "A9"
    subject = Subject.DEVICE

    attestation: Id
    supervisor: StaffId
    reason: Hidden[HouseText]


ACTS: Final = (
    DeviceRegistered,
    DeviceChanged,
    DeviceStateChanged,
    DeviceRevoked,
    DeviceKeysRenewed,
    VolumeChecked,
    VolumeAttested,
    VolumeAttestationEnded,
)
