"""What can go wrong in destroying, certifying and declaring."""

from store.errors.base import StoreError


class DestructionUnknownError(StoreError):
    """The beginning of an id that is of no destruction, or of several."""

    message = "No destruction has an id that begins like that, or more than one has."
    hint = "See them with `doorstep destruction list`."


class NothingToDestroyError(StoreError):
    """Nothing is held of what is to be destroyed."""

    message = "Nothing is held here of what was named, so there is nothing to destroy."
    hint = "See with `doorstep report custody` which device holds what."


class ResupplyFirstError(StoreError):
    """What was delivered is to be destroyed before it was sent back for updating (7.2e)."""

    message = "What the council delivered has not been sent back for updating yet, so it is not destroyed (7.2e)."
    hint = "Send the resupply first; what is held of single families can be destroyed now."


class NoRoomToDestroyError(StoreError):
    """The disk has no room for the copy that a destruction is made by.

    Attributes:
        needed_bytes: How much is needed.
    """

    def __init__(self, needed_bytes: int) -> None:
        self.needed_bytes = needed_bytes
        self.message = "The disk is too full to destroy anything: nothing was begun, and everything is as it was."
        self.hint = f"Make {needed_bytes / 1e6:,.0f} MB of room on this disk, then do it again."
        super().__init__()


class DestructionOpenError(StoreError):
    """A certificate is asked for while a holder has not done its part.

    Attributes:
        count: How many have not.
    """

    hint = "See with `doorstep destruction list` who; sync until their receipts are in, or have one written off."

    def __init__(self, count: int) -> None:
        self.count = count
        holders = "1 holder has" if count == 1 else f"{count} holders have"
        self.message = f"This destruction is not done: {holders} not done their part, so nothing is certified."
        super().__init__()


class DeclarationOpenError(StoreError):
    """A declaration cannot be signed yet (13.3-13.7).

    Attributes:
        points: What stands in the way, a line each; no families.
    """

    hint = "Close each of them, then sign; what never comes back needs an incident and a reasoned write-off."

    def __init__(self, points: tuple[str, ...]) -> None:
        self.points = points
        self.message = f"This declaration cannot be signed: {'; '.join(points)}."
        super().__init__()


class NoCertificateError(StoreError):
    """A declaration without any destruction that was certified."""

    message = "No destruction was certified yet, so there is nothing to declare."
    hint = "Destroy, then make each certificate with `doorstep destruction certificate`."


class WriteOffWhatError(StoreError):
    """A write-off of something that is not there to be written off."""

    message = "Nothing that could be written off is called that."
    hint = "See with `doorstep destruction gate` what is open; a device is named as the register has it."


class CertificateElsewhereError(StoreError):
    """A certificate is of another base, or the document is none."""

    message = "This is no certificate of destruction that this base signed, so nothing is destroyed by it."
    hint = "Check it with `doorstep verify FILE`; its journal's key is that of the base it belongs to."


class AttestedFormError(StoreError):
    """A document does not say what the act says that vouches for it.

    Attributes:
        flaw: What is wrong, a phrase of ours that quotes nothing.
    """

    hint = "Do not rely on it; ask base for the same document anew."

    def __init__(self, flaw: str) -> None:
        self.flaw = flaw
        self.message = f"This document does not hold: {flaw}."
        super().__init__()
