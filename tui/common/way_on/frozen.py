"""A frozen store, on the laptop: base is asked for a way on, and its answer is taken.

Owns the questions and the sentences. Refuses to own the request, the answer, and what is opened by it (store).
"""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.errors import NotFrozenError
from store.ids import DeviceId
from tui import wording
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.form import Form
from tui.paths import path_of
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.store import Store

TITLE: Final = "Frozen store"
ASK, TAKE = "ask", "take"

_WHAT: Final = (Option(ASK, "ask base for a way on"), Option(TAKE, "base's answer is here"))


def frozen_device(store: "Store") -> DeviceId:
    """Return which device this is, where there is something to ask; runs in the clerk's thread.

    Raises:
        NotFrozenError: It takes acts.
    """
    if store.frozen is None:
        raise NotFrozenError
    return DeviceId(store.sidecar.store)


def form(device: DeviceId) -> Form:
    """Return what is asked on a device."""

    def hold_answer(typed: str) -> None:
        from store.exchange.lifting import ANSWER
        from store.exchange.signed_file import claimed, content_of

        claimed(content_of(_answer_path(typed, device)), ANSWER)

    return Form(
        (
            Field("what", "Wanted", "This store is frozen. What is it now?", Kind.ONE, lambda _: _WHAT),
            Field("to", "Folder", "Into which folder is the request to base written? A stick is one.", Kind.LINE,
                  applies=lambda answers: one(answers, "what") == ASK, check=_hold_folder),
            Field("from", "Answer", "In which folder does base's answer lie?", Kind.LINE,
                  applies=takes_answer, check=hold_answer),
        )
    )  # fmt: skip


def takes_answer(answers: Answers) -> bool:
    """Say whether base's answer is taken, not asked for."""
    return one(answers, "what") == TAKE


def means(answers: Answers) -> list[PageLine]:
    """Return what it means, before it is done."""
    if takes_answer(answers):
        head = "This laptop goes on from what it has here now, in a new branch of its journal."
        said = "What it held before stays as it was, and what base holds of it is not lost."
    else:
        head = "Base is asked to let this laptop go on."
        said = "Nothing here changes by that. A supervisor answers, and raises an incident."
    return [*paragraph(head, tint=Tint.HEAD), *paragraph(said)]


def see_to(store: "Store", answers: Answers) -> list[PageLine]:
    """Write the request, or go on as base's answer allows; return what is done next. Runs in the clerk's thread.

    Raises:
        StoreError: As `lifting.request` and `lifting.apply`.
    """
    from store.exchange import lifting
    from store.exchange.signed_file import content_of

    if takes_answer(answers):
        lifting.apply(store, content_of(_answer_path(one(answers, "from") or "", DeviceId(store.sidecar.store))))
        return [
            *paragraph("This laptop goes on.", tint=Tint.HEAD),
            PageLine(""),
            *paragraph("Go back, and unlock it again; then F5 sends base what was told meanwhile."),
        ]
    path = lifting.request(store, path_of(one(answers, "to") or ""))
    return [
        *paragraph(f"Wrote {path.name}.", tint=Tint.HEAD),
        PageLine(""),
        *paragraph(f"1. Bring it to base: it lies in {wording.plain(str(path.parent))}."),
        *paragraph("2. A supervisor answers it there: Laptops (l, r)."),
        *paragraph("3. With base's answer: r in the list of families, here."),
    ]


def _hold_folder(typed: str) -> None:
    from store.exchange.signed_file import hold_folder

    hold_folder(path_of(typed))


def _answer_path(typed: str, device: DeviceId) -> Path:
    from store.exchange.lifting import answer_name

    path = path_of(typed)
    return path / answer_name(device) if path.is_dir() else path
