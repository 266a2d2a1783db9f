"""One's own passphrase, changed by whoever knows the present one.

Owns the questions. Refuses to own what a passphrase has to be, and trying the present one (store).
"""

import asyncio
from typing import TYPE_CHECKING, Any, Final

from tui import notices
from tui.common.form_screen import FormScreen
from tui.forms.fields import Answers, Field, Kind
from tui.forms.form import Form
from tui.forms.secrets import new_passphrase, passphrase
from tui.widgets.page import Tint
from tui.widgets.paragraph import paragraph
from tui.widgets.said_line import Tone

if TYPE_CHECKING:
    from textual.screen import Screen

    from store.keeping.store import Store
    from tui.clerk import Clerk

FORM: Final = (
    Field("present", "Present one", "Which passphrase do you have now?", Kind.LINE, is_secret=True),
    Field("new", "New one", "Which one is it to be? Words that have nothing in common.", Kind.LINE, is_secret=True),
    Field("again", "Again", "The same again?", Kind.LINE, is_secret=True),
)


async def change(screen: "Screen[Any]", clerk: "Clerk") -> None:
    """Ask for the present and the new passphrase, and keep the new one. Runs in a worker."""
    means = [
        *paragraph("The new one counts from the next time you come in; the present one opens nothing any more.",
                   screen.size.width, Tint.HEAD),
        *paragraph("It cannot be looked up anywhere: write it nowhere near this machine.", screen.size.width),
    ]  # fmt: skip

    async def keep(answers: Answers) -> None:
        await asyncio.wrap_future(clerk.ask(lambda store: _keep(store, answers)))

    if await screen.app.push_screen_wait(FormScreen("Your passphrase", Form(FORM), lambda _: means, keep)):
        notices.show(screen.app, Tone.KEPT, "Your new passphrase counts from now on.")


def _keep(store: "Store", answers: Answers) -> None:
    """Change it; runs in the clerk's thread.

    Raises:
        PassphrasesDifferError: The new one was typed in two ways.
        StoreError: As `hold_own` and `change_passphrase`.
    """
    from store.keeping.signed_in import hold_own
    from store.keeping.staffing import change_passphrase

    new = new_passphrase(answers, "new", "again")
    try:
        present = passphrase(answers, "present")
        try:
            hold_own(store, present)
        finally:
            present.wipe()
        change_passphrase(store, new)
    finally:
        new.wipe()
