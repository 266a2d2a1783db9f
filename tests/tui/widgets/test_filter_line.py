"""The line one types into: what it tells, when it is left, and that it takes anything one may paste."""

from collections.abc import Sequence

import pytest
from textual import events
from textual.pilot import Pilot

from tests.tui.widgets.stage import Stage, played
from tui.widgets.filter_line import LETTERS_AT_MOST, FilterLine


def typed_with(keys: Sequence[str], size: tuple[int, int] = (40, 3)) -> tuple[list[str], Stage]:
    told: list[str] = []

    def tell(text: str) -> str:
        told.append(text)
        return f"{len(text)} of 60"

    async def play(_: Stage, pilot: Pilot[int]) -> None:
        await pilot.press(*keys)

    return told, played(play, FilterLine(tell), size=size)


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (["r", "a"], ["r", "ra"]),
        (["r", "a", "backspace", "backspace", "backspace"], ["r", "ra", "r", ""]),
        (["a", "space", "b", "ctrl+w", "ctrl+w"], ["a", "a ", "a b", "a", ""]),
        (["a", "ctrl+u", "ctrl+u"], ["a", ""]),
        (["a", "f4"], ["a", ""]),
        (["slash", "question_mark", "5", "j"], ["/", "/?", "/?5", "/?5j"]),
    ],
)
def test_each_letter_is_told_at_once(keys: Sequence[str], told: Sequence[str]) -> None:
    assert typed_with(keys)[0] == told


def test_the_line_shows_what_was_typed_and_what_came_of_it() -> None:
    _, stage = typed_with(["l", "a", "p"])

    assert stage.seen[0] == " / lap                          3 of 60"


@pytest.mark.parametrize("key", ["down", "enter"])
def test_down_and_enter_leave_and_what_was_typed_stays(key: str) -> None:
    told, stage = typed_with(["a", key])

    assert [type(each) for each in stage.told if isinstance(each, FilterLine.Left)] == [FilterLine.Left]
    assert told == ["a"]


def test_a_line_longer_than_the_screen_shows_its_end() -> None:
    _, stage = typed_with(list("abcdefghijklmnopqrst"), size=(20, 3))

    assert stage.seen[0] == " / …pqrst  20 of 60"


@pytest.mark.parametrize(
    ("pasted", "text"),
    [
        ("Lapwing Reach\nChelmsford", "Lapwing Reach"),
        ("x" * 1_000_000, "x" * LETTERS_AT_MOST),
        ("\n", ""),
        ("", ""),
        ("\x1b[2J\u202e", "\x1b[2J\u202e"),
    ],
)
def test_the_first_line_of_what_is_pasted_is_typed(pasted: str, text: str) -> None:
    line = FilterLine(lambda _: "")

    async def play(_: Stage, pilot: Pilot[int]) -> None:
        line.post_message(events.Paste(pasted))
        await pilot.pause()

    stage = played(play, line)

    assert line.text == text
    assert stage.seen[0].isprintable()


def test_what_stands_there_can_be_told_again() -> None:
    told: list[str] = []

    def tell(text: str) -> str:
        told.append(text)
        return ""

    line = FilterLine(tell)

    async def play(_: Stage, pilot: Pilot[int]) -> None:
        await pilot.press("a")
        line.again()

    played(play, line)

    assert told == ["a", "a"]
