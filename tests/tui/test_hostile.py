"""Whatever a stored text tries: no command of it reaches the terminal, no column moves, nothing stops."""

import re
from collections.abc import Iterator

import pytest

from tests.exchange.enrolled import FORGOTTEN
from tests.tui.at_terminal import LEAVE, AtTerminal, at_terminal
from tests.tui.hostile import CONTROLS, UNSEEN, hostile
from tests.tui.sitting import DELIVERED, Sitting

F2, F3, F5, F8 = "\x1bOQ", "\x1bOR", "\x1b[15~", "\x1b[19~"

ROOMS = {
    "a": "Attempt", "p": "Appointment", F8: "Refused", "e": "Correction", "m": "People", "z": "Moved", "t": "Trace",
    "i": "Confidential", "h": "History", "g": "Concern", "b": "The place", "y": "Safety note", "w": "Going in",
    "c": "Consent", "q": "Request", "?": "Keys",
}  # fmt: skip
"""What the keys of a family open, and what stands in their header."""

FROM_LIST = {
    "d": "Diary", "c": "Clocks", "t": "Trail", "e": "Devices", F5: "Send and receive", "o": "PIN for the cover",
    "x": "Stop code", "l": "Receipt code", "?": "Keys", F8: "Refused",
}  # fmt: skip
"""What keys of the list open."""

OWN = re.compile(rb"\x1b\[[<-?]?[0-9;]*[ -/]*[@-~]|\x1bP[^\x1b]*\x1b\\|\x1b[()][0B]|\x1b[78=>]|[\r\n]")
"""What the app itself commands: colours, the cursor, modes."""


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Sitting:
    return hostile(tmp_path_factory.mktemp("hostile"))


@pytest.fixture
def seat(laptop: Sitting) -> Iterator[AtTerminal]:
    with at_terminal("--store", str(laptop.folder), "--clock-is-right") as seat:
        seat.see("Passphrase:").press(f"{FORGOTTEN}\r")
        yield seat.see("To do 6", without="Passphrase:")


def hold_harmless(sent: bytes) -> None:
    """Hold what was sent to a terminal to the app's own commands."""
    for tried in (*CONTROLS, *UNSEEN):
        if tried not in ("\x08\x08", "\x00"):
            assert tried.encode() not in sent
    assert b"\x1b]" not in sent
    left = OWN.sub(b"", sent).decode("utf-8")
    assert re.findall(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", left) == []


def column_of(seat: AtTerminal, text: str) -> int:
    """Return in which cell of its line a text begins; a wide letter takes two."""
    for y in range(seat.screen.lines):
        cells = [seat.screen.buffer[y][x].data for x in range(seat.screen.columns)]
        for x in range(seat.screen.columns):
            if "".join(cells[x : x + len(text)]) == text:
                return x
    raise AssertionError(f"no {text} in\n{seat.text}")


def resized(seat: AtTerminal, heading: str) -> None:
    """Make the terminal as small as can be, and as it was."""
    for size in ((20, 5), (80, 24)):
        seat.press("")
        seat.resize(*size)
        seat.see_pass(heading)


def test_no_column_moves(seat: AtTerminal) -> None:
    postcodes = [str(each.details.address.postcode) for each in DELIVERED]
    seat.see("F12 Lock")
    columns = [column_of(seat.see(each), each) for each in postcodes]

    assert len(set(columns)) == 1
    hold_harmless(seat.sent)


@pytest.mark.parametrize("place", [0, 2, 3, 4])  # controls, markup, no end, wide
def test_every_screen_of_a_family_shows_it_and_stays_what_it_is(seat: AtTerminal, place: int) -> None:
    seat.press("j" * place + "\r")
    seat.see(" Family  laptop")
    for key, heading in ROOMS.items():
        seat.press(key)
        seat.see(f" {heading}  laptop")
        if place == 0:
            resized(seat, heading)
        seat.press(F3)
        seat.see(" Family  laptop")
    seat.press(F3)
    seat.see(" Contacts  laptop")
    for key, heading in FROM_LIST.items():
        seat.press(key)
        seat.see(f" {heading}  laptop")
        if place == 0:
            resized(seat, heading)
        seat.press(F3)
        seat.see(" Contacts  laptop")
    seat.press(F2)
    seat.see("What went wrong?").press(F3)
    seat.see("Contacts").press(LEAVE)

    assert seat.until_ended() == 0
    hold_harmless(seat.sent.partition(b"\x1b[?1049h")[2])
