"""How the prompt looks, at any size. Pure.

Owns its lines. Refuses to own when they are painted. No colour: reverse and bold say the same in every theme and on
every terminal.
"""

from tui.launching.keys import WISHES

NORMAL, BOLD, REVERSE = "\x1b[0m", "\x1b[1m", "\x1b[1;7m"


class Prompt:
    """What there is to see.

    Attributes:
        stars: How many characters are typed.
        is_practice: Whether the store is known to be a practice one.
        said: What happened and what to do; empty where nothing did.
        busy: What is being done; empty while somebody types.
        is_shut: Whether the store cannot be opened as things are: Enter tries again.
    """

    def __init__(self) -> None:
        self.stars = 0
        self.is_practice = False
        self.said: tuple[str, ...] = ()
        self.busy = ""
        self.is_shut = False


def painted(prompt: Prompt, columns: int, rows: int) -> str:
    """Return everything that paints a prompt on a cleared or an older screen, the cursor where typing goes on."""
    lines = {0: _top(prompt, columns)}
    asked = "Press Enter to try again." if prompt.is_shut else f"Passphrase: {'*' * prompt.stars}"
    asked = asked[-(columns - 2) :] if columns > 2 else ""
    at = 2 if rows > 4 else 1
    lines[at] = f" {BOLD}{asked}{NORMAL}"
    below = [prompt.busy] if prompt.busy else [line for each in prompt.said for line in wrapped(each, columns - 2)]
    for row, text in enumerate(below, start=at + 2 if rows > 6 else at + 1):
        lines.setdefault(row, f" {text[: max(columns - 1, 0)]}")
    for row, text in enumerate(reversed(_keys(prompt, columns)[: None if rows > 8 else 1])):
        lines[max(rows - 1, at + 1) - row] = text
    whole = "".join(f"\x1b[{row + 1};1H\x1b[2K{lines.get(row, '')}" for row in range(rows))
    return f"\x1b[?25l{NORMAL}{whole}\x1b[{at + 1};{min(len(asked) + 2, columns)}H\x1b[?25h"


def wrapped(text: str, width: int) -> list[str]:
    """Return text in lines of at most so many characters, words whole where they fit."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word[: max(width, 1)])
    return lines


def _top(prompt: Prompt, columns: int) -> str:
    badge = " PRACTICE " if prompt.is_practice and columns > 20 else ""
    title = " Doorstep".ljust(columns - len(badge))[:columns]
    return f"{REVERSE}{title}{NORMAL}{BOLD}{badge}{NORMAL}"


def _keys(prompt: Prompt, columns: int) -> list[str]:
    """Return the lines that name the keys, as many as it takes; what fits into no line is not named."""
    enter = ("Enter", "Again" if prompt.is_shut else "Unlock")
    lines, left = [" "], columns - 1
    for key, label in (enter, *((key, label) for key, label, _ in WISHES.values()), ("Ctrl+Q", "Leave")):
        width = len(key) + len(label) + 3
        if width > left and width < columns:
            lines, left = [*lines, " "], columns - 1
        left -= width
        if left >= 0:
            lines[-1] += f"{REVERSE}{key}{NORMAL} {label}  "
    return lines
