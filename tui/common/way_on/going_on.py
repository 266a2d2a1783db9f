"""Going on with a frozen store, by keys, while somebody is in.

Owns the order, and the lock once it goes on: what is shown was read before. Refuses to own the questions (frozen).
"""

import asyncio
from typing import TYPE_CHECKING, Any

from store.keeping.acts.terms.store import LockCause
from tui.common.form_screen import FormScreen
from tui.common.found import found
from tui.common.page_screen import PageScreen
from tui.common.way_on import frozen
from tui.forms.fields import Answers
from tui.lockable import LockableApp
from tui.widgets.page import PageLine

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui.clerk import Clerk


async def go_on(screen: "Screen[Any]", clerk: "Clerk") -> None:
    """Ask base for a way on, or take its answer, and lock then. Runs in a worker of the screen."""
    device = await found(screen, clerk, frozen.frozen_device)
    if device is None:
        return
    app = screen.app
    next_steps: list[PageLine] = []

    async def keep(answers: Answers) -> None:
        next_steps[:] = await asyncio.wrap_future(clerk.ask(lambda store: frozen.see_to(store, answers)))

    form = frozen.form(device)
    if not await app.push_screen_wait(FormScreen(frozen.TITLE, form, frozen.means, keep)):
        return
    await app.push_screen_wait(PageScreen(frozen.TITLE, next_steps))
    if frozen.takes_answer(form.answers()) and isinstance(app, LockableApp):
        app.lock(LockCause.KEY)
