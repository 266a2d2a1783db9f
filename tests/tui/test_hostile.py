"""Whatever a stored text tries: no command of it reaches the terminal, no column moves, nothing stops; and each screen
is locked and covered by its keys."""

import re
import shutil
from itertools import pairwise
from pathlib import Path
from typing import Final
from unittest.mock import patch

import pytest
from rich.cells import cell_len, get_character_cell_size
from textual.pilot import Pilot

from store.keeping.acts.terms.store import LockCause
from store.keeping.cover_pin import kept_pin
from tests.exchange import wrapped
from tests.exchange.enrolled import FORGOTTEN
from tests.made import opened
from tests.tui.at_terminal import LEAVE, AtTerminal, at_terminal
from tests.tui.base_sitting import BaseSitting, lines_of, press, screen_text
from tests.tui.consent.asking import ALOUD
from tests.tui.hostile import AUDITOR, CONTROLS, SHORT, UNSEEN, hostile
from tests.tui.screens import screens
from tests.tui.sitting import Sitting
from tests.tui.walking import Walk, name_of, written
from tui.behind.unlocking import UnlockScreen
from tui.common.cover import CoverScreen
from tui.common.form_screen import FormScreen
from tui.common.set_up.passphrase import NewPassphraseScreen
from tui.forms.asking import Asking
from tui.seated import SeatedApp
from tui.widgets.painted_list import PaintedList

SHOWS_NOTHING_KEPT: Final = {
    UnlockScreen: "nothing is open yet: it shows whether the store is for practice, and refusals that name nobody",
    NewPassphraseScreen: "there is no store yet",
}
"""The only screens that are not opened here, and why."""

OWN: Final = re.compile(r"\x1b\[[<-?]?[0-9;]*[ -/]*[@-~]|\x1bP[^\x1b]*\x1b\\|\x1b[()][0B]|\x1b[78=>]|[\r\n]")
"""What the app itself commands: colours, the cursor, modes."""

TRIED: Final = ("\ufffd", "NNNN", "[/]", "\u6f22", "GB", "\U0001f44d")
"""What is seen of a text that tries something."""

SMALL: Final = (20, 5)

PIN: Final = "2947"
MONTH: Final = "November"
"""All that a cover says beside days and numbers."""

F3: Final = "\x1bOR"
ROOMS: Final = {"a": "Attempt", "m": "People", "i": "Confidential", "h": "History", "y": "Safety note", "c": "Consent"}
"""What some keys of a family open, and what stands in their header."""


def hold_harmless(sent: str) -> None:
    """Hold what was sent to a terminal to the app's own commands."""
    for tried in (*CONTROLS, *UNSEEN):
        if tried != "\x08\x08":
            assert tried not in sent
    assert "\x1b]" not in sent
    assert re.findall(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", OWN.sub("", sent)) == []


def cells_of(line: str) -> list[str]:
    """Return what stands in each cell; in the second one of a wide letter stands nothing."""
    return [cell for each in line for cell in (each, "")[: get_character_cell_size(each)]]


def columns_of(seat: AtTerminal, text: str) -> list[int]:
    """Return in which cell of its line a text begins, wherever it stands."""
    rows = [seat.screen.buffer[y] for y in range(seat.screen.lines)]
    found = [[row[x].data for x in range(seat.screen.columns)] for row in rows]
    width = len(text)
    return [x for row in found for x in range(len(row)) if "".join(row[x : x + width]) == text]


def stands_in(title: str, before: str, cells: list[str]) -> bool:
    """Say whether what stands in the cells of a column begins, or ends, where its title does, a blank before it."""
    said = "".join(cells)
    is_right = cells[len(title.rstrip()) :] == [" "] * (len(title) - len(title.rstrip()))
    return before == " " and (not said.startswith(" ") or is_right)


async def at_rest(app: SeatedApp, pilot: Pilot[int]) -> str:
    """Return what stands on the screen once nothing of it moves any more."""
    before = ""
    while (now := screen_text(app)) != before:
        before = now
        await pilot.pause()
    return now


class Holding:
    """Looks at screens, and remembers what of them does not hold."""

    def __init__(self) -> None:
        self.faults: dict[str, str] = {}
        self._resized: set[type] = set()
        self._covered: set[tuple[type, str]] = set()

    async def look(self, app: SeatedApp, pilot: Pilot[int], is_new: bool) -> None:
        """Look at the screen that is on top, and once at each kind of them in a terminal that is hardly one."""
        if is_new or app.screen.query(Asking):
            self._hold_lines(app)
        if type(app.screen) not in self._resized:
            self._resized.add(type(app.screen))
            before, size = await at_rest(app, pilot), app.size
            await pilot.resize_terminal(*SMALL)
            self._hold_lines(app)
            await pilot.resize_terminal(*size)
            after = await at_rest(app, pilot)
            if after != before:
                self._tell(app, "is another after it was small", f"{before}\n\n{after}")
        if is_new and name_of(app.screen) not in self._covered and not isinstance(app.screen, CoverScreen):
            self._covered.add(name_of(app.screen))
            await self._hold_keys(app, pilot)

    async def _hold_keys(self, app: SeatedApp, pilot: Pilot[int]) -> None:
        """Hold the screen to being locked by a key, and covered by one until the PIN lifts the cover."""
        here, locked = app.screen, list[LockCause]()
        app.cover_pin = kept_pin(PIN)
        with patch.object(app, "lock", locked.append):
            await app._press_keys(["f12", "ctrl+l"])
            before = await at_rest(app, pilot)
        if locked != [LockCause.KEY] * 2:
            self._tell(app, "is not locked by a key", before)
        await app._press_keys(["f9"])
        month = screen_text(app)
        if not isinstance(app.screen, CoverScreen) or re.sub(r"[\d\s]|Mon|Tue|Wed|Thu|Fri|Sat|Sun", "", month) != MONTH:
            self._tell(app, "is not covered", month)
        await app._press_keys([*PIN, "enter"])
        after = await at_rest(app, pilot)
        if app.screen is not here or after != before:
            self._tell(app, "is another after it was covered", f"{before}\n\n{after}")

    def _hold_lines(self, app: SeatedApp) -> None:
        """Hold each line to the terminal's width, and each row to where its columns begin."""
        lines = lines_of(app)
        for line in lines:
            if cell_len(line) != app.size.width or len(cells_of(line)) != app.size.width:
                self._tell(app, "has a line of another width", line)
        for each in app.screen.query(PaintedList):
            titles, *rows = lines[each.region.y : each.region.bottom]
            starts = [found.start() for found in re.finditer(r"(?<=  )\S", titles)]
            for row in rows:
                if any(tried in row for tried in TRIED):
                    for start, end in pairwise((*starts, len(titles))):
                        cells = cells_of(row)
                        if not stands_in(titles[start:end], cells[start - 1], cells[start:end]):
                            self._tell(app, f"has a row whose column is not at {start}", f"{titles}\n{row}")

    def _tell(self, app: SeatedApp, fault: str, seen: str) -> None:
        self.faults.setdefault(f"{type(app.screen).__name__} {fault}", seen)


def opened_of(*rooms: str) -> frozenset[type]:
    """Return every screen of some rooms of the product that is to be opened."""
    there = (each for each in screens() if any(f"{each.__module__}.".startswith(f"tui.{room}.") for room in rooms))
    return frozenset(there) - SHOWS_NOTHING_KEPT.keys()


def test_every_screen_is_of_a_room_that_is_walked_through() -> None:
    assert opened_of("base", "common", "field") == screens() - SHOWS_NOTHING_KEPT.keys()


@pytest.mark.usefixtures("machine_time")  # which stands still: ages in a header are no fault of a screen
def test_every_screen_at_base_shows_it_and_stays_what_it_is(tmp_path: Path) -> None:
    base, _ = hostile()
    holding, reached = Holding(), set[type]()

    async def supervisor(app: SeatedApp, pilot: Pilot[int]) -> None:
        walk = Walk(app, pilot, holding.look)
        await walk.begin()
        await _take_in(walk, tmp_path)
        await walk.press("f3", "p", "p", "1", "enter", "1", "enter", "enter", "f3", "x", "f3", "f3")
        await walk.press("f", "4", "enter", "o", "f3", "f3", "f3")
        await walk.press("question_mark", "1", "f3", "f3", "f9")
        reached.update(walk.reached)

    async def auditor(app: SeatedApp, pilot: Pilot[int]) -> None:
        walk = Walk(app, pilot, holding.look, lambda _: False)
        await walk.begin()
        reached.update(walk.reached)

    with written() as sent:
        BaseSitting(tmp_path, base).play(supervisor)
        auditors = BaseSitting(tmp_path / "auditor", base)
        with patch.object(auditors, "open", lambda: opened(auditors.folder, AUDITOR, is_clock_right=True)):
            auditors.play(auditor)

    assert holding.faults == {}
    assert opened_of("base", "common") - reached == set()
    hold_harmless("".join(sent))


async def _take_in(walk: Walk, folder: Path) -> None:
    """Look into a delivery whose headings and values try the same."""
    row = ",".join(f'"{tried}"' for tried in SHORT)
    (folder / "d.zip").write_bytes(wrapped.zipped(f"{row}\r\n{row}\r\n".encode()))
    await walk.press("i", "a")
    await walk.type(str(folder / "d.zip"))
    await walk.press("1", "2")
    await walk.type("Essex")
    await walk.press("1", "enter", "enter")
    await walk.type(wrapped.SPOKEN)
    await walk.press("enter")
    await walk.press("1", "enter", "ctrl+s", "f3", "h", "f3")


@pytest.mark.usefixtures("machine_time")  # which stands still: ages in a header are no fault of a screen
def test_every_screen_at_the_door_shows_it_and_stays_what_it_is(tmp_path: Path) -> None:
    """Those that base has too are looked at, and not gone into again."""
    _, laptop = hostile()
    holding, reached = Holding(), set[type]()

    async def interviewer(app: SeatedApp, pilot: Pilot[int]) -> None:
        walk = Walk(app, pilot, holding.look, lambda screen: screen is FormScreen or screen not in opened_of("common"))
        await walk.press("down", "enter", "c", "1", *ALOUD, "x", "f3", "n", "enter", "f3", "up")
        await walk.begin()
        reached.update(walk.reached)

    with written() as sent:
        Sitting(tmp_path, laptop).play(interviewer)

    assert holding.faults == {}
    assert opened_of("field") - reached == set()
    hold_harmless("".join(sent))


@pytest.mark.parametrize("keys", [(), ("f",), ("s", "a"), ("c",)])
def test_every_line_is_painted_again_where_the_terminal_was_small_for_a_moment(
    keys: tuple[str, ...], tmp_path: Path
) -> None:
    """It has lost lines by then, and is as large as before when somebody asks."""
    lines: list[str] = []

    async def play(app: SeatedApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, *keys)
        await at_rest(app, pilot)
        sent.clear()
        await pilot.resize_terminal(*app.size)
        await at_rest(app, pilot)
        lines.extend(line.strip() for line in lines_of(app))

    with written() as sent:
        BaseSitting(tmp_path).play(play)

    shown = OWN.sub("", "".join(sent))
    assert [line for line in lines if line not in shown] == []


def test_a_real_terminal_is_sent_nothing_raw_either(tmp_path: Path) -> None:
    """Whoever reads it is another program than ours: it finds each column where the one above it is."""
    folder = Path(shutil.copytree(hostile()[1], tmp_path / "laptop"))
    with at_terminal("--store", str(folder), "--clock-is-right") as seat:
        seat.see("Passphrase:").press(f"{FORGOTTEN}\r")
        seat.see("To do 6", without="Passphrase:").see("F12 Lock")
        visits = columns_of(seat, "today 09:00")
        seat.press("\r")
        seat.see("Going in")
        for key, heading in ROOMS.items():
            seat.press(key)
            seat.see(f" {heading}  ").press(F3)
            seat.see(" Family  ")
        seat.resize(*SMALL)
        seat.press("")
        seat.see_pass("Family")
        seat.resize(80, 24)
        seat.see("Going in").press(LEAVE)

        assert seat.until_ended() == 0
        sent = seat.sent.partition(b"\x1b[?1049h")[2].decode()
    assert len(visits) == 6
    assert len(set(visits)) == 1
    hold_harmless(sent)
