"""A list that paints only what is in sight: pointing, scrolling, and writing as little as changed."""

import asyncio
from collections.abc import Sequence

import pytest
from textual.geometry import Region
from textual.pilot import Pilot

from tests.tui.widgets.stage import Stage, played
from tui.widgets.cells import padded
from tui.widgets.painted_list import MARK, PaintedList


class Numbers(PaintedList):
    """Rows that say their number."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.chosen: list[int | None] = []
        self.painted: list[int] = []
        self.dirty: list[tuple[Region, ...]] = []
        self.show(range(count))

    def titles(self, width: int) -> str:
        return padded("  Number", width)

    def line(self, row: int, width: int) -> str:
        self.painted.append(row)
        return padded(f"row {row}", width)

    def nothing(self) -> Sequence[str]:
        return ("Nothing here.", "F4 shows all again.")

    def choose(self) -> None:
        self.chosen.append(self.row)

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> "Numbers":
        self.dirty.append(regions)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)


def pointed_after(keys: Sequence[str], count: int = 100, size: tuple[int, int] = (30, 11)) -> tuple[Numbers, list[str]]:
    numbers = Numbers(count)

    async def play(_: Stage, pilot: Pilot[int]) -> None:
        await pilot.press(*keys)

    return numbers, played(play, numbers, size=size).seen


@pytest.mark.parametrize(
    ("keys", "row"),
    [
        ([], 0),
        (["down"], 1),
        (["j", "j", "k"], 1),
        (["up"], 0),
        (["pagedown"], 10),
        (["pagedown", "pageup"], 0),
        (["ctrl+f", "ctrl+b", "down"], 1),
        (["end"], 99),
        (["G", "down"], 99),
        (["G", "g"], 0),
        (["end", "home", "j"], 1),
    ],
)
def test_keys_point_at_rows(keys: Sequence[str], row: int) -> None:
    numbers, lines = pointed_after(keys)

    assert numbers.row == row
    assert [line for line in lines if line.startswith(MARK)] == [f"{MARK}row {row}"]


def test_what_is_pointed_at_comes_into_the_middle_when_it_leaves_the_screen() -> None:
    _, lines = pointed_after(["down"] * 10)

    assert lines[1] == "  row 5"
    assert lines[6] == "> row 10"


def test_the_last_page_is_full() -> None:
    _, lines = pointed_after(["end"])

    assert lines[1:] == [f"  row {row}" for row in range(90, 99)] + ["> row 99"]


def test_moving_paints_two_lines_and_no_more() -> None:
    numbers = Numbers(100_000)
    dirty: list[tuple[Region, ...]] = []

    async def play(_: Stage, pilot: Pilot[int]) -> None:
        await pilot.press("down")
        numbers.painted.clear()
        numbers.dirty.clear()
        await pilot.press("down")
        dirty.extend(numbers.dirty)

    played(play, numbers, size=(30, 11))

    assert set(numbers.painted) <= {1, 2}
    assert dirty == [(Region(0, 2, 30, 1), Region(0, 3, 30, 1))]


def test_enter_chooses_what_is_pointed_at() -> None:
    numbers, _ = pointed_after(["down", "down", "enter"])

    assert numbers.chosen == [2]


def test_a_list_without_rows_says_what_to_do_and_takes_every_key() -> None:
    numbers, lines = pointed_after(["down", "up", "end", "home", "pagedown", "pageup"], count=0)

    assert numbers.row is None
    assert lines[1:4] == ["", "  Nothing here.", "  F4 shows all again."]


def test_other_rows_keep_the_pointer_where_its_row_is_among_them() -> None:
    numbers = Numbers(100)
    pointed: list[int | None] = []

    async def play(_: Stage, pilot: Pilot[int]) -> None:
        await pilot.press("end")
        numbers.show(range(0, 100, 3), numbers.row)
        pointed.append(numbers.row)
        numbers.show(range(0, 100, 2), numbers.row)
        pointed.append(numbers.row)

    played(play, numbers, size=(30, 11))

    assert pointed == [99, 0]


def test_a_row_is_painted_anew_only_while_it_is_in_sight() -> None:
    numbers = Numbers(100)

    async def play(_: Stage, pilot: Pilot[int]) -> None:
        numbers.painted.clear()
        numbers.repaint(7)
        numbers.repaint(70)
        await pilot.pause()

    played(play, numbers, size=(30, 11))

    assert numbers.painted == [7]


def test_what_is_pointed_at_stays_in_sight_on_a_screen_of_any_size() -> None:
    numbers = Numbers(100)
    seen: list[list[str]] = []

    async def play(stage: Stage, pilot: Pilot[int]) -> None:
        await pilot.press(*["down"] * 9)
        for size in ((20, 5), (12, 2), (200, 60), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            seen.append([line for line in stage.lines() if line.startswith(MARK)])

    played(play, numbers, size=(30, 11))

    assert seen == [["> row 9"]] * 4


def test_keys_of_others_are_left_to_others() -> None:
    heard: list[str] = []

    class Listening(Stage):
        def on_key(self, event: object) -> None:
            heard.append(getattr(event, "key", ""))

    numbers = Numbers(3)
    stage = Listening(numbers)

    async def run() -> None:
        async with stage.run_test() as pilot:
            numbers.focus()
            await pilot.press("down", "a", "enter", "f8")

    asyncio.run(run())

    assert heard == ["a", "f8"]
