"""A head as a code to photograph: what is drawn is the code, in either polarity, with its quiet zone."""

import pytest
import segno

from tui.common.trail.photograph import QUIET, drawn, short_form

NOTE = "doorstep/" + "0a" * 16 + "\n1234567\n" + "q83vEjRWeJA" + "A" * 32 + "=\n\n— doorstep/x c2lnbmF0dXJl\n"
PAIRS = {"█": (True, True), "▀": (True, False), "▄": (False, True), " ": (False, False)}


@pytest.mark.parametrize("is_dark", [True, False])
@pytest.mark.parametrize("text", [NOTE, short_form(NOTE)])
def test_the_modules_read_off_the_screen_are_those_of_the_code(text: str, is_dark: bool) -> None:
    lines = drawn(text, is_dark=is_dark)

    rows = [[PAIRS[each][half] is not is_dark for each in line] for line in lines for half in (0, 1)]
    code = [[bool(module) for module in row] for row in segno.make(text, error="l", micro=False).matrix]
    size = len(code)
    assert [row[QUIET : QUIET + size] for row in rows[QUIET : QUIET + size]] == code
    edge = [*rows[:QUIET], *rows[QUIET + size :], *(row[:QUIET] for row in rows), *(row[-QUIET:] for row in rows)]
    assert not any(module for row in edge for module in row)


def test_the_short_form_says_origin_size_and_root_and_fits_twenty_lines() -> None:
    said = short_form(NOTE)

    assert said.startswith("DOORSTEP/" + "0A" * 16 + "/1234567/ABCDEF1234567890")
    assert len(said.rpartition("/")[2]) == 64
    assert len(drawn(said, is_dark=True)) <= 20
