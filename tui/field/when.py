"""When something was that is told now: asked, and read, alike in every form. Pure.

Owns the question. Refuses to own reading a time (moments), and whether it can be (store).
"""

from typing import Final

from store.clock import Instant
from tui.forms.fields import Answers, Field, Kind, one
from tui.forms.room import NOW, Known
from tui.moments import Lies, typed_moment

_USUAL: Final = "When was it? For example 18:30 or yesterday 18:30. Enter keeps what stands here."


def when_field(known: Known, first: str = NOW, question: str = _USUAL) -> Field:
    """Return what asks for it.

    Args:
        known: Says which time it is.
        first: What stands there first.
        question: How it is asked.
    """
    return Field(
        "at",
        "When",
        question,
        Kind.LINE,
        check=lambda text: typed_moment(text, known.circumstances.now, Lies.BEHIND),
        first=first,
        is_typed_over=True,
    )


def when_of(answers: Answers, known: Known) -> Instant:
    """Return when it was, UTC; now where nothing was typed."""
    return typed_moment(one(answers, "at") or NOW, known.circumstances.now, Lies.BEHIND)
