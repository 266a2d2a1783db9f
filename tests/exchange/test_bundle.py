"""A bundle opens for whom it is, from whom it says, as it was sealed; all else is refused with an error of ours."""

import hashlib
import struct
import traceback
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import (
    BundleError,
    BundleForgedError,
    BundleFormError,
    BundleNotForUsError,
    BundleTooLargeError,
    BundleTooNewError,
    SealingKeyError,
)
from store.exchange import bundle as bundles
from store.exchange.bundle import (
    HEADER_BYTES,
    MAX_BUNDLE_BYTES,
    MAX_PLAIN_BYTES,
    Bundle,
    BundleHeader,
    Direction,
    check_signature,
    read_header,
    seal_bundle,
)
from store.exchange.bundle_contents import Down, Up, write_contents
from store.ids import DeviceId
from store.keeping.acts.terms.exchange import BundleFault
from store.keeping.sealing import SealingKey, seal
from store.keeping.secret import Secret
from tests.exchange.frozen import bundles as example
from tests.exchange.opened import open_bundle
from tests.keeping.test_signing_keys import encodings, low_order_points

SENDER = Ed25519PrivateKey.from_private_bytes(b"sends the bundles of these tests")
STRANGER = Ed25519PrivateKey.from_private_bytes(b"never enrolled with anyone here.")
OURS = SealingKey(Secret(b"opens the bundles of these tests"))
THEIRS = SealingKey(Secret(b"opens somebody else's bundles..."))
SENDERS = SealingKey(Secret(b"opens what answers these bundles"))

LENGTH_AT, KEY_AT = 55, 67
"""Where the length of the contents and the sender's sealing key stand in the header."""

UP_HEADER = BundleHeader(
    Direction.UP,
    False,
    DeviceId("a1" * 16),
    DeviceId("b2" * 16),
    number=7,
    to_epoch=1,
    from_epoch=2,
    sealing_key=SENDERS.public,
)
DOWN_HEADER = replace(UP_HEADER, direction=Direction.DOWN)
LEAST_UP = Up(runs=(), heard=None, release="0", sent_at_ms=0, unsent_count=0)
LEAST_DOWN = Down(b"n", first=0, consistency=(), receipts=(), carried=(), release="0", sent_at_ms=0, ahead_ms=None)

UP = seal_bundle(UP_HEADER, LEAST_UP, OURS.public, SENDER)
DOWN = seal_bundle(DOWN_HEADER, LEAST_DOWN, OURS.public, SENDER)
BOTH = pytest.mark.parametrize("raw", [UP, DOWN], ids=["up", "down"])


def opened(raw: bytes) -> Bundle:
    return open_bundle(raw, OURS, SENDER.public_key())


def signed(unsigned: bytes, key: Ed25519PrivateKey = SENDER) -> bytes:
    return unsigned + key.sign(unsigned)


def sealed(packed: bytes, plain_bytes: int, header: bytes = UP[:HEADER_BYTES]) -> bytes:
    """Return what the sender itself would send, had it gone wrong: anything inside, and the length it claims."""
    outside = header[:LENGTH_AT] + struct.pack(">Q", plain_bytes) + header[LENGTH_AT + 8 :]
    return signed(outside + seal(packed, OURS.public, outside))


def refusal(raw: bytes, of: Callable[[bytes], object] = opened) -> BundleError:
    with pytest.raises(BundleError) as refused:
        of(raw)
    assert BundleFault(refused.value.fault)
    return refused.value


def kind(raw: bytes) -> type[BundleError]:
    return type(refusal(raw))


def flips(raw: bytes) -> Iterator[bytes]:
    """Yield the bytes with each single bit flipped.

    Inside the 1,216 bytes of the sender's sealing key, which nothing looks into when a bundle is opened, one bit of
    every byte: the first of the first, the second of the second, the first of the ninth.
    """
    whole = int.from_bytes(raw, "big")
    for place in range(8 * len(raw)):
        byte, bit = divmod(place, 8)
        if KEY_AT <= byte < HEADER_BYTES and bit != (byte - KEY_AT) % 8:
            continue
        yield (whole ^ 1 << 8 * len(raw) - 1 - place).to_bytes(len(raw), "big")


# -- what is well -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "contents"),
    [
        (UP_HEADER, LEAST_UP),
        (DOWN_HEADER, LEAST_DOWN),
        (example.UP_HEADER, example.UP),
        (example.DOWN_HEADER, example.DOWN),
    ],
)
def test_what_was_sealed_opens_for_its_recipient(header: BundleHeader, contents: Up | Down) -> None:
    raw = seal_bundle(header, contents, OURS.public, SENDER)

    bundle = opened(raw)

    assert bundle.contents == contents
    assert bundle.header == replace(header, plain_bytes=len(write_contents(contents)))
    assert read_header(raw[:HEADER_BYTES]) == bundle.header


def test_the_signed_bytes_begin_like_nothing_else_a_device_signs() -> None:
    assert UP.startswith(b"DSBUNDLE\x01")


def test_the_senders_sealing_key_stands_outside_and_in_no_repr() -> None:
    told = read_header(UP[:HEADER_BYTES])

    assert (told.from_epoch, told.sealing_key) == (2, SENDERS.public)
    assert UP[KEY_AT:HEADER_BYTES] == SENDERS.public
    assert SENDERS.public.hex() not in repr(told)
    assert repr(SENDERS.public) not in repr(told)


def test_another_sealing_key_outside_is_refused_also_where_its_sender_signs_it() -> None:
    other = UP[:KEY_AT] + THEIRS.public + UP[HEADER_BYTES:]

    assert read_header(other).sealing_key == THEIRS.public
    assert kind(other) is BundleForgedError
    assert kind(signed(other[:-64])) is BundleNotForUsError


def test_sealing_twice_gives_two_files_that_open_alike() -> None:
    again = seal_bundle(UP_HEADER, LEAST_UP, OURS.public, SENDER)

    assert again != UP
    assert opened(again).contents == opened(UP).contents
    assert opened(again).digest != opened(UP).digest


def test_no_clear_text_of_an_entry_shows_outside_or_in_a_repr() -> None:
    raw = seal_bundle(example.UP_HEADER, example.UP, OURS.public, SENDER)

    for shown in (raw, repr(opened(raw)).encode()):
        assert b"contact_wish" not in shown
        assert b"5eed5eed" not in shown


# -- what was changed by somebody without the sender's key ------------------------------------------------------------


@BOTH
def test_every_flipped_bit_is_refused_as_forged(raw: bytes) -> None:
    for flipped in flips(raw):
        assert kind(flipped) is BundleForgedError


@BOTH
def test_every_truncation_is_refused(raw: bytes) -> None:
    for length in range(len(raw)):
        is_signable = length >= HEADER_BYTES + 64
        assert kind(raw[:length]) is (BundleForgedError if is_signable else BundleFormError)


@BOTH
def test_anything_added_is_refused(raw: bytes) -> None:
    for added in (b"\0", b"\n", raw[-64:], raw):
        assert kind(raw + added) is BundleForgedError
        assert kind(added + raw) is BundleForgedError


def test_the_empty_file_a_pulled_stick_leaves_is_malformed_and_no_forgery() -> None:
    for raw in (b"", bytes(HEADER_BYTES + 63), b"DSBUNDLE"):
        assert kind(raw) is BundleFormError
        assert isinstance(refusal(raw, read_header), BundleFormError)


@BOTH
def test_signing_it_anew_with_another_key_is_refused(raw: bytes) -> None:
    assert kind(signed(raw[:-64], STRANGER)) is BundleForgedError


def test_a_stranger_who_puts_their_own_name_on_it_gets_it_opened_by_nobody() -> None:
    renamed = UP[:11] + b"\xc3" * 16 + UP[27:-64]

    with pytest.raises(BundleNotForUsError):
        open_bundle(signed(renamed, STRANGER), OURS, STRANGER.public_key())


@pytest.mark.parametrize("number", [1, 6, 8, 2**53 - 1])
def test_playing_it_back_under_another_number_is_refused(number: int) -> None:
    replayed = UP[:43] + struct.pack(">Q", number) + UP[51:]

    assert read_header(replayed).number == number
    assert kind(replayed) is BundleForgedError


def test_another_header_over_the_same_ciphertext_is_refused_though_the_sender_signs_it() -> None:
    other = seal_bundle(replace(UP_HEADER, number=8), LEAST_UP, OURS.public, SENDER)

    swapped = other[:HEADER_BYTES] + UP[HEADER_BYTES:-64]

    assert kind(swapped + other[-64:]) is BundleForgedError
    assert kind(signed(swapped)) is BundleNotForUsError


def test_all_fourteen_low_order_keys_are_refused_with_any_signature() -> None:
    weak = sorted(set().union(*map(encodings, low_order_points())))
    assert len(weak) == 14

    for raw_key in weak:
        sender = Ed25519PublicKey.from_public_bytes(raw_key)
        for point in weak:
            forged = UP[:-64] + point + bytes(32)
            with pytest.raises(BundleForgedError):
                open_bundle(forged, OURS, sender)
            with pytest.raises(BundleForgedError):
                check_signature(forged, sender)


def test_the_library_alone_would_have_let_a_low_order_key_in() -> None:
    neutral = (1).to_bytes(32, "little")

    Ed25519PublicKey.from_public_bytes(neutral).verify(neutral + bytes(32), UP[:-64])


def test_nothing_is_opened_before_the_signature_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    def looked(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(SealingKey, "open", looked)
    monkeypatch.setattr(bundles, "read_header", looked)

    assert kind(UP[:-1] + bytes([UP[-1] ^ 1])) is BundleForgedError
    with pytest.raises(AssertionError):
        opened(UP)


# -- what the sender itself signed and is wrong all the same ----------------------------------------------------------


@BOTH
def test_every_flipped_bit_is_refused_though_the_sender_signs_it(raw: bytes) -> None:
    for flipped in flips(raw[:-64]):
        refusal(signed(flipped))


@BOTH
def test_every_truncation_is_refused_though_the_sender_signs_it(raw: bytes) -> None:
    for length in range(len(raw) - 64):
        refusal(signed(raw[:length]))


@BOTH
def test_a_bundle_for_somebody_else_is_refused(raw: bytes) -> None:
    with pytest.raises(BundleNotForUsError):
        open_bundle(raw, THEIRS, SENDER.public_key())


@pytest.mark.parametrize(
    ("place", "put", "error"),
    [
        (0, b"d", BundleFormError),
        (8, b"\0", BundleFormError),
        (8, b"\2", BundleTooNewError),
        (8, b"\xff", BundleTooNewError),
        (9, b"\0", BundleFormError),
        (9, b"\3", BundleFormError),
        (10, b"\2", BundleFormError),
        (43, bytes(8), BundleFormError),
        (43, struct.pack(">Q", 2**53), BundleFormError),
        (43, b"\xff" * 8, BundleFormError),
        (51, bytes(4), BundleFormError),
        (63, bytes(4), BundleFormError),
        (55, struct.pack(">Q", MAX_PLAIN_BYTES + 1), BundleTooLargeError),
        (55, struct.pack(">Q", 2**63), BundleTooLargeError),
        (55, b"\xff" * 8, BundleTooLargeError),
    ],
)
def test_a_header_out_of_form_is_refused_alone_and_in_a_signed_bundle(
    place: int, put: bytes, error: type[BundleError]
) -> None:
    header = UP[:place] + put + UP[place + len(put) : HEADER_BYTES]

    assert type(refusal(header, read_header)) is error
    assert kind(signed(header + seal(zlib.compress(b"{}"), OURS.public, header))) is error


def test_a_header_that_says_the_other_direction_than_its_contents_is_refused() -> None:
    plain = write_contents(LEAST_UP)

    assert kind(sealed(zlib.compress(plain), len(plain), DOWN[:HEADER_BYTES])) is BundleFormError
    with pytest.raises(BundleFormError):
        seal_bundle(DOWN_HEADER, LEAST_UP, OURS.public, SENDER)
    with pytest.raises(BundleFormError):
        seal_bundle(UP_HEADER, LEAST_DOWN, OURS.public, SENDER)


@pytest.mark.parametrize(("is_practice", "ahead_ms"), [(True, None), (False, 0)])
def test_a_training_clock_comes_from_practice_stores_and_only_from_them(
    is_practice: bool, ahead_ms: int | None
) -> None:
    header, contents = replace(DOWN_HEADER, is_practice=is_practice), replace(LEAST_DOWN, ahead_ms=ahead_ms)
    outside = DOWN[:10] + bytes([is_practice]) + DOWN[11:HEADER_BYTES]
    plain = write_contents(contents)

    assert kind(sealed(zlib.compress(plain), len(plain), outside)) is BundleFormError
    with pytest.raises(BundleFormError):
        seal_bundle(header, contents, OURS.public, SENDER)


# -- unpacking --------------------------------------------------------------------------------------------------------

PLAIN = write_contents(LEAST_UP)
PACKED = zlib.compress(PLAIN)
BOMB = zlib.compress(bytes(4 * MAX_PLAIN_BYTES), 9)


def test_the_length_in_the_header_is_the_length_inside() -> None:
    assert opened(sealed(PACKED, len(PLAIN))).contents == LEAST_UP
    for claimed in (0, 1, len(PLAIN) - 1, len(PLAIN) + 1, 2 * len(PLAIN), MAX_PLAIN_BYTES):
        assert kind(sealed(PACKED, claimed)) is BundleFormError


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"\0",
        PACKED[:-1],
        PACKED[:-4] + bytes(4),
        PACKED + b"\0",
        PACKED + PACKED,
        PLAIN,
        zlib.compress(PLAIN, wbits=-15),
        zlib.compress(PLAIN, wbits=31),
        b"\x78\xbb" + PACKED[2:],
    ],
    ids=["empty", "one byte", "cut", "checksum", "more", "twice", "not packed", "raw", "gzip", "dictionary"],
)
def test_what_is_not_one_whole_zlib_stream_is_refused(packed: bytes) -> None:
    assert kind(sealed(packed, len(PLAIN))) is BundleFormError


@pytest.mark.parametrize("claimed", [0, len(PLAIN), 1 << 20, MAX_PLAIN_BYTES])
def test_a_bomb_takes_no_more_room_than_its_header_claims(claimed: int) -> None:
    raw = sealed(BOMB, claimed)
    assert len(raw) < 300_000
    tracemalloc.start()

    try:
        found = kind(raw)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert found is BundleFormError
    assert peak < 2 * claimed + (1 << 21)  # zlib gathers pieces, then joins them


def test_a_file_too_large_is_refused_before_its_signature_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = signed(UP[:-64] + bytes(MAX_BUNDLE_BYTES - len(UP)))
    assert kind(raw) is BundleNotForUsError
    monkeypatch.setattr(bundles, "read_signing_key", lambda _: pytest.fail("looked"))

    refused = refusal(raw + b"\0")

    assert isinstance(refused, BundleTooLargeError)
    assert refused.limit_bytes == MAX_BUNDLE_BYTES


def test_contents_that_do_not_compress_still_fit_a_file_of_the_largest_size() -> None:
    noise = hashlib.shake_256(b"noise").digest(1 << 22)

    grown = len(zlib.compress(noise)) - len(noise)

    assert grown * (MAX_PLAIN_BYTES >> 22) + len(UP) < MAX_BUNDLE_BYTES - MAX_PLAIN_BYTES


def test_more_contents_than_fit_are_not_sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundles, "write_contents", lambda _: bytes(MAX_PLAIN_BYTES + 1))

    with pytest.raises(BundleTooLargeError):
        seal_bundle(UP_HEADER, LEAST_UP, OURS.public, SENDER)


# -- sealing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("to", [b"", OURS.public[:-1], OURS.public + b"\0", b"\xff" * 1216])
def test_a_public_key_that_is_none_is_not_sealed_to(to: bytes) -> None:
    with pytest.raises(SealingKeyError):
        seal_bundle(UP_HEADER, LEAST_UP, to, SENDER)


@pytest.mark.parametrize(
    "change",
    [
        {"from_device": "a1" * 15},
        {"to_device": "B2" * 16},
        {"to_device": ""},
        {"number": 0},
        {"number": 2**53},
        {"to_epoch": 0},
        {"to_epoch": 2**32},
        {"from_epoch": 0},
        {"from_epoch": 2**32},
        {"sealing_key": b""},
        {"sealing_key": SENDERS.public[:-1]},
        {"sealing_key": SENDERS.public + b"\0"},
        {"plain_bytes": -1},
    ],
)
def test_a_header_that_could_not_be_read_cannot_be_made(change: dict[str, object]) -> None:
    with pytest.raises(BundleFormError):
        replace(UP_HEADER, **change)  # type: ignore[arg-type]


# -- anything at all --------------------------------------------------------------------------------------------------


@given(st.binary(max_size=400) | st.binary(max_size=400).map(UP[:HEADER_BYTES].__add__))
def test_no_file_brings_out_anything_but_a_refusal_of_ours(raw: bytes) -> None:
    refusal(raw)
    refusal(signed(raw))


@given(st.binary(max_size=200), st.integers(0, 2**64 - 1))
def test_nothing_sealed_by_a_sender_gone_wrong_brings_out_anything_but_a_refusal_of_ours(
    packed: bytes, claimed: int
) -> None:
    refusal(sealed(packed, claimed))
    refusal(sealed(zlib.compress(packed), len(packed)))


@settings(max_examples=300)
@given(st.data())
def test_mutated_contents_sealed_with_the_right_keys_open_to_themselves_or_not_at_all(data: st.DataObject) -> None:
    contents, outside = data.draw(st.sampled_from(GOOD))
    plain = bytearray(write_contents(contents))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(plain)))
        gone = data.draw(st.integers(0, 4))
        put = data.draw(st.binary(max_size=4) | st.sampled_from(SNIPPETS))
        plain[place : place + gone] = put

    try:
        bundle = opened(sealed(zlib.compress(bytes(plain)), len(plain), outside))
    except (BundleFormError, BundleTooNewError) as refused:
        told = "".join(traceback.format_exception(refused))
        assert "5eed5eed" not in told
        return
    assert write_contents(bundle.contents) == bytes(plain)


GOOD: list[tuple[Up | Down, bytes]] = [
    (example.UP, UP[:HEADER_BYTES]),
    (example.DOWN, DOWN[:10] + b"\1" + DOWN[11:HEADER_BYTES]),
    (LEAST_UP, UP[:HEADER_BYTES]),
    (LEAST_DOWN, DOWN[:HEADER_BYTES]),
]
SNIPPETS = [
    b"null",
    b"true",
    b"NaN",
    b"-1",
    b"1.0",
    b"1e9",
    b"9007199254740993",
    b"9" * 5_000,
    b'""',
    b"[]",
    b"{}",
    b"[" * 200,
    b"\\ud800",
    b"\xed\xa0\x80",
    b"\\u0000",
    b'"a":1,',
    b" ",
    b"=",
    b",",
]
