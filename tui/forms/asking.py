"""Asking a form's fields, one after the other: what was answered above, what is asked now below.

Owns which widget asks, and moving between fields. Refuses to own the form's state (form) and what becomes of answers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from store.errors import StoreError
from tui import notices
from tui.commands import ANSWER_COMMANDS, FIELD_BEFORE, Command
from tui.forms.choices import Choices
from tui.forms.fields import KEYS, Answer, Field, Kind
from tui.forms.form import Form
from tui.forms.summary import Summary
from tui.widgets.page import Page, PageLine, Tint
from tui.widgets.question import Question

LETTERS_AT_MOST: Final = 4000
"""How long an answer can be: two pages."""


_PLAIN: Final = "Is this right? Enter keeps it."
_ON: Final = "Is this right? Enter goes on."
"""Asked where nothing stands at the end: something is looked up, and nothing kept."""

_GRAVE: Final = "Is this right? Read it: Ctrl+S keeps it, Enter does not."
"""Asked where something at the end is a warning: what locks or clashes is not kept by a key that was held down."""


class AnswerInput(Input):
    """A line of text; arrows up and down, and Tab, go to the fields before and after."""

    KEYS: ClassVar[Sequence[Command]] = ANSWER_COMMANDS
    DEFAULT_CSS = """
    AnswerInput, AnswerInput:focus { border: none; height: 1; padding: 0 1; background: $surface; color: $foreground; }
    """

    class Before(Message):
        """The field before is wanted."""

    def on_paste(self, event: events.Paste) -> None:
        """Take what was pasted as one line, as much of it as there is room for; Textual would take none of the rest."""
        event.stop()
        event.prevent_default()
        room = LETTERS_AT_MOST - len(self.value) + len(self.selected_text)
        self.replace(" ".join(event.text[: 2 * LETTERS_AT_MOST].split())[:room], *self.selection)

    def on_key(self, event: events.Key) -> None:
        """Move between fields."""
        if event.key in ("up", "shift+tab"):
            self.post_message(self.Before())
        elif event.key in ("down", "tab"):
            self.post_message(self.Submitted(self, self.value))
        else:
            return
        event.stop()
        event.prevent_default()


class Ending(Page):
    """What stands at the end; its footer says how to come back from there without losing what was typed."""

    KEYS: ClassVar[Sequence[Command]] = (FIELD_BEFORE,)


class Asking(Vertical):
    """The fields of one form.

    Args:
        ending: Returns what is shown at the end, before it is kept; raises a StoreError where it cannot be kept.
    """

    BLANK = True
    DEFAULT_CSS = "Asking { height: 1fr; }"

    @dataclass
    class Refused(Message):
        """An answer cannot be, or the whole cannot be kept."""

        refusal: StoreError

    class Answered(Message):
        """A field was left: a draft is worth keeping."""

    class Agreed(Message):
        """Enter was pressed at the end: it is to be kept."""

    def __init__(self, ending: Callable[[], Sequence[PageLine]]) -> None:
        super().__init__()
        self._ending = ending
        self._form: Form | None = None
        self._is_grave = False
        self._asked_at_end = _PLAIN

    def compose(self) -> ComposeResult:
        """Lay out everything that can ask; one of them is seen at a time."""
        yield Summary()
        yield Question()
        yield AnswerInput(max_length=LETTERS_AT_MOST, select_on_focus=False)
        yield Choices()
        yield Ending()

    def ask(self, form: Form) -> None:
        """Ask another form."""
        self._form = form
        self._show()

    def take_typed(self) -> None:
        """Take what stands in the line that is typed into, so that a draft holds it."""
        field = self._form.field if self._form is not None else None
        if self._form is not None and field is not None and field.kind is Kind.LINE:
            self._form.answer(self.query_one(AnswerInput).value)

    @property
    def is_typed(self) -> bool:
        """Whether something else stands in the line that is typed into than what was answered there."""
        field = self._form.field if self._form is not None else None
        if self._form is None or field is None or field.kind is not Kind.LINE:
            return False
        return self.query_one(AnswerInput).value != self._form.answered(field)

    # -- moving ----------------------------------------------------------------------------------------------------

    def go_back(self) -> None:
        """Ask the field before."""
        if self._form is not None:
            self.take_typed()
            self._form.go_back()
            self.post_message(self.Answered())
            self._show()

    def go_on(self) -> None:
        """Ask the next field, or show the end."""
        if self._form is not None:
            self.take_typed()
            self._try(self._form.go_on)

    def keep(self) -> None:
        """Keep it if the end is shown; otherwise go there, or to the first field that is missing."""
        if self._form is None:
            return
        if self._form.is_at_end:
            self.post_message(self.Agreed())
            return
        self.take_typed()
        self._try(self._form.go_to_end)

    def _try(self, move: Callable[[], None]) -> None:
        try:
            move()
        except StoreError as refusal:
            self._show()
            self.post_message(self.Refused(refusal))
            return
        notices.settle(self.screen)  # before its end is shown, which may refuse something else
        self.post_message(self.Answered())
        self._show()

    @on(Choices.Chosen)
    def _take_one(self, message: Choices.Chosen) -> None:
        self._take(message.value)
        self.go_on()

    @on(Choices.Changed)
    def _take_some(self, message: Choices.Changed) -> None:
        self._take(message.values)
        if self._form is not None:
            self.query_one(Summary).show(self._form)

    @on(Choices.Ended)
    def _end_some(self, message: Choices.Ended) -> None:
        self._take(message.values)
        self.go_on()

    @on(Input.Submitted)
    def _end_line(self, message: Input.Submitted) -> None:
        message.stop()
        self.go_on()

    @on(AnswerInput.Before)
    def _before(self) -> None:
        self.go_back()

    def _take(self, answer: Answer) -> None:
        if self._form is not None:
            self._form.answer(answer)

    def on_key(self, event: events.Key) -> None:
        """Go back and on with Tab; at the end Enter keeps."""
        if event.key == "shift+tab" or (event.key == "backspace" and not self.query_one(AnswerInput).has_focus):
            self.go_back()
        elif event.key == "tab":
            self.go_on()
        elif event.key == "enter" and self._form is not None and self._form.is_at_end:
            if not self._is_grave:  # an Enter that is held down runs through a whole form
                self.post_message(self.Agreed())
        elif not self._is_chosen_at_end(event.key):
            return
        event.stop()
        event.prevent_default()

    def _is_chosen_at_end(self, key: str) -> bool:
        form = self._form
        if form is None or not form.is_at_end or len(key) != 1 or key not in KEYS:
            return False
        is_there = form.answer_at_end(KEYS.index(key))
        if is_there:
            self.post_message(self.Answered())
            self._show_end(self.query_one(Page))
        return is_there

    # -- showing ---------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        form = self._form
        if form is None:
            return
        self.query_one(Summary).show(form)
        field = form.field
        choices, line, page = self.query_one(Choices), self.query_one(AnswerInput), self.query_one(Page)
        choices.display = field is not None  # below a line it is blank, and covers what is there
        line.display = field is not None and field.kind is Kind.LINE
        page.display = field is None
        if field is None:
            self._show_end(page)
        self.query_one(Question).put(field.question if field else self._asked_at_end)
        if field is None:
            self.screen.set_focus(page)  # at once, and not once a message came round
        elif field.kind is Kind.LINE:
            answer = form.answered(field)
            line.password = field.is_secret
            line.value = answer if isinstance(answer, str) else ""
            line.cursor_position = len(line.value)
            if field.is_typed_over and line.value == field.first:
                line.select_all()
            choices.offer((), (), is_many=False)
            self.screen.set_focus(line)
        else:
            choices.offer(form.options(field), _on(form, field), is_many=field.kind is Kind.MANY)
            self.screen.set_focus(choices)

    def _show_end(self, page: Page) -> None:
        try:
            ending = self._ending()
        except StoreError as refusal:
            ending = [PageLine("It cannot be kept like this: go back with Shift+Tab.")]
            self.post_message(self.Refused(refusal))
        self._is_grave = any(line.tint is Tint.WARNING for line in ending)
        self._asked_at_end = _GRAVE if self._is_grave else _PLAIN if ending else _ON
        page.show(ending)


def _on(form: Form, field: Field) -> tuple[str, ...]:
    answer = form.answered(field)
    return answer if isinstance(answer, tuple) else (answer,) if answer else ()
