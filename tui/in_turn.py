"""Keys in turn: what a key does is done before the next one is handed to whatever has the focus then.

Owns the order, and letting keys wait while a screen is on its way. Refuses to own what keys do. Textual hands every
key on as soon as it comes: in a burst (a paste without brackets, fast typing over a slow line) letters reach an entry
widget before an Enter or a Backspace that was pressed before them, because those go up to the app and come back as
bindings; they reach the field that was asked before; and what was typed for a form reaches the list it is opened from.
"""

import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from textual import events

from tui.commands import COVER, INCIDENT, LEAVE, LOCK

if TYPE_CHECKING:
    from textual.app import App
    from textual.message_pump import MessagePump

Typed = events.Key | events.Paste
Follow = Callable[[Sequence[Any], int], Awaitable[None]]

ROUNDS: Final = 2
"""Up to the app once for the key itself, and once for what it brought about: a message, and where the focus goes."""

LOST_S: Final = 2.0
"""A turn that takes longer was lost, with the widget that had it: better out of turn than never."""

HELD_S: Final = 10.0
"""A screen that takes longer to come is not waited for: whatever was typed for it is no key of another one."""

AHEAD_AT_MOST: Final = 200
"""More keys are no typing ahead; a text that comes as keys may be as long as an answer, and takes its time."""

_AT_ONCE: Final = frozenset(key for command in (COVER, LOCK, LEAVE, INCIDENT) for key in command.key.split(","))
"""What waits for no screen that is on its way, and for no text that goes on and on: what is left of that is dropped."""


class _Step:
    """One step behind a key, as Textual calls it back: it need not find out anew, at each, what it is called with."""

    _param_count = 0

    def __init__(self, follow: Follow, way: "Sequence[MessagePump]", turn: int) -> None:
        self._follow = follow
        self._way = way
        self._turn = turn

    async def __call__(self) -> None:
        await self._follow(self._way, self._turn)


class KeysInTurn:
    """The keys of one app.

    A widget that does by itself all that some keys do, as a list moves its pointer, takes those at once (`take`): they
    go through no queue, and the next key need not wait for them. Where it leaves all others to bindings
    (`LEAVES_KEYS`), they need not go up through whatever it stands in.

    Args:
        app: Whose.
        hand_on: Hands a key to whatever has the focus.
    """

    def __init__(self, app: "App[Any]", hand_on: Callable[[Typed], Awaitable[None]]) -> None:
        self._app = app
        self._hand_on = hand_on
        self._waiting: deque[Typed] = deque()
        self._began: float | None = None
        self._held: float | None = None
        self._turn = 0

    @property
    def held_at(self) -> float | None:
        """Since when they wait, by a clock of its own; None while they do not."""
        return self._held

    async def take(self, key: Typed) -> None:
        """Hand a key on when its turn has come. Runs in the app's own task."""
        is_urgent = isinstance(key, events.Key) and key.key in _AT_ONCE
        if is_urgent and len(self._waiting) > AHEAD_AT_MOST:
            self._waiting.clear()
        if self._held is not None and (is_urgent or time.monotonic() - self._held > HELD_S):
            self.let_go(forgets=True)
        self._waiting.append(key)
        if self._began is None or time.monotonic() - self._began > LOST_S:
            await self._go_on()

    def hold(self) -> None:
        """Let keys wait from now on: they are meant for a screen that is on its way, or for what comes after it."""
        self._held = time.monotonic()
        self._began = None
        self._turn += 1  # nobody follows the key behind which they wait: they go on when they are let go

    def let_go(self, *, forgets: bool = False) -> None:
        """Let keys go on, once the screen that is on top has its focus.

        Args:
            forgets: Whether those that waited are dropped: what they were meant for did not come.
        """
        if self._held is None:
            return
        self._held = None
        if forgets:
            self._waiting.clear()
        self._begin(self._app.screen.ancestors_with_self)

    async def _go_on(self) -> None:
        self._began = None
        self._turn += 1
        while self._waiting and self._began is None and self._held is None:
            screen = self._app.screen
            if not screen.is_mounted:  # nothing of it can have the focus yet
                self._begin(screen.ancestors_with_self)
                return
            key, top = self._waiting.popleft(), self._app.focused or screen
            if self._is_taken(key, top):
                continue
            turn = self._turn
            self._began = time.monotonic()
            if isinstance(key, events.Key) and getattr(top, "LEAVES_KEYS", False):
                await self._do_bound(key.key)
            else:
                await self._hand_on(key)
            await self._follow([*top.ancestors_with_self] * ROUNDS, turn)

    def _is_taken(self, key: Typed, top: "MessagePump") -> bool:
        """Let whatever has the focus take a key at once; return whether it did."""
        take = getattr(top, "take", None)
        return take is not None and isinstance(key, events.Key) and self._app.app_focus and bool(take(key))

    async def _do_bound(self, key: str) -> None:
        """Do what a key is bound to; nothing between the focus and the app does anything with it by itself."""
        if not await self._app._check_bindings(key, priority=True):
            await self._app._check_bindings(key)

    def _begin(self, way: "Sequence[MessagePump]") -> None:
        self._began = time.monotonic()
        self._turn += 1
        self._app.post_message(events.Callback(_Step(self._follow, [*way] * ROUNDS, self._turn)))

    async def _follow(self, way: "Sequence[MessagePump]", turn: int) -> None:
        """Go, behind the key, through the queue of each on its way; one that is gone is passed by.

        The app is the last on every way: where that is gone too, the keys that wait are nobody's.
        """
        if turn != self._turn:
            return  # it was lost, and comes back late
        for place, each in enumerate(way, start=1):
            if each.post_message(events.Callback(_Step(self._follow, way[place:], turn))):
                return
        if way:
            self._waiting.clear()
        await self._go_on()


def hold_keys(app: "App[Any]") -> None:
    """Let the keys of an app of ours wait until it says what came of something."""
    keys = getattr(app, "keys_in_turn", None)
    if isinstance(keys, KeysInTurn):
        keys.hold()


def let_go_keys(app: "App[Any]", *, forgets: bool = False) -> None:
    """Let them go on: the screen they wait for is there, or, where it `forgets` them, it does not come."""
    keys = getattr(app, "keys_in_turn", None)
    if isinstance(keys, KeysInTurn):
        keys.let_go(forgets=forgets)
