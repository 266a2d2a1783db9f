"""What is said above the footer is said to its end, at 80 columns and at fewer."""

import pytest
from textual.pilot import Pilot

from tests.tui.widgets.stage import Stage, played
from tui.commands import KEEP
from tui.widgets.frame import framed
from tui.widgets.said_line import SaidLine, Tone

MESSAGE = "The mailbox did not let this laptop in."
HINT = (
    "Add the key to your SSH agent, or name its file in DOORSTEP_SFTP_KEY; the server must know its public half, and"
    " you can try again in a minute."
)


@pytest.mark.parametrize(("width", "lines_count"), [(80, 3), (44, 5)])
def test_a_long_hint_takes_as_many_lines_as_it_needs_and_gives_them_back(width: int, lines_count: int) -> None:
    seen: list[list[str]] = []

    async def play(stage: Stage, pilot: Pilot[int]) -> None:
        said = stage.query_one(SaidLine)
        for sentences in ((Tone.REFUSED, MESSAGE, HINT), (Tone.KEPT, "It is kept.")):
            said.say(*sentences)
            await pilot.pause()
            seen.append([stage.lines()[y] for y in range(said.region.y, said.region.bottom)])

    played(play, *framed("Send", (KEEP,)), size=(width, 24))

    assert len(seen[0]) == lines_count
    assert " ".join("\n".join(seen[0]).split()) == f"! {MESSAGE} {HINT}"
    assert all(len(line) < width for line in seen[0])
    assert seen[1] == [" ✓ It is kept."]


def test_on_the_smallest_terminal_the_keys_stay() -> None:
    seen: list[str] = []

    async def play(stage: Stage, pilot: Pilot[int]) -> None:
        stage.query_one(SaidLine).say(Tone.REFUSED, MESSAGE, HINT)
        await pilot.pause()
        seen.extend(stage.lines())

    played(play, *framed("Send", (KEEP,)), size=(20, 5))

    assert "The mailbox" in "\n".join(seen)
    assert "F" in seen[-1]
