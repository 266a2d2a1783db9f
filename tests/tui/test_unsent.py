"""What is unsent, in the header: its age goes on by itself, and the disk is not asked for it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from store.clock import from_ms, to_ms
from store.keeping import acts
from store.keeping.acts.terms.families import ViewPart
from tests.made import MachineTime, machine_time
from tests.tui.sitting import FAMILIES, Sitting, screen_text, settled
from tests.tui.test_out import NOW, Asleep, Watch
from tui import wording
from tui.app import DoorstepApp
from tui.unsent import Unsent, UnsentCounted, unsent_of

__all__ = ["machine_time"]


def test_the_age_goes_on_by_itself_and_wakes_up_when_its_words_change() -> None:
    app: Any = Asleep()
    watch = Watch()
    said: list[str] = []
    unsent = Unsent(app, watch, said.append)

    unsent.know(UnsentCounted(2, NOW - timedelta(seconds=90)))
    ((delay, wake),) = app.alarms
    watch.at = NOW + timedelta(seconds=delay)
    app.stop()
    wake()

    assert said == ["2 unsent, 1 min", "2 unsent, 2 min"]
    assert delay == 30
    assert [delay for delay, _ in app.alarms] == [60]


def test_what_base_holds_wakes_nobody() -> None:
    app: Any = Asleep()
    said: list[str] = []
    unsent = Unsent(app, Watch(), said.append)
    unsent.know(UnsentCounted(1, NOW))

    unsent.know(UnsentCounted(0, None))

    assert said[-1] == ""
    assert app.alarms == []


@pytest.mark.parametrize(
    ("age", "lasts"),
    [
        (timedelta(), timedelta(minutes=1)),
        (timedelta(minutes=59, seconds=50), timedelta(seconds=10)),
        (timedelta(hours=3, minutes=20), timedelta(minutes=40)),
        (timedelta(hours=49), timedelta(hours=23)),
    ],
)
def test_words_last_until_they_change(age: timedelta, lasts: timedelta) -> None:
    assert wording.span_lasts(age) == lasts
    assert wording.span(age + lasts) != wording.span(age)


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path)


def test_the_age_is_that_of_the_oldest_act_that_is_counted(sitting: Sitting, machine_time: MachineTime) -> None:
    sitting.open().close()  # signing in and locking stay unsent, and are not counted
    machine_time.move(minutes=9)
    shown = acts.FamilyShown(family=FAMILIES[0], parts=(ViewPart.ADDRESS,), first_at_ms=0, shown_s=0)

    with sitting.open() as store:
        assert unsent_of(store).since is None
        store.record(shown)
        machine_time.move(minutes=2)
        store.record(shown)
        counted, now = unsent_of(store), store.now()

    assert counted == UnsentCounted(2, from_ms(to_ms(now - timedelta(minutes=2))))


def test_the_header_counts_what_was_kept(tmp_path: Path) -> None:
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in ("n", "enter"):
            await pilot.press(key)
            await settled(app, pilot)
        await settled(app, pilot)
        seen.append(screen_text(app).splitlines()[0])

    Sitting(tmp_path).play(play)

    assert "1 unsent, 0 min" in seen[0]
