"""What the app has loaded when the first family is painted. Run as a program of its own, with a laptop's folder.

Owns standing where the launcher stands: what that would tell it comes from standard input, and there is no terminal.
Refuses to own which modules may be there (test_door).
"""

import json
import os
import sys

from textual.app import App
from textual.strip import Strip

from tui.behind import sitting
from tui.widgets.painted_list import PaintedList

_paint, _run = PaintedList.render_line, App.run


def _tell(painted: PaintedList, y: int) -> Strip:
    strip = _paint(painted, y)
    if painted.rows and y > 0:
        print(json.dumps({"line": strip.text, "modules": sorted(sys.modules)}), flush=True)  # noqa: T201  # what it is for
        os._exit(0)
    return strip


def _run_unseen(app: App[int], **_: object) -> int | None:
    return _run(app, headless=True, size=(100, 30))


PaintedList.render_line = _tell  # type: ignore[method-assign, assignment]
App.run = _run_unseen  # type: ignore[method-assign, assignment]
sitting.run(["--pipes", "0", str(os.open(os.devnull, os.O_WRONLY)), "--store", sys.argv[1]])
