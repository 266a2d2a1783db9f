"""What stands in the file beside the journal: facts, this device's notes to itself, and secrets no act may hold.

Owns reading facts and rows over the connection that writes, and the local tables, drafts of forms among them. Refuses
to own what follows from acts (projection) and what any of it means.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from store.errors import StoreDamagedError
from store.ids import FamilyId
from store.keeping import database
from store.keeping.database import Connection
from store.keeping.secret import Secret


class Notebook:
    """Everything of a store that is read by name, over the connection that writes.

    Args:
        connection: The one that writes.
        hold: Raises where nothing may be written.
        abandon: Takes back what was prepared: whatever is written here is kept by itself.
    """

    def __init__(self, connection: Connection, hold: Callable[[], None], abandon: Callable[[], None]) -> None:
        self._connection = connection
        self._hold = hold
        self._abandon = abandon

    def rows(self, text: str, values: Sequence[object] = ()) -> list[Any]:
        """Return every row of a query.

        Args:
            text: One SELECT, a constant; what varies is in `values`.
            values: In the order of its question marks.
        """
        with database.refusals():
            return list(self._connection.execute(text, tuple(values)).fetchall())

    def fact(self, name: str) -> str | None:
        """Return one fact of the store, or None where there is none."""
        rows = self.rows("SELECT value FROM fact WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else None

    def note(self, name: str) -> str:
        """Return one of this device's notes to itself.

        Raises:
            StoreDamagedError: It is not there.
        """
        kept = self.note_if_any(name)
        if kept is None:
            raise StoreDamagedError
        return kept

    def note_if_any(self, name: str) -> str | None:
        """Return one of this device's notes to itself, or None where there is none."""
        rows = self.rows("SELECT value FROM localnote WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else None

    def write_note(self, name: str, value: str) -> None:
        """Write a note of this device to itself, in place of the one of that name.

        Raises:
            StoreFrozenError, StoreFullError: It was not written.
        """
        self.write_notes({name: value})

    def write_notes(self, notes: Mapping[str, str]) -> None:
        """Write several at one stroke; as `write_note`.

        Args:
            notes: Values by name; nothing is done where there are none.
        """
        self._hold()
        if notes:
            values = [each for pair in notes.items() for each in pair]
            places = ", ".join(["(?, ?)"] * len(notes))
            self._execute(f"INSERT OR REPLACE INTO localnote (name, value) VALUES {places}", *values)  # noqa: S608  # question marks

    def keep_secret(self, purpose: str, device: str, epoch: int, secret: bytes) -> None:
        """Keep a secret that no act may hold, durably, in place of the one of that name.

        Args:
            purpose: What it is for.
            device: Which device it concerns.
            epoch: Which epoch of that device; 0 for all.
            secret: Its bytes.

        Raises:
            StoreFrozenError, StoreFullError: It was not kept.
        """
        self._hold()
        self._execute(
            "INSERT OR REPLACE INTO localsecret (purpose, device, epoch, secret) VALUES (?, ?, ?, ?)",
            purpose,
            device,
            epoch,
            secret,
        )

    def secret_kept(self, purpose: str, device: str, epoch: int) -> Secret | None:
        """Return a secret that `keep_secret` kept, or None where there is none."""
        rows = self.rows(
            "SELECT secret FROM localsecret WHERE purpose = ? AND device = ? AND epoch = ?", (purpose, device, epoch)
        )
        return Secret(rows[0][0]) if rows else None

    def drop_secret(self, purpose: str, device: str, epoch: int) -> None:
        """Overwrite and forget a secret; one that is not there is no fault.

        Source:
            The file is opened with `secure_delete=ON`.
        """
        self._execute("DELETE FROM localsecret WHERE purpose = ? AND device = ? AND epoch = ?", purpose, device, epoch)

    def keep_original(self, delivery: str, sealed: bytes) -> None:
        """Keep a delivery as it came, sealed, durably, in place of what was there.

        Raises:
            StoreFrozenError, StoreFullError: It was not kept.
        """
        self._hold()
        self._execute("INSERT OR REPLACE INTO localoriginal (delivery, sealed) VALUES (?, ?)", delivery, sealed)

    def drop_original(self, delivery: str) -> None:
        """Overwrite and forget a delivery as it came; one that is not there is no fault.

        Source:
            The file is opened with `secure_delete=ON`.
        """
        self._hold()
        self._execute("DELETE FROM localoriginal WHERE delivery = ?", delivery)

    def original(self, delivery: str) -> bytes | None:
        """Return a delivery as it came, sealed, or None where there is none."""
        rows = self.rows("SELECT sealed FROM localoriginal WHERE delivery = ?", (delivery,))
        return bytes(rows[0][0]) if rows else None

    def draft(self, family: FamilyId, form: str) -> str | None:
        """Return what was typed into a form about a family and not kept, or None where nothing was."""
        rows = self.rows("SELECT draft FROM localdraft WHERE family = ? AND form = ?", (family, form))
        return str(rows[0][0]) if rows else None

    def keep_draft(self, family: FamilyId, form: str, draft: str) -> None:
        """Keep what was typed into a form about a family, durably, in place of what was there; empty drops it.

        Raises:
            StoreFrozenError, StoreFullError: It was not kept.
        """
        self._hold()
        if draft:
            self._execute(
                "INSERT OR REPLACE INTO localdraft (family, form, draft) VALUES (?, ?, ?)", family, form, draft
            )
        else:
            self._execute("DELETE FROM localdraft WHERE family = ? AND form = ?", family, form)

    def _execute(self, text: str, *values: object) -> None:
        self._abandon()
        with database.refusals():
            self._connection.execute(text, values)
