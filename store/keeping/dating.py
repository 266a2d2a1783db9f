"""When an act is dated: by the store's clock, and what is told where that fell back.

Owns how far a clock may fall back before somebody has to say that it is right. Refuses to own the clock (training).
"""

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from store.clock import Instant, to_ms
from store.errors import ClockMovedBackError

if TYPE_CHECKING:
    from store.keeping.acts import Act

CLOCK_SLACK: Final = timedelta(minutes=2)
"""Time servers correct by less."""


def acts_of_clock(now: Instant, before: Instant, *, is_accepted: bool) -> list["Act"]:
    """Return what tells of a clock that fell back since the last act; nothing where it did not.

    Args:
        now: As the clock says.
        before: When the last act was dated.
        is_accepted: Whether somebody said that the clock is right.

    Raises:
        ClockMovedBackError: It fell back by more than it may, and nobody said that it is right.
    """
    hold_forward(now, before, is_accepted=is_accepted)
    if now >= before or to_ms(now) == to_ms(before):  # an entry keeps milliseconds, a clock gives more
        return []
    behind_s = int((before - now).total_seconds())
    from store.keeping.acts import ClockMovedBack

    return [ClockMovedBack(behind_s=behind_s, last_act_at_ms=to_ms(before), is_confirmed=is_accepted)]


def hold_forward(now: Instant, before: Instant, *, is_accepted: bool) -> None:
    """Make sure that an act can be dated now; the arguments and the refusal are those of `acts_of_clock`."""
    if before - now > CLOCK_SLACK and not is_accepted:
        raise ClockMovedBackError(int((before - now).total_seconds()))
