"""The terminal, left with nothing on it.

Owns what is erased before the other screen is left. Refuses to own when that is (Textual).
"""

from textual.drivers.linux_driver import LinuxDriver

from tui.launching.terminal import erased_lines


class ErasingDriver(LinuxDriver):
    """Textual's driver, which erases what it showed before it leaves the other screen.

    tmux 3.3, made larger meanwhile, may bring up what stood there among the lines of before.
    """

    def stop_application_mode(self) -> None:
        """Give the terminal back, with nothing on it."""
        self.write(f"\x1b[0m{erased_lines()}")
        super().stop_application_mode()
