"""What can go wrong when two devices are to trust each other: signed files, tickets, answers, words."""

from store.errors.base import StoreError


class SignedFileFormError(StoreError):
    """A file is not a signed one of the form that is asked for, exactly as it is written.

    Attributes:
        flaw: What is wrong, a phrase of ours that quotes nothing.
    """

    hint = "Check that the right file was named and that it is a plain copy, then ask for it anew."

    def __init__(self, flaw: str) -> None:
        self.flaw = flaw
        self.message = f"This file is not one that Doorstep wrote for this: {flaw}."
        super().__init__()


class SignedFileForgedError(StoreError):
    """The signature of a file is not by the key that has to have signed it."""

    message = "The signature on this file is wrong: it was changed, or made by somebody else."
    hint = "Do not use it; keep it as it is, and ask for it anew from where it should have come from."


class SignedFileMissingError(StoreError):
    """A file that was named is not there."""

    message = "There is no such file or folder."
    hint = "Check its name, and that the stick or the folder it lies on is there."


class FolderNamedError(StoreError):
    """A folder was named where a file is asked for."""

    message = "That is a folder, and a file is asked for."
    hint = "Name the file that lies in it, with its whole path."


class NotBaseError(StoreError):
    """Something only base does was asked of a laptop."""

    message = "Only base can do that, and this store is a laptop's."
    hint = "Do it on the base station, or name its store with --store."


class EnrolmentError(StoreError):
    """A laptop cannot be enrolled this way."""


class TicketExpiredError(EnrolmentError):
    """A ticket is used after its last instant, by the clock it was written on."""

    message = "This ticket has expired."
    hint = "Write a new one at base with `doorstep enrol ticket`."


class TicketUnknownError(EnrolmentError):
    """An answer names a ticket that this base never wrote."""

    message = "This answer is to a ticket that this base did not write."
    hint = "Check that the answer was brought to the base that wrote the ticket."


class TicketEndedError(EnrolmentError):
    """An answer names a ticket that came to nothing before."""

    message = "This answer is to a ticket that was replaced or given up."
    hint = "Set the laptop up from the newest ticket; write one with `doorstep enrol ticket` if there is none."


class TicketUsedError(EnrolmentError):
    """An answer names a ticket that an answer was accepted for; nothing was changed."""

    message = "This ticket was answered and accepted before; nothing was changed."
    hint = "Remove the answer if it is the accepted one; otherwise find out who made a second one, and report it."


class AnswerForgedError(EnrolmentError):
    """An answer was not made with the ticket's one-time secret."""

    message = "This answer was made by somebody who did not have the ticket."
    hint = "Do not use it; set the laptop up from its ticket, and report an incident if that is what was done."


class AnswerMismatchError(EnrolmentError):
    """An answer says something else than its ticket, or claims what belongs to another device.

    Attributes:
        flaw: What does not fit, a phrase of ours that quotes nothing.
    """

    hint = "Do not use it; write a new ticket, and report an incident: whoever made it had the old one."

    def __init__(self, flaw: str) -> None:
        self.flaw = flaw
        self.message = f"This answer does not fit its ticket: {flaw}."
        super().__init__()


class StaffProofError(EnrolmentError):
    """The interviewer's key did not sign the answer that brings it."""

    message = "This answer does not show that the interviewer's key belongs to whoever set the laptop up."
    hint = "Do not use it; write a new ticket and set the laptop up again."


class PracticeMixedError(EnrolmentError):
    """A practice store meets a real one."""

    message = "A practice store cannot be enrolled with a real one, nor a real one with a practice store."
    hint = "Bring practice answers to a practice base, and real ones to the real base."


class InterviewerLeftError(EnrolmentError):
    """The interviewer a laptop was meant for no longer works here."""

    message = "The interviewer this laptop was set up for no longer works here."
    hint = "Write a new ticket for somebody who does."


class WordsMissingError(EnrolmentError):
    """A real laptop is to be accepted without the six words."""

    message = "A real laptop is accepted only with the six words that it shows."
    hint = "Ring the interviewer on a number you know, let them read the words aloud, and type them."


class WordsFormError(EnrolmentError):
    """What was typed cannot be what a laptop shows; nothing was decided.

    Attributes:
        place: Which word, from 1; None where there are not six.
    """

    hint = "Ask for the words again and type all six, with spaces between them."

    def __init__(self, place: int | None) -> None:
        self.place = place
        self.message = (
            "There are not six words." if place is None else f"Word {place} is not one that a laptop can show."
        )
        super().__init__()


class WordsDifferError(EnrolmentError):
    """The words read aloud are not those of this answer: somebody stood between, or it is another laptop's."""

    message = "The six words differ, so this answer is not from that laptop; its ticket was ended."
    hint = "Write a new ticket and hand it over in person; report an incident if nobody misheard a word."
