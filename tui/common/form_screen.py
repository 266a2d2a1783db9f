"""A form on a screen of its own, about no family.

Owns asking, when a draft is kept, and staying where something is refused. Refuses to own the questions, and what is
kept.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from store.errors import StoreError
from tui import notices
from tui.commands import KEEP, KEYS_HERE, STEP_BACK, Command, bindings
from tui.common.leaving import Leaving
from tui.forms.asking import Asking
from tui.forms.drafts import BACK_AGAIN
from tui.forms.fields import Answers
from tui.forms.form import Form
from tui.in_turn import hold_keys, let_go_keys
from tui.widgets.frame import framed
from tui.widgets.page import PageLine
from tui.widgets.said_line import Tone


async def _nothing(_: Answers) -> None:
    return


def _nowhere(_: Mapping[str, Any]) -> None:
    return


class FormScreen(Leaving, Screen[bool]):
    """Asks a form; returns whether it was agreed to and kept.

    Args:
        title: Of the screen.
        form: Keeps its answers, whoever shows it.
        means: Returns what keeping will do, shown before it is kept.
        keep: Keeps the answers, durably; raises a StoreError where it cannot.
        save: Keeps what was typed so far as a draft; nothing drops it.
    """

    KEYS: ClassVar[tuple[Command, ...]] = (KEEP, STEP_BACK, KEYS_HERE)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(
        self,
        title: str,
        form: Form,
        means: Callable[[Answers], Sequence[PageLine]],
        keep: Callable[[Answers], Awaitable[None]] = _nothing,
        save: Callable[[Mapping[str, Any]], None] = _nowhere,
    ) -> None:
        super().__init__()
        self._heading = title
        self._form = form
        self._means = means
        self._keep = keep
        self._save = save
        self.is_keeping = False
        self._typed_before: Mapping[str, Any] = {}

    def compose(self) -> ComposeResult:
        """Lay the form out."""
        yield from framed(self._heading, self.KEYS, Asking(lambda: self._means(self._form.answers())))

    def on_mount(self) -> None:
        """Ask."""
        self.query_one(Asking).ask(self._form)
        self.bring_back(self._typed_before)
        let_go_keys(self.app)

    def action_keep(self) -> None:
        """Keep it, or go to what is missing."""
        self.query_one(Asking).keep()

    def action_step_back(self) -> None:
        """Go back; nothing is kept."""
        if not self.is_keeping:
            self.save_draft()
            self.dismiss(False)

    def bring_back(self, typed: Mapping[str, Any]) -> None:
        """Take what was typed before and not kept, unless something was typed meanwhile."""
        self._typed_before = typed
        if not typed or not self.is_attached or self._form.draft() or self.query_one(Asking).is_typed:
            return
        self._form.restore(typed)
        self.query_one(Asking).ask(self._form)
        notices.show(self.app, Tone.ASKED, BACK_AGAIN)

    @on(Asking.Answered)
    def save_draft(self) -> None:
        """Keep what was typed so far, so that neither a lock nor a crash takes it away."""
        if not self.is_keeping:
            self.query_one(Asking).take_typed()
            self._save(self._form.draft())

    @on(Asking.Refused)
    def _say(self, message: Asking.Refused) -> None:
        notices.show_refusal(self.app, message.refusal)

    @on(Asking.Agreed)
    def _take(self) -> None:
        if self.is_keeping:
            return
        self.is_keeping = True  # a key that is held down keeps it once
        notices.show(self.app, Tone.ASKED, "It is being kept.")
        hold_keys(self.app)
        self._keep_it()  # in a task of its own: a cover is not kept waiting

    @work
    async def _keep_it(self) -> None:
        try:
            await self._keep(self._form.answers())
        except StoreError as refusal:
            self.is_keeping = False
            notices.show_refusal(self.app, refusal)
        else:
            self._save({})
            self.leave(True)
        finally:
            let_go_keys(self.app)
