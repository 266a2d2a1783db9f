"""The form of a wish, and the page that says what to do once it is kept; and both in turn while somebody is in.

Owns the order. Refuses to own the questions (loss, refusal, hand_in) and who keeps what was said.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from store.custody.contact_card import Contact
from tui.clerk import Clerk
from tui.common.form_screen import FormScreen
from tui.common.page_screen import PageScreen
from tui.common.wishes.drafts import WishDraft
from tui.common.wishes.ringing import ringing
from tui.common.wishes.wish import Wish
from tui.forms.fields import Answers
from tui.forms.form import Form
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from textual.app import App


def form_of(
    wish: Wish, keep: Callable[[Answers], Awaitable[None]], save: Callable[[Mapping[str, Any]], None] = lambda _: None
) -> FormScreen:
    """Return the form of a wish; `keep` and `save` as a form has them."""
    means = [line for each in wish.means for line in paragraph(each, indent="")]
    return FormScreen(wish.title, Form(wish.fields), lambda _: means, keep, save)


def kept_page(wish: Wish, said: Sequence[str], contacts: Sequence[Contact]) -> PageScreen:
    """Return the page that says what to do next, and whom to ring.

    Args:
        wish: Was kept.
        said: What came of it, beside what is always said.
        contacts: Whom to ring.
    """
    lines = [line for each in wish.kept for line in paragraph(each, tint=Tint.WARNING, indent="")]
    lines += [line for each in said for line in paragraph(each, before="  ", indent="")]
    return PageScreen(wish.title, [*lines, PageLine(""), *ringing(contacts)])


async def tell(app: "App[Any]", clerk: Clerk, wish: Wish, contacts: Sequence[Contact]) -> None:
    """Ask, keep it through the clerk, and say whom to ring. Runs in a worker of the app.

    Args:
        app: Shows it.
        clerk: Keeps it; where the store takes no acts it is noted for the next time that it does.
        wish: Can be kept in an open store.
        contacts: Whom to ring.
    """
    keeping = wish.keep
    assert keeping is not None
    said: list[str] = []

    async def keep(answers: Answers) -> None:
        said.extend(await asyncio.wrap_future(clerk.ask(lambda store: keeping(store, answers))))

    draft = WishDraft(wish.draft, clerk)
    form = form_of(wish, keep, draft.saving(app))
    draft.bring_back(form, app)
    if await app.push_screen_wait(form):
        await app.push_screen_wait(kept_page(wish, said, contacts))
