"""What two people are told before they let a report out, wherever they read it.

Owns the sentences. Refuses to own when they are true (store).
"""

from store.clock import Instant
from tui import wording


def forgotten(until: Instant) -> str:
    """Return what a base that was put back from a copy cannot know of earlier reports.

    Args:
        until: When the last act was kept that the copy has.

    Source:
        Agreement 12.1a: of two reports, no few cases are worked out by subtracting.
    """
    return (
        f"This base was put back from a copy of {wording.moment(until)}. What was let out after that is not known here,"
        " and this report was not held against it: ask whoever had one, and compare."
    )
