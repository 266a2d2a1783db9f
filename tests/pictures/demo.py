"""The demonstration, with time stopped and every random number drawn from a fixed stream."""

import contextlib
import hashlib
import io
import os
import re
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from unittest.mock import patch

from store.clock import MachineClock
from tui.__main__ import main
from tui.printed import paper


def printed(words: tuple[str, ...], columns: int) -> str:
    """Return what the command prints on a terminal of that width, the same each time."""
    out = io.StringIO()
    with _stopped(), patch.object(paper, "columns", lambda: columns), contextlib.redirect_stdout(out):
        assert main(words) == 0
    said = re.sub(r"/[^ ]*doorstep-demo-[a-z0-9_]+", "/tmp/doorstep-demo", out.getvalue())
    return f"$ doorstep {' '.join(words)}\n{said}"


@contextlib.contextmanager
def _stopped() -> Iterator[None]:
    drawn, ticks = count(), count()
    begun = datetime(2026, 11, 2, 9, tzinfo=UTC)

    def bytes_of(length: int) -> bytes:
        return hashlib.shake_256(str(next(drawn)).encode()).digest(length)

    def now(_: MachineClock) -> datetime:
        return begun + timedelta(milliseconds=next(ticks))

    with (
        patch.object(os, "urandom", bytes_of),
        patch.object(secrets, "token_hex", lambda length: bytes_of(length).hex()),
        patch.object(MachineClock, "now", now),
        patch("store.clock.datetime", _Stopped),
    ):
        yield


class _Stopped(datetime):
    """The machine's clock, for training clocks, which ask it by themselves."""

    @classmethod
    def now(cls, tz: object = None) -> "_Stopped":
        assert tz is UTC
        return cls(2026, 11, 2, 9, tzinfo=UTC)
