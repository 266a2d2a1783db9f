"""Consent: who is asked, and how; then the screen is turned to them.

Owns these questions, where alone names stand, and turning to the person. Refuses to own the asking (asking_screen) and
the order of its questions (store).
"""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from store.errors import FamilyUnknownError, StoreError
from store.fieldwork.consents.ceremony import Ceremony
from store.fieldwork.consents.saying import interpreting
from store.fieldwork.family import FamilyFile
from store.fieldwork.looking import file_of
from store.fieldwork.views import tell_shown
from store.ids import FamilyId
from store.keeping.acts.terms.families import ViewPart
from tui import notices
from tui.clerk import Clerk
from tui.commands import BACK, KEYS_HERE, Command, bindings
from tui.common.quick_screen import QuickScreen
from tui.desk import Desk
from tui.field.consent.asking_screen import AskingScreen
from tui.field.consent.came_words import came_words
from tui.field.consent.how import How, how_of, who_and_how
from tui.forms.asking import Asking
from tui.forms.drafts import BACK_AGAIN, keep_draft, read_draft
from tui.forms.form import Form
from tui.told import DraftKept, RoomRead, StoreFailed
from tui.widgets.frame import framed
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph
from tui.widgets.said_line import SaidLine, Tone

if TYPE_CHECKING:
    from store.keeping.store import Store

DRAFT: Final = "consent"
"""Names its drafts."""

_DOUBTED: Final = "With that doubt no yes is taken: press x (Not asked) there, and tell your supervisor afterwards."
"""Said before the screen is theirs: there it would be read by whoever it is about."""


@dataclass
class ConsentReady(RoomRead):
    """A family was read, to choose somebody of it; with what was typed before, and nobody was asked."""

    file: FamilyFile = field(repr=False)
    draft: dict[str, Any] = field(repr=False)


@dataclass
class TurnedTo(Message):
    """Somebody is asked from now on."""

    ceremony: Ceremony = field(repr=False)


class ConsentRoom(QuickScreen[None]):
    """Chooses who is asked. Made once, and shown again for one family after the other.

    Args:
        clerk: Holds the store.
        desk: Whose.
    """

    KEYS: ClassVar[tuple[Command, ...]] = (BACK, KEYS_HERE)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, clerk: Clerk, desk: Desk) -> None:
        super().__init__()
        self._clerk = clerk
        self._desk = desk
        self._family: FamilyId | None = None
        self._file: FamilyFile | None = None
        self._form: Form | None = None
        self._is_turning = False
        self._is_restored = False

    def compose(self) -> ComposeResult:
        """Lay out the questions."""
        yield from framed("Consent", self.KEYS, Asking(self._end))

    # -- which family ----------------------------------------------------------------------------------------------

    def look_at(self, family: FamilyId, about: str | None = None) -> None:  # noqa: ARG002  # as every room
        """Ask somebody of another family from now on."""
        self._family, self._file, self._form = family, None, None
        self._is_turning = False
        self._clerk.do(self._reading(family), self.app)

    def _reading(self, family: FamilyId) -> "Callable[[Store], Message]":
        def read(store: "Store") -> Message:
            tell_shown(store, family, [ViewPart.PEOPLE, ViewPart.CONSENTS])
            file = file_of(store, family)
            if file is None:
                raise FamilyUnknownError
            return ConsentReady(self, file, read_draft(store, family, DRAFT))

        return read

    def show(self, message: RoomRead) -> bool:
        """Ask who it is; return whether it is about whom this is about."""
        if not isinstance(message, ConsentReady) or message.file.family != self._family:
            return False  # of the family before
        self._file = message.file
        self._form = Form(who_and_how(message.file, self._desk.today()))
        self._is_restored = bool(message.draft)
        if message.draft:
            self._form.restore(message.draft)
        if self.is_mounted:
            self._ask()
        return True

    def on_mount(self) -> None:
        """Ask, where it was read before it could be seen."""
        self._ask()

    def _ask(self) -> None:
        if self._form is None:
            return
        self.query_one(Asking).ask(self._form)
        if self._is_restored:
            self.query_one(SaidLine).say(Tone.ASKED, BACK_AGAIN)

    @on(Asking.Answered)
    def save_draft(self) -> None:
        """Keep what was typed so far, so that neither a lock nor a crash takes it away."""
        family = self._family
        if self._form is None or family is None or self._is_turning:
            return
        self.query_one(Asking).take_typed()
        typed = self._form.draft()

        def saved(store: "Store") -> Message:
            keep_draft(store, family, DRAFT, typed)
            return DraftKept()

        self._clerk.do(saved, self)

    # -- turning to them -------------------------------------------------------------------------------------------

    def _end(self) -> Sequence[PageLine]:
        around = self._how().around
        interpreting(around)
        width = self.size.width
        return [
            *(paragraph(_DOUBTED, width, Tint.HEAD) if around.is_capacity_doubted else ()),
            PageLine("Next, the screen is theirs", Tint.HEAD),
            *paragraph(
                "It shows the words they are told, and the keys for their answer; nothing of the family.", width
            ),
            *paragraph(
                "Each answer is kept before the next question is put. Press Enter, then turn the screen.", width
            ),
        ]

    def _how(self) -> How:
        assert self._form is not None
        assert self._file is not None
        return how_of(self._form.answers(), self._file, self._desk.today())

    @on(Asking.Agreed)
    def _turn(self) -> None:
        if self._form is None or self._is_turning:
            return
        self._is_turning = True  # a key that is held down turns once
        self._clerk.do(turning(self._how(), self._family), self)

    @on(TurnedTo)
    @work
    async def _go(self, message: TurnedTo) -> None:
        ended = await self.app.push_screen_wait(AskingScreen(self._clerk, self._desk, message.ceremony, self._how()))
        self._form = self._file = None
        self.leave()
        notices.show(self.app, Tone.KEPT, came_words(ended))

    @on(StoreFailed)
    def _not_turned(self) -> None:
        self._is_turning = False

    @on(Asking.Refused)
    def _say_refused(self, message: Asking.Refused) -> None:
        notices.show_refusal(self.app, message.refusal)

    def action_back(self) -> None:
        """Go back; nobody was asked, and what was typed waits as a draft."""
        self.save_draft()
        self._form = self._file = None
        self.dismiss()


def turning(how: How, family: FamilyId | None) -> "Callable[[Store], Message]":
    """Return what the clerk does to turn to somebody; an asking that a lock or a power cut left open is over first."""

    def turned(store: "Store") -> Message:
        from store.agreement.london import london_day
        from store.fieldwork.consents.deeds import close_left_open, respondent_of, turn_to

        file = None if family is None else file_of(store, family)
        if file is None:
            raise FamilyUnknownError
        close_left_open(store)
        respondent = respondent_of(file, how.person, london_day(store.now()), how.age_said)
        turned_to = TurnedTo(turn_to(store, respondent, file.wave))
        with contextlib.suppress(StoreError):  # they are asked, and nobody is to hear that they were not
            keep_draft(store, file.family, DRAFT, {})
        return turned_to

    return turned
