"""Every act of some kinds that is held here, of whichever journal.

Owns looking through the whole file for them, by the kind in each header. Refuses to own where acts stand in the order
of the exchange (history) and whatever has a table of its own: this reads every header there is.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from store.ids import JournalId, StaffId
from store.keeping import acts
from store.keeping.acts.act import Act
from store.keeping.header import KIND_FROM_BYTE, unpack
from store.keeping.store import Store
from store.keeping.taking import N_BITS


@dataclass(frozen=True, slots=True)
class Held:
    """One act and the entry it stands in.

    Attributes:
        journal, branch, n: Where the entry stands, by the numbers of this file.
        staff: Who did it.
    """

    journal: JournalId
    branch: int
    n: int
    staff: StaffId
    act: Act


def acts_of(store: Store, *kinds: type[Act]) -> Iterator[Held]:
    """Yield every act of these kinds that is held and not erased, in the order of the file."""
    sought = [kind.kind.encode("ascii") for kind in kinds]
    rows = store.rows(
        "SELECT entry.id, header, body, journal, branch FROM entry JOIN stem ON stem.id = entry.id >> 40"  # noqa: S608  # a number, question marks
        f" WHERE body IS NOT NULL AND substr(header, {KIND_FROM_BYTE}) IN ({', '.join('?' * len(sought))})"
        " ORDER BY entry.id",
        sought,
    )
    for key, header, body, journal, branch in rows:
        read = unpack(header)
        act = acts.parse(read.kind, read.kind_version, body)
        yield Held(JournalId(journal), branch, key & ((1 << N_BITS) - 1), read.staff, act)
