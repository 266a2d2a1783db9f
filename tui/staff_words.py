"""What is said of somebody who leaves and carries a laptop, at base and on that laptop. Pure.

Owns the sentences. Refuses to own who carries what and who left (store), and what is to be done by which command.
"""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Final

from tui import wording

if TYPE_CHECKING:  # loads every act, and a list at the door does not
    from store.exchange.laptops import Known

HAND_IN_HEADER: Final = "HAND IN"
"""What the header of that laptop says on every screen."""


def at_next_sync(laptops: "Iterable[Known]") -> list[str]:
    """Return, a sentence each, what laptops of somebody who leaves do once they hear of it."""
    return [
        f"{wording.plain(each.peer.name)}, with {wording.counted(each.families_count, 'family', 'families')}, hears it"
        " at its next sync: it then shows none, still sends what is unsent, and asks to be handed in."
        for each in laptops
    ]


def left(on: date) -> str:
    """Return that whoever is signed in on a laptop left, in a sentence."""
    return f"Base says that you left on {wording.day(on)}, so no family is shown."


def let_in(laptop: str, staff: str, on: date) -> list[str]:
    """Return what an answer lets a laptop do whose carrier left and whose passphrase nobody knows; names are plain."""
    return [
        f"{staff}, who carried {laptop}, left on {wording.day(on)}: it shows no family to whoever unlocks it.",
        "It sends what is unsent, with its next sync, and is then handed in.",
    ]


NOBODY_UNLOCKS: Final = (
    "Where nobody can unlock it any more: F4 at its prompt, and two people answer in Laptops (l, r). It then shows no"
    " family, and sends what is unsent. Once revoked or dead (v, d) it gets no answer: what is unsent there is lost."
)
"""What base does about what is unsent on a laptop whose carrier left, and what cannot be had."""

UNTRAINED_HEADER: Final = "NOT TRAINED"
"""What the header of a laptop says on every screen where no training of whoever is signed in is in force."""

UNTRAINED: Final = "No training of yours is in force here, so no family is shown."
UNTRAINED_TO_DO: Final = "Send with F5, and ring your supervisor: F5 then brings new training."

TO_DO: Final = "Send with F5 until nothing is unsent, then hand this laptop in (h)."
TO_DO_BY_COMMANDS: Final = "`doorstep sync` until nothing is unsent, then hand this laptop in: F6 at its prompt."
