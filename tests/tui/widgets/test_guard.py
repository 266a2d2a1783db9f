"""The guard: whatever a widget is given, nothing raw reaches the terminal, and columns stay where they are."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import ControlType, Segment
from rich.style import Style
from rich.text import Text
from textual.color import Color
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static, TextArea

from tests.tui.widgets.stage import Stage, played
from tui.widgets.guard import GUARD, shown, told

BLACK = Color(0, 0, 0)

HOSTILE = [
    "\x1b]52;c;aGk=\x07",
    "\x1b]0;title\x1b\\",
    "\x1b[2J\x1b[H",
    "\x9b2J",
    "\x9d0;title\x9c",
    "\x1bP+q544e\x1b\\",
    "\x07\x08\x0b\x0c\x0e\x0f\x7f",
    "\u202egnp.exe\u202c",
    "\u2066\u2067\u2068\u2069\u200e\u200f\u061c",
    "a\u200bb\u200cc\u2060d\ufeff",
    "one\rtwo\nthree\x85four\u2028five\u2029six",
    "\ud83d\udc69",
    "z\u0301" + "\u0310" * 200,
    "\u0301starts with a mark",
    "👩\u200d👩\u200d👧\u200d👦 family",
    "❤\ufe0f 1\ufe0f\u20e3",
    "👍\U0001f3ff",
    "\U000e0041\U000e0042",
    "\u115f\u3164\uffa0\u2800",
    "東京\u3000花子",
    "[/] [red]x[/red] [@click=app.quit]y[/] [link=file:///etc]z[/link]",
]


def is_harmless(text: str) -> bool:
    return all(unicodedata.category(each) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for each in text)


# -- text


@given(st.text(alphabet=st.characters()))
@example("\u200da")
@example("\ufe0f❤\ufe0f")
def test_any_text_keeps_its_cells_and_loses_what_a_terminal_obeys(text: str) -> None:
    kept = shown(text)

    assert is_harmless(kept)
    assert cell_len(kept) == cell_len(text)
    assert shown(kept) == kept


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_harmless_and_as_wide_as_it_was_reckoned(text: str) -> None:
    kept = shown(text)

    assert is_harmless(kept)
    assert cell_len(kept) == cell_len(text)
    kept.encode()


@given(st.lists(st.sampled_from(["a", "é", "e\u0301", "東", "👍", "\u200d", "\ufe0f", "❤", "\u0301", "\U0001f3ff"])))
def test_every_terminal_gives_what_is_left_the_same_width(parts: list[str]) -> None:
    kept = shown("".join(parts))

    assert not set(kept) & {"\u200d", "\ufe0f", "\U0001f3ff"}
    assert cell_len(kept) == sum(map(cell_len, kept))


@pytest.mark.parametrize(
    "text", ["", "Ann Farrow", "Zoë O'Dowd", "Sørensen 東京", "Nguye\u0302\u0303n", "[/]", "─│┌ >"]
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert shown(text) == text


def test_a_heap_of_marks_keeps_three() -> None:
    assert shown("z" + "\u0301" * 50) == "z" + "\u0301" * 3


def test_a_mark_does_not_cling_to_the_column_before() -> None:
    assert shown("\u0301x") == "x"


# -- lines


@given(st.lists(st.text(), max_size=5))
def test_a_line_keeps_its_cells(texts: list[str]) -> None:
    strip = Strip([Segment(text, Style(bold=True)) for text in texts])

    guarded = strip.apply_filter(GUARD, BLACK)

    assert is_harmless(guarded.text)
    assert sum(cell_len(segment.text) for segment in guarded) == strip.cell_length


def test_a_line_of_plain_text_is_not_even_copied() -> None:
    segments = [Segment("Ann Farrow", Style(bold=True)), Segment("  ")]

    assert GUARD.apply(segments, BLACK) is segments


def test_a_link_and_a_control_hidden_in_a_style_go() -> None:
    hidden = [Segment("x", Style(link="file:///etc\x1b[2J")), Segment("\x07", None, [(ControlType.BELL,)])]

    guarded = Strip(GUARD.apply(hidden, BLACK))

    assert guarded.text == "x"
    assert all(segment.style is None or segment.style.link is None for segment in guarded)


# -- widgets


def titled(text: str) -> Widget:
    box = Static("inside")
    box.styles.border = ("round", "white")
    box.border_title = told(text)
    return box


MADE: list[Callable[[str], Widget]] = [
    lambda text: Static(told(text)),
    lambda text: Static(Text(text)),
    lambda text: Static(text, markup=False),
    lambda text: Input(placeholder=text),
    lambda text: TextArea(text.replace("\ufe0f", "")),  # TextArea itself reckons the picture selector in two ways
    lambda text: OptionList(told(text)),
    titled,
]


@pytest.mark.parametrize("make", MADE)
def test_no_widget_gets_anything_raw_to_the_terminal(make: Callable[[str], Widget]) -> None:
    lines: list[str] = []

    async def play(stage: Stage, _: Pilot[int]) -> None:
        lines.extend(strip.text for strip in stage.strips())

    for text in HOSTILE:
        played(play, make(text), size=(60, 8))

    assert all(map(is_harmless, lines))
    assert {cell_len(line) for line in lines} == {60}


def test_what_is_typed_or_pasted_does_not_reach_it_raw_either() -> None:
    lines: list[str] = []
    line = Input()

    async def play(stage: Stage, pilot: Pilot[int]) -> None:
        for text in HOSTILE:
            line.value = text
            await pilot.pause()
            lines.extend(strip.text for strip in stage.strips())

    played(play, line, size=(60, 8))

    assert all(map(is_harmless, lines))
    assert {cell_len(line) for line in lines} == {60}


def test_markup_in_stored_text_is_read_as_text() -> None:
    stage = played(nothing, Static(told("[red]Ann[/red] [/]")))

    assert stage.seen[0] == "[red]Ann[/red] [/]"


async def nothing(stage: Stage, pilot: Pilot[int]) -> None:
    """Press no key."""


# -- the app


def test_what_is_cut_stays_in_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    note = TextArea("07700 900123")

    async def play(stage: Stage, pilot: Pilot[int]) -> None:
        monkeypatch.setattr(stage._driver, "write", written.append)
        await pilot.press("ctrl+a", "shift+end", "ctrl+x")
        await pilot.press("ctrl+v")

    played(play, note)

    assert note.text == "07700 900123"
    assert not any("52;" in each for each in written)
