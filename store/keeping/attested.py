"""A document that an act vouches for: what it says, and the proof of the entry that holds its digest.

Owns the file's form and every check on it, with no store. Refuses to own what a document says, and which acts vouch for
one beyond their names: certificates, declarations, audit packs.

What it proves: whoever signed the entry vouched for exactly these words, and the entry stands in the journal the proof
names. What it does not: that the words are true, and whose the keys are; compare them with base's register.

Source: FORMAT.md, "Attested document".
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

from store.errors import AttestedFormError, NotCanonicalError
from store.keeping import canonical
from store.keeping.proof import PROOF_BYTES, Proven, check_proof

VERSION: Final = "attested/1"
MOST_BYTES: Final = 1 << 24
"""The largest document that is read."""

_DEPTH: Final = 16
_FIELDS: Final = frozenset({"doorstep", "document", "said", "proof"})
_BEGINS: Final = b'{"document":'

VOUCHED_BY: Final[Mapping[str, str]] = {
    "audit_pack": "audit_pack_made",
    "certificate": "certificate_issued",
    "declaration": "declaration_signed",
}
"""Which kind of act vouches for which document; its body has the digest as `sha256`."""


@dataclass(frozen=True, slots=True)
class Attested:
    """A document that holds.

    Attributes:
        document: What it is, one of `VOUCHED_BY`.
        said: What it says.
        act: What the act says that vouches for it.
        entry: What its proof proves.
    """

    document: str
    said: dict[str, Any] = field(repr=False)
    act: dict[str, Any] = field(repr=False)
    entry: Proven


def digest_of(said: Mapping[str, object]) -> str:
    """Return the digest that an act gives of a document."""
    return sha256(canonical.dumps(dict(said))).hexdigest()


def is_attested(raw: bytes) -> bool:
    """Say whether bytes claim to be such a document, so that it is known which check they are for."""
    return raw.startswith(_BEGINS)


def write_attested(document: str, said: Mapping[str, object], proof: bytes) -> bytes:
    """Return the file.

    Raises:
        AttestedFormError, ProofError: What was handed in does not hold, so no file is made.
    """
    told = {"doorstep": VERSION, "document": document, "said": dict(said)}
    raw = canonical.dumps({**told, "proof": canonical.loads(proof, PROOF_BYTES, _DEPTH)})
    check_attested(raw)
    return raw


def check_attested(raw: bytes) -> Attested:
    """Check everything a document says of itself, and return what it then says.

    Raises:
        AttestedFormError: It is not, byte for byte, what `write_attested` writes, or not what its act vouches for.
        ProofError: The proof of the entry does not hold; as `check_proof`.
    """
    if len(raw) > MOST_BYTES:
        raise AttestedFormError("it is larger than any")
    try:
        told = canonical.loads(raw, MOST_BYTES, _DEPTH)
    except NotCanonicalError as refusal:
        raise AttestedFormError("it is not spelt in the one way such a document is") from refusal
    if not isinstance(told, dict) or told.keys() != _FIELDS or told["doorstep"] != VERSION:
        raise AttestedFormError("its fields are not those of one")
    document, said = told["document"], told["said"]
    if document not in VOUCHED_BY or not isinstance(said, dict):
        raise AttestedFormError("it is no kind of document that this release knows")
    entry = check_proof(canonical.dumps(told["proof"]))
    if entry.header.kind != VOUCHED_BY[document] or entry.body is None:
        raise AttestedFormError("the entry in it does not vouch for such a document")
    act = json.loads(entry.body)
    if act.get("sha256") != digest_of(said):
        raise AttestedFormError("its words are not those that were vouched for")
    return Attested(document, said, act, entry)
