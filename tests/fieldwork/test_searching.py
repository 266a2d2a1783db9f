"""Finding families: what matches, in which order, and how narrowing stays true to searching afresh."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.clock import to_ms
from store.fieldwork.lines import Line, Standing
from store.fieldwork.searching import (
    Order,
    Search,
    View,
    counted,
    in_order,
    in_view,
    may_stand_elsewhere,
    tomorrow_ms,
)
from store.keeping.folding import digits, fold

NOW = datetime(2015, 11, 2, 9, tzinfo=UTC)
BEFORE = tomorrow_ms(NOW)


def line(
    name: str = "Zoë O'Dowd",
    street: str = "12 Lapwing Reach",
    postcode: str = "CM1 9AL",
    *,
    phone: str = "07700 900123",
    standing: Standing = Standing.TO_DO,
    next_at: datetime | None = None,
    visits_count: int = 0,
) -> Line:
    return Line(
        family="f" * 32,
        name=name,
        street=street,
        postcode=postcode,
        reference="ECC-00012",
        folded=fold(f"{name} {street} Chelmsford ECC-00012 {postcode} {postcode.replace(' ', '')} {digits(phone)}"),
        standing=standing,
        next_at_ms=None if next_at is None else to_ms(next_at),
        attempts_count=9,
        visits_count=visits_count,
        last="",
        consents="",
        is_unsent=False,
        is_note_unread=False,
    )


# -- searching


@pytest.mark.parametrize(
    "typed",
    [
        "", "  ", "zoe", "ZOË", "odowd", "o'dowd", "dowd zoe", "lapw", "reach 12", "cm1 9al", "CM19AL", "9al",
        "ecc-00012", "00012", "07700900123", "07700 900 123", "0770 0900123", "+447700900123", "+44 (0)7700 900123",
        "0044 7700 900123", "chelms zo 12", "zoe zoe",
    ],
)  # fmt: skip
def test_a_family_is_found_by_any_words_of_it(typed: str) -> None:
    assert list(Search([line()]).find(typed)) == [0]


@pytest.mark.parametrize("typed", ["zoa", "zoe smith", "cm2", "07700 900124", "9alecc", "reachchelmsford"])
def test_a_family_is_not_found_where_one_word_is_missing(typed: str) -> None:
    assert list(Search([line()]).find(typed)) == []


def test_what_is_found_stays_in_the_order_of_the_rows() -> None:
    lines = [line("Ann Farrow"), line("Bea Iqbal"), line("Cal Farrow"), line("Dee Farrow")]

    found = Search(lines, [3, 1, 0]).find("farrow")

    assert list(found) == [3, 0]


def test_taking_letters_away_finds_again_what_was_found_before() -> None:
    search = Search([line("Ann Farrow"), line("Ann Iqbal")])

    before = list(search.find("ann"))
    between = list(search.find("ann fa"))
    after = list(search.find("ann"))

    assert (before, between, after) == ([0, 1], [0], [0, 1])


LETTERS = st.text("abz é'-", max_size=4)


@given(st.lists(LETTERS, max_size=6), st.lists(LETTERS, max_size=8))
def test_narrowing_finds_the_same_as_searching_afresh(names: Sequence[str], typings: Sequence[str]) -> None:
    lines = [line(name, phone="") for name in names]
    search = Search(lines)

    for typed in typings:
        words = fold(typed).split()
        assert list(search.find(typed)) == [
            row for row, each in enumerate(lines) if all(word in each.folded for word in words)
        ]


# -- views


def at(hour: int, day: int = 2) -> datetime:
    return datetime(2015, 11, day, hour, tzinfo=UTC)


VIEWED = [
    line("nothing yet"),
    line("later today", next_at=at(18)),
    line("missed", next_at=at(8, day=1)),
    line("tomorrow", next_at=at(0, day=3)),
    line("finished", standing=Standing.DONE),
    line("refused", standing=Standing.LOCKED),
    line("paused", standing=Standing.PAUSED, next_at=at(18)),
]


@pytest.mark.parametrize(
    ("view", "rows"),
    [
        (View.TODAY, [1, 2]),
        (View.TO_DO, [0, 1, 2, 3]),
        (View.APPOINTMENTS, [1, 2, 3, 6]),
        (View.DONE, [4, 5]),
        (View.ALL, [0, 1, 2, 3, 4, 5, 6]),
    ],
)
def test_a_view_holds_its_families_and_counts_them(view: View, rows: Sequence[int]) -> None:
    seen = in_view(VIEWED, view, BEFORE)

    assert list(seen) == rows
    assert counted(VIEWED, BEFORE)[view] == len(rows)


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        (datetime(2015, 11, 2, 9, tzinfo=UTC), datetime(2015, 11, 3, tzinfo=UTC)),
        (datetime(2016, 7, 1, 23, 30, tzinfo=UTC), datetime(2016, 7, 2, 23, tzinfo=UTC)),
        (datetime(2015, 10, 25, 0, 30, tzinfo=UTC), datetime(2015, 10, 26, tzinfo=UTC)),
    ],
)
def test_today_ends_at_midnight_in_london(now: datetime, ends: datetime) -> None:
    assert tomorrow_ms(now) == to_ms(ends)


# -- sorting


@pytest.mark.parametrize(
    ("order", "names"),
    [
        (Order.NEXT, ["Čapek", "abara", "Bell", "Dunmow"]),
        (Order.NAME, ["abara", "Bell", "Čapek", "Dunmow"]),
        (Order.STREET, ["Bell", "Dunmow", "Čapek", "abara"]),
        (Order.POSTCODE, ["Dunmow", "Čapek", "abara", "Bell"]),
        (Order.VISITS, ["Čapek", "Bell", "Dunmow", "abara"]),
    ],
)
def test_families_are_sorted(order: Order, names: Sequence[str]) -> None:
    lines = [
        line("Bell", "The Old Barn", "CM2 1AA", visits_count=1),
        line("abara", "101 Tidemill Close", "CM1 9AL", next_at=at(18), visits_count=3),
        line("Dunmow", "12 Tidemill Close", "CM1 1AA", visits_count=2),
        line("Čapek", "12a tidemill close", "cm1 9al", next_at=at(8)),
    ]

    rows = in_order(lines, range(len(lines)), order)

    assert [lines[row].name for row in rows] == names


@pytest.mark.parametrize(
    ("now", "order", "is_moved"),
    [
        (line(), Order.NEXT, False),
        (line(visits_count=1), Order.NEXT, False),
        (line(visits_count=1), Order.VISITS, True),
        (line(standing=Standing.LOCKED), Order.NEXT, True),
        (line(next_at=NOW), Order.NAME, True),
        (line(phone="07700 900999"), Order.NEXT, True),
    ],
)
def test_a_family_stands_where_it_stood_unless_what_places_it_changed(now: Line, order: Order, is_moved: bool) -> None:
    assert may_stand_elsewhere(line(), now, order) is is_moved


def test_a_house_number_without_end_is_sorted_as_text() -> None:
    lines = [line(street=f"{'9' * 5000} Lapwing Reach"), line(street="1 Lapwing Reach")]

    assert list(in_order(lines, [0, 1], Order.STREET)) == [0, 1]
