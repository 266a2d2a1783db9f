"""One laptop at base in full: how it stands, and each thing that is to be noticed of it. Pure.

Owns the lines. Refuses to own how it stands (store), and its marks (board_page).
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from store.clock import Instant
from tui import staff_words, wording
from tui.base.board_page import marks_of
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.exchange.away import Away

_LABEL: Final = 14


def laptop_lines(laptop: "Away", at: Instant, width: int) -> Iterator[PageLine]:
    """Yield all that base knows of how a laptop stands.

    Args:
        laptop: As it stands.
        at: Now, by base's clock.
        width: Of the page, in cells.
    """
    yield from paragraph(wording.plain(laptop.name), width, Tint.HEAD)
    held = wording.counted(laptop.held_count, "family", "families")
    rows = (
        ("carried by", wording.plain(laptop.interviewer) or "nobody that is known"),
        ("last in", _when(laptop.last_in_at, "nothing of it was ever taken in")),
        ("last out", _when(laptop.last_out_at, "nothing was ever left for it")),
        ("unsent", f"{wording.counted(laptop.unsent_count, 'act')}, as it told last"),
        ("holds", held if laptop.held_count else "nothing"),
    )
    for label, said in rows:
        yield from paragraph(f"{label:<{_LABEL}}{said}", width, indent=" " * _LABEL)
    for mark in marks_of(laptop, at):
        yield from paragraph(f"{'notice':<{_LABEL}}{mark}", width, Tint.WARNING, indent=" " * _LABEL)
    if laptop.has_carrier_left:
        yield from paragraph(f"{'to do':<{_LABEL}}{staff_words.NOBODY_UNLOCKS}", width, indent=" " * _LABEL)


def _when(at: Instant | None, never: str) -> str:
    return never if at is None else wording.when(at)
