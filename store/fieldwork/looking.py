"""Looking into an open store: the list, one line of it, one family's file.

Owns which journal says what is unsent, the day in London, and that a laptop whose carrier left shows nothing of this.
Refuses to own the reading itself (lines, family).
"""

from typing import Final
from weakref import WeakKeyDictionary

from store.agreement.london import london_day
from store.fieldwork.after_the_end import file_after_the_end, line_after_the_end, over_since
from store.fieldwork.carrier import shows_families
from store.fieldwork.family import FamilyFile, read_family
from store.fieldwork.leases import ended_at, heard_at, under_lease
from store.fieldwork.lines import Line, read_line, read_lines
from store.ids import FamilyId, JournalId
from store.keeping.journal import Journal
from store.keeping.store import Store

_READ_LAST: Final[WeakKeyDictionary[Store, tuple[Journal, int, FamilyFile]]] = WeakKeyDictionary()
"""Of each open store, the family's file that was read last; gone with the store, and the process ends with a lock."""


def lines_of(store: Store) -> list[Line]:
    """Return the line of every family, in no order; raises as `read_lines`."""
    if not shows_families(store):
        return []
    with store.reader() as connection:
        lines = read_lines(connection, _sending(store), london_day(store.now()))
    since = over_since(store)
    return lines if since is None else [line_after_the_end(line, since) for line in lines]


def line_of(store: Store, family: FamilyId) -> Line | None:
    """Return one family's line, or None where it is not here, in the thread that writes; raises as `read_lines`."""
    if not shows_families(store):
        return None
    with store.looking() as connection:
        line = read_line(connection, family, _sending(store), london_day(store.now()))
    return None if line is None else line_after_the_end(line, over_since(store))


def file_of(store: Store, family: FamilyId) -> FamilyFile | None:
    """Return one family's file, or None where it is not here, in the thread that writes; raises as `read_family`.

    The one that was read last is read once, for as long as nothing is kept: whatever stands in it follows from acts,
    but for the end of a lease, and of the agreement.
    """
    found = _read(store, family) if shows_families(store) else None
    if found is None:
        return None
    leased = under_lease(found, ended_at(heard_at(store), store.now(), store.last_at))
    return file_after_the_end(leased, over_since(store))


def _read(store: Store, family: FamilyId) -> FamilyFile | None:
    journal = store.journal
    known = _READ_LAST.get(store)
    if known is not None and known[:2] == (journal, journal.size) and known[2].family == family:
        return known[2]
    with store.looking() as connection:
        found = read_family(connection, family, _sending(store))
    if found is not None:
        _READ_LAST[store] = journal, journal.size, found
    return found


def _sending(store: Store) -> JournalId | None:
    """Return the journal of a laptop, which has something to send; None at base."""
    return store.sidecar.journal if store.sidecar.role == "field" else None
