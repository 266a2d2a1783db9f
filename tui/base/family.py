"""One family at base: its file, and what of it is seen alone. Nothing of it is changed here.

Owns which keys lead on. Refuses to own the page, the note and telling that they were shown: they are those of the door.
"""

from typing import ClassVar

from textual.binding import BindingType

from tui.commands import BACK, FAMILY_FILE_COMMANDS, KEYS_HERE, Command, bindings
from tui.field.family import FamilyScreen
from tui.field.safety_note import SafetyNoteScreen


class FamilyFileScreen(FamilyScreen, inherit_bindings=False):
    """A family's page, to read."""

    KEYS: ClassVar[tuple[Command, ...]] = FAMILY_FILE_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]


class NoteScreen(SafetyNoteScreen, inherit_bindings=False):
    """A safety note, to read: whoever goes there says that they have read it."""

    KEYS: ClassVar[tuple[Command, ...]] = (BACK, KEYS_HERE)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]
