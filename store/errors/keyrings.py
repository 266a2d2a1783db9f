"""What can go wrong with the keyring of the operating system."""

from store.errors.base import StoreError


class KeyringAbsentError(StoreError):
    """No keyring that Doorstep knows can be reached."""

    message = "This machine offers no keyring that Doorstep can use."
    hint = "Sign in to the account and desktop session whose keyring is meant, then try again."


class KeyringUnknownError(StoreError):
    """A setting asks for a keyring outside the closed list, which could be anything.

    Attributes:
        named_by: The variable or the file that asks for it.
    """

    hint = "Take that setting away, then try again."

    def __init__(self, named_by: str) -> None:
        self.named_by = named_by
        self.message = f"{named_by} asks for a keyring that Doorstep does not know."
        super().__init__()


class KeyringReplacedError(StoreError):
    """The store was made with another keyring than the one that answers now.

    Attributes:
        expected: The backend the store was made with.
        found: The backend that answers.
    """

    hint = "Sign in to the desktop the store was set up under, or ring base for a recovery."

    def __init__(self, expected: str, found: str) -> None:
        self.expected = expected
        self.found = found
        shown = [backend.replace("_", " ") for backend in (expected, found)]
        self.message = f"This store was made with the {shown[0]} keyring, but the {shown[1]} keyring answers now."
        super().__init__()


class KeyringLockedError(StoreError):
    """The keyring is there, and locked."""

    message = "The keyring of this machine is locked."
    hint = "Unlock it in the system's own password settings, or sign out and in again, then try again."


class KeyringEntryGoneError(StoreError):
    """The keyring is open, and the entry is not in it.

    Attributes:
        purpose: What the entry was for.
        version: Which of its versions was asked for.
    """

    message = "The keyring of this machine no longer holds this store's entry."
    hint = "Sign in to the account this store was set up under, or ring base for a recovery."

    def __init__(self, purpose: str, version: int) -> None:
        self.purpose = purpose
        self.version = version
        super().__init__()


class KeyringEntryDamagedError(StoreError):
    """The keyring's entry is not of the form Doorstep writes."""

    message = "The keyring's entry for this store has been changed by something else."
    hint = "Ring base for a recovery."


class KeyringNotKeptError(StoreError):
    """What was written to the keyring did not read back the same."""

    message = "The keyring of this machine did not keep what was written to it."
    hint = "Nothing was changed; sign out and in again, then try again."


class KeyringFailedError(StoreError):
    """The keyring answered with a failure of its own, or not at all.

    Attributes:
        failure: The name of the failure, never its text.
    """

    hint = "Sign out and in again, then try again; if it happens twice, ring your supervisor."

    def __init__(self, failure: str) -> None:
        self.failure = failure
        self.message = f"The keyring of this machine failed ({failure})."
        super().__init__()


class KeyringValueError(StoreError):
    """An entry for the keyring is empty, or larger than every keyring can keep.

    Attributes:
        size_bytes: Its size.
    """

    hint = "Report this to your supervisor: it is a fault of Doorstep."

    def __init__(self, size_bytes: int) -> None:
        self.size_bytes = size_bytes
        self.message = f"A keyring entry of {size_bytes} bytes cannot be kept."
        super().__init__()
