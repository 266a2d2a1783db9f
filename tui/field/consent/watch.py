"""For how long a text was in sight, by the store's clock.

Owns the sum. Refuses to own the clock, and what is in sight.
"""

from datetime import timedelta

from store.clock import Clock, Instant


class Watch:
    """Counts while something is in sight; it stands while something else is over it.

    Args:
        clock: The store's.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seen = timedelta()
        self._since: Instant | None = None

    def begin(self) -> None:
        """Count from nothing: another text."""
        self._seen, self._since = timedelta(), self._clock.now()

    def pause(self) -> None:
        """Stand still; a clock that fell back meanwhile adds nothing."""
        if self._since is not None:
            self._seen += max(timedelta(), self._clock.now() - self._since)
            self._since = None

    def go_on(self) -> None:
        """Count on."""
        if self._since is None:
            self._since = self._clock.now()

    @property
    def seconds(self) -> int:
        """Whole seconds until now."""
        running = timedelta() if self._since is None else max(timedelta(), self._clock.now() - self._since)
        return int((self._seen + running).total_seconds())
