"""What can go wrong with a bundle, before anything of it is taken in."""

from typing import ClassVar

from store.errors.base import StoreError


class BundleError(StoreError):
    """A bundle was not opened, and nothing of it was kept.

    Attributes:
        fault: Why, a word of `store.keeping.acts.terms.exchange.BundleFault`.
    """

    fault: ClassVar[str]


class BundleForgedError(BundleError):
    """The signature is not the sending device's over these bytes."""

    fault = "forged"
    message = "A bundle was changed on its way, or is not from the device it names."
    hint = "Tell your supervisor; its digest is in the trail, and a sync at the other side sends everything again."


class BundleNotForUsError(BundleError):
    """The sender signed it, and it does not open with the key at hand."""

    fault = "not_for_us"
    message = "A bundle was not sealed for the key this device has now."
    hint = "Ask for it to be sealed again: sync here, then at the other side, then here once more."


class BundleTooLargeError(BundleError):
    """It is, or says it unpacks to, more than is ever read; or more was to be sealed.

    Attributes:
        limit_bytes: The most there may be.
    """

    fault = "too_large"
    hint = "Send less at a time."

    def __init__(self, limit_bytes: int) -> None:
        self.limit_bytes = limit_bytes
        self.message = f"A bundle is larger than any may be ({limit_bytes} bytes)."
        super().__init__()


class BundleFormError(BundleError):
    """The bytes, or what was to be sealed, break the format.

    Attributes:
        flaw: What is wrong, a phrase of ours that quotes nothing.
    """

    fault = "malformed"
    hint = "Ask the other side to sync once more, so that it comes anew."

    def __init__(self, flaw: str) -> None:
        self.flaw = flaw
        self.message = f"A bundle is not well formed: {flaw}."
        super().__init__()


class BundleTooNewError(BundleError):
    """A later release wrote it, in a format this one does not know."""

    fault = "too_new"
    message = "A bundle comes from a newer release of Doorstep than this one."
    hint = "Update Doorstep on this device, then sync again."
