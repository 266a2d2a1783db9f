"""What was done about a family, on whichever device, each act with its place in the order of the exchange.

Owns reading it out of the journals. Refuses to own what stands when acts contradict (merging).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from store.ids import FamilyId, JournalId
from store.keeping import acts
from store.keeping.acts.act import Act
from store.keeping.acts.terms.store import StoreRole
from store.keeping.causality import NOT_YET, Ancestry, Place, at_base, clock
from store.keeping.follows_taken import line_of_base
from store.keeping.header import KIND_FROM_BYTE, unpack
from store.keeping.taking import N_BITS

if TYPE_CHECKING:  # a store writes by the projection, which reads here
    from store.keeping.store import Store


class Select(Protocol):
    """Whatever returns every row of a query."""

    def __call__(self, text: str, values: Sequence[object] = ()) -> list[Any]: ...  # noqa: D102  # the class says it


def acts_about(store: "Store", family: FamilyId, *kinds: type[Act]) -> Iterator[tuple[Act, Place]]:
    """Yield the acts about a family that are held here and not erased, in the order of the file.

    Args:
        store: Whichever holds them.
        family: Which.
        kinds: Of acts; every one where none is named. The others are not read: views alone are most of what there is.
    """
    for _, act, place in placed_acts(store.rows, _bases(store), family, *kinds):
        yield act, place


def placed_acts(
    select: Select, bases: Mapping[str, int], family: FamilyId, *kinds: type[Act]
) -> Iterator[tuple[int, Act, Place]]:
    """Yield the same, each with its key, over any connection.

    Args:
        select: Over which.
        bases: Base's journals, each with how many came before it.
        family: As `acts_about`.
        kinds: As `acts_about`.
    """
    sought = [kind.kind.encode("ascii") for kind in kinds]
    told = f" AND substr(header, {KIND_FROM_BYTE}) IN ({', '.join('?' * len(sought))})" if sought else ""
    rows = select(
        "SELECT entry.id, header, body, stem.journal, stem.branch FROM familyentry"  # noqa: S608  # numbers, question marks
        " JOIN entry ON entry.id = familyentry.entry JOIN stem ON stem.id = entry.id >> 40"
        f" WHERE family = ? AND body IS NOT NULL{told} ORDER BY entry.id",
        (family, *sought),
    )
    for key, header, body, journal, branch in rows:
        read = unpack(header)
        n = key & ((1 << N_BITS) - 1)
        act = acts.parse(read.kind, read.kind_version, body)
        if journal in bases:
            yield key, act, at_base(journal, bases[journal], n)
        else:
            yield key, act, Place(journal, branch, n, base_at=_base_at(select, journal, branch, n), seen=read.seen)


def ancestry(store: "Store") -> Ancestry:
    """Return which branch continues which, as far as is known here."""
    return ancestry_in(store.rows)


def ancestry_in(select: Select) -> Ancestry:
    """Return the same, over any connection."""
    rows = select("SELECT journal, branch, parent_branch, parent_size FROM parentage")
    return {(JournalId(journal), branch): (parent, size) for journal, branch, parent, size in rows}


def bases_in(select: Select, *, is_base: bool) -> dict[str, int]:
    """Return base's journals, each with how many came before it, over any connection of a store.

    Args:
        select: Over which.
        is_base: Whether the store is base itself: then what nobody sent it is its own.
    """
    line: list[str] = []
    if is_base:
        rows = select(
            "SELECT journal FROM stem WHERE journal NOT IN (SELECT journal FROM passage)"
            " GROUP BY journal ORDER BY min(id)"
        )
        line = [journal for (journal,) in rows]
    else:
        for (known,) in select("SELECT journal FROM peer WHERE role = 'base'"):  # none where it never enrolled
            line = line_of_base(select("SELECT name, value FROM fact"), known)
    return {journal: place for place, journal in enumerate(line)}


def _bases(store: "Store") -> dict[str, int]:
    if store.sidecar.role == StoreRole.BASE:
        line = [*(branch.journal for branch in store.former_branches()), store.sidecar.journal]
        return {journal: place for place, journal in enumerate(line)}
    return bases_in(store.rows, is_base=False)


def _base_at(select: Select, journal: str, branch: int, n: int) -> int:
    rows = select(
        "SELECT min(at) FROM passage WHERE journal = ? AND branch = ? AND first <= ? AND first + count > ?",
        (journal, branch, n, n),
    )
    at = rows[0][0]
    return NOT_YET if at is None else clock(at >> N_BITS, at & ((1 << N_BITS) - 1))
