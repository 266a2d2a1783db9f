"""The card of languages that somebody at the door points at.

Owns its rows. Refuses to own the wordings: a language on the card need not have one.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """One language.

    Attributes:
        tag: BCP 47.
        own_name: What it is called in itself, which is what somebody who reads no English looks for.
        name: What it is called in English, for the interviewer.
    """

    tag: str
    own_name: str
    name: str
