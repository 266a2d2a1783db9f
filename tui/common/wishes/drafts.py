"""Drafts of wishes: what was typed into one while somebody is in survives a dialog, a lock and a crash.

Owns which is whose. Refuses to own when one is kept (form_screen) and forms about a family, which have their own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from textual.message import Message

from store.ids import FamilyId
from tui.clerk import Clerk
from tui.common.form_screen import FormScreen
from tui.forms.drafts import keep_draft, read_draft
from tui.told import DraftKept

if TYPE_CHECKING:
    from textual.app import App

    from store.keeping.store import Store

_NOBODYS: Final = FamilyId("")
"""A wish is about no family that is known here."""


@dataclass
class WishDraftRead(Message):
    """What was typed into the form of a wish before; nothing where that is nothing."""

    screen: FormScreen
    typed: Mapping[str, Any] = field(repr=False)


class WishDraft:
    """The draft of one wish.

    Args:
        name: Which.
        clerk: Holds the store.
    """

    def __init__(self, name: str, clerk: Clerk) -> None:
        self._name = f"wish/{name}"
        self._clerk = clerk

    def saving(self, app: "App[Any]") -> Callable[[Mapping[str, Any]], None]:
        """Return what keeps a draft; nothing typed drops it."""

        def save(typed: Mapping[str, Any]) -> None:
            def saved(store: "Store") -> DraftKept:
                keep_draft(store, _NOBODYS, self._name, typed)
                return DraftKept()

            self._clerk.do(saved, app)

        return save

    def bring_back(self, screen: FormScreen, app: "App[Any]") -> None:
        """Have the form take what was typed before, once the clerk has time: telling of a loss waits for nothing."""

        def read(store: "Store") -> WishDraftRead:
            return WishDraftRead(screen, read_draft(store, _NOBODYS, self._name))

        self._clerk.do(read, app)
