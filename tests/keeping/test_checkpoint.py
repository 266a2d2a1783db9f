"""Checkpoints and cosignatures: one spelling each, and every way they can be wrong."""

import struct
from base64 import b64decode, b64encode
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as some

from store.errors import (
    CheckpointError,
    CheckpointForgedError,
    CheckpointFormError,
    CheckpointNotSignedError,
    CosignatureForgedError,
    CosignatureMissingError,
)
from store.ids import JournalId
from store.keeping.checkpoint import (
    LATEST_S,
    MOST_LINES,
    NOTE_BYTES,
    Checkpoint,
    cosign,
    cosigner_key_of,
    keep_lines_of,
    log_key_of,
    read_checkpoint,
    read_cosignature,
    sign_checkpoint,
)
from store.keeping.signing_keys import read_signing_key
from store.keeping.tree import EMPTY_ROOT
from tests.keeping.frozen.example import BASE_KEY, COSIGNED_AT_S, COSIGNER, LAPTOP, LAPTOP_KEY, frozen, head

DEVICE = LAPTOP_KEY.public_key()
NOTE = frozen("checkpoint.txt")
COSIGNED = frozen("cosigned.txt")
STRANGER = "— witness.example.org/é AAAAAAE=\n".encode()

checkpoints = some.builds(
    Checkpoint,
    journal=some.binary(min_size=16, max_size=16).map(lambda raw: JournalId(raw.hex())),
    branch=some.integers(0, 0xFFFF),
    size=some.integers(0, 2**63 - 1),
    root=some.binary(min_size=32, max_size=32),
)


def signed(text: str) -> bytes:
    """A note over any text, well signed by the device under its usual name."""
    name = log_key_of(head(), DEVICE)
    signature = b64encode(name.key_id + LAPTOP_KEY.sign(text.encode())).decode()
    return f"{text}\n— {name.name} {signature}\n".encode()


def test_todays_code_writes_and_reads_the_frozen_checkpoint() -> None:
    assert sign_checkpoint(head(), LAPTOP_KEY) == NOTE
    assert read_checkpoint(NOTE, DEVICE) == head()


def test_todays_code_writes_and_reads_the_frozen_checkpoint_of_a_branch() -> None:
    branch = Checkpoint(LAPTOP, 2, 0, EMPTY_ROOT)

    assert sign_checkpoint(branch, LAPTOP_KEY) == frozen("checkpoint_of_branch.txt")
    assert read_checkpoint(frozen("checkpoint_of_branch.txt"), DEVICE) == branch


def test_todays_code_writes_and_reads_the_frozen_cosignature() -> None:
    assert cosign(NOTE, COSIGNER.name, BASE_KEY, COSIGNED_AT_S) == COSIGNED
    assert read_cosignature(COSIGNED, COSIGNER.name, COSIGNER.key) == COSIGNED_AT_S
    assert read_checkpoint(COSIGNED, DEVICE) == head()


def test_a_tree_head_has_one_note_whenever_it_is_signed() -> None:
    again = Ed25519PrivateKey.from_private_bytes(LAPTOP_KEY.private_bytes_raw())

    assert {sign_checkpoint(head(), key) for key in [LAPTOP_KEY, again] * 10} == {NOTE}


@given(checkpoints)
def test_a_checkpoint_comes_back_as_it_went(checkpoint: Checkpoint) -> None:
    assert read_checkpoint(sign_checkpoint(checkpoint, LAPTOP_KEY), DEVICE) == checkpoint


def test_the_examples_of_the_c2sp_specification_have_the_key_ids_it_gives() -> None:
    # The verifier key and the note of signed-note, "Example"; its signature type byte is that of our device lines.
    raw = b64decode("AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")[1:]
    signature = b64decode(
        "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
    )
    key = read_signing_key(raw)

    class Example(Checkpoint):
        origin = "example.com/foo"  # a name that no journal has

    assert log_key_of(Example(LAPTOP, 0, 0, EMPTY_ROOT), key).key_id.hex() == "530d903a"
    assert signature[:4].hex() == "530d903a"
    key.verify(signature[4:], b"This is an example message.\n")


@pytest.mark.parametrize(
    "change",
    [
        {"journal": JournalId("0F" * 16)},
        {"journal": JournalId("0f" * 15)},
        {"branch": -1},
        {"branch": 0x10000},
        {"size": -1},
        {"size": 2**63},
        {"root": bytes(31)},
    ],
)
def test_a_field_out_of_range_is_never_signed(change: dict[str, object]) -> None:
    with pytest.raises(CheckpointFormError):
        sign_checkpoint(replace(head(), **change), LAPTOP_KEY)  # type: ignore[arg-type]  # wrong on purpose


ORIGIN, SIZE, ROOT, _ = NOTE.decode().split("\n")[:4]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        f"{ORIGIN}\n{SIZE}\n",
        f"{ORIGIN}\n{SIZE}\n{ROOT}\nan extension line\n",
        f"{ORIGIN}\n{SIZE}\n{ROOT}\n\n",
        f"\n{ORIGIN}\n{SIZE}\n{ROOT}\n",
        f"{ORIGIN} \n{SIZE}\n{ROOT}\n",
        f"{ORIGIN.upper()}\n{SIZE}\n{ROOT}\n",
        f"{ORIGIN}/0\n{SIZE}\n{ROOT}\n",
        f"{ORIGIN}/01\n{SIZE}\n{ROOT}\n",
        f"{ORIGIN}/65536\n{SIZE}\n{ROOT}\n",
        f"{ORIGIN}/x\n{SIZE}\n{ROOT}\n",
        f"{ORIGIN[:-1]}\n{SIZE}\n{ROOT}\n",
        f"{ORIGIN}\n07\n{ROOT}\n",
        f"{ORIGIN}\n-7\n{ROOT}\n",
        f"{ORIGIN}\n+7\n{ROOT}\n",
        f"{ORIGIN}\n7.0\n{ROOT}\n",
        f"{ORIGIN}\n\u0667\n{ROOT}\n",
        f"{ORIGIN}\n\n{ROOT}\n",
        f"{ORIGIN}\n{2**63}\n{ROOT}\n",
        f"{ORIGIN}\n{10**19}\n{ROOT}\n",
        f"{ORIGIN}\n{SIZE}\n{ROOT[:-1]}\n",
        f"{ORIGIN}\n{SIZE}\n{ROOT[:-2]}h=\n",
        f"{ORIGIN}\n{SIZE}\n{ROOT[:-4]}\n",
        f"{ORIGIN}\n{SIZE}\n {ROOT}\n",
        f"{ORIGIN}\n{SIZE}\n{ROOT.replace('/', '_')}\n",
        f"{ORIGIN}\n{SIZE}\néèêë\n",
    ],
)
def test_a_text_in_any_other_spelling_is_refused_however_well_it_is_signed(text: str) -> None:
    with pytest.raises(CheckpointFormError):
        read_checkpoint(signed(text), DEVICE)


def test_the_same_helper_signs_what_is_accepted() -> None:
    assert signed(f"{ORIGIN}\n{SIZE}\n{ROOT}\n") == NOTE


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"\n",
        b"\n\n",
        NOTE[:-1],
        NOTE + b"\n",
        NOTE.replace(b"\n\n", b"\n"),
        NOTE.replace(b"\n", b"\r\n"),
        NOTE.replace(b"\n\n", b"\n\t\n"),
        NOTE.replace(b"doorstep", b"doorst\x00p"),
        NOTE.replace(b"\n7\n", b"\n7\xff\n"),
        NOTE.replace("— ".encode(), b"- "),
        NOTE.replace("— ".encode(), "—".encode()),
        NOTE + "— a+b AAAAAAE=\n".encode(),
        NOTE + "—  AAAAAAE=\n".encode(),
        NOTE + "— a b AAAAAAE=\n".encode(),
        NOTE + "— a\u00a0b AAAAAAE=\n".encode(),
        NOTE + "— a\u0007b AAAAAAE=\n".encode(),
        NOTE + "— a AAAAAA==\n".encode(),
        NOTE + "— a AAAAAAF=\n".encode(),
        NOTE + "— a AAAAAAE\n".encode(),
        NOTE + "— a\n".encode(),
        NOTE + STRANGER * MOST_LINES,
        NOTE + "— ".encode() + b"a" * NOTE_BYTES + b" AAAAAAE=\n",
    ],
)
def test_a_note_in_any_other_spelling_is_refused(note: bytes) -> None:
    with pytest.raises(CheckpointFormError):
        read_checkpoint(note, DEVICE)


def test_lines_of_unknown_keys_are_passed_over_up_to_sixteen_in_all() -> None:
    between = NOTE.replace(b"\n\n", b"\n\n" + STRANGER) + STRANGER * (MOST_LINES - 2)

    assert read_checkpoint(between, DEVICE) == head()


def test_a_line_that_shares_only_name_or_only_key_id_is_a_strangers() -> None:
    ours = log_key_of(head(), DEVICE)
    same_name = f"— {ours.name} {b64encode(b'none' + bytes(64)).decode()}\n".encode()
    same_id = f"— somebody {b64encode(ours.key_id + bytes(64)).decode()}\n".encode()

    assert read_checkpoint(NOTE + same_name + same_id, DEVICE) == head()


def test_a_checkpoint_of_another_device_is_not_signed_by_ours() -> None:
    with pytest.raises(CheckpointNotSignedError):
        read_checkpoint(sign_checkpoint(head(), BASE_KEY), DEVICE)


def test_a_signature_for_one_branch_is_none_for_another() -> None:
    text, lines = frozen("checkpoint_of_branch.txt").split(b"\n\n")

    with pytest.raises(CheckpointNotSignedError):
        read_checkpoint(text.replace(b"/2\n", b"/3\n") + b"\n\n" + lines, DEVICE)
    relabelled = log_key_of(replace(head(), branch=3), DEVICE)
    blob = b64encode(relabelled.key_id + b64decode(lines.split()[-1])[4:]).decode()
    line = f"— {relabelled.name} {blob}\n".encode()
    with pytest.raises(CheckpointForgedError):
        read_checkpoint(text.replace(b"/2\n", b"/3\n") + b"\n\n" + line, DEVICE)


def test_a_line_that_names_our_key_and_does_not_hold_spoils_the_note() -> None:
    ours = log_key_of(head(), DEVICE)

    for length in (1, 63, 64, 65):
        forged = f"— {ours.name} {b64encode(ours.key_id + bytes(length)).decode()}\n".encode()
        with pytest.raises(CheckpointForgedError):
            read_checkpoint(NOTE + forged, DEVICE)
        with pytest.raises(CheckpointForgedError):
            read_checkpoint(NOTE.replace(b"\n\n", b"\n\n" + forged), DEVICE)


def test_every_flipped_bit_of_a_checkpoint_is_refused() -> None:
    for place in range(len(NOTE)):
        for bit in range(8):
            changed = bytearray(NOTE)
            changed[place] ^= 1 << bit
            with pytest.raises(CheckpointError):
                read_checkpoint(bytes(changed), DEVICE)


def read_both(note: bytes) -> None:
    read_cosignature(note, COSIGNER.name, COSIGNER.key)
    read_checkpoint(note, DEVICE)


def test_every_flipped_bit_of_a_cosigned_checkpoint_is_refused_by_one_or_the_other() -> None:
    for place in range(len(COSIGNED)):
        for bit in range(8):
            changed = bytearray(COSIGNED)
            changed[place] ^= 1 << bit
            with pytest.raises(CheckpointError):
                read_both(bytes(changed))


def test_a_checkpoint_without_the_cosigner_says_so() -> None:
    for note, name, key in [
        (NOTE, COSIGNER.name, COSIGNER.key),
        (COSIGNED, "somebody/else", COSIGNER.key),
        (COSIGNED, COSIGNER.name, DEVICE),
    ]:
        with pytest.raises(CosignatureMissingError):
            read_cosignature(note, name, key)


def test_a_devices_own_signature_does_not_pass_for_a_cosignature() -> None:
    origin = head().origin

    with pytest.raises(CosignatureMissingError):
        read_cosignature(NOTE, origin, DEVICE)
    with pytest.raises(CheckpointNotSignedError):
        read_checkpoint(keep_lines_of(cosign(NOTE, origin, LAPTOP_KEY, 1), [cosigner_key_of(origin, DEVICE)]), DEVICE)


def test_a_cosignature_holds_for_its_time_only() -> None:
    key = cosigner_key_of(COSIGNER.name, COSIGNER.key)
    blob = b64decode(COSIGNED.split()[-1])

    earlier = struct.pack(">Q", COSIGNED_AT_S - 1)
    for wrong in [earlier + blob[12:], blob[4:-1], blob[4:] + b"\0", blob[4:12], blob[4:9]]:
        line = f"— {key.name} {b64encode(key.key_id + wrong).decode()}\n".encode()
        with pytest.raises(CosignatureForgedError):
            read_cosignature(NOTE + line, COSIGNER.name, COSIGNER.key)
        with pytest.raises(CosignatureForgedError):
            read_cosignature(COSIGNED + line, COSIGNER.name, COSIGNER.key)


def test_of_two_cosignatures_of_one_cosigner_the_earlier_counts() -> None:
    twice = cosign(cosign(NOTE, COSIGNER.name, BASE_KEY, 2_000), COSIGNER.name, BASE_KEY, 1_000)

    assert read_cosignature(twice, COSIGNER.name, COSIGNER.key) == 1_000
    assert read_cosignature(cosign(twice, COSIGNER.name, BASE_KEY, 3_000), COSIGNER.name, COSIGNER.key) == 1_000


@pytest.mark.parametrize("at_s", [0, LATEST_S])
def test_the_first_and_last_time_of_a_cosignature_come_back(at_s: int) -> None:
    assert read_cosignature(cosign(NOTE, "base", BASE_KEY, at_s), "base", BASE_KEY.public_key()) == at_s


@pytest.mark.parametrize("at_s", [-1, LATEST_S + 1, 2**63])
def test_a_time_that_is_no_date_is_not_cosigned(at_s: int) -> None:
    with pytest.raises(CheckpointFormError):
        cosign(NOTE, "base", BASE_KEY, at_s)


def test_a_time_that_is_no_date_is_refused_however_well_it_is_signed() -> None:
    key = cosigner_key_of("base", BASE_KEY.public_key())
    text = NOTE.decode().split("\n\n")[0] + "\n"
    signature = BASE_KEY.sign(f"cosignature/v1\ntime {LATEST_S + 1}\n{text}".encode())
    blob = key.key_id + struct.pack(">Q", LATEST_S + 1) + signature

    with pytest.raises(CheckpointFormError):
        read_cosignature(NOTE + f"— base {b64encode(blob).decode()}\n".encode(), "base", BASE_KEY.public_key())


@pytest.mark.parametrize("name", ["", "two words", "a+b", "line\nbreak", "é", "n" * 256])
def test_a_cosigner_with_a_name_that_breaks_a_line_is_refused(name: str) -> None:
    with pytest.raises(CheckpointFormError):
        cosign(NOTE, name, BASE_KEY, 1)


def test_only_checkpoints_are_cosigned() -> None:
    for note in [b"", signed("I owe you ten pounds.\n"), NOTE[:-1]]:
        with pytest.raises(CheckpointFormError):
            cosign(note, "base", BASE_KEY, 1)


def test_a_note_that_is_full_takes_no_more_lines() -> None:
    full = NOTE + STRANGER * (MOST_LINES - 1)

    with pytest.raises(CheckpointFormError):
        cosign(full, "base", BASE_KEY, 1)


def test_only_the_lines_of_the_keys_asked_for_are_kept() -> None:
    crowded = NOTE + STRANGER + COSIGNED[len(NOTE) :] + STRANGER
    keys = [log_key_of(head(), DEVICE), cosigner_key_of(COSIGNER.name, COSIGNER.key)]

    assert keep_lines_of(crowded, keys) == COSIGNED
    assert keep_lines_of(crowded, keys[:1]) == NOTE


@given(some.binary(max_size=400) | some.text(max_size=200).map(str.encode))
def test_noise_is_refused_and_never_crashes(noise: bytes) -> None:
    for note in (noise, NOTE + noise + b"\n", noise + NOTE) if noise else ():
        try:
            checkpoint = read_checkpoint(note, DEVICE)
        except CheckpointError:
            continue
        assert checkpoint == head()
