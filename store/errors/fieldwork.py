"""What can go wrong at the door: attempts, appointments, refusals, corrections."""

from store.errors.base import StoreError


class ReasonNotPossibleError(StoreError):
    """A reason does not go with a result, or a result lacks its reason."""

    message = "That reason does not go with that result."
    hint = "Choose one of the reasons that are offered for it."
