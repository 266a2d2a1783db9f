"""Entries on their way, by the thousand.

Owns how they stand in the contents of a bundle: four columns (FORMAT.md, "Values in contents"). Refuses to own what
headers, signatures and bodies say: only their lengths are looked at.
"""

from collections.abc import Iterable, Sequence
from itertools import chain, repeat
from struct import iter_unpack
from typing import NamedTuple

from store.errors import BundleFormError
from store.exchange.bundle_values import base64_of, read_base64, read_fields, read_list
from store.keeping.header import LONGEST_BYTES, SALT_BYTES, SHORTEST_BYTES
from store.keeping.signing_keys import SIGNATURE_BYTES


class CarriedEntry(NamedTuple):
    """An entry on its way; a tuple, for there are thousands, and that makes them in a third of the time.

    They are looked at together, when they are written or read.

    Attributes:
        header: 94 to 157 bytes.
        signature: The person's, 64 bytes.
        salt: 16 bytes; None once erased, and so is the body.
        body: UTF-8.
    """

    header: bytes
    signature: bytes
    salt: bytes | None
    body: bytes | None

    def __repr__(self) -> str:
        return f"<CarriedEntry {self.header.hex()}>"


def entries_to_json(entries: Sequence[CarriedEntry]) -> dict[str, object]:
    """Return the four columns.

    Raises:
        BundleFormError: An entry is not as one is written.
    """
    headers, signatures = [each.header for each in entries], [each.signature for each in entries]
    salts, bodies = [each.salt for each in entries], [each.body for each in entries]
    if [salt is None for salt in salts] != [body is None for body in bodies]:
        raise BundleFormError("an entry has a salt without a body, or a body without a salt")
    kept = [salt for salt in salts if salt is not None]
    _hold_headers(headers)
    if not set(map(len, signatures)) <= {SIGNATURE_BYTES} or not set(map(len, kept)) <= {SALT_BYTES}:
        raise BundleFormError("the signature or the salt of an entry has the wrong length")
    try:
        texts = [body if body is None else body.decode() for body in bodies]
    except UnicodeDecodeError:
        texts = None  # told outside: this error would carry the body along
    if texts is None:
        raise BundleFormError("the body of an entry is not UTF-8")
    signed, salted = base64_of([b"".join(signatures), b"".join(kept)])
    return {"bodies": texts, "headers": base64_of(headers), "salts": salted, "signatures": signed}


def entries_from_json(value: object) -> tuple[CarriedEntry, ...]:
    """Return the entries of four columns.

    Raises:
        BundleFormError: They are not columns as `entries_to_json` makes them.
    """
    # Each is gone through as a whole, mostly inside the interpreter: one entry after another takes three times as long.
    columns = read_fields(value, "bodies", "headers", "salts", "signatures")
    headers, texts = read_base64(read_list(columns["headers"])), read_list(columns["bodies"])
    _hold_headers(headers)
    if len(texts) != len(headers) or not set(map(type, texts)) <= {str, type(None)}:
        raise BundleFormError("an entry lacks its body, or the null for one erased")
    bodies = [text if text is None else text.encode() for text in texts]
    signed, salted = read_base64([columns["signatures"], columns["salts"]])
    signatures = _cut(signed, SIGNATURE_BYTES, len(headers))
    salts: Iterable[bytes | None] = _cut(salted, SALT_BYTES, len(bodies) - bodies.count(None))
    if None in bodies:
        left = iter(salts)
        salts = [None if body is None else next(left) for body in bodies]
    # As `CarriedEntry._make`, but for looking at the length of each, which the four columns make.
    return tuple(map(tuple.__new__, repeat(CarriedEntry), zip(headers, signatures, salts, bodies, strict=True)))


def _cut(joined: bytes, each_bytes: int, count: int) -> Iterable[bytes]:
    if len(joined) != each_bytes * count:
        raise BundleFormError("the signatures or the salts of its entries have the wrong length")
    return chain.from_iterable(iter_unpack(f"{each_bytes}s", joined))


def _hold_headers(headers: Sequence[bytes]) -> None:
    lengths = set(map(len, headers)) or {SHORTEST_BYTES}
    if min(lengths) < SHORTEST_BYTES or max(lengths) > LONGEST_BYTES:
        raise BundleFormError("the header of an entry has the wrong length")
