"""The asking of one person: the words they are told and the keys for their answer, and nothing of the family.

Owns what is in sight, which keys are open, and measuring for how long. Refuses to own the order of the questions and
what may be answered (store), and the words (agreement).
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from store.agreement.wordings import Shown
from store.clock import Instant
from store.errors import StoreError
from store.fieldwork.consents.ceremony import Ceremony, Ended, MarkInterview
from store.fieldwork.consents.questions import Asked
from store.fieldwork.consents.receipt_code import code_of
from store.fieldwork.consents.saying import interpreting
from store.fieldwork.looking import line_of
from store.keeping.acts.terms.consents import ConsentDecision, InterviewState
from tui import notices
from tui.clerk import Clerk
from tui.commands import CEREMONY_COMMANDS, Command, bindings
from tui.common.form_screen import FormScreen
from tui.common.page_screen import PageScreen
from tui.desk import Desk
from tui.field.consent.answering import said_of
from tui.field.consent.how import How, around_fields, around_of
from tui.field.consent.language_card import language_card
from tui.field.consent.put import Reading, pause_lines, text_lines, told_of
from tui.field.consent.receipt import ReceiptScreen
from tui.field.consent.watch import Watch
from tui.field.consent.why_not import WhyNotScreen
from tui.forms.fields import Answers
from tui.forms.form import Form
from tui.told import ActsKept, StoreFailed
from tui.widgets.frame import framed
from tui.widgets.page import Page, PageLine
from tui.widgets.said_line import Tone

if TYPE_CHECKING:
    from store.keeping.acts.terms.consents import NotAskedReason
    from store.keeping.store import Store

_OPEN = " y  Yes     n  No     x  Not asked"
_CLOSED = " Space reads on; y and n open at the end     x  Not asked"
_PAUSE = " c  Complete     p  Partial"


@dataclass(kw_only=True)
class AnswerKept(ActsKept):
    """An answer, or the interview's mark, is kept: what comes next can be put."""

    ceremony: Ceremony = field(repr=False)


class AskingScreen(Screen[Ceremony]):
    """Asks one person; returns the ceremony as it ended.

    Args:
        clerk: Holds the store.
        desk: Whose.
        ceremony: As it was opened.
        how: Who is asked, and how.

    Attributes:
        HOLDS_LOCK: Whether a wording is shown, which nobody takes away from whoever reads it.
    """

    KEYS: ClassVar[tuple[Command, ...]] = CEREMONY_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]
    HOLDS_LOCK: bool = False
    DEFAULT_CSS = """
    AskingScreen > .told { height: 1; color: $text-muted; padding: 0 1; }
    AskingScreen > .answers { height: 1; text-style: bold; background: $surface; }
    """

    def __init__(self, clerk: Clerk, desk: Desk, ceremony: Ceremony, how: How) -> None:
        super().__init__()
        self._clerk = clerk
        self._desk = desk
        self._ceremony = ceremony
        self._how = how
        self._reading = Reading()
        self._shown: Shown | None = None
        self._is_read = False
        self._is_keeping = False
        self._watch = Watch(desk.clock)
        self._began_at: Instant = ceremony.last_at

    def compose(self) -> ComposeResult:
        """Lay out the words and the keys."""
        yield from framed("Consent", self.KEYS, Static(classes="told"), Page(), Static(classes="answers", markup=False))

    def on_mount(self) -> None:
        """Put the first question."""
        self._put()
        self.query_one(Page).focus()

    # -- what is in sight ------------------------------------------------------------------------------------------

    def _put(self) -> None:
        """Put what comes next."""
        self._shown, self.HOLDS_LOCK = None, False
        match self._ceremony.next:
            case MarkInterview():
                self._began_at = self._desk.clock.now()
                self._paint()
            case Ended():
                self.app.push_screen(ReceiptScreen(code_of(self._ceremony.sitting.ceremony)), self._leave)
            case Asked() as asked:
                self._show_text(asked, self._reading)

    def _leave(self, _: None) -> None:
        self.dismiss(self._ceremony)

    def _show_text(self, asked: Asked, reading: Reading) -> None:
        if reading.language not in self._ceremony.languages(asked):
            reading = Reading()
        try:
            self._shown = self._ceremony.text(asked, reading.language, reading.form)
        except StoreError as refusal:
            notices.show_refusal(self.app, refusal)
            return
        self._reading, self._is_read, self.HOLDS_LOCK = reading, False, True
        self._watch.begin()
        self._paint()

    def _paint(self, *, from_top: bool = True) -> None:
        page, above = self.query_one(Page), ""
        if self._shown is not None:
            page.show(text_lines(self._shown, self.size.width), from_top=from_top)
            above = told_of(self._shown, self._own_name(self._shown.wording.language))
        else:
            page.show(pause_lines(self.size.width), from_top=from_top)
        self.query_one(".told", Static).update(above)
        self._tell_keys()

    def _own_name(self, tag: str) -> str:
        return next((each.own_name for each in self._desk.agreement.languages if each.tag == tag), tag)

    def on_resize(self) -> None:
        """Fit the lines to the width."""
        self._paint(from_top=False)

    @on(Page.Moved)
    def _tell_keys(self) -> None:
        """Open the keys for the answer at the end of the text."""
        page = self.query_one(Page)
        self._is_read = self._is_read or (page.size.height > 0 and page.is_at_end)
        keys = _PAUSE if self._shown is None else _OPEN if self._is_read else _CLOSED
        self.query_one(".answers", Static).update(keys)

    def on_screen_suspend(self) -> None:
        """Stop counting while something else is over it: the cover, help, a card."""
        self._watch.pause()

    def on_screen_resume(self) -> None:
        """Count on."""
        if self._shown is not None:
            self._watch.go_on()

    # -- answers ---------------------------------------------------------------------------------------------------

    def action_say_yes(self) -> None:
        """Keep a yes."""
        self._answer(ConsentDecision.GIVEN)

    def action_say_no(self) -> None:
        """Keep a no."""
        self._answer(ConsentDecision.REFUSED)

    def _answer(self, decision: ConsentDecision) -> None:
        self._tell_keys()
        if self._shown is None:
            return
        if not self._is_read:
            notices.show(self.app, Tone.ASKED, "Please read to the end first: Space reads on.")
            return
        self._keep_answer(decision, None)

    @work
    async def action_not_asked(self) -> None:
        """Keep that it is not asked, and why."""
        if self._shown is None or self._is_keeping:
            return
        why = await self.app.push_screen_wait(WhyNotScreen())
        if why is not None:
            self._keep_answer(ConsentDecision.NOT_ASKED, why)

    def _keep_answer(self, decision: ConsentDecision, why: "NotAskedReason | None") -> None:
        ceremony, asked = self._ceremony, self._ceremony.next
        if not isinstance(asked, Asked) or self._shown is None:
            return
        said = said_of(
            asked, decision, self._shown, self._how, shown_s=self._watch.seconds, is_read=self._is_read, why=why
        )

        def kept(store: "Store") -> Ceremony:
            from store.fieldwork.consents.deeds import keep_answer

            return keep_answer(store, ceremony, asked, said)

        self._keep(kept, "Answer kept.")

    def action_complete(self) -> None:
        """Mark the interview complete."""
        self._mark(InterviewState.COMPLETE)

    def action_partial(self) -> None:
        """Mark the interview partial."""
        self._mark(InterviewState.PARTIAL)

    def _mark(self, state: InterviewState) -> None:
        ceremony, began_at, around = self._ceremony, self._began_at, self._how.around
        if not isinstance(ceremony.next, MarkInterview):
            return

        def kept(store: "Store") -> Ceremony:
            from store.fieldwork.consents.deeds import keep_mark

            return keep_mark(store, ceremony, state, began_at, around)

        self._keep(kept, f"Interview marked {state.value}.")

    @work
    async def action_break_off(self) -> None:
        """End the asking, and say why."""
        ceremony, around = self._ceremony, self._how.around
        if self._is_keeping or isinstance(ceremony.next, Ended):
            return
        why = await self.app.push_screen_wait(WhyNotScreen())
        if why is None:
            return

        def kept(store: "Store") -> Ceremony:
            from store.fieldwork.consents.deeds import keep_break_off

            return keep_break_off(store, ceremony, why, around)

        self._keep(kept, "What was answered is kept.")

    def _keep(self, keeping: "Callable[[Store], Ceremony]", said: str) -> None:
        """Keep something, durable before what comes next is put."""
        if self._is_keeping:
            return
        self._is_keeping = True  # a key that is held down keeps it once
        family = self._ceremony.sitting.respondent.family

        def kept(store: "Store") -> Message:
            ceremony = keeping(store)
            return AnswerKept(said, family, (), line_of(store, family), ceremony=ceremony)

        self._clerk.do(kept, self)

    @on(AnswerKept)
    def _go_on(self, message: AnswerKept) -> None:
        self._ceremony, self._is_keeping = message.ceremony, False
        self._put()

    @on(StoreFailed)
    def _not_kept(self) -> None:
        self._is_keeping = False

    # -- how it is read --------------------------------------------------------------------------------------------

    def action_easy_read(self) -> None:
        """Show the text in easy words, or in full again."""
        if isinstance(asked := self._ceremony.next, Asked):
            self._show_text(asked, self._reading.turned())

    def action_language(self) -> None:
        """Show the text in the next language."""
        if isinstance(asked := self._ceremony.next, Asked):
            self._show_text(asked, self._reading.next_language(self._ceremony, asked))

    def action_language_card(self) -> None:
        """Show the card to point at."""
        self.app.push_screen(PageScreen("Languages", language_card(self._desk.agreement.languages)))

    @work
    async def action_how(self) -> None:
        """Say anew how it is asked."""
        form = Form(around_fields())

        def means(answers: Answers) -> list[PageLine]:
            interpreting(around_of(answers))
            return [PageLine("From the next answer on it is kept like this. Enter goes back to the words.")]

        if await self.app.push_screen_wait(FormScreen("How it is asked", form, means)):
            self._how = replace(self._how, around=around_of(form.answers()))
