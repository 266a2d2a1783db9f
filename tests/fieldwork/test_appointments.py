"""Appointments: made, moved, ended, and standing again."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from store import errors
from store.clock import LONDON, to_ms
from store.fieldwork.appointments import (
    AppointmentEntered,
    end_appointment,
    make_appointment,
    move_appointment,
    reopen_appointment,
)
from store.keeping import acts
from store.keeping.acts.terms.attempts import AppointmentChange, AttemptMode
from tests.fieldwork.filed import ANNA, AT_DOOR, FAMILY, MOTHER, NOBODY, NOW, SON, appointment, family_file, lock

TOMORROW = NOW + timedelta(days=1)
STANDING = family_file(appointments=(appointment(TOMORROW),))
ENDED = family_file(appointments=(appointment(TOMORROW, end=AppointmentChange.CANCELLED),))
LOCKED = replace(STANDING, locks=(lock(),))


def test_an_appointment_is_one_act_with_londons_offset() -> None:
    entered = AppointmentEntered(
        datetime(2016, 6, 1, 18, 30, tzinfo=LONDON), 45, MOTHER, AttemptMode.TELEPHONE, is_firm=False, note=" ring \n"
    )

    (made,) = make_appointment(entered, family_file(), AT_DOOR)

    assert isinstance(made, acts.AppointmentMade)
    assert (made.family, made.interviewer, made.person) == (FAMILY, ANNA, MOTHER)
    assert (made.at_ms, made.utc_offset_min, made.duration_min) == (to_ms(entered.at), 60, 45)
    assert (made.mode, made.is_firm, made.note) == ("telephone", False, "ring")


@pytest.mark.parametrize(
    ("entered", "refused"),
    [
        (AppointmentEntered(NOW - timedelta(minutes=2)), errors.AppointmentPastError),
        (AppointmentEntered(TOMORROW, 0), errors.AppointmentPastError),
        (AppointmentEntered(TOMORROW, 721), errors.AppointmentPastError),
        (AppointmentEntered(TOMORROW, person=NOBODY), errors.PersonUnknownError),
        (AppointmentEntered(TOMORROW, person=SON), errors.NoContactWishedError),
        (AppointmentEntered(TOMORROW, note="x" * 9_999), errors.TypedTooLongError),
    ],
)
def test_an_appointment_that_cannot_be_says_why(entered: AppointmentEntered, refused: type[errors.StoreError]) -> None:
    with pytest.raises(refused):
        make_appointment(entered, family_file(locks=(lock(person=SON),)), AT_DOOR)


def test_one_that_begins_this_very_minute_is_ahead() -> None:
    assert make_appointment(AppointmentEntered(NOW - timedelta(seconds=59)), family_file(), AT_DOOR)


def test_moving_keeps_which_appointment_it_is() -> None:
    (moved,) = move_appointment("b1" * 16, TOMORROW + timedelta(hours=1), 30, "school", STANDING, AT_DOOR)

    assert isinstance(moved, acts.AppointmentChanged)
    assert (moved.appointment, moved.change, moved.duration_min, moved.note) == ("b1" * 16, "moved", 30, "school")
    assert moved.at_ms == to_ms(TOMORROW + timedelta(hours=1))
    with pytest.raises(errors.AppointmentPastError):
        move_appointment("b1" * 16, NOW - timedelta(hours=1), 30, None, STANDING, AT_DOOR)


@pytest.mark.parametrize("change", [each for each in AppointmentChange if each is not AppointmentChange.MOVED])
def test_an_appointment_ends_once(change: AppointmentChange) -> None:
    (ended,) = end_appointment("b1" * 16, change, None, STANDING)

    assert isinstance(ended, acts.AppointmentChanged)
    assert (ended.change, ended.at_ms, ended.duration_min) == (change, None, None)
    for file in (ENDED, family_file()):
        with pytest.raises(errors.AppointmentUnknownError):
            end_appointment("b1" * 16, change, None, file)


def test_moving_is_no_end() -> None:
    with pytest.raises(errors.AppointmentUnknownError):
        end_appointment("b1" * 16, AppointmentChange.MOVED, None, STANDING)


def test_an_end_that_was_a_slip_is_taken_back() -> None:
    (again,) = reopen_appointment("b1" * 16, ENDED, AT_DOOR)

    assert isinstance(again, acts.AppointmentChanged)
    assert (again.change, again.at_ms, again.duration_min) == ("moved", to_ms(TOMORROW), 60)
    with pytest.raises(errors.AppointmentUnknownError):
        reopen_appointment("b1" * 16, STANDING, AT_DOOR)


def test_a_locked_familys_appointment_is_called_off_and_nothing_else() -> None:
    assert end_appointment("b1" * 16, AppointmentChange.CANCELLED, None, LOCKED)
    with pytest.raises(errors.FamilyLockedError):
        make_appointment(AppointmentEntered(TOMORROW), LOCKED, AT_DOOR)
    with pytest.raises(errors.FamilyLockedError):
        move_appointment("b1" * 16, TOMORROW, 30, None, LOCKED, AT_DOOR)
    with pytest.raises(errors.FamilyLockedError):
        reopen_appointment("b1" * 16, replace(ENDED, locks=(lock(),)), AT_DOOR)
