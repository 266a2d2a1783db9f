"""A made-up store's sidecar and keys, as founding makes them, without a derivation and without a folder."""

from dataclasses import replace

from store.ids import JournalId, StaffId, StoreId
from store.keeping import vault
from store.keeping.key_derivation import KdfCost
from store.keeping.keyrings import Backend
from store.keeping.secret import Secret
from store.keeping.sidecar import Sidecar
from store.keeping.vault import Seeds

STORE = StoreId("5709e000000000000000000000000001")
OTHER_STORE = StoreId("5709e000000000000000000000000002")
JOURNAL = JournalId("10a45a10000000000000000000000001")
ANNA, BILAL, CERYS = (StaffId(digit * 32) for digit in "abc")

CHEAPEST = KdfCost(memory_kib=8, passes=1, lanes=1)


def secret(word: str) -> Secret:
    """Return 32 bytes that say where they came from."""
    return Secret(word.encode().ljust(32, b"."))


def seeds(word: str) -> Seeds:
    """Return the seeds of a pair of private halves."""
    return Seeds(secret(f"{word} signs"), secret(f"{word} opens"))


DATA_KEY = secret("data key of epoch 1")
DEVICE_SECRET = secret("device secret of epoch 1")
DEVICE = seeds("device")
PEOPLE = {ANNA: "anna", BILAL: "bilal"}


def passphrase_key(word: str) -> Secret:
    """Return what Argon2id would make of a passphrase."""
    return secret(f"derived from {word}'s")


def empty_sidecar(store: StoreId = STORE, epoch: int = 1, data_key: Secret = DATA_KEY) -> Sidecar:
    """Return a sidecar that nobody can sign in with yet."""
    return Sidecar(
        store=store,
        journal=JOURNAL,
        role="field",
        name="Laptop 7",
        generation=0,
        epoch=epoch,
        branch=0,
        kdf=CHEAPEST,
        salt="5a" * 16,
        keyring=None,
        ahead_ms=-345_600_000,
        device=vault.device_slot(store, DEVICE, data_key),
        people=(),
        recovery=(),
    )


def with_people(sidecar: Sidecar, data_key: Secret, device_secret: Secret | None) -> Sidecar:
    """Return a sidecar that Anna and Bilal can sign in with."""
    for staff, word in PEOPLE.items():
        sealed = vault.seal_data_key(
            sidecar.store, sidecar.epoch, data_key, seeds(word).sealing_key().public, device_secret
        )
        slot = vault.person_slot(sidecar, staff, seeds(word), passphrase_key(word), sealed)
        sidecar = vault.with_person(sidecar, slot)
    return sidecar


def made_up_sidecar(device_secret: Secret | None = None) -> Sidecar:
    """Return the sidecar of a practice store, or of a real one where there is a device secret."""
    sidecar = empty_sidecar()
    if device_secret is not None:
        sidecar = replace(sidecar, keyring=Backend.SECRET_SERVICE, ahead_ms=None)
    return with_people(sidecar, DATA_KEY, device_secret)
