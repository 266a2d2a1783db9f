"""The diary: by day, in words, with a way on from each appointment, however many there are."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.clock import to_ms
from store.fieldwork.agenda import agenda
from store.fieldwork.booked import Booking
from store.keeping.acts import AppointmentChanged
from store.keeping.acts.terms.attempts import AppointmentChange
from tests.fieldwork import doings
from tests.tui.sitting import DELIVERED, FAMILIES, Sitting, screen_text, settled
from tests.tui.widgets.stage import Stage, played
from tui.app import DoorstepApp
from tui.field.agenda import AgendaScreen
from tui.field.clashes import clash_lines
from tui.field.contacts import ContactsScreen
from tui.field.family import FamilyScreen
from tui.widgets.agenda_list import AgendaList

NOW = datetime(2015, 11, 2, 10, 30, tzinfo=UTC)


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path)


def booking(at: datetime, place: int = 0, **changed: object) -> Booking:
    made = Booking(
        "fa" * 16, f"{place:032x}", to_ms(at), 60, 1, "visit", "Zoë O'Dowd", "12 Lapwing Reach", "CM1 9AL", "to_do", 0
    )
    return made._replace(**changed)  # type: ignore[arg-type]


def shown(*booked: Booking, keys: tuple[str, ...] = (), size: tuple[int, int] = (80, 24)) -> tuple[Stage, AgendaList]:
    listed = AgendaList()
    listed.read(agenda(booked, NOW), NOW, NOW.date())

    async def play(_: Stage, pilot: Pilot[int]) -> None:
        await pilot.press(*keys)

    return played(play, listed, size=size), listed


def test_each_day_says_its_appointments_in_words() -> None:
    over, clash = NOW - timedelta(hours=2), NOW + timedelta(hours=3)

    stage, _ = shown(
        booking(over, 1),
        booking(clash, 2, is_firm=0),
        booking(clash + timedelta(minutes=45), 3, duration_min=30, mode="telephone"),
        booking(NOW + timedelta(days=1), 4, standing="locked"),
        booking(NOW + timedelta(days=2), 5, standing="done"),
        size=(120, 24),
    )

    said = "\n".join(stage.seen)
    assert "Mon 2 Nov 2015, today: 3 appointments" in said
    assert "Tue 3 Nov 2015, tomorrow: 1 appointment" in said
    assert "08:30-09:30 60 min" in said
    assert "OVERDUE" in said
    assert "CLASH 14:15, not firm" in said
    assert "14:15-14:45 30 min" in said
    assert "CLASH 13:30, telephone" in said
    assert "LOCKED" in said
    assert "done" in said
    assert said.count("12 Lapwing Reach") == 5


def test_the_diary_says_which_appointment_is_another_laptops() -> None:
    own, told_on = booking(NOW + timedelta(days=1), 1), booking(NOW + timedelta(days=2), 2, is_told_on=1)

    stage, _ = shown(own, told_on)

    assert [line.endswith("CM1 9AL  another laptop's") for line in map(str.rstrip, stage.seen) if "CM1" in line] == [
        False,
        True,
    ]
    warned = [line.text for line in clash_lines((own, told_on), NOW.date(), 120)]
    assert ["60 min, another laptop's: Zoë" in line for line in warned] == [False, True]


def test_the_next_appointment_is_pointed_at_and_headings_are_passed_over() -> None:
    ahead = [booking(NOW + timedelta(days=day), day) for day in range(-1, 3)]

    _, listed = shown(*ahead)
    assert listed.booking == ahead[1]

    _, listed = shown(*ahead, keys=("up", "up", "up"))
    assert listed.booking == ahead[0]

    _, listed = shown(*ahead, keys=("down", "down", "down", "up"))
    assert listed.booking == ahead[2]


def test_five_hundred_are_gone_through_and_none_says_which_key_makes_one() -> None:
    many = [booking(NOW + timedelta(hours=3 * n), n) for n in range(500)]

    stage, listed = shown(*many, keys=("end",))
    assert listed.booking == many[-1]
    assert "> " in stage.seen[-1]

    stage, listed = shown(*many, keys=("end", "home"))
    assert listed.booking == many[0]
    assert date(2015, 11, 2).strftime("%a 2 Nov 2015, today") in stage.seen[1]

    stage, listed = shown()
    assert listed.booking is None
    assert any("No appointment stands." in line for line in stage.seen)


def test_enter_opens_the_family_and_a_key_says_what_became_of_it(sitting: Sitting) -> None:
    made = doings.appointment(FAMILIES[2], to_ms(datetime(2015, 11, 4, 18, 30, tzinfo=UTC)))
    sitting.record(made)
    seen: list[object] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in ("d", "enter", "f3", "p", "5", "enter", "enter", "f3"):
            await pilot.press(key)
            await settled(app, pilot)
            seen.append((type(app.screen), screen_text(app)))

    sitting.play(play)

    kinds, texts = zip(*seen, strict=True)
    assert (kinds[0], kinds[1], kinds[2], kinds[-1]) == (AgendaScreen, FamilyScreen, AgendaScreen, ContactsScreen)
    assert DELIVERED[2].details.address.lines[0] in texts[1]
    (told,) = sitting.told(AppointmentChanged)
    assert isinstance(told, AppointmentChanged)
    assert (told.appointment, told.change) == (made.appointment, AppointmentChange.CANCELLED)
    assert kinds[6] is AgendaScreen
    assert "No appointment stands." in texts[6]
