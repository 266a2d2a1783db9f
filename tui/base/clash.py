"""Two values of one detail, side by side, and the questions that settle which stands. Pure.

Owns the words. Refuses to own the rule (store).
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from store.exchange.settling import OTHER_MAY_BE_RIGHT, Clash, Side
from store.keeping.acts.terms.exchange import ConflictChoice
from tui import wording
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.widgets.cells import padded, wrapped
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

_GAP = 2


def fields(clash: Clash) -> Sequence[Field]:
    """Return what is asked."""
    options = [
        Option(ConflictChoice.OURS.value, f"{_text(clash.first)} ({_when_and_where(clash.first)})"),
        Option(ConflictChoice.THEIRS.value, f"{_text(clash.second)} ({_when_and_where(clash.second)})"),
    ]
    if clash.detail in OTHER_MAY_BE_RIGHT:
        options.append(Option(ConflictChoice.NEITHER.value, "neither: something else is right"))
    whose = f" of {wording.plain(clash.person_name)}" if clash.person_name else ""
    question = f"{wording.words(clash.detail).capitalize()}{whose}: which is right?"
    return (
        Field("choice", "Stands", question, Kind.ONE, lambda _: options),
        Field(
            "value", "Instead", "What is right?", Kind.LINE,
            applies=lambda answers: answers.get("choice") == ConflictChoice.NEITHER,
        ),
        Field("reason", "Known from", "How is that known?", Kind.LINE),
    )  # fmt: skip


def means(clash: Clash, answers: Answers, width: int) -> list[PageLine]:
    """Return both sides, side by side, and what stands from now on."""
    choice = ConflictChoice(one(answers, "choice") or "")
    chosen = {
        ConflictChoice.OURS: _text(clash.first),
        ConflictChoice.THEIRS: _text(clash.second),
    }.get(choice, wording.plain(one(answers, "value") or ""))
    return [
        *side_by_side(clash, width),
        PageLine(""),
        *paragraph(f"From now on: {chosen}", width, Tint.HEAD),
        *paragraph("Both stay in the record. The next bundle tells every laptop that has the family.", width),
    ]


def side_by_side(clash: Clash, width: int) -> Iterator[PageLine]:
    """Yield both values in two columns, each under who told it and when."""
    cells, sides = (width - _GAP - 2) // 2, (clash.first, clash.second)
    for told, tint in ((_who, Tint.MUTED), (_text, Tint.PLAIN)):
        left, right = (wrapped(told(side), cells) for side in sides)
        for mine, theirs in zip_longest(left, right, fillvalue=""):
            yield PageLine(f"{padded(mine, cells)}{' ' * _GAP}{theirs}", tint)


def _text(side: Side) -> str:
    return wording.plain(side.text) if side.text else "there is none"


def _when_and_where(side: Side) -> str:
    """Return what tells two values apart in one line: the date first, so that no long name takes it out of sight."""
    where = wording.plain(side.device) or "not known by whom"
    return f"{wording.when(side.at)}, {where}" if side.at else where


def _who(side: Side) -> str:
    who = ", ".join(filter(None, (wording.plain(side.device), wording.plain(side.staff))))
    return f"{who}, {wording.when(side.at)}" if side.at else who or "not known by whom"
