"""What a key has to know before anything can be asked: the clerk reads it, and further keys wait meanwhile.

Owns waiting, and letting go what comes too late. Refuses to own what is read (store), and what is done with it.
"""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from store.errors import StoreError
from tui import notices
from tui.in_turn import hold_keys, let_go_keys

if TYPE_CHECKING:
    from textual.screen import Screen

    from store.keeping.store import Store
    from tui.clerk import Clerk

T = TypeVar("T")


async def found(screen: "Screen[Any]", clerk: "Clerk", read: "Callable[[Store], T]") -> T | None:
    """Return what the clerk reads for a key that was pressed on a screen. Runs in a worker.

    Returns:
        None where the store refuses, which is shown; and where something else is on top by then: the screen was left
        or covered, and nothing may come over that.
    """
    app = screen.app
    hold_keys(app)
    is_read = False
    try:
        known = await asyncio.wrap_future(clerk.ask(read))
        is_read = True
    except StoreError as refusal:
        notices.show_refusal(app, refusal)
        return None
    finally:
        let_go_keys(app, forgets=not is_read)
    return known if app.screen is screen else None
