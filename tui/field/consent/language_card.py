"""The card of languages that somebody at the door points at.

Owns its lines. Refuses to own the languages (agreement). A language on it need not have a wording.
"""

from collections.abc import Sequence

from store.agreement.languages import Language
from tui.widgets.cells import padded
from tui.widgets.page import PageLine, Tint

_NAME = 24


def language_card(languages: Sequence[Language]) -> list[PageLine]:
    """Return the card: what each language calls itself, and what it is called in English."""
    rows = [PageLine(f"{padded(each.own_name, _NAME)} {each.name}") for each in languages]
    return [PageLine("Which language do you speak? Please point at it.", Tint.HEAD), *rows]
