"""A family that moved, and one that went on as two households.

Owns the deeds. Refuses to own where they can be found (tracing) and to whom a new household is given (base).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from store.errors import EveryoneLeavesError, NothingChangedError, OddValueError, PeopleUnclearError, PersonUnknownError
from store.fieldwork.circumstances import Circumstances
from store.fieldwork.corrections import day_known
from store.fieldwork.details import check_detail, field_name
from store.fieldwork.family import FamilyFile
from store.fieldwork.people import as_part
from store.fieldwork.workable import hold_workable, member
from store.ids import FamilyId, PersonId, new_id
from store.keeping.acts.terms.families import DetailField, DetailSource
from store.keeping.detail_texts import lines_of_text

if TYPE_CHECKING:
    from store.keeping.acts import Act
    from store.keeping.acts.family_parts import Address


@dataclass(frozen=True, slots=True)
class AddressEntered:
    """An address as it was entered.

    Attributes:
        lines: Under each other, without the postcode.
        directions: How to get there.
        is_kept_knowingly: Whether somebody looked at an odd postcode and says that it is right.
    """

    lines: str | None = field(default=None, repr=False)
    postcode: str | None = field(default=None, repr=False)
    directions: str | None = field(default=None, repr=False)
    is_kept_knowingly: bool = False


def move_family(
    new: AddressEntered | None,
    moved_on: date | None,
    source: DetailSource,
    file: FamilyFile,
    circumstances: Circumstances,
) -> "list[Act]":
    """Return the acts of a family that moved house; the old address stays in its history.

    Args:
        new: Where to, or None where nobody knows.
        moved_on: When, or None where nobody knows.
        source: Who said so.
        file: The family's.
        circumstances: Of the deed.

    Raises:
        FamilyLockedError, FamilyPausedError: The family may not be worked.
        NothingChangedError: It is the address that is known.
        OddValueError: The postcode is odd, and nobody said that it is right.
        StillAheadError: It would move in the future.
        TypedTooLongError: Too much was typed.
    """
    from store.keeping.acts import FamilyMoved
    from store.keeping.acts.family_parts import Address

    hold_workable(file, circumstances.now_ms)
    day = None if moved_on is None else day_known(moved_on, circumstances)
    was = file.address
    old = Address(lines=was.lines, postcode=was.postcode, directions=was.directions)
    address = None if new is None else _read(new, circumstances.today)
    if address == old:
        raise NothingChangedError
    return [FamilyMoved(family=file.family, old=old, new=address, moved_on=day, source=source)]


def split_family(
    people: Sequence[PersonId],
    new: AddressEntered | None,
    split_on: date | None,
    source: DetailSource,
    file: FamilyFile,
    circumstances: Circumstances,
) -> "list[Act]":
    """Return the acts of members who went on as a household of their own: it begins with them, under their own ids.

    What the new household keeps says nothing of those who stayed.

    Args:
        people: Who went.
        new: Where to, or None where nobody knows.
        split_on: When, or None where nobody knows.
        source: Who said so.
        file: The family's, in which the others stay.
        circumstances: Of the deed.

    Raises:
        FamilyLockedError, FamilyPausedError: The family may not be worked.
        PeopleUnclearError: Nobody went.
        EveryoneLeavesError: Nobody would stay.
        PersonUnknownError: Somebody does not belong to the household.
        OddValueError, StillAheadError, TypedTooLongError: As `move_family`.
    """
    from store.keeping.acts import FamilyMoved, FamilySplit, PersonAdded
    from store.keeping.acts.family_parts import Address

    hold_workable(file, circumstances.now_ms)
    day = None if split_on is None else day_known(split_on, circumstances)
    gone = list(dict.fromkeys(people))
    if not gone:
        raise PeopleUnclearError
    if any(member(file, each).left is not None for each in gone):
        raise PersonUnknownError
    if len(gone) == sum(1 for _ in file.members()):
        raise EveryoneLeavesError
    address = None if new is None else _read(new, circumstances.today)
    new_family = FamilyId(new_id())
    acts: list[Act] = [
        FamilySplit(family=file.family, new_family=new_family, people=tuple(gone), split_on=day, source=source)
    ]
    known_on = circumstances.today.isoformat()
    for each in gone:
        someone = as_part(member(file, each))
        acts.append(PersonAdded(family=new_family, member=someone, source=source, known_on=known_on))
    if address is not None:
        nowhere = Address(lines=(), postcode=None, directions=None)
        acts.append(FamilyMoved(family=new_family, old=nowhere, new=address, moved_on=day, source=source))
    return acts


def _read(entered: AddressEntered, on: date) -> "Address":
    from store.keeping.acts.family_parts import Address

    lines = check_detail(DetailField.ADDRESS, entered.lines, None, on)
    postcode = check_detail(DetailField.POSTCODE, entered.postcode, None, on)
    directions = check_detail(DetailField.DIRECTIONS, entered.directions, None, on)
    if postcode is not None and postcode.is_odd and not entered.is_kept_knowingly:
        raise OddValueError(field_name(DetailField.POSTCODE))
    return Address(
        lines=lines_of_text(None if lines is None else lines.text),
        postcode=None if postcode is None else postcode.text,
        directions=None if directions is None else directions.text,
    )
