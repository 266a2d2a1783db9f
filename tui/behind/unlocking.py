"""Asking for the passphrase on a screen of Textual's, where no launcher can paint a prompt (Windows).

Owns the screen. Refuses to own coming in (entrance), and how the two hear each other (screen_line).
"""

from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, Static

from store.keeping.passphrases import Passphrase, read_passphrase
from tui import notices
from tui.behind.line import AgainError, LauncherGoneError, WishError
from tui.behind.screen_line import Answer, ScreenLine
from tui.commands import PROMPT_COMMANDS, Command, bindings
from tui.launching import words
from tui.lockable import LockableApp
from tui.widgets.frame import Typed, framed
from tui.widgets.said_line import Tone
from tui.widgets.top_line import Standing

if TYPE_CHECKING:
    from store.keeping.store import Store


class UnlockScreen(Screen[None]):
    """One field."""

    KEYS: ClassVar[tuple[Command, ...]] = PROMPT_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(tuple(each for each in KEYS if not each.is_everywhere))]

    def compose(self) -> ComposeResult:
        """Lay it out as the launcher's prompt looks."""
        yield from framed(
            "Doorstep",
            self.KEYS,
            Typed(Static("Passphrase"), Input(password=True, compact=True, max_length=1024)),
        )

    @on(Input.Submitted)
    def _try(self, message: Input.Submitted) -> None:
        raw = message.value.encode("utf-8", "surrogateescape")
        message.input.clear()
        self.app.answer(lambda: read_passphrase(raw))  # type: ignore[attr-defined]  # shown by UnlockApp alone

    def action_forgotten(self) -> None:
        """Ask base for a new passphrase, or take its answer."""
        self.app.answer(_raising(WishError("forgotten")))  # type: ignore[attr-defined]  # as above

    def action_refused(self) -> None:
        """Tell of a refusal by number."""
        self.app.answer(_raising(WishError("refused")))  # type: ignore[attr-defined]  # as above

    def action_withdrawal(self) -> None:
        """Take down a withdrawal by receipt code."""
        self.app.answer(_raising(WishError("withdrawal")))  # type: ignore[attr-defined]  # as above

    def action_hand_in(self) -> None:
        """Hand the laptop in."""
        self.app.answer(_raising(WishError("hand_in")))  # type: ignore[attr-defined]  # as above


class UnlockApp(LockableApp, inherit_bindings=False):
    """Asks until somebody is in, or wants something else; ends with LEFT where somebody leaves.

    Args:
        line: Stands between this app and the clerk's thread.
        begin: Lets the clerk begin to ask.
    """

    class CameIn(Message):
        """Nobody has to be asked any more."""

    EVERYWHERE: ClassVar[tuple[Command, ...]] = tuple(each for each in PROMPT_COMMANDS if each.is_everywhere)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(EVERYWHERE)]

    def __init__(self, line: ScreenLine, begin: "Callable[[], Future[Store]]") -> None:
        super().__init__()
        self._line = line
        self._begin = begin
        self._is_shut = False
        line.app = self

    def on_mount(self) -> None:
        """Ask."""
        self.push_screen(UnlockScreen())

    def answer(self, answer: Answer) -> None:
        """Hand over what was typed, or wanted; where the store is shut, Enter wants it tried again."""
        self._line.answers.put(_raising(AgainError()) if self._is_shut else answer)
        self._is_shut = False
        notices.show(self, Tone.ASKED, "Unlocking")

    def hear(self, word: str, told: tuple[str, ...]) -> None:
        """Show what the entrance says; from any thread."""
        self.call_later(self._show, word, told)

    def _show(self, word: str, told: tuple[str, ...]) -> None:
        match word:
            case words.READY:
                self.standing = Standing("locked", is_practice=told == ("practice",), disk="")
            case words.REFUSED | words.SHUT:
                self._is_shut = word == words.SHUT
                notices.show(self, Tone.REFUSED, *told)

    def on_ready(self) -> None:
        """Let the clerk ask."""
        self._begin().add_done_callback(lambda _: self.post_message(self.CameIn()))

    def on_unlock_app_came_in(self) -> None:
        """Make room for what comes next."""
        self.exit(words.LOCKED)

    def action_incident(self) -> None:
        """Tell of a loss."""
        self._line.answers.put(_raising(WishError("incident")))

    def action_leave(self) -> None:
        """Leave; nobody waits for a passphrase any more."""
        self._line.answers.put(_raising(LauncherGoneError()))
        self.exit(words.LEFT)


def ask(line: ScreenLine, begin: "Callable[[], Future[Store]]") -> "Future[Store] | None":
    """Ask on a screen until somebody is in, or wants something else; return None where somebody leaves.

    Args:
        line: Stands between the screen and the clerk's thread.
        begin: Lets the clerk begin to ask.
    """
    begun: list[Future[Store]] = []

    def remembered() -> "Future[Store]":
        begun.append(begin())
        return begun[0]

    ended = UnlockApp(line, remembered).run(mouse=False)
    return begun[0] if ended == words.LOCKED and begun else None


def _raising(wanted: Exception) -> Answer:
    def answer() -> Passphrase:
        raise wanted

    return answer
