"""What follows where a council delivers families by the thousand: the rows that were made ready, at one stroke a table.

Owns that one stroke, for families of which nothing was told before, and where they lie. Refuses to own the rows
themselves (made_ready), and any family that something was told of: each of those is applied in its turn.
"""

import json
from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

from store.ids import FamilyId
from store.keeping.acts.families import FamilyDelivered
from store.keeping.acts.family_told import FamilyTold, told_of
from store.keeping.by_name import tables, tables_custody, tables_deliveries
from store.keeping.follows_custody import HERE, STILL
from store.keeping.made_ready import Ready, Rows, make_ready

if TYPE_CHECKING:
    from store.keeping.projection import Projection

Keyed = tuple[int, FamilyDelivered]


def delivered_at_once(tables_: "Projection", first: int, ready: Ready) -> list[Keyed]:
    """Write what follows from families delivered to base, but for those of which something was told already.

    Args:
        tables_: Of base; in the journal's transaction, and every entry is written.
        first: The key of the first family's entry.
        ready: The families.

    Returns:
        The rest with the keys of their entries, each to be applied in its turn.
    """
    known = _known(tables_, ready)
    if ready.are_apart and not known and len(set(ready.families)) == len(ready.families):  # nearly always
        keys = list(range(first, first + len(ready.families)))
        _put(tables_, keys, ready)
        return []
    new: list[tuple[int, FamilyTold]] = []
    rest: list[Keyed] = []
    for key, act in enumerate(map(ready.act, range(len(ready.families))), first):
        told = told_of(act)
        if act.family not in known and _is_apart(told):
            new.append((key, told))
            known.add(act.family)
        else:
            rest.append((key, act))
    if new:
        _put(tables_, [key for key, _ in new], make_ready(told for _, told in new))
    return rest


def _put(tables_: "Projection", keys: Sequence[int], ready: Ready) -> None:
    """Put families that are new and apart, whose entries have these keys, and that they lie here."""
    entries: list[object] = list(chain.from_iterable(zip(ready.families, keys, strict=True)))
    for each in (Rows(tables.FamilyEntry, ("family", "entry"), (), entries), *ready.rows):
        tables_.put_many(each.table, each.named, each.values, each.same)
    at_ms = tables_.header(keys[0]).at_ms  # of one transaction
    start = 0
    for delivery, count in ready.deliveries:
        stop = start + count
        families = json.dumps(dict(zip(ready.families[start:stop], keys[start:stop], strict=True)))
        start = stop
        tables_.put_same(tables_deliveries.Supplied, ("family",), families, delivery=delivery)
        tables_.put_same(
            tables_custody.Holding,
            ("family", "entry"),
            families,
            device=HERE,
            dataset=delivery,
            from_ms=at_ms,
            to_ms=STILL,
        )


def _known(tables_: "Projection", ready: Ready) -> set[FamilyId]:
    """Return those of the families that something was told of already."""
    return {
        family
        for (family,) in tables_.select(
            "SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM familyentry WHERE family = value)",
            (json.dumps(ready.families),),
        )
    }


def _is_apart(told: FamilyTold) -> bool:
    """Say whether every person and every number of a family has an id of its own; as `follows_details` asks."""
    own = {each.person for each in told.people}
    entries = [one[0] for each in told.people for one in (*each.phones, *each.emails)]
    return len(own) == len(told.people) and len(set(entries)) == len(entries)
