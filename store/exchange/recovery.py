"""Recovery on a laptop: a passphrase was forgotten, and base helps, by files and a telephone.

Owns asking, applying the answer, and finishing. Refuses to own what base does (recovery_answer), what the files say
(recovery_files) and base's own forgotten passphrases: there any other supervisor signs in, lets the person leave and
join again, so nothing is built for it.

    request   sidecar: data key sealed to base's recovery key [, under the device secret, which is taken off here]
              a fresh pair; its seed stays beside the store under the new passphrase, its public half goes to base
    answer    base opens the data key with its seed, and seals it to that public half
    apply     new passphrase -> seed -> data key -> the person's new slot, told in the journal
    finish    once somebody signed in as usual: the store goes over to a new key, so what base saw opens nothing more

Nobody has the data key with one thing alone: the answer needs the seed, the seed the new passphrase, and the slot that
is written the device secret. Somebody who can write into the folder can lay a whole store of their own there, with
request and answer; they could as well replace this program, and against that only the disk's encryption helps.

Who acts: no person can sign that their own key is another one now, since the old key is lost and a new one vouches for
nothing. So the device does, as nobody: `RecoveryApplied`, and straight after it `StaffKeysRenewed`, signed with the
device's key, which only the right data key brings out. Nothing else makes a device's word count for a person's key.

Whoever carried the laptop may have left, without a word of their passphrase: base's answer says so then, the laptop
shows no family to whoever comes in, and sends what is unsent.
"""

import contextlib
from dataclasses import replace
from pathlib import Path
from typing import Final

from store.custody.volumes import Encrypted, examine, gate
from store.errors import (
    NotForUsError,
    QueueDamagedError,
    QueueFullError,
    RecoveryAnswerMismatchError,
    RecoveryAtBaseError,
    RecoveryKeyMissingError,
    RecoveryPassphraseError,
    RecoveryWhoError,
    StoreError,
)
from store.exchange import recovery_files as files
from store.exchange.peers import base_of
from store.exchange.recovery_files import Answer, Pending, Request
from store.exchange.signed_file import claimed, hold_folder, read_signed, write_signed
from store.exchange.ticket import recovery_key_made
from store.exchange.words import Words
from store.ids import DeviceId, StaffId
from store.keeping import sidecar, vault
from store.keeping.acts import Act, RecoveryApplied, RecoveryRequested, StaffKeysRenewed
from store.keeping.acts.terms.store import EpochCause, StoreRole
from store.keeping.catching_up import catch_up
from store.keeping.files import disk_refusals, ready_to_replace, replace_durably, sync_folder
from store.keeping.key_derivation import derive
from store.keeping.opening import ClosedStore, hold_wait, note_wrong
from store.keeping.passphrases import Passphrase, hold_strong
from store.keeping.secret import Secret
from store.keeping.store import Store
from store.keeping.vault import Seeds

RECOVERED_TO: Final = "recovery_epoch"
"""The fact that says which epoch the store is to go over to because of a recovery."""

REASON: Final = "The passphrase was forgotten, and base answered a recovery request."
REASON_LEFT: Final = "Whoever carried this laptop left, and base answered a recovery request: what is unsent is sent."


def request(folder: Path, staff: StaffId | None, new_passphrase: Passphrase, to: Path) -> tuple[Path, Words]:
    """Ask base to open this laptop's store for somebody, in a file; nobody has to be signed in.

    A new request replaces the one before, whose answer then serves nothing.

    Args:
        folder: The store's.
        staff: Whose passphrase was forgotten; None where only one person can sign in here.
        new_passphrase: What they choose now, and type again when the answer is applied.
        to: A folder that is there.

    Returns:
        Where it lies, `recovery-request-<eight digits of the device>.doorstep`, and the words to read to base aloud.

    Raises:
        RecoveryAtBaseError: The store is a base's.
        RecoveryKeyMissingError: Its data key is sealed to no recovery key.
        RecoveryWhoError: Nobody of that id signs in here, or more than one person does.
        PassphraseWeakError: The new one is too easy to guess.
        SignedFileMissingError: The folder is not there.
        StoreError: As `ClosedStore`, or as a disk refuses; the request before then still counts.
    """
    closed = ClosedStore(folder)
    try:
        if closed.sidecar.role == StoreRole.BASE:
            raise RecoveryAtBaseError
        once = Seeds.fresh()
        asked = _asked(closed, staff, once)
        hold_strong(new_passphrase, longer=closed.sidecar.keyring is None, avoid=(closed.sidecar.name,))
        hold_folder(to)
        raw = write_signed(files.REQUEST, asked.model_dump(), once.signing_key())
        shown = files.words_of(raw, is_practice=asked.is_practice)
        passphrase_key = _derived(closed, new_passphrase)
        pending = files.pending_of(asked, raw, once.sealing, passphrase_key)
        passphrase_key.wipe()
        path = to / f"recovery-request-{asked.device[:8]}.doorstep"
        with ready_to_replace(raw, path) as put:  # a full stick refuses before the former request is given up
            replace_durably(folder / files.NAME, files.pending_content(pending))
            told = RecoveryRequested(
                device=asked.device, staff=asked.staff, epoch=asked.epoch, request_digest=pending.request
            )
            with contextlib.suppress(QueueDamagedError, QueueFullError):  # signing in tells of it, or empties it
                closed.queue.note_act(told, closed.now(), bytes.fromhex(closed.sidecar.device.sealing))
            put()
        return path, shown
    finally:
        closed.release()


def apply(folder: Path, answer: bytes, new_passphrase: Passphrase, *, is_clock_right: bool = False) -> None:
    """Let the person sign in with their new passphrase, and leave the store locked; `finish` follows a sign-in.

    What happened is told first and made to count second: a kill in between leaves the answer to be applied again.

    Args:
        folder: The laptop's store.
        answer: The file base wrote.
        new_passphrase: As it was typed with the request.
        is_clock_right: Whether somebody says that a clock which fell back is right.

    Raises:
        VolumeNotEncryptedError: A real store's volume is shown not to be encrypted.
        PassphraseTooSoonError: Too many wrong ones; it says how long to wait.
        RecoveryNotAskedError, RecoveryPendingDamagedError: There is nothing here to read an answer with.
        RecoveryPassphraseError: Another passphrase than the request's; noted, as at a sign-in.
        SignedFileFormError, SignedFileForgedError: It is no answer, or base did not sign it.
        RecoveryAnswerMismatchError: It is to another request, for another store or epoch, or was changed.
        SidecarForgedError: What it brings is not the data key of this store.
        RecoveryWhoError: The person does not work here any more.
        PassphraseTakenError: Somebody else here has that passphrase; a new request is needed.
        StoreError: As `ClosedStore`, or as `Store.record`.
    """
    closed = ClosedStore(folder)
    try:
        if not closed.sidecar.is_practice and (verdict := examine(folder)).encrypted is Encrypted.NO:
            gate(verdict, None, closed.now())  # the sign-in that follows asks for everything else
        hold_wait(closed.queue, closed.now())
        pending = files.read_pending(folder)
        passphrase_key = _derived(closed, new_passphrase)
        told, data_key = _opened(closed, pending, passphrase_key, answer)
        device = vault.device_keys(closed.sidecar, data_key)
        store = closed.open_under(vault.keys_of(closed.sidecar.store, data_key, vault.device_as_nobody(device), device))
    except BaseException:
        closed.release()
        raise
    with store:
        store.is_clock_accepted = is_clock_right
        read_signed(answer, files.ANSWER, base_of(store).key)  # base's key lies in the store: no sooner than now
        catch_up(store)
        _hold_works_here(store, told.staff)
        _let_in(store, told, passphrase_key, files.digest_of(answer).hex())
        passphrase_key.wipe()
        _forget_request(folder)


def finish(store: Store) -> bool:
    """Let a recovered store go over to a new key, so that nothing base or anybody saw opens it; say whether it did.

    Args:
        store: Open, somebody signed in as usual. A frozen one stays as it is, and is finished once it is not.

    Raises:
        StoreError: As `epochs.change`; it is still to be done then.
    """
    from store.keeping import epochs

    if store.frozen is not None or int(store.fact(RECOVERED_TO) or 0) <= store.sidecar.epoch:
        return False
    epochs.change(store, EpochCause.RECOVERY)
    _forget_request(store.folder)
    return True


def _asked(closed: ClosedStore, staff: StaffId | None, once: Seeds) -> Request:
    said = closed.sidecar
    if not said.recovery:
        raise RecoveryKeyMissingError
    people = [slot.staff for slot in said.people if staff in (None, slot.staff)]
    if len(people) != 1:
        raise RecoveryWhoError
    return Request(
        device=DeviceId(said.store),
        device_key=said.device.signing,
        epoch=said.epoch,
        is_practice=said.is_practice,
        staff=people[0],
        data_key=closed.recovery_sealed(said.recovery[0]).hex(),
        sealing_key=once.sealing_key().public.hex(),
        signing_key=once.signing_key().public_key().public_bytes_raw().hex(),
    )


def _opened(closed: ClosedStore, pending: Pending, passphrase_key: Secret, raw: bytes) -> tuple[Answer, Secret]:
    """Return an answer and the data key in it.

    That it opens is the only check there is before the store does: nobody else than the holder of base's seed, or of
    the data key itself, can have sealed the right one to this request.
    """
    device, epoch = DeviceId(closed.sidecar.store), closed.sidecar.epoch
    try:
        key = files.key_of(pending, passphrase_key, device, epoch)
    except RecoveryPassphraseError:
        note_wrong(closed.queue, closed.now())
        raise
    answer = Answer.of(claimed(raw, files.ANSWER))
    if answer.device != device:
        raise RecoveryAnswerMismatchError("it is for another laptop")
    if (answer.request, answer.staff) != (pending.request, pending.staff):
        raise RecoveryAnswerMismatchError("it is to another request")
    if answer.epoch != epoch:
        raise RecoveryAnswerMismatchError("the store has gone over to another key since")
    info = files.answer_info(device, epoch, pending.request)
    try:
        return answer, Secret(key.open(bytes.fromhex(answer.data_key), info))
    except NotForUsError:
        raise RecoveryAnswerMismatchError("what is sealed in it does not open") from None


def _let_in(store: Store, answer: Answer, passphrase_key: Secret, digest: str) -> None:
    """Write the person's new slot, and what tells of it."""
    seeds, said = Seeds.fresh(), store.sidecar
    sealed = store.seal_data_key(seeds.sealing_key().public)
    slot = vault.person_slot(said, answer.staff, seeds, passphrase_key, sealed)
    changed = vault.with_person(said, slot)
    device, following = answer.device, said.epoch + 1
    acts: list[Act] = [
        RecoveryApplied(
            device=device,
            staff=slot.staff,
            old_epoch=said.epoch,
            new_epoch=following,
            answer_digest=digest,
            left_on=answer.left_on,
        ),
        StaffKeysRenewed(
            staff=slot.staff,
            verify_key=slot.signing,
            sealing_key=slot.sealing,
            reason=REASON if answer.left_on is None else REASON_LEFT,
        ),
        recovery_key_made(device, following, bytes.fromhex(answer.recovery_key)),
    ]
    if store.frozen is None:
        store.record_with_sidecar(changed, *acts)
        return
    for act in acts:
        store.queue.note_act(act, store.now(), bytes.fromhex(said.device.sealing))
    # Under the same number, and no anchor touched: a sidecar that was put back must not become the newest by this.
    sidecar.write(store.folder, replace(changed, generation=said.generation - 1), store.keys.sidecar)


def _hold_works_here(store: Store, staff: StaffId) -> None:
    if not store.rows("SELECT 1 FROM staff WHERE staff = ? AND left_on IS NULL", (staff,)):
        raise RecoveryWhoError


def _forget_request(folder: Path) -> None:
    with contextlib.suppress(StoreError), disk_refusals():  # what stays opens an answer of a key that goes
        (folder / files.NAME).unlink(missing_ok=True)
        sync_folder(folder)


def _derived(closed: ClosedStore, passphrase: Passphrase) -> Secret:
    return Secret(derive(passphrase, bytes.fromhex(closed.sidecar.salt), closed.sidecar.kdf))
