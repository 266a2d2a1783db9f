"""Confidential numbers and mail addresses of one person, seen alone: nothing else of the family stands beside them.

Owns choosing the person, telling that it is shown, and the page. Refuses to own what is confidential (store).

Source: design 6; a confidential contact detail never appears beside another member's data.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from store.fieldwork.looking import file_of
from store.fieldwork.views import tell_shown
from store.ids import FamilyId
from store.keeping.acts.terms.families import ViewPart
from tui.clerk import Clerk
from tui.commands import BACK, KEYS_HERE, Command, bindings
from tui.common.quick_screen import QuickScreen
from tui.desk import Desk
from tui.field.family_page import person_name, ways_of
from tui.forms.choices import Choices
from tui.forms.fields import Option
from tui.told import RoomRead
from tui.widgets.frame import framed
from tui.widgets.page import Page
from tui.widgets.paragraph import paragraph
from tui.widgets.question import Question

if TYPE_CHECKING:
    from store.keeping.store import Store


@dataclass
class PeopleRead(RoomRead):
    """Who of a family has confidential contacts, by name alone."""

    family: FamilyId
    people: Sequence[Option] = field(repr=False)


@dataclass
class ContactsRead(Message):
    """One person's confidential contacts."""

    family: FamilyId
    person: str
    ways: Sequence[str] = field(repr=False)


class ConfidentialScreen(QuickScreen[None]):
    """Choosing a person, then their confidential contacts alone. Made once, and shown again.

    Args:
        clerk: Holds the store.
        desk: Whose.
    """

    KEYS: ClassVar[tuple[Command, ...]] = (BACK, KEYS_HERE)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, clerk: Clerk, desk: Desk) -> None:
        super().__init__()
        self._clerk = clerk
        self._desk = desk
        self._family: FamilyId | None = None
        self._people: Sequence[Option] = ()

    def compose(self) -> ComposeResult:
        """Lay out the choice and the page; one of them is seen at a time."""
        yield from framed("Confidential", self.KEYS, Question(), Choices(), Page())

    def look_at(self, family: FamilyId, about: str | None = None) -> None:  # noqa: ARG002  # as every room
        """Be about another family from now on."""
        self._family, self._people = family, ()
        self._clerk.do(people_of(self, family), self.app)

    def show(self, message: RoomRead) -> bool:
        """Offer who was read; return whether it is what is to be seen here."""
        if not isinstance(message, PeopleRead) or message.family != self._family:
            return False  # of the family before
        self._people = message.people
        if self.is_mounted:
            self._ask()
        return True

    def on_mount(self) -> None:
        """Offer who was read before this was ever shown."""
        self._ask()

    def _ask(self) -> None:
        people = self._people
        choices, page = self.query_one(Choices), self.query_one(Page)
        question = "Whose? Only theirs is shown." if people else "Nobody of this family has a confidential contact."
        self.query_one(Question).put(question)
        self.query_one(Question).display = True
        choices.display, page.display = bool(people), not people
        page.show(())
        choices.offer(people, (), is_many=False)
        (choices if people else page).focus()  # where nobody is offered, no key of choosing is

    @on(Choices.Chosen)
    def _read(self, message: Choices.Chosen) -> None:
        if message.value and self._family is not None:
            self._clerk.do(contacts_of(self._family, message.value), self)

    @on(ContactsRead)
    def _show(self, message: ContactsRead) -> None:
        if message.family != self._family:
            return  # of the family before
        choices, page = self.query_one(Choices), self.query_one(Page)
        choices.offer((), (), is_many=False)
        self.query_one(Question).display = choices.display = False
        page.display = True
        page.show([line for way in message.ways for line in paragraph(way, self.size.width)])
        page.focus()

    def action_back(self) -> None:
        """Go back to the family; nothing stays on this screen."""
        self.query_one(Page).show(())
        self._family, self._people = None, ()
        self.dismiss()


def people_of(room: ConfidentialScreen, family: FamilyId) -> "Callable[[Store], Message]":
    """Return what the clerk does before names are shown."""

    def read(store: "Store") -> Message:
        tell_shown(store, family, (ViewPart.PEOPLE,))
        file = file_of(store, family)
        people = [] if file is None else [each for each in file.people if ways_of(each, is_confidential=True)]
        return PeopleRead(room, family, [Option(each.person, person_name(each)) for each in people])

    return read


def contacts_of(family: FamilyId, person: str) -> "Callable[[Store], Message]":
    """Return what the clerk does before one person's contacts are shown."""

    def read(store: "Store") -> Message:
        tell_shown(store, family, (ViewPart.PHONES,))
        file = file_of(store, family)
        whose = next((each for each in file.people if each.person == person), None) if file else None
        return ContactsRead(family, person, ways_of(whose, is_confidential=True) if whose else ())

    return read
