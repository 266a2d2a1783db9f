"""An app that can be locked, and that is watched over.

Owns how it ends, and being laid out unseen before somebody comes in. Refuses to own when it locks by itself (vigil),
and what becomes of the store (behind).
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from rich.control import Control
from textual import events
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._compositor import CompositorUpdate
from textual.reactive import reactive

from store.keeping.acts.terms.store import LockCause
from tui.guarded import GuardedApp
from tui.launching.words import LEFT, LOCKED
from tui.sweeping import Sweeper
from tui.vigil import Vigil
from tui.widgets.top_line import Standing

if TYPE_CHECKING:
    from textual.driver import Driver


@runtime_checkable
class Lendable(Protocol):
    """A terminal that is another's until it is lent."""

    def lend(self) -> None:
        """Take it."""


@runtime_checkable
class Holder(Protocol):
    """A terminal that can be handed a frame which another thread lets out."""

    def hold_frame(self, frame: str) -> Callable[[], bool] | None:
        """Hold a frame, as `Outlet.hold`; None where it cannot."""


class LockableApp(GuardedApp[int], inherit_bindings=False):
    """An app with a store behind it.

    Attributes:
        vigil: Watches over it; None where nobody does.
        sweeper: Sweeps up behind it; None where Python does by itself.
        lock_cause: What it was locked by.
        is_unseen: Whether there is nothing of it to be seen yet.
        standing: What the header of every screen tells; None where that is nothing.
    """

    standing: reactive[Standing | None] = reactive(None, repaint=False)

    def __init__(self) -> None:
        super().__init__()
        self.vigil: Vigil | None = None
        self.sweeper: Sweeper | None = None
        self.lock_cause = LockCause.CLOSED
        self.is_unseen = self._is_ready = False

    def wait_unseen(self, driver: "type[Driver]") -> None:
        """Be laid out, once it runs, before there is anything to see: the terminal is another's until `be_seen`.

        Args:
            driver: Leaves the terminal alone until it is lent.
        """
        self.driver_class = driver
        self.is_unseen = True

    def be_seen(self) -> None:
        """Take the terminal, and be watched over from now on; whoever calls this paints next."""
        if not self.is_unseen:
            return
        self.is_unseen = False
        if isinstance(self._driver, Lendable):
            self._driver.lend()
        if self._is_ready:
            self._be_watched()

    def on_ready(self) -> None:
        """Be watched over from the first frame on that is seen."""
        self._is_ready = True
        if not self.is_unseen:
            self._be_watched()

    def _be_watched(self) -> None:
        if self.vigil is not None:
            self.vigil.begin(self, self)

    def hold_frame(self, frame: CompositorUpdate) -> Callable[[], bool] | None:
        """Hold a frame, as `Outlet.hold`, for another thread to let out; None where the terminal cannot."""
        if not isinstance(self._driver, Holder):
            return None
        place = self.screen.outer_size.clamp_offset(self.cursor_position)
        sequence = frame.render_segments(self.console) + Control.move_to(*place).segment.text
        return self._driver.hold_frame(f"{SYNC_START}{sequence}{SYNC_END}" if self._sync_available else sequence)

    async def on_event(self, event: events.Event) -> None:
        """Let a key do nothing where it is the one that finds out that the machine slept."""
        if isinstance(event, events.Key | events.Paste):
            if self.vigil is not None and not self.vigil.stir():
                return
            if self.sweeper is not None:
                self.sweeper.stir()
        await super().on_event(event)

    def lock(self, cause: LockCause) -> None:
        """Lock: the process ends, and with it everything it knows."""
        self.lock_cause = cause
        self.exit(LOCKED)

    def may_lock(self) -> bool:
        """Say whether nothing is shown that must not be taken away: a wording that is read out has `HOLDS_LOCK`."""
        return not any(getattr(screen, "HOLDS_LOCK", False) for screen in self.screen_stack)

    def action_lock(self) -> None:
        """Lock."""
        self.lock(LockCause.KEY)

    def action_leave(self) -> None:
        """Lock and leave."""
        self.exit(LEFT)
