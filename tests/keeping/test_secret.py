"""Key material: what it does, and where it never shows."""

import copy
import pickle
import traceback
from dataclasses import asdict, dataclass

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from store.errors import KeyWipedError
from store.keeping.secret import KEY_BYTES, NONCE_BYTES, Secret

MARKER = b"a made-up key, 32 bytes long ...!"[:32]
NONCE = bytes(NONCE_BYTES)


@dataclass(frozen=True)
class Holder:
    secret: Secret


def test_a_secret_shows_in_no_text_of_it_or_of_what_holds_it() -> None:
    secret = Secret(MARKER)

    shown = [
        repr(secret),
        str(secret),
        f"{secret}",
        f"{secret!r}",
        repr(Holder(secret)),
        repr([secret]),
        repr({1: secret}),
    ]

    assert not any("made-up" in each or MARKER.hex() in each for each in shown)


@pytest.mark.parametrize("copying", [pickle.dumps, copy.copy, copy.deepcopy, lambda secret: asdict(Holder(secret))])
def test_a_secret_is_neither_pickled_nor_copied(copying: object) -> None:
    with pytest.raises(TypeError) as refused:
        copying(Secret(MARKER))  # type: ignore[operator]  # four ways to copy

    assert "made-up" not in "".join(traceback.format_exception(refused.value))


def test_two_secrets_of_the_same_bytes_do_not_compare_equal() -> None:
    assert Secret(MARKER) != Secret(MARKER)


def test_a_secret_takes_a_copy_so_that_the_giver_may_wipe_theirs() -> None:
    given = bytearray(MARKER)
    secret = Secret(given)

    given[:] = bytes(len(given))

    assert secret.reveal() == MARKER


def test_a_wiped_secret_leaves_zeros_and_is_never_used_again() -> None:
    secret = Secret(MARKER)
    revealed = secret.reveal()
    assert revealed == MARKER

    secret.wipe()
    secret.wipe()

    assert revealed == bytes(len(MARKER))
    for use in (
        secret.reveal,
        lambda: secret.derive("doorstep/a/1"),
        lambda: secret.wrap(b"x", "here", NONCE),
        lambda: secret.unwrap(bytes(40), "here"),
    ):
        with pytest.raises(KeyWipedError):
            use()


def test_derivation_is_that_of_the_rfc() -> None:
    # RFC 5869 A.3: no salt, no info. Its first 32 bytes of output are these.
    derived = Secret(b"\x0b" * 22).derive("")

    assert derived.reveal().hex() == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"


def test_keys_of_different_purposes_and_sources_all_differ() -> None:
    derived = {
        bytes(Secret(key).derive(purpose).reveal()) for key in (MARKER, MARKER[::-1]) for purpose in ("a", "b", "ab")
    }

    assert len(derived) == 6
    assert {len(each) for each in derived} == {KEY_BYTES}


@given(st.binary(max_size=200), st.binary(min_size=NONCE_BYTES, max_size=NONCE_BYTES))
def test_what_is_wrapped_comes_back_in_its_context(plaintext: bytes, nonce: bytes) -> None:
    wrapped = Secret(MARKER).wrap(plaintext, "here", nonce)

    assert Secret(MARKER).unwrap(wrapped, "here") == plaintext
    assert wrapped.startswith(nonce)


def test_what_is_wrapped_opens_with_no_other_key_and_in_no_other_context() -> None:
    wrapped = Secret(MARKER).wrap(b"private halves", "here", NONCE)

    for key, context in ((MARKER[::-1], "here"), (MARKER, "there"), (MARKER, "")):
        with pytest.raises(InvalidTag):
            Secret(key).unwrap(wrapped, context)


def test_every_flip_and_every_truncation_of_what_is_wrapped_is_refused_alike() -> None:
    secret = Secret(MARKER)
    wrapped = secret.wrap(b"private halves", "here", NONCE)
    flipped = [
        wrapped[:place] + bytes([wrapped[place] ^ 1 << bit]) + wrapped[place + 1 :]
        for place in range(len(wrapped))
        for bit in range(8)
    ]

    for changed in [*flipped, *(wrapped[:length] for length in range(len(wrapped))), wrapped + b"\0"]:
        with pytest.raises(InvalidTag):
            secret.unwrap(changed, "here")
