"""What a laptop asks base that cannot be gone on with by itself: a forgotten passphrase, or a frozen store.

Owns telling the two apart, by what a file says it is, and which requests lie waiting in a folder. Refuses to own what
each asks, and who answers it how (recovery_answer, lifting).
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final, assert_never

from store.clock import Instant
from store.errors import SignedFileFormError, StoreError
from store.exchange import lifting, recovery_answer, recovery_files
from store.exchange.signed_file import claimed, content_of
from store.exchange.ticket import hold_supervisor_of_base
from store.keeping.store import Store


class Way(StrEnum):
    """Why a laptop needs base to go on."""

    FORGOTTEN = "forgotten"
    FROZEN = "frozen"


_REQUESTS: Final = {Way.FORGOTTEN: recovery_files.REQUEST, Way.FROZEN: lifting.REQUEST}
_ANSWERS: Final = {Way.FORGOTTEN: recovery_files.ANSWER, Way.FROZEN: lifting.ANSWER}
_NAMES: Final = ("recovery-request*.doorstep", "branch-request*.doorstep")
"""As laptops call them, and as somebody calls a second one."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request's file, as it lay there.

    Attributes:
        path: Where.
        raw: Its bytes; empty where it could not be read.
        way: Which of the two it is; None where it is neither.
        laptop: What the laptop is called; empty where it is none of base's.
        staff: Who carries it; empty likewise.
        stands_at: The instant of the newest act that a frozen store still has; None where base never heard of that.
        left_on: When whoever carries it left, where its passphrase is unknown; None otherwise.
        fault: Why it cannot be answered, if so; the words aside.
    """

    path: Path
    raw: bytes = field(repr=False)
    way: Way | None = None
    laptop: str = field(default="", repr=False)
    staff: str = field(default="", repr=False)
    stands_at: Instant | None = None
    left_on: date | None = None
    fault: StoreError | None = None

    @property
    def is_forgotten(self) -> bool:
        """Whether a passphrase was forgotten, and two people answer."""
        return self.way is Way.FORGOTTEN

    @property
    def is_frozen(self) -> bool:
        """Whether a store is frozen, and the answer takes a reason."""
        return self.way is Way.FROZEN


def way_of_request(raw: bytes) -> Way:
    """Return which of the two a request says it is.

    Raises:
        SignedFileFormError: Neither.
    """
    return _way(raw, _REQUESTS)


def way_of_answer(raw: bytes) -> Way:
    """Return which of the two an answer says it is to.

    Raises:
        SignedFileFormError: Neither.
    """
    return _way(raw, _ANSWERS)


def waiting_requests(store: Store, folder: Path) -> list[Waiting]:
    """Return every request in a folder, by name, with what is wrong with it; nothing is changed.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base answers.
    """
    hold_supervisor_of_base(store)
    return [_waiting(store, path) for path in sorted(path for name in _NAMES for path in folder.glob(name))]


def _waiting(store: Store, path: Path) -> Waiting:
    try:
        raw = content_of(path)
    except StoreError as fault:
        return Waiting(path, b"", fault=fault)
    try:
        way = way_of_request(raw)
        match way:
            case Way.FORGOTTEN:
                laptop, _, left = recovery_answer.asked_by(store, raw)
                stands_at, left_on = None, None if left is None else date.fromisoformat(left)
            case Way.FROZEN:
                laptop, asked = lifting.asked_by(store, raw)
                stands_at, left_on = lifting.stands_at(store, asked), None
            case _:
                assert_never(way)
    except StoreError as fault:
        return Waiting(path, raw, fault=fault)
    ((staff,),) = store.rows("SELECT name FROM staff WHERE staff = ?", (laptop.staff,))
    return Waiting(path, raw, way, laptop.name, staff, stands_at, left_on)


def _way(raw: bytes, forms: dict[Way, str]) -> Way:
    for way, form in forms.items():
        try:
            claimed(raw, form)
        except SignedFileFormError as refusal:
            fault = refusal
        else:
            return way
    raise fault
