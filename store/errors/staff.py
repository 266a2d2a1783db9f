"""What can go wrong with who works here and who may do what."""

from datetime import date

from store.errors.base import StoreError


class NotASupervisorError(StoreError):
    """Something only a supervisor does was asked for by somebody else."""

    message = "Only a supervisor of this store can do that."
    hint = "Ask a supervisor to sign in and do it."


class StaffNameError(StoreError):
    """Nobody, or more than one person, is on the staff under a name."""

    message = "That name does not say who is meant."
    hint = "Look the name up with `doorstep staff list` and give it exactly."


class LineFormError(StoreError):
    """What was given as a name or a reason cannot be kept and shown.

    Attributes:
        limit_chars: How long it may be.
    """

    hint = "Type it in ordinary letters, digits, signs and spaces."

    def __init__(self, limit_chars: int) -> None:
        self.limit_chars = limit_chars
        self.message = f"A name or a reason is one line of 1 to {limit_chars} characters that can be seen."
        super().__init__()


class StaffNameTakenError(StoreError):
    """Two people of one store may not go by one name: it says who is meant."""

    message = "Somebody of that name works here already."
    hint = "Add something that tells the two apart, for example a middle name or a staff number."


class LastPersonError(StoreError):
    """The last supervisor who can sign in is not to be taken away: only a supervisor adds another."""

    message = "This store would be left without a supervisor who can sign in."
    hint = "Add another one with `doorstep staff add --role supervisor` first."


class StillHereUnsaidError(StoreError):
    """Base is to go on from a copy, which lets in whoever left since, and nobody said who that is.

    Attributes:
        names: Of everybody else whom it lets in.
    """

    hint = "Close each of those with --left NAME ..., or say --nobody-left if all of them still work here."

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        said = "The copy lets in whoever worked here when it was made; nobody said who left since, of:"
        self.message = f"{said} {', '.join(names)}."
        super().__init__()


class CredentialNotLiveError(StoreError):
    """Somebody's training ran out, or none is recorded; what protects somebody needs none.

    Attributes:
        until: The last day of what was recorded; None where nothing was, or not in every topic.
    """

    hint = (
        "Ring your supervisor, who records new training; `doorstep sync` brings it to a laptop, and sends what is"
        " unsent. A loss, a refusal, a withdrawal and handing in can be told at the prompt."
    )

    def __init__(self, until: date | None) -> None:
        self.until = until
        self.message = "No training of yours is in force here, so no family is shown." + (
            "" if until is None else f" The last that was recorded ends on {until.day} {until:%b %Y}."
        )
        super().__init__()


class CredentialUnknownError(StoreError):
    """What was given names no credential, or more than one."""

    message = "That does not name one credential that was not ended."
    hint = "Look it up with `doorstep staff credential list`; the beginning of its number is enough."


class CredentialDatesError(StoreError):
    """A credential was to end before it begins, or before today."""

    message = "Training does not run out before it begins, or before it is recorded."
    hint = "Check the two days, and give them like 2015-11-02."


class CredentialTooLongError(StoreError):
    """A credential was to count for longer than the agreement lets one.

    Attributes:
        months: How long it may count.
    """

    hint = "Give an earlier last day, or leave it out."

    def __init__(self, months: int) -> None:
        self.months = months
        self.message = f"Training counts for {months} months at most under this agreement."
        super().__init__()
