"""What can go wrong between two waves: in sending families back to their council, and in taking in its updates."""

from collections.abc import Sequence
from typing import ClassVar

from store.errors.base import StoreError


class NothingDeliveredError(StoreError):
    """A council is to have its families back, and nothing of that name was taken in."""

    message = "Nothing that came from a council of that name was taken in, so there is nothing to send back."
    hint = "Check the name, as `doorstep intake --council` had it."


class OriginalGoneError(StoreError):
    """The values as they were delivered are not here any more."""

    message = "What that council delivered is no longer kept as it came, so its families cannot be sent back."
    hint = "If they were sent back before, ask the council for that file; otherwise ask it to deliver anew."


class OriginalChangedError(StoreError):
    """The values as they were delivered are not those that were sealed, or do not open."""

    message = "What is kept of a delivery is not what was sealed when it came, and nothing was sent."
    hint = "Run `doorstep verify`, and restore the last backup if it finds damage."


class OtherCouncilError(StoreError):
    """Families of one council are to go to somebody else."""

    message = "That recipient is not this council, and a council gets its own families back and no others (7.2e)."
    hint = "Name the recipient whose --organisation is the council's name; see `doorstep recipient list`."


class ResupplyNotSentError(StoreError):
    """Updates came of a council whose families never went back to it."""

    message = "This council's families were never sent back for updating, so these updates answer nothing (7.2e)."
    hint = "Send them with `doorstep extract resupply`, and ask the council to return that table."


class ResupplyOldError(StoreError):
    """More families of a council came after its last resupply."""

    message = "More families of this council came after its last resupply, and they were not in it (7.2e)."
    hint = "Send all of them with `doorstep extract resupply`, and ask the council to return that table."


class _UpdatesIdsError(StoreError):
    """The ids that came back are not those that went; nothing was kept.

    Attributes:
        count: How many.
    """

    said: ClassVar[str]

    def __init__(self, count: int) -> None:
        self.count = count
        self.message = self.said.format(count=count)
        super().__init__()


class UpdatesNewError(_UpdatesIdsError):
    """Ids came back that never went."""

    said = "This table has rows whose id was never sent out ({count}), and nothing of it was kept."
    hint = "Ask the council to take them out: a new family comes as contacts, with its letter and two weeks (7.2a)."


class UpdatesDoubledError(_UpdatesIdsError):
    """Ids came back in several rows."""

    said = "This table has ids that stand in more than one row ({count}), and nothing of it was kept."
    hint = "Ask the council which row of each is meant, and to return every id once."


class UpdatesMissingError(_UpdatesIdsError):
    """Ids that went did not come back."""

    said = "This table leaves out ids that were sent out ({count}), and nothing of it was kept."
    hint = "Ask the council for them; or say what becomes of them with --gone keep, or --gone remove to destroy them."


class StatusUnknownError(_UpdatesIdsError):
    """A programme status is none of the list (7.2d)."""

    said = "This table has rows with a programme status of no list ({count}), and nothing of it was kept."
    hint = (
        "Ask for one of: on programme, sustained progress, continuous employment, closed without claim, never started,"
        " not known."
    )


class UpdatesShiftedError(_UpdatesIdsError):
    """A row has more in it than there are columns: its values would stand under each other's names."""

    said = "This table has rows with more cells than it has columns ({count}), and nothing of it was kept."
    hint = "Ask the council to put every cell with a comma in it between quotation marks, and to send it again."


class UpdatesTooLongError(_UpdatesIdsError):
    """A value is longer than can be kept; it is never cut."""

    said = "This table has rows with a value that is too long to be kept ({count}), and nothing of it was kept."
    hint = "Ask the council to shorten them: 300 characters in a cell, 4,000 in a note."


class JournalsOutstandingError(StoreError):
    """Not everything that laptops did in wave 1 is here, so that a yes may be missing (7.2e).

    Attributes:
        laptops: Their names on the register.
    """

    hint = (
        "Let each sync once more; for one that will not come back: an incident, then `doorstep destruction write-off`."
    )

    def __init__(self, laptops: Sequence[str]) -> None:
        self.laptops = tuple(laptops)
        self.message = f"Not everything of wave 1 is here yet from: {', '.join(self.laptops)} (7.2e)."
        super().__init__()


class BackChecksFailedError(StoreError):
    """A yes to re-contact that a back-check found wanting would decide who is destroyed (7.2e).

    Attributes:
        count: People of whom a check failed that is not settled.
    """

    hint = "Settle each of `doorstep report back-checks` with `doorstep back-check record`, then do this again."

    def __init__(self, count: int) -> None:
        self.count = count
        self.message = f"Of some people a back-check failed and is not settled, so their yes may be none ({count})."
        super().__init__()


class StopListFirstError(StoreError):
    """Somebody who took linkage back would be destroyed before the recipient is told (4.2).

    Attributes:
        count: How many.
    """

    hint = "Send it with `doorstep extract stop-list`, then do this again."

    def __init__(self, count: int) -> None:
        self.count = count
        self.message = f"Somebody took linkage back, and whoever was sent them has not been told yet ({count}; 4.2)."
        super().__init__()


class LinkageFirstError(StoreError):
    """Somebody who agreed to linkage would be destroyed before an extract took them (4.2).

    Attributes:
        count: How many.
    """

    hint = (
        "Send `doorstep extract linkage`, record that it arrived with `doorstep linkage acknowledge`, settle the"
        " back-checks that failed, then do this again. For everything, the department's instruction to destroy does"
        " too."
    )

    def __init__(self, count: int) -> None:
        self.count = count
        self.message = f"Somebody agreed to linkage, and no extract whose recipient has it names them ({count}; 4.2)."
        super().__init__()


class YesSinceError(StoreError):
    """Somebody who is about to be destroyed said yes to being contacted again (7.2e).

    Attributes:
        count: How many families.
    """

    hint = (
        "Take the council's updates in once more, with the same file, or decide `doorstep destroy --not-recontactable`"
        " again: two people approve the new list, and who said yes is kept."
    )

    def __init__(self, count: int) -> None:
        self.count = count
        self.message = (
            f"Families on the list of what is destroyed agree to being contacted again ({count}; 7.2e), and nothing of"
            " base's own part was begun."
        )
        super().__init__()


class UpdatesSecondError(StoreError):
    """Nobody is there to approve the list of wave 2."""

    message = "Two people approve who is of wave 2 and whose data is destroyed, and only one is here."
    hint = "Take the updates in with `doorstep intake --kind updates`, the second supervisor beside you."


class ProposalChangedError(StoreError):
    """Who is of wave 2 changed between reading it and approving it."""

    message = "Who is of wave 2 has changed since you read it, and nothing was kept or destroyed."
    hint = "Read it again and approve it then: a bundle or a withdrawal came in meanwhile."


class UpdatesElsewhereError(StoreError):
    """Updates are taken in where every gate before wave two is seen."""

    message = "Updates before wave two are taken in on its own screen, where two people approve what they destroy."
    hint = "Press F3 until the board, then w, and a with the pointer on the council."


class OpenpgpKeyMissingError(StoreError):
    """A resupply is to go as an OpenPGP message, and no such key of the council is known."""

    message = "No OpenPGP key of that council is on the register, so no message can be made to it."
    hint = "End its entry, and add it anew with the key it uses; or send a zip under a passphrase."


class NobodySelectedError(StoreError):
    """There is no list of wave 2 of a council."""

    message = "Nobody is of wave 2 of that council: its updates have not come, or nobody agreed (4.4)."
    hint = "See how far it is with `doorstep report wave-two`."
