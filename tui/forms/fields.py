"""What a form asks: fields with their options, each a plain value.

Owns their shapes. Refuses to own the state of a form (form) and how a field is asked (asking).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

Answer = str | tuple[str, ...]
"""The value of an option, several of them, or a line as it was typed."""

Answers = Mapping[str, Answer]
"""By field id; only of fields that apply."""

KEYS: Final = "1234567890abcdefghilmnopqrstuvwxyz"
"""What options are answered by, in their order; `j` and `k` move."""


class Kind(Enum):
    """How a field is answered."""

    ONE = "one of several"
    MANY = "any of several"
    LINE = "a line of text"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that is offered.

    Attributes:
        value: What is kept.
        text: What it says.
    """

    value: str
    text: str


YES, NO = "yes", "no"
YES_NO: Final = (Option(YES, "yes"), Option(NO, "no"))
"""Of two answers; neither is ever pointed at first."""


def _always(_: Answers) -> bool:
    return True


def _none(_: Answers) -> Sequence[Option]:
    return ()


def _anything(_: str) -> None:
    return


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is asked.

    Attributes:
        id: Names it among the answers.
        label: A word or three, for the lines of what was answered.
        question: What is asked; one line.
        kind: How it is answered.
        options: What is offered, given the answers before it.
        applies: Whether it is asked at all, given the answers before it.
        may_be_empty: Whether it can be passed by.
        check: Raises a StoreError where a line cannot be what it is for.
        first: What stands there before anybody answered; nothing, unless that is no choice of theirs.
        is_at_end: Whether it is asked nowhere but at the end, where a key answers it and Enter passes it by.
        is_secret: Whether nobody may read what is typed: it is shown as dots, and is in no draft.
        is_typed_over: Whether what stands there first goes with the first letter typed: a number or a time, which
            nobody adds to.
        reads: How a line that was typed reads among the answers.
        nothing: How it reads there once it was passed by, where that answers it: `nobody`.
    """

    id: str
    label: str
    question: str
    kind: Kind
    options: Callable[[Answers], Sequence[Option]] = _none
    applies: Callable[[Answers], bool] = _always
    may_be_empty: bool = False
    check: Callable[[str], object] = _anything
    first: Answer = ""
    is_at_end: bool = False
    is_secret: bool = False
    is_typed_over: bool = False
    reads: Callable[[str], str] = str
    nothing: str = ""


def one(answers: Answers, field: str) -> str | None:
    """Return what was answered to a field of one option or a line; None where nothing was."""
    value = answers.get(field, "")
    assert isinstance(value, str)
    return value.strip() or None


def many(answers: Answers, field: str) -> tuple[str, ...]:
    """Return what was answered to a field of several options."""
    value = answers.get(field, ())
    return value if isinstance(value, tuple) else ()
