"""The header on a narrow screen: what is there can be read, and what has no room is not there by half."""

import pytest
from textual.pilot import Pilot

from tests.tui.widgets.stage import Stage, played
from tui.widgets.top_line import Standing, TopLine

CLOCK, UNSENT, DISK = "14.1 by Tue 3 Nov 09:00", "183 unsent, 0 min", "disk not checked"


def painted(title: str, device: str, width: int) -> str:
    top = TopLine(title)

    async def play(_: Stage, pilot: Pilot[int]) -> None:
        top.standing = Standing(device, is_practice=True, disk=DISK, unsent=UNSENT, clock=CLOCK)
        await pilot.pause()

    return played(play, top, size=(width, 3)).seen[0]


@pytest.mark.parametrize(
    ("width", "shown", "gone"),
    [(120, (CLOCK, UNSENT, DISK), ()), (80, (CLOCK, UNSENT), (DISK,)), (56, (CLOCK,), (UNSENT, DISK))],
)
def test_what_has_no_room_goes_whole_the_least_important_first(
    width: int, shown: tuple[str, ...], gone: tuple[str, ...]
) -> None:
    line = painted("Clocks", "Laptop A", width)

    assert line.startswith(" Clocks  Laptop A")
    assert all(each in line for each in shown)
    assert not any(each[:6] in line for each in gone)
    assert "\N{HORIZONTAL ELLIPSIS}" not in line


def test_the_clock_stays_where_not_even_the_device_has_room() -> None:
    line = painted("Send and receive", "a laptop with a very long name", 56)

    assert CLOCK in line


@pytest.mark.parametrize("device", ["\u6f22\u5b57" * 20, "e\u0301" * 40, "\ufe0f" * 40 + "laptop"])
def test_a_name_of_wide_letters_or_of_none_takes_the_room_that_is_seen(device: str) -> None:
    assert CLOCK in painted("Contacts", device, 80)
