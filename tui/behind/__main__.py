"""What the launcher starts: the app behind the typing.

Owns the first steps, before anything is loaded that could keep or show what it should not. Refuses to own the rest
(sitting).
"""

import gc
import os
import signal
import sys

signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is a key; what interrupts is for the launcher
gc.disable()  # nothing that is loaded from here on is ever garbage; a sixth of the start
sys.setswitchinterval(0.0005)  # neither a key nor a frame waits 5 ms, the default, while the clerk's thread reckons

from tui.behind.hardening import harden  # noqa: E402  # after the two lines above

harden()

from tui.behind.sitting import run  # noqa: E402

code = run(sys.argv[1:])
sys.stdout.flush()
os._exit(code)  # nothing waits for a thread that still reads, and nothing is printed on the way out
