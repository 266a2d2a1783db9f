"""The terminal while somebody types at the launcher's prompt: not ours yet.

Owns leaving it alone until it is lent, and taking its own ways in and out then, by no other thread. Refuses to own them
(inlet, outlet), and what is done with the terminal otherwise (Textual).
"""

from collections.abc import Callable

from textual._ansi_sequences import SYNC_END, SYNC_START
from textual.message import Message

from tui.behind.inlet import Inlet
from tui.behind.outlet import Outlet
from tui.erasing_driver import ErasingDriver


class PatientDriver(ErasingDriver):
    """A driver which neither writes nor reads, and sets nothing, before the terminal is lent."""

    _is_lent = False
    _inlet: Inlet | None = None
    _outlet: Outlet | None = None
    _frame: str | None = None

    def lend(self) -> None:
        """Take the terminal, as Textual does; its size is asked for then."""
        self._is_lent = True
        self.start_application_mode()

    def start_application_mode(self) -> None:
        """Take it, if it is lent."""
        if self._is_lent:
            self._outlet = Outlet.of(self._file) if self._file is not None else None
            self._inlet = Inlet.of(self.fileno, self.process_message)
            super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's
            if self._inlet is not None:
                self._inlet.begin()

    def stop_application_mode(self) -> None:
        """Give it back, if it was lent."""
        if self._is_lent:
            super().stop_application_mode()

    def disable_input(self) -> None:
        """Read nothing more, and drop what nobody read, if it was lent: until then that is typed at the prompt."""
        if self._is_lent:
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
        """Write, if it is lent, a whole frame at once; what is painted before is painted again then."""
        if not self._is_lent:
            return
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
