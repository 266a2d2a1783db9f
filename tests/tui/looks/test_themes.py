"""The looks: every text stands out from every ground, in millions of colours, in sixteen, and in none."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from datetime import date
from itertools import product

import pytest
from rich.cells import cell_len
from rich.color import Color
from textual.pilot import Pilot
from textual.theme import Theme
from textual.widget import Widget
from textual.widgets import Input

import tui
from tests.tui.looks.contrast import AA, AAA, Pair, in_sixteen, pairs, ratio
from tests.tui.widgets.made_lines import made_line
from tests.tui.widgets.stage import Stage, played
from tui.commands import CONTACTS_COMMANDS
from tui.forms.choices import Choices
from tui.forms.fields import Option
from tui.looks.themes import DARK, HIGH_CONTRAST, LIGHT, LOOKS, after
from tui.widgets.family_columns import Seen
from tui.widgets.family_list import FamilyList
from tui.widgets.filter_line import FilterLine
from tui.widgets.key_line import KeyLine
from tui.widgets.painted_list import MARK
from tui.widgets.said_line import SaidLine, Tone
from tui.widgets.top_line import Standing, TopLine

looks = pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)


# -- every token that a rule of ours names


def rules() -> Iterator[str]:
    """Every rule that any class of ours brings."""
    for module in pkgutil.walk_packages(tui.__path__, "tui."):
        if module.name.endswith("__main__"):
            continue
        for _, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if kind.__module__.startswith("tui."):
                css = kind.__dict__.get("DEFAULT_CSS", "") + str(kind.__dict__.get("CSS", ""))
                yield from (body for _, body in re.findall(r"([^{}]+)\{([^{}]*)\}", css))


def named(rule: str, of: str) -> set[str]:
    return set(re.findall(rf"(?:^|[\s;]){of}:\s*\$([\w-]+)", rule))


def test_colours_are_named_by_token_only() -> None:
    stated = [
        value for rule in rules() for value in re.findall(r"(?:color|background|tint|border\w*):\s*([^;]+)", rule)
    ]

    assert stated
    assert [
        value for value in stated if re.search(r"#[0-9a-f]{3}|rgb|hsl|\b(?:red|white|black|green|ansi)", value)
    ] == []


@looks
def test_every_text_stands_out_from_every_ground(look: Theme) -> None:
    tokens = {**look.to_color_system().generate(), **look.variables}
    all_rules = list(rules())
    together = [
        (ink, ground) for rule in all_rules for ink in named(rule, "color") for ground in named(rule, "background")
    ]
    inks = {ink for rule in all_rules for ink in named(rule, "color")} - {"block-cursor-foreground"}
    grounds = {ground for rule in all_rules for ground in named(rule, "background")} - {"block-cursor-background"}

    weak = {
        (ink, ground)
        for ink, ground in [*together, *product(inks, grounds | {"background"})]
        if ratio(Pair(Color.parse(tokens[ink]), Color.parse(tokens[ground]))) < AA
    }

    assert {"foreground", "text-muted", "text-error", "text-warning"} <= inks
    assert weak == set()


# -- what is painted


def everything() -> list[Widget]:
    """Every widget of ours that paints, in every tone."""
    lines = [made_line(), made_line(standing="locked"), made_line(standing="done", is_unsent=True)]
    families = FamilyList(lines, Seen(date(2015, 11, 2), 4))
    families.show(range(3))
    families.styles.height = 6
    said = [SaidLine() for _ in Tone]
    for line, tone in zip(said, Tone, strict=True):
        line.say(tone, "What happened.", "What to do.")
        line.styles.dock = "none"
    top = TopLine("Contacts")
    top.standing = Standing("Laptop A", is_practice=True, disk="disk not checked")
    choices = Choices()
    choices.offer([Option("a", "one"), Option("b", "two")], ("a",), is_many=True)
    choices.styles.height = 3
    return [families, FilterLine(lambda _: "3 of 3"), top, *said, KeyLine(CONTACTS_COMMANDS), choices, Input()]


def painted(look: Theme | None, *keys: str) -> Stage:
    async def play(stage: Stage, pilot: Pilot[int]) -> None:
        if look is not None:
            stage.theme = look.name
        stage.query_one(Input).value = "typed"
        await pilot.press(*keys)
        await pilot.pause()
        stage.painted = stage.strips()

    return played(play, *everything(), size=(100, 40))


@looks
@pytest.mark.parametrize("keys", [(), ("tab",), ("down",)])
def test_what_is_painted_can_be_read(look: Theme, keys: tuple[str, ...]) -> None:
    found = pairs(painted(look, *keys).painted)

    least = AAA if look is HIGH_CONTRAST else AA
    assert len(found) >= 4
    assert {text: round(ratio(pair), 1) for pair, text in found.items() if ratio(pair) < least} == {}


@looks
def test_what_is_painted_can_be_read_in_sixteen_colours(look: Theme) -> None:
    found = {in_sixteen(pair): text for pair, text in pairs(painted(look).painted).items()}

    assert {text: pair for pair, text in found.items() if ratio(pair) < AA} == {}


def test_without_colour_signs_alone_tell_what_is_pointed_at_and_what_was_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    stage = painted(None)

    text = "\n".join(strip.text for strip in stage.painted)
    styles = [each.style for strip in stage.painted for each in strip if each.style is not None]
    assert {each.name for style in styles for each in (style.color, style.bgcolor) if each is not None} == {"default"}
    assert f"\n{MARK}Zoë O'Dowd" in text
    assert [sign in text for sign in ("✓ What", "? What", "! What", "> 1", "[x]", "[ ]")] == [True] * 6


def test_the_linux_console_is_written_to_in_signs_of_its_font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "linux")

    text = "".join(strip.text for strip in painted(None).painted)

    assert "√ What happened." in text
    assert set(text) - {"ë"} <= set(bytes(range(32, 256)).decode("cp437"))
    assert {cell_len(strip.text) for strip in painted(None).painted} == {100}


# -- going through them


def test_one_key_goes_through_the_looks_and_comes_back() -> None:
    assert [after(look.name) for look in (DARK, LIGHT, HIGH_CONTRAST)] == [LIGHT, HIGH_CONTRAST, DARK]
    assert after("of an older release") is DARK
