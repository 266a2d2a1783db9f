"""Giving families to a laptop: what is asked, what it will do, and doing it.

Owns the questions and the sentences. Refuses to own what makes a family free, and giving it (store): that is asked
again at the moment of keeping, for a sync may have come in between.
"""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from store.errors import CountFormError
from store.exchange.whereabouts import Carrier
from store.ids import DeviceId, FamilyId
from tui import wording
from tui.clerk import Clerk
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.form import Form
from tui.widgets.page import PageLine, Tint

if TYPE_CHECKING:
    from store.keeping.store import Store

_POINTED: Final = "pointed"
_LISTED: Final = "listed"


class Giving:
    """One time that families are given.

    Args:
        clerk: Holds the store.
        free: Families in the list that are free, in its order; one at least.
        pointed: The one that is pointed at, where it is among them.
        carriers: Laptops; one at least.

    Attributes:
        form: What is asked.
        said: What was done, once it is kept.
    """

    def __init__(
        self, clerk: Clerk, free: Sequence[FamilyId], pointed: FamilyId | None, carriers: Sequence[Carrier]
    ) -> None:
        self._clerk = clerk
        self._free = free
        self._pointed = pointed
        self._carriers = {each.device: each for each in carriers}
        self.form = Form(self._fields())
        self.said = ""

    def _fields(self) -> Sequence[Field]:
        listed = wording.counted(len(self._free), "free family", "free families")
        which = [
            Option(_LISTED, f"{listed} of the list"),
            *([Option(_POINTED, "the one that is pointed at")] if self._pointed else []),
        ]
        laptops = [Option(device, _carrier_words(each)) for device, each in self._carriers.items()]
        return (
            Field("to", "Laptop", "Which laptop gets them?", Kind.ONE, lambda _: laptops),
            Field("which", "Families", "Which families?", Kind.ONE, lambda _: which),
            Field(
                "count", "How many", "How many of them, from the top of the list?", Kind.LINE,
                applies=lambda answers: one(answers, "which") == _LISTED and len(self._free) > 1,
                check=self._number, first=str(len(self._free)),
            ),
        )  # fmt: skip

    def _number(self, text: str) -> int:
        typed = text.strip().replace(",", "")
        if not (typed.isascii() and typed.isdecimal()) or not 1 <= int(typed) <= len(self._free):
            raise CountFormError(len(self._free))
        return int(typed)

    def means(self, answers: Answers) -> Sequence[PageLine]:
        """Return what keeping will do."""
        families, carrier = self._chosen(answers), self._carriers[_device(answers)]
        return [
            PageLine(f"{_counted(families)} to {wording.plain(_carrier_words(carrier))}.", Tint.HEAD),
            PageLine("The next bundle takes them there; until then the laptop does not have them."),
        ]

    async def keep(self, answers: Answers) -> None:
        """Give them, durably.

        Raises:
            FamilyNotFreeError: One of them is not free any more; none was given.
            StoreError: As `allocation.give`.
        """
        families, device = self._chosen(answers), _device(answers)

        def given(store: "Store") -> None:
            from store.exchange import allocation
            from store.exchange.peers import peer

            allocation.hold_free(store, families)
            allocation.give(store, peer(store, self._carriers[device].device), families)

        await asyncio.wrap_future(self._clerk.ask(given))
        name = wording.plain(self._carriers[device].name)
        self.said = f"{_counted(families)} given to {name}; they go with the next bundle (F5)."

    def _chosen(self, answers: Answers) -> Sequence[FamilyId]:
        if one(answers, "which") == _POINTED and self._pointed is not None:
            return [self._pointed]
        return self._free[: self._number(one(answers, "count") or str(len(self._free)))]


def _device(answers: Answers) -> DeviceId:
    return DeviceId(one(answers, "to") or "")


def _counted(families: Sequence[FamilyId]) -> str:
    return wording.counted(len(families), "family", "families")


def _carrier_words(carrier: Carrier) -> str:
    has = f"has {carrier.families_count:,}" if carrier.families_count else "has none yet"
    return f"{carrier.name}, {carrier.interviewer} ({has})"
