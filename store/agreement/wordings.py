"""The texts read to a person, each bound to its version by a hash.

Owns the check that a text is the agreed one and is fit to be read, what is put in when it is shown, and which text is
for whom. Refuses to own whether it names every party: that is a clause (1.2-1.4) and stands in `clauses`.
"""

import re
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Final
from unicodedata import is_normalized

from store.agreement.purposes import Purpose
from store.agreement.reading import NO_SUCH
from store.errors import WordingRefusedError

YOUNG_PERSON: Final = "young person"
"""The one slot there is: whom a parent's permission is about, since there may be several."""

EASY_READ_COLUMNS: Final = 76
EASY_READ_LINES: Final = 18
"""What is left for one page of easy reading on a terminal of 80 by 24."""

_SLOT = re.compile("«([^«»]*)»")
_PLACEHOLDER = re.compile(r"[\[\]{}<>]|__|\.{4,}|\b(?:TBC|TBA|TODO|XX+|lorem ipsum)\b", re.IGNORECASE)


class WordingForm(StrEnum):
    """How a wording is laid out."""

    EASY_READ = "easy_read"
    FULL = "full"


class TranslationState(StrEnum):
    """Whether a translator has checked a wording."""

    CHECKED = "checked"
    NEEDS_CHECK = "needs_check"
    ORIGINAL = "original"


@dataclass(frozen=True, slots=True)
class Wording:
    """One text, in one language and form, for one purpose.

    Attributes:
        target: Which of the purpose's targets it asks about; None where the purpose has none.
        version: Counted from 1 within an id and language.
        language: BCP 47 tag, for example `en`.
        sha256: Of the text in UTF-8, 64 lower-case hex digits.
        text: As it is read aloud; a line each, paragraphs parted by an empty line.
    """

    id: str
    purpose: Purpose
    target: str | None = field(metadata=NO_SUCH)
    version: int
    language: str
    form: WordingForm
    translation: TranslationState
    sha256: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Shown:
    """A wording as somebody was shown it.

    Attributes:
        text: With whatever was put in.
    """

    wording: Wording
    text: str = field(repr=False)

    @property
    def sha256(self) -> str:
        """SHA-256 of the text as shown, in UTF-8, 64 lower-case hex digits."""
        return sha256(self.text.encode()).hexdigest()


def check_wording(wording: Wording) -> None:
    """Return if a wording is whole: its hash, nothing left to fill in, Unicode's NFC, and one page where it has to be.

    Raises:
        WordingRefusedError: One of these does not hold.
    """
    text = wording.text
    if sha256(text.encode()).hexdigest() != wording.sha256:
        raise WordingRefusedError(wording.id, wording.version, "its text does not match its SHA-256")
    if _PLACEHOLDER.search(text) or _slots_left(wording):
        raise WordingRefusedError(wording.id, wording.version, "a placeholder is left in its text")
    if not is_normalized("NFC", text):
        raise WordingRefusedError(wording.id, wording.version, "its text is not in Unicode's NFC form")
    if wording.form is WordingForm.EASY_READ and len(wrapped(text, EASY_READ_COLUMNS)) > EASY_READ_LINES:
        raise WordingRefusedError(wording.id, wording.version, "its easy-read text does not fit on one page")


def show(wording: Wording, put_in: Mapping[str, str]) -> Shown:
    """Return a wording as it is shown.

    Args:
        wording: One that `check_wording` let through.
        put_in: What stands in each slot; more than the text has is no fault.

    Raises:
        WordingRefusedError: A slot of the text stays empty.
    """

    def filled(slot: re.Match[str]) -> str:
        said = put_in.get(slot[1], "").strip()
        if not said:
            raise WordingRefusedError(wording.id, wording.version, "a placeholder is left in its text")
        return said

    return Shown(wording, _SLOT.sub(filled, wording.text))


def wrapped(text: str, columns: int) -> list[str]:
    """Return a text as lines of a width, its own line breaks and empty lines kept, none at its end."""
    lines: list[str] = []
    for line in text.strip("\n").split("\n"):
        lines += textwrap.wrap(line, columns, break_on_hyphens=False) or [""]
    return lines


def newest(
    wordings: Iterable[Wording], purpose: Purpose, target: str | None, language: str, form: WordingForm
) -> Wording | None:
    """Return the wording of the highest version for one question, or None where there is none in that language."""
    fitting = (
        each
        for each in wordings
        if (each.purpose, each.target, each.language, each.form) == (purpose, target, language, form)
    )
    return max(fitting, key=lambda each: each.version, default=None)


def _slots_left(wording: Wording) -> bool:
    """Say whether a text has a slot nobody fills, or half of one."""
    allowed = {YOUNG_PERSON} if wording.purpose is Purpose.PARENTAL_PERMISSION else set()
    rest = _SLOT.sub("", wording.text)
    return not set(_SLOT.findall(wording.text)) <= allowed or "«" in rest or "»" in rest
