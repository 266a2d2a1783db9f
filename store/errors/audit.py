"""What can go wrong in an audit."""

from store.errors.base import StoreError


class CheckpointUnknownError(StoreError):
    """A checkpoint is of a journal that is not held here."""

    message = "This checkpoint is of a journal that is not held here, so it cannot be compared."
    hint = "Compare it at the base or on the laptop that signed it; its first line names the journal."


class WitnessKindError(StoreError):
    """Somebody who does not look at base from outside is named as its witness."""

    message = "Only a witness, an auditor or one of the controllers keeps base's checkpoints."
    hint = "Put them on the register with `doorstep recipient add --kind witness`."


class PeriodError(StoreError):
    """A period ends before it begins, or lies ahead."""

    message = "That period ends before it begins, or has not begun yet."
    hint = "Give its first day with --from and its last with --until."


class NoticeAboutError(StoreError):
    """A notice about something that gives no cause for one."""

    message = "No unreadable delivery, or no destruction that is done, has a number that begins like that."
    hint = "Look it up: `doorstep report clocks` names deliveries, and `doorstep destruction list` says what is done."
