"""A file of wordings that base issues: tables as in an agreement, and nothing else.

Owns reading it. Refuses to own whether a wording is fit to be read (wordings, clauses).
"""

from dataclasses import dataclass
from pathlib import Path

from store.agreement.loading import LARGEST_FILE_BYTES, toml_of
from store.agreement.reading import read
from store.agreement.wordings import Wording
from store.errors import AgreementUnreadableError, WordingFileError


@dataclass(frozen=True, slots=True)
class _File:
    wordings: tuple[Wording, ...]


def read_wordings(path: Path) -> tuple[Wording, ...]:
    """Return the wordings of a file, at least one, in its order.

    Raises:
        WordingFileError: It is missing, too large, no TOML in UTF-8, or holds anything but wordings.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE_BYTES + 1)
    except OSError as error:
        raise WordingFileError("the file", "cannot be opened") from error
    try:
        found = read(_File, toml_of(raw), "").wordings
    except AgreementUnreadableError as refusal:
        raise WordingFileError(refusal.where, refusal.why) from None
    if not found:
        raise WordingFileError("wordings", "is empty")
    return found
