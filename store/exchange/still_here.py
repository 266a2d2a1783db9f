"""Whom a copy of base lets in: whoever left after it was made has their account again, until somebody closes it.

Owns asking those who go on from a copy who left. Refuses to own going on without those (succession, backup), and what
closing an account is (staffing).

Nothing that comes back from laptops tells of base's own staff, so the two who go on say it, or nobody does.

Source: agreement 9.1e, A3, 13.2: need to know.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from store.errors import StaffNameError, StillHereUnsaidError
from store.keeping.store import Store

OF_TWO: Final = 1
"""So many others take no word: whoever signs in goes on with a second person, who is that one."""


@dataclass(frozen=True, slots=True)
class WhoLeft:
    """What the two who go on say of whoever else the copy lets in.

    Attributes:
        left: Names of those who left since, all of them.
        is_nobody: Whether they say that nobody did.
    """

    left: Sequence[str] = field(default=(), repr=False)
    is_nobody: bool = False


def hold_said(store: Store, said: WhoLeft) -> None:
    """Make sure that it is said who left, before anybody goes on.

    Args:
        store: Of the copy; a supervisor is signed in.
        said: By the two.

    Raises:
        StillHereUnsaidError: More than a second person can sign in, and nobody said who left.
        StaffNameError: Somebody is said to have left whom the copy does not let in, or who is signed in.
    """
    others = who_else(store)
    if not set(said.left) <= set(others):
        raise StaffNameError
    if len(others) > OF_TWO and not said.left and not said.is_nobody:
        raise StillHereUnsaidError(tuple(others))


def who_else(store: Store) -> list[str]:
    """Return the names of everybody else whom the copy lets in, by name."""
    names = dict(store.rows("SELECT staff, name FROM staff WHERE left_on IS NULL"))
    mine = store.keys.person.staff
    return sorted(names[slot.staff] for slot in store.sidecar.people if slot.staff != mine and slot.staff in names)
