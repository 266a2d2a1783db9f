"""What can go wrong with the term of the agreement, and what it does not let anybody do any more."""

from datetime import date

from store.errors.base import StoreError


class AgreementOverError(StoreError):
    """An agreement that has ended was to be extended, or ended again."""

    message = "The agreement has ended."
    hint = "Nothing begins it again: for a new agreement, set up a base that lives under it."


class ExtensionUndatedError(StoreError):
    """An extension was to be recorded after the end, without the day on which it was agreed.

    Attributes:
        until_on: The last London day on which it could be agreed.
    """

    def __init__(self, until_on: date) -> None:
        super().__init__()
        self.until_on = until_on
        self.message = "The agreement has ended: only what was agreed before that extends it."
        self.hint = (
            f"Say on which day it was agreed (`--agreed DATE`), {_day(until_on)} at the latest; a second supervisor"
            " approves it."
        )


class ExtensionAfterEndError(StoreError):
    """An extension was agreed after the end.

    Attributes:
        until_on: The last London day on which it could be agreed.
    """

    hint = "Nothing begins it again: for a new agreement, set up a base that lives under it."

    def __init__(self, until_on: date) -> None:
        super().__init__()
        self.until_on = until_on
        self.message = f"The agreement ran to the end of {_day(until_on)}: what was agreed after that extends nothing."


class ExtensionBeforeNoticeError(StoreError):
    """An extension was agreed before the notice was given that ends the agreement.

    Attributes:
        given_on: The London day on which notice was given.
    """

    hint = "Look into the documents for the day: a notice that came after an extension ends that as well."

    def __init__(self, given_on: date) -> None:
        super().__init__()
        self.given_on = given_on
        self.message = f"Notice was given on {_day(given_on)}, after that was agreed: the notice counts."


class ExtensionShortensError(StoreError):
    """An extension would end no later than the agreement does.

    Attributes:
        ends_on: The last London day as it stands.
    """

    hint = "Look into the document for the last day; what ends the agreement earlier is a notice."

    def __init__(self, ends_on: date) -> None:
        super().__init__()
        self.ends_on = ends_on
        self.message = f"The agreement runs to the end of {_day(ends_on)} as it is: an extension ends later."


class NoticeAheadError(StoreError):
    """A notice was given, or an extension agreed, on a day that is still to come."""

    message = "That day is still to come: a notice counts once it was given, an extension once it was agreed."
    hint = "Correct the day, or record it once that day is there."


class NoticeTooShortError(StoreError):
    """A notice would end the agreement before its time is over.

    Attributes:
        least_on: The first London day that may be the last one.
    """

    hint = "Give that day or a later one; a notice with immediate effect is recorded as such."

    def __init__(self, least_on: date) -> None:
        super().__init__()
        self.least_on = least_on
        self.message = f"With the notice that clause 18 asks for the agreement runs to the end of {_day(least_on)}."


class NoticeTooLateError(StoreError):
    """A notice would end the agreement later than it ends by itself.

    Attributes:
        ends_on: The last London day as it stands.
    """

    hint = "There is nothing to record, unless the notice has immediate effect."

    def __init__(self, ends_on: date) -> None:
        super().__init__()
        self.ends_on = ends_on
        self.message = f"The agreement runs no longer than the end of {_day(ends_on)}, whatever that notice says."


class TermStillRunsError(StoreError):
    """That the term ran out was to be recorded before it did.

    Attributes:
        ends_on: The last London day.
    """

    hint = "Record that it ran out after that day; what ends it earlier is a notice."

    def __init__(self, ends_on: date) -> None:
        super().__init__()
        self.ends_on = ends_on
        self.message = f"The agreement runs to the end of {_day(ends_on)}."


class FieldworkOverError(StoreError):
    """A family was to be worked on a laptop after the end of the agreement."""

    message = "The agreement has ended (clauses 3.1, 18): no family is visited or rung any more."
    hint = (
        "Send with F5 and hand the laptop in; if the agreement was extended, F5 brings that."
        " A refusal can be told all the same, with F8."
    )


class AllocationOverError(StoreError):
    """Families were to be given to a laptop while the agreement does not run."""

    message = "The agreement does not run now (clause 3.1): no family is given to a laptop."
    hint = "Record an extension in writing, if there is one (`doorstep term extend`); otherwise call the laptops back."


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"
