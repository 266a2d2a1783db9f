"""The frozen bundles open with today's code, and to a second reader written from FORMAT.md alone.

The second reader shares no code with the first. It takes ML-KEM, X25519 and AES-GCM from a library, each by itself: how
HPKE puts them together is written anew here.
"""

import base64
import hashlib
import hmac
import json
import re
import struct
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from store.exchange import bundle as bundles
from store.exchange.bundle import BundleHeader
from store.exchange.bundle_contents import Down, Up, write_contents
from store.keeping.sealing import SealingKey
from tests.exchange.frozen import bundles as example
from tests.exchange.frozen.bundles import frozen
from tests.exchange.opened import open_bundle
from tests.keeping.frozen.example import BASE_KEY, LAPTOP_KEY
from tests.keeping.test_other_verifier import ed25519_holds

FORMAT = (Path(bundles.__file__).parent / "FORMAT.md").read_text("utf-8")

UP_SENDER = LAPTOP_KEY.public_key().public_bytes_raw()
DOWN_SENDER = BASE_KEY.public_key().public_bytes_raw()


class RefusedError(Exception):
    """The number is that of the check in FORMAT.md, "Bundle"."""


def must(check: int, holds: object) -> None:
    if not holds:
        raise RefusedError(check)


def expand(key: bytes, label: bytes, told: bytes, length: int) -> bytes:
    labelled = length.to_bytes(2, "big") + b"HPKE-v1" + SUITE + label + told
    return hmac.digest(key, labelled + b"\1", "sha256")[:length]


def extract(label: bytes, secret: bytes, salt: bytes = b"") -> bytes:
    return hmac.digest(salt, b"HPKE-v1" + SUITE + label + secret, "sha256")


SUITE = b"HPKE" + bytes.fromhex("647a00010002")


def keys_of(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    stretched = hashlib.shake_256(seed).digest(96)
    return MLKEM768PrivateKey.from_seed_bytes(stretched[:64]), X25519PrivateKey.from_private_bytes(stretched[64:])


def public_of(seed: bytes) -> bytes:
    kem, curve = keys_of(seed)
    return kem.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()


def unsealed(sealed: bytes, seed: bytes, info: bytes) -> bytes:
    kem, curve = keys_of(seed)
    point = sealed[1088:1120]
    shared = hashlib.sha3_256(
        kem.decapsulate(sealed[:1088])
        + curve.exchange(X25519PublicKey.from_public_bytes(point))
        + point
        + curve.public_key().public_bytes_raw()
        + bytes.fromhex("5c2e2f2f5e5c")
    ).digest()
    context = b"\0" + extract(b"psk_id_hash", b"") + extract(b"info_hash", info)
    secret = extract(b"secret", b"", salt=shared)
    key, nonce = expand(secret, b"key", context, 32), expand(secret, b"base_nonce", context, 12)
    return AESGCM(key).decrypt(nonce, sealed[1120:], b"")


def from_base64(text: str) -> bytes:
    raw = base64.b64decode(text, validate=True)
    must(7, base64.b64encode(raw).decode() == text)
    return raw


def hashes(path: list[str]) -> list[bytes]:
    read = [from_base64(each) for each in path]
    must(7, len(read) <= 64 and all(len(each) == 32 for each in read))
    return read


def fields(value: Any, names: str) -> None:
    must(7, isinstance(value, dict) and " ".join(sorted(value)) == names)


def entries(value: Any) -> list[tuple[bytes, bytes, bytes | None, bytes | None]]:
    fields(value, "bodies headers salts signatures")
    headers = [from_base64(each) for each in value["headers"]]
    must(7, all(94 <= len(each) <= 157 for each in headers) and len(value["bodies"]) == len(headers))
    salts, signatures = from_base64(value["salts"]), from_base64(value["signatures"])
    read: list[tuple[bytes, bytes, bytes | None, bytes | None]] = []
    for header, body in zip(headers, value["bodies"], strict=True):
        salt = None
        if body is not None:
            salt, salts = salts[:16], salts[16:]
            must(7, len(salt) == 16)
        must(7, len(signatures) >= 64)
        read.append((header, signatures[:64], salt, None if body is None else body.encode()))
        signatures = signatures[64:]
    must(7, not salts and not signatures)
    return read


def read(raw: bytes, seed: bytes, key: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    must(1, 1347 <= len(raw) <= 33619968)
    must(2, ed25519_holds(key, raw[:-64], raw[-64:]))
    names = (
        "magic version direction is_practice from_device to_device number to_epoch plain_bytes from_epoch sealing_key"
    )
    header = dict(zip(names.split(), struct.unpack(">8sBBB16s16sQIQI1216s", raw[:1283]), strict=True))
    must(3, header["magic"] == b"DSBUNDLE" and header["version"] == 1)
    must(4, header["direction"] in (1, 2) and header["is_practice"] in (0, 1) and 1 <= header["number"] < 2**53)
    must(4, header["to_epoch"] >= 1 and header["from_epoch"] >= 1 and header["plain_bytes"] <= 33554432)
    packed = unsealed(raw[1283:-64], seed, raw[:1283])
    stream = zlib.decompressobj()
    plain = stream.decompress(packed, header["plain_bytes"] + 1)
    must(6, len(plain) == header["plain_bytes"] and stream.eof and not stream.unused_data)
    says = json.loads(plain)
    # RFC 8785 for what contents hold: integers, text, null, lists and objects with ASCII keys.
    must(7, json.dumps(says, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() == plain)
    must(7, re.fullmatch(r"[0-9][0-9A-Za-z.+-]{0,31}", says["release"]) and 0 <= says["sent_at_ms"] <= 253402300799999)
    if header["direction"] == 1:
        must(7, says["doorstep"] == "up/1")
        fields(says, "doorstep heard release runs sent_at_ms unsent_count")
        for run in says["runs"]:
            fields(run, "branch checkpoint entries first")
            run["entries"] = entries(run["entries"])
    else:
        must(7, says["doorstep"] == "down/1" and (says["ahead_ms"] is None) == (header["is_practice"] == 0))
        fields(says, "ahead_ms carried checkpoint consistency doorstep first receipts release sent_at_ms")
        fields(says["carried"], "entries n paths")
        says["carried"] = list(
            zip(
                says["carried"]["n"],
                entries(says["carried"]["entries"]),
                map(hashes, says["carried"]["paths"]),
                strict=True,
            )
        )
        for each in says["consistency"]:
            fields(each, "old_size path")
            each["path"] = hashes(each["path"])
        for each in says["receipts"]:
            fields(each, "backed_up_size note")
    return header, says


UP = ("up.bundle", example.BASE_SEALING, LAPTOP_KEY, example.UP_HEADER, example.UP)
DOWN = ("down.bundle", example.LAPTOP_SEALING, BASE_KEY, example.DOWN_HEADER, example.DOWN)


@pytest.mark.parametrize(("name", "key", "sender", "header", "contents"), [UP, DOWN])
def test_a_frozen_bundle_opens_to_its_frozen_contents(
    name: str, key: SealingKey, sender: Any, header: BundleHeader, contents: Up | Down
) -> None:
    raw = frozen(name)

    opened = open_bundle(raw, key, sender.public_key())

    plain = frozen(name.replace(".bundle", ".json"))
    assert opened.contents == contents
    assert write_contents(opened.contents) == plain
    assert opened.header == replace(header, plain_bytes=len(plain))
    assert opened.digest == hashlib.sha256(raw).hexdigest()


def test_somebody_who_only_read_the_format_reads_the_frozen_up() -> None:
    header, says = read(frozen("up.bundle"), example.BASE_SEED, UP_SENDER)

    (run,) = example.UP.runs
    assert header["from_device"].hex() == example.LAPTOP_DEVICE
    assert (header["number"], header["to_epoch"], header["from_epoch"]) == (2, 3, 1)
    assert header["sealing_key"] == public_of(example.LAPTOP_SEED)
    assert says["runs"][0]["entries"] == [tuple(each) for each in run.entries]
    assert (says["runs"][0]["first"], says["runs"][0]["branch"]) == (4, 0)
    assert says["runs"][0]["checkpoint"].encode() == run.checkpoint
    assert says["heard"].encode() == example.UP.heard


def test_somebody_who_only_read_the_format_reads_the_frozen_down() -> None:
    header, says = read(frozen("down.bundle"), example.LAPTOP_SEED, DOWN_SENDER)

    (proven,), (receipt,) = example.DOWN.carried, example.DOWN.receipts
    assert header["to_device"].hex() == example.LAPTOP_DEVICE
    assert (header["number"], header["to_epoch"], header["from_epoch"]) == (5, 1, 3)
    assert header["sealing_key"] == public_of(example.BASE_SEED)
    assert says["carried"] == [(proven.n, tuple(proven.entry), list(proven.path))]
    assert says["consistency"] == [{"old_size": 2, "path": list(example.DOWN.consistency[0][1])}]
    assert says["receipts"] == [{"backed_up_size": 4, "note": receipt.note.decode()}]
    assert (says["ahead_ms"], says["first"]) == (example.DOWN.ahead_ms, 1)


@pytest.mark.parametrize("place", [0, 8, 9, 43, 62, 63, 66, 67, 1200, 1282, 1283, 2000, -65, -64, -1])
def test_that_reader_refuses_a_changed_bundle_by_its_signature(place: int) -> None:
    changed = bytearray(frozen("up.bundle"))
    changed[place] ^= 1

    with pytest.raises(RefusedError) as refusal:
        read(bytes(changed), example.BASE_SEED, UP_SENDER)

    assert refusal.value.args == (2,)


@pytest.mark.parametrize("name", ["up.json", "down.json"])
def test_format_shows_the_frozen_contents(name: str) -> None:
    assert frozen(name).decode() in FORMAT


@pytest.mark.parametrize("name", ["up.bundle", "down.bundle"])
def test_format_shows_the_frozen_headers_as_far_as_the_key_and_the_keys_digest(name: str) -> None:
    assert frozen(name)[:67].hex() in FORMAT.replace("\n", "")
    assert hashlib.sha256(frozen(name)[67:1283]).hexdigest() in FORMAT


def test_format_names_the_seeds_and_the_limits() -> None:
    for shown in (
        example.LAPTOP_SEED.decode(),
        example.BASE_SEED.decode(),
        f"{bundles.MAX_BUNDLE_BYTES:,}",
        f"{bundles.MAX_PLAIN_BYTES:,}",
        f"header, {bundles.HEADER_BYTES:,} bytes",
        f"has {bundles.HEADER_BYTES + 64:,} to",
    ):
        assert shown in FORMAT
