"""What the header of every screen tells of the work: what is unsent, who is expected back, which clock is due first.

Owns asking for all three, and putting their words there. Refuses to own each of them, and painting the line (top_line).
"""

from dataclasses import replace
from typing import Any

from tui.clerk import Clerk
from tui.common.clocks import SoonestKnown, soonest_of
from tui.desk import Desk
from tui.lockable import LockableApp
from tui.out import BackBy, OutKnown, out_of
from tui.unsent import Unsent, UnsentCounted, unsent_of

HeaderFact = UnsentCounted | OutKnown | SoonestKnown
"""What came of asking."""


class Header:
    """The header's words.

    Args:
        app: Shows them, and wakes up where they change by themselves.
        clerk: Holds the store.
        desk: Whose.
    """

    def __init__(self, app: LockableApp, clerk: Clerk, desk: Desk) -> None:
        self._app = app
        self._clerk = clerk
        self._desk = desk
        self._back_by = BackBy(app, desk.clock, lambda words: self._put(back=words))
        self._unsent = Unsent(app, desk.clock, lambda words: self._put(unsent=words))

    def look_round(self) -> None:
        """Ask for all of it; what comes of it is told to the app as messages."""
        self._clerk.do(out_of, self._app)
        self._clerk.do(unsent_of, self._app)
        self._clerk.do(soonest_of(self._desk), self._app)

    def know(self, fact: HeaderFact) -> None:
        """Tell of it from now on."""
        match fact:
            case UnsentCounted():
                self._unsent.know(fact)
            case OutKnown():
                self._back_by.know(fact.back_at, shows_families=fact.shows_families)
            case SoonestKnown():
                self._put(clock=fact.words)

    def _put(self, **words: Any) -> None:
        if self._app.standing is not None:
            self._app.standing = replace(self._app.standing, **words)
