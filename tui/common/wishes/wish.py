"""What one of the wishes asks, and how it is noted.

Owns the shape. Refuses to own the questions (loss, refusal, hand_in) and the store behind.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.keeping.opening import ClosedStore
from tui.forms.fields import Answers, Field

if TYPE_CHECKING:
    from store.keeping.store import Store

Keep = Callable[["Store", Answers], Sequence[str]]
"""Keeps it in the open store and returns what is said of it beside `kept`; raises a StoreError where it cannot be."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that can be told at any time, also without a passphrase.

    Attributes:
        title: Of its screen.
        fields: What is asked.
        means: What it will do, shown before it is kept.
        note: Notes it, durably, and returns what is said of it beside `kept`; raises a StoreError where it cannot.
        kept: What is said once it is kept, and what to do next.
        on_paper: What to write down where the store cannot take it.
        keep: Keeps it while somebody is in; None where the app has a room of its own for it.
        draft: What its draft is called then.
    """

    title: str
    fields: Sequence[Field]
    means: Sequence[str]
    note: Callable[[ClosedStore, Answers], Sequence[str]]
    kept: Sequence[str]
    on_paper: Sequence[str]
    keep: Keep | None = None
    draft: str = ""
