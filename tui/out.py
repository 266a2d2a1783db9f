"""Somebody at a door alone, as the header tells it: back by when, and in words once that is past.

Owns reading when the one who is signed in is expected back, and waking up at that very time. Refuses to own going in
and coming back (field/lone_visit), and whom to ring.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from textual.message import Message

from store.agreement.london import london_day
from store.clock import LONDON, Clock, Instant
from store.fieldwork.carrier import shows_families
from store.fieldwork.lone_visits import expected_back
from tui import glance, notices
from tui.widgets.said_line import Tone

if TYPE_CHECKING:
    from textual.app import App
    from textual.timer import Timer

    from store.keeping.store import Store

_WHAT_TO_DO: Final = "If you are well, open the family and press w; if you are not, ring 999."
_WITH_NO_FAMILY: Final = "If you are well, ring your supervisor, who says so at base; if you are not, ring 999."


@dataclass
class OutKnown(Message):
    """Whether somebody is at a door alone.

    Attributes:
        back_at: When they are expected back, at the soonest; None where nobody is out.
        shows_families: Whether they can open the family, and say there that they are out.
    """

    back_at: Instant | None
    shows_families: bool = True


def out_of(store: "Store") -> OutKnown:
    """Return when the one who is signed in is expected back; runs in the clerk's thread."""
    return OutKnown(expected_back(store), shows_families(store))


class BackBy:
    """The words in the header, and the warning once it is past.

    Args:
        app: It wakes up, and warns.
        clock: The store's.
        tell: Puts words into the header; none where nobody is out.
    """

    def __init__(self, app: "App[Any]", clock: Clock, tell: Callable[[str], None]) -> None:
        self._app = app
        self._clock = clock
        self._tell = tell
        self._back_at: Instant | None = None
        self._is_warned = False
        self._what_to_do = _WHAT_TO_DO
        self._timer: Timer | None = None

    def know(self, back_at: Instant | None, *, shows_families: bool = True) -> None:
        """Tell of it from now on; None for nobody out."""
        self._what_to_do = _WHAT_TO_DO if shows_families else _WITH_NO_FAMILY
        if back_at != self._back_at:
            self._back_at, self._is_warned = back_at, False
        self._look()

    def _look(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        back_at, now = self._back_at, self._clock.now()
        self._tell("" if back_at is None else back_by(back_at, now))
        if back_at is None:
            return
        if back_at > now:
            self._timer = self._app.set_timer((back_at - now).total_seconds(), self._look)
        elif not self._is_warned:
            self._is_warned = True
            said = f"{back_by(back_at, now)}, and nobody knows that you are out."
            notices.show(self._app, Tone.REFUSED, said, self._what_to_do)


def back_by(back_at: Instant, now: Instant) -> str:
    """Return when somebody is expected back, in words: `back by 18:30`; `OVERDUE: back by 18:30` once it is past."""
    local = back_at.astimezone(LONDON)
    is_today = local.date() == london_day(now)
    said = f"back by {local:%H:%M}" if is_today else f"back by {glance.meeting(back_at, london_day(now))}"
    return f"OVERDUE: {said}" if back_at <= now else said
