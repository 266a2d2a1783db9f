"""What somebody wants to do next: wishes that screens post and the app grants by opening a room.

Owns the wishes. Refuses to own which room grants which (rooms).
"""

from dataclasses import dataclass

from textual.message import Message

from store.ids import FamilyId


@dataclass
class FamilyWish(Message):
    """Something about one family."""

    family: FamilyId


class OpenFamily(FamilyWish):
    """See the family."""


@dataclass
class DeskWish(Message):
    """Something about no family by itself."""
