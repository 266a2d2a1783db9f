"""One family: its page, and the keys that lead on from it.

Owns asking for the family, telling that it was shown, and showing it. Refuses to own the words of the page
(family_page), reading (store), and every rule.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from store.fieldwork.attempts import last_made_here
from store.fieldwork.family import FamilyFile
from store.fieldwork.looking import file_of
from store.fieldwork.views import tell_shown
from store.ids import FamilyId
from store.keeping.acts.terms.families import ViewPart
from tui import notices
from tui.clerk import Clerk
from tui.commands import FAMILY_COMMANDS, Command, bindings
from tui.common.quick_screen import QuickScreen
from tui.desk import Desk
from tui.field import wishes
from tui.field.family_page import family_page, reading_at
from tui.told import ActsKept, RoomRead
from tui.widgets.frame import framed
from tui.widgets.page import Page, PageLine
from tui.widgets.said_line import Tone

if TYPE_CHECKING:
    from store.keeping.store import Store

AT_ONCE = (
    ViewPart.ADDRESS,
    ViewPart.PEOPLE,
    ViewPart.PHONES,
    ViewPart.ATTEMPTS,
    ViewPart.APPOINTMENTS,
    ViewPart.CONSENTS,
    ViewPart.NOTES,
)
"""What a family's page shows as soon as it is opened."""


@dataclass
class FamilyRead(RoomRead):
    """A family, as it is kept now; None where it is gone."""

    family: FamilyId
    file: FamilyFile | None = field(repr=False)


class FamilyScreen(QuickScreen[None]):
    """A family's page. Made once, and shown again for one family after the other.

    Args:
        clerk: Holds the store.
        desk: Whose.
    """

    KEYS: ClassVar[tuple[Command, ...]] = FAMILY_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, clerk: Clerk, desk: Desk) -> None:
        super().__init__()
        self._clerk = clerk
        self._desk = desk
        self._family: FamilyId | None = None
        self._file: FamilyFile | None = None
        self._told: set[ViewPart] = set()
        self._is_seen = False

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield from framed("Family", self.KEYS, Page())

    # -- which family ----------------------------------------------------------------------------------------------

    def look_at(self, family: FamilyId, about: str | None = None) -> None:  # noqa: ARG002  # as every room
        """Show another family from now on: a new sitting."""
        self._family, self._file = family, None
        self._told = set()
        self._is_seen = False
        notices.settle(self)  # what was refused at another family says nothing of this one
        self._ask(*AT_ONCE)

    def work_out_ahead(self, read: RoomRead) -> None:
        """Work out the page of a family that may be opened next."""
        if self.is_mounted and isinstance(read, FamilyRead):
            self._file = read.file
            self.query_one(Page).show(self._lines())
            self.paint_ahead()

    def reading(self, family: FamilyId) -> "Callable[[Store], FamilyRead]":
        """Return what reads a family in the clerk's thread."""
        return lambda store: FamilyRead(self, family, file_of(store, family))

    def _ask(self, *parts: ViewPart) -> None:
        """Read the family, and tell that parts are shown: nothing is seen that nobody told of."""
        family = self._family
        if family is None:
            return
        fresh = [part for part in parts if part not in self._told]
        self._told.update(fresh)
        read = self.reading(family)
        if fresh:
            self._clerk.show(read, lambda store: tell_shown(store, family, fresh), self.app)
        else:
            self._clerk.do(read, self.app)

    def show(self, message: RoomRead) -> bool:
        """Show what was read; return whether it is what is to be seen here."""
        if not isinstance(message, FamilyRead) or message.family != self._family:
            return False  # of the family before
        self._file = message.file
        if self.is_mounted:
            self.query_one(Page).show(self._lines(), from_top=not self._is_seen)
        return True

    @on(ActsKept)
    def _read_again(self, message: ActsKept) -> None:
        if message.family == self._family:
            self._ask()

    def on_resize(self) -> None:
        """Fit the lines to the width."""
        if self._file is not None:
            self.query_one(Page).show(self._lines(), from_top=False)

    def on_screen_resume(self) -> None:
        """Show what was kept meanwhile."""
        if self._is_seen:
            self._ask()
        self._is_seen = True

    def _lines(self) -> Sequence[PageLine]:
        if self._file is None:
            return [PageLine("This family is no longer here.")]
        return family_page(self._file, reading_at(self._desk, self.size.width))

    # -- keys ------------------------------------------------------------------------------------------------------

    def action_take_back(self) -> None:
        """Take back what was kept last."""
        self.post_message(wishes.TakeBack(self._family))

    def action_tell_anew(self) -> None:
        """Tell the last attempt that was made here anew."""
        last = None if self._file is None else last_made_here(self._file)
        if self._family is not None and last is not None:
            self.post_message(wishes.RecordAttempt(self._family, last.attempt))
        else:
            notices.show(self.app, Tone.ASKED, "No attempt was made here that could be told anew.")

    def action_attempt(self) -> None:
        """Record an attempt."""
        if self._family is not None:
            self.post_message(wishes.RecordAttempt(self._family))

    def action_refused(self) -> None:
        """Record that somebody no longer wants contact."""
        if self._family is not None:
            self.post_message(wishes.RecordRefusal(self._family))

    def action_request(self) -> None:
        """Take down what somebody of the family asks."""
        if self._family is not None:
            self.post_message(wishes.TakeRequest(self._family))

    def action_going_in(self) -> None:
        """Say that one goes in alone, or how one came out."""
        if self._family is not None:
            self.post_message(wishes.GoInAlone(self._family))

    def action_safeguarding(self) -> None:
        """Report a concern for somebody's safety."""
        if self._family is not None:
            self.post_message(wishes.ReportConcern(self._family))

    def action_observation(self) -> None:
        """Record what the place looks like."""
        if self._family is not None:
            self.post_message(wishes.RecordObservation(self._family))

    def action_safety_note(self) -> None:
        """Read the safety note, alone."""
        if self._family is not None:
            self.post_message(wishes.ReadSafetyNote(self._family))

    def action_appointment(self) -> None:
        """Make an appointment, or say what became of one."""
        if self._family is not None:
            self.post_message(wishes.MakeAppointment(self._family))

    def action_correct(self) -> None:
        """Correct a detail."""
        if self._family is not None:
            self.post_message(wishes.CorrectDetail(self._family))

    def action_confidential(self) -> None:
        """See one person's confidential contacts."""
        if self._family is not None:
            self.post_message(wishes.SeeConfidential(self._family))

    def action_history(self) -> None:
        """See what happened."""
        if self._family is not None:
            self.post_message(wishes.SeeHistory(self._family))

    def action_people(self) -> None:
        """Tell of its people."""
        if self._family is not None:
            self.post_message(wishes.TellOfPeople(self._family))

    def action_moved(self) -> None:
        """Tell of a move."""
        if self._family is not None:
            self.post_message(wishes.TellMove(self._family))

    def action_trace(self) -> None:
        """Tell who was asked where they are."""
        if self._family is not None:
            self.post_message(wishes.TraceFamily(self._family))

    def action_consent(self) -> None:
        """Ask one person for consent."""
        if self._family is not None:
            self.post_message(wishes.TakeConsent(self._family))

    def action_withdraw(self) -> None:
        """Take down a withdrawal."""
        if self._family is not None:
            self.post_message(wishes.WithdrawConsent(self._family))

    def action_in_error(self) -> None:
        """Mark a consent that should never have been kept."""
        if self._family is not None:
            self.post_message(wishes.MarkConsentInError(self._family))

    def action_back(self) -> None:
        """Go back to where one came from."""
        self.dismiss()
