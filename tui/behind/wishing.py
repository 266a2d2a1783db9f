"""What needs no passphrase, behind the prompt: one wish, then the prompt again.

Owns the little app that shows it, and opening the folder without a key. Refuses to own the questions (common.wishes).
"""

from pathlib import Path
from typing import Final

from textual import work

from store.agreement.loading import load_agreement
from store.clock import MachineClock
from store.custody.contact_card import Contact, contacts_of, read_card
from store.errors import StoreError
from store.keeping.opening import ClosedStore
from tui.behind.unopened import UnopenedApp
from tui.common.page_screen import PageScreen
from tui.common.wishes.hand_in import HAND_IN
from tui.common.wishes.loss import LOSS
from tui.common.wishes.refusal import REFUSAL
from tui.common.wishes.ringing import paper_form, paper_number
from tui.common.wishes.telling import form_of, kept_page
from tui.common.wishes.wish import Wish
from tui.common.wishes.withdrawal import WITHDRAWAL
from tui.forms.fields import Answers
from tui.launching import keys, words
from tui.widgets.top_line import Standing

WISHES: Final = {keys.INCIDENT: LOSS, keys.REFUSED: REFUSAL, keys.WITHDRAWAL: WITHDRAWAL, keys.HAND_IN: HAND_IN}


class WishApp(UnopenedApp, inherit_bindings=False):
    """One wish.

    Args:
        wish: Which.
        folder: The store's.
    """

    def __init__(self, wish: Wish, folder: Path) -> None:
        super().__init__()
        self._wish = wish
        self._folder = folder

    def on_mount(self) -> None:
        """Ask, or show the paper form."""
        self._ask()

    @work
    async def _ask(self) -> None:
        contacts = read_card(self._folder) or contacts_of(load_agreement())
        try:
            closed = ClosedStore(self._folder)
        except StoreError as refusal:
            await self._write_on_paper(refusal, contacts)
            return
        self.standing = Standing("locked", closed.sidecar.is_practice, disk="")

        said: list[str] = []

        async def keep(answers: Answers) -> None:
            said.extend(
                self._wish.note(closed, answers)
            )  # one line, durable in milliseconds, and nothing else moves meanwhile

        try:
            is_kept = await self.push_screen_wait(form_of(self._wish, keep))
        finally:
            closed.release()
        if is_kept:
            await self.push_screen_wait(kept_page(self._wish, said, contacts))
        self.exit(words.LOCKED)

    async def _write_on_paper(self, refusal: StoreError, contacts: tuple[Contact, ...]) -> None:
        lines = paper_form(self._wish, refusal, paper_number(), MachineClock().now(), contacts)
        await self.push_screen_wait(PageScreen(self._wish.title, lines))
        self.exit(words.LOCKED)
