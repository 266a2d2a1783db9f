"""What follows where a council delivers families by the thousand: the rows that were made ready, at one stroke a table.

Owns that one stroke, for families of which nothing was told before, and where they lie. Refuses to own the rows
themselves (made_ready), and any family that something was told of: each of those is applied in its turn.
"""

import json
from collections.abc import Sequence
from itertools import chain, groupby
from typing import TYPE_CHECKING

from store.keeping.acts.family_told import FamilyTold
from store.keeping.by_name import tables, tables_custody, tables_deliveries
from store.keeping.follows_custody import STILL
from store.keeping.made_ready import Ready, Rows, make_ready

if TYPE_CHECKING:
    from store.keeping.projection import Projection

Keyed = tuple[int, FamilyTold]


def delivered_at_once(tables_: "Projection", first: int, ready: Ready) -> list[Keyed]:
    """Write what follows from families delivered to base, but for those of which something was told already.

    Args:
        tables_: Of base; in the journal's transaction, and every entry is written.
        first: The key of the first family's entry.
        ready: The families.

    Returns:
        The rest with the keys of their entries, each to be applied in its turn.
    """
    new, rest = _new_and_rest(tables_, first, ready)
    if not new:
        return rest
    rows = (make_ready([told for _, told in new]) if rest else ready).rows
    entries = list(chain.from_iterable((told[0], key) for key, told in new))
    for each in (Rows(tables.FamilyEntry, ("family", "entry"), (), entries), *rows):
        tables_.put_many(each.table, each.named, each.values, each.same)
    _put_where_they_lie(tables_, new)
    return rest


def _put_where_they_lie(tables_: "Projection", new: Sequence[Keyed]) -> None:
    """Put which delivery each came in, and that it lies here; after `familyentry`, from which it is read."""
    at_ms = tables_.header(new[0][0]).at_ms  # of one transaction
    for delivery, run in groupby(new, key=lambda each: each[1].delivery):
        keys = [key for key, _ in run]
        between = keys[0], keys[-1]  # of the rest none is in `familyentry` yet
        tables_.put_beside(tables_deliveries.Supplied, ("family",), between, delivery=delivery)
        tables_.put_beside(
            tables_custody.Holding,
            ("family", "entry"),
            between,
            device=tables_.own,
            dataset=delivery,
            from_ms=at_ms,
            to_ms=STILL,
        )


def _new_and_rest(tables_: "Projection", first: int, ready: Ready) -> tuple[list[Keyed], list[Keyed]]:
    families = [told[0] for told in ready.told]
    known = {
        family
        for (family,) in tables_.select(
            "SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM familyentry WHERE family = value)",
            (json.dumps(families),),
        )
    }
    keyed = list(enumerate(ready.told, first))
    if ready.are_apart and not known and len(set(families)) == len(families):  # nearly always
        return keyed, []
    new: list[Keyed] = []
    rest: list[Keyed] = []
    for each in keyed:
        told = each[1]
        if told.family not in known and _is_apart(told):
            new.append(each)
            known.add(told.family)
        else:
            rest.append(each)
    return new, rest


def _is_apart(told: FamilyTold) -> bool:
    """Say whether every person and every number of a family has an id of its own; as `follows_details` asks."""
    own = {each.person for each in told.people}
    entries = [one[0] for each in told.people for one in (*each.phones, *each.emails)]
    return len(own) == len(told.people) and len(set(entries)) == len(entries)
