"""Laid out behind the prompt: before anybody came in nothing is seen, and then everything at once, as it is now."""

import asyncio
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver

from store.fieldwork.lines import Line
from store.fieldwork.looking import lines_of
from store.keeping.acts.terms.store import LockCause
from store.keeping.opening import ClosedStore
from tests.tui.sitting import Sitting, screen_text
from tui.app import DoorstepApp
from tui.behind.patient_driver import PatientDriver
from tui.clerk import Clerk
from tui.desk import LOOK_NOTE, desk_before, desk_of
from tui.told import SignedInKept
from tui.vigil import Vigil
from tui.widgets.family_list import FamilyList


class Waiting(HeadlessDriver):
    """A terminal that notes when it was lent."""

    lent_count = 0

    def lend(self) -> None:
        self.lent_count += 1


def test_who_sits_there_is_seen_once_they_came_in_and_not_before(tmp_path: Path) -> None:
    sitting, clerk, watched = Sitting(tmp_path), Clerk(), []
    with sitting.open() as store:
        store.notebook.write_note(LOOK_NOTE, "light")
    closed = ClosedStore(sitting.folder)
    desk = desk_before(closed.sidecar)
    closed.release()
    assert (desk.device_name, desk.staff_name, desk.cover_pin) == ("", "", "")
    lines: Future[list[Line]] = Future()
    app = DoorstepApp(clerk, desk, lines, lambda _: SignedInKept(None))
    app.wait_unseen(Waiting)

    def hear(_: Callable[[LockCause], None]) -> None:
        watched.append(len(app.contacts.query_one(FamilyList).rows))

    app.vigil = Vigil(hear_system=hear)

    def lent_count() -> int:
        assert isinstance(app._driver, Waiting)
        return app._driver.lent_count

    async def play() -> None:
        task = asyncio.create_task(app.run_async(size=(80, 24)))
        while not app.is_running or not app._is_ready:
            await asyncio.sleep(0)
        laid_out = screen_text(app)
        assert not watched
        assert lent_count() == 0

        clerk.open(sitting.open).result()
        desk.become(clerk.ask(desk_of).result())
        lines.set_result(clerk.ask(lines_of).result())
        while not app.contacts.query_one(FamilyList).rows:
            await asyncio.sleep(0)

        assert lent_count() == 1
        assert desk.device_name
        assert desk.device_name not in laid_out
        assert desk.device_name in screen_text(app)
        assert app.theme == "light"
        assert watched == [0]
        app.exit()
        await task

    try:
        asyncio.run(play())
    finally:
        clerk.close()


@pytest.fixture
def handled() -> Iterator[None]:
    numbers = (signal.SIGTSTP, signal.SIGCONT)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


@pytest.mark.usefixtures("handled")
def test_a_terminal_that_is_not_lent_is_left_alone() -> None:
    async def play() -> None:
        driver = PatientDriver(App(), mouse=False)

        driver.start_application_mode()
        driver.write("\x1b[2J")
        driver.disable_input()
        driver.stop_application_mode()
        driver.close()

        assert (driver._writer_thread, driver._key_thread, driver.attrs_before) == (None, None, None)

    asyncio.run(play())
