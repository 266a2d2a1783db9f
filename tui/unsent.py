"""What base does not hold yet, as the header tells it: how many acts, and for how long the oldest of them waits.

Owns reading it, and waking up when the words for it change: once a minute at most, and the disk is not asked again.
Refuses to own sending (exchange).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.message import Message

from store.clock import Clock, Instant
from tui import wording

if TYPE_CHECKING:
    from textual.app import App
    from textual.timer import Timer

    from store.keeping.store import Store


@dataclass
class UnsentCounted(Message):
    """How much base does not hold yet.

    Attributes:
        count: Acts.
        since: When the oldest of them was kept; None where there are none.
    """

    count: int
    since: Instant | None


def unsent_of(store: "Store") -> UnsentCounted:
    """Return how many acts base is not known to hold, and since when; runs in the clerk's thread."""
    from store.exchange.sending import oldest_unsent, unsent_count  # loads every act

    if store.sidecar.role != "field":
        return UnsentCounted(0, None)
    return UnsentCounted(unsent_count(store), oldest_unsent(store))


class Unsent:
    """The words in the header.

    Args:
        app: It wakes up.
        clock: The store's.
        tell: Puts words into the header; none where base holds everything.
    """

    def __init__(self, app: "App[Any]", clock: Clock, tell: Callable[[str], None]) -> None:
        self._app = app
        self._clock = clock
        self._tell = tell
        self._counted = UnsentCounted(0, None)
        self._timer: Timer | None = None

    def know(self, counted: UnsentCounted) -> None:
        """Tell of it from now on."""
        self._counted = counted
        self._look()

    def _look(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        since = self._counted.since
        if since is None:
            self._tell("")
            return
        age = self._clock.now() - since
        self._tell(f"{self._counted.count:,} unsent, {wording.span(age)}")
        self._timer = self._app.set_timer(wording.span_lasts(age).total_seconds(), self._look)
