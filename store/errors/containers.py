"""What can go wrong with the container of a council's delivery, before a single value of it is read.

Owns their sentences. Refuses to name a file inside, or anything that stood in one.
"""

from typing import ClassVar

from store.errors.base import StoreError

_AGAIN = "Ask the council to send it again as a zip, 7z, xlsx or OpenPGP file encrypted with AES-256."


class ContainerError(StoreError):
    """A container was not opened, and nothing of it was kept.

    Attributes:
        container: What it is, a word of `store.keeping.acts.terms.exchange.Container`.
        is_unreadable: Whether it cannot be read, so that the council has to be told within a week (clause 8.4).
    """

    is_unreadable: ClassVar[bool] = False

    def __init__(self, container: str) -> None:
        self.container = container
        super().__init__()


class ContainerUnencryptedError(ContainerError):
    """It is in clear, all of it or a part.

    Source:
        Agreement 8.3.
    """

    message = "This delivery is not encrypted and was refused whole: clause 8.3 asks for AES-256 or better."
    hint = f"Delete this copy, tell your supervisor that it came in clear, and {_AGAIN[0].lower()}{_AGAIN[1:]}"


class ContainerWeakError(ContainerError):
    """Its protection is weaker than agreed.

    Attributes:
        algorithm: What protects it, as its own header says.

    Source:
        Agreement 8.3.
    """

    hint = _AGAIN

    def __init__(self, container: str, algorithm: str) -> None:
        self.algorithm = algorithm
        self.message = (
            f"This delivery is protected by {algorithm} and was refused whole: clause 8.3 asks for AES-256 or better."
        )
        super().__init__(container)


class ContainerDamagedError(ContainerError):
    """It breaks off, or is not what it says it is."""

    is_unreadable = True
    message = "This delivery is damaged or broken off, and cannot be opened."
    hint = "Copy it again from where it came; if that does not help, ask the council to send it again."


class ContainerUnknownError(ContainerError):
    """It is nothing that is known here."""

    is_unreadable = True
    message = "This delivery is no zip, 7z, xlsx or OpenPGP file, and cannot be opened."
    hint = _AGAIN


class ContainerMethodError(ContainerError):
    """It is strong enough, but packed or sealed in a way that is not read here.

    Attributes:
        way: Which, a phrase of ours.
    """

    is_unreadable = True

    def __init__(self, container: str, way: str, hint: str = _AGAIN) -> None:
        self.way = way
        self.message = f"This delivery is {way}, which cannot be opened here."
        self.hint = hint
        super().__init__(container)


class ContainerPassphraseError(ContainerError):
    """The passphrase is not the one it was encrypted with."""

    is_unreadable = True
    message = "The passphrase does not open this delivery."
    hint = "Type it again as the council gave it; if it is the right one, ask the council for the delivery's own."


class ContainerTooLargeError(ContainerError):
    """It is, or unpacks to, more than is ever read.

    Attributes:
        limit_mib: The most there may be.
    """

    hint = "Ask the council to send it in several smaller batches."

    def __init__(self, container: str, limit_mib: int) -> None:
        self.limit_mib = limit_mib
        self.message = f"This delivery is larger than any may be ({limit_mib} MiB), packed or unpacked."
        super().__init__(container)


class ContainerCrowdedError(ContainerError):
    """It does not hold exactly one file.

    Attributes:
        files_count: How many it holds.
    """

    hint = "Ask the council to send each table in a container of its own."

    def __init__(self, container: str, files_count: int) -> None:
        self.files_count = files_count
        self.message = f"This delivery holds {files_count} files, and one table is expected."
        super().__init__(container)
