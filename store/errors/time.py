"""What can go wrong with instants, days and clocks."""

from store.errors.base import StoreError


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


class TrainingYearError(StoreError):
    """A training clock was to be set to a time no exercise needs, near the end of what a date can say.

    Attributes:
        first_year: The first year it may stand in.
        last_year: The last one.
    """

    hint = "Give a date inside the term of the agreement, for example 2015-11-02."

    def __init__(self, first_year: int, last_year: int) -> None:
        self.first_year = first_year
        self.last_year = last_year
        self.message = f"A training clock stands between the years {first_year} and {last_year}."
        super().__init__()


class DayFormError(StoreError):
    """What was typed is no day and no instant."""

    message = "That is no day and no time."
    hint = "Write it like 2015-11-02, or 2015-11-02T09:00, or with a zone like 2015-11-02T09:00+00:00."


class TrainingClockError(StoreError):
    """A training clock was to be moved back, or a real store was to get one."""

    message = "The training clock only moves forward, and only a practice store has one."
    hint = "Give a later date than the one `doorstep status` shows, on a practice store."


class DayTypedError(StoreError):
    """What was typed is no day there is."""

    message = "That cannot be read as a day."
    hint = "Type it like today, tue, 3 nov or 3 nov 2015."


class MomentFormError(StoreError):
    """What was typed is no time anybody can be at a door."""

    message = "That cannot be read as a time."
    hint = "Type it like 18:30, tomorrow 10:00, tue 18:30 or 3 nov 10:00."
