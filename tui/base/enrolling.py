"""A new laptop: its ticket is written, and its answer taken once the six words it shows were read aloud.

Owns what is asked. Refuses to own what a ticket, an answer and the words are, and every check of them (store).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from store.keeping.names import hold_line
from tui import wording
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.form import Form
from tui.paths import path_of
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.clock import Instant
    from store.exchange.enrolment import Waiting
    from store.keeping.store import Store

FOLDER: Final = "enrolment/folder"
"""How this device's note is called that holds where files of laptops were carried last."""


class Known(NamedTuple):
    """What is known before a laptop is asked about.

    Attributes:
        folder: Where files of laptops were carried last; empty where none were.
        until: When a ticket that is written now runs out.
        is_practice: Whether no words are needed.
    """

    folder: str
    until: "Instant"
    is_practice: bool


def known(store: "Store") -> Known:
    """Return what is known before a laptop is asked about; runs in the clerk's thread."""
    from store.exchange.ticket import VALID

    folder = store.notebook.note_if_any(FOLDER) or ""
    return Known(folder, store.now() + VALID, store.sidecar.is_practice)


def ticket_form(before: Known) -> Form:
    """Return what is asked for a ticket."""
    return Form(
        (
            Field("name", "Laptop", "What is the laptop to be called?", Kind.LINE, check=hold_line),
            Field("staff", "Interviewer", "Who is to carry it? Their whole name.", Kind.LINE, check=hold_line),
            Field("to", "Folder", "Into which folder? Its whole path; a stick is one.", Kind.LINE, first=before.folder),
        )
    )


def ticket_means(before: Known, answers: Answers, width: int) -> Sequence[PageLine]:
    """Return what a ticket means, before it is written."""
    until = wording.when(before.until)
    return [
        *paragraph(
            f"Whoever has the ticket can use it once, until {until}: hand it over yourself.", width, Tint.WARNING
        ),
        *paragraph(f"An earlier ticket for {one(answers, 'name') or ''} that is still open ends.", width),
        *paragraph("On the new laptop Doorstep asks for it. Six words follow there: have them read to you.", width),
    ]


def write_ticket(store: "Store", answers: Answers) -> Path:
    """Write a ticket, and remember where it went; runs in the clerk's thread."""
    from store.exchange.ticket import issue_ticket

    folder = path_of(one(answers, "to") or "")
    path = issue_ticket(store, one(answers, "name") or "", one(answers, "staff") or "", folder)
    store.notebook.write_note(FOLDER, str(folder))
    return path


def where_form(before: Known) -> Form:
    """Return what is asked before an answer can be looked for."""
    asked = "In which folder does its answer lie? Its whole path."
    return Form((Field("from", "Folder", asked, Kind.LINE, first=before.folder),))


def answers_in(store: "Store", answers: Answers) -> "list[Waiting]":
    """Return the answers in the folder that was named, and remember it; runs in the clerk's thread.

    Raises:
        NoAnswerError: None lies there.
        StoreError: As `waiting_answers`.
    """
    from store.errors import NoAnswerError
    from store.exchange.enrolment import waiting_answers

    folder = path_of(one(answers, "from") or "")
    found = waiting_answers(store, folder)
    if not found:
        raise NoAnswerError
    store.notebook.write_note(FOLDER, str(folder))
    return found


def words_form(found: "Sequence[Waiting]", *, is_practice: bool) -> Form:
    """Return what is asked about the answers of a folder; one that cannot be accepted says why when it is kept."""
    options = [Option(str(place), _called(each)) for place, each in enumerate(found)]
    whose = Field("whose", "Laptop", "Which laptop is it?", Kind.ONE, lambda _: options)
    return Form((whose, words_field(is_practice=is_practice)))


def words_field(*, is_practice: bool) -> Field:
    """Return the question for six words."""
    read = "Which six words does it show? Have them read aloud."
    asked = f"{read} Practice needs none." if is_practice else read
    return Field("words", "Six words", asked, Kind.LINE, may_be_empty=is_practice, check=_six)


def words_means(width: int) -> Sequence[PageLine]:
    """Return what accepting an answer means, before it is done."""
    return [
        *paragraph("The laptop is one of base's from then on, and its ticket is used up.", width, Tint.HEAD),
        *paragraph(
            "Ring the interviewer on a number you know. Words that differ end the ticket: then somebody stood between.",
            width,
        ),
    ]


def chosen(found: "Sequence[Waiting]", answers: Answers) -> "Waiting":
    """Return the answer that was chosen."""
    return found[int(one(answers, "whose") or 0)]


def take(store: "Store", waiting: "Waiting", answers: Answers) -> None:
    """Take the answer that was chosen; runs in the clerk's thread."""
    from store.exchange.enrolment import accept

    if waiting.fault is not None:
        raise waiting.fault
    accept(store, waiting, one(answers, "words"))


def _six(typed: str) -> object:
    from store.exchange.words import read_words

    return read_words(typed)


def _called(waiting: "Waiting") -> str:
    if waiting.name is None:
        return f"{wording.plain(waiting.path.name)}: to no ticket of this base"
    return wording.plain(waiting.name) + ("" if waiting.fault is None else ": cannot be accepted")
