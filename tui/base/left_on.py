"""Where that is settled which is left on a device: by a plan, by waiting for it, or on its own page.

Owns the choice and the sentences. Refuses to own what is left, and every plan (store).

Source: agreement 7.2f, 13.5, A9.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from store.ids import DeviceId
from store.keeping.acts.terms.devices import DeviceKind
from tui.base import destroying
from tui.base.destroying import Chosen

if TYPE_CHECKING:
    from store.keeping.store import Store

_REVOKED: Final = "It is no longer believed and hears of nothing: tell of the incident (F2), then w writes it off."
_ORDERED: Final = (
    "It has its order: what it signed comes in with a sync (F5). One that does not come back is written off (w)."
)
_BY_HAND: Final = "Have it wiped or destroyed, then say so here: w."
_IN_MAILBOX: Final = "It lies there for a laptop until that one has synced, and base after it (F5); else wipe it: w."


@dataclass(frozen=True, slots=True)
class Left:
    """How it is settled.

    Attributes:
        said: What settles it; empty where the plan shows it.
        plan: What is to be planned; None where nothing is.
        has_page: Whether it is settled on the device's own page.
    """

    said: str = ""
    plan: Chosen | None = field(repr=False, default=None)
    has_page: bool = False


def left_on(store: "Store", device: DeviceId) -> Left:
    """Return how that is settled which is left on a device; runs in the clerk's thread.

    Raises:
        DeviceUnknownError: It is not on the register.
    """
    from store.custody.register import device_named
    from store.exchange.destroying.known import destructions
    from store.exchange.peers import peers

    laptop = next((each for each in peers(store) if each.device == device), None)
    if laptop is None:
        is_mailbox = device_named(store, device).kind is DeviceKind.MAILBOX
        return Left(_IN_MAILBOX if is_mailbox else _BY_HAND, has_page=True)
    if laptop.revoked_from is not None:
        return Left(_REVOKED)
    if any(not each.is_done and device in each.missing for each in destructions(store)):
        return Left(_ORDERED)
    return Left(plan=destroying.chosen(store, {"what": destroying.DEVICE, "laptop": device, "clause": "7.2f"}))
