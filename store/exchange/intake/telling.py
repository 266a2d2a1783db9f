"""A council was told that its delivery cannot be read: that is what stops the week, unless it can be read after all.

Owns recording it. Refuses to own the words of the notice (notices), and when the week is over (agreement, deadlines).

Source: agreement 8.4.
"""

from store.clock import Instant, to_ms
from store.custody.clocks import DutyClock, running, stopping
from store.custody.incidents.following import hold_supervisor
from store.errors import DeliveryNotOwedError, StillAheadError, ToldTooEarlyError
from store.ids import new_id
from store.keeping import acts
from store.keeping.acts.terms.incidents import ClockAbout, ClockEnd, NoticeChannel, NoticeMatter
from store.keeping.names import hold_line
from store.keeping.store import Store


def record_council_told(
    store: Store, beginning: str, told: str, channel: NoticeChannel, at: Instant | None = None
) -> DutyClock:
    """Record that a council was told; return the clock that this stopped.

    Args:
        store: Base's.
        beginning: Of the delivery's id.
        told: Who took the call or the letter.
        channel: How.
        at: When, aware; None for now.

    Raises:
        NotASupervisorError, LineFormError: It is not recorded.
        DeliveryNotOwedError: No clock runs for one such delivery.
        StillAheadError, ToldTooEarlyError: Nobody can have been told then.
        StoreError: As `Store.record`.
    """
    hold_supervisor(store)
    hold_line(told)
    of_deliveries = [each for each in running(store) if each.about is ClockAbout.DELIVERY]
    found = [each for each in of_deliveries if beginning and each.about_id.startswith(beginning.lower())]
    if len(found) != 1:
        raise DeliveryNotOwedError
    (clock,), now = found, store.now()
    when = at or now
    if to_ms(when) > to_ms(now):
        raise StillAheadError
    if to_ms(when) < to_ms(clock.started_at):
        raise ToldTooEarlyError
    notice = acts.NoticeSent(
        notice=new_id(),
        matter=NoticeMatter.DELIVERY_UNREADABLE,
        about=clock.about_id,
        recipient=None,
        told=told,
        channel=channel,
        at_ms=to_ms(when),
        sha256=None,
        clock=clock.clock,
    )
    store.record(notice, stopping(clock, ClockEnd.DUTY_DONE, when, notice=notice.notice))
    return clock
