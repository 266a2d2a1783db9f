"""The telephone numbers and mail addresses of a family, as one text in its row.

Owns that spelling. Refuses to own what changes them (follows_details, detail_rows): nobody asks for numbers but with a
family at hand, and a row for each took as long to keep as all else that is known of a family together.
"""

import json
from collections.abc import Iterable
from json.encoder import encode_basestring
from typing import Final, NamedTuple

NONE_KNOWN: Final = "[]"


class Way(NamedTuple):
    """A telephone number or mail address; `kind` is empty for mail, and so is `person` where it is the family's."""

    entry: str
    person: str
    kind: str
    value: str
    is_confidential: bool
    is_odd: bool

    def __repr__(self) -> str:
        """Show nothing of it."""
        return "<Way>"


def ways_in(text: str) -> list[Way]:
    """Return the ways that a text tells of, in the order in which they became known."""
    return [
        Way(entry, person, kind, value, bool(is_confidential), bool(is_odd))
        for entry, person, kind, value, is_confidential, is_odd in json.loads(text)
    ]


def text_of(ways: Iterable[Way]) -> str:
    """Return ways as one text."""
    return joined([one_of(*each) for each in ways])


def joined(each: Iterable[str]) -> str:
    """Return what `one_of` gave for each way as the text of all."""
    return f"[{','.join(each)}]"


def one_of(entry: str, person: str, kind: str, value: str, is_confidential: bool, is_odd: bool) -> str:
    """Return one way as it stands in that text."""
    hidden, odd = 1 if is_confidential else 0, 1 if is_odd else 0
    return f'["{entry}","{person}","{kind}",{encode_basestring(value)},{hidden},{odd}]'
