"""The texts read to a person, each bound to its version by a hash.

Owns the check that a text is the agreed one and is fit to be read. Refuses to own whether it names every party: that is
a clause (1.2-1.4) and stands in `clauses`.
"""

import re
from dataclasses import dataclass, field
from hashlib import sha256
from unicodedata import is_normalized

from store.agreement.purposes import Purpose
from store.errors import WordingRefusedError

_PLACEHOLDER = re.compile(r"[\[\]{}<>]|__|\.{4,}|\b(?:TBC|TBA|TODO|XX+|lorem ipsum)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wording:
    """One text, in one language, for one purpose.

    Attributes:
        version: Counted from 1 within an id and language.
        language: BCP 47 tag, for example `en`.
        sha256: Of the text in UTF-8, 64 lower-case hex digits.
        text: As it is read aloud; paragraphs parted by an empty line.
    """

    id: str
    purpose: Purpose
    version: int
    language: str
    sha256: str
    text: str = field(repr=False)


def check_wording(wording: Wording) -> None:
    """Return if a wording is whole: its hash matches, no placeholder is left, and it is in Unicode's NFC form.

    Raises:
        WordingRefusedError: One of these does not hold.
    """
    if sha256(wording.text.encode()).hexdigest() != wording.sha256:
        raise WordingRefusedError(wording.id, wording.version, "its text does not match its SHA-256")
    if _PLACEHOLDER.search(wording.text):
        raise WordingRefusedError(wording.id, wording.version, "a placeholder is left in its text")
    if not is_normalized("NFC", wording.text):
        raise WordingRefusedError(wording.id, wording.version, "its text is not in Unicode's NFC form")
