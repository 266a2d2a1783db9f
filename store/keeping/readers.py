"""Who reads a store's file, so that nobody changes file or key under them.

Owns counting readers and keeping them out. Refuses to own connections (database) and why they are kept out (epochs).
"""

import contextlib
from collections.abc import Iterator
from threading import Lock

from store.errors import EpochReadersError


class Readers:
    """Everybody who reads one store at this moment."""

    def __init__(self) -> None:
        self._gate = Lock()
        self._count = 0

    @contextlib.contextmanager
    def one_more(self) -> Iterator[None]:
        """Count somebody for as long as they read; waits while readers are kept out."""
        with self._gate:
            self._count += 1
        try:
            yield
        finally:
            with self._gate:
                self._count -= 1

    @contextlib.contextmanager
    def kept_out(self) -> Iterator[None]:
        """Keep new ones waiting.

        Raises:
            EpochReadersError: Somebody is reading.
        """
        with self._gate:
            if self._count:
                raise EpochReadersError
            yield
