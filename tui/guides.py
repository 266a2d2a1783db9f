"""The guides: a page for the interviewer, the supervisor, the auditor and whoever installs it.

Owns where they lie and what their little Markdown means: headings, paragraphs, lines of a list, lines to type. Refuses
to own how they look (the help screen, `doorstep help`), and loads nothing of a screen.
"""

import re
from collections.abc import Iterator
from enum import Enum
from importlib.resources import files
from typing import Final, NamedTuple

GUIDES: Final = ("interviewer", "supervisor", "auditor", "installing")
"""Whom a page is for, as `doorstep help` and the file's name call it."""


_KEY: Final = re.compile(r"`(\S|F[1-9][0-2]?|Ctrl\+[A-Z]|Enter)`")


class Kind(Enum):
    """What a part of a page is."""

    TITLE = "# "
    HEADING = "## "
    POINT = "- "
    TYPED = "    "
    TEXT = ""


class Part(NamedTuple):
    """One part of a page: a paragraph in one piece, or a line that is typed as it stands."""

    kind: Kind
    text: str


def source(guide: str) -> str:
    """Return the Markdown of one of `GUIDES`."""
    return (files("tui.common") / "help_pages" / f"{guide}.md").read_text("utf-8")


def parts(markdown: str) -> Iterator[Part]:
    """Yield the parts of a page, from the top; what was broken over several lines is one part again."""
    gathered: list[str] = []
    for line in [*markdown.splitlines(), ""]:
        kind = next(each for each in Kind if line.startswith(each.value))
        if gathered and (kind is not Kind.TEXT or not line.strip()):
            yield Part(Kind.TEXT, _plain(" ".join(gathered)))
            gathered.clear()
        if kind is Kind.TEXT:
            gathered += [line.strip()] if line.strip() else []
        else:
            yield Part(kind, line[4:] if kind is Kind.TYPED else _plain(line.removeprefix(kind.value)))


def follows_closely(kind: Kind, before: Kind | None) -> bool:
    """Say whether a part stands right below the one before it, with no empty line between."""
    return before in {None, Kind.TITLE, Kind.HEADING} or (kind is before and kind in {Kind.POINT, Kind.TYPED})


def _plain(text: str) -> str:
    """Return text without its marks; a key stays apart from the words round it, as `[o]`."""
    return _KEY.sub(r"[\1]", text).replace("`", "").replace("*", "")
