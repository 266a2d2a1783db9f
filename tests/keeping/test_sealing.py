"""Sealing to a public key: only its holder opens, and only what was sealed."""

import hmac
import json
import os
import pickle
from pathlib import Path
from typing import Any

import cryptography_vectors
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import NotForUsError, SealingKeyError
from store.keeping.sealing import SealingKey, seal
from store.keeping.secret import Secret

KEY = SealingKey(Secret(b"the seed of a made-up laptop 001"))
INFO = b"doorstep/test/1"
ENCAPSULATION_BYTES = 1120
P = 2**255 - 19

LOW_ORDER = {
    "zero": 0,
    "one": 1,
    "order eight": 0x00B8495F16056286FDB1329CEB8D09DA6AC49FF1FAE35616AEB8413B7C7AEBE0,
    "order eight, the other": 0x57119FD0DD4E22D8868E1C58C45C44045BEF839C55B1D0B1248C50A3BC959C5F,
    "minus one": P - 1,
    "zero, written p": P,
    "one, written p + 1": P + 1,
}
"""The points of low order on Curve25519, as u-coordinates."""


def vectors() -> list[dict[str, Any]]:
    path = Path(cryptography_vectors.__file__).parent / "HPKE" / "hpke-pq-test-vectors.json"
    return [each for each in json.loads(path.read_text("utf-8")) if each["kem_id"] == 0x647A]


def extract(salt: bytes, secret: bytes) -> bytes:
    return hmac.digest(salt, secret, "sha256")


def expand(key: bytes, told: bytes, length: int) -> bytes:
    made, block = b"", b""
    for turn in range(1, 9):
        block = hmac.digest(key, block + told + bytes([turn]), "sha256")
        made += block
    return made[:length]


def key_schedule(shared: bytes, info: bytes, aead_id: int, key_bytes: int) -> tuple[bytes, bytes]:
    """RFC 9180 section 5.1 in base mode with HKDF-SHA256, written anew."""
    suite = b"HPKE" + bytes.fromhex("647a0001") + aead_id.to_bytes(2, "big")

    def labeled_extract(salt: bytes, label: bytes, secret: bytes) -> bytes:
        return extract(salt, b"HPKE-v1" + suite + label + secret)

    def labeled_expand(key: bytes, label: bytes, told: bytes, length: int) -> bytes:
        return expand(key, length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + told, length)

    context = b"\0" + labeled_extract(b"", b"psk_id_hash", b"") + labeled_extract(b"", b"info_hash", info)
    secret = labeled_extract(shared, b"secret", b"")
    return labeled_expand(secret, b"key", context, key_bytes), labeled_expand(secret, b"base_nonce", context, 12)


def test_a_published_seed_stretches_to_its_published_public_key() -> None:
    found = vectors()

    assert found
    for vector in found:
        assert SealingKey(Secret(bytes.fromhex(vector["skRm"]))).public.hex() == vector["pkRm"]


def test_what_another_implementation_of_the_suite_sealed_opens() -> None:
    vector = next(each for each in vectors() if each["kdf_id"] == 1)
    info, shared = bytes.fromhex(vector["info"]), bytes.fromhex(vector["shared_secret"])
    published = key_schedule(shared, info, vector["aead_id"], 32)
    key, nonce = key_schedule(shared, info, 2, 32)

    sealed = bytes.fromhex(vector["enc"]) + AESGCM(key).encrypt(nonce, b"a made-up bundle", b"")

    assert [each.hex() for each in published] == [vector["key"], vector["base_nonce"]]
    assert SealingKey(Secret(bytes.fromhex(vector["skRm"]))).open(sealed, info) == b"a made-up bundle"


@settings(max_examples=30)
@given(st.binary(max_size=3000), st.binary(max_size=100))
def test_what_is_sealed_opens_under_the_same_info_and_is_longer_by_a_fixed_length(plain: bytes, info: bytes) -> None:
    sealed = seal(plain, KEY.public, info)

    assert KEY.open(sealed, info) == plain
    assert len(sealed) == len(plain) + 1136
    assert len(KEY.public) == 1216


def test_two_seals_of_one_text_have_nothing_in_common() -> None:
    first, second = (seal(bytes(64), KEY.public, INFO) for _ in range(2))

    assert first[:ENCAPSULATION_BYTES] != second[:ENCAPSULATION_BYTES]
    assert first[ENCAPSULATION_BYTES:] != second[ENCAPSULATION_BYTES:]


def test_neither_another_key_nor_another_info_opens() -> None:
    sealed = seal(b"a data key", KEY.public, INFO)
    other = SealingKey(Secret(os.urandom(32)))

    for key, info in ((other, INFO), (KEY, INFO + b"0"), (KEY, b"")):
        with pytest.raises(NotForUsError):
            key.open(sealed, info)


def test_every_truncation_is_refused() -> None:
    sealed = seal(b"a data key", KEY.public, INFO)

    for changed in [*(sealed[:length] for length in range(len(sealed))), sealed + b"\0"]:
        with pytest.raises(NotForUsError):
            KEY.open(changed, INFO)


def test_a_flip_in_any_byte_is_refused() -> None:
    sealed = seal(b"a data key", KEY.public, INFO)

    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1 << place % 8
        with pytest.raises(NotForUsError):
            KEY.open(bytes(changed), INFO)


@pytest.mark.parametrize("u", LOW_ORDER.values(), ids=LOW_ORDER.keys())
def test_a_curve_point_of_low_order_is_neither_sealed_to_nor_opened(u: int) -> None:
    point = u.to_bytes(32, "little")
    sealed = seal(b"a data key", KEY.public, INFO)

    with pytest.raises(SealingKeyError):
        seal(b"a data key", KEY.public[:1184] + point, INFO)
    with pytest.raises(NotForUsError):
        KEY.open(sealed[:1088] + point + sealed[1120:], INFO)


@pytest.mark.parametrize(
    "public",
    [
        b"",
        KEY.public[:-1],
        KEY.public + b"\0",
        b"\xff" * 1152 + KEY.public[1152:],  # coefficients that are not below the modulus: FIPS 203, 7.2
    ],
)
def test_what_is_no_public_key_is_refused(public: bytes) -> None:
    with pytest.raises(SealingKeyError) as refused:
        seal(b"a data key", public, INFO)

    assert refused.value.message != refused.value.hint


def test_a_private_half_shows_in_no_text_and_no_pickle() -> None:
    assert repr(KEY) == str(KEY) == "<SealingKey>"
    with pytest.raises(TypeError):
        pickle.dumps(KEY)
