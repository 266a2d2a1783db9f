"""One thing that is done about an incident or a request: what is asked, what it will mean, how it is kept.

Owns asking it on a form of its own and saying that it is kept. Refuses to own the questions and every rule.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tui import notices
from tui.clerk import Clerk
from tui.common.form_screen import FormScreen
from tui.forms.fields import Answers, Field
from tui.forms.form import Form
from tui.widgets.page import Tint
from tui.widgets.paragraph import paragraph
from tui.widgets.said_line import Tone

if TYPE_CHECKING:
    from textual.app import App

    from store.keeping.store import Store

Keep = Callable[["Store", Answers], str]
"""Keeps it, in the clerk's thread, and returns what is said of it; raises a StoreError where it cannot be kept."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that can be done.

    Attributes:
        title: Of its form.
        fields: What is asked.
        means: What keeping it will do, a sentence.
        keep: Keeps it.
        is_grave: Whether Enter alone does not keep it.
    """

    title: str
    fields: Sequence[Field]
    means: str = field(repr=False)
    keep: Keep
    is_grave: bool = False


async def ask(app: "App[Any]", clerk: Clerk, deed: Deed) -> bool:
    """Ask, keep it through the clerk, and say so; return whether it was kept. Runs in a worker."""
    said: list[str] = []

    async def keep(answers: Answers) -> None:
        said.append(await asyncio.wrap_future(clerk.ask(lambda store: deed.keep(store, answers))))

    means = paragraph(deed.means, tint=Tint.WARNING if deed.is_grave else Tint.PLAIN, indent="")
    is_kept = await app.push_screen_wait(FormScreen(deed.title, Form(deed.fields), lambda _: means, keep))
    if is_kept:
        notices.show(app, Tone.KEPT, said[-1])
    return bool(is_kept)
