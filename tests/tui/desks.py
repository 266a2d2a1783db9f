"""How tests open the app: a made-up desk, and a clerk that does everything at once."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Executor, Future
from datetime import UTC, datetime
from typing import Any, ParamSpec, TypeVar

from textual.pilot import Pilot

from store.agreement.loading import agreement_bytes, agreement_from
from store.clock import Instant
from store.ids import DeviceId, StaffId
from tui.app import DoorstepApp
from tui.clerk import Clerk
from tui.desk import Desk

P = ParamSpec("P")
T = TypeVar("T")


class Inline(Executor):
    """A clerk's line that does each wish at once, where it is asked."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        done: Future[T] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as fault:  # noqa: BLE001  # a future keeps what was raised
            done.set_exception(fault)
        return done


class StoppedClock:
    """Half past ten on a Monday in the term."""

    def now(self) -> Instant:
        return datetime(2015, 11, 2, 10, 30, tzinfo=UTC)


def played(
    play: Callable[[DoorstepApp, Pilot[int]], Awaitable[None]],
    size: tuple[int, int] = (80, 24),
    desk: Desk | None = None,
    clerk: Clerk | None = None,
    lines: Sequence[Any] = (),
) -> DoorstepApp:
    """Open the app, play at it, and return it as it ended."""
    app = DoorstepApp(clerk or Clerk(Inline()), desk or made_desk(), lines)

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await play(app, pilot)

    asyncio.run(run())
    return app


def made_desk(**changed: Any) -> Desk:
    """Return the desk of a practice laptop; `changed` are fields of `Desk`."""
    return Desk(
        **{
            "device": DeviceId("d0" * 16),
            "device_name": "Laptop A",
            "role": "field",
            "is_practice": True,
            "staff": StaffId("5a" * 16),
            "staff_name": "Interviewer One",
            "volume": "disk not checked",
            "clock": StoppedClock(),
            "agreement": agreement_from(agreement_bytes(None)),
            **changed,
        }
    )
