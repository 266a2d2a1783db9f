"""The agenda: days, clashes, what is overdue, what is next."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.fieldwork.agenda import agenda, clashing, in_order, is_overdue, overlap
from store.fieldwork.family import Appointment
from tests.fieldwork.filed import NOW, appointment

MINUTES = st.integers(0, 60 * 24 * 3)
SLOTS = st.tuples(MINUTES, st.integers(1, 240)).map(lambda slot: at(*slot))


def at(minute: int, duration_min: int = 60) -> Appointment:
    return appointment(NOW + timedelta(minutes=minute), duration_min)


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        (at(0, 60), at(60, 60), False),
        (at(0, 61), at(60, 60), True),
        (at(0, 60), at(59, 1), True),
        (at(0, 240), at(60, 30), True),
        (at(0, 0), at(0, 0), True),
        (at(0, 60), at(0, 0), True),
        (at(0, 30), at(90, 30), False),
    ],
)
def test_two_appointments_clash_if_they_overlap(one: Appointment, other: Appointment, clash: bool) -> None:
    assert overlap(one, other) is clash
    assert overlap(other, one) is clash


def test_a_new_appointment_is_held_against_those_that_stand_and_not_against_itself() -> None:
    booked = [at(120), at(30), at(0)]

    assert clashing(at(-30), booked) == (booked[2],)
    assert clashing(booked[1], booked) == (booked[2],)
    assert clashing(at(45, 90), booked) == (booked[2], booked[1], booked[0])


def test_days_are_londons() -> None:
    late = appointment(datetime(2016, 6, 1, 23, 30, tzinfo=UTC))

    (day,) = agenda([late], NOW)

    assert day.on == date(2016, 6, 2)


def test_a_day_lists_its_appointments_in_order_with_clashes_and_what_is_overdue() -> None:
    morning, clash, tomorrow = at(-300), at(-270), at(60 * 24)

    today, next_day = agenda([tomorrow, clash, morning], NOW)

    assert [slot.booked for slot in today.slots] == [morning, clash]
    assert [slot.is_overdue for slot in today.slots] == [True, True]
    assert today.slots[0].clashes == (clash,)
    assert (next_day.slots[0].is_overdue, next_day.slots[0].clashes) == (False, ())


def test_an_appointment_is_overdue_from_the_moment_it_is_over() -> None:
    running, over, later = at(-59, 60), at(-60, 60), at(10)

    assert [is_overdue(each, NOW) for each in (running, over, later)] == [False, True, False]


@given(st.lists(SLOTS, max_size=12))
def test_every_appointment_stands_once_and_clashes_are_mutual(booked: list[Appointment]) -> None:
    days = agenda(booked, NOW)

    slots = [slot for day in days for slot in day.slots]
    assert [slot.booked for slot in slots] == list(in_order(booked))
    assert [day.on for day in days] == sorted({day.on for day in days})
    for slot in slots:
        for other in slot.clashes:
            assert overlap(other, slot.booked)
    assert sum(len(slot.clashes) for slot in slots) % 2 == 0
