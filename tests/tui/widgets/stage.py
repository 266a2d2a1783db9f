"""Where one widget is played by itself: a guarded app that shows it, and what then stands on the screen."""

import asyncio
from collections.abc import Awaitable, Callable

from textual.app import ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widget import Widget

from tui.guarded import GuardedApp

SIZE = (80, 24)


class Stage(GuardedApp[int]):
    """Shows widgets, and remembers what they told, and what stood on the screen at the end."""

    def __init__(self, *shown: Widget) -> None:
        super().__init__()
        self._shown = shown
        self.told: list[Message] = []
        self.seen: list[str] = []
        self.painted: list[Strip] = []

    def hear(self, message: Message) -> None:
        """Remember a message once, however many widgets it passes on its way up."""
        if all(each is not message for each in self.told):
            self.told.append(message)

    def compose(self) -> ComposeResult:
        yield from self._shown

    def strips(self) -> list[Strip]:
        """What stands on the screen, as it would be written to the terminal."""
        return self.screen._compositor.render_strips()

    def lines(self) -> list[str]:
        """What can be read on the screen, without blanks at the end of a line."""
        return [strip.text.rstrip() for strip in self.strips()]

    def read(self) -> str:
        """What can be read on the screen, in one text."""
        return "\n".join(self.lines())


Play = Callable[[Stage, Pilot[int]], Awaitable[None]]


def played(play: Play, *shown: Widget, size: tuple[int, int] = SIZE) -> Stage:
    """Show widgets, the first with the focus, and play keys at them."""
    stage = Stage(*shown)

    async def run() -> None:
        async with stage.run_test(size=size, message_hook=stage.hear) as pilot:
            if shown and shown[0].focusable:
                shown[0].focus()
                await pilot.pause()
            await play(stage, pilot)
            stage.seen = stage.lines()

    asyncio.run(run())
    return stage
