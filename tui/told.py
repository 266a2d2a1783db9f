"""What the clerk tells: messages about what came of a wish.

Owns their shapes. Refuses to own what is done about them: whoever asked decides, then the app.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from datetime import date

    from textual.screen import Screen

    from store.errors import StoreError
    from store.fieldwork.lines import Line
    from store.ids import FamilyId
    from store.keeping.acts import Act


@dataclass
class ActsKept(Message):
    """Acts are kept, durably.

    Attributes:
        said: One short sentence to show.
        family: Whose line changed, if one's did.
        acts: What was kept.
        line: The family's line as it is now; None where it is gone, or none is meant.
        others: Lines of other families that it is about too, as of a household that split off.
        let_out: Lets out the frame that shows it, from any thread; returns whether it did. None where none is held.
        is_seen: Whether that frame was let out.
    """

    said: str
    family: "FamilyId | None"
    acts: "tuple[Act, ...]" = field(repr=False)
    line: "Line | None" = None
    others: "tuple[Line, ...]" = ()
    let_out: "Callable[[], bool] | None" = field(default=None, repr=False)
    is_seen: bool = False

    def be_seen(self) -> None:
        """Be seen, as soon as it is durable: the clerk does not wait for whatever else the loop is at."""
        if self.let_out is not None:
            self.is_seen = self.let_out()


@dataclass
class TermRecorded(Message):
    """Something about the end of the agreement was recorded: the header counts down to another day."""


@dataclass
class ActsReady(Message):
    """Acts are being kept: what is to be seen then can be made ready, and must not be seen yet.

    Attributes:
        kept: What is told once they are, the very same.
    """

    kept: ActsKept


@dataclass
class StoreFailed(Message):
    """The store refused, and nothing of the wish was kept."""

    refusal: "StoreError"


@dataclass
class ClerkStopped(Message):
    """The clerk met a fault of Doorstep's own; the app ends with it."""

    fault: Exception = field(repr=False)


@dataclass
class SignedInKept(Message):
    """The journal tells who came in.

    Attributes:
        refusal: What stands in the way of going on: the store is frozen, or a recovered one did not go over to its
            next key.
    """

    refusal: "StoreError | None"


@dataclass
class NobodySignedIn(Message):
    """The journal could not take who came in: nobody is signed in."""

    refusal: "StoreError"


@dataclass
class RoomRead(Message):
    """What a room is to show was read: it can be seen now, in one frame.

    Attributes:
        room: The screen.
    """

    room: "Screen[None]"


@dataclass
class RoomReady(Message):
    """What a room is to show was read, and is being told: it can be made ready, and must not be seen yet."""

    read: RoomRead


@dataclass
class RoomAhead(Message):
    """What a room would show that may be opened next: it can be worked out, and must not be seen before it is told."""

    read: RoomRead


class DraftKept(Message):
    """What was typed into a form so far is kept as a draft."""


class HomeFilled(Message):
    """The home screen has what it is to show, and shows it in its next frame."""


@dataclass
class LinesRead(Message):
    """Every family's line, read anew.

    Attributes:
        left_on: When whoever is signed in left, where base told so: then there is none.
        is_untrained: Whether they have no training in force: likewise.
    """

    lines: "Sequence[Line]" = field(repr=False)
    left_on: "date | None" = None
    is_untrained: bool = False
