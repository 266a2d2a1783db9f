import copy
import pickle
import traceback
import unicodedata
from datetime import datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from store.clock import from_ms
from store.errors import (
    NaiveInstantError,
    PassphraseCharacterError,
    PassphraseEmptyError,
    PassphraseEncodingError,
    PassphraseFormError,
    PassphraseTooLongError,
    PassphraseTooSoonError,
    PassphraseWeakError,
    PassphraseWipedError,
    StoreError,
)
from store.keeping.passphrases import Passphrase, Weakness, delay_s, hold_delay, hold_strong, read_passphrase

GOOD = "Lantern orchard 58 kestrel"


def a_passphrase(text: str = GOOD) -> Passphrase:
    return read_passphrase(text.encode())


def shown_by(trouble: StoreError) -> str:
    """Return all that a crash report with local variables would show of the store's own frames."""
    report = traceback.TracebackException.from_exception(trouble, capture_locals=True)
    seen, parts = report, [str(trouble), repr(vars(trouble))]
    while seen is not None:
        parts += [repr(frame.locals) for frame in seen.stack if "/tests/" not in frame.filename]
        parts += list(seen.format_exception_only())
        seen = seen.__cause__ or seen.__context__  # type: ignore[assignment]  # either may be None, which ends it
    return "\n".join(parts)


# -- form


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_one_line_ending_is_taken_off_and_nothing_else(ending: str) -> None:
    passphrase = read_passphrase(f" {GOOD} {ending}".encode())

    assert passphrase.reveal() == f" {GOOD} ".encode()


@pytest.mark.parametrize("raw", [b"", b"\n", b"\r\n", b"   ", b" \n", "\u3000".encode()])
def test_an_empty_passphrase_is_refused(raw: bytes) -> None:
    with pytest.raises(PassphraseEmptyError):
        read_passphrase(raw)


def test_an_enormous_passphrase_is_refused_and_the_longest_is_not() -> None:
    assert len(read_passphrase(b"a" * 1024 + b"\r\n").reveal()) == 1024

    with pytest.raises(PassphraseTooLongError) as refused:
        read_passphrase(b"a" * 1025)

    assert refused.value.limit_bytes == 1024
    with pytest.raises(PassphraseTooLongError):
        read_passphrase(b"\xff" * 5_000_000)


@pytest.mark.parametrize("raw", [b"caf\xe9 lantern", b"\xff\xfeL\x00a\x00", b"\xed\xa0\x80", b"\xc0\xaf"])
def test_bytes_that_are_not_utf_8_are_refused(raw: bytes) -> None:
    with pytest.raises(PassphraseEncodingError):
        read_passphrase(raw)


@pytest.mark.parametrize(
    "unreliable",
    ["\n", "\r", "\t", "\0", "\x1b", "\x7f", "\x9b", "\u200b", "\ufeff", "\u202e", "\u2028", "\ue000", "\u0378"],
)
def test_a_character_that_cannot_be_relied_on_is_refused(unreliable: str) -> None:
    with pytest.raises(PassphraseCharacterError):
        read_passphrase(f"Lantern{unreliable}orchard\n".encode())


def test_a_second_line_ending_is_no_part_of_a_passphrase() -> None:
    with pytest.raises(PassphraseCharacterError):
        read_passphrase(f"{GOOD}\n\n".encode())


def test_a_carriage_return_alone_is_no_line_ending() -> None:
    with pytest.raises(PassphraseCharacterError):
        read_passphrase(f"{GOOD}\r".encode())


@pytest.mark.parametrize(
    "text",
    ["kesträl x² ½", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 58", "\U0001f469\u200d\U0001f680 lantern"],
)
def test_letters_that_only_look_alike_stay_apart_and_joined_ones_stay_joined(text: str) -> None:
    assert read_passphrase(text.encode()).reveal().decode() == text


def test_the_same_letters_from_another_keyboard_are_the_same_passphrase() -> None:
    composed, decomposed = "Llŷn café 58", "Lly\u0302n cafe\u0301\u00a058"

    assert read_passphrase(composed.encode()).reveal() == read_passphrase(decomposed.encode()).reveal()


@given(st.text())
@example("\u0344")  # grows when it is normalised
def test_every_text_is_either_a_passphrase_in_nfc_or_refused_by_name(text: str) -> None:
    try:
        raw = text.encode()
    except UnicodeEncodeError:
        return
    try:
        kept = read_passphrase(raw).reveal().decode()
    except PassphraseFormError:
        return

    assert unicodedata.is_normalized("NFC", kept)
    assert read_passphrase(kept.encode()).reveal().decode() == kept


@given(st.binary(max_size=64))
def test_all_other_bytes_are_refused_by_name(raw: bytes) -> None:
    try:
        read_passphrase(raw)
    except PassphraseFormError:
        return

    raw.decode("utf-8")


# -- the opaque holder


def test_a_passphrase_shows_itself_nowhere() -> None:
    passphrase = a_passphrase()

    shown = f"{passphrase} {passphrase!r} {[passphrase]} {passphrase!s:>30}"

    assert "antern" not in shown
    assert not hasattr(passphrase, "__dict__")


def test_a_passphrase_is_neither_copied_nor_pickled() -> None:
    passphrase = a_passphrase()

    for duplicate in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError):
            duplicate(passphrase)


def test_wiping_overwrites_the_very_bytes_and_ends_its_use() -> None:
    held = bytearray(GOOD.encode())
    passphrase = Passphrase(held)

    passphrase.wipe()

    assert held == bytes(len(GOOD))
    with pytest.raises(PassphraseWipedError):
        passphrase.reveal()


@pytest.mark.parametrize("raw", [b"Lantern \xff orchard", b"Lantern \x07 orchard", b"Lantern" * 200])
def test_no_refusal_of_form_shows_what_was_typed(raw: bytes) -> None:
    with pytest.raises(PassphraseFormError) as refused:
        read_passphrase(raw)

    assert "antern" not in shown_by(refused.value)


# -- strength


@pytest.mark.parametrize("longer", [False, True])
@pytest.mark.parametrize(
    "text", [GOOD, "kettle violet thimble ostrich", "Ffawydden 7 morlo gwyllt", "x9$kV2#pLq8@wZ4!" * 9]
)
def test_a_strong_passphrase_passes(text: str, longer: bool) -> None:
    hold_strong(a_passphrase(text), longer)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("password", Weakness.COMMON),
        ("tr0ub4dour", Weakness.WORD),
        ("photosynthesis", Weakness.WORD),
        ("llewellyn", Weakness.NAME),
        ("Avery Quillfeather", Weakness.OWN_WORD),
        ("avery", Weakness.OWN_WORD),
        ("DOORSTEP", Weakness.OWN_WORD),
        ("zxcvfrewq", Weakness.KEYBOARD),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", Weakness.REPEAT),
        ("abcdefghijklmnop", Weakness.SEQUENCE),
        ("23/11/1984", Weakness.YEAR_OR_DATE),
        ("x7$", Weakness.TOO_FEW_GUESSES),
        ("1984photosynthesis", Weakness.WORD),
    ],
)
def test_a_weak_passphrase_is_refused_with_the_reason(text: str, reason: Weakness) -> None:
    with pytest.raises(PassphraseWeakError) as refused:
        hold_strong(a_passphrase(text), longer=False, avoid=["Avery Quillfeather"])

    assert refused.value.reason == reason
    assert reason.because in refused.value.message


def test_without_a_keyring_more_is_asked_for() -> None:
    in_between = a_passphrase("tqzk vbnw 93")
    short = a_passphrase("x9$kV2#pLq8@wZ4")
    hold_strong(in_between, longer=False)
    hold_strong(short, longer=False)

    for passphrase in (in_between, short):
        with pytest.raises(PassphraseWeakError) as refused:
            hold_strong(passphrase, longer=True)

        assert refused.value.reason == Weakness.TOO_SHORT


def test_sixteen_characters_alone_are_not_enough_without_a_keyring() -> None:
    with pytest.raises(PassphraseWeakError) as refused:
        hold_strong(a_passphrase("Quillfeather 1999"), longer=True, avoid=["Quillfeather"])

    assert refused.value.reason == Weakness.OWN_WORD


def test_ten_thousand_million_guesses_are_not_enough_without_a_keyring() -> None:
    passphrase = a_passphrase("football baseball monkey")
    hold_strong(passphrase, longer=False)

    with pytest.raises(PassphraseWeakError) as refused:
        hold_strong(passphrase, longer=True)

    assert refused.value.reason == Weakness.COMMON


def test_a_whole_name_to_avoid_is_one_guess_however_long() -> None:
    name = "Ottoline Marchbanks Fotherington Pugh"
    hold_strong(a_passphrase(name), longer=True)

    with pytest.raises(PassphraseWeakError):
        hold_strong(a_passphrase(name), longer=True, avoid=[name])


def test_a_long_passphrase_is_judged_by_what_can_be_judged() -> None:
    hold_strong(a_passphrase(GOOD * 30), longer=True)

    with pytest.raises(PassphraseWeakError):
        hold_strong(a_passphrase("ab" * 500), longer=True)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp"]), min_size=1, max_size=90))
def test_every_passphrase_is_judged_without_a_fault(text: str) -> None:
    try:
        hold_strong(a_passphrase(text), longer=True, avoid=[text[:3]])
    except (PassphraseEmptyError, PassphraseWeakError):
        return

    assert len(text) >= 16


def test_no_refusal_of_strength_shows_the_passphrase() -> None:
    with pytest.raises(PassphraseWeakError) as refused:
        hold_strong(a_passphrase("lanternlantern"), longer=False, avoid=["nobody"])

    assert "antern" not in shown_by(refused.value)


# -- the growing delay

NOW = from_ms(1_446_454_800_000)


def test_two_slips_cost_nothing_and_then_the_wait_doubles_to_a_quarter_of_an_hour() -> None:
    waits = [delay_s(failures) for failures in range(15)]

    assert waits == [0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


@pytest.mark.parametrize("failures", [-1, 10**6, 10**18])
def test_a_count_beyond_reason_still_gives_a_wait_within_bounds(failures: int) -> None:
    assert 0 <= delay_s(failures) <= 900


def test_the_wait_ends_when_it_is_over_and_not_a_moment_before() -> None:
    failed_at = NOW - timedelta(seconds=64)

    hold_delay(9, failed_at, NOW)
    with pytest.raises(PassphraseTooSoonError) as early:
        hold_delay(9, failed_at, NOW - timedelta(milliseconds=1))

    assert early.value.wait_s == 1


@pytest.mark.parametrize("failures", [0, 1, 2])
def test_nobody_waits_after_a_slip(failures: int) -> None:
    hold_delay(failures, NOW, NOW)


def test_nobody_waits_who_never_failed() -> None:
    hold_delay(0, None, NOW)


def test_a_clock_moved_back_means_the_whole_wait_and_never_more() -> None:
    with pytest.raises(PassphraseTooSoonError) as early:
        hold_delay(9, NOW + timedelta(days=400), NOW)

    assert early.value.wait_s == 64


def test_the_hint_says_how_long_to_wait() -> None:
    with pytest.raises(PassphraseTooSoonError) as early:
        hold_delay(13, NOW, NOW)

    assert "900 seconds" in early.value.hint


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveInstantError):
        hold_delay(9, datetime(2015, 11, 2, 9), NOW)  # noqa: DTZ001  that is the point
