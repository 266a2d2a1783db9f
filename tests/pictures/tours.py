"""The short tours of the README: at the door, and at base."""

from dataclasses import dataclass

from tests.pictures.moving import Frame, film
from tests.pictures.screens import filmed

SHORT_S, LONG_S = 2.0, 3.5


@dataclass(frozen=True)
class Step:
    """Some keys, and what is said of what they show."""

    keys: tuple[str, ...]
    caption: str
    seconds: float = LONG_S


DOOR = (
    Step((), "The families of one laptop. Everything is done by keys."),
    Step(("slash", *"row"), "/ finds a family by any part of a name, a street, a number."),
    Step(("f4", "escape"), "F4: all of them again.", SHORT_S),
    Step(("home", "down", "enter"), "Enter opens one: who they are, what was tried, what is owed."),
    Step(("c",), "c asks one person for consent.", SHORT_S),
    Step(("1", "1", "enter", "1", "enter"), "From here on the screen is theirs."),
    Step(("enter",), "They see the wording, and nothing of the family."),
    Step(("y", "c"), "After the interview: linkage, never pre-filled, never skipped."),
    Step(("n",), "A no is kept as it was said. Then: may we contact you again?"),
    Step(("y",), "A receipt code: with it they can take back any of it, at any time."),
    Step(("enter",), "Back at the family; everything is already kept and signed."),
    Step(("a",), "a tells what came of the visit, one question after the other."),
)
BASE = (
    Step((), "The board at base: clocks, laptops, what waits, how the work stands."),
    Step(("f",), "f: every family, and which laptop has it."),
    Step(("slash", *"row"), "/ finds among 100,000 as one types."),
    Step(("f4", "escape", "1", "a", "1", "1", "enter"), "a gives families to a laptop, shown before it is kept."),
    Step(("f3", "f3", "l"), "l: each laptop, what it has, what it had not sent."),
    Step(("f3", "i"), "i: what councils delivered, and what waits of it."),
    Step(("n", "enter"), "Notes are read one by one before any reaches a laptop."),
    Step(("f3", "f3", "f3", "m", "enter"), "Two values that clash are settled by a person."),
    Step(("f3", "f3", "t"), "t: the trail. Whatever happens is one signed act in it."),
)
TOURS = {"tour-door.svg": (DOOR, False), "tour-base.svg": (BASE, True)}
"""File name: the steps, and whether they are at base."""


def toured(name: str) -> str:
    """Return the moving picture of that name as it is today."""
    steps, is_base = TOURS[name]
    pictures = filmed(tuple(step.keys for step in steps), is_base=is_base)
    frames = [Frame(svg, step.caption, step.seconds) for svg, step in zip(pictures, steps, strict=True)]
    return film(frames, 80, 24)
