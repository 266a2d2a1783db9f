"""How much of each dataset leaves base's own station with a destruction: told by counts, for what named it is gone.

Owns the counting. Refuses to own the erasing (doing), and what laptops held, which their receipts tell.

Source: agreement 8.2, 13.3, 13.5, A9.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from store.clock import to_ms
from store.custody.holdings import datasets_on, left_on, lying_on
from store.ids import DeviceId, FamilyId, new_id
from store.keeping import acts
from store.keeping.acts.terms.devices import HoldingMove
from store.keeping.acts.terms.exchange import Shipment
from store.keeping.store import Store


def leaving(
    store: Store, order: str, families: Sequence[FamilyId], *, is_whole: bool, has_originals: bool
) -> Iterator[acts.HoldingRecorded]:
    """Yield what is told of each dataset of which something leaves.

    Args:
        store: Base's, before anything was erased.
        order: The destruction's.
        families: Those that are erased.
        is_whole: Whether everything goes.
        has_originals: Whether what councils delivered goes, as it came: rows that wait, and eligibility.
    """
    here, sought = DeviceId(store.sidecar.store), set(families)
    lying, going = Counter[str](), Counter[str]()
    for each in lying_on(store, here):
        lying[each.dataset] += 1
        going[each.dataset] += each.family in sought
    for dataset in left_on(datasets_on(store, here)):
        count = going[dataset.dataset]
        if is_whole:
            count = dataset.left_here_count
        elif has_originals:
            count += dataset.left_here_count - lying[dataset.dataset]
        if count:
            yield acts.HoldingRecorded(
                holding=new_id(),
                move=HoldingMove.ERASE,
                device=here,
                dataset=dataset.dataset,
                shipment=Shipment(dataset.shipment),
                families=(),
                families_count=count,
                order=order,
                movement=None,
                at_ms=to_ms(store.now()),
            )
