"""A form about one family, as a screen: read the family, ask, show what will be kept, keep it.

Owns the order, drafts, and staying open until it is kept. Refuses to own what is asked and which acts come of it: each
form is a class of its own that says both.
"""

import contextlib
from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from store.errors import FamilyUnknownError, StoreError
from store.fieldwork.booked import Booking
from store.fieldwork.circumstances import Circumstances, circumstances_of
from store.fieldwork.family import FamilyFile
from store.fieldwork.lone_visits import OpenVisit
from store.fieldwork.looking import file_of, line_of
from store.fieldwork.views import tell_shown
from store.ids import FamilyId
from store.keeping.acts.terms.families import ViewPart
from store.keeping.noting import keep_or_note
from tui import notices, wording
from tui.clerk import Clerk
from tui.commands import BACK, KEEP, KEYS_HERE, Command, bindings
from tui.common.quick_screen import QuickScreen
from tui.desk import Desk
from tui.forms.asking import Asking
from tui.forms.drafts import BACK_AGAIN, keep_draft, read_draft
from tui.forms.fields import YES_NO, Answers, Field, Kind
from tui.forms.form import Form
from tui.in_turn import hold_keys
from tui.told import ActsKept, DraftKept, RoomRead, StoreFailed
from tui.widgets.frame import framed
from tui.widgets.page import PageLine
from tui.widgets.said_line import SaidLine, Tone

if TYPE_CHECKING:
    from store.keeping.acts import Act
    from store.keeping.store import Store


_REHEARSED: Final = tuple(
    Field(f"{place}", "Field", "What is asked?", Kind.ONE, options=lambda _: YES_NO) for place in range(5)
)
"""As many fields as most forms ask at first, so that they find their places as they are."""

NOW = "now"
"""Typed for the time it is; a draft keeps that time, for it may be read on another day."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a form knows while it asks.

    Attributes:
        file: The family's, as it was when the form was opened.
        circumstances: When it was opened, by whom, under which agreement.
        about: What of the family's the form is about, for example an attempt that is corrected; None for a new one.
        booked: Every family's appointments that still stand, where the form asks for the diary.
        elsewhere: Visits at other doors that are not over, where the form asks for them.
    """

    file: FamilyFile = field(repr=False)
    circumstances: Circumstances
    about: str | None
    booked: tuple[Booking, ...] = field(default=(), repr=False)
    elsewhere: tuple[OpenVisit, ...] = field(default=(), repr=False)


@dataclass
class FormReady(RoomRead):
    """A family was read for a form, with what was typed before and not kept."""

    known: Known
    draft: dict[str, Any] = field(repr=False)


class FormRoom(QuickScreen[None]):
    """A form about a family. Made once, and shown again for one family after the other.

    Args:
        clerk: Holds the store.
        desk: Whose.
    """

    FORM: ClassVar[str]
    """Names its drafts."""
    HEADING: ClassVar[str]
    """Stands in the header."""
    SHOWS: ClassVar[tuple[ViewPart, ...]] = (ViewPart.PEOPLE,)
    """Which parts of a family it shows; a form can show none."""
    PROTECTS: ClassVar[bool] = False
    """Whether it protects somebody: then also a store that takes no acts takes it, for later."""
    KEYS: ClassVar[tuple[Command, ...]] = (KEEP, BACK, KEYS_HERE)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, clerk: Clerk, desk: Desk) -> None:
        super().__init__()
        self._clerk = clerk
        self._desk = desk
        self._family: FamilyId | None = None
        self._about: str | None = None
        self._known: Known | None = None
        self._form: Form | None = None
        self._is_keeping = False
        self._is_restored = False

    # -- what a form says of itself --------------------------------------------------------------------------------

    @abstractmethod
    def fields(self, known: Known) -> Sequence[Field]:
        """Return what is asked."""

    @abstractmethod
    def ending(self, answers: Answers, known: Known) -> Sequence[PageLine]:
        """Return what is shown before it is kept; raises a StoreError where it cannot be kept."""

    @abstractmethod
    def acts(self, answers: Answers, known: Known) -> "list[Act]":
        """Return the acts to keep; runs in the clerk's thread, with the family read anew."""

    @abstractmethod
    def said(self, answers: Answers, known: Known) -> str:
        """Return one sentence that is shown once it is kept; it names nobody."""

    def known(self, store: "Store", file: FamilyFile, about: str | None) -> Known:
        """Return what it knows while it asks; runs in the clerk's thread. A form that needs more adds it here."""
        return Known(file, circumstances_of(store, self._desk.agreement), about)

    # -- opening ---------------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Lay out the questions."""
        yield from framed(self.HEADING, self.KEYS, Asking(self._end))

    def look_at(self, family: FamilyId, about: str | None = None) -> None:
        """Be about another family from now on, or another thing of it."""
        self._family, self._about = family, about
        self._known = self._form = None
        self._is_keeping = False
        read = self.reading(family, about)
        if self.SHOWS:
            self._clerk.show(read, lambda store: tell_shown(store, family, self.SHOWS), self.app)
        else:
            self._clerk.do(read, self.app)

    def reading(self, family: FamilyId, about: str | None = None) -> "Callable[[Store], FormReady]":
        """Return what reads, in the clerk's thread, what the form is to know, and what was typed before."""

        def read(store: "Store") -> FormReady:
            file = file_of(store, family)
            if file is None:
                raise FamilyUnknownError
            draft = read_draft(store, family, self._draft_name(about))
            return FormReady(self, self.known(store, file, about), draft)

        return read

    def _draft_name(self, about: str | None) -> str:
        return self.FORM if about is None else f"{self.FORM}/{about}"

    def show(self, message: RoomRead) -> bool:
        """Ask what is to be asked; return whether it is about whom this form is about."""
        if not isinstance(message, FormReady):
            return False
        if message.known.file.family != self._family or message.known.about != self._about:
            return False  # of the family before
        self._known = message.known
        self._form = Form(self.fields(message.known))
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
        said = self.query_one(SaidLine)
        said.clear()
        if self._is_restored:
            said.say(Tone.ASKED, BACK_AGAIN)

    def lay_out(self) -> None:
        """Ask, unseen, what nobody answers: the first question that is asked is as quick as any."""
        if self._form is None and self.is_mounted:
            self.query_one(Asking).ask(Form(_REHEARSED))
        super().lay_out()

    def work_out_ahead(self, read: RoomRead) -> None:
        """Ask, unseen, what would be asked about a family whose form may be opened next, and keep none of it."""
        if self.is_mounted and isinstance(read, FormReady):
            self.query_one(Asking).ask(Form(self.fields(read.known)))
            self.query_one(SaidLine).clear()
            self.paint_ahead()

    # -- keeping ---------------------------------------------------------------------------------------------------

    def _end(self) -> Sequence[PageLine]:
        assert self._form is not None
        assert self._known is not None
        return self.ending(self._form.answers(), self._known)

    @on(Asking.Agreed)
    def _keep(self) -> None:
        if self._form is None or self._known is None or self._is_keeping:
            return
        self._is_keeping = True  # a key that is held down keeps it once
        answers, known = self._form.answers(), self._known
        family, draft = known.file.family, self._draft_name(known.about)
        is_kept = False

        def kept(store: "Store") -> ActsKept:
            nonlocal is_kept
            file = file_of(store, family)
            now = circumstances_of(store, self._desk.agreement)
            if file is None and not self.PROTECTS:
                raise FamilyUnknownError  # it was taken back meanwhile: nothing new is written about it
            acts = self.acts(answers, known if file is None else replace(known, file=file, circumstances=now))
            if self.PROTECTS:
                keep_or_note(store, *acts)
            else:
                store.record(*acts)
            is_kept = True
            lock_elsewhere(store, acts)
            others = tuple(filter(None, (line_of(store, each) for each in other_families(acts, family))))
            return ActsKept(self.said(answers, known), family, tuple(acts), line_of(store, family), others)

        def dropped(store: "Store") -> Message:
            with contextlib.suppress(StoreError):  # it is kept, and nobody is to hear that it was not
                if is_kept:
                    keep_draft(store, family, draft, {})
            return DraftKept()

        hold_keys(self.app)
        self._clerk.do(kept, self)
        self._clerk.do(dropped, self)  # another commit: nobody waits for it to hear that it is kept

    @on(ActsKept)
    def _done(self) -> None:
        self._form = None
        self.leave()

    @on(StoreFailed)
    def _not_kept(self) -> None:
        self._is_keeping = False

    @on(Asking.Refused)
    def _say_refused(self, message: Asking.Refused) -> None:
        notices.show_refusal(self.app, message.refusal)

    # -- drafts ----------------------------------------------------------------------------------------------------

    @on(Asking.Answered)
    def save_draft(self) -> None:
        """Keep what was typed so far, so that neither a lock nor a crash takes it away."""
        if self._form is None or self._known is None or self._is_keeping:
            return
        self.query_one(Asking).take_typed()
        now, typed = self._known.circumstances.now, self._form.draft()
        typed = {key: wording.typed(now) if said == NOW else said for key, said in typed.items()}
        name, family = self._draft_name(self._known.about), self._known.file.family

        def saved(store: "Store") -> Message:
            keep_draft(store, family, name, typed)
            return DraftKept()

        self._clerk.do(saved, self)

    # -- keys ------------------------------------------------------------------------------------------------------

    def action_keep(self) -> None:
        """Go to the end, and keep it from there."""
        self.query_one(Asking).keep()

    def action_back(self) -> None:
        """Go back; what was typed waits as a draft."""
        self.save_draft()
        self._form = None
        self.dismiss()


def lock_elsewhere(store: "Store", acts: "Sequence[Act]") -> None:
    """Let base order locked on every laptop what somebody just locked there; a laptop's locks go up with its bundle."""
    if store.sidecar.role == "base" and store.frozen is None:
        from store.exchange.holders import lock_holders_of  # loads the exchange, which no laptop needs for this

        lock_holders_of(store, acts)


def other_families(acts: "Sequence[Act]", family: FamilyId) -> list[FamilyId]:
    """Return whom acts are about beside one family."""
    from store.keeping.acts import family_of

    return [each for each in dict.fromkeys(map(family_of, acts)) if each is not None and each != family]
