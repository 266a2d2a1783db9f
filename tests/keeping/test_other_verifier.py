"""A second verifier, written from FORMAT.md alone: it shares no code with the first, nor a cryptographic library.

Ed25519 is done here with plain numbers, as RFC 8032 section 5.1 has it. Slow, and meant to be read.
"""

import base64
import hashlib
import json
import re
import struct

import pytest

from tests.keeping.frozen.example import frozen

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
WEAK_Y = {
    0,
    1,
    P - 1,
    0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
    0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
}

Point = tuple[int, int]


class RefusedError(Exception):
    """The number is that of the check in FORMAT.md, "Proof"."""


def must(check: int, holds: object) -> None:
    if not holds:
        raise RefusedError(check)


def plus(a: Point, b: Point) -> Point:
    (x1, y1), (x2, y2) = a, b
    t = D * x1 * x2 * y1 * y2 % P
    return (x1 * y2 + x2 * y1) * pow(1 + t, -1, P) % P, (y1 * y2 + x1 * x2) * pow(1 - t, -1, P) % P


def times(number: int, point: Point) -> Point:
    result = (0, 1)
    while number:
        result = plus(result, point) if number & 1 else result
        point, number = plus(point, point), number >> 1
    return result


def point_of(raw: bytes) -> Point | None:
    number = int.from_bytes(raw, "little")
    y, sign = number & (2**255 - 1), number >> 255
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or x * x % P != square or (x == 0 and sign):
        return None
    return (x if x & 1 == sign else P - x), y


GENERATOR = point_of((4 * pow(5, -1, P) % P).to_bytes(32, "little")) or (0, 1)


def ed25519_holds(key: bytes, message: bytes, signature: bytes) -> bool:
    if len(signature) != 64:
        return False
    a, r, s = point_of(key), point_of(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= Q:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % Q
    return times(s, GENERATOR) == plus(r, times(k, a))


def key_from_outside(check: int, text: str) -> bytes:
    must(check, re.fullmatch("[0-9a-f]{64}", text))
    raw = bytes.fromhex(text)
    y = int.from_bytes(raw, "little") & (2**255 - 1)
    must(check, y < P and y not in WEAK_Y)
    return raw


def from_base64(check: int, text: str, length: int | None = None) -> bytes:
    raw = base64.b64decode(text, validate=True)
    must(check, base64.b64encode(raw).decode() == text)
    must(check, length is None or len(raw) == length)
    return raw


def read_note(check: int, note: str) -> tuple[str, list[tuple[str, bytes]]]:
    must(check, len(note.encode()) <= 65536 and all(c >= " " or c == "\n" for c in note) and note.endswith("\n"))
    text, _, signatures = note.rpartition("\n\n")
    rows = signatures[:-1].split("\n")
    must(check, 1 <= len(rows) <= 16)
    lines = []
    for row in rows:
        matched = re.fullmatch(r"— ([^\s+]+) (\S+)", row)
        must(check, matched)
        assert matched
        lines.append((matched[1], from_base64(check, matched[2])))
    return text + "\n", lines


def by(lines: list[tuple[str, bytes]], name: str, kind: int, key: bytes) -> list[tuple[str, bytes]]:
    key_id = hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + key).digest()[:4]
    return [(who, blob) for who, blob in lines if who == name and blob[:4] == key_id]


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def root_by_path(leaf: bytes, n: int, size: int, path: list[bytes]) -> bytes:
    """RFC 9162 2.1.3.1 read backwards: split as the tree was made, and take a hash on the way out of each split."""
    if size == 1:
        must(11, not path)
        return leaf
    must(11, path)
    k = 1
    while 2 * k < size:
        k *= 2
    if n < k:
        return node(root_by_path(leaf, n, k, path[:-1]), path[-1])
    return node(path[-1], root_by_path(leaf, n - k, size - k, path[:-1]))


def verify(data: bytes) -> dict[str, object]:
    must(1, len(data) <= 4194304)
    proof = json.loads(data)
    # RFC 8785 for what a proof holds: text and lists of text, ASCII keys in order, no spaces, no escapes beyond need.
    must(1, json.dumps(proof, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() == data)
    must(2, proof["doorstep"] in ("proof/1", "proof/2"))
    is_batch = proof["doorstep"] == "proof/2"
    names = "batch " * is_batch + "body checkpoint cosigner doorstep header log_key path salt signature signer"
    must(3, " ".join(sorted(proof)) == names)
    must(3, not is_batch or " ".join(sorted(proof["batch"])) == "count first path root")
    must(3, (proof["body"] is None) == (proof["salt"] is None) and len(proof["path"]) <= 63)
    header = from_base64(3, proof["header"])
    signature = from_base64(3, proof["signature"], 64)
    path = [from_base64(3, step, 32) for step in proof["path"]]
    signer, log_key = key_from_outside(3, proof["signer"]), key_from_outside(3, proof["log_key"])
    cosigner = proof["cosigner"] and (proof["cosigner"]["name"], key_from_outside(3, proof["cosigner"]["key"]))

    must(4, 94 <= len(header) <= 157)
    version, journal, branch, n, at_ms, _, seen, digest, kind_version, length = struct.unpack(
        ">B16sHQq16sQ32sBB", header[:93]
    )
    must(4, version == 1 and n < 2**63 and seen < 2**63 and 0 <= at_ms <= 253402300799999 and kind_version >= 1)
    must(4, len(header) == 93 + length and re.fullmatch(b"[a-z0-9_]+", header[93:]))

    if proof["body"] is not None:
        salt, body = from_base64(3, proof["salt"], 16), from_base64(3, proof["body"])
        must(5, hashlib.sha256(salt + body).digest() == digest)

    if is_batch:
        first, count = proof["batch"]["first"], proof["batch"]["count"]
        steps = [from_base64(3, step, 32) for step in proof["batch"]["path"]]
        batch_root = from_base64(3, proof["batch"]["root"], 32)
        must(6, header[93:] == b"family_delivered" and 2 <= count <= 65536 and first <= n < first + count)
        must(6, root_by_path(hashlib.sha256(b"\0" + header).digest(), n - first, count, steps) == batch_root)
        signed = b"doorstep-batch/1\n" + header[:19] + struct.pack(">QI", first, count) + batch_root
        must(6, ed25519_holds(signer, signed, signature))
    else:
        must(6, ed25519_holds(signer, header, signature))

    text, lines = read_note(7, proof["checkpoint"])
    must(7, text.count("\n") == 3)
    origin, size_text, root_text, _ = text.split("\n")
    must(7, re.fullmatch("doorstep/[0-9a-f]{32}(/[1-9][0-9]{0,4})?", origin))
    must(7, re.fullmatch("0|[1-9][0-9]{0,18}", size_text))
    size, root = int(size_text), from_base64(7, root_text, 32)
    by_device = by(lines, origin, 1, log_key)
    must(7, by_device and all(ed25519_holds(log_key, text.encode(), blob[4:]) for _, blob in by_device))

    by_cosigner = by(lines, cosigner[0], 4, cosigner[1]) if cosigner else []
    must(8, all(line in by_device or line in by_cosigner for line in lines))

    times_s = []
    if cosigner:
        must(9, cosigner[1] != log_key and by_cosigner)
        for _, blob in by_cosigner:
            must(9, len(blob) == 76)
            (at_s,) = struct.unpack(">Q", blob[4:12])
            must(9, at_s <= 253402300799)
            must(9, ed25519_holds(cosigner[1], f"cosignature/v1\ntime {at_s}\n{text}".encode(), blob[12:]))
            times_s.append(at_s)

    must(10, origin == "doorstep/" + journal.hex() + (f"/{branch}" if branch else ""))

    must(11, n < size)
    must(11, root_by_path(hashlib.sha256(b"\0" + header).digest(), n, size, path) == root)
    return {"kind": header[93:].decode(), "n": n, "size": size, "cosigned_at_s": min(times_s, default=None)}


def test_the_frozen_proofs_hold_for_somebody_who_only_read_the_format() -> None:
    assert verify(frozen("proof.json")) == {
        "kind": "family_lock_set",
        "n": 4,
        "size": 7,
        "cosigned_at_s": 1446490800,
    }
    assert verify(frozen("proof_without_body.json"))["cosigned_at_s"] is None
    assert verify(frozen("proof_of_batch.json"))["kind"] == "family_delivered"


@pytest.mark.parametrize(
    ("name", "old", "new", "check"),
    [
        ("doorstep", "proof/1", "proof/3", 2),
        ("doorstep", "proof/1", "proof/2", 3),
        ("header", "AQ8e", "Ag8e", 4),
        ("body", "eyJj", "eyJk", 5),
        ("signature", "uF7m", "uF7n", 6),
        ("header", "UMdwZ6TA", "UMdwZ6XA", 6),
        ("checkpoint", "\n7\n", "\n8\n", 7),
        ("checkpoint", "f3ws", "f3wt", 8),
        ("checkpoint", "WN7Kw7J", "WN7Kx7J", 9),
        ("path", "GwY2", "GwY3", 11),
    ],
)
def test_it_refuses_a_changed_proof_at_the_check_the_format_names(name: str, old: str, new: str, check: int) -> None:
    proof = json.loads(frozen("proof.json"))
    before = json.dumps(proof[name])
    proof[name] = json.loads(before.replace(json.dumps(old)[1:-1], json.dumps(new)[1:-1], 1))
    assert json.dumps(proof[name]) != before

    with pytest.raises(RefusedError) as refusal:
        verify(json.dumps(proof, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())

    assert refusal.value.args == (check,)
