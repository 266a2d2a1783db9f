"""Base finds where two devices set one detail without knowing of each other, and keeps both for a supervisor.

Owns looking, once for each family that a bundle touched. Refuses to own the rule (merging) and settling.

Source: agreement 7.2d, A8.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from store.exchange.came_in import Looked, bundles_in
from store.ids import FamilyId, new_id
from store.keeping import acts
from store.keeping.causality import Place
from store.keeping.header import KIND_FROM_BYTE
from store.keeping.history import acts_about, ancestry
from store.keeping.merging.details import Conflict, Detail, Settlement, Value, standing_detail
from store.keeping.store import Store

LOOKED_AT: Final = "conflicts_looked_at"
"""This device's note, for each journal it writes, of how much of it was looked through: what came in after that is
looked at next time, also when a crash came between."""


def note_conflicts(store: Store, looked: Looked) -> int:
    """Tell of every conflict among what came in since this was last asked, each once.

    Args:
        store: Base's.
        looked: Is told how far; whoever asked says so afterwards (came_in).

    Returns:
        How many were found.

    Raises:
        StoreError: As `Store.record`.
    """
    size = store.journal.size
    apart = dict.fromkeys(family for family, stem in _touched(store, size) if _is_told_beside(store, family, stem))
    found = [act for family in apart for act in conflicts_in(store, family)]
    if found:
        store.record(*found)
    looked[LOOKED_AT] = size
    return len(found)


def conflicts_in(store: Store, family: FamilyId) -> Iterator[acts.ConflictFound]:
    """Yield the conflicts of one family that nobody told of yet."""
    values: dict[Detail, list[Value]] = defaultdict(list)
    settlements: dict[Detail, list[Settlement]] = defaultdict(list)
    told: dict[str, acts.ConflictFound] = {}
    about = acts_about(store, family, acts.DetailsCorrected, acts.ConflictFound, acts.ConflictSettled)
    for act, place in about:
        match act:
            case acts.DetailsCorrected():
                values[Detail(act.family, act.person, act.field, act.entry)].append(Value.from_act(act, place))
            case acts.ConflictFound():
                told[act.conflict] = act
            case acts.ConflictSettled() if act.conflict in told:
                found = told[act.conflict]
                detail = Detail(found.family, found.person, found.field, found.entry)
                settlements[detail].append(Settlement.from_acts(act, found, place))
            case _:
                pass
    known = {_places(act) for act in told.values()}
    lineage = ancestry(store)
    for detail, said in values.items():
        standing = standing_detail(said, settlements[detail], lineage)
        if not isinstance(standing, Conflict):
            continue
        first = standing.said[0]
        for second in standing.said[1:]:
            if first.texts == second.texts:
                continue
            act = _found(detail, first, second)
            if _places(act) not in known:
                yield act


def _touched(store: Store, size: int) -> list[tuple[FamilyId, int]]:
    """Return the families whose details came in from laptops and were not looked at yet, each with a branch's number.

    A family is named once for each branch that tells of it.
    """
    touched: dict[tuple[FamilyId, int], None] = {}
    for received in bundles_in(store, size, LOOKED_AT):
        for span in received.entries:
            for stem, body in _corrections(store, span):
                corrected = acts.parse(acts.DetailsCorrected.kind, acts.DetailsCorrected.version, body)
                assert isinstance(corrected, acts.DetailsCorrected)
                touched[corrected.family, stem] = None
    return list(touched)


def _is_told_beside(store: Store, family: FamilyId, stem: int) -> bool:
    """Say whether a family's details were corrected in any other branch: within one, nothing is concurrent."""
    rows = store.rows(
        "SELECT 1 FROM familyentry JOIN entry ON entry.id = familyentry.entry"
        " WHERE family = ? AND familyentry.entry >> 40 <> ? AND substr(header, ?) = ? LIMIT 1",
        (family, stem, KIND_FROM_BYTE, acts.DetailsCorrected.kind.encode("ascii")),
    )
    return bool(rows)


def _corrections(store: Store, span: acts.EntrySpan) -> list[tuple[int, bytes]]:
    """Return the bodies of corrections in a span, by the kind in each header, with the number of its branch."""
    kind = acts.DetailsCorrected.kind.encode("ascii")
    return store.rows(
        # A cross join is done in the order written: the other way round, every entry in the file would be looked at.
        "SELECT stem.id, body FROM stem CROSS JOIN entry ON entry.id BETWEEN stem.id << 40 | ? AND stem.id << 40 | ?"
        " WHERE journal = ? AND branch = ? AND body IS NOT NULL AND substr(header, ?) = ?",
        (span.first, span.first + span.count - 1, span.journal, span.branch, KIND_FROM_BYTE, kind),
    )


def _found(detail: Detail, first: Value | Settlement, second: Value | Settlement) -> acts.ConflictFound:
    return acts.ConflictFound(
        conflict=new_id(),
        family=detail.family,
        person=detail.person,
        field=detail.field,
        entry=detail.entry,
        first_at=_at(first.place),
        first=min(first.texts, key=str),
        second_at=_at(second.place),
        second=min(second.texts, key=str),
    )


def _at(place: Place) -> acts.EntryPlace:
    return acts.EntryPlace(journal=place.journal, branch=place.branch, index=place.n)


def _places(act: acts.ConflictFound) -> frozenset[tuple[str, int, int]]:
    return frozenset((at.journal, at.branch, at.index) for at in (act.first_at, act.second_at))
