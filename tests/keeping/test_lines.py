"""Lines as text: what was told makes no line of its own."""

import sys

from store.keeping.lines import in_lines


def test_no_character_ends_a_line_but_at_its_end() -> None:
    everything = "".join(map(chr, range(sys.maxunicode + 1)))

    assert len(in_lines(["Where: " + everything, "  and"]).splitlines()) == 2


def test_a_line_keeps_its_indent_and_what_stands_in_it() -> None:
    assert in_lines(["Who was told:", "  Zoë\u2028Risk: low"]) == "Who was told:\n  Zoë Risk: low\n"


def test_no_lines_are_no_text() -> None:
    assert in_lines([]) == ""
