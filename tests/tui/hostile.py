"""A laptop whose every stored text tries something: controls, turners, markup, names without an end. All made up.

Owns what they try, and the store that holds them, written past everything that looks at what comes in. Refuses to own
what becomes of it.
"""

from pathlib import Path
from typing import Final

from store.keeping import database
from store.keeping.opening import ClosedStore
from tests.exchange.enrolled import FORGOTTEN
from tests.fieldwork import doings
from tests.made import passphrase
from tests.tui.sitting import FAMILIES, Sitting

CONTROLS: Final = (
    "\x1b]52;c;T1dORUQ=\x07", "\x1b]0;OWNED\x07", "\x1b]2;OWNED\x1b\\", "\x1b[7;77H", "\x1b[41;5m", "\x1b[5i",
    "\x1bP1$r\x1b\\", "\x9b7;77H", "\x9d52;c;T1dORUQ=\x9c", "\x07", "\x08\x08", "\x0e", "\x00", "\x7f",
)  # fmt: skip
"""What commands a terminal: its clipboard, title, cursor, printer, bell, character set."""

UNSEEN: Final = (
    "\u202e", "\u2066", "\u2069", "\u200f", "\u200d", "\ufe0f", "\u2028", "\u0085", "\u3164", "\ufeff",
)  # fmt: skip
"""What turns a line round, joins or hides."""

TRIES: Final = (
    "".join(CONTROLS),
    "".join(UNSEEN) + "eman",
    "[/] [red]x[/red] [@click=app.lock]y[/] [link=http://0]z[/link] \\[",
    "N" * 5000,
    "\u6f22\u5b57\uff21" * 40 + "e" + "\u0301" * 60,
    "\U0001f1ec\U0001f1e7\u0e01\u0e33\U0001f44d\U0001f3fd \U0001f468\u200d\U0001f469\u200d\U0001f467",
)
"""One for each family."""

_TEXTS: Final = {
    "family": ("council_reference", "street", "lines", "directions"),
    "person": ("title", "first_names", "surname", "known_as"),
    "contactdetail": ("value",),
    "contactline": ("name", "street", "reference"),
    "safetynote": ("text", "source"),
    "attempt": ("note", "met_description"),
    "appointment": ("note",),
}
"""Of each family. Its postcode stays what it is: it shows where a column begins."""


def hostile(folder: Path) -> Sitting:
    """Return a laptop that holds all of them."""
    sitting = Sitting(folder)
    notes = [doings.safety_note(family) for family in FAMILIES]
    sitting.record(*notes, *map(doings.note_read, notes), *map(doings.attempt, FAMILIES))
    sitting.record(*map(doings.appointment, FAMILIES))
    with ClosedStore(sitting.folder).unlock(passphrase(FORGOTTEN)) as store:
        key = store.keys.database
        connection = database.connect(sitting.folder / "epoch-1.db", key)
        for family, tried in zip(FAMILIES, TRIES, strict=True):
            for table, columns in _TEXTS.items():
                for column in columns:
                    connection.execute(
                        f"UPDATE {table} SET {column} = ? WHERE family = ?", (tried, family)
                    )  # names from above
        everything = "".join(each for each in TRIES if len(each) < 1000)
        connection.execute("UPDATE staff SET name = ?", (everything,))
        connection.execute("UPDATE peer SET release = ?", (everything,))
        database.settle(connection)
        connection.close()
    return sitting
