"""A list of something at base: read by the clerk whenever it is shown, a line each, pointed at, acted on by a key.

Owns reading it again, the pointer, and asking a form about what is pointed at. Refuses to own what the lines say, and
every rule.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget

from tui import notices
from tui.clerk import Clerk
from tui.commands import LIST_COMMANDS, Command
from tui.common.form_screen import FormScreen
from tui.common.found import found
from tui.common.how_far import Progress, telling
from tui.common.quick_screen import QuickScreen
from tui.forms.fields import Answers
from tui.forms.form import Form
from tui.widgets.cells import padded
from tui.widgets.frame import framed
from tui.widgets.page import PageLine
from tui.widgets.painted_list import MARK, Look, PaintedList
from tui.widgets.said_line import Tone

if TYPE_CHECKING:
    from store.keeping.store import Store


class Row(NamedTuple):
    """One line.

    Attributes:
        of: What it is about; the pointer stays on it when the list is read again.
        text: What it says, or that of so many cells where it has more to say on a wide terminal.
        is_muted: Whether it stands back: there is nothing to do about it any more.
    """

    of: Any
    text: str | Callable[[int], str]
    is_muted: bool = False


@dataclass
class RowsRead(Message):
    """The list as it stands now."""

    rows: Sequence[Row] = field(repr=False)


class RowList(PaintedList):
    """Rows below a line of titles.

    Args:
        titles: Over the columns, of so many cells.
        nothing: What stands there while there is no row.
    """

    def __init__(self, titles: Callable[[int], str], nothing: Sequence[str], choose: Callable[[], object]) -> None:
        super().__init__()
        self._titles = titles
        self._nothing = nothing
        self._choose = choose
        self._of: Sequence[Row] = ()

    @property
    def pointed(self) -> Any:
        """What the line that is pointed at is about; None where there is no line."""
        return None if self.row is None or self.row >= len(self._of) else self._of[self.row].of

    def read(self, rows: Sequence[Row]) -> None:
        """Show rows as they stand now, pointing at what was pointed at; where it has gone, at its neighbour."""
        before, self._of = self.pointed, rows
        self.forget()
        again = next((n for n, each in enumerate(rows) if before is not None and each.of == before), None)
        self.show(range(len(rows)), again, stays=True)

    def titles(self, width: int) -> str:
        """Return the line of titles."""
        return padded(f"{' ' * len(MARK)}{self._titles(width - len(MARK))}", width)

    def line(self, row: int, width: int) -> str:
        """Return what a line says."""
        text = self._of[row].text
        return padded(text if isinstance(text, str) else text(width), width)

    def look(self, row: int) -> Look:
        """Return how a line is painted."""
        return Look.MUTED if self._of[row].is_muted else Look.PLAIN

    def nothing(self) -> Sequence[str]:
        """Return what stands there while there is nothing."""
        return self._nothing

    def choose(self) -> None:
        """Do what Enter does."""
        self._choose()


class ListScreen(QuickScreen[None]):
    """A list of something.

    Args:
        clerk: Holds the store.
    """

    HEADING: ClassVar[str]
    TITLES: ClassVar[str]
    NOTHING: ClassVar[tuple[str, ...]]
    KEYS: ClassVar[tuple[Command, ...]]
    ALSO: ClassVar[tuple[Command, ...]] = LIST_COMMANDS

    def __init__(self, clerk: Clerk) -> None:
        super().__init__()
        self._clerk = clerk

    def read(self, store: "Store") -> RowsRead:
        """Return the list as it stands; runs in the clerk's thread."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Lay the list out."""
        yield from framed(self.HEADING, self.KEYS, *self.above(), RowList(self.titles, self.NOTHING, self.choose))

    def titles(self, width: int) -> str:  # noqa: ARG002  # what a list says whose columns are as wide anywhere
        """Return the titles over the columns, of so many cells."""
        return self.TITLES

    def above(self) -> Sequence[Widget]:
        """Return what stands above the list."""
        return ()

    def on_mount(self) -> None:
        """Point at the first one."""
        self.query_one(RowList).focus()

    def on_screen_resume(self) -> None:
        """Read it, also after something of it was changed."""
        self.look()

    def look(self) -> None:
        """Read it again."""
        self._clerk.do(self.read, self)

    @on(RowsRead)
    def _show(self, message: RowsRead) -> None:
        self.query_one(RowList).read(message.rows)

    @property
    def pointed(self) -> Any:
        """What the line that is pointed at is about; None where there is no line."""
        return self.query_one(RowList).pointed

    def choose(self) -> None:
        """Do what Enter does on the line that is pointed at."""

    def say(self, sentence: str) -> None:
        """Say why a key does nothing here."""
        notices.show(self.app, Tone.ASKED, sentence)

    async def found(self, read: "Callable[[Store], Any]") -> Any:
        """Return what the clerk reads for a key that was pressed, as `tui.common.found` does."""
        return await found(self, self._clerk, read)

    async def ask(
        self,
        title: str,
        form: Form,
        means: Callable[[Answers], Sequence[PageLine]],
        deed: "Callable[[Store, Answers], object]",
        said: str,
    ) -> bool:
        """As `ask_long`, for what is done at once."""
        return await self.ask_long(title, form, means, lambda store, answers, _: deed(store, answers), said)

    async def ask_long(
        self,
        title: str,
        form: Form,
        means: Callable[[Answers], Sequence[PageLine]],
        deed: "Callable[[Store, Answers, Progress], object]",
        said: str,
    ) -> bool:
        """Ask a form, keep it in the clerk's thread, and say so; return whether it was kept.

        Args:
            title: Of the form.
            form: What is asked.
            means: What keeping will do.
            deed: Keeps it, and tells how far it is; raises a StoreError where a rule says no.
            said: Shown once it is kept.
        """

        async def keep(answers: Answers) -> None:
            await asyncio.wrap_future(self._clerk.ask(lambda store: deed(store, answers, progress)))

        asking = FormScreen(title, form, means, keep)
        progress = telling(self.app, lambda: asking.is_keeping)
        is_kept = await self.app.push_screen_wait(asking)
        if is_kept:
            notices.show(self.app, Tone.KEPT, said)
        return bool(is_kept)

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()
