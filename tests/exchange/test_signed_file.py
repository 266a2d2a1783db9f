"""Signed files: one spelling, one signer, one form."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from store.errors import (
    FolderNamedError,
    NotCanonicalError,
    SignedFileForgedError,
    SignedFileFormError,
    SignedFileMissingError,
)
from store.exchange.signed_file import MAX_BYTES, claimed, content_of, read_signed, write_signed

KEY = Ed25519PrivateKey.from_private_bytes(b"a made-up key to sign files with")
OTHER = Ed25519PrivateKey.from_private_bytes(b"somebody else's key to sign with")
PUBLIC = KEY.public_key()
FORM = "example/1"
SAYS: dict[str, Any] = {"device": "5709e000000000000000000000000001", "size": 7, "names": ["Zoë", None, True]}
RAW = write_signed(FORM, SAYS, KEY)

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(st.characters(codec="ascii"), max_size=9), plain, max_size=6))
def test_what_was_signed_is_read_back_and_has_one_spelling(says: dict[str, Any]) -> None:
    raw = write_signed(FORM, says, KEY)

    assert read_signed(raw, FORM, PUBLIC) == says
    assert claimed(raw, FORM) == says
    assert write_signed(FORM, says, KEY) == raw


def test_a_signed_file_is_what_the_format_says() -> None:
    told = json.loads(RAW)

    assert b"\n" not in RAW
    assert list(told) == ["doorstep", "says", "signature"]
    assert told["doorstep"] == FORM
    said = json.dumps(SAYS, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    PUBLIC.verify(bytes.fromhex(told["signature"]), b"doorstep-file example/1\n" + said)


def test_the_example_of_the_format_holds() -> None:
    raw = (
        b'{"doorstep":"example/1","says":{"laptop":"Laptop 7","size":7},"signature":"9d94e3acd2668406655fb845f2efa'
        b'7e274966c1d02824c73524dc4c856e19d0512a43a30c2891f7b01c16d9f31d6ba9b18116b5d1e56e8f1691aeb2556d7fd09"}'
    )

    assert read_signed(raw, FORM, PUBLIC) == {"laptop": "Laptop 7", "size": 7}
    assert PUBLIC.public_bytes_raw().hex() == "8d6aa5f188fa6ba7e058c59095278cac2d5fb3ec29ad5b11e0ac4f3466ad3c7d"


def test_every_flipped_bit_is_refused() -> None:
    for place in range(len(RAW)):
        for bit in range(8):
            flipped = bytearray(RAW)
            flipped[place] ^= 1 << bit

            with pytest.raises((SignedFileFormError, SignedFileForgedError)):
                read_signed(bytes(flipped), FORM, PUBLIC)


def test_every_truncation_and_every_byte_too_many_is_refused() -> None:
    for raw in (*(RAW[:length] for length in range(len(RAW))), RAW + b"\n", RAW + b" ", b" " + RAW, RAW + RAW):
        with pytest.raises(SignedFileFormError):
            read_signed(raw, FORM, PUBLIC)


def test_somebody_elses_signature_is_refused() -> None:
    with pytest.raises(SignedFileForgedError):
        read_signed(write_signed(FORM, SAYS, OTHER), FORM, PUBLIC)


def test_a_file_does_not_pass_for_one_of_another_form() -> None:
    renamed = RAW.replace(b"example/1", b"example/2")

    with pytest.raises(SignedFileFormError):
        read_signed(RAW, "example/2", PUBLIC)
    with pytest.raises(SignedFileForgedError):  # its signature covers the form, so renaming it breaks it
        read_signed(renamed, "example/2", PUBLIC)


def spelt(**fields: object) -> bytes:
    told = {"doorstep": FORM, "says": SAYS, "signature": json.loads(RAW)["signature"]} | fields
    kept = {name: value for name, value in told.items() if value != "left out"}
    return json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


MALFORMED = {
    "a field too many": spelt(extra=1),
    "a field too few": spelt(says="left out"),
    "no object": b'["doorstep","says","signature"]',
    "a list said": spelt(says=[1]),
    "no signature": spelt(signature=None),
    "a short signature": spelt(signature="00" * 63),
    "capitals in hex": spelt(signature="AB" * 64),
    "no hex": spelt(signature="zz" * 64),
    "a form of another kind": spelt(doorstep=1),
    "a name twice": RAW.replace(b'"size":7', b'"size":7,"size":7'),
    "NaN": RAW.replace(b'"size":7', b'"size":NaN'),
    "an infinity": RAW.replace(b'"size":7', b'"size":1e999'),
    "a float": RAW.replace(b'"size":7', b'"size":7.0'),
    "a lone surrogate": RAW.replace(b'"size":7', b'"size":"\\ud800"'),
    "too large an integer": RAW.replace(b'"size":7', b'"size":9007199254740993'),
    "too deep": RAW.replace(b'"size":7', b'"size":' + b"[" * 15 + b"]" * 15),
    "far too deep": b"[" * 100_000,
    "another spelling": RAW.replace(b'"size":7', b'"size": 7'),
    "not UTF-8": RAW.replace(b"Zo", b"Z\xff"),
    "nothing": b"",
}


@pytest.mark.parametrize("raw", MALFORMED.values(), ids=MALFORMED)
def test_what_is_no_signed_file_is_refused_before_any_signature(raw: bytes) -> None:
    with pytest.raises(SignedFileFormError):
        claimed(raw, FORM)
    with pytest.raises(SignedFileFormError) as refused:
        read_signed(raw, FORM, PUBLIC)

    assert "Zo" not in str(refused.value)


def test_a_file_too_large_is_neither_written_nor_read(tmp_path: Path) -> None:
    room = MAX_BYTES - len(write_signed(FORM, {"text": ""}, KEY))
    largest = write_signed(FORM, {"text": "x" * room}, KEY)
    assert len(largest) == MAX_BYTES
    assert read_signed(largest, FORM, PUBLIC)

    with pytest.raises(SignedFileFormError):
        write_signed(FORM, {"text": "x" * (room + 1)}, KEY)
    (tmp_path / "larger").write_bytes(largest + b"x" * MAX_BYTES)
    content = content_of(tmp_path / "larger")
    assert len(content) == MAX_BYTES + 1
    with pytest.raises(SignedFileFormError):
        claimed(content, FORM)


def test_what_cannot_be_spelt_is_not_signed() -> None:
    for value in (0.5, 2**53, "\ud800", {"é": 1}, b"bytes"):
        with pytest.raises(NotCanonicalError):
            write_signed(FORM, {"value": value}, KEY)


def test_a_file_that_is_not_there_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(RAW)

    assert content_of(tmp_path / "file") == RAW
    for path in (tmp_path / "nowhere", tmp_path / "file" / "inside"):
        with pytest.raises(SignedFileMissingError):
            content_of(path)
    with pytest.raises(FolderNamedError):
        content_of(tmp_path)
