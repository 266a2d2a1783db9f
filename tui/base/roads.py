"""By what roads files come and go, as options of a question.

Owns the list. Refuses to own which of them is encrypted, and to whom anything goes (store).

Source: agreement 8.1, 8.2.
"""

from typing import Final

from store.keeping.acts.terms.exchange import Channel
from tui import wording
from tui.forms.fields import Option

ROADS: Final = tuple(
    Option(each.value, wording.words(each))
    for each in (
        Channel.TRANSFER_SITE, Channel.SECURE_EMAIL, Channel.COURIER, Channel.REMOVABLE_DRIVE, Channel.HAND,
        Channel.POST,
    )
)  # fmt: skip
