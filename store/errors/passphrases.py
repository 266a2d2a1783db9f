"""What can go wrong with passphrases and the cost of deriving a key from them."""

from store.errors.base import StoreError


class WrongPassphraseError(StoreError):
    """Nobody of this store has that passphrase."""

    message = "That passphrase opens nothing here."
    hint = "Check caps lock and the keyboard's language, then type it again."


class PassphraseTakenError(StoreError):
    """Two people of one store may not share a passphrase: it says who signs in."""

    message = "That passphrase cannot be used on this store."
    hint = "Choose another one."


class PassphrasesDifferError(StoreError):
    """A new passphrase was typed twice, and not the same."""

    message = "The two passphrases typed were not the same, so nothing was changed."
    hint = "Start again, and type the new passphrase the same way twice."


class PassphraseAskedError(StoreError):
    """A passphrase is needed and there is no terminal to ask at."""

    message = "There is no terminal to ask for the passphrase."
    hint = "Give it on the first line of standard input, with --passphrase-stdin."


class PassphraseFormError(StoreError):
    """What was given cannot be a passphrase at all."""

    message = "What was given cannot be a passphrase."
    hint = "Type a passphrase of ordinary letters, digits, signs and spaces."


class PassphraseEmptyError(PassphraseFormError):
    """Nothing was given."""

    message = "No passphrase was given."
    hint = "Type the passphrase, then press Enter."


class PassphraseTooLongError(PassphraseFormError):
    """More was given than anybody types.

    Attributes:
        limit_bytes: What is accepted at most.
    """

    hint = "Give the passphrase alone, not a file."

    def __init__(self, limit_bytes: int) -> None:
        self.limit_bytes = limit_bytes
        self.message = f"What was given is longer than {limit_bytes} bytes, too long for a passphrase."
        super().__init__()


class PassphraseEncodingError(PassphraseFormError):
    """The bytes given are not UTF-8."""

    message = "The passphrase did not arrive as UTF-8 text."
    hint = "Set the terminal, or the program that passes it on, to UTF-8."


class PassphraseCharacterError(PassphraseFormError):
    """A character that cannot be seen, or that Unicode does not define."""

    message = "The passphrase holds a character that cannot be seen or typed reliably."
    hint = "Leave out tabs, line breaks and other control characters."


class PassphraseWeakError(StoreError):
    """A new passphrase is too easy to guess.

    Attributes:
        reason: The code of what makes it so.
    """

    hint = "Take four or more words that have nothing to do with each other, and a number between two of them."

    def __init__(self, reason: str, because: str) -> None:
        self.reason = reason
        self.message = f"That passphrase is too easy to guess: {because}."
        super().__init__()


class PassphraseTooSoonError(StoreError):
    """The wait after wrong passphrases is not over.

    Attributes:
        wait_s: Whole seconds still to wait.
    """

    def __init__(self, wait_s: int) -> None:
        self.wait_s = wait_s
        self.message = "After several wrong passphrases the next try has to wait."
        self.hint = f"Try again in {wait_s} seconds." if wait_s != 1 else "Try again in 1 second."
        super().__init__()


class PassphraseWipedError(StoreError):
    """A passphrase is asked for after it was cleared from memory."""

    message = "The passphrase has already been cleared from memory."
    hint = "Type it again."


class KdfCostError(StoreError):
    """The cost of deriving a key is outside what is safe.

    Attributes:
        memory_kib: Memory asked for.
        passes: Passes over it.
        lanes: Lanes side by side.
    """

    hint = "Ring your supervisor: the settings beside this store have been changed."

    def __init__(self, memory_kib: int, passes: int, lanes: int) -> None:
        self.memory_kib = memory_kib
        self.passes = passes
        self.lanes = lanes
        self.message = (
            "The settings beside this store for its passphrase are not safe"
            f" ({memory_kib} KiB, {passes} passes, {lanes} lanes)."
        )
        super().__init__()


class KdfSaltError(StoreError):
    """The salt of a derivation has the wrong size."""

    message = "A setting beside this store that its passphrase needs (the salt) has the wrong size."
    hint = "Ring your supervisor: the settings beside this store have been changed."


class KdfMemoryError(StoreError):
    """The machine has not enough free memory to derive the key.

    Attributes:
        memory_kib: What is needed.
    """

    hint = "Close other programs, then try again."

    def __init__(self, memory_kib: int) -> None:
        self.memory_kib = memory_kib
        self.message = f"Unlocking needs {memory_kib // 1024} MiB of free memory, and this machine has less."
        super().__init__()


class CoverPinFormError(StoreError):
    """A PIN for the cover is four to eight digits."""

    message = "That is no PIN: it has four to eight digits."
    hint = "Type another one."


class CoverPinGuessableError(StoreError):
    """A PIN for the cover that is tried first."""

    message = "That PIN is one of those that are tried first."
    hint = "Choose one that does not count up or down or repeat one digit."


class CoverPinsDifferError(StoreError):
    """A new PIN was typed twice, and not the same."""

    message = "The two PINs typed were not the same, so nothing was changed."
    hint = "Type the new PIN the same way twice."
