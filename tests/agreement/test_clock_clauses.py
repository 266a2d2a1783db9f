"""When one clock surely ends no later than another, held against real calendars."""

from datetime import date, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from store.agreement.clock_clauses import CLOCK_DEMANDS, ClockDemand, is_no_slacker
from store.agreement.deadlines import ClockKind, ClockRule, Unit, start_clock
from tests.agreement.edited import packaged
from tests.agreement.instants import instants

LAW = packaged().law
INSTANTS = instants("2015-09-02", "2035-01-01")


def _rule(demand: ClockDemand, unit: Unit, amount: int, *, rolls: bool) -> ClockRule:
    return ClockRule(
        id="r",
        kind=demand.kind,
        title="t",
        starts="s",
        tells="t",
        from_on=date(2015, 9, 1),
        to_on=None,
        unit=unit,
        amount=amount,
        rolls=rolls,
        may_pause=False,
        clause="c",
        citation="c",
    )


@given(
    demand=st.sampled_from(CLOCK_DEMANDS),
    unit=st.sampled_from(Unit),
    amount=st.integers(1, 80),
    rolls=st.booleans(),
    at=INSTANTS,
)
def test_a_clock_taken_for_stricter_is_never_due_later(
    demand: ClockDemand, unit: Unit, amount: int, rolls: bool, at: datetime
) -> None:
    rule = _rule(demand, unit, amount, rolls=rolls)
    slackest = _rule(demand, demand.unit, demand.amount, rolls=demand.rolls)
    assume(is_no_slacker(rule, demand))

    due_at = start_clock((rule,), LAW, demand.kind, at).due_at

    assert due_at <= start_clock((slackest,), LAW, demand.kind, at).due_at


@pytest.mark.parametrize(
    ("kind", "on", "unit", "longest"),
    [
        (ClockKind.INCIDENT, "2015-09-01", Unit.HOURS, 47),
        (ClockKind.UNREADABLE, "2015-09-01", Unit.HOURS, 167),
        (ClockKind.UNREADABLE, "2015-09-01", Unit.DAYS_INCLUSIVE, 8),
        (ClockKind.SUBJECT_ACCESS, "2015-09-01", Unit.MONTHS, 1),
        (ClockKind.SUBJECT_ACCESS, "2018-05-25", Unit.DAYS, 28),
        (ClockKind.COMPLAINT, "2026-06-19", Unit.MONTHS, 0),
        (ClockKind.LOSS, "2015-09-01", Unit.DAYS_INCLUSIVE, 0),
        (ClockKind.REGULATOR_NOTICE, "2018-05-25", Unit.DAYS, 1),
    ],
)
def test_in_another_unit_only_what_is_surely_shorter_passes(kind: ClockKind, on: str, unit: Unit, longest: int) -> None:
    (demand,) = [d for d in CLOCK_DEMANDS if d.kind is kind and (d.from_on or date(2015, 9, 1)).isoformat() == on]

    assert is_no_slacker(_rule(demand, unit, longest, rolls=False), demand)
    assert not is_no_slacker(_rule(demand, unit, longest + 1, rolls=False), demand)


def test_a_longer_count_of_the_same_unit_is_slacker() -> None:
    for demand in CLOCK_DEMANDS:
        same = _rule(demand, demand.unit, demand.amount, rolls=demand.rolls)
        longer = _rule(demand, demand.unit, demand.amount + 1, rolls=demand.rolls)

        assert is_no_slacker(same, demand)
        assert not is_no_slacker(longer, demand)
