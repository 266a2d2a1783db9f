"""Which public keys are let in."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from store.errors import WeakKeyError
from store.keeping.signing_keys import read_signing_key

P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P
SIGN = 1 << 255

Point = tuple[int, int]


def add(a: Point, b: Point) -> Point:
    (x1, y1), (x2, y2) = a, b
    twist = D * x1 * x2 * y1 * y2
    return (
        (x1 * y2 + x2 * y1) * pow(1 + twist, -1, P) % P,
        (y1 * y2 + x1 * x2) * pow(1 - twist, -1, P) % P,
    )


def x_of(y: int) -> int | None:
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    root = pow(square, (P + 3) // 8, P)
    for x in (root, root * pow(2, (P - 1) // 4, P) % P):
        if x * x % P == square:
            return x
    return None


def low_order_points() -> set[Point]:
    """Multiply points by the prime order of the base point: what is left is of order 1, 2, 4 or 8."""
    order = 2**252 + 27742317777372353535851937790883648493
    found: set[Point] = set()
    for y in range(2, 60):
        x = x_of(y)
        if x is None:
            continue
        rest, power, times = (0, 1), (x, y), order
        while times:
            rest = add(rest, power) if times & 1 else rest
            power, times = add(power, power), times >> 1
        found.add(rest)
    return found


def encodings(point: Point) -> set[bytes]:
    """Every way to write a point that a lenient decoder reads as it: y or y + p, and any sign where x is 0."""
    x, y = point
    signs = {0, SIGN} if x == 0 else {SIGN if x & 1 else 0}
    return {(value | sign).to_bytes(32, "little") for value in (y, y + P) if value < SIGN for sign in signs}


def test_all_fourteen_low_order_keys_are_refused() -> None:
    points = low_order_points()
    weak = set().union(*map(encodings, points))

    assert (len(points), len(weak)) == (8, 14)
    for raw in weak:
        with pytest.raises(WeakKeyError):
            read_signing_key(raw)


def test_under_the_neutral_point_one_signature_would_fit_any_message_so_its_bytes_are_checked_here() -> None:
    neutral = (1).to_bytes(32, "little")
    forged = neutral + bytes(32)
    let_in = Ed25519PublicKey.from_public_bytes(neutral)

    let_in.verify(forged, b"I was at the door at nine.")
    let_in.verify(forged, b"I was never there.")

    with pytest.raises(WeakKeyError):
        read_signing_key(neutral)


@pytest.mark.parametrize("sign", [0, SIGN])
def test_every_encoding_that_is_not_reduced_is_refused(sign: int) -> None:
    for y in range(P, 2**255):
        with pytest.raises(WeakKeyError):
            read_signing_key((y | sign).to_bytes(32, "little"))


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(WeakKeyError):
        read_signing_key(b"\x09" * length)


def test_ordinary_keys_are_let_in() -> None:
    for seed in range(50):
        key = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32).public_key()

        assert read_signing_key(key.public_bytes_raw()) == key
