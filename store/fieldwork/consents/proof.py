"""The proof of somebody's consents: one file that anybody checks, with no store.

Owns the file: the proof of each record's entry, the agreed text, and the text as it was shown. Refuses to own the proof
of an entry (keeping.proof) and finding the parts. FORMAT.md, "Consent proof".

What it proves beyond each entry's own proof: that the texts in it are those the record was made with, to the letter, as
agreed and as displayed. What it does not: that the person said so; that is the word of whoever signed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from store.errors import ActBodyError, ConsentProofError, NotCanonicalError, ProofTooLargeError, UnknownActError
from store.keeping import canonical
from store.keeping.proof import Proven, check_proof

if TYPE_CHECKING:
    from store.keeping.acts import ConsentRecorded

VERSION: Final = "consent-proof/1"

PROOF_BYTES: Final = 4 * 1024 * 1024
"""The largest file that is read as one."""

MOST_RECORDS: Final = 50
"""More than one receipt code, and what came after, ever has."""

_DEPTH: Final = 5
_FIELDS: Final = {"doorstep", "receipt_code", "records"}
_RECORD_FIELDS: Final = {"agreed_text", "proof", "shown_text"}


@dataclass(frozen=True, slots=True)
class Part:
    """One record as it goes into the file.

    Attributes:
        proof: From `write_proof`, with the body.
        agreed_text: The wording; None where nothing was shown, or the text is not held any more.
        shown_text: The same as it was displayed.
    """

    proof: bytes = field(repr=False)
    agreed_text: str | None = field(repr=False)
    shown_text: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class ProvenConsent:
    """What one record in a file that holds says."""

    entry: Proven
    record: "ConsentRecorded" = field(repr=False)
    agreed_text: str | None = field(repr=False)
    shown_text: str | None = field(repr=False)


def is_consent_proof(raw: bytes) -> bool:
    """Say whether bytes claim to be such a file, so that it is known which check they are for."""
    return raw.startswith(b'{"doorstep":"consent-proof/')


def write_consent_proof(receipt_code: str, parts: Sequence[Part]) -> bytes:
    """Return the file.

    Raises:
        ConsentProofError, ProofError: What was handed in proves nothing, so no file is made.
    """
    raw = canonical.dumps(
        {
            "doorstep": VERSION,
            "receipt_code": receipt_code,
            "records": [
                {
                    "agreed_text": part.agreed_text,
                    "proof": canonical.loads(part.proof, PROOF_BYTES, _DEPTH),
                    "shown_text": part.shown_text,
                }
                for part in parts
            ],
        }
    )
    check_consent_proof(raw)
    return raw


def check_consent_proof(raw: bytes) -> tuple[str, list[ProvenConsent]]:
    """Check everything a file says, and return its receipt code and what it then says.

    Raises:
        ProofTooLargeError: The file is larger than any.
        ConsentProofError: It is not, byte for byte, what `write_consent_proof` writes, or a text is not its record's.
        ProofError: The proof of an entry does not hold; as `check_proof`.
    """
    if len(raw) > PROOF_BYTES:
        raise ProofTooLargeError(PROOF_BYTES)
    try:
        told = canonical.loads(raw, PROOF_BYTES, _DEPTH)
    except NotCanonicalError as refusal:
        raise ConsentProofError("it is not canonical JSON") from refusal
    if not isinstance(told, dict) or told.keys() != _FIELDS or told["doorstep"] != VERSION:
        raise ConsentProofError("its fields are not those of one")
    code, records = told["receipt_code"], told["records"]
    if not isinstance(records, list) or not 1 <= len(records) <= MOST_RECORDS:
        raise ConsentProofError("it holds no records, or too many")
    proven = [_checked(each) for each in records]
    told_of = with_followers((each.record for each in proven), str(code))
    if any(each.record.record not in told_of for each in proven):
        raise ConsentProofError("a record in it bears another receipt code")
    return str(code), proven


def with_followers(records: "Iterable[ConsentRecorded]", code: str) -> set[str]:
    """Return the ids of the records that bear a receipt code, and of those that came after one of them.

    Whoever withdraws without their code, or is asked anew, leaves a record that follows the one it changes: a proof of
    what somebody said does not stop before what they said next.
    """
    left = list(records)
    found = {each.record for each in left if each.receipt_code == code}
    persons = {each.person for each in left if each.record in found}
    while True:
        more = {each.record for each in left if each.follows in found and each.person in persons} - found
        if not more:
            return found
        found |= more


def _checked(told: object) -> ProvenConsent:
    from store.keeping import acts

    if not isinstance(told, dict) or told.keys() != _RECORD_FIELDS:
        raise ConsentProofError("a record in it does not have the fields of one")
    entry = check_proof(canonical.dumps(told["proof"]))
    if entry.header.kind != acts.ConsentRecorded.kind or entry.body is None:
        raise ConsentProofError("an entry in it is no consent, or its content is left out")
    try:
        record = acts.parse(entry.header.kind, entry.header.kind_version, entry.body)
    except (ActBodyError, UnknownActError) as refusal:
        raise ConsentProofError("a record in it is not one of this release") from refusal
    assert isinstance(record, acts.ConsentRecorded)
    agreed, shown = _text(told["agreed_text"]), _text(told["shown_text"])
    wording = record.wording
    if wording is None and (agreed, shown) != (None, None):
        raise ConsentProofError("it shows a text to which nothing was answered")
    if wording is not None:
        _hold_text(agreed, wording.digest, "agreed")
        _hold_text(shown, wording.shown_digest, "displayed")
    return ProvenConsent(entry, record, agreed, shown)


def _text(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise ConsentProofError("a text in it is none")
    return value


def _hold_text(text: str | None, digest: str, name: str) -> None:
    if text is not None and sha256(text.encode()).hexdigest() != digest:
        raise ConsentProofError(f"a text in it is not the one that was {name}")
