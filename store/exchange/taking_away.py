"""What base left in a mailbox for a laptop that has heard it by another road: its file goes, and the register says so.

Owns telling that it is gone. Refuses to own taking the files out (sync), and what the laptop itself took out, which its
own act tells.

Source: agreement 8.2, A9.
"""

from collections.abc import Collection

from store.clock import to_ms
from store.exchange.peers import peer
from store.ids import DeviceId, new_id
from store.keeping import acts
from store.keeping.acts.terms.devices import HoldingMove
from store.keeping.acts.terms.exchange import Shipment
from store.keeping.exchange_words import ISSUED, WITHHELD
from store.keeping.store import Store


def tell_taken_away(store: Store, mailbox: str, laptops: Collection[DeviceId]) -> None:
    """Tell that families lie in a mailbox no more, where the bundles that gave them were taken out.

    Args:
        store: Base's.
        mailbox: As the register calls it.
        laptops: Those of which nothing is in it any more but what they have yet to hear.

    Raises:
        StoreError: As `Store.record`.
    """
    rows = store.rows(
        "SELECT came.dataset, came.families_count, fieldorder.device, state FROM datasetmove came"
        " JOIN fieldorder ON order_id = came.dataset WHERE came.device = ? AND came.move = ? AND NOT EXISTS"
        " (SELECT 1 FROM datasetmove WHERE device = came.device AND dataset = came.dataset AND move = ?)"
        " ORDER BY came.dataset",
        (mailbox, HoldingMove.COPY, HoldingMove.ERASE),
    )
    at_ms = to_ms(store.now())
    told = [
        acts.HoldingRecorded(
            holding=new_id(),
            move=HoldingMove.ERASE,
            device=DeviceId(mailbox),
            dataset=order,
            shipment=Shipment.BUNDLE,
            families=(),
            families_count=count,
            order=None,
            movement=None,
            at_ms=at_ms,
        )
        for order, count, device, state in rows
        if device in laptops
        and (state not in (ISSUED, WITHHELD) or peer(store, DeviceId(device)).revoked_from is not None)
    ]
    if told:
        store.record(*told)
