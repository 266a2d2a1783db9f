"""The one root of everything the store refuses."""


class StoreError(Exception):
    """Something the store refused or could not do.

    Attributes:
        message: What happened, one sentence, in the reader's words.
        hint: One thing to do about it, one sentence.
    """

    message: str = "The store could not do that."
    hint: str = "Try again; if it happens twice, ring your supervisor."

    def __str__(self) -> str:
        return f"{self.message} {self.hint}"
