"""The vault: from a passphrase and the keyring to the keys of a store, and back.

Owns which key opens which. Refuses to own passphrase rules (passphrases), the keyring (keyrings) and where the result
is written (sidecar).

    passphrase --Argon2id--> person's private halves --HPKE--> [device secret --AES-GCM-->] data key of the epoch
    data key --HKDF--> database key, anchor key, sidecar key, device's private halves

Anybody can seal to a public key, so that a data key opens says nothing about who chose it. Beside a person's private
halves lies the device's public signing key, under the passphrase: a data key counts only if it brings out the private
half of that one. Otherwise whoever can write to the folder could lay an encrypted file of their own under a person.

A stolen disk has no device secret; a stolen keyring has no passphrase; renewing an epoch seals to public halves and
needs nobody's passphrase.
"""

import os
from dataclasses import dataclass, field, replace
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from store.errors import (
    DeviceSecretWrongError,
    NotForUsError,
    PassphraseTakenError,
    SidecarForgedError,
    WrongPassphraseError,
)
from store.ids import NOBODY, StaffId, StoreId
from store.keeping.sealing import SEED_BYTES, SealingKey, seal
from store.keeping.secret import KEY_BYTES, NONCE_BYTES, Secret
from store.keeping.sidecar import DeviceSlot, PersonSlot, RecoverySlot, Sidecar

SALT_BYTES: Final = 16
PAIR_BYTES: Final = 2 * SEED_BYTES
DEVICE_SECRET: Final = "device-secret"  # noqa: S105  # what its entry in the keyring is called; its version is the epoch


@dataclass(frozen=True, slots=True)
class Seeds:
    """The two 32-byte seeds behind a pair of private halves."""

    signing: Secret
    sealing: Secret

    @classmethod
    def fresh(cls) -> "Seeds":
        """Return seeds never used before."""
        return cls(Secret(os.urandom(SEED_BYTES)), Secret(os.urandom(SEED_BYTES)))

    @classmethod
    def of(cls, joined: bytes) -> "Seeds":
        """Return the seeds `joined` was made of."""
        return cls(Secret(joined[:SEED_BYTES]), Secret(joined[SEED_BYTES:]))

    def joined(self) -> bytes:
        """Return the 64 bytes that are wrapped."""
        return bytes(self.signing.reveal() + self.sealing.reveal())

    def signing_key(self) -> Ed25519PrivateKey:
        """Return the Ed25519 key."""
        return Ed25519PrivateKey.from_private_bytes(bytes(self.signing.reveal()))

    def sealing_key(self) -> SealingKey:
        """Return the HPKE key, which takes a quarter of a millisecond to make: not before something is to be opened."""
        return SealingKey(self.sealing)


@dataclass(frozen=True, slots=True)
class PersonKeys:
    """A person's private halves, in the clear while they are signed in."""

    staff: StaffId
    seeds: Seeds = field(repr=False)
    signing: Ed25519PrivateKey = field(repr=False)

    @classmethod
    def of(cls, staff: StaffId, seeds: Seeds) -> "PersonKeys":
        """Return the keys that follow from a person's seeds."""
        return cls(staff, seeds, seeds.signing_key())


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """The device's private halves: the signing one outlives epochs, the sealing one is renewed with each."""

    seeds: Seeds = field(repr=False)
    signing: Ed25519PrivateKey = field(repr=False)

    @classmethod
    def of(cls, seeds: Seeds) -> "DeviceKeys":
        """Return the keys that follow from a device's seeds."""
        return cls(seeds, seeds.signing_key())


@dataclass(frozen=True, slots=True)
class StoreKeys:
    """What an open store holds in memory."""

    person: PersonKeys
    device: DeviceKeys
    data: Secret
    database: Secret
    anchor: Secret
    sidecar: Secret

    def wipe(self, keeping: "StoreKeys | None" = None) -> None:
        """Overwrite what can be overwritten; the process ends after a lock for the rest.

        Args:
            keeping: Keys that go on, whatever of these is part of them.
        """
        kept = [] if keeping is None else keeping.secrets()
        for secret in self.secrets():
            if not any(secret is each for each in kept):
                secret.wipe()

    def secrets(self) -> list[Secret]:
        """Return everything here that opens or signs something."""
        seeds = (self.person.seeds, self.device.seeds)
        held = [half for pair in seeds for half in (pair.signing, pair.sealing)]
        return [self.data, self.database, self.anchor, self.sidecar, *held]


def new_secret() -> Secret:
    """Return a fresh 32-byte key: a data key or a device secret."""
    return Secret(os.urandom(KEY_BYTES))


def fingerprint(key: Secret) -> str:
    """Return what the trail calls a key by: 64 hex digits from which nothing about the key follows."""
    return bytes(key.derive("doorstep/fingerprint/1").reveal()).hex()


def device_slot(store: StoreId, seeds: Seeds, data_key: Secret) -> DeviceSlot:
    """Return the device's keys as the sidecar keeps them, wrapped by the data key."""
    context = f"doorstep/device-keys/1/{store}"
    return DeviceSlot(
        signing=seeds.signing_key().public_key().public_bytes_raw().hex(),
        sealing=seeds.sealing_key().public.hex(),
        wrapped=data_key.derive(context).wrap(seeds.joined(), context, os.urandom(NONCE_BYTES)).hex(),
    )


def person_slot(sidecar: Sidecar, staff: StaffId, seeds: Seeds, passphrase_key: Secret, data_key: str) -> PersonSlot:
    """Return a person's slot.

    Args:
        sidecar: The store's; its people must not share a passphrase, and its device is the one they will trust.
        staff: Whose slot.
        seeds: Their private halves.
        passphrase_key: Argon2id of their passphrase under the store's salt.
        data_key: The data key sealed to them, as `seal_data_key` returns it.

    Raises:
        PassphraseTakenError: Somebody else here has that passphrase, and it would no longer say who signs in.
    """
    if any(slot.staff != staff and _unwrap(sidecar.store, slot, passphrase_key) for slot in sidecar.people):
        raise PassphraseTakenError
    context = _person_context(sidecar.store, staff)
    kept = seeds.joined() + bytes.fromhex(sidecar.device.signing)
    return PersonSlot(
        staff=staff,
        signing=seeds.signing_key().public_key().public_bytes_raw().hex(),
        sealing=seeds.sealing_key().public.hex(),
        wrapped=passphrase_key.derive(context).wrap(kept, context, os.urandom(NONCE_BYTES)).hex(),
        data_key=data_key,
    )


def seal_data_key(store: StoreId, epoch: int, data_key: Secret, to: bytes, device_secret: Secret | None) -> str:
    """Return the data key sealed to one public key, and wrapped once more under the device secret where there is one.

    Args:
        store: The store the key belongs to.
        epoch: The epoch the key belongs to.
        data_key: 32 bytes.
        to: A public sealing key, 1,216 bytes.
        device_secret: What the keyring holds; None for a passphrase-only store.
    """
    sealed = seal(bytes(data_key.reveal()), to, _data_key_info(store, epoch))
    if device_secret is not None:
        context = _wrap_context(store, epoch)
        sealed = device_secret.derive(context).wrap(sealed, context, os.urandom(NONCE_BYTES))
    return sealed.hex()


def recovery_slot(sidecar: Sidecar, to: bytes, data_key: Secret, device_secret: Secret | None) -> RecoverySlot:
    """Return the data key sealed to a recovery key, whose private half lies elsewhere, with two people."""
    return RecoverySlot(to.hex(), seal_data_key(sidecar.store, sidecar.epoch, data_key, to, device_secret))


def with_person(sidecar: Sidecar, slot: PersonSlot) -> Sidecar:
    """Return the sidecar with this slot in place of the person's former one, if there was one."""
    others = [each for each in sidecar.people if each.staff != slot.staff]
    return replace(sidecar, people=(*others, slot))


def without_person(sidecar: Sidecar, staff: StaffId) -> Sidecar:
    """Return the sidecar without this person: nobody's passphrase but the others' opens it."""
    return replace(sidecar, people=tuple(slot for slot in sidecar.people if slot.staff != staff))


def passphrase_owner(sidecar: Sidecar, passphrase_key: Secret) -> tuple[PersonSlot, Seeds]:
    """Return whose passphrase it is, with their private halves.

    Raises:
        WrongPassphraseError: Nobody's.
    """
    slot, seeds, _ = _owner(sidecar, passphrase_key)
    return slot, seeds


def unlock(sidecar: Sidecar, passphrase_key: Secret, device_secret: Secret | None) -> StoreKeys:
    """Return the keys of a store.

    Args:
        sidecar: As read, not yet held against a key.
        passphrase_key: Argon2id of the passphrase under the store's salt.
        device_secret: What the keyring holds for this epoch; None for a passphrase-only store.

    Raises:
        WrongPassphraseError: Nobody here has that passphrase.
        DeviceSecretWrongError: The keyring holds another secret.
        SidecarForgedError: The slots do not belong together, or the data key is not one this device was given.
    """
    slot, seeds, trusted = _owner(sidecar, passphrase_key)
    data_key = _open_data_key(sidecar, slot.data_key, seeds.sealing_key(), device_secret)
    device = device_keys(sidecar, data_key)
    if device.signing.public_key().public_bytes_raw() != trusted:
        raise SidecarForgedError
    return keys_of(sidecar.store, data_key, PersonKeys.of(slot.staff, seeds), device)


def device_keys(sidecar: Sidecar, data_key: Secret) -> DeviceKeys:
    """Return the device's private halves, as a data key brings them out of the sidecar.

    Raises:
        SidecarForgedError: It brings out nothing, or another key than the device's public one.
    """
    context = f"doorstep/device-keys/1/{sidecar.store}"
    try:
        device = DeviceKeys.of(
            Seeds.of(data_key.derive(context).unwrap(bytes.fromhex(sidecar.device.wrapped), context))
        )
    except (InvalidTag, ValueError):  # a made-up data key may wrap keys of any length
        raise SidecarForgedError from None
    if device.signing.public_key().public_bytes_raw().hex() != sidecar.device.signing:
        raise SidecarForgedError
    return device


def device_as_nobody(device: DeviceKeys) -> PersonKeys:
    """Return the keys of an act that the device does by itself, because nobody can sign for it."""
    return PersonKeys(NOBODY, device.seeds, device.signing)


def recovery_sealed(sidecar: Sidecar, slot: RecoverySlot, device_secret: Secret | None) -> bytes:
    """Return the data key as it is sealed to the recovery key and to nothing else; the device secret stays here.

    Raises:
        DeviceSecretWrongError: The keyring holds another secret.
    """
    return _without_device_secret(sidecar, slot.data_key, device_secret)


def open_recovery_sealed(store: StoreId, epoch: int, sealed: bytes, key: SealingKey) -> Secret:
    """Return the data key of a store's epoch that `recovery_sealed` gave.

    Raises:
        NotForUsError: Sealed to another key, for another store or epoch, or changed since.
    """
    return Secret(key.open(sealed, _data_key_info(store, epoch)))


def keys_of(store: StoreId, data_key: Secret, person: PersonKeys, device: DeviceKeys) -> StoreKeys:
    """Return everything that follows from a data key."""
    database, anchor, sidecar = (
        data_key.derive(f"doorstep/{use}/1/{store}") for use in ("database", "anchor", "sidecar")
    )
    return StoreKeys(person, device, data_key, database, anchor, sidecar)


def queue_key(store: StoreId, salt: str, device_secret: Secret | None) -> Secret:
    """Return the key that authenticates the sidecar queue, which must work before anybody has signed in.

    With a keyring it comes from the device secret. Without one it comes from the sidecar's own salt and shows accidents
    only, which FORMAT.md says.
    """
    source = device_secret or Secret(bytes.fromhex(salt).ljust(KEY_BYTES, b"\0"))
    return source.derive(f"doorstep/queue/1/{store}")


def _open_data_key(sidecar: Sidecar, sealed_hex: str, key: SealingKey, device_secret: Secret | None) -> Secret:
    sealed = _without_device_secret(sidecar, sealed_hex, device_secret)
    try:
        return Secret(key.open(sealed, _data_key_info(sidecar.store, sidecar.epoch)))
    except NotForUsError:
        raise SidecarForgedError from None


def _without_device_secret(sidecar: Sidecar, sealed_hex: str, device_secret: Secret | None) -> bytes:
    sealed = bytes.fromhex(sealed_hex)
    if device_secret is None:
        return sealed
    context = _wrap_context(sidecar.store, sidecar.epoch)
    try:
        return device_secret.derive(context).unwrap(sealed, context)
    except InvalidTag:
        raise DeviceSecretWrongError from None


def _owner(sidecar: Sidecar, passphrase_key: Secret) -> tuple[PersonSlot, Seeds, bytes]:
    for slot in sidecar.people:
        if kept := _unwrap(sidecar.store, slot, passphrase_key):
            return slot, *kept
    raise WrongPassphraseError


def _unwrap(store: StoreId, slot: PersonSlot, passphrase_key: Secret) -> tuple[Seeds, bytes] | None:
    """Return a person's private halves, and the device's public signing key as it was when they were wrapped."""
    context = _person_context(store, slot.staff)
    try:
        kept = passphrase_key.derive(context).unwrap(bytes.fromhex(slot.wrapped), context)
    except InvalidTag:
        return None
    return Seeds.of(kept[:PAIR_BYTES]), kept[PAIR_BYTES:]


def _person_context(store: StoreId, staff: StaffId) -> str:
    return f"doorstep/person/1/{store}/{staff}"


def _wrap_context(store: StoreId, epoch: int) -> str:
    return f"doorstep/device-wrap/1/{store}/{epoch}"


def _data_key_info(store: StoreId, epoch: int) -> bytes:
    return f"doorstep/data-key/1/{store}/{epoch}".encode("ascii")
