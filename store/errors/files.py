"""What can go wrong with the encrypted file, the files beside it and the disk under them."""

from store.errors.base import StoreError


class FolderReadOnlyError(StoreError):
    """The store's folder may not be written to."""

    message = "This store's folder cannot be written to."
    hint = "Make the folder writable for you, or move the store to one that is."


class StoreFullError(StoreError):
    """The disk has no room left."""

    message = "The disk is full; what you just did was not kept."
    hint = "Free some room on this disk, then do it again."


class StoreUnreadableError(StoreError):
    """The disk refused a read or a write.

    Attributes:
        refusal: The operating system's code, for example `EIO`.
    """

    hint = "Close Doorstep, check the disk, and ring base before going on."

    def __init__(self, refusal: str) -> None:
        self.refusal = refusal
        self.message = f"The disk refused a read or a write ({refusal}); what you just did was not kept."
        super().__init__()


class StoreMissingError(StoreError):
    """There is no store in the folder."""

    message = "There is no Doorstep store in this folder."
    hint = "Name another folder with --store, or make a store with `doorstep init`."


class StoreExistsError(StoreError):
    """A store, or something else, is already there."""

    message = "This folder is not empty; a new store needs a folder of its own."
    hint = "Name an empty or a new folder with --store."


class StoreInUseError(StoreError):
    """Another process has the store open."""

    message = "Another Doorstep on this machine has this store open."
    hint = "Close it there, then try again."


class StoreFileMissingError(StoreError):
    """The encrypted file is gone or empty, and no new one is made in its place."""

    message = "The encrypted file of this store is missing or empty."
    hint = "Do not make a new store: ring base, who can tell what was on it and issue it again."


class StoreForeignError(StoreError):
    """The encrypted file does not open under this store's key."""

    message = "The encrypted file does not belong to this store, or its beginning is damaged."
    hint = "Leave the folder as it is and ring base."


class StoreDamagedError(StoreError):
    """The encrypted file is damaged in a place that was read."""

    message = "The encrypted file of this store is damaged."
    hint = "Leave the folder as it is, run `doorstep verify` to see where, and ring base."


class StoreTooNewError(StoreError):
    """The store was written by a later release.

    Attributes:
        found: The format's version in the file.
    """

    hint = "Install the newer release on this machine, then try again."

    def __init__(self, found: int) -> None:
        self.found = found
        self.message = f"This store was written by a newer Doorstep (format {found})."
        super().__init__()


class SidecarMissingError(StoreError):
    """The file that says how to unlock the store is gone, and so is its spare."""

    message = "The sidecar that says how to unlock this store is missing."
    hint = "Leave the folder as it is and ring base: without the sidecar nobody can open this store."


class SidecarDamagedError(StoreError):
    """Neither the sidecar nor its spare reads as it was written."""

    message = "The sidecar that says how to unlock this store is damaged, and so is its spare."
    hint = "Leave the folder as it is and ring base."


class SidecarForgedError(StoreError):
    """The sidecar reads well and was not written with this store's key."""

    message = "The sidecar of this store was changed by something other than Doorstep."
    hint = "Do not use this store; ring base and report an incident."


class StoreFrozenError(StoreError):
    """The store opened for reading only.

    Attributes:
        reason: Why, in words.
    """

    hint = (
        "Ring your supervisor, and go on with `doorstep recover`; until it is put right, write refusals, requests and"
        " incidents on paper."
    )

    def __init__(self, reason: str) -> None:
        self.reason = reason
        self.message = f"This store is frozen and takes no new acts: {reason}."
        super().__init__()


class ErasureNotSettledError(StoreError):
    """Bodies were erased from the tables, and the write-ahead log could not be emptied after it."""

    message = "It was erased, but its traces stay in the store's log while something is reading the store."
    hint = "Close whatever has this store open; locking it empties the log."


class StoreFolderError(StoreError):
    """A folder that cannot become a store: a link, a mounted volume, or where somebody stands."""

    message = "This folder is a link, a mounted volume or the one you are in, and cannot become a store itself."
    hint = "Name a new folder inside it with --store."


class OutputError(StoreError):
    """Nothing can be printed where output goes."""

    message = "What was to be printed could not be written."
    hint = "Check where the output goes: the disk may be full, or the device gone."


class WriterStoppedError(StoreError):
    """A commit failed in a way that leaves the file's state unknown until it is opened again."""

    message = "The store stopped writing, because the disk failed while something was being kept."
    hint = "Close Doorstep and open it again; everything that was shown as kept is kept."


class QueueFullError(StoreError):
    """What was to be noted, or the queue with it, would be larger than the queue takes back."""

    message = "This is too much to be noted while the store cannot take it; it was not kept."
    hint = "Write it on the paper form, and ring base."


class QueueDamagedError(StoreError):
    """The queue beside the store does not hold.

    Attributes:
        line: The first line that does not, from 1.
    """

    hint = "Run `doorstep verify`, and ring base: something noted while the store was locked may be lost."

    def __init__(self, line: int) -> None:
        self.line = line
        self.message = f"The queue of what was noted while the store was locked is damaged in line {line}."
        super().__init__()


class SidecarCopyDamagedError(StoreError):
    """One of the two copies of the sidecar does not read; the other one served.

    Attributes:
        name: Which file.
    """

    hint = (
        "Change your passphrase with `doorstep staff passphrase`, which writes both anew; ring base if it comes back."
    )

    def __init__(self, name: str) -> None:
        self.name = name
        self.message = f"The file `{name}` beside this store is damaged; its copy served instead."
        super().__init__()


class PagesDamagedError(StoreError):
    """Pages of the encrypted file do not hold.

    Attributes:
        count: How many findings.
    """

    hint = "Leave the folder as it is, ring base, and check this disk."

    def __init__(self, count: int) -> None:
        self.count = count
        self.message = f"The encrypted file is damaged: {count} of its pages do not hold."
        super().__init__()


class EntryDoesNotHoldError(StoreError):
    """An entry of the journal does not hold, the first that was found.

    Attributes:
        n: Its index in the branch.
        why: What is wrong with it, in words.
        tree: In which tree it stands, if not in the one this store writes.
    """

    hint = "Leave the folder as it is and ring base: whatever came before this entry holds."

    def __init__(self, n: int, why: str, tree: str = "") -> None:
        self.n, self.why, self.tree = n, why, tree
        self.message = f"Entry {n}{' of ' * bool(tree)}{tree} does not hold: {why}."
        super().__init__()


class TreeDoesNotHoldError(StoreError):
    """Stored tree hashes, or the head, do not follow from the entries.

    Attributes:
        tree: Which, if not the one this store writes.
    """

    hint = "Leave the folder as it is and ring base."

    def __init__(self, tree: str = "") -> None:
        self.tree = tree
        self.message = f"The tree of {tree or 'the journal'} does not follow from its entries."
        super().__init__()


class NoteDoesNotHoldError(StoreError):
    """A signed checkpoint that was exchanged with another store does not hold.

    Attributes:
        why: What is wrong with it, in words.
        tree: Of which tree it is kept.
    """

    hint = "Leave the folder as it is and ring base."

    def __init__(self, why: str, tree: str) -> None:
        self.why, self.tree = why, tree
        self.message = f"A checkpoint of {tree} that was exchanged does not hold: {why}."
        super().__init__()


class AnchorDoesNotHoldError(StoreError):
    """One of the two places of the anchor was damaged or changed."""

    message = "The anchor beside this store is damaged in one of its two places."
    hint = "Sign in once, which writes it anew, and verify again; ring base if it comes back."
