"""Everything that can go wrong in the store, as one tree.

Owns the two sentences a person reads: `message` (what happened) and `hint` (one thing to do). Refuses to own how they
are shown, and any personal data: facts travel as typed attributes, ids and codes only.
"""


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


# -- agreement -------------------------------------------------------------------------------------------------------


# -- time ------------------------------------------------------------------------------------------------------------


class NaiveInstantError(StoreError):
    """An instant without a zone was handed in."""

    message = "A time without a time zone cannot start or stop anything."
    hint = "Give the time with its zone, for example 2015-11-02T09:00:00+00:00."


class ClockMovedBackError(StoreError):
    """The machine's clock is behind the last act of the journal.

    Attributes:
        behind_s: By how many whole seconds.
    """

    hint = "Set this machine's clock right and try again, or repeat with --clock-is-right and the trail will say so."

    def __init__(self, behind_s: int) -> None:
        self.behind_s = behind_s
        self.message = f"This machine's clock is {behind_s} seconds behind the last act in the journal."
        super().__init__()


class TrainingClockError(StoreError):
    """A training clock was to be moved back, or a real store was to get one."""

    message = "The training clock only moves forward, and only a practice store has one."
    hint = "Give a later date than the one `doorstep status` shows, on a practice store."


# -- acts and journal ------------------------------------------------------------------------------------------------


# -- keys ------------------------------------------------------------------------------------------------------------


# -- database and files ----------------------------------------------------------------------------------------------


# -- custody ---------------------------------------------------------------------------------------------------------
