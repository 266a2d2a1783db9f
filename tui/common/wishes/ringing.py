"""Whom to ring, and the paper form where a store takes nothing. Pure.

Owns their lines. Refuses to own the directory (agreement) and what is shown where.
"""

import secrets
from collections.abc import Sequence
from typing import Final

from store.clock import Instant
from store.custody.contact_card import Contact
from store.errors import StoreError
from tui import wording
from tui.common.wishes.wish import Wish
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""None that is taken for another when it is read out."""


def paper_number() -> str:
    """Return a number for a sheet of paper that no other sheet has, as far as chance goes: one in 6 * 10**11."""
    symbols = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"P-{symbols[:4]}-{symbols[4:]}"


def ringing_lines(contacts: Sequence[Contact]) -> list[str]:
    """Return whom to ring, a line each."""
    return [
        f"{each.title}: {each.name + ', ' if each.name else ''}{each.telephone or 'its number is on your contact card'}"
        for each in contacts
    ]


def ringing(contacts: Sequence[Contact]) -> list[PageLine]:
    """Return whom to ring, as lines of a page."""
    lines = [PageLine("Whom to ring", Tint.HEAD)]
    for each in ringing_lines(contacts):
        lines += paragraph(each, before="  ", indent="")
    return lines


def paper_form(
    wish: Wish, refusal: StoreError, number: str, at: Instant, contacts: Sequence[Contact]
) -> list[PageLine]:
    """Return a form to write down by hand: the store cannot take what somebody has to say."""
    asked = [*wish.on_paper, "your name, today's date and the time, and sign it"]
    return [
        PageLine("This laptop cannot take it now", Tint.WARNING),
        *paragraph(refusal.message, before="  ", indent=""),
        *paragraph(refusal.hint, before="  ", indent=""),
        PageLine(""),
        PageLine(f"Write it on paper, under the number {number}", Tint.HEAD),
        *(PageLine(f"  {place}. {each}") for place, each in enumerate(asked, start=1)),
        PageLine(f"  This machine's clock says {wording.moment(at)}."),
        PageLine(""),
        *ringing(contacts),
        PageLine(""),
        PageLine("Read the number out when you ring, and hand the sheet in: base enters it."),
    ]
