"""What can go wrong with acts and canonical JSON."""

import re

from store.errors.base import StoreError


class NotCanonicalError(StoreError):
    """Bytes are not canonical JSON, or a value has no canonical spelling.

    Attributes:
        reason: Why, a code of `store.keeping.canonical.Fault`.
    """

    hint = "Do not rely on it; ask for it again from where it came from."

    def __init__(self, reason: str) -> None:
        self.reason = reason
        self.message = f"This is not canonical JSON ({reason.replace('_', ' ')})."
        super().__init__()


class UnknownActError(StoreError):
    """The catalogue has no act of this kind and version.

    Attributes:
        kind: The kind as the header names it; "unnamed" if that is no kind's form.
        version: The version as the header names it.
    """

    hint = "A newer release of Doorstep wrote it: update this one, then try again."

    def __init__(self, kind: str, version: int) -> None:
        self.kind = kind if re.fullmatch(r"[a-z][a-z0-9_]{0,63}", kind, re.ASCII) else "unnamed"
        self.version = version
        self.message = f"This release does not know the act {self.kind}, version {version}."
        super().__init__()


class ActBodyError(StoreError):
    """A body does not fit the act that its header names.

    Attributes:
        kind: The act.
    """

    hint = "Do not rely on this entry; run `doorstep verify` on the store it came from."

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.message = f"The body of an act {kind} does not have the shape of one."
        super().__init__()


class ActTooLargeError(StoreError):
    """An act says more than one entry may hold.

    Attributes:
        kind: The act.
        size_bytes: How large its body would be.
        max_bytes: How large a body may be.
    """

    hint = "Say it shorter, or in several steps."

    def __init__(self, kind: str, size_bytes: int, max_bytes: int) -> None:
        self.kind = kind
        self.size_bytes = size_bytes
        self.max_bytes = max_bytes
        self.message = f"An act {kind} would take {size_bytes} bytes, and one entry holds {max_bytes}."
        super().__init__()
