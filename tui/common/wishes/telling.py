"""The form of a wish, and the page that says what to do once it is kept; and both in turn while somebody is in.

Owns the order. Refuses to own the questions (loss, refusal, hand_in) and who keeps what was said.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

from store.custody.contact_card import Contact
from store.keeping.noting import keep_or_note
from tui.clerk import Clerk
from tui.common.form_screen import FormScreen
from tui.common.page_screen import PageScreen
from tui.common.sentences import sentences
from tui.common.wishes.ringing import ringing
from tui.common.wishes.wish import Wish
from tui.forms.fields import Answers
from tui.forms.form import Form
from tui.widgets.page import PageLine, Tint

if TYPE_CHECKING:
    from textual.app import App


def form_of(wish: Wish, keep: Callable[[Answers], Awaitable[None]]) -> FormScreen:
    """Return the form of a wish; `keep` as a form has it."""
    means = [line for each in wish.means for line in sentences(each)]
    return FormScreen(wish.title, Form(wish.fields), lambda _: means, keep)


def kept_page(wish: Wish, contacts: Sequence[Contact]) -> PageScreen:
    """Return the page that says what to do next, and whom to ring."""
    said = [line for each in wish.kept for line in sentences(each, Tint.WARNING)]
    return PageScreen(wish.title, [*said, PageLine(""), *ringing(contacts)])


async def tell(app: "App[Any]", clerk: Clerk, wish: Wish, contacts: Sequence[Contact]) -> None:
    """Ask, keep it through the clerk, and say whom to ring. Runs in a worker of the app.

    Args:
        app: Shows it.
        clerk: Keeps it; where the store takes no acts it is noted for the next time that it does.
        wish: Has acts.
        contacts: Whom to ring.
    """
    make = wish.acts
    assert make is not None

    async def keep(answers: Answers) -> None:
        await asyncio.wrap_future(clerk.ask(lambda store: keep_or_note(store, *make(store, answers))))

    if await app.push_screen_wait(form_of(wish, keep)):
        await app.push_screen_wait(kept_page(wish, contacts))
