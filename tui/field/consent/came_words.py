"""What an asking came to, as somebody hears it who goes on with the family. Pure.

Owns the sentence. Refuses to own what it came to (store). It names nobody.
"""

from store.fieldwork.consents.came_of import came_of
from store.fieldwork.consents.ceremony import Ceremony
from tui import wording


def came_words(ceremony: Ceremony) -> str:
    """Return which outcome this respondent has, to be recorded with the attempt."""
    came = came_of(ceremony)
    if came is None:
        return "Answers kept; the rest can be asked at a later visit."
    said = wording.words(came.reason or came.result)
    return f"Answers kept. Attempt (A), this person: {said}, {came.code}."
