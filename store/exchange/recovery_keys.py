"""The keys that a laptop's store is recovered with, one an epoch, made at base before the laptop needs them.

Owns making the next one and destroying those of epochs that ended. Refuses to own recovering (recovery_answer).

Source: design 4; NIST SP 800-88 Rev. 1, 2.6: while base held the old one, an old copy of a laptop could be opened.
"""

from store.exchange.peers import peers
from store.exchange.ticket import RECOVERY, recovery_key_made
from store.keeping.sealing import SealingKey
from store.keeping.store import Store
from store.keeping.vault import new_secret


def renew(store: Store) -> None:
    """See to it that every laptop has a key for its next epoch, and that none is left of the epochs before its present.

    The seed is kept before the act that rests on it: a crash leaves a seed too many.

    Raises:
        StoreError: As `Store.record`.
    """
    for laptop in peers(store):
        for (epoch,) in store.rows(
            "SELECT epoch FROM localsecret WHERE purpose = ? AND device = ? AND epoch < ?",
            (RECOVERY, laptop.device, laptop.epoch),
        ):
            store.notebook.drop_secret(RECOVERY, laptop.device, epoch)
        following = laptop.epoch + 1
        told = store.rows("SELECT 1 FROM recoverykey WHERE device = ? AND epoch = ?", (laptop.device, following))
        if told or laptop.revoked_from is not None:
            continue
        seed = store.notebook.secret_kept(RECOVERY, laptop.device, following) or new_secret()
        store.notebook.keep_secret(RECOVERY, laptop.device, following, bytes(seed.reveal()))
        store.record(recovery_key_made(laptop.device, following, SealingKey(seed).public))
