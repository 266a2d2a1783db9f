"""Whose passphrase one is that is typed while somebody is signed in: a second person's, or their own once more.

Owns trying one against the store's slots, and noting a wrong one as at a sign-in: otherwise an open screen would be the
place to try others' passphrases. Refuses to own the sign-in itself (opening), and what the answer allows.
"""

from store.errors import WrongPassphraseError
from store.keeping import vault
from store.keeping.key_derivation import derive
from store.keeping.opening import hold_wait, note_wrong
from store.keeping.passphrases import Passphrase
from store.keeping.secret import Secret
from store.keeping.sidecar import PersonSlot
from store.keeping.store import Store
from store.keeping.vault import Seeds


def owner(store: Store, passphrase: Passphrase) -> tuple[PersonSlot, Seeds]:
    """Return whose passphrase it is, with their private halves, to be wiped; it blocks for as long as a derivation.

    Raises:
        PassphraseTooSoonError: Too many wrong ones; it says how long to wait.
        WrongPassphraseError: Nobody's; noted.
    """
    hold_wait(store.queue, store.now())
    key = Secret(derive(passphrase, bytes.fromhex(store.sidecar.salt), store.sidecar.kdf))
    try:
        return vault.passphrase_owner(store.sidecar, key)
    except WrongPassphraseError:
        note_wrong(store.queue, store.now())
        raise
    finally:
        key.wipe()


def hold_own(store: Store, passphrase: Passphrase) -> None:
    """Make sure that whoever is signed in types it: their place may be taken while they look away.

    Raises:
        PassphraseTooSoonError: As `owner`.
        WrongPassphraseError: Nobody's, or somebody else's; noted.
    """
    slot, seeds = owner(store, passphrase)
    for half in (seeds.signing, seeds.sealing):
        half.wipe()
    if slot.staff != store.keys.person.staff:
        note_wrong(store.queue, store.now())
        raise WrongPassphraseError
