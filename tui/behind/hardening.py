"""What a process that will hold families' data refuses beforehand: dumps, eyes of others, the environment's wishes.

Owns these settings. Refuses to own anything that needs a key.
"""

import os
import signal
import sys

from store.hardening import end_with_starter, refuse_dumps, refuse_eyes


def harden() -> None:
    """Leave no core, no file that others read, no variable by which Textual records or shows what it should not."""
    os.umask(0o077)
    for name in [each for each in os.environ if each.startswith("TEXTUAL")]:
        del os.environ[name]
    refuse_dumps()
    refuse_eyes()
    if sys.platform != "win32":
        end_with_starter(signal.SIGHUP)  # a launcher that was killed takes the app along
