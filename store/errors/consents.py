"""What can go wrong where consent is asked for, kept, withdrawn or shown."""

from store.errors.base import StoreError


class AgeOutOfRangeError(StoreError):
    """An age at which nobody is interviewed in that part.

    Attributes:
        age_years: The age.
    """

    hint = "Correct the age if it is wrong; otherwise this person is not asked."

    def __init__(self, age_years: int) -> None:
        self.age_years = age_years
        self.message = f"Nobody aged {age_years} is interviewed in that part of the survey."
        super().__init__()


class AgeUnknownError(StoreError):
    """Whether a parent has to be asked first is not known."""

    message = "This person's age is not known, so it is not known whether a parent has to be asked first."
    hint = "Ask for the age in years, then begin again."


class CeremonyOpenError(StoreError):
    """Somebody is being asked on this device already."""

    message = "Somebody else's questions are still open on this device."
    hint = "End them first; what was answered stays."


class CeremonyEndedError(StoreError):
    """An answer to somebody who is not asked anything any more."""

    message = "There is no further question to this person now."
    hint = "Go back to the family; a later visit can ask what was not asked."


class OutOfOrderError(StoreError):
    """An answer to a question that is not the one that was put."""

    message = "That is not the question that comes next, so nothing was kept."
    hint = "Answer the question on the screen; the order is fixed."


class PersonClosedError(StoreError):
    """Somebody who refused to take part, or took it back, is not asked again."""

    message = "This person said no to taking part, so they are not asked again."
    hint = "If the answer was entered in error, say so on the consent, with a reason; otherwise go back to the family."


class NothingToAskError(StoreError):
    """Every question of this wave was answered."""

    message = "This person has answered every question of this wave."
    hint = "Go back to the family; an answer is taken back by a withdrawal."


class CeremonyClockError(StoreError):
    """The clock fell back while somebody was being asked.

    Attributes:
        behind_s: By how many seconds.
    """

    hint = "Set the clock right and give the last answer again, or come in with --clock-is-right; the others stand."

    def __init__(self, behind_s: int) -> None:
        self.behind_s = behind_s
        self.message = f"The clock of this device went back by {behind_s} seconds while somebody was being asked."
        super().__init__()


class WordingUnreadError(StoreError):
    """A yes to a text whose end nobody saw."""

    message = "The text was not shown to its end, so no yes to it counts yet."
    hint = "Read it to the end, then take the answer."


class WordingMissingError(StoreError):
    """There is no text for a question, in that language and form."""

    message = "There is no agreed text for that question in that language and form."
    hint = "Choose another language or form, or say that it was not asked because of language."


class ReasonMissingError(StoreError):
    """A question was not put, or a record is taken back, and nobody said why."""

    message = "Nobody said why."
    hint = "Give the reason."


class ReasonMisplacedError(StoreError):
    """A reason for not asking, where somebody was asked."""

    message = "A question that was answered has no reason for not being asked."
    hint = "Give the answer alone."


class AnswerNotPossibleError(StoreError):
    """What is no answer to a question."""

    message = "A question has three answers: given, refused, and not asked."
    hint = "Choose one of these; a yes is taken back by a withdrawal."


class GuardianMissingError(StoreError):
    """A parent's permission without the parent."""

    message = "It is not said which parent or guardian answered, and what they are to the young person."
    hint = "Give their name and relationship."


class GuardianMisplacedError(StoreError):
    """A guardian where people answer for themselves."""

    message = "This question is answered by the person themselves, without a guardian."
    hint = "Take the guardian out."


class GuardianIsChildError(StoreError):
    """Somebody would permit themselves, or be permitted by another child."""

    message = "A young person cannot be their own guardian, and no child can give a parent's permission."
    hint = "Name the parent or guardian who was asked."


class SpeakerError(StoreError):
    """Somebody else spoke than who has to."""

    message = "That answer has to come from somebody else: a parent permits, everybody else answers for themselves."
    hint = "Take the answer from the right person, or say that it was not asked."


class InterpreterRefusedError(StoreError):
    """A child or a partner would interpret."""

    message = "A child or a partner cannot interpret a consent."
    hint = "Find another interpreter, or say that it was not asked because of language."


class InterpreterUnnamedError(StoreError):
    """Somebody interpreted, and it is not said who; or nobody did, and somebody is named."""

    message = "An interpreter and their name go together."
    hint = "Name the interpreter, or say that there was none."


class CapacityDoubtedError(StoreError):
    """A yes of somebody who may not understand what they say yes to; whoever it is may read what is said of it."""

    message = "A yes is not taken in this asking."
    hint = "Press x (Not asked), and tell your supervisor afterwards."


class SpanTurnedError(StoreError):
    """An interview that ended before it began, or a text shown for less than no time."""

    message = "That time ends before it begins."
    hint = "Check the times."


class ReceiptCodeFormError(StoreError):
    """What was typed is no receipt code."""

    message = "That is no receipt code: a letter or digit is wrong, missing or too many."
    hint = "Compare it with the leaflet, symbol by symbol."


class ReceiptCodeUnknownError(StoreError):
    """A code that belongs to no record here."""

    message = "No consent with that receipt code is held here."
    hint = "A withdrawal by it can be taken down all the same: base finds the record."


class ConsentUnknownError(StoreError):
    """A record that is not held here."""

    message = "There is no such consent here, or it was erased."
    hint = "Ask at base, which holds every device's."


class NotGivenError(StoreError):
    """Something is withdrawn that was never given."""

    message = "That was never agreed to, so there is nothing to withdraw."
    hint = "If there should be no contact at all, record that as a refusal of the family."


class WithdrawalUnclearError(StoreError):
    """A withdrawal of the whole survey without the two answers it asks for, or of nothing."""

    message = "It is not said what is withdrawn, or what is to happen to linkage and to the answers."
    hint = "Ask, and record each answer; none of them follows from another."


class ConsentProofError(StoreError):
    """A file is no proof of consents, or not exactly as one is written.

    Attributes:
        flaw: What is wrong, a phrase of ours that quotes nothing.
    """

    hint = "Check that the right file was named and that it is a plain copy, then ask base for the proof anew."

    def __init__(self, flaw: str) -> None:
        self.flaw = flaw
        self.message = f"This file does not prove a consent: {flaw}."
        super().__init__()


class ConsentUnprovableError(StoreError):
    """An entry that base holds, and cannot prove."""

    message = "That consent lies where no checkpoint vouches for it, so it cannot be proved."
    hint = "Sync the laptop it was taken on, and look at its incidents."


class WhichExportError(StoreError):
    """Neither for whom nor in clear."""

    message = "It is not said whether the file leaves sealed or in clear."
    hint = "Say --for RECIPIENT, or --clear for a file that anybody can read, on an encrypted volume."


class CheckedByThemselvesError(StoreError):
    """Somebody would check their own work."""

    message = "Nobody checks their own work."
    hint = "Have somebody else make the check and record it."


class BackCheckDoneError(StoreError):
    """A result that does not go with where a check stands."""

    message = "That check is done already, or did not fail, so that result cannot be recorded."
    hint = "See with `doorstep report back-checks` where it stands."


class BackCheckUnknownError(StoreError):
    """No such check was drawn."""

    message = "No back-check of that name was drawn, or its family was erased."
    hint = "See them with `doorstep report back-checks`."
