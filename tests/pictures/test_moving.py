"""A picture that moves shows each frame in its time, and keeps a line that stays once."""

import re

from tests.pictures.moving import Frame, film

STYLES = ".terminal-1-r1 { fill: #e8e8e8 }"


def frame(*lines: str, caption: str) -> Frame:
    texts = "".join(
        f'<text class="terminal-1-r1" x="0" y="{20 + 24.4 * row:g}" textLength="9" clip-path="url(#l)">{line}</text>'
        for row, line in enumerate(lines)
    )
    return Frame(f"{STYLES}<g clip-path=url(#terminal-1-clip-terminal)>{texts}</g>", caption, 2.0)


def seen_at(svg: str, percent: float) -> list[str]:
    """Return every text that is to be seen at a moment."""
    steps = dict(re.findall(r"@keyframes (f\d+) \{ (.*) \}", svg))
    seen = []
    for name, drawn in re.findall(r'<g class="(f\d+)">(.*)</g>', svg):
        so_far = [is_seen for at, is_seen in re.findall(r"([\d.]+)% \{ opacity: (\d) \}", steps.get(name, ""))
                  if float(at) <= percent]  # fmt: skip
        if not so_far or so_far[-1] == "1":
            seen += re.findall(r">([^<]+)</text>", drawn)
    return seen


def test_each_frame_is_seen_in_its_time_and_a_line_that_stays_is_drawn_once() -> None:
    svg = film([frame("Contacts", "one", caption="first"), frame("Contacts", "two", caption="then")], 80, 2)

    assert seen_at(svg, 25) == ["Contacts", "one", "first"]
    assert seen_at(svg, 75) == ["Contacts", "two", "then"]
    assert svg.count("Contacts") == 1
