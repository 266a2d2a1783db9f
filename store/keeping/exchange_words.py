"""By which words the exchange stands in the tables: families with laptops, orders, facts, and what nobody waits for.

Owns the words. Refuses to own what follows from an act (follows_exchange and its neighbours), and the tables.
"""

from typing import Final

from store.keeping import acts

GIVEN: Final = "given"
HELD: Final = "held"
GONE: Final = "gone"
TAKEN: Final = "taken"
"""Where a family stands with a laptop. Taken is gone by an order that a lost base gave, where nothing the laptop did
shows whether a recall, a refusal or a destruction took it: it is given to nobody."""

ISSUED: Final = "issued"
WITHHELD: Final = "withheld"
CANCELLED: Final = "cancelled"
LOST: Final = "lost"
"""Where an order stands before it has an `OrderEnd`; one that a lost base gave is known from what a laptop did."""

EVERY_LAPTOP: Final = ""

VOUCHED: Final = "vouched/"
"""How base's facts are named that say whose volume a word is about."""

WORD_ENDED: Final = "word_ended/"
"""How facts are named that say of a word on a volume, by its number, that it was taken back."""

NUMBERS_LEAPT: Final = 1_000_000
"""More bundles than one laptop is ever sent between a backup of base and its loss."""

PUT_BACK: Final = "put_back/"
"""A fact: before a journal of base's that a laptop found put back, the incident that it raised."""

CALLED_BACK: Final = "called_back/"
"""How base's facts are named that say of an order, by its id, that it was taken back, in time or not."""

BACKUP: Final = "backup/"
VERIFIED: Final = "verified_backup/"
"""Facts: before the id of a backup, how far of base's clock lies in it, and when it was made; the latter while it is
there and was found whole."""

BOOKKEEPING: Final = frozenset(
    (
        acts.BundleReceived.kind,
        acts.BundleSent.kind,
        acts.ReceiptReceived.kind,
        acts.CheckpointCosigned.kind,
        acts.SignedIn.kind,
        acts.StoreLocked.kind,
        acts.QueueTaken.kind,
        acts.VolumeChecked.kind,
    )
)
"""Kinds that are there after every sync and sign-in. Nobody waits for them: they are not counted as unsent, and base
answers a bundle that brought nothing else no more than once in `ANSWERED_EVERY_MS`: two idle stores would write to each
other for ever, and without any answer a laptop that syncs every day would lock itself (fieldwork, leases)."""

ANSWERED_EVERY_MS: Final = 7 * 24 * 3_600_000
"""A quarter of a lease: a laptop that syncs now and then hears of base well before that ends."""

TOLD_BY_RECEIPT: Final = frozenset((acts.BackupRestored.kind,))
"""Kinds of base's that laptops hear of without the entry: receipts say what it means for each."""

FIRST_KNOWN_EPOCH: Final = 1
"""Of base, on a laptop that has heard of no renewal: the key stands in the ticket, its epoch does not."""
