"""Clocks of the agreement and of the law: 8.4, 10, 14.1, A4, A10."""

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.agreement.deadlines import Clock, ClockKind, Pause, start_clock, with_pauses
from store.clock import LONDON
from store.errors import ClockCannotPauseError, NaiveInstantError, NoRuleThenError
from tests.agreement.edited import packaged
from tests.agreement.instants import NAIVE, instants

AGREEMENT = packaged()
INSTANTS = instants("2015-09-02", "2035-01-01")
DAYS = st.integers(0, 40)


def start(kind: ClockKind, at: datetime) -> Clock:
    return start_clock(AGREEMENT.clocks, AGREEMENT.law, kind, at)


def at_noon(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=LONDON)


DUE_DAYS = [
    ("A10 over Christmas", ClockKind.INCIDENT, "2015-12-24", "2015-12-30"),
    ("A10 on Christmas Day", ClockKind.INCIDENT, "2015-12-25", "2015-12-30"),
    ("A10 over Easter", ClockKind.INCIDENT, "2016-03-24", "2016-03-30"),
    ("A10 over the August holiday", ClockKind.INCIDENT, "2018-08-24", "2018-08-29"),
    ("A10 over the State Funeral", ClockKind.INCIDENT, "2022-09-16", "2022-09-21"),
    ("8.4 ignores Easter", ClockKind.UNREADABLE, "2016-03-24", "2016-03-31"),
    ("the last request under the 1998 Act", ClockKind.SUBJECT_ACCESS, "2018-05-24", "2018-07-02"),
    ("the first request under the GDPR", ClockKind.SUBJECT_ACCESS, "2018-05-25", "2018-06-25"),
    ("a month without a 31st", ClockKind.SUBJECT_ACCESS, "2019-01-31", "2019-02-28"),
    ("a month that ends on a Saturday", ClockKind.SUBJECT_ACCESS, "2026-01-30", "2026-03-02"),
    ("a month that ends on Good Friday", ClockKind.SUBJECT_ACCESS, "2026-03-03", "2026-04-07"),
    ("a leap year", ClockKind.SUBJECT_ACCESS, "2024-01-31", "2024-02-29"),
    ("a month over the year's end", ClockKind.SUBJECT_ACCESS, "2018-12-10", "2019-01-10"),
    ("the first complaint", ClockKind.COMPLAINT, "2026-06-19", "2026-07-19"),
]


@pytest.mark.parametrize(("kind", "started", "due"), [row[1:] for row in DUE_DAYS], ids=[row[0] for row in DUE_DAYS])
def test_a_clock_counted_in_days_is_due_by_the_end_of_its_london_day(kind: ClockKind, started: str, due: str) -> None:
    clock = start(kind, at_noon(started))

    assert clock.due_on == date.fromisoformat(due)
    assert clock.due_at.astimezone(LONDON) == datetime.combine(
        clock.due_on + timedelta(days=1), datetime.min.time(), LONDON
    )


@pytest.mark.parametrize(
    ("identified", "due"),
    [
        ("2015-10-24T15:30:00+01:00", "2015-10-25T14:30:00+00:00"),
        ("2016-03-26T15:30:00+00:00", "2016-03-27T16:30:00+01:00"),
        ("2015-12-24T18:00:00+00:00", "2015-12-25T18:00:00+00:00"),
    ],
)
def test_24_hours_run_through_clock_changes_and_holidays(identified: str, due: str) -> None:
    local = datetime.fromisoformat(identified).astimezone(LONDON)

    clock = start(ClockKind.LOSS, local)

    assert clock.due_at == datetime.fromisoformat(due)
    assert clock.due_at - clock.started_at == timedelta(hours=24)
    assert clock.due_at.utcoffset() == timedelta(0)


def test_the_commissioner_hears_within_72_hours_but_not_under_the_1998_act() -> None:
    clock = start(ClockKind.REGULATOR_NOTICE, at_noon("2018-05-25"))
    assert clock.due_at - clock.started_at == timedelta(hours=72)

    with pytest.raises(NoRuleThenError) as refused:
        start(ClockKind.REGULATOR_NOTICE, at_noon("2018-05-24"))
    assert (refused.value.rule, refused.value.on) == ("regulator-notice", "2018-05-24")


def test_no_complaint_clock_runs_before_its_law() -> None:
    with pytest.raises(NoRuleThenError):
        start(ClockKind.COMPLAINT, at_noon("2026-06-18"))


def test_the_law_changes_at_midnight_in_london_not_in_utc() -> None:
    before = datetime(2018, 5, 24, 22, 59, tzinfo=UTC)
    after = datetime(2018, 5, 24, 23, 0, tzinfo=UTC)

    assert start(ClockKind.SUBJECT_ACCESS, before).rule_id == "subject-access-1998"
    assert start(ClockKind.SUBJECT_ACCESS, after).rule_id == "subject-access-2018"
    assert start(ClockKind.SUBJECT_ACCESS, before).law_id == "dpa-1998"
    assert start(ClockKind.SUBJECT_ACCESS, after).law_id == "gdpr-2018"


def test_a_clock_carries_its_rule_and_stays_as_it_started() -> None:
    clock = start(ClockKind.INCIDENT, at_noon("2015-12-24"))

    assert (clock.rule_id, clock.clause, clock.law_id) == ("incident-2-working-days", "A10", "dpa-1998")
    assert clock.citation == "Agreement, Annex A, point 10"
    assert clock.law_citation.startswith("Data Protection Act 1998")
    with pytest.raises(FrozenInstanceError):
        clock.due_on = date(2016, 1, 4)  # type: ignore[misc]


def test_a_request_from_before_february_2026_never_pauses_even_if_the_question_comes_later() -> None:
    clock = start(ClockKind.SUBJECT_ACCESS, at_noon("2026-02-04"))

    with pytest.raises(ClockCannotPauseError) as refused:
        with_pauses(clock, [Pause(date(2026, 2, 10), date(2026, 2, 12))], date(2026, 2, 12))

    assert refused.value.rule_id == "subject-access-2021"


def test_a_pause_counts_out_the_day_of_the_question_and_the_day_of_the_answer() -> None:
    clock = start(ClockKind.SUBJECT_ACCESS, at_noon("2026-03-09"))
    assert clock.due_on == date(2026, 4, 9)

    paused = with_pauses(clock, [Pause(date(2026, 3, 16), date(2026, 3, 18))], date(2026, 3, 30))

    assert paused.due_on == date(2026, 4, 13)  # the 12th is a Sunday
    assert paused.started_at == clock.started_at
    assert paused.rule_id == clock.rule_id


def test_overlapping_pauses_count_out_once_in_any_order() -> None:
    clock = start(ClockKind.SUBJECT_ACCESS, at_noon("2026-06-01"))
    long, inside = Pause(date(2026, 6, 8), date(2026, 6, 12)), Pause(date(2026, 6, 10), date(2026, 6, 11))
    across = Pause(date(2026, 6, 12), date(2026, 6, 14))

    paused = with_pauses(clock, [across, inside, long], date(2026, 6, 30))

    assert paused.due_on == date(2026, 7, 8)  # 1 July and seven days


def test_an_unanswered_question_stops_the_clock_day_by_day() -> None:
    clock = start(ClockKind.SUBJECT_ACCESS, at_noon("2026-06-01"))
    question = [Pause(date(2026, 6, 8), None)]

    assert with_pauses(clock, question, date(2026, 6, 8)).due_on == date(2026, 7, 2)
    assert with_pauses(clock, question, date(2026, 6, 9)).due_on == date(2026, 7, 3)
    assert with_pauses(clock, question, date(2026, 7, 8)).due_on == date(2026, 8, 3)  # 1 August is a Saturday


def test_pauses_are_computed_from_the_start_however_often_they_are_given() -> None:
    clock = start(ClockKind.SUBJECT_ACCESS, at_noon("2026-06-01"))
    pauses = [Pause(date(2026, 6, 8), date(2026, 6, 9))]

    once = with_pauses(clock, pauses, date(2026, 6, 9))

    assert with_pauses(once, pauses, date(2026, 6, 9)) == once
    assert with_pauses(once, [], date(2026, 6, 9)) == clock


@pytest.mark.parametrize(
    "pause",
    [
        Pause(date(2026, 5, 31), date(2026, 6, 2)),
        Pause(date(2026, 7, 2), date(2026, 7, 3)),
        Pause(date(2026, 6, 8), date(2026, 6, 7)),
    ],
    ids=["asked before the start", "asked after the end", "answered before it was asked"],
)
def test_a_pause_out_of_place_is_refused(pause: Pause) -> None:
    clock = start(ClockKind.SUBJECT_ACCESS, at_noon("2026-06-01"))

    with pytest.raises(ClockCannotPauseError):
        with_pauses(clock, [pause], date(2026, 7, 10))


@pytest.mark.parametrize("kind", ClockKind)
def test_a_naive_instant_starts_no_clock(kind: ClockKind) -> None:
    with pytest.raises(NaiveInstantError):
        start(kind, NAIVE)


ALWAYS = st.sampled_from([ClockKind.LOSS, ClockKind.INCIDENT, ClockKind.UNREADABLE, ClockKind.SUBJECT_ACCESS])


@given(kind=ALWAYS, at=INSTANTS)
def test_nothing_is_due_before_it_starts(kind: ClockKind, at: datetime) -> None:
    clock = start(kind, at)

    assert clock.due_at > clock.started_at


@given(kind=ALWAYS, at=INSTANTS, later=st.timedeltas(timedelta(0), timedelta(days=40)))
def test_under_one_rule_what_starts_later_is_never_due_earlier(kind: ClockKind, at: datetime, later: timedelta) -> None:
    first, second = start(kind, at), start(kind, at + later)

    assert first.rule_id != second.rule_id or first.due_at <= second.due_at


@given(kind=ALWAYS, at=INSTANTS)
def test_the_zone_an_instant_is_written_in_changes_nothing(kind: ClockKind, at: datetime) -> None:
    assert start(kind, at.astimezone(LONDON)) == start(kind, at)


@given(at=instants("2026-02-06", "2035-01-01"), asked=DAYS, lasted=DAYS)
def test_a_pause_never_brings_a_clock_forward_and_ends_on_a_working_day(at: datetime, asked: int, lasted: int) -> None:
    clock = start(ClockKind.SUBJECT_ACCESS, at)
    asked_on = min(at.astimezone(LONDON).date() + timedelta(days=asked), clock.due_on)
    pause = Pause(asked_on, asked_on + timedelta(days=lasted))

    paused = with_pauses(clock, [pause], date(2035, 12, 31))

    assert paused.due_on >= clock.due_on
    assert paused.due_on.weekday() < 5
    assert replace(paused, due_on=clock.due_on, due_at=clock.due_at) == clock
