"""The terminal, by ways in and out of our own, with no thread between it and the loop; left with nothing on it.

Owns taking those ways, whole frames, and what is erased before the other screen is left. Refuses to own the ways
(inlet, outlet), and what is done with the terminal otherwise (Textual).
"""

from collections.abc import Callable

from textual._ansi_sequences import SYNC_END, SYNC_START
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from tui.inlet import Inlet
from tui.launching.terminal import erased_lines
from tui.outlet import Outlet


class DirectDriver(LinuxDriver):
    """Textual's driver, whose threads neither read nor write where the terminal can be opened once more.

    It erases what it showed before it leaves the other screen: tmux 3.3, made larger meanwhile, may bring up what stood
    there among the lines of before.
    """

    _inlet: Inlet | None = None
    _outlet: Outlet | None = None
    _frame: str | None = None

    def start_application_mode(self) -> None:
        """Take the terminal, and read from it."""
        self._outlet = Outlet.of(self._file) if self._file is not None else None
        self._inlet = Inlet.of(self.fileno, self.process_message)
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's
        if self._inlet is not None:
            self._inlet.begin()

    def stop_application_mode(self) -> None:
        """Give the terminal back, with nothing on it."""
        self.write(f"\x1b[0m{erased_lines()}")
        super().stop_application_mode()

    def disable_input(self) -> None:
        """Read nothing more, and drop what nobody read."""
        if self._inlet is not None:
            self._inlet.end()
        super().disable_input()

    def run_input_thread(self) -> None:
        """Leave reading to the inlet, where there is one: this thread ends."""
        if self._inlet is None:
            super().run_input_thread()

    def send_message(self, message: Message) -> None:
        """Hand a message on; from the loop itself it takes no detour."""
        self._app.post_message(message)

    def write(self, data: str) -> None:
        """Write, a whole frame at once."""
        if data == SYNC_START or self._frame is not None:
            data = (self._frame or "") + data
            self._frame = None if data.endswith(SYNC_END) else data
            if self._frame is not None:
                return
        if self._outlet is None:
            super().write(data)
        else:
            self._outlet.write(data)

    def hold_frame(self, frame: str) -> Callable[[], bool] | None:
        """Hold a frame, as `Outlet.hold`; None where the terminal has no such way out."""
        return self._outlet.hold(frame) if self._outlet is not None else None

    def close(self) -> None:
        """Write what is left, and let go of it."""
        outlet, self._outlet = self._outlet, None
        if outlet is not None:
            outlet.end()
        super().close()
