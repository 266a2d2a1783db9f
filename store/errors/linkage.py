"""What can go wrong in sending people to be linked with records, and in stopping it again."""

from collections.abc import Sequence

from store.errors.base import StoreError


class NobodyLinkedError(StoreError):
    """There is nobody with a live yes to linkage."""

    message = "Nobody's yes to linkage stands now, so there is nothing to send (4.2)."
    hint = "Let the laptops sync first if interviews were held since."


class NobodyStoppedError(StoreError):
    """There is nobody a recipient has to take out again."""

    message = "Nobody whose data that recipient was sent has taken linkage back since it was last told."
    hint = "There is nothing to do; `doorstep linkage list` shows what was sent."


class WhichRecordsError(StoreError):
    """The agreement names other records to link with, or several.

    Attributes:
        known: What it calls them.
    """

    message = "The agreement does not link with those records, or with several and none was named."

    def __init__(self, known: Sequence[str]) -> None:
        self.known = tuple(known)
        self.hint = f"Name one with --records: {', '.join(known)}." if known else "It names none: nothing can be sent."
        super().__init__()


class LinkageFileUnknownError(StoreError):
    """No extract or stop-list that waits to be confirmed is called that, or several are."""

    message = "No extract or stop-list that is still open has an id that begins like that, or more than one has."
    hint = "See them with `doorstep linkage list`, and give as much of the id as tells it apart."


class AcknowledgementFirstError(StoreError):
    """Everything would be destroyed while something sent for linkage is not confirmed (7.2f).

    Attributes:
        count: How many files.
    """

    hint = "See them with `doorstep linkage list`; record each with `doorstep linkage acknowledge`, then do this again."

    def __init__(self, count: int) -> None:
        self.count = count
        files = "1 file" if count == 1 else f"{count} files"
        self.message = f"{files} sent for linkage may have to be sent again, so not everything is destroyed yet (7.2f)."
        super().__init__()
