"""How tests ask somebody of the first family of the list: keys, and what stood on the screen after each."""

from hashlib import sha256

from textual.pilot import Pilot

from store.keeping.acts import ConsentRecorded
from tests.tui.sitting import DELIVERED, Sitting, screen_text, settled
from tui.app import DoorstepApp

FAMILY = DELIVERED[0]
CARER, CHILD = FAMILY.details.people[0], FAMILY.details.people[2]
"""Rosa, and José, who is 14."""

ALOUD = ("1", "enter", "1", "enter", "enter")
"""Read aloud, nobody else there, a private place offered, nothing else; the screen is turned."""

CARER_ASKED = ("c", "1", *ALOUD)
CHILD_ASKED = ("c", "3", *"14", "enter", "1", "1", *ALOUD)
"""He is fourteen; the carer, his parent, answers first."""

EVERYTHING = (*CARER_ASKED, "y", "c", "y", "y", "enter")
"""The carer says yes to all, and copies the code."""

NAMES = {
    *(name for each in FAMILY.details.people for name in (each.first_names, each.surname) if name),
    *FAMILY.details.address.lines,
    FAMILY.details.address.postcode or "",
    FAMILY.council_reference or "",
} - {""}


def seen_after(sitting: Sitting, *keys: str) -> list[str]:
    """Press keys, and return what stands on the screen after each."""
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in keys:
            await pilot.press(key)
            await settled(app, pilot)
            seen.append(screen_text(app))

    sitting.play(play)
    return seen


def records(sitting: Sitting) -> list[ConsentRecorded]:
    """Return every consent record, oldest first."""
    return [each for each in sitting.told(ConsentRecorded) if isinstance(each, ConsentRecorded)]


def said(sitting: Sitting) -> list[tuple[str, str]]:
    """Return the purpose and the decision of every consent record, oldest first."""
    return [(each.purpose.value, each.decision.value) for each in records(sitting)]


def digest(text: str) -> str:
    """Return what a record keeps of a text."""
    return sha256(text.encode()).hexdigest()
