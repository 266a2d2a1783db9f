"""Base goes on from an older copy that was put back, by keys: two people say so, and who left since.

Owns the questions, the sentences, and the lock after it: what is shown was read before. Refuses to own what going on is
(store), and building base anew from a backup, which is done by command.

Source: design 2; agreement 9.1c, 9.1e, A9.
"""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from store.keeping.acts.terms.store import LockCause
from tui import wording
from tui.base.destroying import second_field
from tui.common.form_screen import FormScreen
from tui.common.page_screen import PageScreen
from tui.forms.fields import Answers, Field, Kind, Option, many, one
from tui.forms.form import Form
from tui.forms.secrets import passphrase
from tui.lockable import LockableApp
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.store import Store
    from tui.base.list_screen import ListScreen
    from tui.clerk import Clerk

TITLE: Final = "Base goes on"
_SOME, _NOBODY = "some", "nobody"
_LEFT: Final = (Option(_NOBODY, "nobody: all of them still work here"), Option(_SOME, "somebody left"))


def asked_of(store: "Store") -> list[str] | None:
    """Return who else the copy lets in, where base is frozen; None where it is not. Runs in the clerk's thread."""
    from store.exchange.still_here import who_else

    return None if store.frozen is None else who_else(store)


def form(others: Sequence[str]) -> Form:
    """Return what is asked: who left, where more than a second person can sign in, and that person's passphrase."""
    from store.exchange.still_here import OF_TWO

    options = [Option(each, wording.plain(each)) for each in others]
    asks = len(others) > OF_TWO

    def has_left(answers: Answers) -> bool:
        return asks and answers.get("since") == _SOME

    return Form(
        (
            Field("since", "Left", "Who left since the copy was made? It lets them in again.", Kind.ONE,
                  lambda _: _LEFT, applies=lambda _: asks),
            Field("left", "Who", "Which of them left? Space takes one, Enter goes on.", Kind.MANY, lambda _: options,
                  applies=has_left),
            second_field(),
        )
    )  # fmt: skip


def means(answers: Answers, width: int) -> list[PageLine]:
    """Return what going on means, before it is done."""
    left = ", ".join(map(wording.plain, many(answers, "left")))
    closed = f"Their passphrase opens nothing here any more: {left}." if left else ""
    return [
        *paragraph("Base goes on from this copy, under a new journal: two people say so.", width, Tint.WARNING),
        *paragraph("What base did after the copy was made is not here. Laptops send again what they have.", width),
        *paragraph("An incident is raised where that was no restoring: its clocks begin to run.", width),
        *paragraph(closed, width, Tint.WARNING),
    ]


def succeed(store: "Store", answers: Answers) -> None:
    """Go on; runs in the clerk's thread.

    Raises:
        StoreError: As `still_here.hold_said` and `succession.succeed`.
    """
    from store.exchange import still_here, succession

    said = still_here.WhoLeft(many(answers, "left"), one(answers, "since") == _NOBODY)
    still_here.hold_said(store, said)
    second = passphrase(answers, "second")
    try:
        succession.succeed(store, second, left=said.left)
    finally:
        second.wipe()


def gone_on_lines(width: int) -> list[PageLine]:
    """Return what is done next."""
    return [
        *paragraph("Base goes on, under a new journal.", width, Tint.HEAD),
        PageLine(""),
        *paragraph("1. Go back, and unlock it again.", width),
        *paragraph("2. Sync here first (F5), then the laptops: they send again what base lacks.", width),
        *paragraph("3. See in Staff (s) whom it lets in, with the passphrase they had when the copy was made.", width),
    ]


async def go_on(screen: "ListScreen", clerk: "Clerk", others: Sequence[str]) -> None:
    """Ask, go on, and lock then. Runs in a worker of the screen."""
    app, width = screen.app, screen.size.width

    async def keep(answers: Answers) -> None:
        await asyncio.wrap_future(clerk.ask(lambda store: succeed(store, answers)))

    if not await app.push_screen_wait(FormScreen(TITLE, form(others), lambda answers: means(answers, width), keep)):
        return
    await app.push_screen_wait(PageScreen(TITLE, gone_on_lines(width)))
    if isinstance(app, LockableApp):
        app.lock(LockCause.KEY)
