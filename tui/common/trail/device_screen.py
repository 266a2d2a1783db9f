"""One device: what it is, what it holds, what happened to it; and where it stands from now on.

Owns the page, and asking before anything is said of the device. Refuses to own the rules (store).
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen

from store.clock import Instant
from store.keeping.acts.terms.devices import DeviceState
from tui import notices, wording
from tui.clerk import Clerk
from tui.commands import DEVICE_COMMANDS, Command, bindings
from tui.common.form_screen import FormScreen
from tui.common.found import found
from tui.common.trail import register_form
from tui.common.trail.family_custody import ask_as_of
from tui.common.trail.naming import names_of
from tui.common.trail.trail_words import sentence
from tui.forms.fields import Answers, Field, Kind, one
from tui.forms.form import Form
from tui.widgets.frame import framed
from tui.widgets.page import Page, PageLine, Tint
from tui.widgets.paragraph import paragraph
from tui.widgets.said_line import Tone

if TYPE_CHECKING:
    from store.keeping.store import Store

_LABEL: Final = 14

_MEANS: Final = {
    DeviceState.WIPED: "Everything on it was erased: that is told of all it held, and it holds nothing from now on.",
    DeviceState.RETIRED: "Nothing is kept on it any more.",
    DeviceState.LOST: "It is lost, and still counts as holding what is on it. Tell of the loss with F2 too.",
    DeviceState.RETURNED: "Its owner has it back.",
    DeviceState.IN_USE: "It is in use again.",
}


@dataclass
class DeviceRead(Message):
    """A device as it stands now: labels and what stands beside them, then what happened, newest first."""

    name: str = field(repr=False)
    rows: Sequence[tuple[str, str]] = field(repr=False)
    told: Sequence[tuple[str, str]] = field(repr=False)


class DeviceScreen(Screen[None]):
    """One device.

    Args:
        clerk: Holds the store.
        device: Which, by its id.
        at: As of when it is seen first; now where it is None.
    """

    KEYS: ClassVar[tuple[Command, ...]] = DEVICE_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, clerk: Clerk, device: str, at: Instant | None = None) -> None:
        super().__init__()
        self._at = at
        self._clerk = clerk
        self._device = device
        self._read: DeviceRead | None = None

    @property
    def pointed_device(self) -> str:
        """The device that a loss told here is most likely about."""
        return self._device

    def compose(self) -> ComposeResult:
        """Lay out one page."""
        yield from framed("Device", self.KEYS, Page())

    def on_mount(self) -> None:
        """Read from the top."""
        self.query_one(Page).focus()

    def on_screen_resume(self) -> None:
        """Read what stands now."""
        at = self._at
        self._clerk.do(lambda store: self._reading(store, at), self)

    def on_resize(self) -> None:
        """Fit the lines to the width."""
        self._paint()

    def _reading(self, store: "Store", at: Instant | None) -> DeviceRead:
        from store.custody.register import as_told, device_named, happened, state_at
        from tui.register_words import held_lines, particulars_rows

        device, names = device_named(store, self._device), names_of(store)
        rows, told = particulars_rows(store, device, "c says it"), as_told(store, device.device)
        label = "holds"
        if at is not None:
            state = state_at(store, device.device, at)
            then = "not on the register yet" if state is None else wording.words(state)
            rows += [("as of", wording.moment(at)), ("stood", then)]
            label = "held"
        held = [(label, each) for each in held_lines(store, told, at)]
        steps = [each for each in happened(store, told) if at is None or each.at <= at]
        history = [(wording.moment(each.at), f"{sentence(each.act, names)}.") for each in steps]
        return DeviceRead(device.name, [*rows, *held], history)

    @on(DeviceRead)
    def _show(self, message: DeviceRead) -> None:
        self._read = message
        self._paint()

    def _paint(self) -> None:
        if self._read is None:
            return
        width = self.size.width
        lines: list[PageLine] = []
        for label, value in self._read.rows:
            lines += paragraph(f"{label:<{_LABEL}}{value}", width, indent=" " * _LABEL)
        lines += [PageLine(""), PageLine("What happened to it, newest first", Tint.HEAD)]
        for when, said in self._read.told:
            lines += paragraph(f"{when:<22}{said}", width, indent=" " * 22)
        self.query_one(Page).show(lines, from_top=False)

    @work
    async def action_as_of(self) -> None:
        """See what it held at an instant that is past."""
        asked = await ask_as_of(self.app, self._clerk, self._reading)
        if asked is not None:
            self._at = asked.at
            self.on_screen_resume()

    def action_as_now(self) -> None:
        """See what it holds now."""
        self._at = None
        self.on_screen_resume()

    @work
    async def action_change(self) -> None:
        """Say something else of it; what was said before stays in its history."""
        was = await found(self, self._clerk, lambda store: register_form.was(store, self._device))
        if was is None:
            return

        async def keep(answers: Answers) -> None:
            def kept(store: "Store") -> None:
                from store.custody.register import change, device_named

                told = register_form.changed(store, was, answers)
                change(store, device_named(store, self._device), told, one(answers, "reason") or "")

            await asyncio.wrap_future(self._clerk.ask(kept))

        means = [PageLine("The register says so from now on. What it said before stays in the history of the device.")]
        form = Form(register_form.change_fields(was))
        if await self.app.push_screen_wait(FormScreen("Change a device", form, lambda _: means, keep)):
            notices.show(self.app, Tone.KEPT, "The register says so from now on.")

    # -- where it stands ---------------------------------------------------------------------------------------------

    def action_wiped(self) -> None:
        """Say that all on it was erased."""
        self._stand(DeviceState.WIPED)

    def action_retire(self) -> None:
        """Retire it."""
        self._stand(DeviceState.RETIRED)

    def action_lost(self) -> None:
        """Say that it is lost."""
        self._stand(DeviceState.LOST)

    def action_returned(self) -> None:
        """Say that its owner has it."""
        self._stand(DeviceState.RETURNED)

    def action_reuse(self) -> None:
        """Say that it is in use."""
        self._stand(DeviceState.IN_USE)

    @work
    async def _stand(self, state: DeviceState) -> None:
        async def keep(answers: Answers) -> None:
            def kept(store: "Store") -> None:
                from store.custody.register import change_state, device_named

                change_state(store, device_named(store, self._device), state, one(answers, "reason"))

            await asyncio.wrap_future(self._clerk.ask(kept))

        may_pass = state is not DeviceState.WIPED
        asked = "How, by whom, what shows it?" + (" Enter passes by." if may_pass else "")
        question = Field("reason", "How", asked, Kind.LINE, may_be_empty=may_pass)
        means = [PageLine(_MEANS[state], Tint.WARNING)]
        title = f"Device: {wording.words(state)}"
        if await self.app.push_screen_wait(FormScreen(title, Form((question,)), lambda _: means, keep)):
            notices.show(self.app, Tone.KEPT, f"Kept: the device is {wording.words(state)}.")

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()
