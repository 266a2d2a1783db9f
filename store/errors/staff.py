"""What can go wrong with who works here and who may do what."""

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
