"""Which council supplied a family, and how many each took out by itself because they had refused.

Owns reading both from what was delivered. Refuses to own taking a delivery in.
"""

from collections import Counter
from typing import Any

from store.agreement.purposes import DatasetKind
from store.ids import FamilyId
from store.keeping import acts
from store.keeping.acts.terms.attempts import Wave
from store.keeping.header import KIND_FROM_BYTE
from store.keeping.kinds import acts_of
from store.keeping.store import Store


def councils_of(store: Store, connection: Any) -> dict[FamilyId, str]:
    """Return the council that supplied each family last; a family is missing where no delivery is known.

    Args:
        store: Base's.
        connection: A reader's: of each family's delivery it reads which one it was, and nothing about the family.
    """
    named = {
        each.act.delivery: each.act.council
        for each in acts_of(store, acts.DeliveryTakenIn)
        if isinstance(each.act, acts.DeliveryTakenIn)
    }
    rows = connection.execute(
        "SELECT family, json_extract(CAST(body AS TEXT), '$.delivery') FROM familyentry"  # noqa: S608  # a number
        " JOIN entry ON entry.id = familyentry.entry"
        f" WHERE body IS NOT NULL AND substr(header, {KIND_FROM_BYTE}) = ? ORDER BY entry.id",
        (acts.FamilyDelivered.kind.encode("ascii"),),
    )
    return {FamilyId(family): named[delivery] for family, delivery in rows if delivery in named}


def opted_out(store: Store) -> Counter[Wave]:
    """Return how many families refused before their council supplied anything of them, by wave.

    Source:
        Agreement 7.2a: mailed is refused plus held plus supplied.
    """
    found: Counter[Wave] = Counter()
    for each in acts_of(store, acts.DeliveryTakenIn):
        if isinstance(each.act, acts.DeliveryTakenIn) and each.act.dataset_kind is DatasetKind.CONTACTS:
            found[each.act.wave] += each.act.opted_out_count
    return found
