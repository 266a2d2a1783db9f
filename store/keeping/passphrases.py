"""What may be a passphrase, how strong a new one must be, and how long wrong ones make the next wait.

Owns the opaque `Passphrase` and the rules about it, all pure. Refuses to own whether a passphrase is the right one
(vault), how often it was wrong (the sidecar counts), and what it is stretched into (key_derivation).
"""

import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Final, NoReturn, assert_never

from store.clock import Instant, to_ms
from store.errors import (
    PassphraseCharacterError,
    PassphraseEmptyError,
    PassphraseEncodingError,
    PassphraseFormError,
    PassphraseTooLongError,
    PassphraseTooSoonError,
    PassphraseWeakError,
    PassphraseWipedError,
)

LIMIT_BYTES: Final = 1024

# zxcvbn is imported inside `_weakness` only: its word lists take 35 ms to load.


class Passphrase:
    """A passphrase that no repr, comparison, copy or pickle gives away."""

    __slots__ = ("_text",)

    def __init__(self, text: bytearray) -> None:
        self._text = text

    def __repr__(self) -> str:
        return "<Passphrase>"

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        raise TypeError("a passphrase is neither copied nor pickled")

    def reveal(self) -> bytearray:
        """Return the very bytes, UTF-8 in NFC; the caller keeps no copy.

        Raises:
            PassphraseWipedError: It was wiped. Zeros would stretch into a key that everybody can make.
        """
        if not any(self._text):
            raise PassphraseWipedError
        return self._text

    def wipe(self) -> None:
        """Overwrite the bytes, as well as Python can: what decoding left behind stays until the process ends."""
        self._text[:] = bytes(len(self._text))


def read_passphrase(raw: bytes | bytearray) -> Passphrase:
    """Return the passphrase that was typed or piped in.

    One line feed at the end, with or without a carriage return before it, belongs to the line and not to the
    passphrase. Nothing else is trimmed or cut off.

    Args:
        raw: At most 1,024 bytes of UTF-8, and the line's end.

    Raises:
        PassphraseFormError: One of its kinds: empty, too long, not UTF-8, or with characters that cannot be relied on.

    Source:
        NIST SP 800-63B-4, 3.1.1.2 (Unicode accepted, never truncated, NFC as a stabilised string, hence no unassigned
        code points); RFC 8265, 4.2 (OpaqueString: every space is U+0020, NFC, not empty, no control characters).
    """
    text = _text_of(raw)
    del raw  # no traceback that shows its locals may show it
    if isinstance(text, PassphraseFormError):
        raise text
    return Passphrase(bytearray(text, "utf-8"))


def _text_of(raw: bytes | bytearray) -> str | PassphraseFormError:
    line = raw.removesuffix(b"\n").removesuffix(b"\r") if raw.endswith(b"\n") else raw
    if len(line) > LIMIT_BYTES:
        return PassphraseTooLongError(LIMIT_BYTES)
    try:
        text = unicodedata.normalize("NFC", line.decode("utf-8"))
    except UnicodeDecodeError:  # it carries the bytes: not even as the context of ours may it go on
        return PassphraseEncodingError()
    text = "".join(" " if unicodedata.category(character) == "Zs" else character for character in text)
    if not text.strip():
        return PassphraseEmptyError()
    return text if all(map(_can_be_relied_on, text)) else PassphraseCharacterError()


def _can_be_relied_on(character: str) -> bool:
    """Say whether it can be seen and will mean the same under every later Unicode version.

    The two joiners are format characters too, but some scripts are spelt with them.
    """
    unseen = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    return character in "\u200c\u200d" or unicodedata.category(character) not in unseen


class Weakness(StrEnum):
    """What makes a passphrase easy to guess."""

    TOO_SHORT = "too_short"
    COMMON = "common"
    OWN_WORD = "own_word"
    WORD = "word"
    NAME = "name"
    KEYBOARD = "keyboard"
    REPEAT = "repeat"
    SEQUENCE = "sequence"
    YEAR_OR_DATE = "year_or_date"
    TOO_FEW_GUESSES = "too_few_guesses"

    @property
    def because(self) -> str:
        """The reason as half a sentence."""
        match self:
            case Weakness.TOO_SHORT:
                return f"without a keyring it needs at least {LONGER_CHARACTERS} characters"
            case Weakness.COMMON:
                return "it rests on one of the passwords people choose most"
            case Weakness.OWN_WORD:
                return "it rests on a name that belongs to this store"
            case Weakness.WORD:
                return "it rests on a single word of a dictionary"
            case Weakness.NAME:
                return "it rests on a person's name"
            case Weakness.KEYBOARD:
                return "it rests on keys that lie side by side"
            case Weakness.REPEAT:
                return "it says the same thing over and over"
            case Weakness.SEQUENCE:
                return "it rests on a sequence such as abc or 6543"
            case Weakness.YEAR_OR_DATE:
                return "it rests on a year or a date"
            case Weakness.TOO_FEW_GUESSES:
                return "there is too little of it"
        assert_never(self)


GUESSES_LOG10: Final = 10.0
"""With a keyring, whoever has the disk alone has nothing to try guesses on."""

LONGER_GUESSES_LOG10: Final = 13.0
"""Without one the passphrase stands alone: at half a second a guess, 10**13 take one core 160,000 years."""

LONGER_CHARACTERS: Final = 16
"""Where no keyring holds a device secret, the passphrase alone protects a stolen disk (design 4)."""

_ESTIMATED_CHARACTERS: Final = 72
"""zxcvbn refuses more, as its time grows with the square. What comes after can only make guessing harder."""


def hold_strong(passphrase: Passphrase, longer: bool, avoid: Sequence[str] = ()) -> None:
    """Make sure that a new passphrase is hard to guess. Practice stores are held to the same rule.

    Args:
        passphrase: The new one.
        longer: The store has no keyring: more guesses, and 16 characters at least.
        avoid: What anybody would try first: the names of the people and of the store.

    Raises:
        PassphraseWeakError: With the one reason that counts most.

    Source:
        NIST SP 800-63B-4, 3.1.1.2 (15 characters where a password is all there is; a blocklist, with names from the
        context; no rules of composition; say why one is rejected). The estimate: Wheeler, zxcvbn, USENIX Security 2016.
    """
    weakness = _weakness(passphrase, longer, avoid)
    if weakness is not None:
        raise PassphraseWeakError(weakness, weakness.because)  # from a frame that holds no text of it


def _weakness(passphrase: Passphrase, longer: bool, avoid: Sequence[str]) -> Weakness | None:
    from zxcvbn import zxcvbn

    text = passphrase.reveal().decode("utf-8")
    if longer and len(text) < LONGER_CHARACTERS:
        return Weakness.TOO_SHORT
    own_words = ["doorstep", *avoid, *(word for name in avoid for word in name.split())]
    estimate = zxcvbn(text[:_ESTIMATED_CHARACTERS], own_words)
    if estimate["guesses_log10"] >= (LONGER_GUESSES_LOG10 if longer else GUESSES_LOG10):
        return None
    return _weakest_part(estimate["sequence"])


def _weakest_part(sequence: list[dict[str, Any]]) -> Weakness:
    """Return what the longest part that follows a pattern is."""
    parts = [part for part in sequence if part["pattern"] != "bruteforce"]
    if not parts:
        return Weakness.TOO_FEW_GUESSES
    longest = max(parts, key=lambda part: len(part["token"]))
    match longest["pattern"]:
        case "dictionary":
            return _OF_DICTIONARY.get(longest["dictionary_name"], Weakness.WORD)
        case "spatial":
            return Weakness.KEYBOARD
        case "repeat":
            return Weakness.REPEAT
        case "sequence":
            return Weakness.SEQUENCE
        case "regex" | "date":
            return Weakness.YEAR_OR_DATE
        case _:
            return Weakness.TOO_FEW_GUESSES


_OF_DICTIONARY: Final = {
    "passwords": Weakness.COMMON,
    "user_inputs": Weakness.OWN_WORD,
    "surnames": Weakness.NAME,
    "male_names": Weakness.NAME,
    "female_names": Weakness.NAME,
}

FREE_FAILURES: Final = 2
LONGEST_DELAY_S: Final = 900


def delay_s(failures: int) -> int:
    """Return how many seconds after the last wrong passphrase the next one is tried.

    None after the first two, which are slips; then 1 s, doubling up to 15 minutes.

    Args:
        failures: Wrong passphrases in a row.

    Source:
        NIST SP 800-63B-4, 3.2.2 (a wait that grows with each failure); OWASP Authentication Cheat Sheet, "Account
        Lockout" (an exponential one). Never a lock-out: safety is not locked out. It slows who sits at the keyboard;
        who has copied the disk does not ask, and is slowed by the key derivation alone.
    """
    if failures <= FREE_FAILURES:
        return 0
    doublings = min(failures - FREE_FAILURES - 1, LONGEST_DELAY_S.bit_length())
    return min(1 << doublings, LONGEST_DELAY_S)


def hold_delay(failures: int, last_failed_at: Instant | None, now: Instant) -> None:
    """Make sure that the wait after wrong passphrases is over.

    Args:
        failures: Wrong passphrases in a row.
        last_failed_at: When the last one was; None where there was none.
        now: The instant it is. A clock moved back starts the whole wait anew, and never makes it longer.

    Raises:
        PassphraseTooSoonError: It is not; with the whole seconds left.
        NaiveInstantError: An instant carries no zone.
    """
    if last_failed_at is None:
        return
    waited_ms = max(to_ms(now) - to_ms(last_failed_at), 0)
    left_ms = delay_s(failures) * 1000 - waited_ms
    if left_ms > 0:
        raise PassphraseTooSoonError(-(-left_ms // 1000))
