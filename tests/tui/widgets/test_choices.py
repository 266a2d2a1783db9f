"""Options with a key each, on a screen with room for all of them and on one without."""

from collections.abc import Sequence

import pytest
from textual.pilot import Pilot

from tests.tui.widgets.stage import Stage, played
from tui.forms.choices import Choices
from tui.forms.fields import KEYS, Option

OPTIONS = [Option(f"v{number}", f"option {number}") for number in range(1, 13)]


def chosen_with(
    keys: Sequence[str],
    *,
    on: tuple[str, ...] = (),
    is_many: bool = False,
    size: tuple[int, int] = (40, 8),
    options: Sequence[Option] = OPTIONS,
) -> tuple[list[object], list[str]]:
    choices = Choices()
    choices.offer(options, on, is_many=is_many)

    async def play(_: Stage, pilot: Pilot[int]) -> None:
        await pilot.press(*keys)

    stage = played(play, choices, size=size)
    told = [each for each in stage.told if isinstance(each, Choices.Chosen | Choices.Ended)]
    return [each.value if isinstance(each, Choices.Chosen) else each.values for each in told], stage.seen


@pytest.mark.parametrize(
    ("keys", "values"),
    [
        (["3"], ["v3"]),
        (["0"], ["v10"]),
        (["b"], ["v12"]),
        (["down", "enter"], ["v1"]),
        (["up", "enter"], ["v12"]),
        (["down", "j", "k", "space"], ["v1"]),
        (["enter"], [""]),
        (["space", "c", "x"], []),
    ],
)
def test_one_is_chosen_by_its_key_or_by_pointing_and_never_by_enter_alone(
    keys: Sequence[str], values: Sequence[str]
) -> None:
    assert chosen_with(keys)[0] == values


@pytest.mark.parametrize(
    ("keys", "values"),
    [
        (["1", "3", "enter"], ("v1", "v3")),
        (["3", "1", "1", "enter"], ("v3",)),
        (["space", "down", "space", "enter"], ("v1", "v2")),
        (["enter"], ()),
    ],
)
def test_several_are_taken_and_left_and_enter_goes_on(keys: Sequence[str], values: Sequence[str]) -> None:
    assert chosen_with(keys, is_many=True)[0] == [values]


def test_what_stands_is_pointed_at_and_told_by_a_sign() -> None:
    values, seen = chosen_with(["enter"], on=("v4",), size=(40, 14))

    assert values == ["v4"]
    assert seen[3] == " > 4  option 4 ✓"


def test_where_there_is_no_room_what_is_pointed_at_is_in_sight_and_the_rest_is_announced() -> None:
    _, seen = chosen_with(["down"] * 7, size=(29, 4))

    assert seen == ["   5  option 5", "   6  option 6", " > 7  option 7", "   8  option 8    more below"]


@pytest.mark.parametrize("size", [(20, 5), (5, 1), (200, 60)])
def test_every_option_can_be_reached_on_any_screen(size: tuple[int, int]) -> None:
    options = [Option(key, "東京 \x1b[2J\u202e" * 9) for key in KEYS]

    for place in range(0, len(options), 5):
        values, seen = chosen_with([*["down"] * (place + 1), "enter"], size=size, options=options)
        assert values == [options[place].value]
        assert any(line.startswith(" > ") for line in seen)


def test_what_tells_long_options_apart_is_read_where_there_is_room_for_it() -> None:
    name = "Anne-Marie Featherstonehaugh-Cholmondeley"
    options = [Option("v1", f"{name}, main carer, 34"), Option("v2", f"{name}, young person, 17"), Option("v3", "Bo")]

    chosen, seen = chosen_with(["down", "down", "enter"], size=(50, 6), options=options)

    assert chosen == ["v2"]
    assert [line.rstrip() for line in seen] == [
        f"   1  {name},",
        "      main carer, 34",
        f" > 2  {name},",
        "      young person, 17",
        "   3  Bo",
        "",
    ]
    _, crowded = chosen_with([], size=(50, 4), options=options)
    assert [line.rstrip() for line in crowded] == [f"   1  {name},…", f"   2  {name},…", "   3  Bo", ""]
