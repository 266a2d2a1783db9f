"""A run of everything at the door: laptops and lines made once, then turns."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from store.fieldwork import made_up
from store.ids import new_id
from store.keeping.key_derivation import derive
from tests.benchmarks import stores
from tests.benchmarks.door import floors, keeping, promises, slow_disk
from tests.benchmarks.door.keeping import kept_ms
from tests.benchmarks.door.laptops import make_laptop
from tests.benchmarks.door.turns import at_the_door, keeping_at_the_door
from tests.benchmarks.measuring import Result
from tests.benchmarks.terminal.figures import Figures, Turn, in_turns

ROUNDS: Final = 7


def run(
    disk: Path, *, rounds: int = ROUNDS, rehearsals: int = 1, few: int = 10_000, many: int = 100_000
) -> list[Result]:
    """Measure the app, and every floor of it, by turns.

    Args:
        disk: Where the laptops lie.
        rounds, rehearsals: How many turns each has that count, and that do not.
        few, many: How many families the two laptops hold.
    """
    with tempfile.TemporaryDirectory(dir=disk, prefix=".bench-") as temporary:
        folder = Path(temporary)
        turns: dict[str, Turn] = {
            promises.BARE: floors.play_bare,
            promises.ANSWERING: floors.play_answering,
            promises.DERIVATION: _derive,
        }
        for count in (few, many):
            if floors.has_fzf():
                turns[promises.fzf(count)] = floors.fzf(_lines(folder / f"lines {count}", count), count)
            laptop = make_laptop(folder / f"{count}", count)
            turns[promises.door(count)] = at_the_door(laptop, count)
            if count == few:
                turns[promises.DURABLE] = _durably(laptop)
                if delaying := slow_disk.delaying():
                    turns[promises.SLOW_DOOR] = keeping_at_the_door(laptop, count, delaying)
                    turns[promises.SLOW_DURABLE] = _durably_on(laptop, delaying)
        return promises.Promises(in_turns(turns, rounds, rehearsals), few, many).results()


def _lines(path: Path, count: int) -> Path:
    """Write the families as lines of the words that the app finds them by."""
    with path.open("w", encoding="utf-8") as file:
        for family in made_up.families(count, new_id()):
            address, people = family.details.address, family.details.people
            names = [f"{each.first_names} {each.surname}" for each in people]
            numbers = [phone.number for each in people for phone in each.phones]
            said = (names[0], *address.lines, address.postcode or "", family.council_reference, *numbers, *names[1:])
            file.write("  ".join(said) + "\n")
    return path


def _derive(figures: Figures) -> None:
    salt = bytes(16)
    begun = time.perf_counter()
    derive(stores.passphrase(), salt, stores.CHEAP)
    figures.add("ms", (time.perf_counter() - begun) * 1e3)


def _durably(laptop: Path) -> Turn:
    """Return the turn of a store that keeps the same acts as the app, in this process."""
    return lambda figures: figures.add("ms", *kept_ms(laptop))


def _durably_on(laptop: Path, delaying: Sequence[str]) -> Turn:
    """Return the same turn, as a program whose syncs are delayed."""
    command = (*delaying, sys.executable, "-m", keeping.__name__, str(laptop))

    def play(figures: Figures) -> None:
        ended = subprocess.run(command, capture_output=True, text=True, check=True)  # our own words
        figures.add("ms", *map(float, ended.stdout.split()))

    return play
