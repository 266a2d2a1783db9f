"""What a council delivered, as it came: opened from its seal in memory, delivery after delivery.

Owns finding and opening it. Refuses to own sealing it (the ledger of intake), and whatever was learnt since.

Source: agreement 7.2e.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from store.agreement.purposes import DatasetKind
from store.errors import NothingDeliveredError, OriginalChangedError, OriginalGoneError
from store.exchange.intake import memory
from store.exchange.intake.columns import Columns, columns_of
from store.exchange.intake.fields import Field
from store.exchange.intake.identity import council_id
from store.exchange.intake.ledger import original_of
from store.exchange.intake.tables import Table, table_in
from store.keeping import acts
from store.keeping.kinds import acts_of
from store.keeping.store import Store


@dataclass(frozen=True, slots=True)
class Original:
    """One delivery of contact details, as it came.

    Attributes:
        columns: What its columns were taken for then.
    """

    delivery: str
    table: Table = field(repr=False)
    columns: Columns

    @property
    def id_place(self) -> int:
        """Where the council's id of a family stands, from 0."""
        return self.columns.places()[Field.FAMILY_ID][0]


def deliveries_of(store: Store, council: str) -> list[acts.DeliveryTakenIn]:
    """Return the lists of families that a council supplied, oldest first."""
    own = council_id(council)
    told = [held.act for held in acts_of(store, acts.DeliveryTakenIn)]
    return [
        act
        for act in told
        if isinstance(act, acts.DeliveryTakenIn)
        and act.dataset_kind is DatasetKind.CONTACTS
        and council_id(act.council) == own
    ]


def originals(store: Store, council: str) -> Iterator[Original]:
    """Yield what a council delivered, oldest first.

    Raises:
        NothingDeliveredError: Nothing of that name was taken in.
        OriginalGoneError: It was destroyed.
        OriginalChangedError: It is not what was sealed.
    """
    deliveries = deliveries_of(store, council)
    if not deliveries:
        raise NothingDeliveredError
    told = [held.act for held in acts_of(store, acts.OriginalSealed)]
    digests = {act.delivery: act.plaintext_digest for act in told if isinstance(act, acts.OriginalSealed)}
    for act in deliveries:
        content = original_of(store, act.delivery)
        if content is None:
            raise OriginalGoneError
        if hashlib.sha256(content).hexdigest() != digests.get(act.delivery):
            raise OriginalChangedError
        table = table_in(content)
        known = memory.remembered(store, council, DatasetKind.CONTACTS, act.delivery)
        columns = columns_of(table, DatasetKind.CONTACTS, known, {}, has_letters_day=act.letters_sent_on is not None)
        if Field.FAMILY_ID not in columns.places():
            raise OriginalChangedError
        yield Original(act.delivery, table, columns)
