"""A guide: one page for the interviewer, the supervisor, the auditor or whoever installs it, to read by keys.

Owns laying it out. Refuses to own what it says (help_pages).
"""

from collections.abc import Iterator
from typing import ClassVar, assert_never

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen

from tui import guides
from tui.commands import STEP_BACK, Command, bindings
from tui.guides import Kind
from tui.widgets.cells import wrapped
from tui.widgets.frame import framed
from tui.widgets.page import Page, PageLine, Tint

_WIDEST = 100
"""Longer lines are hard to read."""


class GuideScreen(ModalScreen[None]):
    """A page to read.

    Args:
        guide: One of `guides.GUIDES`.
    """

    KEYS: ClassVar[tuple[Command, ...]] = (STEP_BACK,)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, guide: str) -> None:
        super().__init__()
        self._parts = [*guides.parts(guides.source(guide))]

    def compose(self) -> ComposeResult:
        """Lay out one page under its title."""
        yield from framed(self._parts[0].text, self.KEYS, Page())

    def on_mount(self) -> None:
        """Read from the top."""
        self.query_one(Page).focus()

    def on_resize(self) -> None:
        """Fit the lines to the width."""
        self.query_one(Page).show([*self._lines(min(_WIDEST, self.size.width - 2))])

    def _lines(self, width: int) -> Iterator[PageLine]:
        before = None
        for kind, text in self._parts[1:]:
            if not guides.follows_closely(kind, before):
                yield PageLine("")
            before = kind
            match kind:
                case Kind.TITLE | Kind.HEADING:
                    yield PageLine(text, Tint.HEAD)
                case Kind.POINT:
                    yield from map(PageLine, wrapped(f"- {text}", width, "  "))
                case Kind.TYPED:
                    yield from map(PageLine, wrapped(f"  {text}", width, "      "))
                case Kind.TEXT:
                    yield from map(PageLine, wrapped(text, width))
                case _:
                    assert_never(kind)

    def action_step_back(self) -> None:
        """Go back to the keys."""
        self.dismiss()
