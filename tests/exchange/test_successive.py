"""Tables told again later: nobody works a few cases out of both, attacked by a linear programme that has both."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from store.agreement.outcomes import OutcomeGroup
from store.errors import TooLittleChangedError
from store.exchange.fieldwork_report import FieldworkReport, fieldwork_report
from store.exchange.suppression.protecting import suppress
from store.exchange.suppression.successive import Told, as_now, suppress_after
from store.exchange.suppression.tables import Hidden, Table, Tables
from store.fieldwork.every_case import CaseStands
from tests.exchange.attacking import attack, attack_both, publish
from tests.exchange.test_fieldwork_report import GROUPS, UP_TO, case, season
from tests.exchange.test_suppression import crossed

Cells = list[list[int]]
GREW = st.one_of(st.integers(0, 30), st.just(0), st.integers(1, 3))


def told_one_after_the_other(*states: Tables) -> list[Told]:
    """Tell tables one after the other, each with what was told before in mind, as far as that can be."""
    told: list[Told] = []
    for tables in states:
        left = suppress_after(tables, UP_TO, told)
        if left is not None:
            told.append(Told(*left))
    return told


def hold(then: Told, now: Told, *, grows: bool) -> None:
    """Make sure that whoever has both works nothing out of a few cases."""
    before = as_now(then, now.tables)
    assert before is not None
    for found in attack_both(publish(*_of(before)), publish(*_of(now)), grows=grows):
        few = abs(found.least) <= UP_TO or abs(found.most) <= UP_TO
        assert found.most - found.least >= UP_TO + 1 - 1e-6 or not few, found
    for alone in attack(publish(*_of(now))):
        assert alone.width >= UP_TO + 1 - 1e-6 or alone.lowest > UP_TO, alone


def _of(told: Told) -> tuple[Tables, Hidden]:
    return told.tables, told.hidden


def grown(cells: Cells, by: Cells) -> Cells:
    return [[n + m for n, m in zip(line, more, strict=True)] for line, more in zip(cells, by, strict=True)]


@settings(max_examples=12, deadline=None)
@given(st.tuples(st.integers(1, 4), st.integers(1, 3)).flatmap(lambda size: st.lists(
    st.lists(st.lists(GREW, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]),
    min_size=3, max_size=3)))  # fmt: skip
@example(
    [
        [[0, 0, 0], [23, 0, 0], [17, 26, 29], [0, 0, 0]],
        [[0, 0, 0], [0, 0, 6], [21, 0, 0], [26, 0, 0]],
        [[0, 0, 0]] * 4,
    ]
)
def test_no_change_of_a_few_can_be_worked_out_of_two_or_three(states: list[Cells]) -> None:
    first, second, third = states[0], grown(states[0], states[1]), grown(grown(states[0], states[1]), states[2])

    told = told_one_after_the_other(*map(crossed, (first, second, third)))

    for n, now in enumerate(told):
        for then in told[:n]:
            hold(then, now, grows=True)


def test_tables_that_fall_are_held_too() -> None:
    dice = Random(2015)
    many = [[dice.randrange(20, 90) for _ in range(4)] for _ in range(5)]
    fewer = [[each - dice.choice((0, 2, 9, 15)) for each in line] for line in many]

    for then, now in pairwise(told_one_after_the_other(crossed(many), crossed(fewer))):
        hold(then, now, grows=False)


def test_each_alone_gives_a_change_away_and_the_attack_finds_it() -> None:
    first, second = crossed([[20, 30], [40, 50]]), crossed([[22, 30], [40, 60]])

    apart = [Told(each, suppress(each, UP_TO)) for each in (first, second)]

    known = {
        round(found.least)
        for found in attack_both(*(publish(*_of(each)) for each in apart), grows=True)
        if found.is_known
    }
    assert 2 in known
    hold(*told_one_after_the_other(first, second), grows=True)


def test_what_was_told_coarsely_is_not_told_finely_later() -> None:
    coarse = Tables("of", ("I+P", "R"), (40, 30))
    fine = Tables("of", ("I", "P", "R"), (80, 60, 90))
    by_area = Tables("of", ("I+P", "R"), (80, 90), (Table("area", ("one",), ((80, 90),)),))
    told = Told(coarse, suppress(coarse, UP_TO))

    assert suppress_after(fine, UP_TO, [told]) is None
    assert suppress_after(by_area, UP_TO, [told]) is None
    assert suppress_after(Tables("of", ("I+P+R",), (170,)), UP_TO, [told]) is not None


def test_where_some_grew_and_others_fell_it_is_told_more_coarsely() -> None:
    then = Tables("of", ("I", "P"), (40, 30))
    told = [Told(then, suppress(then, UP_TO))]

    assert suppress_after(Tables("of", ("I", "P"), (60, 20)), UP_TO, told) is None
    assert suppress_after(Tables("of", ("I+P",), (80,)), UP_TO, told) is not None


def test_a_row_that_has_no_case_any_more_is_told_as_few() -> None:
    then, now = crossed([[20, 30], [40, 50]]), crossed([[20, 30]])
    left = suppress_after(now, UP_TO, [Told(then, suppress(then, UP_TO))])

    assert left is not None
    tables, hidden = left
    assert tables.tables[0].rows == ("row 0", "row 1")
    assert hidden.tables[0][1] == (True, True, True)


# -- the report


def report_after(cases: Sequence[CaseStands], *before: FieldworkReport, opted_out: int = 31) -> FieldworkReport:
    return fieldwork_report(
        cases,
        {},
        opted_out,
        up_to=UP_TO,
        title="Made up",
        on=date(2015, 11, 2),
        before=before,
    )


def test_two_reports_a_month_apart_tell_of_no_few_cases() -> None:
    everything = season(1600)
    first = report_after(everything[:900])
    second = report_after(everything, first)

    for then in first.parts:
        for now in (each for each in second.parts if each.title == then.title):
            hold(Told(then.level.tables, then.hidden), Told(now.level.tables, now.hidden), grows=False)
    assert "households" in second.text


@pytest.mark.parametrize("more", [0, 1, 4])
def test_a_second_report_is_refused_while_too_little_has_changed(more: int) -> None:
    cases = season(900)
    first = report_after(cases)
    ended = [case(5000 + n, "CM1", GROUPS[0]) for n in range(more)]

    with pytest.raises(TooLittleChangedError):
        report_after([*cases, *ended], first)


BESIDE = ("Pending, in no table: {} households", "Opted out before issue, in no table: {} households")


def test_what_stands_beside_the_tables_is_not_told_again_while_any_of_it_changed_by_few() -> None:
    """Who ended, who is pending and who opted out are the delivered: of three that are told, none is told by two."""
    everything = season(1600)

    second = report_after(everything, report_after(everything[:900]))

    assert all(each.format("[c]") in second.text for each in BESIDE)
    assert OutcomeGroup.COMPLETE in second.text


@pytest.mark.parametrize(("more", "is_told"), [(0, True), (3, False), (9, True)])
def test_a_sample_that_changed_by_few_is_not_worked_out_of_who_ended_and_who_is_pending(
    more: int, is_told: bool
) -> None:
    pending = [case(7000 + n, "CM1", None) for n in range(90)]
    ended = [case(8000 + n, "CM1", GROUPS[0]) for n in range(40)]
    cases = season(900)
    first = report_after([*cases, *pending], opted_out=31)

    second = report_after([*cases, *ended, *pending[len(ended) - more :]], first, opted_out=40)

    assert all((each.format("[c]") not in second.text) is is_told for each in BESIDE)
