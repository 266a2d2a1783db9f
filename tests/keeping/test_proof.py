"""The proof file: it holds as it was written, and in no other way."""

import base64
import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as some

from store.errors import (
    BodyNotOfEntryError,
    CheckpointForgedError,
    CheckpointFormError,
    CheckpointNotSignedError,
    CosignatureForgedError,
    CosignatureMissingError,
    EntrySignatureError,
    HeaderFormError,
    OtherJournalError,
    ProofDoesNotHoldError,
    ProofError,
    ProofFormError,
    ProofTooLargeError,
    ProofVersionError,
    StoreError,
    WeakKeyError,
)
from store.keeping import canonical
from store.keeping import proof as proofs
from store.keeping.checkpoint import Checkpoint, cosign, sign_checkpoint
from store.keeping.header import pack
from store.keeping.proof import PROOF_BYTES, Cosigner, Evidence, check_proof, write_proof
from store.keeping.tree import hash_leaf
from tests.keeping.frozen import example
from tests.keeping.frozen.example import BASE_KEY, COSIGNED_AT_S, COSIGNER, LAPTOP_KEY, PERSON_KEY, frozen

FORMAT = Path(proofs.__file__).parent / "FORMAT.md"

PROOF = frozen("proof.json")
COSIGNED = frozen("cosigned.txt")
EVIDENCE = example.evidence(COSIGNED)


def fields() -> dict[str, object]:
    read: dict[str, object] = json.loads(PROOF)
    return read


def changed(**change: object) -> bytes:
    return canonical.dumps(fields() | change)


def resigned(**change: object) -> Evidence:
    """The example with another header, all else as its owner would make it: signature, tree of one, checkpoint."""
    header = pack(replace(example.header(example.PROVED), **{"n": 0} | change))  # type: ignore[arg-type]
    note = sign_checkpoint(Checkpoint(example.LAPTOP, 0, 1, hash_leaf(header)), LAPTOP_KEY)
    return replace(EVIDENCE, header=header, signature=PERSON_KEY.sign(header), checkpoint=note, path=[], cosigner=None)


def test_todays_code_writes_and_reads_the_frozen_proof() -> None:
    assert write_proof(EVIDENCE) == PROOF

    proven = check_proof(PROOF)

    assert proven.header == example.header(example.PROVED)
    assert proven.body == example.BODY
    assert proven.checkpoint == example.head()
    assert proven.signer == PERSON_KEY.public_key().public_bytes_raw()
    assert proven.log_key == LAPTOP_KEY.public_key().public_bytes_raw()
    assert (proven.cosigner, proven.cosigner_key) == (COSIGNER.name, COSIGNER.key.public_bytes_raw())
    assert proven.cosigned_at == datetime(2015, 11, 2, 19, tzinfo=UTC)
    assert proven.cosigned_at.timestamp() == COSIGNED_AT_S


def test_todays_code_writes_and_reads_the_frozen_proof_of_an_erased_body() -> None:
    erased = replace(EVIDENCE, salt=None, body=None, cosigner=None)

    proven = check_proof(frozen("proof_without_body.json"))

    assert write_proof(erased) == frozen("proof_without_body.json")
    assert proven.header == example.header(example.PROVED)
    assert (proven.body, proven.cosigner, proven.cosigner_key, proven.cosigned_at) == (None, None, None, None)


def test_what_a_proof_shows_does_not_show_in_a_repr() -> None:
    shown = repr(check_proof(PROOF)) + repr(EVIDENCE)

    for secret in (example.BODY, example.SALT, PERSON_KEY.public_key().public_bytes_raw()):
        assert repr(secret) not in shown
    assert "contact_wish" not in shown


def refuses(data: bytes) -> None:
    with pytest.raises(ProofError):
        check_proof(data)


def test_every_change_of_any_one_character_is_refused() -> None:
    text = PROOF.decode()

    for place, character in enumerate(text):
        following = chr(ord(character) + 1)
        for other in {following, character.swapcase(), "0", "A", "+", " ", "\n", '"', "\u0000"} - {character}:
            refuses((text[:place] + other + text[place + 1 :]).encode())


def test_every_flipped_bit_is_refused() -> None:
    for place in range(len(PROOF)):
        for bit in range(8):
            flipped = bytearray(PROOF)
            flipped[place] ^= 1 << bit
            refuses(bytes(flipped))


def test_every_lost_doubled_or_added_character_and_every_truncation_is_refused() -> None:
    for place in range(len(PROOF)):
        refuses(PROOF[:place])
        refuses(PROOF[:place] + PROOF[place + 1 :])
        refuses(PROOF[:place] + PROOF[place : place + 1] + PROOF[place:])
        refuses(PROOF[:place] + b" " + PROOF[place:])
    for added in (b"\n", b" ", b"\0", b"{}", PROOF):
        refuses(PROOF + added)
        refuses(added + PROOF)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", ProofFormError),
        (b"null", ProofFormError),
        (b"[]", ProofFormError),
        (b"{}", ProofFormError),
        (b"\xff", ProofFormError),
        (b'{"doorstep":1}', ProofFormError),
        (b'{"doorstep":"bundle/1"}', ProofFormError),
        (b'{"doorstep":"proof/1"}', ProofFormError),
        (b'{"doorstep":"proof/2"}', ProofFormError),
        (b'{"doorstep":"proof/3"}', ProofVersionError),
        (b"[" * 5000, ProofFormError),
        (b'{"doorstep":' * 5000, ProofFormError),
        (b" " * (PROOF_BYTES + 1), ProofTooLargeError),
        (changed(doorstep="proof/10"), ProofVersionError),
        (changed(note="hello"), ProofFormError),
        (changed(header=None), ProofFormError),
        (changed(header=fields()["header"].removesuffix("="), body=None), ProofFormError),  # type: ignore[attr-defined]
        (changed(salt=None), ProofFormError),
        (changed(body=None), ProofFormError),
        (changed(salt="oKGio6SlpqeoqaqrrK2u"), ProofFormError),
        (changed(salt="oKGio6SlpqeoqaqrrK2urx=="), ProofFormError),
        (changed(signature="AAAA"), ProofFormError),
        (changed(path=None), ProofFormError),
        (changed(path={}), ProofFormError),
        (changed(path=["AAAA"]), ProofFormError),
        (changed(path=[None]), ProofFormError),
        (changed(path=[base64.b64encode(bytes(32)).decode()] * 64), ProofFormError),
        (changed(cosigner="base"), ProofFormError),
        (changed(cosigner={"name": COSIGNER.name}), ProofFormError),
        (changed(cosigner={"key": fields()["log_key"], "name": 1}), ProofFormError),
        (changed(signer=str(fields()["signer"]).upper()), ProofFormError),
        (changed(signer="x" * 64), ProofFormError),
        (changed(checkpoint=1), ProofFormError),
        (json.dumps(fields(), sort_keys=True).encode(), ProofFormError),
        (json.dumps(fields(), sort_keys=True, separators=(",", ":")).encode(), ProofFormError),
        (PROOF.replace(b"{", b'{"body":null,', 1), ProofFormError),
        (PROOF.replace("—".encode(), b"\\ud800"), ProofFormError),
    ],
)
def test_a_file_that_is_not_exactly_a_proof_is_refused_before_anything_is_believed(
    data: bytes, error: type[StoreError]
) -> None:
    with pytest.raises(error):
        check_proof(data)


@pytest.mark.parametrize(
    "raw",
    [bytes(32), b"\1" + bytes(31), b"\xff" * 32, bytes(31), (2**255 - 20).to_bytes(32, "little")],
)
@pytest.mark.parametrize("name", ["signer", "log_key", "cosigner"])
def test_a_weak_key_is_refused_wherever_it_stands(name: str, raw: bytes) -> None:
    value = {"key": raw.hex(), "name": COSIGNER.name} if name == "cosigner" else raw.hex()

    with pytest.raises(WeakKeyError):
        check_proof(changed(**{name: value}))


def test_under_a_weak_key_anybody_could_have_signed_for_anybody() -> None:
    neutral = b"\1" + bytes(31)
    forged = base64.b64encode(neutral + bytes(32)).decode()
    Ed25519PublicKey.from_public_bytes(neutral).verify(neutral + bytes(32), EVIDENCE.header)

    with pytest.raises(WeakKeyError):
        check_proof(changed(signer=neutral.hex(), signature=forged))


def test_a_malformed_header_is_refused() -> None:
    with pytest.raises(HeaderFormError):
        check_proof(changed(header=base64.b64encode(b"\2" + EVIDENCE.header[1:]).decode()))


def test_another_body_or_salt_is_not_the_entrys() -> None:
    for wrong in (
        {"body": base64.b64encode(example.BODY + b" ").decode()},
        {"body": ""},
        {"salt": base64.b64encode(bytes(16)).decode()},
    ):
        with pytest.raises(BodyNotOfEntryError):
            check_proof(changed(**wrong))


def test_a_byte_cannot_move_between_salt_and_body() -> None:
    moved = replace(EVIDENCE, salt=example.SALT + example.BODY[:1], body=example.BODY[1:])

    with pytest.raises(ProofFormError):
        write_proof(moved)


def test_a_signature_by_somebody_else_is_refused() -> None:
    for signature in (BASE_KEY.sign(EVIDENCE.header), PERSON_KEY.sign(b"something else"), bytes(64)):
        with pytest.raises(EntrySignatureError):
            write_proof(replace(EVIDENCE, signature=signature))


def test_a_header_changed_in_any_field_is_no_longer_signed() -> None:
    header = example.header(example.PROVED)

    for altered in (replace(header, at_ms=header.at_ms - 1), replace(header, seen=20), replace(header, kind="locked")):
        with pytest.raises(EntrySignatureError):
            write_proof(replace(EVIDENCE, header=pack(altered)))


def test_a_header_signed_anew_with_another_clock_is_not_in_the_journal() -> None:
    later = pack(replace(example.header(example.PROVED), at_ms=0))

    with pytest.raises(ProofDoesNotHoldError):
        write_proof(replace(EVIDENCE, header=later, signature=PERSON_KEY.sign(later)))


def test_a_checkpoint_by_another_device_is_refused() -> None:
    with pytest.raises(CheckpointNotSignedError):
        check_proof(changed(log_key=BASE_KEY.public_key().public_bytes_raw().hex()))


def test_a_changed_or_malformed_checkpoint_is_refused_as_such() -> None:
    note = COSIGNED.decode()

    with pytest.raises(CheckpointForgedError):
        check_proof(changed(checkpoint=note.replace("\n7\n", "\n8\n")))
    with pytest.raises(CheckpointFormError):
        check_proof(changed(checkpoint=note.replace("\n7\n", "\n07\n")))
    with pytest.raises(CheckpointFormError):
        check_proof(changed(cosigner={"key": COSIGNER.key.public_bytes_raw().hex(), "name": "no plain name"}))


def test_a_cosignature_that_is_missing_or_wrong_is_refused_as_such() -> None:
    other_time = cosign(frozen("checkpoint.txt"), COSIGNER.name, BASE_KEY, COSIGNED_AT_S - 1).decode()
    line = COSIGNED.decode().splitlines()[-1]
    forged = other_time.replace(other_time.splitlines()[-1][:80], line[:80])

    with pytest.raises(CosignatureMissingError):
        check_proof(changed(checkpoint=frozen("checkpoint.txt").decode()))
    with pytest.raises(CosignatureForgedError):
        check_proof(changed(checkpoint=forged[:-20] + "A" * 17 + "==\n"))


def test_a_line_that_nobody_could_check_is_refused_and_never_written() -> None:
    stranger = "— witness.example.org AAAAAAE=\n"

    with pytest.raises(ProofFormError):
        check_proof(changed(checkpoint=COSIGNED.decode() + stranger))
    with pytest.raises(ProofFormError):
        check_proof(changed(cosigner=None))
    assert write_proof(replace(EVIDENCE, checkpoint=COSIGNED + stranger.encode())) == PROOF


def test_a_device_cannot_be_its_own_second_opinion() -> None:
    note = cosign(frozen("checkpoint.txt"), "base", LAPTOP_KEY, COSIGNED_AT_S)

    with pytest.raises(ProofFormError):
        write_proof(replace(EVIDENCE, checkpoint=note, cosigner=Cosigner("base", LAPTOP_KEY.public_key())))


def test_an_entry_of_another_journal_or_branch_is_refused() -> None:
    for elsewhere in ({"journal": example.BASE}, {"branch": 1}):
        with pytest.raises(OtherJournalError):
            write_proof(resigned(**elsewhere))


def test_an_entry_alone_in_its_journal_is_proved_by_an_empty_path() -> None:
    assert check_proof(write_proof(resigned())).checkpoint.size == 1


def test_a_path_that_leads_elsewhere_is_refused() -> None:
    path = list(EVIDENCE.path)

    for wrong in (path[:-1], [*path, bytes(32)], path[::-1], []):
        with pytest.raises(ProofDoesNotHoldError):
            write_proof(replace(EVIDENCE, path=wrong))
    with pytest.raises(ProofDoesNotHoldError):
        write_proof(resigned(n=1))


@given(some.binary(max_size=300) | some.text(max_size=100).map(str.encode))
def test_noise_is_refused_and_never_crashes(noise: bytes) -> None:
    refuses(noise)


json_values = some.recursive(
    some.none() | some.booleans() | some.integers(-(2**53) + 1, 2**53 - 1) | some.text("aA0=+/\n— ", max_size=8),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)


@given(some.sampled_from(sorted(fields())), json_values)
def test_any_other_value_in_any_field_is_refused_and_never_crashes(name: str, value: object) -> None:
    if value != fields()[name]:
        refuses(changed(**{name: value}))


@pytest.mark.parametrize(
    "name", [path.name for path in sorted(example.FOLDER.iterdir()) if path.suffix in {".bin", ".txt", ".json"}]
)
def test_the_format_shows_the_frozen_files_as_they_are(name: str) -> None:
    shown = FORMAT.read_text("utf-8")
    data = frozen(name)

    if name.endswith(".bin"):
        assert f"\n{data.hex()}\n".replace("\n", "") in shown.replace("\n", "")
    else:
        assert f"```\n{data.decode().rstrip()}\n```" in shown
    assert f"`{name}`" in shown


def test_the_format_shows_the_keys_of_the_frozen_files() -> None:
    shown = FORMAT.read_text("utf-8")

    for name, key in (("person", PERSON_KEY), ("device", LAPTOP_KEY), ("base", BASE_KEY)):
        assert f"\n{name.ljust(8)} {key.public_key().public_bytes_raw().hex()}\n" in shown


def test_checking_a_proof_needs_neither_screen_nor_keyring_nor_database() -> None:
    heavy = "{'textual', 'keyring', 'sqlmodel', 'sqlalchemy', 'pydantic', 'sqlcipher3'}"
    code = f"import sys, store.keeping.proof; print(sorted({heavy} & set(sys.modules)))"

    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout == "[]\n"
