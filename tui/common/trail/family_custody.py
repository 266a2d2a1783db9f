"""Where one family is, and who has seen it: now, or as of a past instant; by the council's reference alone.

Owns the questions and the lines. Refuses to own the answers (custody): nothing of the family itself is shown.

Source: agreement A9.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from store.clock import Instant
from tui import wording
from tui.common.form_screen import FormScreen
from tui.common.page_screen import PageScreen
from tui.forms.fields import Answers, Field, Kind, one
from tui.forms.form import Form
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from textual.app import App

    from store.custody.holdings import Lying, View
    from store.custody.paper import Sheet
    from store.ids import FamilyId
    from store.keeping.store import Store
    from tui.clerk import Clerk

LABEL_CELLS: Final = 12

AS_OF_FIELD: Final = Field(
    "as_of",
    "As of",
    "As of the end of which day, or when? Like 2015-11-02. Enter for now.",
    Kind.LINE,
    check=wording.hold_day,
    may_be_empty=True,
)
"""Asks for an instant that is past."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where one family is, and who has seen it.

    Attributes:
        lying: On which devices, by name.
        sheets: On which sheets of paper.
        seen: By whom, oldest first.
        devices, staff: What each is called, by id.
    """

    lying: "Sequence[Lying]"
    sheets: "Sequence[Sheet]"
    seen: "Sequence[View]"
    devices: dict[str, str] = field(repr=False)
    staff: dict[str, str] = field(repr=False)


def instant_of(answers: Answers) -> Instant | None:
    """Return the instant that was asked for; None for now."""
    said = one(answers, AS_OF_FIELD.id)
    return None if said is None else wording.day_or_instant(said, wording.DAY_ENDS)


def whereabouts_of(store: "Store", family: "FamilyId", at: Instant | None) -> Whereabouts:
    """Return where a family is, or was then; runs in the clerk's thread.

    Raises:
        AsOfTooEarlyError: Nothing had been told by then.
    """
    from store.custody import holdings  # with the store's own modules: in the clerk's thread
    from store.custody.naming import device_names, staff_names
    from store.custody.paper import sheets_of

    devices = {str(device): name for device, name in device_names(store).items()}
    lying = sorted(holdings.lying_of(store, family, at), key=lambda each: devices.get(each.device, each.device))
    staff = {str(staff): name for staff, name in staff_names(store).items()}
    return Whereabouts(lying, sheets_of(store, family, at), holdings.seen_by(store, family, at), devices, staff)


def rows_of(found: Whereabouts) -> list[tuple[str, str]]:
    """Return the same as labels with what stands beside them."""
    rows = [
        ("lies on", f"{found.devices.get(each.device, each.device)}, since {wording.moment(each.since)}")
        for each in found.lying
    ]
    for sheet in found.sheets:
        who = found.staff.get(sheet.holder, sheet.holder)
        rows.append(("on paper", f"sheet {sheet.sheet}, handed to {who} {wording.moment(sheet.issued_at)}"))
    for view in found.seen:
        who, where = found.staff.get(view.staff, view.staff), found.devices.get(view.device, view.device)
        parts = ", ".join(view.parts.split()).replace("_", " ")
        rows.append(("seen by", f"{who} on {where}, {wording.moment(view.at)}: {parts}"))
    return rows or [("", "No device and no paper held it, and nobody had seen it.")]


@dataclass(frozen=True, slots=True)
class AsOf:
    """An instant that somebody wants to see; None is now."""

    at: Instant | None


async def ask_as_of(app: "App[Any]", clerk: "Clerk", look: "Callable[[Store, Instant | None], object]") -> AsOf | None:
    """Ask for an instant that is past; return it, or None where nobody wants one. Runs in a worker.

    Args:
        app: Asks.
        clerk: Holds the store.
        look: Raises a StoreError where nothing is known of that instant; runs in the clerk's thread.
    """
    asked: list[AsOf] = []

    async def keep(answers: Answers) -> None:
        at = instant_of(answers)
        await asyncio.wrap_future(clerk.ask(lambda store: look(store, at)))
        asked.append(AsOf(at))

    means = [PageLine("What was told since of that time is told too.")]
    is_asked = await app.push_screen_wait(FormScreen("As of", Form((AS_OF_FIELD,)), lambda _: means, keep))
    return asked[-1] if is_asked else None


async def ask(app: "App[Any]", clerk: "Clerk") -> None:
    """Ask for a family, and show where it is and who has seen it. Runs in a worker."""
    found: list[tuple[Whereabouts, Instant | None]] = []

    async def keep(answers: Answers) -> None:
        from store.custody.trail import family_of_reference

        at = instant_of(answers)

        def read(store: "Store") -> Whereabouts:
            return whereabouts_of(store, family_of_reference(store, one(answers, "family") or ""), at)

        found.append((await asyncio.wrap_future(clerk.ask(read)), at))

    fields = (Field("family", "Family", "Which family, by the council's reference?", Kind.LINE), AS_OF_FIELD)
    means = [PageLine("Which devices and sheets hold it, and who has seen it.")]
    if await app.push_screen_wait(FormScreen("A family's custody", Form(fields), lambda _: means, keep)):
        whereabouts, at = found[-1]
        when = "Now" if at is None else f"As of {wording.moment(at)}"
        lines = [PageLine(when, Tint.HEAD), PageLine("")]
        for label, said in rows_of(whereabouts):
            before = f"{label:<{LABEL_CELLS}}" if label else ""
            lines += paragraph(before + said, app.size.width, indent=" " * len(before))
        await app.push_screen_wait(PageScreen("A family's custody", lines))
