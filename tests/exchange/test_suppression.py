"""What is hidden of tables, and that nobody works it out: each is attacked by linear programmes."""

from itertools import chain
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import TablesDisagreeError
from store.exchange.suppression.protecting import suppress
from store.exchange.suppression.tables import Hidden, Table, Tables
from tests.exchange.attacking import attack, publish

UP_TO = 5
COUNTS = st.one_of(st.integers(0, 12), st.integers(0, 60), st.just(0))


def crossed(*tables: list[list[int]]) -> Tables:
    """Return linked tables of these cells; what they are called does not matter here."""
    columns = tuple(f"column {number}" for number in range(len(tables[0][0])))
    return Tables(
        columns_by="columns",
        columns=columns,
        totals=tuple(map(sum, zip(*tables[0], strict=True))),
        tables=tuple(
            Table("rows", tuple(f"row {number}" for number in range(len(cells))), tuple(map(tuple, cells)))
            for cells in tables
        ),
    )


def one_way(*totals: int) -> Tables:
    return Tables("columns", tuple(map(str, range(len(totals)))), totals)


def hold(tables: Tables) -> Hidden:
    """Make sure that what suppression leaves tells nobody anything of a few cases; return what it hid."""
    hidden = suppress(tables, UP_TO)
    published = publish(tables, hidden)
    figures = [figure for line in (published.totals, *chain(*published.tables)) for figure in line]
    assert all(figure is None or figure > UP_TO for figure in figures)
    for found in attack(published):
        assert found.width >= UP_TO + 1 - 1e-6, found
        assert found.highest > UP_TO + 1 - 1e-6, found
    return hidden


def hidden_count(hidden: Hidden) -> int:
    return sum(hidden.totals) + sum(sum(map(sum, table)) for table in hidden.tables)


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(COUNTS, min_size=n, max_size=n), min_size=1, max_size=5)))
def test_no_cell_of_a_two_way_table_can_be_pinned(cells: list[list[int]]) -> None:
    hold(crossed(cells))


@settings(max_examples=15, deadline=None)
@given(st.lists(COUNTS, min_size=1, max_size=6))
def test_no_cell_of_a_one_way_table_can_be_pinned(totals: list[int]) -> None:
    hold(one_way(*totals))


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.lists(COUNTS, min_size=3, max_size=3), min_size=1, max_size=4), st.integers(1, 3), st.integers(0, 99)
)
def test_no_cell_of_linked_tables_can_be_pinned_from_all_of_them(
    cells: list[list[int]], rows_count: int, seed: int
) -> None:
    dice = Random(seed)
    other = [[0, 0, 0] for _ in range(rows_count)]
    for column, total in enumerate(map(sum, zip(*cells, strict=True))):
        for _ in range(total):
            dice.choice(other)[column] += 1

    hold(crossed(cells, other))


def test_a_larger_table_keeps_most_of_its_cells() -> None:
    dice = Random(2015)
    cells = [[int(dice.expovariate(1 / 40)) for _ in range(6)] for _ in range(12)]

    hidden = hold(crossed(cells))

    few = sum(hidden.few_count)
    assert 0 < few < hidden_count(hidden) <= 4 * few
    assert not any(hidden.totals)
    assert hidden_count(hidden) == few + sum(hidden.others_count)


def test_hiding_the_few_alone_gives_them_away_and_the_attack_finds_it() -> None:
    tables = crossed([[3, 20], [30, 40]])
    few_alone = Hidden((False, False, False), (((True, False, False), (False, False, False)),), (1,), (0,))

    (found,) = attack(publish(tables, few_alone))

    assert (round(found.lowest), round(found.highest)) == (3, 3)


def test_nothing_is_hidden_where_every_figure_is_on_enough_cases() -> None:
    assert hidden_count(hold(crossed([[6, 20], [30, 40]]))) == 0


def test_a_lone_cell_takes_one_in_its_row_one_in_its_column_and_the_one_across() -> None:
    hidden = hold(crossed([[3, 20, 90], [30, 40, 90], [90, 90, 90]]))

    assert hidden.tables == (((True, True, False, False), (True, True, False, False), (False, False, False, False)),)


def test_few_cases_that_only_make_room_for_as_few_do_not_hide_each_other() -> None:
    hidden = hold(crossed([[3, 2, 50], [2, 3, 60], [70, 80, 90]]))

    assert sum(hidden.others_count) > 0


@pytest.mark.parametrize("totals", [(3, 20, 30), (3, 4, 5), (0, 0, 0), (5,), (50,)])
def test_a_one_way_table_hides_another_or_the_whole(totals: tuple[int, ...]) -> None:
    hold(one_way(*totals))


def test_tables_of_other_cases_are_not_linked() -> None:
    with pytest.raises(TablesDisagreeError):
        crossed([[6, 20]], [[6, 21]])
    with pytest.raises(TablesDisagreeError):
        Tables("columns", ("one", "two"), (6,))
    with pytest.raises(TablesDisagreeError):
        one_way(-1)
