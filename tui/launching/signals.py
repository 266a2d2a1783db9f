"""What the system tells while the prompt waits: end, resized, awake again.

Owns hearing it between keys. Refuses to own what is done about it.
"""

import os
import signal

ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
HEARD = (*ENDING, signal.SIGWINCH, signal.SIGCONT)


class Signals:
    """What the system tells, a byte each on a pipe."""

    def __enter__(self) -> "Signals":
        self.hearing, self._telling = os.pipe()
        os.set_blocking(self._telling, False)
        for each in HEARD:
            signal.signal(each, lambda *_: None)
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)  # nobody is to find the prompt in the middle of a shell
        signal.set_wakeup_fd(self._telling, warn_on_full_buffer=False)
        return self

    def __exit__(self, *_: object) -> None:
        signal.set_wakeup_fd(-1)
        for each in (*HEARD, signal.SIGTSTP):
            signal.signal(each, signal.SIG_DFL)
        os.close(self.hearing)
        os.close(self._telling)

    def heard(self) -> list[int]:
        """Return the numbers of those that came since."""
        return list(os.read(self.hearing, 64))
