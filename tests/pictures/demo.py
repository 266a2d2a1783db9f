"""The demonstration as it is printed, with time stopped and every random number drawn from a fixed stream."""

import contextlib
import io
import re
import tempfile
from unittest.mock import patch

from tests.pictures.stopping import stopped
from tui.__main__ import main
from tui.printed import paper


def printed(words: tuple[str, ...], columns: int) -> str:
    """Return what the command prints on a terminal of that width, the same each time."""
    out = io.StringIO()
    here = patch.object(tempfile, "tempdir", "/tmp")  # lines break where a path of that length lets them
    with stopped(), here, patch.object(paper, "columns", lambda: columns), contextlib.redirect_stdout(out):
        assert main(words) == 0
    said = re.sub(r"/[^ ]*doorstep-demo-[a-z0-9_]+", "/tmp/doorstep-demo", out.getvalue())
    return f"$ doorstep {' '.join(words)}\n{said}"
