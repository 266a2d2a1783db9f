"""What can go wrong with entries, trees, checkpoints and proofs."""

from store.errors.base import StoreError


class ProofError(StoreError):
    """Something shown as evidence does not hold: an entry, a tree, a checkpoint, a key or a proof file."""

    message = "What was shown as evidence does not hold."
    hint = "Do not rely on it; ask base for the same evidence anew."


class HeaderFormError(ProofError):
    """The bytes, or the fields, of an entry's header break its format.

    Attributes:
        flaw: What is wrong, a phrase of ours that quotes nothing.
    """

    hint = "Do not rely on this entry; run `doorstep verify` on the store it came from."

    def __init__(self, flaw: str) -> None:
        self.flaw = flaw
        self.message = f"The header of an entry is not well formed: {flaw}."
        super().__init__()


class WeakKeyError(ProofError):
    """A public key under which a signature would prove nothing, or that is no key at all."""

    message = "A public key is weak or malformed, so no signature under it would prove anything."
    hint = "Refuse it, and ask its owner to make new keys."


class TreeDamagedError(ProofError):
    """Hashes that were kept of a tree do not fit together."""

    message = "The hashes kept of the journal's tree do not fit together."
    hint = "Run `doorstep verify` to see where, and ring base."


class OutsideTreeError(ProofError):
    """A proof was asked for about something the tree does not hold.

    Attributes:
        asked: The index of the entry, or the size of the earlier tree.
        size: How many entries the tree holds.
    """

    hint = "Ask about an entry that `doorstep trail` shows."

    def __init__(self, asked: int, size: int) -> None:
        self.asked = asked
        self.size = size
        self.message = f"Nothing can be proved about {asked} in a journal of {size} entries."
        super().__init__()


class ProofDoesNotHoldError(ProofError):
    """A path of hashes does not lead to the root."""

    message = "The path of hashes does not lead to the checkpoint: this was not in that journal, or was changed since."
    hint = "Keep both files as they are, and report an incident at base."


class CheckpointError(ProofError):
    """A checkpoint, or a cosignature on it, does not hold."""


class CheckpointFormError(CheckpointError):
    """The bytes, or the fields, of a checkpoint break its format.

    Attributes:
        flaw: What is wrong, a phrase of ours that quotes nothing.
    """

    def __init__(self, flaw: str) -> None:
        self.flaw = flaw
        self.message = f"The checkpoint is not well formed: {flaw}."
        super().__init__()


class CheckpointNotSignedError(CheckpointError):
    """No line of the checkpoint is by the device's key."""

    message = "The checkpoint is not signed by the device it should come from."
    hint = "Compare the device's key with the one in base's register, then ask that device for a checkpoint again."


class CheckpointForgedError(CheckpointError):
    """A line says it is by the device's key and is not."""

    message = "The device's signature on the checkpoint is wrong: the checkpoint was changed or made by somebody else."
    hint = "Keep the file as it is, and report an incident at base."


class CosignatureMissingError(CheckpointError):
    """No line of the checkpoint is by the cosigner's key."""

    message = "The checkpoint does not carry the cosignature it should."
    hint = "Sync once more, so that the checkpoint is cosigned, then export the proof again."


class CosignatureForgedError(CheckpointError):
    """A line says it is by the cosigner's key and is not."""

    message = "The cosignature on the checkpoint is wrong: the checkpoint or its time was changed."
    hint = "Keep the file as it is, and report an incident at base."


class ProofTooLargeError(ProofError):
    """A file is too large to be a proof, and was not read.

    Attributes:
        limit_bytes: The largest proof there is.
    """

    hint = "Check that the right file was named."

    def __init__(self, limit_bytes: int) -> None:
        self.limit_bytes = limit_bytes
        self.message = f"This file is larger than any proof can be ({limit_bytes} bytes)."
        super().__init__()


class ProofFormError(ProofError):
    """A file is not a proof, or not exactly as one is written.

    Attributes:
        flaw: What is wrong, a phrase of ours that quotes nothing.
    """

    hint = "Check that the right file was named and that it is a plain copy, then ask base for the proof anew."

    def __init__(self, flaw: str) -> None:
        self.flaw = flaw
        self.message = f"This file is not a proof as Doorstep writes one: {flaw}."
        super().__init__()


class ProofVersionError(ProofError):
    """A proof of a format that this release does not know."""

    message = "This proof has a format that this Doorstep does not know."
    hint = "Check it with the release that wrote it, or a newer one."


class BodyNotOfEntryError(ProofError):
    """A body does not have the digest its header gives."""

    message = "The content shown is not the content this entry was made with."
    hint = "Do not rely on the content; ask base for the proof anew."


class EntrySignatureError(ProofError):
    """The person's signature does not fit the header."""

    message = "The person's signature on this entry is wrong: the entry was changed or signed with another key."
    hint = "Compare the key with base's register, and report an incident at base."


class OtherJournalError(ProofError):
    """Entry and checkpoint belong to different journals or branches."""

    message = "The entry and the checkpoint in this proof belong to different journals."
    hint = "Ask base for the proof anew."


class ProofFileError(StoreError):
    """The file that was to be checked cannot be read."""

    message = "The file that was named cannot be read."
    hint = "Check its name, and that you may read it."
