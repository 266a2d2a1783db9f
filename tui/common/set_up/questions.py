"""What set-up asks, and what the answers ask of the store. Pure.

Owns the questions. Refuses to own the rules: they are those of `doorstep init`.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from store.door import NewBase, NewField
from store.exchange.signed_file import content_of
from store.exchange.ticket import Ticket, read_ticket
from store.keeping.names import hold_line
from tui import wording
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.paths import path_of
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

LAPTOP, BASE = "laptop", "base"
PRACTICE, REAL = "practice", "real"
KEYRING, ALONE = "keyring", "alone"

TRAINING_BEGINS: Final = "2015-11-02"
"""Inside the term, a Monday morning (design)."""

_ROLES: Final = (
    Option(LAPTOP, "a laptop: base gave me a ticket for it"),
    Option(BASE, "a base station, of which I am the first supervisor"),
)
_USES: Final = (
    Option(PRACTICE, "practice: made-up families, on a training clock"),
    Option(REAL, "real: families of the survey"),
)
_KEYRINGS: Final = (
    Option(KEYRING, "this machine's keyring and a passphrase: neither alone opens it"),
    Option(ALONE, "a longer passphrase alone: whoever has the folder and it has everything"),
)


_NEXT: Final = "Next: a PIN for the cover, if you want one, and the passphrase."


def is_of_laptop(answers: Answers) -> bool:
    """Say whether the answers are those of a laptop."""
    return one(answers, "role") == LAPTOP


def _is_base(answers: Answers) -> bool:
    return one(answers, "role") == BASE


def _is_practice(answers: Answers) -> bool:
    return _is_base(answers) and one(answers, "use") == PRACTICE


def _is_real(answers: Answers) -> bool:
    return _is_base(answers) and one(answers, "use") == REAL


def ticket_of(typed: str) -> Ticket:
    """Return the ticket at a path that was typed.

    Raises:
        StoreError: It cannot be read, or not be used.
    """
    return read_ticket(content_of(path_of(typed)))


QUESTIONS: Final[Sequence[Field]] = (
    Field("role", "This machine is", "There is no store here yet. What is this machine?", Kind.ONE,
          options=lambda _: _ROLES),
    Field("ticket", "Ticket", "Where is the ticket file that base made? Its whole path.", Kind.LINE,
          applies=is_of_laptop, check=ticket_of),
    Field("name", "Name of the base", "What is this base called?", Kind.LINE, applies=_is_base, check=hold_line),
    Field("staff", "Your name", "What is your name? You declare that you are trained.", Kind.LINE,
          applies=_is_base, check=hold_line),
    Field("use", "For", "What is it for?", Kind.ONE, options=lambda _: _USES, applies=_is_base),
    Field("as_if", "Training begins", "On which day does the training clock begin?", Kind.LINE,
          applies=_is_practice, check=wording.hold_day, first=TRAINING_BEGINS),
    Field("attesting", "Disk", "If the disk cannot be shown encrypted: what did you see? Enter goes on without.",
          Kind.LINE, applies=_is_real, may_be_empty=True, check=hold_line),
    Field("agreement", "Agreement", "Another agreement's file? Enter goes on with Essex 2015.", Kind.LINE,
          applies=_is_base, may_be_empty=True),
    Field("keyring", "Protected by", "How is it protected?", Kind.ONE, options=lambda _: _KEYRINGS,
          applies=lambda answers: "role" in answers),
)  # fmt: skip


def new_base(answers: Answers) -> NewBase:
    """Return what is asked of the store; the answers are those of a base."""
    as_if, agreement = one(answers, "as_if"), one(answers, "agreement")
    return NewBase(
        name=one(answers, "name") or "",
        staff_name=one(answers, "staff") or "",
        as_if=wording.day_or_instant(as_if, wording.WORK_BEGINS) if as_if else None,
        has_keyring=one(answers, "keyring") == KEYRING,
        agreement=path_of(agreement) if agreement else None,
        attesting=one(answers, "attesting"),
    )


def new_field(answers: Answers) -> NewField:
    """Return what is asked of the store; the answers are those of a laptop."""
    return NewField(ticket=path_of(one(answers, "ticket") or ""), has_keyring=one(answers, "keyring") == KEYRING)


def means(answers: Answers, folder: Path) -> list[PageLine]:
    """Return what will be made, before the passphrase is asked for.

    Raises:
        StoreError: The ticket is none that can be used.
    """
    if is_of_laptop(answers):
        ticket = ticket_of(one(answers, "ticket") or "")
        said = [
            f"The {'practice ' if ticket.is_practice else ''}laptop {ticket.name} of {ticket.base_name},"
            f" for {ticket.staff_name}.",
            "Its answer is left beside the ticket, and six words are shown.",
            _NEXT,
        ]
    else:
        said = [
            f"The {'practice ' if _is_practice(answers) else ''}base {one(answers, 'name')}, with"
            f" {one(answers, 'staff')} as its first supervisor, whose declaration of training is recorded for a year.",
            _NEXT,
        ]
    return [line for each in (f"It is made in {folder}.", *said) for line in paragraph(wording.plain(each), indent="")]


def made_base(answers: Answers) -> list[PageLine]:
    """Return what to do once a base is made."""
    return [
        *paragraph(f"The base {wording.plain(one(answers, 'name') or '')} is made.", tint=Tint.HEAD, indent=""),
        PageLine(""),
        *paragraph(
            "Add a second supervisor soon (s Staff, then a): without one, a forgotten passphrase loses this base.",
            indent="",
        ),
        *paragraph("Go back, and unlock it with the passphrase you chose.", indent=""),
    ]


def large(six: Sequence[str]) -> list[PageLine]:
    """Return six words, one a line and letter by letter: they are read aloud."""
    return [
        PageLine(f"    {place}   {' '.join(word.upper())}", Tint.WARNING) for place, word in enumerate(six, start=1)
    ]


def made_laptop(answers: Answers, six: Sequence[str]) -> list[PageLine]:
    """Return the six words, large, and what happens next."""
    folder = path_of(one(answers, "ticket") or "").parent
    return [
        *paragraph("The laptop is made. Read these six words aloud to whoever is at base:", tint=Tint.HEAD, indent=""),
        PageLine(""),
        *large(six),
        PageLine(""),
        *paragraph(
            f"1. Bring the answer to base: it lies beside the ticket, in {wording.plain(str(folder))}.", indent=""
        ),
        *paragraph("2. Base types the six words. Write them down if nobody is there now.", indent=""),
        *paragraph(
            "3. Then go back, unlock it with the passphrase you chose, and press F5: families come with the bundle.",
            indent="",
        ),
    ]
