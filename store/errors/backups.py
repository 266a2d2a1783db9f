"""What can go wrong in making a backup of base, looking at one, putting it back and destroying it."""

from store.errors.base import StoreError


class BackupFormError(StoreError):
    """A file that is no backup of a base."""

    message = "This file is no backup of a base."
    hint = "Name the file that `doorstep backup make` wrote: its name begins with `doorstep-backup-`."


class BackupMissingError(StoreError):
    """There is no file where a backup should be."""

    message = "There is no backup at that place."
    hint = "Plug the drive in, and name the file itself; `doorstep backup list` says which drive each is on."


class BackupCutShortError(StoreError):
    """A backup that ends before it should.

    Attributes:
        is_bytes: How long it is.
        should_be_bytes: How long it was made.
    """

    hint = "Nothing of it is used. Take another backup, or another copy of this one."

    def __init__(self, is_bytes: int, should_be_bytes: int) -> None:
        self.is_bytes = is_bytes
        self.should_be_bytes = should_be_bytes
        self.message = f"This backup is cut short: {is_bytes:,} bytes of {should_be_bytes:,} are there."
        super().__init__()


class BackupDamagedError(StoreError):
    """A backup that is not as it was made."""

    message = "This backup is not as it was made: something in it changed, on the drive or on the way."
    hint = "Nothing of it is used. Take another backup; if base still stands, make a new one now."


class BackupPassphraseError(StoreError):
    """Another passphrase than the backup's own."""

    message = "That is not the passphrase of this backup."
    hint = "Type the one chosen when the backup was made: it is nobody's who signs in, and Doorstep keeps it nowhere."


class BackupUnknownError(StoreError):
    """The beginning of an id that is of no backup, or of several."""

    message = "No backup that this base knows begins with that, or more than one does."
    hint = "See them with `doorstep backup list`."


class BackupOfAnotherError(StoreError):
    """A backup of another base, or one that this base never told of."""

    message = "This is no backup that this base made."
    hint = "See with `doorstep backup list` which ones it made, and on which drive each is."


class BackupNotThatOneError(StoreError):
    """A file that is another backup than the one that is meant.

    Attributes:
        is_backup: Which one it is.
        meant: Which one is meant.
    """

    hint = "Name the file of that one: the beginning of its number stands in the file's name."

    def __init__(self, is_backup: str, meant: str) -> None:
        self.is_backup, self.meant = is_backup, meant
        self.message = f"This file is another backup, {is_backup[:8]}; {meant[:8]} was meant."
        super().__init__()


class BackupDestroyedError(StoreError):
    """A backup that was destroyed already."""

    message = "This backup was destroyed already, and the trail says so."
    hint = "See with `doorstep backup list` which ones are left."


class BackupDeviceError(StoreError):
    """A device that no backup goes onto."""

    message = "A backup goes onto a registered drive, off this machine, and that device is not one."
    hint = "Register one with `doorstep device add --kind backup`, and name it with --device."


class BackupDriveFullError(StoreError):
    """The drive has no room for a backup.

    Attributes:
        needed_bytes: How much it takes.
    """

    def __init__(self, needed_bytes: int) -> None:
        self.needed_bytes = needed_bytes
        self.message = "There is no room on that drive for a backup, so none was begun."
        self.hint = f"Make {-(-needed_bytes // 1_000_000):,} MB of room on it, or take another drive."
        super().__init__()


class BackupDriveGoneError(StoreError):
    """The drive does not answer: it was pulled out, or broke."""

    message = "The drive no longer answers: it was pulled out, or does not work."
    hint = "Plug it in again and do it anew; `doorstep backup list` says what is left of what was begun."


class BackupRoomError(StoreError):
    """This machine's disk has no room for the copy that a backup is made or looked at by.

    Attributes:
        needed_bytes: How much it takes.
    """

    def __init__(self, needed_bytes: int) -> None:
        self.needed_bytes = needed_bytes
        self.message = "This machine's disk is too full for the copy that a backup needs: nothing was begun."
        self.hint = f"Make {-(-needed_bytes // 1_000_000):,} MB of room on it, then do it again."
        super().__init__()


class BackupOtherwiseError(StoreError):
    """A backup opens, and holds something else than base's journal."""

    message = "This backup opens, but it does not hold what base's journal says."
    hint = "Do not rely on it: make a new one now, and have the drive looked at."


class BackupOlderError(StoreError):
    """This machine's keyring knows the base that a backup is of under a later key."""

    message = (
        "This machine knows this base under a later key than the backup, and than every certificate that was brought:"
        " something was destroyed since."
    )
    hint = (
        "Take a backup from after that, or name every certificate since with --destroyed FILE ...; if two supervisors"
        " know that nothing else was, --nothing-else-destroyed says so in the journal."
    )


class DestructionsSinceError(StoreError):
    """Certificates that were brought name other destructions since a backup was made, of which none was brought.

    Attributes:
        orders: Theirs, by id.
    """

    hint = "Bring the certificate of each (--destroyed FILE FILE ...), or take a backup from after them."

    def __init__(self, orders: tuple[str, ...]) -> None:
        self.orders = orders
        count = "1 other destruction" if len(orders) == 1 else f"{len(orders)} other destructions"
        named = ", ".join(each[:8] for each in orders)
        self.message = f"The certificates tell of {count} since this backup ({named}): it is not put back without."
        super().__init__()


class BackupEverythingGoneError(StoreError):
    """A certificate says that everything was destroyed since the backup was made."""

    message = "A certificate says that everything was destroyed after this backup was made: it is not put back (7.2f)."
    hint = "Destroy the backup itself; `doorstep destruction gate all-copies` names each that is left."


class BackupKnownError(StoreError):
    """A backup that base knows of already."""

    message = "Base knows of this backup already."
    hint = "See it in `doorstep backup list`; name only those that are not there."


class NothingPutBackError(StoreError):
    """Base was never put back from a copy, or everything about that is told."""

    message = "Base was not put back from a backup, or all that came after it is accounted for."
    hint = "There is nothing to do: `doorstep backup list` shows every backup."
