"""Answering a recovery at base: two people, the words by telephone, and the seed only base holds.

Owns whether base answers, and its answer. Refuses to own the laptop's side (recovery) and the second person's proof
(approvals): an approval is of exactly the bytes of the request.

Base sees the laptop's data key in memory for the time of an answer. It opens nothing at base, for the encrypted file is
on the laptop, and nothing at all once the laptop has gone over to its next key.
"""

import os
from pathlib import Path
from typing import Final, NamedTuple

from store.errors import (
    DeviceRevokedError,
    NotForUsError,
    PracticeMixedError,
    RecoveryRequestMismatchError,
    RecoverySeedGoneError,
    RecoveryWordsDifferError,
    RecoveryWordsMissingError,
    SealingKeyError,
)
from store.exchange import recovery_files as files
from store.exchange.peers import Peer, peer
from store.exchange.recovery_files import Answer, Request
from store.exchange.signed_file import hold_folder, write_signed
from store.exchange.ticket import RECOVERY, hold_supervisor_of_base, recovery_key_made
from store.exchange.words import read_words
from store.ids import StoreId
from store.keeping import approvals, vault
from store.keeping.acts import ApprovalRecorded, RecoveryAnswered, RecoveryKeyMade
from store.keeping.acts.terms.store import ApprovalMatter
from store.keeping.files import ready_to_replace
from store.keeping.sealing import SEED_BYTES, SealingKey, seal
from store.keeping.secret import Secret
from store.keeping.store import Store

MATTER: Final = ApprovalMatter.RECOVERY
"""What the second person approves, with `recovery_files.digest_of` the request."""


class Asked(NamedTuple):
    """A request that base can answer.

    Attributes:
        laptop: Whose it is, as base knows it.
        request: What it asks.
        left_on: When the person who carries it left; None where they work here.
    """

    laptop: Peer
    request: Request
    left_on: str | None


def asked_by(store: Store, request: bytes) -> Asked:
    """Return whose request a file is, and what it asks; nothing is changed.

    It is by a laptop of ours that is believed, for the person who carries it, also where they left: what is unsent
    there is to be had all the same. Whose words they are, the words will show.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base answers.
        SignedFileFormError, SignedFileForgedError, WeakKeyError: It is no request, or was changed.
        PracticeMixedError: A practice store meets a real one.
        UnknownDeviceError, DeviceRevokedError: The laptop is none of ours, or not believed any more.
        RecoveryRequestMismatchError: It says something else than base knows of that laptop.
    """
    hold_supervisor_of_base(store)
    asked = files.read_request(request)
    if asked.is_practice != store.sidecar.is_practice:
        raise PracticeMixedError
    laptop = peer(store, asked.device)
    if laptop.revoked_from is not None:
        raise DeviceRevokedError
    if laptop.verify_key != asked.device_key:
        raise RecoveryRequestMismatchError("it names another key than that laptop's")
    known = store.rows("SELECT left_on FROM staff WHERE staff = ?", (asked.staff,))
    if laptop.staff != asked.staff or not known:
        raise RecoveryRequestMismatchError("it is for somebody who does not carry that laptop")
    ((left_on,),) = known
    return Asked(laptop, asked, left_on)


def answer(store: Store, request: bytes, words: str | None, approval: ApprovalRecorded, to: Path) -> Path:
    """Answer a laptop's request, and tell of it together with the approval.

    Args:
        store: Base's, a supervisor signed in.
        request: The file the laptop wrote.
        words: The six words as they were read aloud; None only for a practice store.
        approval: A second person's, of this very file: `approvals.approve(store, theirs, MATTER, digest_of(request))`.
        to: A folder that is there.

    Returns:
        Where it lies.

    Raises:
        StoreError: As `asked_by`.
        RecoveryWordsMissingError, RecoveryWordsDifferError, WordsFormError: The words do not show whose it is.
        RecoverySeedGoneError: Base holds no seed of that epoch.
        ApprovalMismatchError, NotAnApproverError, ApprovalForgedError: As `approvals.hold`.
        SignedFileMissingError: The folder is not there.
        StoreError: As `Store.record`, or as the folder's disk refuses; nothing was told then.

    Source:
        Design 4, Recovery, and 7: two people.
    """
    _, asked, left_on = asked_by(store, request)
    digest = files.digest_of(request)
    approvals.hold(store, approval, MATTER, digest)
    _hold_words(asked, request, words)
    hold_folder(to)
    sealed = _sealed_anew(store, asked, digest.hex())
    told, next_key = _next_key(store, asked)
    says = Answer(
        device=asked.device,
        epoch=asked.epoch,
        staff=asked.staff,
        request=digest.hex(),
        data_key=sealed.hex(),
        recovery_key=next_key.hex(),
        left_on=left_on,
    )
    raw = write_signed(files.ANSWER, says.model_dump(), store.keys.device.signing)
    answered = RecoveryAnswered(
        device=asked.device,
        staff=asked.staff,
        epoch=asked.epoch,
        request_digest=digest.hex(),
        answer_digest=files.digest_of(raw).hex(),
        approvals=(approval.approval,),
    )
    path = to / files.answer_name(asked.device)
    with ready_to_replace(raw, path) as put:  # a full stick refuses before anything is told
        store.record(approval, *told, answered)
        put()
    return path


def _hold_words(asked: Request, request: bytes, typed: str | None) -> None:
    if typed is None:
        if not asked.is_practice:
            raise RecoveryWordsMissingError
    elif read_words(typed) != files.words_of(request, is_practice=asked.is_practice):
        raise RecoveryWordsDifferError


def _sealed_anew(store: Store, asked: Request, request: str) -> bytes:
    """Return the laptop's data key, sealed to the request's key instead of base's."""
    seed = store.notebook.secret_kept(RECOVERY, asked.device, asked.epoch)
    if seed is None:
        raise RecoverySeedGoneError
    try:
        data_key = vault.open_recovery_sealed(
            StoreId(asked.device), asked.epoch, bytes.fromhex(asked.data_key), SealingKey(seed)
        )
    except NotForUsError:
        raise RecoveryRequestMismatchError("what is sealed in it does not open") from None
    finally:
        seed.wipe()
    info = files.answer_info(asked.device, asked.epoch, request)
    try:
        return seal(bytes(data_key.reveal()), bytes.fromhex(asked.sealing_key), info)
    except SealingKeyError:
        raise RecoveryRequestMismatchError("nothing can be sealed to the key in it") from None
    finally:
        data_key.wipe()


def _next_key(store: Store, asked: Request) -> tuple[list[RecoveryKeyMade], bytes]:
    """Return the recovery key of the laptop's next epoch, and what tells of it if nothing did before."""
    following = asked.epoch + 1
    seed = store.notebook.secret_kept(RECOVERY, asked.device, following)
    if seed is None:
        seed = Secret(os.urandom(SEED_BYTES))
        store.notebook.keep_secret(RECOVERY, asked.device, following, bytes(seed.reveal()))
    public = SealingKey(seed).public
    told = store.rows(
        "SELECT 1 FROM recoverykey WHERE device = ? AND epoch = ? AND public_key = ?",
        (asked.device, following, public.hex()),
    )
    return [] if told else [recovery_key_made(asked.device, following, public)], public
