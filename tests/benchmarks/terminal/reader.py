"""The process that drains a terminal: stamps what is written, passes it on, and answers what is asked.

Owns being quick, so that no program waits for whoever measures it, and no picture is drawn within a latency. Refuses to
own what was drawn (picture). Run as a program of its own; what it passes on are records of `HEAD`, then the bytes.
"""

import os
import struct
import sys
import time
from typing import Final

from tests.benchmarks.terminal.answers import LONGEST, answers

HEAD: Final = struct.Struct("<QI")
"""Nanoseconds on the monotonic clock, and how many bytes follow; the first record has none: it says "I am there"."""


def main(master: int, out: int, columns: int, rows: int) -> None:
    """Read until nobody has the terminal open any more."""
    _pass_on(out, b"")
    kept = b""
    while True:
        try:
            written = os.read(master, 1 << 16)
        except OSError:  # how Linux says that the last program has closed its terminal
            return
        stamp = time.monotonic_ns()
        end = 0
        seen = kept + written
        for after, reply in answers(seen, columns, rows):
            os.write(master, reply)
            end = after
        kept = seen[max(end, len(seen) - LONGEST) :]
        _pass_on(out, written, stamp)


def _pass_on(out: int, written: bytes, stamp: int = 0) -> None:
    record = HEAD.pack(stamp, len(written)) + written
    while record:
        record = record[os.write(out, record) :]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
