"""What was done about a family, on whichever device, each act with its place in the order of the exchange.

Owns reading it out of the journals. Refuses to own what stands when acts contradict (merging).
"""

from collections.abc import Iterator

from store.ids import FamilyId, JournalId
from store.keeping import acts
from store.keeping.acts.act import Act
from store.keeping.acts.terms.store import StoreRole
from store.keeping.causality import NOT_YET, Ancestry, Place, at_base, clock
from store.keeping.follows_taken import line_of_base
from store.keeping.header import KIND_FROM_BYTE, unpack
from store.keeping.store import Store
from store.keeping.taking import N_BITS


def acts_about(store: Store, family: FamilyId, *kinds: type[Act]) -> Iterator[tuple[Act, Place]]:
    """Yield the acts about a family that are held here and not erased, in the order of the file.

    Args:
        store: Whichever holds them.
        family: Which.
        kinds: Of acts; every one where none is named. The others are not read: views alone are most of what there is.
    """
    sought = [kind.kind.encode("ascii") for kind in kinds]
    told = f" AND substr(header, {KIND_FROM_BYTE}) IN ({', '.join('?' * len(sought))})" if sought else ""
    rows = store.rows(
        "SELECT entry.id, header, body, stem.journal, stem.branch FROM familyentry"  # noqa: S608  # numbers, question marks
        " JOIN entry ON entry.id = familyentry.entry JOIN stem ON stem.id = entry.id >> 40"
        f" WHERE family = ? AND body IS NOT NULL{told} ORDER BY entry.id",
        (family, *sought),
    )
    bases = _bases(store)
    for key, header, body, journal, branch in rows:
        read = unpack(header)
        n = key & ((1 << N_BITS) - 1)
        act = acts.parse(read.kind, read.kind_version, body)
        if journal in bases:
            yield act, at_base(journal, bases[journal], n)
        else:
            yield act, Place(journal, branch, n, base_at=_base_at(store, journal, branch, n), seen=read.seen)


def ancestry(store: Store) -> Ancestry:
    """Return which branch continues which, as far as is known here."""
    rows = store.rows("SELECT journal, branch, parent_branch, parent_size FROM parentage")
    return {(JournalId(journal), branch): (parent, size) for journal, branch, parent, size in rows}


def _bases(store: Store) -> dict[str, int]:
    """Return base's journals, each with how many came before it."""
    line: list[str] = []
    if store.sidecar.role == StoreRole.BASE:
        line = [*(branch.journal for branch in store.former_branches()), store.sidecar.journal]
    else:
        for (known,) in store.rows("SELECT journal FROM peer WHERE role = 'base'"):  # none where it never enrolled
            line = line_of_base(store.rows("SELECT name, value FROM fact"), known)
    return {journal: place for place, journal in enumerate(line)}


def _base_at(store: Store, journal: str, branch: int, n: int) -> int:
    rows = store.rows(
        "SELECT min(at) FROM passage WHERE journal = ? AND branch = ? AND first <= ? AND first + count > ?",
        (journal, branch, n, n),
    )
    at = rows[0][0]
    return NOT_YET if at is None else clock(at >> N_BITS, at & ((1 << N_BITS) - 1))
