"""An app that takes nothing away: what was typed survives a lock, and a loss can be told from every screen.

Owns both. Refuses to own drafts themselves (forms), the questions (common.wishes) and what becomes of a store (clerk).
"""

import asyncio
import contextlib
from typing import TYPE_CHECKING, Final

from textual import on, work

from store.custody.contact_card import contacts_of
from store.errors import StoreError
from store.keeping.acts.terms.store import LockCause
from tui.clerk import Clerk
from tui.common.clocks import soonest_of
from tui.common.form_screen import FormScreen
from tui.common.wishes.drafts import WishDraftRead
from tui.desk import Desk
from tui.field.wishes import HandIn, WithdrawUnfound
from tui.forms.drafts import KeepsDraft
from tui.in_turn import hold_keys, let_go_keys
from tui.lockable import LockableApp
from tui.unsent import unsent_of

if TYPE_CHECKING:
    from tui.common.wishes.wish import Wish


KNOWN_WITHIN_S: Final = 0.5
"""How long telling of a loss waits to hear which drives there are to choose from."""


class ShelteredApp(LockableApp, inherit_bindings=False):
    """An app with an open store behind it.

    Args:
        clerk: Holds the store.
        desk: What that store is.
    """

    def __init__(self, clerk: Clerk, desk: Desk) -> None:
        super().__init__()
        self.clerk = clerk
        self.desk = desk
        self._is_looking_up = False

    def lock(self, cause: LockCause) -> None:
        """Lock; what stands in an open form waits as a draft, and the clerk keeps it before the store is closed."""
        self._save_drafts()
        super().lock(cause)

    def action_leave(self) -> None:
        """Lock and leave; drafts as when it is locked."""
        self._save_drafts()
        super().action_leave()

    def _save_drafts(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, KeepsDraft):
                screen.save_draft()

    def action_incident(self) -> None:
        """Tell of a loss; where the store cannot say which devices there are, of this one."""
        if not self._is_looking_up:
            self._is_looking_up = True  # a key that is held down asks once
            hold_keys(self)
            self._tell_loss()

    @work
    async def _tell_loss(self) -> None:
        from tui.common.wishes.loss import LOSS, devices_known, loss_knowing  # nothing of it is needed before

        wish = LOSS
        with contextlib.suppress(StoreError, TimeoutError):  # a clerk that is busy is not waited for
            pointed = tuple(filter(None, (getattr(self.screen, "pointed_device", None),)))
            family = getattr(self.screen, "pointed_family", None)
            known = asyncio.wrap_future(self.clerk.ask(lambda store: devices_known(store, pointed, family)))
            wish = loss_knowing(await asyncio.wait_for(known, KNOWN_WITHIN_S))
        self._is_looking_up = False
        self._begin(wish)

    @on(WishDraftRead)
    def _bring_back(self, message: WishDraftRead) -> None:
        message.screen.bring_back(message.typed)

    @on(HandIn)
    def _hand_in(self) -> None:
        from tui.common.wishes.hand_in import HAND_IN  # as above

        self._begin(HAND_IN)

    @on(WithdrawUnfound)
    def _withdraw_unfound(self, message: WithdrawUnfound) -> None:
        from tui.common.wishes.withdrawal import withdrawal_unfound  # as above

        self._begin(withdrawal_unfound(message.code))

    def _begin(self, wish: "Wish") -> None:
        if any(isinstance(screen, FormScreen) for screen in self.screen_stack):
            let_go_keys(self)
        else:
            self._tell(wish)

    @work
    async def _tell(self, wish: "Wish") -> None:
        from tui.common.wishes.telling import tell  # as above

        await tell(self, self.clerk, wish, contacts_of(self.desk.agreement))
        self.clerk.do(unsent_of, self)
        self.clerk.do(soonest_of(self.desk), self)
