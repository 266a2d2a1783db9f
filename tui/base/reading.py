"""What the board is made of, and reading it: first what stands in a few rows each, then what has to be counted.

Owns the messages, and in which thread each is read. Refuses to own every figure (store), and how it looks (board_page).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.message import Message

from store.clock import Instant
from store.custody.clocks import DutyClock
from store.exchange.waiting import Waiting, waiting
from store.fieldwork.how_far import HowFar, how_far
from store.keeping.term import TermStands, term_stands
from tui.common.clocks import clocks_of
from tui.desk import Desk

if TYPE_CHECKING:
    from store.exchange.away import Away
    from store.keeping.store import Store


@dataclass
class BoardRead(Message):
    """What stands in a few rows each.

    Attributes:
        at: By the store's clock.
        clocks: Those that run, the soonest first.
        laptops: Every one that was ever enrolled, by name.
        waiting: How much waits for a decision.
        backed_up_at: When the newest backup was made that was found whole and is still there; None for none.
        term: How long the agreement runs.
    """

    at: Instant
    clocks: Sequence[DutyClock]
    laptops: "Sequence[Away]" = field(repr=False)
    waiting: Waiting
    backed_up_at: Instant | None
    term: TermStands
    frozen: str


@dataclass
class BoardCounted(Message):
    """What was counted over every case.

    Attributes:
        generation: Which time it was asked for.
    """

    generation: int
    counted: HowFar


def read_board(store: "Store", desk: Desk) -> BoardRead:
    """Return the rows of the board; runs in the clerk's thread, and looks at no family."""
    from store.exchange.away import away  # loads every act: here, in the clerk's thread
    from store.exchange.backup.known import last_made_at

    return BoardRead(
        store.now(),
        clocks_of(store, desk),
        away(store),
        waiting(store),
        last_made_at(store),
        term_stands(store),
        "" if store.frozen is None else store.frozen.words,
    )


def count_board(store: "Store", desk: Desk, generation: int) -> BoardCounted:
    """Return the counts of the board; in a reader's thread, for it looks at every family."""
    return BoardCounted(generation, how_far(store, desk.agreement))
