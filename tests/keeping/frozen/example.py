"""The made-up journal behind the frozen files: seven entries of a laptop, of which number 4 is proved."""

from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from store.ids import NOBODY, JournalId, StaffId
from store.keeping.batch import path_in, root_of, sign_batch
from store.keeping.checkpoint import Checkpoint, sign_checkpoint
from store.keeping.header import PREFIX_BYTES, Header, digest_body, pack
from store.keeping.proof import Cosigner, Evidence, InBatch
from store.keeping.tree import Frontier, Lookup, hash_leaf, inclusion_path, perfect_root

FOLDER = Path(__file__).parent

LAPTOP = JournalId("0f1e2d3c4b5a69788796a5b4c3d2e1f0")
BASE = JournalId("a1b2c3d4e5f60718293a4b5c6d7e8f90")
INTERVIEWER = StaffId("c0ffee00c0ffee00c0ffee00c0ffee00")

PERSON_KEY = Ed25519PrivateKey.from_private_bytes(b"person of the frozen examples 01")
LAPTOP_KEY = Ed25519PrivateKey.from_private_bytes(b"laptop of the frozen examples 02")
BASE_KEY = Ed25519PrivateKey.from_private_bytes(b"a base of the frozen examples 03")

COSIGNER = Cosigner(f"doorstep/{BASE}", BASE_KEY.public_key())
COSIGNED_AT_S = 1_446_490_800
"""2015-11-02T19:00:00Z."""

SIZE = 7
PROVED = 4
SALT = bytes(range(0xA0, 0xB0))
BODY = (
    b'{"cause":"contact_wish","family":"5eed5eed5eed5eed5eed5eed5eed5eed",'
    b'"follows_from":"b1d0b1d0b1d0b1d0b1d0b1d0b1d0b1d0","lock":"locked","reason":null}'
)

_KINDS = (
    "store_opened_first",
    "signed_in",
    "family_shown",
    "contact_wish_recorded",
    "family_lock_set",
    "clock_moved_back",
    "store_locked",
)


def header(n: int) -> Header:
    salt, body = (SALT, BODY) if n == PROVED else (bytes([n]) * 16, b"{}")
    return Header(
        journal=LAPTOP,
        branch=0,
        n=n,
        at_ms=1_446_454_800_000 + 61_001 * n,  # from 2015-11-02T09:00:00Z
        staff=NOBODY if n == 5 else INTERVIEWER,
        seen=19,
        kind=_KINDS[n],
        kind_version=1,
        body_digest=digest_body(salt, body),
    )


HEADERS = [pack(header(n)) for n in range(SIZE)]
LEAVES = [hash_leaf(each) for each in HEADERS]


def lookup(leaves: list[bytes]) -> Lookup:
    return lambda level, index: perfect_root(leaves[index << level : (index + 1) << level])


def head(size: int = SIZE) -> Checkpoint:
    frontier = Frontier()
    frontier.extend(LEAVES[:size])
    return Checkpoint(LAPTOP, 0, size, frontier.root())


def evidence(note: bytes) -> Evidence:
    return Evidence(
        header=HEADERS[PROVED],
        signature=PERSON_KEY.sign(HEADERS[PROVED]),
        signer=PERSON_KEY.public_key(),
        salt=SALT,
        body=BODY,
        checkpoint=note,
        log_key=LAPTOP_KEY.public_key(),
        path=inclusion_path(PROVED, SIZE, lookup(LEAVES)),
        cosigner=COSIGNER,
    )


# -- a batch of base's -----------------------------------------------------------------------------------------------

BATCH_FIRST = 2
BATCH_SIZE = 5
_BASE_KINDS = ("store_opened_first", "staff_added", "family_delivered", "family_delivered", "family_delivered")
BASE_HEADERS = [pack(replace(header(n), journal=BASE, seen=0, kind=kind)) for n, kind in enumerate(_BASE_KINDS)]
BASE_LEAVES = [hash_leaf(each) for each in BASE_HEADERS]
BATCH_LEAVES = BASE_LEAVES[BATCH_FIRST:]
BATCH = sign_batch(PERSON_KEY, BASE_HEADERS[0][:PREFIX_BYTES], BATCH_FIRST, len(BATCH_LEAVES), root_of(BATCH_LEAVES))


def base_head() -> Checkpoint:
    frontier = Frontier()
    frontier.extend(BASE_LEAVES)
    return Checkpoint(BASE, 0, BATCH_SIZE, frontier.root())


def evidence_of_batch(n: int) -> Evidence:
    leaves = BASE_LEAVES[BATCH_FIRST:]
    return Evidence(
        header=BASE_HEADERS[n],
        signature=BATCH.signature,
        signer=PERSON_KEY.public_key(),
        salt=None,
        body=None,
        checkpoint=sign_checkpoint(base_head(), BASE_KEY),
        log_key=BASE_KEY.public_key(),
        path=inclusion_path(n, BATCH_SIZE, lookup(BASE_LEAVES)),
        batch=InBatch(BATCH_FIRST, BATCH.count, root_of(leaves), path_in(leaves, n - BATCH_FIRST)),
    )


def frozen(name: str) -> bytes:
    return (FOLDER / name).read_bytes()
