"""Certifying a destruction and going on with one, from whichever screen of base's it is asked for.

Owns asking, and what is shown then. Refuses to own every rule (store), and the file and its page (vouched).

Source: agreement 13.4, 13.7, A11.
"""

import asyncio
from typing import TYPE_CHECKING, Final

from store.errors import StoreError
from store.exchange.destroying.doing import Stage
from tui import notices, wording
from tui.base import destroying, going_out, vouched
from tui.clerk import Clerk
from tui.common.form_screen import FormScreen
from tui.common.found import found
from tui.common.page_screen import PageScreen
from tui.forms.fields import Answers
from tui.forms.form import Form
from tui.widgets.said_line import Tone

if TYPE_CHECKING:
    from textual.screen import Screen

    from store.keeping.store import Store
    from tui.base.list_screen import ListScreen

_GOING_ON: Final = "going on"


async def certify(screen: "Screen[None]", clerk: Clerk, order: str) -> None:
    """Ask where the certificate of a destruction goes, write it with its page, and show it."""
    known = await found(screen, clerk, vouched.offered)
    if known is None:
        return
    width = screen.size.width
    made: list[bytes] = []

    async def keep(answers: Answers) -> None:
        def kept(store: "Store") -> bytes:
            from store.exchange.destroying.certifying import certify
            from store.exchange.destroying.known import destruction_named
            from tui.pages.certificate import page_of

            named = destruction_named(store, order)
            make = lambda: certify(store, named)  # noqa: E731  # said once, here
            return vouched.leave(store, known, answers, make, clause="13.7", page_of=page_of)[1]

        made[:] = [await asyncio.wrap_future(clerk.ask(kept))]

    asked = FormScreen(
        "Certificate", Form(vouched.fields(known)),
        lambda answers: list(going_out.means(known, answers, "evidence", 1, "13.7", width)), keep,
    )  # fmt: skip
    if await screen.app.push_screen_wait(asked):
        await screen.app.push_screen_wait(PageScreen("Certificate", vouched.page(made[0], width)))
        notices.show(screen.app, Tone.KEPT, "The certificate is written; a page to read lies beside it.")


def go_on(screen: "ListScreen", clerk: Clerk) -> None:
    """Take every destruction as far as it goes now, after a crash too; each stage is shown as it begins.

    It goes on where somebody leaves the screen; a second press of its key meanwhile begins nothing.
    """
    app = screen.app
    if any(each.group == _GOING_ON and not each.is_finished for each in app.workers):
        notices.show(app, Tone.ASKED, "It is going on already: what comes of it is said here.")
    else:
        app.run_worker(_gone_on(screen, clerk), group=_GOING_ON)


async def _gone_on(screen: "ListScreen", clerk: Clerk) -> None:
    app = screen.app

    def tell(stage: Stage) -> None:
        app.call_later(notices.show, app, Tone.ASKED, destroying.STAGES[stage])

    def gone_on(store: "Store") -> list[str]:
        from store.custody.naming import device_names
        from store.exchange.destroying import doing
        from store.exchange.destroying.giving_up import destroyed_too_soon

        went, names = doing.go_on(store, tell), device_names(store)
        said = [destroying.came_of(each, names) for each in went] or ["Nothing that was decided is left to do."]
        too_soon = len(destroyed_too_soon(store))
        return [*said, destroying.too_soon(too_soon)] if too_soon else said

    try:
        said = await asyncio.wrap_future(clerk.ask(gone_on))
    except StoreError as refusal:
        app.call_later(notices.show_refusal, app, refusal)
    else:
        app.call_later(notices.show, app, Tone.KEPT, *map(wording.plain, said))
    if screen in app.screen_stack:
        screen.look()
