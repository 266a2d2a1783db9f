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
