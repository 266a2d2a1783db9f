"""How tests open the app: a made-up desk, and a clerk that does everything at once."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, ParamSpec, TypeVar

from store.agreement.loading import agreement_bytes, agreement_from
from store.ids import DeviceId, StaffId
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
            "agreement": agreement_from(agreement_bytes(None)),
            **changed,
        }
    )
