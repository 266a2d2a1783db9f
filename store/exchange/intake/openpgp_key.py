"""The OpenPGP key of a base: made once, kept where no act may hold it, given to councils as a file.

Owns keeping and giving it. Refuses to own its bytes (containers).

Source: agreement 8.3.
"""

import os
from pathlib import Path
from typing import Final

from store.clock import MachineClock
from store.exchange.containers.pgp_key import OpenpgpKey, fresh
from store.exchange.ticket import hold_supervisor_of_base
from store.keeping.files import replace_durably
from store.keeping.store import Store

PURPOSE: Final = "openpgp"
_SEED_BYTES: Final = 32


def key_of(store: Store) -> OpenpgpKey | None:
    """Return the key of a base, or None where it was never given to anybody."""
    kept = store.notebook.secret_kept(PURPOSE, store.sidecar.store, 0)
    return None if kept is None else OpenpgpKey(kept)


def give_key(store: Store, path: Path) -> str:
    """Write base's public key for a council to encrypt to, and return its fingerprint to read aloud.

    Raises:
        NotBaseError, NotASupervisorError: Somebody else asks.
        StoreFullError, FolderReadOnlyError, StoreUnreadableError: As the disk refuses.
    """
    hold_supervisor_of_base(store)
    key = key_of(store)
    if key is None:
        made = fresh(os.urandom(_SEED_BYTES), os.urandom(_SEED_BYTES), MachineClock().now())
        store.notebook.keep_secret(PURPOSE, store.sidecar.store, 0, made)
        key = key_of(store)
    assert key is not None
    replace_durably(path.absolute(), key.certificate(f"Doorstep base {store.sidecar.name}"))
    return key.fingerprint
