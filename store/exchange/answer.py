"""Answers: what a laptop hands back to the base whose ticket it was set up from.

Owns what an answer says, making one, and each thing it has to show about itself. Refuses to own whether base still
wants it (enrolment). FORMAT.md, "Answer".

It shows: that whoever made it had the ticket (`mac`), has the device's signing key (the file's signature) and the
interviewer's (`staff_proof`), and which head its journal had. The one-time secret itself is nowhere in it, nor in any
journal.
"""

import hashlib
import hmac
import os
from pathlib import Path
from typing import Any, Final, Literal

from cryptography.exceptions import InvalidSignature

from store.errors import AnswerForgedError, AnswerMismatchError, StaffProofError
from store.exchange import words
from store.exchange.signed_file import claimed, read_signed, write_signed
from store.exchange.ticket import Said, Ticket, recovery_key_made
from store.exchange.words import Words
from store.ids import DeviceId
from store.keeping import canonical
from store.keeping.acts import EnrolmentAnswered
from store.keeping.acts import values as v
from store.keeping.checkpoint import read_checkpoint
from store.keeping.files import replace_durably
from store.keeping.opening import ClosedStore
from store.keeping.sealing import seal
from store.keeping.secret import KEY_BYTES, Secret
from store.keeping.signing_keys import read_signing_key
from store.keeping.store import Store
from store.release import RELEASE

FORM: Final = "answer/1"

STOP: Final = "stop"
"""What the key is called that laptop and base keep for codes read over the phone."""

SUFFIX: Final = ".doorstep"

_PROOF: Final = b"doorstep-staff-proof/1\n"


class Answer(Said):
    """What a laptop says of itself.

    Attributes:
        ticket_digest: SHA-256 of the ticket's file.
        epoch: The first: a laptop answers while it is being set up.
        stop_key: 32 bytes, sealed to base.
        checkpoint: The signed note of its journal's head, before it told that it answered.
        staff_proof: The interviewer's signature over everything above.
        mac: HMAC-SHA256 under the ticket's secret over everything above.
    """

    ticket: v.Id
    ticket_digest: v.Digest
    is_practice: bool
    device: v.DeviceId
    journal: v.JournalId
    epoch: Literal[1]
    verify_key: v.Hidden[v.VerifyKey]
    sealing_key: v.Hidden[v.SealingKey]
    staff: v.StaffId
    staff_verify_key: v.Hidden[v.VerifyKey]
    staff_sealing_key: v.Hidden[v.SealingKey]
    stop_key: v.Hidden[str]
    checkpoint: str
    release: v.Release
    staff_proof: v.Hidden[v.Signature]
    mac: v.Hidden[v.Digest]


def leave_answer(folder: Path, passphrase_key: Secret, ticket: Ticket, ticket_raw: bytes, ticket_path: Path) -> Words:
    """Answer a ticket from a store that is still being built, and leave the answer beside the ticket.

    Args:
        folder: Where it is being built; nobody is signed in.
        passphrase_key: The founder's, derived.
        ticket: What the ticket says.
        ticket_raw: Its file's bytes.
        ticket_path: Its file; the answer's is named after it, so that base finds the one by the other.

    Raises:
        StoreError: As `give_answer`, or as the disk under the ticket refuses.
    """
    closed = ClosedStore(folder)
    try:
        store = closed.open_with(passphrase_key)
    except BaseException:
        closed.release()
        raise
    with store:
        answer, shown = give_answer(store, ticket, ticket_raw)
    slug = ticket_path.name.removeprefix("ticket-").removesuffix(SUFFIX)
    replace_durably(ticket_path.with_name(f"answer-{slug}{SUFFIX}"), answer)
    return shown


def give_answer(store: Store, ticket: Ticket, ticket_raw: bytes) -> tuple[bytes, Words]:
    """Answer a ticket from the store that was founded from it, and keep base's keys.

    Args:
        store: The laptop's, in which nothing was done yet.
        ticket: What the ticket says.
        ticket_raw: Its file.

    Returns:
        The answer's file, and the words to read aloud.

    Raises:
        SealingKeyError: Base's sealing key is none.
        StoreError: As `Store.record`.
    """
    stop_key = os.urandom(KEY_BYTES)
    claims = _claims(store, ticket, ticket_raw, stop_key)
    claims["staff_proof"] = store.keys.person.signing.sign(_PROOF + canonical.dumps(claims)).hex()
    claims["mac"] = _mac(claims, bytes.fromhex(ticket.secret))
    raw = write_signed(FORM, claims, store.keys.device.signing)
    shown = words_of(hashlib.sha256(ticket_raw).digest(), raw, is_practice=ticket.is_practice)
    store.notebook.keep_secret(STOP, ticket.device, 0, stop_key)
    store.record(
        EnrolmentAnswered(
            ticket=ticket.ticket,
            ticket_digest=claims["ticket_digest"],
            answer_digest=hashlib.sha256(raw).hexdigest(),
            device=ticket.device,
            base_device=ticket.base_device,
            base_journal=ticket.base_journal,
            base_verify_key=ticket.base_verify_key,
            base_sealing_key=ticket.base_sealing_key,
            words_digest=words.digest_of(shown),
        ),
        recovery_key_made(ticket.device, store.sidecar.epoch, bytes.fromhex(ticket.recovery_key)),
    )
    return raw, shown


def read_answer(raw: bytes) -> Answer:
    """Return an answer that is whole, by the device whose keys it brings; nothing is known of that device yet.

    Raises:
        SignedFileFormError, SignedFileForgedError: It is no answer, or was changed.
        WeakKeyError: The device's key proves nothing.
    """
    answer = Answer.of(claimed(raw, FORM))
    read_signed(raw, FORM, read_signing_key(bytes.fromhex(answer.verify_key)))
    return answer


def hold_mac(answer: Answer, secret: bytes) -> None:
    """Make sure that whoever answered had the ticket.

    Raises:
        AnswerForgedError: They had not.
    """
    if not hmac.compare_digest(answer.mac, _mac(_without(answer, "mac"), secret)):
        raise AnswerForgedError


def hold_sealing_keys(answer: Answer) -> None:
    """Make sure that something can be sealed to the device, and to the interviewer.

    Raises:
        SealingKeyError: It cannot.
    """
    for key in (answer.sealing_key, answer.staff_sealing_key):
        seal(b"", bytes.fromhex(key), b"")  # what cannot be sealed to is found by sealing to it


def hold_checkpoint(answer: Answer) -> None:
    """Make sure that its device vouches for a journal that has begun.

    Raises:
        CheckpointError: The note is malformed, or not by the device.
        AnswerMismatchError: It is about another journal, or one without an entry.
    """
    key = read_signing_key(bytes.fromhex(answer.verify_key))
    head = read_checkpoint(answer.checkpoint.encode("utf-8"), key)
    if (head.journal, head.branch) != (answer.journal, 0):
        raise AnswerMismatchError("its checkpoint is of another journal")
    if head.size == 0:
        raise AnswerMismatchError("its journal has not begun")


def hold_staff_proof(answer: Answer) -> None:
    """Make sure that the interviewer's key is in the hands of whoever answered.

    Raises:
        WeakKeyError: Under that key a signature proves nothing.
        StaffProofError: It is not.
    """
    key = read_signing_key(bytes.fromhex(answer.staff_verify_key))
    try:
        key.verify(bytes.fromhex(answer.staff_proof), _PROOF + canonical.dumps(_without(answer, "mac", "staff_proof")))
    except InvalidSignature:
        raise StaffProofError from None


def open_stop_key(answer: Answer, store: Store) -> bytes:
    """Return the key for codes read over the phone, 32 bytes.

    Raises:
        NotForUsError: It was sealed to another key than base's present one.
        AnswerMismatchError: What was sealed is no key.
    """
    base = store.keys.device.seeds.sealing_key()
    try:
        sealed = bytes.fromhex(answer.stop_key)
    except ValueError:
        raise AnswerMismatchError("its stop key is not hex") from None
    stop_key = base.open(sealed, _stop_info(answer.ticket, answer.device))
    if len(stop_key) != KEY_BYTES:
        raise AnswerMismatchError("its stop key has another size")
    return stop_key


def words_of(ticket_digest: bytes, answer_raw: bytes, *, is_practice: bool) -> Words:
    """Return the six words of an answer to a ticket."""
    cost = words.PRACTICE_COST if is_practice else words.COST
    return words.six_words(ticket_digest, hashlib.sha256(answer_raw).digest(), cost)


def _claims(store: Store, ticket: Ticket, ticket_raw: bytes, stop_key: bytes) -> dict[str, Any]:
    said, staff = store.sidecar, store.keys.person.staff
    person = next(slot for slot in said.people if slot.staff == staff)
    to_base = bytes.fromhex(ticket.base_sealing_key)
    return {
        "ticket": ticket.ticket,
        "ticket_digest": hashlib.sha256(ticket_raw).hexdigest(),
        "is_practice": said.is_practice,
        "device": said.store,
        "journal": said.journal,
        "epoch": said.epoch,
        "verify_key": said.device.signing,
        "sealing_key": said.device.sealing,
        "staff": staff,
        "staff_verify_key": person.signing,
        "staff_sealing_key": person.sealing,
        "stop_key": seal(stop_key, to_base, _stop_info(ticket.ticket, ticket.device)).hex(),
        "checkpoint": store.checkpoint().decode("utf-8"),
        "release": RELEASE,
    }


def _without(answer: Answer, *names: str) -> dict[str, Any]:
    return answer.model_dump(exclude=set(names))


def _mac(claims: dict[str, Any], secret: bytes) -> str:
    return hmac.digest(secret, canonical.dumps(claims), "sha256").hex()


def _stop_info(ticket: str, device: DeviceId) -> bytes:
    return f"doorstep/stop-key/1/{device}/{ticket}".encode("ascii")
