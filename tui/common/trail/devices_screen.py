"""The register of devices: a line each, with how much it holds.

Owns reading it, and where keys lead. Refuses to own the rules (store) and one device's page (device_screen).
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from store.clock import Instant
from store.ids import DeviceId
from store.keeping.acts.terms.devices import DeviceKind
from tui import notices, wording
from tui.clerk import Clerk
from tui.commands import DEVICES_COMMANDS, LIST_COMMANDS, Command, bindings
from tui.common.duties.duties_screen import INCIDENTS, DutiesScreen
from tui.common.form_screen import FormScreen
from tui.common.found import found
from tui.common.trail import family_custody, register_form
from tui.common.trail.device_screen import DeviceScreen
from tui.common.trail.family_custody import ask_as_of
from tui.forms.fields import Answers
from tui.forms.form import Form
from tui.widgets.cells import ending, fitted, padded
from tui.widgets.frame import framed
from tui.widgets.guard import told
from tui.widgets.page import PageLine
from tui.widgets.painted_list import Look, PaintedList
from tui.widgets.said_line import Tone

if TYPE_CHECKING:
    from store.keeping.store import Store

_NAME_CELLS, _KIND_CELLS, _STATE_CELLS = 26, 17, 10
_MAILBOX = wording.words(DeviceKind.MAILBOX)


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """One device, in words."""

    device: str
    name: str = field(repr=False)
    kind: str
    state: str
    held_count: int


@dataclass
class DevicesRead(Message):
    """The register as it stands now."""

    lines: Sequence[DeviceLine] = field(repr=False)


@dataclass
class DeviceChosen(Message):
    """Somebody wants to see a device."""

    line: DeviceLine


def read_devices(store: "Store", at: Instant | None = None) -> DevicesRead:
    """Return the register as it stands, or as it stood then; runs in the clerk's thread.

    Raises:
        AsOfTooEarlyError: Nothing had been told by then.
    """
    from store.custody.register import devices, holds, state_at, told_together

    lines = []
    for every in told_together(devices(store), DeviceId(store.sidecar.store)):
        stood = [(each, each.state if at is None else state_at(store, each.device, at)) for each in every]
        known = [(each, state) for each, state in stood if state is not None]  # it was on the register by then
        if known:
            (each, state), held = known[0], holds(store, [each for each, _ in known], at)
            lines.append(DeviceLine(each.device, each.name, wording.words(each.kind), wording.words(state), held))
    return DevicesRead(lines)


class DeviceList(PaintedList):
    """Devices, a line each."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[DeviceLine] = ()

    @property
    def pointed(self) -> DeviceLine | None:
        """The device that is pointed at."""
        return None if self.row is None else self._lines[self.row]

    def read(self, lines: Sequence[DeviceLine]) -> None:
        """Show other devices, pointing at the one that was pointed at."""
        before = self.pointed
        self._lines = lines
        self.forget()
        again = [row for row, each in enumerate(lines) if before is not None and each.device == before.device]
        self.show(range(len(lines)), next(iter(again), None))

    def choose(self) -> None:
        """Tell which device was chosen."""
        if (line := self.pointed) is not None:
            self.post_message(DeviceChosen(line))

    def titles(self, width: int) -> str:
        """Return the line of titles."""
        titles = f"  {'Device':<{_NAME_CELLS}} {'Kind':<{_KIND_CELLS}} {'State':<{_STATE_CELLS}} Holds"
        return padded(titles, width)

    def line(self, row: int, width: int) -> str:
        """Return what a line says."""
        line = self._lines[row]
        cut = ending if line.kind == _MAILBOX else fitted  # a mailbox is called by its address: they end differently
        name = padded(cut(wording.plain(line.name), _NAME_CELLS), _NAME_CELLS)
        held = wording.counted(line.held_count, "family", "families") if line.held_count else "nothing"
        return padded(f"{name} {line.kind:<{_KIND_CELLS}} {line.state:<{_STATE_CELLS}} {held}", width)

    def look(self, row: int) -> Look:
        """Return how a line is painted: what is retired stands back."""
        return Look.MUTED if self._lines[row].state == "retired" else Look.PLAIN


class DevicesScreen(Screen[None]):
    """The register.

    Args:
        clerk: Holds the store.
    """

    KEYS: ClassVar[tuple[Command, ...]] = DEVICES_COMMANDS
    ALSO: ClassVar[tuple[Command, ...]] = LIST_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]
    DEFAULT_CSS = """
    DevicesScreen > .narrowed { height: 1; padding: 0 1; color: $text-muted; }
    """

    def __init__(self, clerk: Clerk) -> None:
        super().__init__()
        self._clerk = clerk
        self._at: Instant | None = None

    def compose(self) -> ComposeResult:
        """Lay the list out."""
        yield from framed("Devices", self.KEYS, Static(classes="narrowed"), DeviceList())

    @property
    def pointed_device(self) -> str | None:
        """The device that a loss told here is most likely about."""
        pointed = self.query_one(DeviceList).pointed
        return None if pointed is None else pointed.device

    def on_mount(self) -> None:
        """Point at the first device."""
        self.query_one(DeviceList).focus()

    def on_screen_resume(self) -> None:
        """Read the register, also after something of it was changed."""
        at = self._at
        self._clerk.do(lambda store: read_devices(store, at), self)

    @on(DevicesRead)
    def _show(self, message: DevicesRead) -> None:
        heading = "How they stand now." if self._at is None else f"As of {wording.moment(self._at)}. F4 shows now."
        self.query_one(".narrowed", Static).update(told(heading), layout=False)
        self.query_one(DeviceList).read(message.lines)

    @on(DeviceChosen)
    def _open(self, message: DeviceChosen) -> None:
        self.app.push_screen(DeviceScreen(self._clerk, message.line.device, self._at))

    def action_open(self) -> None:
        """See the device that is pointed at."""
        self.query_one(DeviceList).choose()

    @work
    async def action_as_of(self) -> None:
        """See how they stood at an instant that is past."""
        asked = await ask_as_of(self.app, self._clerk, read_devices)
        if asked is not None:
            self._at = asked.at
            self.on_screen_resume()

    def action_as_now(self) -> None:
        """See how they stand now."""
        self._at = None
        self.on_screen_resume()

    @work
    async def action_family(self) -> None:
        """See where a family is, and who has seen it."""
        await family_custody.ask(self.app, self._clerk)

    def action_incidents(self) -> None:
        """See every incident."""
        self.app.push_screen(DutiesScreen(self._clerk, INCIDENTS))

    @work
    async def action_register(self) -> None:
        """Put a device on the register."""

        async def keep(answers: Answers) -> None:
            def kept(store: "Store") -> None:
                from store.custody.register import register

                register(store, register_form.particulars_of(store, answers))

            await asyncio.wrap_future(self._clerk.ask(kept))

        asking = await found(self, self._clerk, register_form.asking)
        if asking is None:
            return
        form = Form(register_form.fields(asking))
        means = [PageLine("It stands on the register from now on, with whoever has it as its holder.")]
        if await self.app.push_screen_wait(FormScreen("Add a device", form, lambda _: means, keep)):
            notices.show(self.app, Tone.KEPT, "The device is on the register.")

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()
