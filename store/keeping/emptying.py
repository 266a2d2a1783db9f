"""What a store leaves behind when it goes over to a new key, so that the new key never opens it.

Owns taking it out of a copy of the file that is thrown away. Refuses to own the change itself (epochs) and who decides.

Source: NIST SP 800-88 Rev. 2 (cryptographic erase): what is destroyed may never have been enciphered under a key that
lives on, for what a flash drive wrote once it may keep.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from store.clock import to_ms
from store.ids import FamilyId
from store.keeping import branching, database
from store.keeping.acts.act import Act
from store.keeping.acts.catalogue import CATALOGUE
from store.keeping.acts.terms.store import ErasureReason
from store.keeping.database import Connection
from store.keeping.erasing import erasure_acts
from store.keeping.header import KIND_FROM_BYTE
from store.keeping.journal import Erased, Journal
from store.keeping.projection import Projection

if TYPE_CHECKING:
    from store.keeping.store import Store

IN_A_SCRATCH_COPY: Final = ("journal_mode=MEMORY", "synchronous=OFF", "secure_delete=OFF", "cache_size=-65536")
"""Settings of a copy whose key is never kept: a crash leaves what nobody opens."""


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """What does not come along into a new epoch.

    Attributes:
        families: Everything about these.
        reason, authority, order: As `Store.erase_for_ever`.
        is_of_nobody_too: Whether what people said without anybody knowing of which family they are goes as well.
        secrets: Purposes of local secrets.
        notes: Names of notes of this device to itself.
        has_originals: Whether what was delivered, as it came, goes.
    """

    families: Sequence[FamilyId]
    reason: ErasureReason
    authority: str
    order: str | None
    is_of_nobody_too: bool = False
    secrets: Sequence[str] = ()
    notes: Sequence[str] = ()
    has_originals: bool = False


def empty(store: "Store", connection: Connection, left: LeftBehind) -> int:
    """Take it out of a copy of a store's file; return how many entries its journal then has.

    Args:
        store: The one that is copied; whoever is signed in to it signs what tells of the erasure.
        connection: Of the copy, to write with; nobody else has it.
        left: What goes.

    Raises:
        StoreError: The copy is of no use then.
    """
    with database.refusals():
        for setting in IN_A_SCRATCH_COPY:
            connection.execute(f"PRAGMA {setting}").fetchall()
    journal = Journal(connection, store.sidecar.journal, store.sidecar.branch)
    projection = Projection(connection)
    also = _of_nobody(connection) if left.is_of_nobody_too else ()

    def telling(erased: Erased) -> Sequence[Act]:
        return erasure_acts(erased, left.reason, left.authority, left.order)

    at_ms = max(to_ms(store.now()), store.last_act().at_ms)
    person = store.keys.person
    journal.erase(left.families, [], telling, projection, person, at_ms, store.seen(), also=also)
    if also:
        journal.replay(projection, branching.former_branches(connection, journal))
    with database.refusals():
        connection.executemany("DELETE FROM localsecret WHERE purpose = ?", [(each,) for each in left.secrets])
        connection.executemany("DELETE FROM localnote WHERE name = ?", [(each,) for each in left.notes])
        if left.has_originals:
            connection.execute("DELETE FROM localoriginal")
    return journal.size


def _of_nobody(connection: Connection) -> Sequence[int]:
    """Return the keys of entries that may hold somebody's words though no family is named, sorted."""
    kinds = [kind.kind.encode("ascii") for kind in CATALOGUE.values() if _may_name_nobody(kind)]
    marks = ", ".join("?" * len(kinds))
    with database.refusals():
        rows = connection.execute(
            f"SELECT id FROM entry WHERE body IS NOT NULL AND substr(header, {KIND_FROM_BYTE}) IN ({marks})"  # noqa: S608  # a number, question marks
            " AND id NOT IN (SELECT entry FROM familyentry) ORDER BY id",
            kinds,
        ).fetchall()
    return [key for (key,) in rows]


def _may_name_nobody(kind: type[Act]) -> bool:
    told = kind.model_fields.get("family")
    return told is not None and type(None) in getattr(told.annotation, "__args__", ())
