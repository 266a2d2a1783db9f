"""Pictures that move: what one sitting shows after each key, one after the other, in a file that any browser plays.

Owns putting frames together. Refuses to own taking them (screens). A line that stays the same over several frames is in
the file once, and whoever asked their system for less motion sees the first frame.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

CELL_WIDTH, LINE_HEIGHT = 12.2, 24.4
MARGIN = 12
CAPTION_HEIGHT = 44
PAPER, CAPTION = "#292929", "#8fd0a4"
_STYLE = re.compile(r"\.terminal-\d+-(r\d+) \{ ([^}]*) \}")
_RECT = re.compile(r'<rect fill="(#[0-9a-f]{6})" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="24.65"[^>]*/>')
_TEXT = re.compile(
    r'<text class="terminal-\d+-(r\d+)" x="([\d.]+)" y="([\d.]+)" textLength="([\d.]+)"[^>]*>([^<]*)</text>'
)
_SPACE = "&#160;"


@dataclass(frozen=True)
class Frame:
    """One picture of a film.

    Attributes:
        svg: As the app exports it.
        caption: What was done, and what is to be seen.
        seconds: How long it stands.
    """

    svg: str = field(repr=False)
    caption: str
    seconds: float


def film(frames: Sequence[Frame], columns: int, rows: int) -> str:
    """Return the frames as one SVG that plays them over and over."""
    styles: dict[str, str] = {}
    shown: dict[tuple[int, str], set[int]] = {}
    for number, frame in enumerate(frames):
        for row, markup in _lines(frame.svg, styles):
            shown.setdefault((row, markup), set()).add(number)
        shown.setdefault((rows, _caption(frame.caption, rows)), set()).add(number)
    seen = {key: frozenset(numbers) for key, numbers in shown.items()}
    classes = {numbers: f"f{n}" for n, numbers in enumerate(sorted(set(seen.values()), key=sorted))}
    width = columns * CELL_WIDTH + 2 * MARGIN
    height = MARGIN + rows * LINE_HEIGHT + CAPTION_HEIGHT
    lines = [
        f'<svg xml:space="preserve" viewBox="0 0 {width:g} {height:g}" xmlns="http://www.w3.org/2000/svg">',
        "<style>",
        "text { font-family: ui-monospace, monospace; font-size: 20px; white-space: pre }",
        *(f".{name} {{ {said} }}" for said, name in styles.items()),
        *_keyframes(frames, classes),
        "@media (prefers-reduced-motion: reduce) { g { animation-play-state: paused !important } }",
        "</style>",
        f'<rect width="100%" height="100%" rx="8" fill="{PAPER}"/>',
        f'<g transform="translate({MARGIN}, {MARGIN})">',
        *(
            f'<g class="{classes[seen[key]]}">{key[1]}</g>'
            for key in sorted(seen, key=lambda key: (key[0], min(seen[key])))
        ),
        "</g>",
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _lines(svg: str, styles: dict[str, str]) -> Iterator[tuple[int, str]]:
    """Yield what is drawn in each line of a frame; a style that is new gets a name of its own."""
    said = dict(_STYLE.findall(svg))
    drawn: dict[int, list[str]] = {}
    body = svg[svg.index("-clip-terminal)") :]
    for fill, x, y, width in _RECT.findall(body):
        row = int(float(y) // LINE_HEIGHT)
        top = f"{row * LINE_HEIGHT:g}"
        drawn.setdefault(row, []).append(f'<rect fill="{fill}" x="{x}" y="{top}" width="{width}" height="24.6"/>')
    for style, x, y, _, text in _TEXT.findall(body):
        bare = text
        while bare.endswith(_SPACE):
            bare = bare[: -len(_SPACE)]
        if not bare.strip():
            continue
        name = styles.setdefault(said[style].strip(), f"s{len(styles)}")
        cells = len(re.sub(r"&[#\w]+;", "x", bare))
        length = f"{cells * CELL_WIDTH:g}"
        plain = bare.replace(_SPACE, " ")
        drawn.setdefault(int(float(y) // LINE_HEIGHT), []).append(
            f'<text class="{name}" x="{x}" y="{float(y):g}" textLength="{length}">{plain}</text>'
        )
    for row, parts in drawn.items():
        yield row, "".join(parts)


def _caption(text: str, rows: int) -> str:
    y = rows * LINE_HEIGHT + 30
    return f'<text fill="{CAPTION}" x="{CELL_WIDTH:g}" y="{y:g}">{escape(text)}</text>'


def _keyframes(frames: Sequence[Frame], classes: dict[frozenset[int], str]) -> Iterator[str]:
    """Yield when what stands in some frames is to be seen: nothing moves in between."""
    total = sum(frame.seconds for frame in frames)
    for numbers, name in classes.items():
        if len(numbers) == len(frames):
            continue
        steps, at, before = [], 0.0, None
        for number, frame in enumerate(frames):
            is_seen = number in numbers
            if is_seen != before:
                steps.append(f"{100 * at / total:.2f}% {{ opacity: {int(is_seen)} }}")
            at, before = at + frame.seconds, is_seen
        yield f"@keyframes {name} {{ {' '.join(steps)} }}"
        yield f".{name} {{ animation: {name} {total:g}s step-end infinite }}"
