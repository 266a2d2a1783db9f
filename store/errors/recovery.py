"""What can go wrong with second people, recoveries and codes read out by phone."""

from datetime import date

from store.errors.base import StoreError


class SecondPersonError(StoreError):
    """Somebody wants to approve what they propose themselves."""

    message = "This needs two different people, and that was the first one's passphrase again."
    hint = "Let somebody else read what is proposed and type their own passphrase."


class NotAnApproverError(StoreError):
    """The second person may not approve this, or no longer works here."""

    message = "That person may not approve this here."
    hint = "Ask another supervisor; a recovery may also be approved by a holder of recovery keys."


class JoinedLatelyError(StoreError):
    """One of two people was added too lately to decide anything with another one.

    Attributes:
        counts_on: The London day from which on they can.
    """

    hint = "Have a supervisor who did not add them record their training (`doorstep staff credential`), or wait."

    def __init__(self, counts_on: date) -> None:
        super().__init__()
        self.counts_on = counts_on
        self.message = (
            "One of the two was added when families were here already, and decides with somebody from"
            f" {counts_on.day} {counts_on:%B %Y} on."
        )


class ApprovalForgedError(StoreError):
    """An approval is not signed by whoever it names."""

    message = "The approval was not signed by the person it names."
    hint = "Do not go on; let the second person look and approve again, and report it if it happens twice."


class ApprovalMismatchError(StoreError):
    """An approval is of something else, or was asked for by somebody else."""

    message = "The approval is for something else than what is to be done now."
    hint = "Let the second person look at exactly this, and approve it."


class RecoveryError(StoreError):
    """A forgotten passphrase cannot be got over this way."""


class RecoveryAtBaseError(RecoveryError):
    """A recovery is asked for on a base, whose people help each other."""

    message = "A base is not recovered by request and answer: another supervisor has to sign in."
    hint = "Let another supervisor sign in, take you off the staff, and add you again with a new passphrase."


class RecoveryKeyMissingError(RecoveryError):
    """The laptop's data key is sealed to no recovery key."""

    message = "This store was set up without a recovery key, so base cannot open it."
    hint = "Ring base: it knows what was on this laptop, and can set it up anew."


class RecoveryWhoError(RecoveryError):
    """It is not clear for whom the store is to be opened, or they do not work here."""

    message = "It is not clear for whom this store is to be opened, or that person cannot sign in here any more."
    hint = "Ask base for the id of the person, and name it."


class RecoveryNotAskedError(RecoveryError):
    """An answer is brought to a laptop that waits for none."""

    message = "This laptop is not waiting for an answer: none was asked for, or it was applied already."
    hint = "Sign in with the new passphrase; if that is no use, ask anew with `doorstep recover request`."


class RecoveryPendingDamagedError(RecoveryError):
    """What a request left beside the store does not read."""

    message = "What this laptop kept of its request is damaged, so no answer to it can be used."
    hint = "Ask anew with `doorstep recover request`."


class RecoveryPassphraseError(RecoveryError):
    """The new passphrase is not the one that was typed with the request."""

    message = "That is not the new passphrase that was chosen with the request."
    hint = "Type it as you did then; if it is lost too, ask anew with `doorstep recover request`."


class RecoveryRequestMismatchError(RecoveryError):
    """A request does not fit what base knows of the laptop it names.

    Attributes:
        flaw: What does not fit, a phrase of ours that quotes nothing.
    """

    hint = "Do not answer it; ring the interviewer on a number you know, and report an incident if they did not ask."

    def __init__(self, flaw: str) -> None:
        self.flaw = flaw
        self.message = f"This request does not fit the laptop it names: {flaw}."
        super().__init__()


class RecoverySeedGoneError(RecoveryError):
    """Base does not hold the private half that the request was sealed to."""

    message = "Base holds no recovery key for the epoch this laptop is in."
    hint = "Set the laptop up anew: what it sent is at base, and what it did not send is lost with its passphrase."


class RecoveryWordsMissingError(RecoveryError):
    """A real laptop's request is to be answered without its six words."""

    message = "A real laptop's request is answered only with the six words that it shows."
    hint = "Ring the interviewer on a number you know, let them read the words aloud, and type them."


class RecoveryWordsDifferError(RecoveryError):
    """The words read aloud are not those of this request."""

    message = "The six words differ, so this is not the request that the laptop made."
    hint = "Let the interviewer read them again; if they still differ, do not answer, and report an incident."


class RecoveryAnswerMismatchError(RecoveryError):
    """An answer does not fit what this laptop asked.

    Attributes:
        flaw: What does not fit, a phrase of ours that quotes nothing.
    """

    hint = "Use the answer to this laptop's newest request; ask base for it, or ask anew."

    def __init__(self, flaw: str) -> None:
        self.flaw = flaw
        self.message = f"This answer is of no use here: {flaw}."
        super().__init__()


class StopCodeFormError(StoreError):
    """What was typed cannot be a stop code."""

    message = "A stop code has eight letters and digits, and never the letter U."
    hint = "Let base read it out again, in two groups of four."


class StopCodeUnknownError(StoreError):
    """A stop code names no family of this laptop; nothing was locked."""

    message = "That code is for no family on this laptop, so nothing was locked."
    hint = "Let base read it out again, and say which laptop you hold; until then, do not visit the family."


class StopKeyMissingError(StoreError):
    """The two sides share no key to make stop codes with."""

    message = "This store and that laptop share no key for stop codes."
    hint = "Ring the interviewer and name the family; lock it by an order with the next bundle."


class FamilyNotOnLaptopError(StoreError):
    """A stop code is asked for a family that was not given to that laptop."""

    message = "That family was not given to that laptop, so a code for it would lock nothing."
    hint = "Look up who has the family, and name their laptop."
