"""Time stopped and chance fixed, so that a picture is the same each time it is drawn."""

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from unittest.mock import patch

from store.clock import MachineClock
from store.exchange import words as six
from store.keeping.key_derivation import KdfCost


@contextlib.contextmanager
def stopped() -> Iterator[None]:
    """Stop time, and draw every random number from a fixed stream."""
    drawn, ticks = count(), count()
    begun = datetime(2026, 11, 2, 9, tzinfo=UTC)

    def bytes_of(length: int) -> bytes:
        return hashlib.shake_256(str(next(drawn)).encode()).digest(length)

    def now(_: MachineClock) -> datetime:
        return begun + timedelta(milliseconds=next(ticks))

    @cache
    def words_of(ticket: bytes, answer: bytes, cost: KdfCost) -> six.Words:
        del (
            ticket,
            answer,
        )  # sealing draws random numbers of its own: they are others each time, and words are not to be
        assert cost == six.PRACTICE_COST
        return tuple(six.LIST[byte] for byte in bytes_of(six.COUNT))

    with (
        patch.object(six, "six_words", words_of),
        patch.object(os, "urandom", bytes_of),
        patch.object(secrets, "token_hex", lambda length: bytes_of(length).hex()),
        patch.object(MachineClock, "now", now),
        patch("store.clock.datetime", _Stopped),
    ):
        yield


class _Stopped(datetime):
    """The machine's clock, for training clocks, which ask it by themselves."""

    @classmethod
    def now(cls, tz: object = None) -> "_Stopped":
        assert tz is UTC
        return cls(2026, 11, 2, 9, tzinfo=UTC)
