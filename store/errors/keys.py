"""What can go wrong with keys and what was sealed."""

from store.errors.base import StoreError


class DeviceSecretWrongError(StoreError):
    """The keyring's entry is not the secret of this store's epoch."""

    message = "The keyring of this machine holds another secret than this store needs."
    hint = "Sign in to the system account this store was set up under, or ring base for a recovery."


class NotForUsError(StoreError):
    """Something sealed does not open with the key at hand."""

    message = "What was sealed does not open with this key."
    hint = "Ask whoever sealed it to seal it again for this device."


class KeyWipedError(StoreError):
    """A key is asked for after it was cleared from memory."""

    message = "The keys of this store have already been cleared from memory."
    hint = "Sign in again."


class SealingKeyError(StoreError):
    """A public key to seal to is not one."""

    message = "The public key to seal to has the wrong form."
    hint = "Ask its owner to send it again."
