"""What can go wrong with a mailbox: the folder or server that bundles pass through.

Owns their sentences. Refuses to show the address, in which somebody may have typed a password.
"""

from store.errors.base import StoreError

_AGAIN = "then run `doorstep sync` again; nothing was lost."


class MailboxError(StoreError):
    """Anything a mailbox refuses; whatever was to be sent is still to be sent."""


class MailboxAddressError(MailboxError):
    """An address of a mailbox that is not understood.

    Attributes:
        why: What is wrong with it, in words.
    """

    hint = "Name a folder, or a server as sftp://account@server/path/of/the/folder, with --mailbox."

    def __init__(self, why: str) -> None:
        self.why = why
        self.message = f"This mailbox's address is not understood: {why}."
        super().__init__()


class MailboxPasswordError(MailboxError):
    """An address that carries a password, which would be kept and shown with it."""

    message = "This mailbox's address holds a password, and addresses are kept where others can read them."
    hint = "Have the server let your SSH key in, and give the address without the password."


class SftpNotInstalledError(MailboxError):
    """The optional part that speaks SFTP is not there."""

    message = "This Doorstep was installed without the part that speaks SFTP."
    hint = 'Install it with `pip install "doorstep[sftp]"`, or use a folder as the mailbox.'


class MailboxMissingError(MailboxError):
    """There is no folder where the address points; none is made, as a mistyped one would swallow bundles."""

    message = "There is no folder at this mailbox's address."
    hint = f"Plug in the stick, or correct the address with --mailbox, {_AGAIN}"


class MailboxUnreachableError(MailboxError):
    """The server does not answer, or not as an SFTP server does."""

    message = "This mailbox's server does not answer, or does not speak SFTP."
    hint = f"Check the network and the address, {_AGAIN}"


class MailboxAccessError(MailboxError):
    """The server takes none of the keys it was offered."""

    message = "This mailbox's server does not let this account in with any SSH key found here."
    hint = "Add the key to your SSH agent, or name its file in DOORSTEP_SFTP_KEY; the server must know its public half."


class MailboxHungUpError(MailboxError):
    """The server went silent or hung up while keys were offered: it was cut off, or was offered too many."""

    message = "This mailbox's server broke off while this account was signing in."
    hint = "Try again; if it happens twice, offer it one key only: name its file in DOORSTEP_SFTP_KEY."


class MailboxKeyFileError(MailboxError):
    """The file named for the SSH key is missing, locked by a passphrase, or holds no key."""

    message = "The file named in DOORSTEP_SFTP_KEY cannot be used as an SSH key."
    hint = "Name a private key file without a passphrase there, or add the key to your SSH agent and name none."


class MailboxHostKeyError(MailboxError):
    """The server is not the one this mailbox was first used with.

    Attributes:
        pinned: SHA-256 of the key expected, 64 hex digits.
        found: SHA-256 of the key shown.
    """

    message = "This mailbox's server shows another key than before, so it may not be the same server; nothing was sent."
    hint = "Ask whoever runs the server whether its key was changed, and do not send anything until they say so."

    def __init__(self, pinned: str, found: str) -> None:
        self.pinned, self.found = pinned, found
        super().__init__()


class MailboxFullError(MailboxError):
    """No room left in the mailbox."""

    message = "The mailbox is full; the bundle was not put there."
    hint = f"Free some room in the mailbox, {_AGAIN}"


class MailboxReadOnlyError(MailboxError):
    """The mailbox may not be written to."""

    message = "This mailbox cannot be written to."
    hint = f"Take the write protection off, or ask for the right to write there, {_AGAIN}"


class MailboxUnreadableError(MailboxError):
    """The mailbox, or a file in it, may not be read."""

    message = "This mailbox, or a bundle in it, may not be read by this account."
    hint = f"Ask for the right to read everything in the mailbox's folder, {_AGAIN}"


class MailboxGoneError(MailboxError):
    """The stick was pulled, or the server went away, in the middle."""

    message = "The mailbox went away in the middle."
    hint = f"Plug the stick in again, or check the network, {_AGAIN}"


class MailboxFailedError(MailboxError):
    """The mailbox refused something and its reason tells nothing more.

    Attributes:
        refusal: The operating system's code, for example `EINVAL`; `failure` where a server gives none.
    """

    hint = f"Check that the mailbox has free space and is not damaged, {_AGAIN}"

    def __init__(self, refusal: str) -> None:
        self.refusal = refusal
        self.message = f"The mailbox refused a read or a write ({refusal})."
        super().__init__()


class MailboxClutteredError(MailboxError):
    """More in the mailbox than is looked through, or a name that no system of ours writes."""

    message = "This mailbox holds too many files, or names that cannot be read, and was not looked through."
    hint = f"Clear out of its folder what is not Doorstep's, {_AGAIN}"


class MailboxNotAsWrittenError(MailboxError):
    """What was written read back as something else."""

    message = "The mailbox did not keep the bundle as it was written; the bundle was taken out again."
    hint = "Use another stick or another mailbox: this one changes what it keeps."


class MailboxNameError(MailboxError):
    """A name that no bundle bears; nothing was touched."""

    message = "This is not the name of a bundle."
    hint = "Leave the names of bundles as Doorstep wrote them."


class MailboxFileGoneError(MailboxError):
    """No bundle of that name, or an empty file, which is none: exFAT leaves those when a stick is pulled."""

    message = "The bundle is not in the mailbox any more, or only its empty shell is."
    hint = "Run `doorstep sync` again; a bundle that was lost is sent again by itself."


class MailboxFileTooLargeError(MailboxError):
    """A file larger than any bundle may be; it was not read.

    Attributes:
        size_bytes: Its size.
        max_bytes: What was allowed.
    """

    hint = "It was removed; if it comes back, ring base."

    def __init__(self, size_bytes: int, max_bytes: int) -> None:
        self.size_bytes, self.max_bytes = size_bytes, max_bytes
        self.message = f"A file in the mailbox is larger than a bundle may be ({size_bytes} bytes); it was not read."
        super().__init__()
