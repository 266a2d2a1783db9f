"""A forgotten passphrase, behind the prompt: base is asked, or its answer taken, then the prompt again.

Owns the little app that goes through it. Refuses to own the questions (common.way_on), and what either is (store).
"""

import asyncio
from functools import partial
from pathlib import Path
from typing import Final

from textual import work

from store.agreement.loading import load_agreement
from store.custody.contact_card import Contact, contacts_of, read_card
from store.errors import RecoveryAtBaseError, StoreError
from store.exchange import recovery
from store.exchange.recovery_files import is_pending
from store.exchange.signed_file import content_of
from store.ids import DeviceId, StaffId
from store.keeping.acts.terms.store import StoreRole
from store.keeping.opening import ClosedStore
from store.keeping.passphrases import Passphrase
from tui.behind.unopened import UnopenedApp
from tui.by_keys import hint_of
from tui.common.form_screen import FormScreen
from tui.common.page_screen import PageScreen
from tui.common.set_up.passphrase import NewPassphraseScreen
from tui.common.way_on import forgotten
from tui.forms.fields import Answers, one
from tui.forms.secrets import passphrase
from tui.launching import words
from tui.paths import path_of
from tui.widgets.page import PageLine
from tui.widgets.top_line import Standing

_BUSY: Final = "The request is being written."


class ForgottenApp(UnopenedApp, inherit_bindings=False):
    """Asks base for a new passphrase, or takes its answer.

    Args:
        folder: The store's.
        is_clock_right: Whether somebody says that a clock which fell back is right.
    """

    def __init__(self, folder: Path, *, is_clock_right: bool) -> None:
        super().__init__()
        self._folder = folder
        self._is_clock_right = is_clock_right

    def on_mount(self) -> None:
        """Ask."""
        self._see_to_it()

    @work
    async def _see_to_it(self) -> None:
        contacts = read_card(self._folder) or contacts_of(load_agreement())
        try:
            closed = ClosedStore(self._folder)
            closed.release()
            said, is_waiting = closed.sidecar, is_pending(self._folder)
            self.standing = Standing("locked", said.is_practice, disk="")
            if said.role == StoreRole.BASE:
                raise RecoveryAtBaseError
        except StoreError as refusal:
            lines = forgotten.refused_lines(refusal, hint_of(refusal), contacts, self.size.width)
            await self.push_screen_wait(PageScreen(forgotten.TITLE, lines))
            self.exit(words.LOCKED)
            return
        device = DeviceId(said.store)
        form = forgotten.form(device, is_waiting=is_waiting, people_count=len(said.people))
        done: list[PageLine] | None = None
        while done is None:
            asked = FormScreen(
                forgotten.TITLE,
                form,
                lambda answers: forgotten.means(answers, self.size.width),
                partial(self._take, device),
            )
            if not await self.push_screen_wait(asked):
                break
            answers = form.answers()
            if forgotten.takes_answer(answers):
                done = forgotten.taken_lines(self.size.width)
                continue
            make = partial(self._ask, answers, contacts)
            choosing = NewPassphraseScreen(make, has_keyring=said.keyring is not None, busy=_BUSY)
            made = await self.push_screen_wait(choosing)
            done = None if made is None else list(made)
        if done is not None:
            await self.push_screen_wait(PageScreen(forgotten.TITLE, done))
        self.exit(words.LOCKED)

    async def _take(self, device: DeviceId, answers: Answers) -> None:
        """Take base's answer, if that is what was wanted."""
        if forgotten.takes_answer(answers):
            raw = content_of(forgotten.answer_path(one(answers, "from") or "", device))
            typed = passphrase(answers, "typed")
            await asyncio.to_thread(self._apply, raw, typed)

    def _apply(self, raw: bytes, typed: Passphrase) -> None:
        try:
            recovery.apply(self._folder, raw, typed, is_clock_right=self._is_clock_right)
        finally:
            typed.wipe()

    def _ask(self, answers: Answers, contacts: tuple[Contact, ...], typed: Passphrase) -> list[PageLine]:
        named = one(answers, "staff")
        try:
            path, six = recovery.request(
                self._folder, None if named is None else StaffId(named), typed, path_of(one(answers, "to") or "")
            )
        finally:
            typed.wipe()
        return forgotten.asked_lines(path, six, contacts, self.size.width)
