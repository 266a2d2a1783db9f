"""Founding: a new store in a folder of its own, whole or not at all.

Owns the order in which keys, encrypted file, first acts, anchors and sidecar come to be. Refuses to own what the first
acts say beyond the store itself (the door hands them in) and how strong a passphrase must be (passphrases).
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from store.clock import to_ms
from store.errors import StoreError, StoreExistsError, StoreFolderError
from store.ids import JournalId, StaffId, StoreId, new_id
from store.keeping import cover_pin, database, half_built, sidecar, vault
from store.keeping.acts import Act, StoreOpenedFirst
from store.keeping.acts import KdfCost as KdfCostTold
from store.keeping.acts.terms.store import KeyringMode, StoreRole
from store.keeping.anchor import Anchor, AnchorFile
from store.keeping.files import disk_refusals, sync_folder
from store.keeping.journal import Journal
from store.keeping.key_derivation import KdfCost, derive, hold_cost
from store.keeping.keyring_anchor import PURPOSE as ANCHOR
from store.keeping.keyring_anchor import KeyringAnchor, versions_of
from store.keeping.keyrings import Keyring
from store.keeping.passphrases import Passphrase
from store.keeping.projection import Projection
from store.keeping.secret import Secret
from store.keeping.sidecar import Sidecar
from store.keeping.training import clock_of
from store.keeping.vault import DEVICE_SECRET, Seeds

FIRST_EPOCH = 1


@dataclass(frozen=True, slots=True)
class Founder:
    """The first person of a store."""

    staff: StaffId
    passphrase: Passphrase = field(repr=False)
    seeds: Seeds = field(repr=False)


@dataclass(frozen=True, slots=True)
class AgreementFile:
    """The agreement a store lives under: its name, the SHA-256 of its bytes, and the bytes."""

    id: str
    digest: str
    raw: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Charter:
    """What a store is founded as.

    Attributes:
        name: What people call it.
        ahead_ms: What a training clock adds to the machine's; None for a real store.
        cost: Of key derivation.
        keyring: Where the device secret goes; None for passphrase only.
        agreement: What it lives under.
        recovery: A public key that the data key is sealed to as well; its private half lies elsewhere.
        cover_pin: What is kept of the PIN for the cover; empty where none was chosen.
    """

    role: StoreRole
    name: str
    ahead_ms: int | None
    cost: KdfCost
    keyring: Keyring | None
    agreement: AgreementFile
    recovery: bytes | None = field(default=None, repr=False)
    cover_pin: str = field(default="", repr=False)


def found(
    folder: Path,
    charter: Charter,
    founder: Founder,
    first_acts: Sequence[Act],
    release: str,
    *,
    store: StoreId | None = None,
    completing: Callable[[Path, Secret], None] | None = None,
) -> None:
    """Make a store, and leave it closed.

    It is built in a folder beside, and gets its name when it is whole: a crash leaves no half store.

    Args:
        folder: New, or empty.
        charter: What it is.
        founder: Who signs its first entries.
        first_acts: What stands behind the first entry.
        release: This software's.
        store: Its id, where somebody else chose it; None for a fresh one.
        completing: What is still to be done before it counts, given the folder it is built in, with nobody signed in,
            and the founder's derived key; what it raises leaves no store behind.

    Raises:
        StoreExistsError: There is something in `folder`.
        StoreFullError, FolderReadOnlyError: As the disk refuses; nothing is left behind.
        KdfCostError: The cost is too low for a real store.
    """
    hold_cost(charter.cost, practice=charter.ahead_ms is not None)
    hold_free(folder)
    with disk_refusals():
        folder.parent.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".new", dir=folder.parent))
    store = store or StoreId(new_id())
    passphrase_key: Secret | None = None
    try:
        passphrase_key = _build(building, store, charter, founder, first_acts, release)
        if completing is not None:
            completing(building, passphrase_key)
        with disk_refusals():
            if folder.exists():
                folder.rmdir()  # Windows renames onto nothing, not onto an empty folder
            building.rename(folder)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)  # what cannot be removed holds no family, and the refusal is told
        if charter.keyring is not None:
            with contextlib.suppress(StoreError):  # the first refusal is the one to tell; what stays opens nothing
                charter.keyring.drop(store, DEVICE_SECRET, FIRST_EPOCH)
                for version in versions_of(FIRST_EPOCH):
                    charter.keyring.drop(store, ANCHOR, version)
        raise
    finally:
        if passphrase_key is not None:
            passphrase_key.wipe()
    with disk_refusals():
        sync_folder(folder.parent)  # the store is whole by now, and stays


def hold_free(folder: Path) -> None:
    """Make sure that a store can be made in a folder, which is then replaced by the finished one.

    What a kill left beside it of one that was being put back goes first.

    Raises:
        StoreExistsError: There is something in it, or it is no folder.
        StoreFolderError: It cannot be replaced: a link, a mounted volume, or where this process stands.
    """
    half_built.clear(folder)
    with disk_refusals():
        if folder.is_symlink() or (folder.exists() and (folder.is_mount() or folder.samefile(Path.cwd()))):
            raise StoreFolderError
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise StoreExistsError


def _build(
    folder: Path, store: StoreId, charter: Charter, founder: Founder, first_acts: Sequence[Act], release: str
) -> Secret:
    """Write everything a store is, and return the key that the founder's passphrase was stretched into."""
    journal = JournalId(new_id())
    data_key, device_seeds = vault.new_secret(), Seeds.fresh()
    device_secret = None if charter.keyring is None else vault.new_secret()
    salt = os.urandom(vault.SALT_BYTES)
    draft = Sidecar(
        store=store,
        journal=journal,
        role=charter.role,
        name=charter.name,
        generation=0,
        epoch=FIRST_EPOCH,
        branch=0,
        kdf=charter.cost,
        salt=salt.hex(),
        keyring=None if charter.keyring is None else charter.keyring.backend,
        ahead_ms=charter.ahead_ms,
        device=vault.device_slot(store, device_seeds, data_key),
        people=(),
        recovery=(),
    )
    person = vault.PersonKeys.of(founder.staff, founder.seeds)
    keys = vault.keys_of(store, data_key, person, vault.DeviceKeys.of(device_seeds))
    passphrase_key = Secret(derive(founder.passphrase, salt, charter.cost))
    sealed = vault.seal_data_key(store, FIRST_EPOCH, data_key, founder.seeds.sealing_key().public, device_secret)
    whole = vault.with_person(draft, vault.person_slot(draft, founder.staff, founder.seeds, passphrase_key, sealed))
    if charter.recovery is not None:
        whole = replace(whole, recovery=(vault.recovery_slot(draft, charter.recovery, data_key, device_secret),))
    founded = StoreOpenedFirst(
        store=store,
        journal=journal,
        name=charter.name,
        role=charter.role,
        is_practice=charter.ahead_ms is not None,
        practice_begins_at_ms=None if charter.ahead_ms is None else to_ms(clock_of(whole).now()),
        agreement=charter.agreement.id,
        agreement_digest=charter.agreement.digest,
        keyring_mode=KeyringMode.PASSPHRASE_ONLY if charter.keyring is None else KeyringMode.OS_KEYRING,
        keyring_backend=None if charter.keyring is None else charter.keyring.backend.value,
        kdf=KdfCostTold(memory_kib=charter.cost.memory_kib, passes=charter.cost.passes, lanes=charter.cost.lanes),
        epoch=FIRST_EPOCH,
        data_key_fingerprint=vault.fingerprint(data_key),
        device_verify_key=whole.device.signing,
        device_sealing_key=whole.device.sealing,
        recovery_key_fingerprint=None if charter.recovery is None else sha256(charter.recovery).hexdigest(),
        format_version=database.FORMAT,
        release=release,
    )
    notes = {"agreement": charter.agreement.raw.decode("utf-8"), "projection": str(database.PROJECTION)}
    if charter.cover_pin:
        notes[cover_pin.NOTE] = charter.cover_pin
    anchor = _begin(folder, whole, keys, [founded, *first_acts], notes)
    if charter.keyring is not None and device_secret is not None:
        charter.keyring.put(store, DEVICE_SECRET, FIRST_EPOCH, bytes(device_secret.reveal()))
        KeyringAnchor(charter.keyring, store, keys.anchor, FIRST_EPOCH).write(anchor)
    sidecar.write(folder, whole, keys.sidecar)
    keys.wipe()
    if device_secret is not None:
        device_secret.wipe()
    return passphrase_key


def _begin(folder: Path, said: Sidecar, keys: vault.StoreKeys, acts: Sequence[Act], notes: dict[str, str]) -> Anchor:
    """Write the encrypted file with its first entries, and the anchor beside it."""
    from store.keeping.schema import create_tables  # declares every table: nobody but a founder waits for that

    connection = database.create(folder / said.database_name, keys.database)
    try:
        with database.refusals():
            create_tables(connection)
            connection.execute("INSERT INTO stem (id, journal, branch) VALUES (1, ?, ?)", (said.journal, said.branch))
            connection.executemany("INSERT INTO localnote (name, value) VALUES (?, ?)", notes.items())
        journal = Journal(connection, said.journal, said.branch)
        journal.append(acts, Projection(connection), keys.person, to_ms(clock_of(said).now()))
        database.settle(connection)
        head = journal.head()
    finally:
        connection.close()
    anchor = Anchor(1, said.epoch, said.generation, head.journal, head.branch, head.size, head.root)
    anchor_file = AnchorFile(folder, keys.anchor, said.epoch)
    for counter in (0, 1):  # both places hold from the start
        anchor_file.write(replace(anchor, counter=counter))
    anchor_file.sync()
    anchor_file.close()
    return anchor
