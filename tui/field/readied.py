"""Forms that have something ready before it is wanted: the diary, or the library of numbers.

Owns having it ready. Refuses to own what a form asks.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from store.fieldwork.booked import booked_of
from store.fieldwork.family import FamilyFile
from store.fieldwork.numbers import load_numbers
from store.ids import FamilyId
from tui.forms.room import FormRoom, Known

if TYPE_CHECKING:
    from store.keeping.store import Store


class DiaryRoom(FormRoom):
    """A form that shows what a time clashes with."""

    def known(self, store: "Store", file: FamilyFile, about: str | None) -> Known:
        """Return what it knows while it asks, and the diary."""
        return replace(super().known(store, file, about), booked=booked_of(store))


class NumbersRoom(FormRoom):
    """A form into which a telephone number may be typed."""

    def look_at(self, family: FamilyId, about: str | None = None) -> None:
        """Be about another family from now on."""
        super().look_at(family, about)
        self._clerk.ask(lambda _: load_numbers())  # a quarter of a second, while somebody reads the first question
