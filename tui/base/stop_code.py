"""A code that locks a family on a laptop that is away: which laptop, why, and the code to be read out by phone.

Owns the questions and how it looks. Refuses to own the code, and locking the family here as well (store).

Source: agreement 7.2a: a late refusal locks the family at once.
"""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from store.ids import DeviceId, FamilyId
from store.keeping.acts.terms.families import FamilyLockCause
from tui import wording
from tui.clerk import Clerk
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.form import Form
from tui.widgets.large_code import large
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.store import Store

_CAUSES: Final = (
    Option(FamilyLockCause.CONTACT_WISH.value, "they want no more contact"),
    Option(FamilyLockCause.REQUEST.value, "they ask that everything is deleted"),
    Option(FamilyLockCause.SAFETY.value, "it is not safe there"),
    Option(FamilyLockCause.BASE_DECISION.value, "something else"),
)


def having(store: "Store", family: FamilyId) -> Sequence[tuple[DeviceId, str]]:
    """Return the laptops that have a family, each with its name; runs in the clerk's thread."""
    from store.custody.naming import device_names
    from store.exchange.holders import holders

    names = device_names(store)
    return [(device, names.get(device, "a laptop")) for device in holders(store, family)]


class ReadingOut:
    """One time that a code is read out.

    Args:
        clerk: Holds the store.
        family: Which is to be locked.
        laptops: Those that have it, each with its name; one at least.
        width: Of the page, in cells.

    Attributes:
        form: What is asked.
    """

    def __init__(self, clerk: Clerk, family: FamilyId, laptops: Sequence[tuple[DeviceId, str]], width: int) -> None:
        self._clerk = clerk
        self._family = family
        self._names = dict(laptops)
        self._width = width
        self._code = ""
        options = [Option(device, wording.plain(name)) for device, name in laptops]
        self.form = Form(
            (
                Field("laptop", "Laptop", "On which laptop?", Kind.ONE, lambda _: options),
                Field("cause", "Why", "Why is it locked?", Kind.ONE, lambda _: _CAUSES),
            )
        )

    def means(self, answers: Answers) -> Sequence[PageLine]:
        """Return what keeping will do."""
        name = wording.plain(self._names[DeviceId(one(answers, "laptop") or "")])
        return [
            *paragraph("The family is LOCKED here at once. Only you can open it again.", self._width, Tint.WARNING),
            *paragraph(f"A code follows, which locks it on {name} as soon as it is typed there.", self._width),
        ]

    async def keep(self, answers: Answers) -> None:
        """Lock it here, and have the code.

        Raises:
            StoreError: As `stop_code.issue`.
        """
        device, cause = DeviceId(one(answers, "laptop") or ""), FamilyLockCause(one(answers, "cause") or "")

        def issued(store: "Store") -> str:
            from store.exchange import stop_code

            return stop_code.issue(store, device, self._family, cause)

        self._code = await asyncio.wrap_future(self._clerk.ask(issued))

    def lines(self) -> list[PageLine]:
        """Return the code, large, and what is said with it."""
        return [
            *paragraph("Ring them. At the laptop: x in the list of families, then these eight symbols.", self._width),
            PageLine(""),
            *(PageLine(line) for line in large(self._code)),
            PageLine(""),
            *(PageLine(f"    {line}") for line in wording.spelled(self._code)),
            PageLine(""),
            *paragraph("Have them say which family it locked: the reference, and nothing else.", self._width),
        ]
