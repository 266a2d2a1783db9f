"""What can go wrong when a store goes over to a new key."""

from store.errors.base import StoreError


class EpochReadersError(StoreError):
    """Somebody reads the encrypted file that is to be replaced."""

    message = "Something is still reading this store, so it stays under the key it has."
    hint = "Wait until the list or report being made is finished, then do it again."


class EpochQueueError(StoreError):
    """What was noted while the store was locked is not in the journal, and is sealed to a key that would go."""

    message = "Something noted while this store was locked is not in it yet, so it stays under the key it has."
    hint = "Lock the store and sign in in the ordinary way, which takes it in; then do it again."


class EpochNotVerifiedError(StoreError):
    """The copy under the new key is not the same as what it was made from."""

    message = "The copy of this store under a new key was not the same, so it stays under the key it has."
    hint = "Do it again; if it happens twice, check the disk and ring base."


class EpochNotSettledError(StoreError):
    """A file or keyring entry of another epoch could not be removed."""

    message = "A copy of this store under another of its keys could not be removed yet."
    hint = "Lock the store and sign in again, which removes it; if you read this twice, ring base."
