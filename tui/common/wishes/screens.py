"""The screens of the wishes: a form, then whom to ring; or the paper form.

Owns their order. Refuses to own the questions (wish) and the queue (store).
"""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from store.errors import StoreError
from tui import notices
from tui.commands import BACK_TO_PROMPT, KEEP, Command, bindings
from tui.common.wishes.ringing import plain_lines
from tui.common.wishes.wish import Wish
from tui.forms.asking import Asking
from tui.forms.fields import Answers
from tui.forms.form import Form
from tui.widgets.frame import framed
from tui.widgets.page import Page, PageLine


class PageScreen(Screen[None]):
    """Something to read, and the way back to the prompt.

    Args:
        title: Of the screen.
        lines: What is read.
    """

    KEYS: ClassVar[tuple[Command, ...]] = (BACK_TO_PROMPT,)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, title: str, lines: Sequence[PageLine]) -> None:
        super().__init__()
        self._title = title
        self._lines = lines

    def compose(self) -> ComposeResult:
        """Lay the page out."""
        yield from framed(self._title, self.KEYS, Page())

    def on_mount(self) -> None:
        """Show it."""
        page = self.query_one(Page)
        page.show(self._lines)
        page.focus()

    def action_to_prompt(self) -> None:
        """Go back."""
        self.dismiss()


class WishScreen(Screen[bool]):
    """Asks what a wish asks; returns whether it was kept.

    Args:
        wish: Which.
        note: Notes the answers, durably; raises a StoreError where it cannot.
    """

    KEYS: ClassVar[tuple[Command, ...]] = (KEEP, BACK_TO_PROMPT)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, wish: Wish, note: Callable[[Answers], None]) -> None:
        super().__init__()
        self._wish = wish
        self._note = note
        self._form = Form(wish.fields)

    def compose(self) -> ComposeResult:
        """Lay the form out."""
        means = [line for each in self._wish.means for line in plain_lines(each)]
        yield from framed(self._wish.title, self.KEYS, Asking(lambda: means))

    def on_mount(self) -> None:
        """Ask."""
        self.query_one(Asking).ask(self._form)

    def action_keep(self) -> None:
        """Keep it, or go to what is missing."""
        self.query_one(Asking).keep()

    def action_to_prompt(self) -> None:
        """Go back; nothing is kept."""
        self.dismiss(False)

    @on(Asking.Refused)
    def _say(self, message: Asking.Refused) -> None:
        notices.show_refusal(self.app, message.refusal)

    @on(Asking.Agreed)
    def _keep(self) -> None:
        try:
            self._note(self._form.answers())  # one line, durable in milliseconds, and nothing else moves meanwhile
        except StoreError as refusal:
            notices.show_refusal(self.app, refusal)
            return
        self.dismiss(True)
