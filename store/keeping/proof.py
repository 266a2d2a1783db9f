"""A proof: one file that shows a single act to somebody who has no store.

Owns the file's form and every check on it. Refuses to own whose keys those are, and finding the parts (journal).

What it proves: the person's key signed this header; the content shown, if any, is the content the header was made with;
and the device's key vouched for a journal in which this header stands at this index. With a cosignature: the cosigner's
key vouched for that same journal head at that time, so the entry existed by then and the head is one that the cosigner
will hold every later one against.

What it does not prove: whose the keys are, since the file brings them along: compare them with base's register. When
the act took place: the header's instant is the device's own clock, and only a cosignature bounds it. That what the
act says is true, and that nothing else was recorded.
"""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from store.clock import Instant, from_ms
from store.errors import (
    BodyNotOfEntryError,
    EntrySignatureError,
    NotCanonicalError,
    OtherJournalError,
    ProofDoesNotHoldError,
    ProofFormError,
    ProofTooLargeError,
    ProofVersionError,
)
from store.keeping import canonical
from store.keeping.batch import FEWEST, MOST, Batch, holds, may_be_batched
from store.keeping.checkpoint import (
    Checkpoint,
    NoteKey,
    cosigner_key_of,
    keep_lines_of,
    log_key_of,
    read_checkpoint,
    read_cosignature,
)
from store.keeping.header import HIGHEST_INDEX, PREFIX_BYTES, SALT_BYTES, Header, digest_body, unpack
from store.keeping.signing_keys import SIGNATURE_BYTES, read_signing_key
from store.keeping.tree import HASH_BYTES, check_inclusion, hash_leaf

VERSION: Final = "proof/1"
BATCH_VERSION: Final = "proof/2"
"""Of an entry that a batch's signature covers; of every other the first form stays as it is."""

PROOF_BYTES: Final = 4 * 1024 * 1024
"""The largest file that is read as a proof."""

MOST_STEPS: Final = 63
"""Hashes in the path of the largest tree there can be."""

_DEPTH: Final = 3
_FIELDS: Final = frozenset(
    {
        "body",
        "checkpoint",
        "cosigner",
        "doorstep",
        "header",
        "log_key",
        "path",
        "salt",
        "signature",
        "signer",
    }
)


@dataclass(frozen=True, slots=True)
class InBatch:
    """Where an entry stands in the batch that its signature covers.

    Attributes:
        first: Index of the first entry of the batch.
        count: How many it has.
        root: Of the tree over its leaves.
        path: From the entry's leaf to it.
    """

    first: int
    count: int
    root: bytes
    path: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Cosigner:
    """Who cosigned a checkpoint.

    Attributes:
        name: As in its line.
        key: Its public key.
    """

    name: str
    key: Ed25519PublicKey = field(repr=False)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The parts of a proof, as they are before anything was checked.

    Attributes:
        header: Header bytes of the entry.
        signature: The person's, over the header bytes or over the batch, 64 bytes.
        signer: The person's public key.
        salt, body: Both, or both None where the body was erased or is not to be shown.
        checkpoint: The note that the device signed, of a tree that holds the entry.
        log_key: The device's public key.
        path: From `inclusion_path`, for the checkpoint's size.
        cosigner: Whose cosignature the note carries and the proof rests on; None for no such claim.
        batch: Where the signature covers a batch; None where it is the entry's own.
    """

    header: bytes
    signature: bytes
    signer: Ed25519PublicKey = field(repr=False)
    salt: bytes | None = field(repr=False)
    body: bytes | None = field(repr=False)
    checkpoint: bytes
    log_key: Ed25519PublicKey = field(repr=False)
    path: Sequence[bytes]
    cosigner: Cosigner | None = None
    batch: InBatch | None = None


@dataclass(frozen=True, slots=True)
class Proven:
    """What a proof that holds says.

    Attributes:
        header: The entry's header; its instant is the device's word.
        body: The entry's content; None where the proof shows none.
        checkpoint: The journal head the entry stands under.
        signer: Public key of the person, 32 bytes, to be compared with base's register.
        log_key: Public key of the device, 32 bytes, likewise.
        cosigner: Name of the cosigner, or None.
        cosigner_key: Its public key, 32 bytes, likewise; or None.
        cosigned_at: The first time it vouched for the checkpoint, by its clock, aware, UTC; or None.
    """

    header: Header
    body: bytes | None = field(repr=False)
    checkpoint: Checkpoint
    signer: bytes = field(repr=False)
    log_key: bytes = field(repr=False)
    cosigner: str | None
    cosigner_key: bytes | None = field(repr=False)
    cosigned_at: Instant | None


def write_proof(evidence: Evidence) -> bytes:
    """Return the file. Lines of the note by other keys than those named are left out, since nobody could check them.

    Raises:
        ProofError: What was handed in proves nothing, so no file is made; the kinds are those of `check_proof`.
    """
    checkpoint = read_checkpoint(evidence.checkpoint, evidence.log_key)
    note = keep_lines_of(evidence.checkpoint, _note_keys(evidence, checkpoint))
    raw = _to_json(replace(evidence, checkpoint=note))
    check_proof(raw)
    return raw


def check_proof(raw: bytes) -> Proven:
    """Check everything a proof says, in the order of FORMAT.md, and return what it then says.

    Args:
        raw: The file's bytes.

    Raises:
        ProofTooLargeError: The file is larger than `PROOF_BYTES`.
        ProofVersionError: It is a proof of another format version.
        ProofFormError: It is not, byte for byte, what `write_proof` writes.
        WeakKeyError: One of its keys is refused by `read_signing_key`.
        HeaderFormError: Its header is malformed.
        BodyNotOfEntryError: The body is not the one of the header.
        EntrySignatureError: The person's signature does not hold.
        CheckpointError: The checkpoint or its cosignature does not hold; each way has a kind of its own.
        OtherJournalError: The checkpoint is of another journal or branch than the header.
        ProofDoesNotHoldError: The path does not lead from the header to the checkpoint.
    """
    evidence = _from_json(raw)
    header = unpack(evidence.header)
    if evidence.salt is not None and evidence.body is not None:
        _check_body(evidence.salt, evidence.body, header)
    _check_signature(evidence)
    checkpoint = read_checkpoint(evidence.checkpoint, evidence.log_key)
    if keep_lines_of(evidence.checkpoint, _note_keys(evidence, checkpoint)) != evidence.checkpoint:
        raise ProofFormError("its checkpoint carries a line by a key that is not in the file")
    cosigned_at = _check_cosignature(evidence)
    if (header.journal, header.branch) != (checkpoint.journal, checkpoint.branch):
        raise OtherJournalError
    check_inclusion(hash_leaf(evidence.header), header.n, checkpoint.size, evidence.path, checkpoint.root)
    return Proven(
        header=header,
        body=evidence.body,
        checkpoint=checkpoint,
        signer=evidence.signer.public_bytes_raw(),
        log_key=evidence.log_key.public_bytes_raw(),
        cosigner=evidence.cosigner.name if evidence.cosigner else None,
        cosigner_key=evidence.cosigner.key.public_bytes_raw() if evidence.cosigner else None,
        cosigned_at=cosigned_at,
    )


def _check_body(salt: bytes, body: bytes, header: Header) -> None:
    if digest_body(salt, body) != header.body_digest:
        raise BodyNotOfEntryError


def _check_signature(evidence: Evidence) -> None:
    if evidence.batch is not None:
        _check_batch(evidence, evidence.batch)
        return
    try:
        evidence.signer.verify(evidence.signature, evidence.header)
    except InvalidSignature as refusal:
        raise EntrySignatureError from refusal


def _check_batch(evidence: Evidence, inside: InBatch) -> None:
    """Make sure that the entry is of the batch, and the batch is signed."""
    place = unpack(evidence.header).n - inside.first
    if not may_be_batched(evidence.header) or not FEWEST <= inside.count <= MOST or not 0 <= place < inside.count:
        raise EntrySignatureError
    try:
        check_inclusion(hash_leaf(evidence.header), place, inside.count, inside.path, inside.root)
    except ProofDoesNotHoldError as refusal:
        raise EntrySignatureError from refusal
    batch = Batch(evidence.signature, inside.first, inside.count)
    if not holds(evidence.signer, evidence.header[:PREFIX_BYTES], batch, inside.root):
        raise EntrySignatureError


def _check_cosignature(evidence: Evidence) -> Instant | None:
    if evidence.cosigner is None:
        return None
    if evidence.cosigner.key == evidence.log_key:
        # It would read as a second opinion and be the first one twice.
        raise ProofFormError("its device is its own cosigner")
    return from_ms(1000 * read_cosignature(evidence.checkpoint, evidence.cosigner.name, evidence.cosigner.key))


def _note_keys(evidence: Evidence, checkpoint: Checkpoint) -> list[NoteKey]:
    keys = [log_key_of(checkpoint, evidence.log_key)]
    if evidence.cosigner:
        keys.append(cosigner_key_of(evidence.cosigner.name, evidence.cosigner.key))
    return keys


def _to_json(evidence: Evidence) -> bytes:
    cosigner = evidence.cosigner
    return canonical.dumps(
        _batch_to_json(evidence.batch)
        | {
            "body": None if evidence.body is None else _base64(evidence.body),
            "checkpoint": evidence.checkpoint.decode(),
            "cosigner": None if cosigner is None else {"key": _hex(cosigner.key), "name": cosigner.name},
            "doorstep": VERSION if evidence.batch is None else BATCH_VERSION,
            "header": _base64(evidence.header),
            "log_key": _hex(evidence.log_key),
            "path": [_base64(step) for step in evidence.path],
            "salt": None if evidence.salt is None else _base64(evidence.salt),
            "signature": _base64(evidence.signature),
            "signer": _hex(evidence.signer),
        }
    )


def _from_json(raw: bytes) -> Evidence:
    if len(raw) > PROOF_BYTES:
        raise ProofTooLargeError(PROOF_BYTES)
    fields = _object(_loads(raw), "file")
    form = _text(fields.get("doorstep"), "format")
    if form not in (VERSION, BATCH_VERSION):
        raise ProofVersionError if form.startswith("proof/") else ProofFormError("it does not say that it is one")
    if fields.keys() != (_FIELDS if form == VERSION else _FIELDS | {"batch"}):
        raise ProofFormError("its fields are not those of a proof")
    if (fields["salt"] is None) != (fields["body"] is None):
        raise ProofFormError("it has a salt without a body, or a body without a salt")
    evidence = Evidence(
        header=_bytes(fields["header"], "header"),
        signature=_bytes(fields["signature"], "signature", SIGNATURE_BYTES),
        signer=_key(fields["signer"], "signer"),
        salt=None if fields["salt"] is None else _bytes(fields["salt"], "salt", SALT_BYTES),
        body=None if fields["body"] is None else _bytes(fields["body"], "body"),
        checkpoint=_text(fields["checkpoint"], "checkpoint").encode(),
        log_key=_key(fields["log_key"], "log_key"),
        path=_path(fields["path"]),
        cosigner=None if fields["cosigner"] is None else _cosigner(fields["cosigner"]),
        batch=None if form == VERSION else _batch(fields["batch"]),
    )
    # Decoding Base64, hex and JSON forgives several spellings of one value. Writing it anew forgives none.
    if _to_json(evidence) != raw:
        raise ProofFormError("it is not spelt in the one way a proof is")
    return evidence


def _loads(raw: bytes) -> object:
    try:
        return canonical.loads(raw, PROOF_BYTES, _DEPTH)
    except NotCanonicalError as refusal:
        raise ProofFormError("it is not canonical JSON") from refusal


def _cosigner(value: object) -> Cosigner:
    fields = _object(value, "cosigner")
    if fields.keys() != {"key", "name"}:
        raise ProofFormError("its cosigner does not have a key and a name")
    return Cosigner(_text(fields["name"], "cosigner's name"), _key(fields["key"], "cosigner's key"))


def _batch_to_json(batch: InBatch | None) -> dict[str, object]:
    if batch is None:
        return {}
    path = [_base64(step) for step in batch.path]
    return {"batch": {"count": batch.count, "first": batch.first, "path": path, "root": _base64(batch.root)}}


def _batch(value: object) -> InBatch:
    fields = _object(value, "batch")
    if fields.keys() != {"count", "first", "path", "root"}:
        raise ProofFormError("its batch does not have a first entry, a count, a path and a root")
    first, count = _number(fields["first"], "first entry"), _number(fields["count"], "count")
    return InBatch(first, count, _bytes(fields["root"], "root", HASH_BYTES), _path(fields["path"]))


def _path(value: object) -> list[bytes]:
    if not isinstance(value, list) or len(value) > MOST_STEPS:
        raise ProofFormError("its path is no list, or too long")
    return [_bytes(step, "path", HASH_BYTES) for step in value]


def _number(value: object, name: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= HIGHEST_INDEX:
        raise ProofFormError(f"its {name} is no number")
    return value


def _object(value: object, name: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ProofFormError(f"its {name} is no object")
    return value


def _text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise ProofFormError(f"its {name} is no text")
    return value


def _bytes(value: object, name: str, length: int | None = None) -> bytes:
    try:
        raw = b64decode(_text(value, name), validate=True)
    except ValueError as refusal:
        raise ProofFormError(f"its {name} is not Base64") from refusal
    if length is not None and len(raw) != length:
        raise ProofFormError(f"its {name} has the wrong length")
    return raw


def _key(value: object, name: str) -> Ed25519PublicKey:
    try:
        raw = bytes.fromhex(_text(value, name))
    except ValueError as refusal:
        raise ProofFormError(f"its {name} is not hex") from refusal
    return read_signing_key(raw)


def _base64(raw: bytes) -> str:
    return b64encode(raw).decode()


def _hex(key: Ed25519PublicKey) -> str:
    return key.public_bytes_raw().hex()
