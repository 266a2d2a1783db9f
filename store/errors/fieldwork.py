"""What can go wrong at the door: attempts, appointments, refusals, corrections."""

from store.errors.base import StoreError


class ReasonNotPossibleError(StoreError):
    """A reason does not go with a result, or a result lacks its reason."""

    message = "That reason does not go with that result."
    hint = "Choose one of the reasons that are offered for it."


class EmptyFieldError(StoreError):
    """Something that has to be said was left empty.

    Attributes:
        field: What the form calls it.
    """

    hint = "Fill it in, or leave the form without keeping it."

    def __init__(self, field: str) -> None:
        self.field = field
        self.message = f"Nothing was entered for: {field}."
        super().__init__()


class TypedTooLongError(StoreError):
    """More was typed than a field takes.

    Attributes:
        limit_chars: How many characters it takes.
    """

    hint = "Say it shorter, or put the rest into a note."

    def __init__(self, limit_chars: int) -> None:
        self.limit_chars = limit_chars
        self.message = f"That is longer than the {limit_chars} characters this field takes."
        super().__init__()


class StillAheadError(StoreError):
    """Something was told to have happened at a time that is still ahead."""

    message = "That time is still ahead of this machine's clock."
    hint = "Enter when it happened, or look at the clock of this machine."


class BeforeLoadedError(StoreError):
    """An attempt was told from a time before the family was on this laptop."""

    message = "That time lies before this family came to this laptop."
    hint = "Look at the date; what an earlier interviewer did is told by base."


class AppointmentPastError(StoreError):
    """An appointment was to be made for a time that is over."""

    message = "That time is over, and an appointment lies ahead."
    hint = "Look at the date and the hour."


class AppointmentMissingError(StoreError):
    """An attempt ended in an appointment, and none was entered."""

    message = "An appointment was agreed, and it has no time yet."
    hint = "Enter when it is, if only roughly, or choose another reason."


class AppointmentUnknownError(StoreError):
    """An appointment that was named is not one that still stands."""

    message = "That appointment is over already, or was never made."
    hint = "Look at the family's appointments again."


class AttemptUnknownError(StoreError):
    """An attempt that was named is not one of this family, or of somebody else's making, or was taken back."""

    message = "That attempt cannot be told anew here: it is not known, was taken back, or base told of it."
    hint = "Look at the family's attempts again, or tell your supervisor what is wrong with it."


class CorrectionUnknownError(StoreError):
    """A correction that was named cannot be taken back."""

    message = "That correction cannot be taken back: it is not known, was taken back, or something came after it."
    hint = "Look at the corrections again, and correct what stands now."


class NothingChangedError(StoreError):
    """A correction says what is known already."""

    message = "That is what is known already."
    hint = "Change it, or leave the form without keeping it."


class OddValueError(StoreError):
    """Something does not look like one of its kind, and nobody said that it is right all the same.

    Attributes:
        field: What the form calls it.
    """

    hint = "Look at it again; if it is right, keep it as it is and say so."

    def __init__(self, field: str) -> None:
        self.field = field
        self.message = f"This does not look like a usual {field}."
        super().__init__()


class WhomMissingError(StoreError):
    """Somebody was met, and it is not said who."""

    message = "It is not said who was met."
    hint = "Choose them among the family, or describe them where they are not of it."


class NobodyMetError(StoreError):
    """Nobody was met, and somebody is named."""

    message = "This result says that nobody was met, and somebody is named."
    hint = "Choose another result, or take the names out."


class CodeNotPossibleError(StoreError):
    """An outcome does not go with a result and its reason.

    Attributes:
        code: The outcome.
    """

    hint = "Choose one of the outcomes that are offered for it."

    def __init__(self, code: int) -> None:
        self.code = code
        self.message = f"The outcome {code} does not go with that result and reason."
        super().__init__()


class PersonUnknownError(StoreError):
    """Somebody who was named is nobody of this family."""

    message = "That person does not belong to this family."
    hint = "Choose among its people, or add them first."


class NoContactWishedError(StoreError):
    """Somebody wishes no contact."""

    message = "This person wishes no contact."
    hint = "Leave them be; if that is a mistake, ring your supervisor."


class FamilyLockedError(StoreError):
    """A locked family was to be worked."""

    message = "This family is locked and is not to be contacted."
    hint = "Leave it be; if that is a mistake, ring your supervisor: only base can open it again."


class LeaseEndedError(StoreError):
    """A family was to be worked on a laptop that has not heard of base for too long, or cannot show that it has."""

    message = "By its own clock this laptop has not heard from base for four weeks, so its families are locked."
    hint = (
        "Send with F5, ring your supervisor to sync at base, then press F5 again: that opens them, also where the clock"
        " was wrong for a while; to set it again does not. A refusal can be told all the same, with F8."
    )


class FamilyPausedError(StoreError):
    """A family that waits for the supervisor was to be worked."""

    message = "This family waits for the supervisor's decision and is not to be contacted."
    hint = "Ring your supervisor."


class WishUnknownError(StoreError):
    """A wish that was named does not stand."""

    message = "That wish does not stand any more, or was never recorded."
    hint = "Look at the family again."


class WishStandsError(StoreError):
    """A family was to be opened while somebody wishes no contact."""

    message = "Somebody wishes no contact with this family, and that still stands."
    hint = "Take the wish back first, with a reason, if it does not stand any more."


class RefusalStandsError(StoreError):
    """Somebody refused, or it waits to be decided whether they did, and another outcome would hide it."""

    message = "Somebody refused, or a refusal waits to be decided on: that is what counts."
    hint = "Look at the family again; a refusal that does not stand any more is taken back first, with a reason."


class InterviewStandsError(StoreError):
    """There is a complete interview, which no outcome of the office takes the place of."""

    message = "There is a complete interview, and nothing takes its place."
    hint = "If it was never held, its interviewer takes the attempt back."


class PeopleUnclearError(StoreError):
    """It is not said of which people something is."""

    message = "It is not said which people of the family this is about."
    hint = "Choose at least one of them."


class EveryoneLeavesError(StoreError):
    """A household was to be split so that nobody stays behind."""

    message = "Nobody would stay behind: that is a move, not a split."
    hint = "Enter it as a move of the whole family."


class LoneVisitOpenError(StoreError):
    """A lone visit was to start while another one is not over."""

    message = "A visit that was started is not over yet."
    hint = "Say first that you are back from it."


class LoneVisitElsewhereError(StoreError):
    """A lone visit was to start while one at another door is not over."""

    message = "You are still in at another door, as far as this laptop knows."
    hint = "Say first that you are out of there."


class LoneVisitMissingError(StoreError):
    """A lone visit was to end, and none was started."""

    message = "No visit was started here."
    hint = "Go on: there is nothing to end."


class CitationMissingError(StoreError):
    """A report rests on a direction or a law, and it is not said which."""

    message = "It is not said which direction or law this report rests on."
    hint = "Name it; where somebody's life is in danger, say so instead."


class AgeNotPossibleError(StoreError):
    """Nobody has that age or date of birth."""

    message = "Nobody has that age or date of birth."
    hint = "Look at it again; a date is written like 2001-05-17."


class ExpectedBackError(StoreError):
    """Somebody goes in alone and would be back already, or not for far too long."""

    message = "Nobody can be expected back then: that time is over, or more than twelve hours ahead."
    hint = "Enter when you will be out again at the latest."


class AnswerMissingError(StoreError):
    """Something that has to be answered was passed by.

    Attributes:
        field: What the form calls it.
    """

    def __init__(self, field: str, *, is_typed: bool) -> None:
        self.field = field
        self.message = f"“{field}” has to be answered."
        self.hint = "Type it, then press Enter." if is_typed else "Press the key of one of the answers."
        super().__init__()


class ValueFormError(StoreError):
    """Something is not written as its kind has to be.

    Attributes:
        field: What the form calls it.
    """

    hint = "Choose one that is offered, or write it as the form shows it."

    def __init__(self, field: str) -> None:
        self.field = field
        self.message = f"This is no {field}."
        super().__init__()


class SameNameError(StoreError):
    """Somebody of the same name belongs to the family already, and nobody said that this is somebody else."""

    message = "Somebody of that name belongs to this family already."
    hint = "If this is another person, a twin or a namesake, say so and keep both."


class NoSelectionError(StoreError):
    """Nobody can be selected like that."""

    message = "That selection cannot be: somebody in it does not qualify, or not enough is known of them."
    hint = "Choose among those who are offered, or select in another way."


class SafetyNoteMissingError(StoreError):
    """There is no safety note to be read."""

    message = "There is no safety note to read here."
    hint = "Go on."


class UndoElsewhereError(StoreError):
    """What was kept last is another family's than the one that is shown."""

    message = "What was kept last is of another family."
    hint = "Go back to the list, and take it back there with u."


class NothingToUndoError(StoreError):
    """Nothing that was kept last can be taken back here."""

    message = "There is nothing here that can be taken back with one key."
    hint = "Correct it at the family; what locks or protects somebody only base takes back."


class TerminalOnlyError(StoreError):
    """A real laptop's families would leave it, to a file or another program."""

    message = "The list of a real laptop is shown on a terminal only, and this would have gone elsewhere."
    hint = "Leave the redirection away; what leaves a laptop is sealed and told, with `doorstep sync`."
