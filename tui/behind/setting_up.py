"""The first run, behind the prompt: there is no store yet, and one is made.

Owns the little app that goes through set-up. Refuses to own its questions (common.set_up) and the making (store).
"""

import asyncio
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import ClassVar, Final

from textual import work
from textual.binding import BindingType

from store import door
from store.keeping.passphrases import Passphrase
from tui.commands import HELP, LEAVE, Command, bindings
from tui.common.cover_pin import CoverPinDialog
from tui.common.form_screen import FormScreen
from tui.common.help import HelpScreen
from tui.common.page_screen import PageScreen
from tui.common.set_up import questions
from tui.common.set_up.passphrase import NewPassphraseScreen
from tui.forms.fields import Answers, one
from tui.forms.form import Form
from tui.launching.words import LEFT, LOCKED
from tui.lockable import LockableApp
from tui.widgets.key_line import keys_of_widget
from tui.widgets.page import PageLine
from tui.widgets.top_line import Standing

_BUSY: Final = "Making the store: this machine is measured, which takes some seconds."
_WITHOUT_PIN: Final = "Enter alone, or F3, goes on without one: then the passphrase lifts it. Later, o sets one."


class SetUpApp(LockableApp, inherit_bindings=False):
    """Sets this machine up.

    Args:
        folder: Where the store is to be.
    """

    EVERYWHERE: ClassVar[tuple[Command, ...]] = (HELP, LEAVE)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(EVERYWHERE)]

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def on_mount(self) -> None:
        """Ask."""
        self.standing = Standing("set-up", is_practice=False, disk="")
        self._set_up()

    def action_help(self) -> None:
        """Show the keys of this screen."""
        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen((*keys_of_widget(self.focused), *keys_of_widget(self.screen))))

    @work
    async def _set_up(self) -> None:
        form, made = Form(questions.QUESTIONS), None
        while made is None:
            asked = FormScreen("Set up", form, lambda answers: questions.means(answers, self._folder), self._hold)
            if not await self.push_screen_wait(asked):
                self.exit(LEFT)
                return
            answers = form.answers()
            pin = await self.push_screen_wait(CoverPinDialog(_WITHOUT_PIN)) or ""
            has_keyring = one(answers, "keyring") == questions.KEYRING
            choosing = NewPassphraseScreen(partial(self._make, answers, pin), has_keyring=has_keyring, busy=_BUSY)
            made = await self.push_screen_wait(choosing)
        await self.push_screen_wait(PageScreen("Set up", made))
        self.exit(LOCKED)

    async def _hold(self, answers: Answers) -> None:
        is_of_laptop = questions.is_of_laptop(answers)
        asked = questions.new_field(answers) if is_of_laptop else questions.new_base(answers)
        await asyncio.to_thread(door.hold_machine, self._folder, asked)

    def _make(self, answers: Answers, pin: str, typed: Passphrase) -> list[PageLine]:
        try:
            if questions.is_of_laptop(answers):
                asked = replace(questions.new_field(answers), cover_pin=pin)
                return questions.made_laptop(answers, door.found_field(self._folder, asked, typed))
            door.found_base(self._folder, replace(questions.new_base(answers), cover_pin=pin), typed)
            return questions.made_base(answers)
        finally:
            typed.wipe()
