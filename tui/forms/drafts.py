"""What was typed into a form and not kept: it survives a dialog, a lock and a crash, sealed like everything else.

Owns how it lies in the store. Refuses to own when it is kept, and what of it is worth keeping (form).
"""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Protocol, runtime_checkable

if TYPE_CHECKING:
    from store.ids import FamilyId
    from store.keeping.store import Store

BACK_AGAIN: Final = "What was typed here before is back; it is not kept yet."


@runtime_checkable
class KeepsDraft(Protocol):
    """A screen with a form of which a lock takes nothing away."""

    def save_draft(self) -> None:
        """Keep what was typed so far."""


def read_draft(store: "Store", family: "FamilyId", name: str) -> dict[str, Any]:
    """Return what was typed into a form about a family; nothing where nothing was."""
    typed: dict[str, Any] = json.loads(store.notebook.draft(family, name) or "{}")
    return typed


def keep_draft(store: "Store", family: "FamilyId", name: str, typed: Mapping[str, Any]) -> None:
    """Keep what was typed, durably; nothing typed drops it.

    A frozen store keeps none, and says so by itself: with every field would be too often.

    Raises:
        StoreFullError: It was not kept.
    """
    if store.frozen is None:
        store.notebook.keep_draft(family, name, json.dumps(typed) if typed else "")
