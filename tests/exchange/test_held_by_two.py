"""A family that two laptops have: what is done at its door on one of them is known on the other."""

from pathlib import Path

import pytest

from store.exchange import orders, telling_work_on
from store.fieldwork.booked import booked_of
from store.fieldwork.family import Appointment, Attempt, FamilyFile, Observation
from store.fieldwork.lines import Standing
from store.fieldwork.looking import file_of, lines_of
from store.keeping import acts
from store.keeping.acts.terms.attempts import AppointmentChange, DwellingType, NoInterviewReason
from store.keeping.acts.terms.families import RecallCause
from tests.exchange.exchanging import DELIVERED, FAMILIES, Exchange, Laptop, told
from tests.fieldwork import doings
from tests.fieldwork.doings import HOUR_MS, NINE_MS

ONE = DELIVERED[0]
CARER = ONE.details.people[0].person


@pytest.fixture
def exchange(tmp_path: Path) -> Exchange:
    """The first family lies on both laptops, the second one on the first laptop alone."""
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:2])
    exchange.give(FAMILIES[:1], exchange.another("other"))
    exchange.sync()
    return exchange


def on(laptop: Laptop) -> FamilyFile:
    with laptop.open() as store:
        found = file_of(store, ONE.family)
    assert found is not None
    return found


def record(laptop: Laptop, *done: acts.Act) -> None:
    with laptop.open() as store:
        store.record(*done)


def brief(attempt: Attempt) -> tuple[str, bool, bool, str | None]:
    return attempt.attempt, attempt.is_told_on, attempt.is_taken_back, attempt.note


def times(laptop: Laptop) -> list[tuple[str, int, AppointmentChange | None, bool]]:
    def said(each: Appointment) -> tuple[str, int, AppointmentChange | None, bool]:
        return each.appointment, each.at_ms, each.end, each.is_told_on

    return sorted(map(said, on(laptop).appointments))


def seen(dwelling: DwellingType | None) -> acts.ObservationRecorded:
    return acts.ObservationRecorded(
        family=ONE.family, attempt=None, dwelling=dwelling, barrier=None, condition=None, litter=None, damage=None
    )


def dwellings(observations: tuple[Observation, ...]) -> list[DwellingType | None]:
    return [each.dwelling for each in observations]


def told_on(exchange: Exchange, *kinds: type[acts.Act]) -> list[acts.Act]:
    with exchange.at_base() as base:
        return [act for kind in kinds for act in told(base, kind)]


def test_an_attempt_of_one_laptop_is_known_on_the_other_as_that_ones_and_told_once(exchange: Exchange) -> None:
    one, other = exchange.laptops
    made = doings.attempt(ONE.family, note="Works nights.", met=(CARER,))
    record(one, made, doings.attempt(FAMILIES[1]))

    exchange.sync()

    (known,) = on(other).attempts
    assert brief(known) == (made.attempt, True, False, "Works nights.")
    assert (known.met, known.at_ms, known.is_corrected, known.wave) == ((CARER,), NINE_MS, False, made.wave)
    with other.open() as store:
        assert [(each.attempts_count, each.visits_count) for each in lines_of(store)] == [(1, 1)]
    assert [each.is_told_on for each in on(one).attempts] == [False]
    assert len(told_on(exchange, acts.AttemptToldOn)) == 1  # none of the family that nobody else has
    assert exchange.sync_base().sent_count == 0
    exchange.hold_all()


def test_an_attempt_that_was_told_anew_before_base_heard_of_it_is_told_once_as_it_stands(exchange: Exchange) -> None:
    one, other = exchange.laptops
    made, never = doings.attempt(ONE.family, note="Blue door."), doings.attempt(ONE.family, at_ms=NINE_MS + HOUR_MS)
    right = made.told.model_copy(update={"note": "Green door."})
    record(one, made, doings.told_anew(made, right), never, doings.told_anew(never, None))

    exchange.sync()

    assert list(map(brief, on(other).attempts)) == [(made.attempt, True, False, "Green door.")]
    assert len(told_on(exchange, acts.AttemptToldOn)) == 2
    record(one, doings.told_anew(made, right.model_copy(update={"met_description": "A tall man."})))
    exchange.sync()
    assert [each.is_corrected for each in on(other).attempts] == [False]  # of whom they met, members alone are told
    record(one, doings.told_anew(made, None))
    exchange.sync()
    assert list(map(brief, on(other).attempts)) == [(made.attempt, True, True, "Green door.")]
    exchange.hold_all()


def test_what_both_did_stands_on_both_also_once_the_family_is_given_again(exchange: Exchange) -> None:
    one, other = exchange.laptops
    first, second = doings.attempt(ONE.family), doings.attempt(ONE.family, at_ms=NINE_MS + HOUR_MS)
    record(one, first)
    record(other, second)
    exchange.sync()
    for laptop, marks in ((one, [False, True]), (other, [True, False])):
        assert [each.is_told_on for each in on(laptop).attempts] == marks
        exchange.hold_all()

    exchange.give(FAMILIES[:1], other)
    exchange.sync()

    assert [(each.is_from_before, each.is_told_on) for each in on(other).attempts] == [(True, False), (False, False)]
    exchange.hold_all()


def test_a_refusal_that_was_told_on_counts_as_one_that_base_never_took_back(exchange: Exchange) -> None:
    """What was refused before a family was given is over, for base gave it all the same; not so what came since."""
    one, other = exchange.laptops
    record(one, doings.refusal(ONE.family, CARER))

    exchange.sync()

    assert on(one).standing is on(other).standing is Standing.DONE
    assert [each.reason for each in on(other).attempts] == [NoInterviewReason.REFUSAL_BY_RESPONDENT]


def test_an_appointment_of_one_laptop_is_known_moved_and_ended_on_the_other(exchange: Exchange) -> None:
    one, other = exchange.laptops
    friday = doings.appointment(ONE.family, NINE_MS + 96 * HOUR_MS, person=CARER, is_firm=False, note="After six.")
    over = doings.appointment(ONE.family, NINE_MS)
    record(one, friday, over, doings.changed(over, AppointmentChange.KEPT))

    exchange.sync()

    assert times(other) == [(friday.appointment, NINE_MS + 96 * HOUR_MS, None, True)]  # what is over is none any more
    (known,) = on(other).appointments
    assert (known.person, known.is_firm, known.mode, known.note) == (CARER, False, friday.mode, "After six.")
    with other.open() as store:
        assert [(each.appointment, each.is_told_on) for each in booked_of(store)] == [(friday.appointment, True)]
        assert [each.next_at_ms for each in lines_of(store)] == [NINE_MS + 96 * HOUR_MS]
    for change, at_ms, end in (
        (AppointmentChange.MOVED, NINE_MS + 97 * HOUR_MS, None),
        (AppointmentChange.CANCELLED, None, AppointmentChange.CANCELLED),
    ):
        record(one, doings.changed(friday, change, at_ms))
        exchange.sync()
        assert times(other) == [(friday.appointment, NINE_MS + 97 * HOUR_MS, end, True)]
    exchange.hold_all()


def test_whoever_made_an_appointment_hears_that_the_other_one_called_it_off(exchange: Exchange) -> None:
    one, other = exchange.laptops
    friday = doings.appointment(ONE.family, NINE_MS + 96 * HOUR_MS)
    record(one, friday)
    exchange.sync()
    record(other, doings.changed(friday, AppointmentChange.CANCELLED))

    exchange.sync()

    assert times(one) == [(friday.appointment, friday.at_ms, AppointmentChange.CANCELLED, False)]
    assert times(other) == [(friday.appointment, friday.at_ms, AppointmentChange.CANCELLED, True)]
    exchange.hold_all()


def test_what_was_said_of_an_appointment_since_base_heard_of_it_stands_until_base_hears(exchange: Exchange) -> None:
    one, other = exchange.laptops
    friday = doings.appointment(ONE.family, NINE_MS + 96 * HOUR_MS)
    later = doings.changed(friday, AppointmentChange.MOVED, NINE_MS + 98 * HOUR_MS)
    record(one, friday)
    exchange.sync_laptop(one)
    record(one, later)
    exchange.sync_base()  # tells both of them of the first time

    exchange.sync_laptop(one)

    assert times(one) == [(friday.appointment, NINE_MS + 98 * HOUR_MS, None, False)]
    exchange.sync()
    for laptop in (one, other):
        assert [at_ms for _, at_ms, *_ in times(laptop)] == [NINE_MS + 98 * HOUR_MS]
    exchange.hold_all()


def test_what_the_place_looks_like_is_told_on_and_so_is_that_it_was_taken_back(exchange: Exchange) -> None:
    one, other = exchange.laptops
    record(other, seen(DwellingType.DETACHED))
    record(one, seen(DwellingType.FLAT))
    exchange.sync()
    assert set(dwellings(on(other).observations)) == {DwellingType.FLAT, DwellingType.DETACHED}
    assert on(other).observations == on(one).observations

    record(one, seen(None))
    exchange.sync()

    assert dwellings(on(one).observations) == dwellings(on(other).observations) == [DwellingType.DETACHED]
    with exchange.at_base() as base:
        at_base = file_of(base, ONE.family)
    assert at_base is not None
    assert dwellings(at_base.observations) == [DwellingType.DETACHED]
    exchange.hold_all()


def test_of_one_family_no_more_is_told_at_once_than_when_it_is_handed_over(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = exchange.laptops
    monkeypatch.setattr(telling_work_on, "PARTS_COUNT", 2)
    record(one, *(doings.attempt(ONE.family, at_ms=NINE_MS + hour * HOUR_MS) for hour in range(3)))

    exchange.sync()

    assert [each.at_ms for each in on(other).attempts] == [NINE_MS + HOUR_MS, NINE_MS + 2 * HOUR_MS]


def test_whoever_gave_the_family_back_hears_nothing_more_of_it(exchange: Exchange) -> None:
    one, other = exchange.laptops
    exchange.order(lambda base, laptop: orders.recall(base, laptop, FAMILIES[:1], RecallCause.REALLOCATED), other)
    exchange.sync()
    exchange.back_up()
    exchange.sync(3)
    record(one, doings.attempt(ONE.family), doings.appointment(ONE.family), seen(DwellingType.FLAT))

    exchange.sync()

    assert not told_on(exchange, acts.AttemptToldOn, acts.AppointmentToldOn, acts.ObservationsToldOn)
