"""What can go wrong with incidents, requests, the clocks that run for them, and paper."""

from store.errors.base import StoreError


class IncidentUnknownError(StoreError):
    """What was given names no incident here, or more than one."""

    message = "That does not name one incident."
    hint = "Look it up with `doorstep incident list`; the beginning of its number is enough."


class IncidentClosedError(StoreError):
    """An incident that came to its end was to be followed or closed again."""

    message = "That incident is closed."
    hint = "Raise a new one with `doorstep incident raise` if something more came of it."


class IncidentOrderError(StoreError):
    """An incident was told to have been noticed, or known of, before it happened."""

    message = "An incident is noticed when it happens or later, never before."
    hint = "Check the times: when it happened, when somebody noticed, and when the agency came to know."


class FamiliesCountError(StoreError):
    """What was typed is no number of families."""

    message = "That is no number of families."
    hint = "Give how many are concerned in digits, 0 if none is."


class NoticesOwedError(StoreError):
    """An incident was to be closed while somebody has still to be told of it.

    Attributes:
        clocks_count: How many clocks still run for it.
    """

    hint = "Record who was told (`doorstep incident follow --told`), or say why nobody is owed it (`--no-longer-due`)."

    def __init__(self, clocks_count: int) -> None:
        self.clocks_count = clocks_count
        clocks = "1 clock still runs" if clocks_count == 1 else f"{clocks_count} clocks still run"
        self.message = f"{clocks} for that incident: somebody has still to be told."
        super().__init__()


class RequestUnknownError(StoreError):
    """What was given names no request here, or more than one."""

    message = "That does not name one request."
    hint = "Look it up with `doorstep request list`; the beginning of its number is enough."


class RequestClosedError(StoreError):
    """A request that was answered was to be followed or closed again."""

    message = "That request is closed."
    hint = "Record a new one with `doorstep request add` if they asked for something more."


class InstructionOfNobodyError(StoreError):
    """An instruction to erase somebody was to be recorded, and named nobody."""

    message = "An instruction to erase somebody says whom: this one names no family."
    hint = "Give the references its document names; one about a request is kept on that request."


class InstructionMissingError(StoreError):
    """Somebody was to be erased because they asked, or that closed as done, without the instruction it waits for."""

    message = "Nothing is erased on request without the department's written instruction."
    hint = "Ring the department, and name its document with --instruction once it is here."


class DeliveryNotOwedError(StoreError):
    """What was given names no delivery whose council has still to be told, or more than one."""

    message = "That does not name one delivery whose council has still to be told."
    hint = "Look it up with `doorstep report clocks`: the number before the clock is the delivery's."


class OtherFamilyError(StoreError):
    """A request is said to be of one family, and is of another already."""

    message = "That request is of another family already."
    hint = "Take down a request of its own for this family."


class DeviceNameError(StoreError):
    """What was given names no device that is known here, or more than one."""

    message = "That name does not say which device is meant."
    hint = "Look it up with `doorstep device list` and give it exactly."


class ToldTooEarlyError(StoreError):
    """Somebody was to have been told of something before it was noticed."""

    message = "Nobody is told of an incident before it is noticed."
    hint = "Check when they were told, and when the incident was noticed."


class SheetNumberError(StoreError):
    """What was given is no number of a sheet of paper."""

    message = "That is no number of a sheet."
    hint = "Give the numbers printed on the sheets: letters, digits and dashes."


class SheetTakenError(StoreError):
    """A number of a sheet was used before: each names one sheet, for ever."""

    message = "One of those numbers was handed out before."
    hint = "Look at `doorstep paper list`, and print the sheet under a fresh number."


class SheetUnknownError(StoreError):
    """A sheet that was never handed out was to come back or be shredded."""

    message = "One of those sheets was never handed out here."
    hint = "Check its number against `doorstep paper list`."


class SheetStateError(StoreError):
    """A sheet is not where it has to be for that.

    Attributes:
        state: Where it is: issued, returned or shredded.
    """

    hint = "Sheets are handed out, come back, and are then shredded: see `doorstep paper list`."

    def __init__(self, state: str) -> None:
        self.state = state
        where = {"issued": "still handed out", "returned": "back already", "shredded": "shredded already"}
        self.message = f"One of those sheets is {where[state]}."
        super().__init__()


class PaperLevelError(StoreError):
    """Paper was shredded too coarsely.

    Attributes:
        least: How small it has to be, by DIN 66399.
    """

    hint = "Shred it again, smaller, and record that."

    def __init__(self, least: str) -> None:
        self.least = least
        self.message = f"Paper is shredded to {least} or smaller under this agreement."
        super().__init__()


class WitnessError(StoreError):
    """Whoever shredded paper was to be their own witness."""

    message = "Nobody is their own witness."
    hint = "Name somebody else who watched it."


class LaptopNotVouchedError(StoreError):
    """A word on a laptop's volume was to be taken back where none stands."""

    message = "Nobody at base vouches for the disk of that laptop."
    hint = "Whoever vouched for it at the laptop takes that back there, with `doorstep device attestation --end`."


class AttestationMissingError(StoreError):
    """An attestation was to be ended where none stands."""

    message = "Nobody vouches for the volumes of this machine."
    hint = "See with `doorstep status` how they were found."
