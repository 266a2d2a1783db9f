"""A process that puts a bundle into a mailbox and is killed just before one step of it: `stopping URL STEP`."""

import os
import signal
import sys

from store.exchange.mailbox import open_mailbox
from tests.exchange.boxes import BUNDLE, NAME, interrupted

if __name__ == "__main__":
    with open_mailbox(sys.argv[1]) as mailbox:
        interrupted(mailbox, int(sys.argv[2]), lambda: os.kill(os.getpid(), signal.SIGKILL)).put(NAME, BUNDLE)
