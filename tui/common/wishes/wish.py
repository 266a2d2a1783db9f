"""What one of the wishes asks, and how it is noted.

Owns the shape. Refuses to own the questions (loss, refusal, hand_in) and the store behind.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from store.keeping.opening import ClosedStore
from tui.forms.fields import Answers, Field


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that can be told without a passphrase.

    Attributes:
        title: Of its screen.
        fields: What is asked.
        means: What it will do, shown before it is kept.
        note: Notes it, durably; raises a StoreError where it cannot.
        kept: What is said once it is kept, and what to do next.
        on_paper: What to write down where the store cannot take it.
    """

    title: str
    fields: Sequence[Field]
    means: Sequence[str]
    note: Callable[[ClosedStore, Answers], None]
    kept: Sequence[str]
    on_paper: Sequence[str]
