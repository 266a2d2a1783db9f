"""A file that leaves base sealed for somebody: for whom, by what road, where it is written; asked alike everywhere.

Owns those questions, and the lines on what the ledger will say. Refuses to own who may be sent what (store), and what
is in the file.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.exchange.recipient_keys import read_aloud
from store.exchange.recipients import Recipient, recipients
from store.keeping.acts.terms.exchange import Channel, ExportPurpose
from tui import wording
from tui.base.roads import ROADS
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.paths import path_of
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.exchange.letting_out import SealedFor
    from store.keeping.store import Store

FOLDER: Final = "going-out/folder"
"""How this device's note is called that holds where the last file was written."""

CLEAR: Final = "\0clear"
"""No recipient's id."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What is known before it is asked.

    Attributes:
        whom: Those on the register who may be chosen, by name.
        folder: Where the last file was written; empty where none was.
    """

    whom: Sequence[Recipient] = field(repr=False)
    folder: str = field(repr=False)

    def chosen(self, answers: Answers) -> Recipient | None:
        """Return whom it is for; None while nobody said, or where it is for nobody."""
        return next((each for each in self.whom if each.recipient == one(answers, "whom")), None)


def offered(store: "Store", purpose: ExportPurpose, may: Callable[[Recipient], bool] = lambda _: True) -> Offered:
    """Return who may be chosen for a purpose; runs in the clerk's thread.

    Args:
        store: Base's.
        purpose: What they have to be registered for; whether it may go to them is the store's to say.
        may: Whether one is offered at all.
    """
    live = [each for each in recipients(store) if not each.is_ended and purpose in each.purposes and may(each)]
    return Offered(live, store.notebook.note_if_any(FOLDER) or "")


def whom_field(known: Offered, *, may_be_clear: bool = False) -> Field:
    """Return the question for whom it is."""
    options = [Option(each.recipient, _named(each)) for each in known.whom]
    if may_be_clear:
        options.append(Option(CLEAR, "nobody: in clear, onto a disk that is shown encrypted"))
    return Field("whom", "For", "For whom is it?", Kind.ONE, lambda _: options)


def road_fields(known: Offered) -> tuple[Field, ...]:
    """Return the questions where it is written, and by what road it goes from there."""
    return (
        Field("file", "File", "Which file is written? Its whole path.", Kind.LINE, first=known.folder),
        Field(
            "by", "Goes by", "By what road does it go?", Kind.ONE, lambda _: ROADS,
            applies=lambda answers: answers.get("whom") != CLEAR,
        ),
    )  # fmt: skip


def path(store: "Store", answers: Answers) -> Path:
    """Return where it is written, and note the folder for the next one; runs in the clerk's thread."""
    chosen = path_of(one(answers, "file") or "")
    store.notebook.write_note(FOLDER, f"{chosen.parent}/")
    return chosen


def sealed_for(known: Offered, answers: Answers) -> "SealedFor | None":
    """Return whom it is sealed for, and its road; None where it leaves in clear."""
    from store.exchange.letting_out import SealedFor

    whom = known.chosen(answers)
    return None if whom is None else SealedFor(whom, Channel(one(answers, "by") or ""))


def means(known: Offered, answers: Answers, what: str, count: int, clause: str, width: int) -> Iterator[PageLine]:
    """Yield how it is protected, and what the ledger says of it before it is there.

    Args:
        known: What was offered.
        answers: Given so far.
        what: What it is.
        count: How many rows it has.
        clause: Under which it goes.
        width: Of the page.
    """
    whom = known.chosen(answers)
    if whom is None:
        yield from paragraph("Anybody who has it can read it. It is a holding from then on.", width, Tint.WARNING)
    else:
        yield from paragraph(f"Sealed for {whom.name}{_key_of(whom)}.", width)
    yield from ledger(what, count, clause, width)


def ledger(what: str, count: int, clause: str, width: int) -> Iterator[PageLine]:
    """Yield what the ledger says of a file before it is there."""
    yield from paragraph(f"The ledger says so first: {what}, {wording.counted(count, 'row')}, clause {clause}.", width)
    yield PageLine("What lies at that path already is replaced.", Tint.MUTED)


def digest_lines(digest: str) -> list[PageLine]:
    """Return a SHA-256 in two lines, to be read aloud or compared."""
    half = len(digest) // 2
    return [PageLine(f"    {part}", Tint.MUTED) for part in (digest[:half], digest[half:])]


def _named(each: Recipient) -> str:
    return wording.plain(f"{each.name}, {each.organisation}")


def _key_of(whom: Recipient) -> str:
    if whom.sealing_key is None:
        return ", of whom no key is on the register"
    return f", whose key reads {read_aloud(bytes.fromhex(whom.sealing_key))}: ring them and compare"
