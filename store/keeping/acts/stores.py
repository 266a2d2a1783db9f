"""Acts about a store's life: opened, signed in to, locked, checked, kept on time.

Owns their shapes. Refuses to own keys themselves: only fingerprints, public halves and costs stand here.
"""

from typing import Final

from store.keeping.acts.act import Act, Part
from store.keeping.acts.terms.store import KeyringMode, LockCause, SignInFault, SignInScope, StoreRole, Subject, Verdict
from store.keeping.acts.values import (
    AtMs,
    Count,
    Digest,
    Hidden,
    HouseLine,
    HouseText,
    Id,
    JournalId,
    Release,
    SealingKey,
    Seconds,
    Slug,
    Small,
    StaffId,
    StoreId,
    VerifyKey,
)


class KdfCost(Part):
    """What one guess at a passphrase costs under Argon2id."""

    memory_kib: Count
    passes: Count
    lanes: Count


class StoreOpenedFirst(Act):
    """A store began, and its journal with it: the first entry of every journal."""

    kind = "store_opened_first"
    clause = "A9, 9.1c"
    subject = Subject.STORE

    store: StoreId
    journal: JournalId
    name: Hidden[HouseLine]
    role: StoreRole
    is_practice: bool
    practice_begins_at_ms: AtMs | None
    agreement: Slug
    agreement_digest: Digest
    keyring_mode: KeyringMode
    keyring_backend: Hidden[HouseLine | None]
    kdf: KdfCost
    epoch: Small
    data_key_fingerprint: Digest
    device_verify_key: VerifyKey
    device_sealing_key: SealingKey
    recovery_key_fingerprint: Digest | None
    format_version: Small
    release: Release


class SignedIn(Act):
    """Somebody opened the store."""

    kind = "signed_in"
    clause = "9.1e, A3"
    subject = Subject.STORE

    staff: StaffId
    scope: SignInScope
    credential: Id | None
    release: Release


class StoreLocked(Act):
    """The store was locked, by whatever locked it."""

    kind = "store_locked"
    clause = "9.1c, A8"
    subject = Subject.STORE

    staff: StaffId
    cause: LockCause


class SignInFailed(Act):
    """Sign-ins came to nothing while nothing could be appended, as the sidecar counted them."""

    kind = "sign_in_failed"
    clause = "9.1c, A8"
    subject = Subject.STORE

    fault: SignInFault
    staff: StaffId | None
    attempts_count: Count
    first_at_ms: AtMs
    last_at_ms: AtMs


class ClockMovedBack(Act):
    """The machine's clock was behind the last act, and somebody said it is right."""

    kind = "clock_moved_back"
    clause = "A9, 9.1c"
    subject = Subject.STORE

    behind_s: Seconds
    last_act_at_ms: AtMs
    is_confirmed: bool


class PracticeClockMoved(Act):
    """The training clock of a practice store was moved forward."""

    kind = "practice_clock_moved"
    clause = "13.2, A3"
    subject = Subject.STORE

    from_ms: AtMs
    to_ms: AtMs


class PassphraseChanged(Act):
    """Somebody's private keys were wrapped anew under another passphrase."""

    kind = "passphrase_changed"
    clause = "9.1c, A8"
    subject = Subject.STAFF

    staff: StaffId
    kdf: KdfCost


class KeyringChosen(Act):
    """It was decided where the device secret lies, or that there is none."""

    kind = "keyring_chosen"
    clause = "9.1c, A8, A9"
    subject = Subject.STORE

    mode: KeyringMode
    backend: Hidden[HouseLine | None]
    device_secret_fingerprint: Digest | None


class ReleaseChanged(Act):
    """Another release of the software opened the store."""

    kind = "release_changed"
    clause = "9.1c"
    subject = Subject.STORE

    old: Release
    new: Release


class ProjectionRebuilt(Act):
    """Every table was rebuilt by replaying the journal."""

    kind = "projection_rebuilt"
    clause = "9.1c, A9"
    subject = Subject.STORE

    release: Release
    entries_count: Count


class StoreVerified(Act):
    """The journal and the file were checked, with what came of it."""

    kind = "store_verified"
    clause = "A9, A12"
    subject = Subject.STORE

    verdict: Verdict
    size: Count
    root: Digest
    with_signatures: bool
    first_bad_index: Count | None
    finding: Hidden[HouseText | None]


class QueueTaken(Act):
    """What was noted while this store was locked was taken in."""

    kind = "queue_taken"
    clause = "9.1c, A8"
    subject = Subject.STORE

    up_to: Count
    lines_count: Count
    is_damaged: bool


class SettingChanged(Act):
    """A setting that no clause fixes got another value."""

    kind = "setting_changed"
    clause = "9.1c, A8"
    subject = Subject.STORE

    name: Slug
    old: Hidden[HouseLine | None]
    new: Hidden[HouseLine | None]


ACTS: Final = (
    StoreOpenedFirst,
    SignedIn,
    StoreLocked,
    SignInFailed,
    ClockMovedBack,
    PracticeClockMoved,
    PassphraseChanged,
    KeyringChosen,
    ReleaseChanged,
    ProjectionRebuilt,
    StoreVerified,
    QueueTaken,
    SettingChanged,
)
