"""The terminal while somebody types at the launcher's prompt: not ours yet.

Owns leaving it alone until it is lent. Refuses to own what is done with it then (direct_driver).
"""

from tui.direct_driver import DirectDriver


class PatientDriver(DirectDriver):
    """A driver which neither writes nor reads, and sets nothing, before the terminal is lent."""

    _is_lent = False

    def lend(self) -> None:
        """Take the terminal, as Textual does; its size is asked for then."""
        self._is_lent = True
        self.start_application_mode()

    def start_application_mode(self) -> None:
        """Take it, if it is lent."""
        if self._is_lent:
            super().start_application_mode()

    def stop_application_mode(self) -> None:
        """Give it back, if it was lent."""
        if self._is_lent:
            super().stop_application_mode()

    def disable_input(self) -> None:
        """Read nothing more, and drop what nobody read, if it was lent: until then that is typed at the prompt."""
        if self._is_lent:
            super().disable_input()

    def write(self, data: str) -> None:
        """Write, if it is lent; what is painted before is painted again then."""
        if self._is_lent:
            super().write(data)
