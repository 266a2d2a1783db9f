"""Handing this laptop in, also where nobody can unlock it any more.

Owns the questions. Refuses to own what base does with it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from store.exchange.told_locked import handed_in, note_hand_in, sheets_count
from store.keeping.noting import keep_or_note
from store.keeping.opening import ClosedStore
from tui.common.wishes.wish import Wish
from tui.forms.fields import Answers, Field, Kind, one

if TYPE_CHECKING:
    from store.keeping.store import Store


def _note(closed: ClosedStore, answers: Answers) -> Sequence[str]:
    note_hand_in(closed, one(answers, "sheets") or "")
    return ()


def _keep(store: "Store", answers: Answers) -> Sequence[str]:
    keep_or_note(store, handed_in(store, sheets_count(one(answers, "sheets") or "")))
    return ()


HAND_IN: Final = Wish(
    title="Hand in",
    fields=(
        Field(
            "sheets",
            "Sheets left",
            "How many sheets of paper are not handed in with it?",
            Kind.LINE,
            first="0",
            is_typed_over=True,
        ),
    ),
    means=(
        "It is kept that this laptop is handed in. How many families and unsent acts are on it is told with it, at the"
        " latest once base unlocks it.",
        "Give it to your supervisor in person, with every sheet and letter.",
    ),
    note=_note,
    kept=("That it is handed in is kept. Give it to your supervisor in person.",),
    on_paper=("that this laptop is handed in, to whom, and when", "how many sheets are not handed in with it"),
    draft="hand_in",
    keep=_keep,
)
