"""The list of families: its columns at every width, its signs, and what it tells."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.pilot import Pilot

from store.clock import to_ms
from store.fieldwork.lines import Line, Standing
from tests.tui.widgets.made_lines import made_line
from tests.tui.widgets.stage import Stage, played
from tui.widgets import family_columns
from tui.widgets.family_columns import Seen
from tui.widgets.family_list import RESTS_AFTER_S, FamilyChosen, FamilyList, FamilyPointed, FamilyRested

SEEN = Seen(date(2015, 11, 2), 4)
TONIGHT = to_ms(datetime(2015, 11, 2, 18, 30, tzinfo=UTC))

FULL = made_line(
    consents="take-part:given linkage:refused",
    next_at_ms=TONIGHT,
    last="no_contact",
    is_unsent=True,
    is_note_unread=True,
    standing=Standing.PAUSED,
)


def shown(*lines: Line, size: tuple[int, int] = (80, 24), keys: Sequence[str] = ()) -> Stage:
    families = FamilyList(lines, SEEN)
    families.show(range(len(lines)))

    async def play(_: Stage, pilot: Pilot[int]) -> None:
        await pilot.press(*keys)

    return played(play, families, size=size)


def test_a_line_says_everything_on_the_narrowest_screen() -> None:
    lines = shown(FULL).seen

    assert lines[0] == "  Name            Street           Postcode Next, visits     Last        PLA"
    assert lines[1] == "> Zoë O'Dowd      12 Lapwing Reach CM1 9AL  today 18:30      no contact  yn. ^*="


def test_a_wide_screen_says_it_in_words() -> None:
    lines = shown(FULL, size=(140, 24)).seen

    assert lines[1].split("  ")[-1].strip() == "unsent note paused"
    assert " yes  no " in lines[1]
    assert "ECC-00012" in lines[1]


def test_a_family_without_an_appointment_says_how_often_it_was_tried() -> None:
    assert "2 of 4" in shown(made_line(attempts_count=3, visits_count=2)).seen[1]


@pytest.mark.parametrize("width", [*range(1, 40), 78, 118, 119, 198])
def test_titles_and_lines_take_exactly_their_width(width: int) -> None:
    assert cell_len(family_columns.titles(width)) == width
    assert cell_len(family_columns.line(FULL, SEEN, width)) == width


@pytest.mark.parametrize("width", [18, 28, 38, 48, 58])
@pytest.mark.parametrize("seen", [SEEN, replace(SEEN, holders={FULL.family: "Laptop A"})])
def test_whose_line_it_is_can_be_read_on_a_narrow_terminal(width: int, seen: Seen) -> None:
    assert family_columns.line(FULL, seen, width).startswith("Zoë O'Dowd ")


def test_who_has_a_family_is_left_out_last_at_base() -> None:
    at_base = replace(SEEN, holders={FULL.family: "Laptop A"})

    said = [" ".join(family_columns.line(FULL, at_base, width).split()) for width in (58, 38, 18)]

    assert said == ["Zoë O'Dowd CM1 9AL Laptop A today 18:30 ^*=", "Zoë O'Dowd Laptop A ^*=", "Zoë O'Dowd ^*="]


def test_a_family_that_was_asked_back_says_so_at_base() -> None:
    free = made_line()
    asked = replace(SEEN, holders={free.family: "Laptop A"}, asked_back={free.family})

    said = [family_columns.line(free, asked, width).rstrip() for width in (78, 118, 198)]

    assert [each.rpartition("  ")[2] for each in said] == ["<", "asked back", "asked back"]
    assert "asked back" not in family_columns.line(free, replace(asked, asked_back=()), 118)


@given(st.text(), st.text(), st.sampled_from([18, 78, 118, 198]))
def test_no_name_shifts_a_column(name: str, street: str, width: int) -> None:
    line = family_columns.line(made_line(name, street), SEEN, width)

    assert cell_len(line) == width
    assert line.isprintable()


@pytest.mark.parametrize(
    "name",
    [
        "東京 花子",
        "Zoe\u0301 " + "\u0301" * 400,
        "👩\u200d👩\u200d👧 Farrow",
        "x" * 5000,
        "\x1b[2J\u202eevil",
        "❤\ufe0f",
        "",
    ],
)
def test_postcodes_stay_in_their_column_beside_any_name(name: str) -> None:
    plain, odd = family_columns.line(made_line(), SEEN, 78), family_columns.line(made_line(name), SEEN, 78)

    assert cell_len(odd[: odd.index("CM1 9AL")]) == cell_len(plain[: plain.index("CM1 9AL")])


def test_enter_tells_which_family_was_chosen() -> None:
    stage = shown(made_line(family="a" * 32), made_line(family="b" * 32), keys=["down", "enter"])

    assert [each.family for each in stage.told if isinstance(each, FamilyChosen)] == ["b" * 32]


def test_pointing_is_told_only_while_somebody_listens() -> None:
    families = FamilyList([made_line(family="a" * 32), made_line(family="b" * 32), made_line(family="c" * 32)], SEEN)
    families.show(range(3))

    async def play(_: Stage, pilot: Pilot[int]) -> None:
        await pilot.press("down")
        families.tells_pointing = True
        await pilot.press("down")

    stage = played(play, families)

    assert [each.family for each in stage.told if isinstance(each, FamilyPointed)] == ["c" * 32]


def test_the_family_on_which_the_pointer_rests_is_told_once() -> None:
    families = FamilyList([made_line(family=each * 32) for each in "abc"], SEEN)
    families.show(range(3))

    async def play(stage: Stage, pilot: Pilot[int]) -> None:
        await pilot.press("down", "down")
        while not any(isinstance(each, FamilyRested) for each in stage.told):
            await pilot.pause(RESTS_AFTER_S / 4)

    stage = played(play, families)

    assert [each.family for each in stage.told if isinstance(each, FamilyRested)] == ["c" * 32]


@pytest.mark.parametrize(
    ("pointed", "read", "then"),
    [("b", "cab", "b"), ("b", "xcba", "b"), ("b", "ca", "c"), ("c", "ba", "b"), ("c", "", None)],
)
def test_the_family_that_was_pointed_at_is_pointed_at_in_whatever_order_they_are_read(
    pointed: str, read: str, then: str | None
) -> None:
    families = FamilyList([made_line(family=each * 32) for each in "abc"], SEEN)
    families.show(range(3), "abc".index(pointed))

    families.read([made_line(family=each * 32) for each in read], SEEN)

    assert families.family == (None if then is None else then * 32)


def test_an_empty_list_says_what_to_do() -> None:
    families = FamilyList([], SEEN)
    families.when_empty("No family matches.", "F4 shows all again.")

    async def play(_: Stage, pilot: Pilot[int]) -> None:
        await pilot.press("enter", "down")

    stage = played(play, families)

    assert stage.seen[2:4] == ["  No family matches.", "  F4 shows all again."]
    assert not any(isinstance(each, FamilyChosen) for each in stage.told)
