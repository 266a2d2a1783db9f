"""A laptop that cannot go on by itself: its request is answered, by two people or with a reason.

Owns what is asked, and the sentences. Refuses to own what a request and an answer are, and every check of them (store).
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from store.agreement.london import london_day
from store.errors import NoLaptopRequestError
from store.keeping.names import hold_line
from tui import staff_words, wording
from tui.base.enrolling import FOLDER, words_field
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.form import Form
from tui.forms.secrets import passphrase
from tui.paths import path_of
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.exchange.ways_on import Waiting
    from store.keeping.store import Store


def where_form(folder: str) -> Form:
    """Return what is asked before a request can be looked for."""
    asked = "In which folder does its request lie? Its whole path."
    return Form((Field("from", "Folder", asked, Kind.LINE, first=folder),))


def requests_in(store: "Store", answers: Answers) -> "list[Waiting]":
    """Return the requests in the folder that was named, and remember it; runs in the clerk's thread.

    Raises:
        NoLaptopRequestError: None lies there.
        StoreError: As `waiting_requests`.
    """
    from store.exchange.ways_on import waiting_requests

    folder = path_of(one(answers, "from") or "")
    found = waiting_requests(store, folder)
    if not found:
        raise NoLaptopRequestError
    store.notebook.write_note(FOLDER, str(folder))
    return found


def form(found: "Sequence[Waiting]", *, is_practice: bool) -> Form:
    """Return what is asked about the requests of a folder: of two people for a passphrase, why for a frozen store."""
    options = [Option(str(place), _called(each)) for place, each in enumerate(found)]

    def is_forgotten(answers: Answers) -> bool:
        return "whose" in answers and chosen(found, answers).is_forgotten

    def is_frozen(answers: Answers) -> bool:
        return "whose" in answers and chosen(found, answers).is_frozen

    return Form(
        (
            Field("whose", "Request", "Which request is answered?", Kind.ONE, lambda _: options),
            replace(words_field(is_practice=is_practice), applies=is_forgotten),
            Field(
                "second", "Approves", "The second person's own passphrase, typed by them.", Kind.LINE,
                applies=is_forgotten, is_secret=True,
            ),
            Field("reason", "Why", "Why may this laptop go on?", Kind.LINE, applies=is_frozen, check=hold_line),
        )
    )  # fmt: skip


def chosen(found: "Sequence[Waiting]", answers: Answers) -> "Waiting":
    """Return the request that was chosen."""
    return found[int(one(answers, "whose") or 0)]


def means(asked: "Waiting", width: int) -> list[PageLine]:
    """Return what an answer means, before it is written.

    Raises:
        StoreError: The request cannot be answered.
    """
    if asked.fault is not None:
        raise asked.fault
    laptop, staff = wording.plain(asked.laptop), wording.plain(asked.staff)
    if asked.left_on is not None:
        head = f"{laptop} opens to the new passphrase that was chosen with this request."
        said = [
            *staff_words.let_in(laptop, staff, asked.left_on),
            f"Have {laptop} before you, or ring whoever has it on a number you know: they get in.",
            "Two people answer, and the trail says so.",
        ]
    elif asked.is_forgotten:
        head = f"{laptop} opens to the new passphrase that {staff} chose with this request."
        said = [
            f"Ring {staff} on a number you know: whoever wrote this request gets into {laptop}.",
            "Two people answer, and the trail says so.",
        ]
    else:
        head = f"{laptop}, which {staff} carries, goes on from what it still has, beside what base has of it."
        said = [
            _stands(asked),
            "An incident is raised, for an older copy was put back, or worse: its clocks begin to run.",
        ]
    return [*paragraph(head, width, Tint.HEAD), *(line for each in said for line in paragraph(each, width))]


def answer(store: "Store", asked: "Waiting", answers: Answers) -> Path:
    """Write the answer beside the request, and return where; runs in the clerk's thread.

    Raises:
        StoreError: As `approvals.approve`, `recovery_answer.answer` and `lifting.answer`.
    """
    if asked.is_forgotten:
        return _let_in(store, asked.raw, answers, asked.path.parent)
    from store.exchange import lifting

    return lifting.answer(store, asked.raw, one(answers, "reason") or "", asked.path.parent)


def answered_lines(asked: "Waiting", path: Path, width: int) -> list[PageLine]:
    """Return where an answer lies, and what is done with it."""
    where = wording.plain(str(path.parent))
    then = "F4 at the prompt, and the new passphrase" if asked.is_forgotten else "r in the list of families"
    return [
        *paragraph(f"Wrote {path.name}, beside the request.", width, Tint.HEAD),
        PageLine(""),
        *paragraph(f"It lies in {where}. Have it brought to {wording.plain(asked.laptop)}.", width),
        *paragraph(f"There, {then}.", width),
    ]


def _let_in(store: "Store", raw: bytes, answers: Answers, to: Path) -> Path:
    from store.exchange import recovery_answer, recovery_files
    from store.keeping import approvals

    second = passphrase(answers, "second")
    try:
        approval = approvals.approve(store, second, recovery_answer.MATTER, recovery_files.digest_of(raw))
    finally:
        second.wipe()
    return recovery_answer.answer(store, raw, one(answers, "words"), approval, to)


def _stands(asked: "Waiting") -> str:
    if asked.stands_at is None:
        return "Base never heard of what its store holds now."
    on = wording.day(london_day(asked.stands_at))
    return f"Its store stands as it was on {on}; what it did since then is at base, as far as it was sent."


def _called(asked: "Waiting") -> str:
    laptop, staff = wording.plain(asked.laptop), wording.plain(asked.staff)
    if asked.fault is not None:
        return f"{wording.plain(asked.path.name)}: cannot be answered"
    if asked.left_on is not None:
        return f"{laptop}: {staff} left, and nobody can unlock it"
    return f"{laptop}: {staff} forgot the passphrase" if asked.is_forgotten else f"{laptop}: its store is frozen"
