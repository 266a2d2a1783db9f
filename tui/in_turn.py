"""Keys in turn: what a key does is done before the next one is handed to whatever has the focus then.

Owns the order. Refuses to own what keys do. Textual hands every key on as soon as it comes: in a burst (a paste without
brackets, fast typing over a slow line) letters reach an entry widget before an Enter or a Backspace that was pressed
before them, because those go up to the app and come back as bindings; and they reach the field that was asked before.
"""

import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from textual import events
from textual.widgets import Input

if TYPE_CHECKING:
    from textual.app import App
    from textual.message_pump import MessagePump

Typed = events.Key | events.Paste

ROUNDS: Final = 2
"""Up to the app once for the key itself, and once for what it brought about: a message, and where the focus goes."""

LOST_S: Final = 2.0
"""A turn that takes longer was lost, with the widget that had it: better out of turn than never."""

WAITING_AT_MOST: Final = 8192
"""More letters are no typing, and no answer is as long; keys that are no letters, such as the one that locks, wait."""


class KeysInTurn:
    """The keys of one app. Lists and pages, which do by themselves all that their keys do, have them at once.

    Args:
        app: Whose.
        hand_on: Hands a key to whatever has the focus.
    """

    def __init__(self, app: "App[Any]", hand_on: Callable[[Typed], Awaitable[None]]) -> None:
        self._app = app
        self._hand_on = hand_on
        self._waiting: deque[Typed] = deque()
        self._began: float | None = None

    async def take(self, key: Typed) -> None:
        """Hand a key on when its turn has come. Runs in the app's own task."""
        is_letter = isinstance(key, events.Key) and key.is_printable
        if not is_letter or len(self._waiting) < WAITING_AT_MOST:
            self._waiting.append(key)
        if self._began is None or time.monotonic() - self._began > LOST_S:
            await self._go_on()

    async def _go_on(self) -> None:
        self._began = None
        while self._waiting and self._began is None:
            way = self._way_up()
            if way:
                self._began = time.monotonic()
            await self._hand_on(self._waiting.popleft())
            if way:
                await self._follow([*way] * ROUNDS)

    def _way_up(self) -> "Sequence[MessagePump]":
        """Return whatever a key passes from the focus to the app; nothing where the next one need not wait for it."""
        focused = self._app.focused
        if focused is None or not getattr(focused, "KEYS_IN_TURN", isinstance(focused, Input)):
            return ()
        return focused.ancestors_with_self

    async def _follow(self, way: "Sequence[MessagePump]") -> None:
        """Go, behind the key, through the queue of each on its way; one that is gone is passed by."""
        for place, each in enumerate(way, start=1):
            if each.call_later(self._follow, way[place:]):
                return
        await self._go_on()
