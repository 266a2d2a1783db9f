"""What can go wrong between two waves: in sending families back to their council, and in taking in its updates."""

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
