"""What can go wrong in choosing: which families, which answer, which kind of store."""

from store.errors.base import StoreError


class NotALaptopError(StoreError):
    """Something only a laptop does was asked of base."""

    message = "Only a laptop does that, and this store is a base's."
    hint = "Do it on the laptop, or name its store with --store."


class NothingToGiveError(StoreError):
    """No family that was asked for can be given to a laptop."""

    message = "There is no such family to give: none was delivered, or a laptop has it, or it may not be visited."
    hint = "Ask for another postcode, or see with `doorstep device list` which laptops have families."


class FamilyNotFreeError(StoreError):
    """A family that was named cannot be given to a laptop.

    Attributes:
        place: Which of those named, from 1.
    """

    hint = "Leave it out, or look at its trail with `doorstep trail --family REF`."

    def __init__(self, place: int) -> None:
        self.place = place
        self.message = f"Family {place} of those named cannot be given: a laptop has it, or it may not be visited."
        super().__init__()


class CountFormError(StoreError):
    """What was typed is no number of families that can be given.

    Attributes:
        most: How many there are.
    """

    message = "That is not a number of the families in the list."

    def __init__(self, most: int) -> None:
        self.most = most
        self.hint = f"Type a number from 1 to {most}."
        super().__init__()


class NoAnswerError(StoreError):
    """Answers are to be accepted, and none lies there."""

    message = "No answer of a laptop lies in that folder."
    hint = "Run `doorstep init field` on the laptop with its ticket, and bring back what it leaves beside the ticket."


class NoLaptopRequestError(StoreError):
    """A laptop's request is to be answered, and none lies there."""

    message = "No request of a laptop lies in that folder."
    hint = "Write one on the laptop with `doorstep recover request`, and bring it here."


class WhichAnswerError(StoreError):
    """Six words were given for more answers than one."""

    message = "Several answers lie there, and six words belong to one of them."
    hint = "Name the laptop that shows these words with --name."


class NoteSettledError(StoreError):
    """A council's note that somebody wanted to read or clear waits no more."""

    message = "This note no longer waits: somebody cleared it, or its family is not here."
    hint = "Go back: the list shows the notes that still wait."


class NoteTextMissingError(StoreError):
    """A note is to go on in other words, and none were given."""

    message = "It was not said in which words this note goes on."
    hint = "Write what an interviewer needs to know, or strike the note out."


class ConflictSettledError(StoreError):
    """A conflict that somebody wanted to see or settle waits no more."""

    message = "This no longer waits: somebody settled it, or its family is not here."
    hint = "Go back: the list shows what still waits."


class ConflictValueError(StoreError):
    """Neither of two values is right, and what is right was not said, or cannot be said like that."""

    message = "Neither of the two is to stand, and it was not said what is right."
    hint = "Type what is right, or choose the better of the two and have it corrected at the next visit."


class NothingToRecallError(StoreError):
    """Families are to come back, and no laptop has any of them."""

    message = "No laptop that is still in use has any of these families."
    hint = "Look at those that are given out, or give them: they are here."


class AskedBackBeforeError(NothingToRecallError):
    """Families are to come back that were asked back before, and whose laptops have not let them go yet."""

    message = "These families were asked back before; their laptops still have them."
    hint = "Send that to the laptops; they let a family go once what they did is here, and in a verified backup."
