"""A supervisor's word on a laptop's disk that cannot be shown encrypted: what is asked, and the file that carries it.

Owns the questions and the sentences. Refuses to own what a word is good for, and until when (store).

Source: design 4; agreement A9.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from store.agreement.london import london_day
from store.custody.volumes.telling import HOLDS
from store.keeping.names import hold_line
from tui import wording
from tui.base.enrolling import FOLDER
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.form import Form
from tui.paths import path_of
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.clock import Instant
    from store.keeping.store import Store


class Known(NamedTuple):
    """What is known before somebody vouches.

    Attributes:
        laptops: Whose disk can be vouched for, by name: base's laptops, and those that are being set up.
        folder: Where files of laptops were carried last; empty where none were.
        until: When a word that is given now runs out.
    """

    laptops: Sequence[str]
    folder: str
    until: "Instant"


def known(store: "Store") -> Known:
    """Return what is known before somebody vouches; runs in the clerk's thread."""
    from store.exchange.volume_word import may_be_vouched

    return Known(may_be_vouched(store), store.notebook.note_if_any(FOLDER) or "", store.now() + HOLDS)


def form(before: Known, pointed: str | None) -> Form:
    """Return what is asked; the laptop that is pointed at stands first."""
    laptops = sorted(before.laptops, key=lambda name: name != pointed)
    options = [Option(each, wording.plain(each)) for each in laptops]
    seen = "What did you see that shows its disk encrypted? A line; no family."
    return Form(
        (
            Field("laptop", "Laptop", "Whose disk do you vouch for?", Kind.ONE, lambda _: options),
            Field("reason", "Seen", seen, Kind.LINE, check=hold_line),
            Field("to", "Folder", "Into which folder is your word written? A stick is one.", Kind.LINE,
                  first=before.folder, check=_hold_folder),
        )
    )  # fmt: skip


def means(before: Known, answers: Answers, width: int) -> list[PageLine]:
    """Return what a word means."""
    name, until = wording.plain(one(answers, "laptop") or ""), wording.day(london_day(before.until))
    return [
        *paragraph(f"{name} opens on your word, although nothing there shows its disk encrypted.", width, Tint.WARNING),
        *paragraph(f"It counts for {name} alone, until {until}, and stands in the trail with your name.", width),
        *paragraph("Families on a disk that is not encrypted are a breach of A9. Word back (w) ends it.", width),
    ]


def give(store: "Store", answers: Answers) -> Path:
    """Write the word, and remember where it went; runs in the clerk's thread.

    Raises:
        StoreError: As `give_word`.
    """
    from store.exchange.volume_word import give_word

    folder = path_of(one(answers, "to") or "")
    path = give_word(store, one(answers, "laptop") or "", one(answers, "reason") or "", folder)
    store.notebook.write_note(FOLDER, str(folder))
    return path


def given_lines(path: Path, width: int) -> list[PageLine]:
    """Return where a word lies, and what is done with it."""
    return [
        *paragraph(f"Wrote {path.name}.", width, Tint.HEAD),
        PageLine(""),
        *paragraph(f"It lies in {wording.plain(str(path.parent))}. Have it brought to the laptop.", width),
        *paragraph(f"There: doorstep --volume-word {path.name}", width),
    ]


def _hold_folder(typed: str) -> None:
    from store.exchange.signed_file import hold_folder

    hold_folder(path_of(typed))
