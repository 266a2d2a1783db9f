"""What whoever watches the tour reads: the command as it was typed, the beginning of what it printed."""

import pytest

from tests.tour.printing import LINES_SHOWN, Printing


def test_a_command_is_shown_as_typed_and_a_long_answer_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    telling = Printing(is_fast=True)
    telling.chapter("At the door")
    telling.say("Five families are interviewed.")
    telling.command(("staff", "list", "--name", "Keeper 1"), "".join(f"line {n}\n" for n in range(LINES_SHOWN + 3)))

    said = capsys.readouterr().out
    assert "$ doorstep staff list --name 'Keeper 1'\n  line 0\n" in said
    assert f"line {LINES_SHOWN}" not in said
    assert "... and 3 lines more" in said
