"""What a family is once its council has told what changed: only that changes. Pure.

Owns the comparing. What the council returns is held against what it delivered, never against what is known: a cell it
left alone says nothing, so that no number an interviewer corrected at the door comes back wrong.

Source: agreement 7.2d: the council updates contact details; an address that changed is marked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from store.keeping import acts
from store.keeping.acts.terms.families import PersonRole

_Way = TypeVar("_Way", acts.Phone, acts.Email)


@dataclass(frozen=True, slots=True)
class Updated:
    """A family as it goes into wave 2.

    Attributes:
        details: Its address, and those people of whom the council tells anything.
        moved_from: Where it lived as it was delivered; None while it lives there.
    """

    details: acts.FamilyDetails
    moved_from: acts.Address | None = field(repr=False)


def updated(known: acts.FamilyDetails, before: acts.FamilyDetails, now: acts.FamilyDetails) -> Updated:
    """Return a family as it is after an update.

    Args:
        known: What is known of it today, its main carer first; whoever else is known stays as they are.
        before: What its council delivered.
        now: What its council returns.
    """
    is_new_address = bool(now.address.lines) and not _is_same(now.address, before.address)
    address = now.address if is_new_address else known.address
    told, was = now.people[0], before.people[0]
    carer = next((each for each in known.people if each.role is PersonRole.MAIN_CARER), None)
    is_other = carer is not None and _is_somebody_else(was, told)
    people = (told,) if carer is None or is_other else (_person(carer, was, told),)
    language = now.language if now.language and now.language != before.language else known.language
    is_moved = bool(address.lines) and not _is_same(address, before.address)
    return Updated(
        acts.FamilyDetails(address=address, people=people, language=language),
        before.address if is_moved else None,
    )


def new_notes(before: Sequence[acts.Note], now: Sequence[acts.Note]) -> tuple[acts.Note, ...]:
    """Return the notes that stood in nothing that was delivered; they wait until somebody has read them (7.2c)."""
    known = {each.text for each in before}
    return tuple(each for each in now if each.text not in known)


def _person(known: acts.Person, before: acts.Person, now: acts.Person) -> acts.Person:
    changed: dict[str, object] = {
        name: said
        for name in ("title", "first_names", "surname", "language")
        if (said := getattr(now, name)) is not None and said != getattr(before, name)
    }
    return known.model_copy(
        update={
            **changed,
            "phones": _ways(known.phones, before.phones, now.phones, "number"),
            "emails": _ways(known.emails, before.emails, now.emails, "address"),
        }
    )


def _ways(known: Sequence[_Way], before: Sequence[_Way], now: Sequence[_Way], name: str) -> tuple[_Way, ...]:
    """Return how somebody is reached: what the council took out goes, what it put in comes, the rest stays."""
    was, says, held = _by_value(before, name), _by_value(now, name), _by_value(known, name)
    stays = [way for value, way in held.items() if value not in was or value in says]
    comes = [way for value, way in says.items() if value not in was and value not in held]
    stays += comes
    return tuple(stays)


def _by_value(ways: Sequence[_Way], name: str) -> dict[str, _Way]:
    return {"".join(str(getattr(way, name)).split()): way for way in ways}


def _is_somebody_else(before: acts.Person, now: acts.Person) -> bool:
    """Say whether both names changed: then the council tells of another carer, who agreed to nothing yet."""
    pairs = ((before.first_names, now.first_names), (before.surname, now.surname))
    return all(was and says and was.casefold() != says.casefold() for was, says in pairs)


def _is_same(one: acts.Address, other: acts.Address) -> bool:
    return _plain(one) == _plain(other)


def _plain(address: acts.Address) -> tuple[str, str]:
    said = " ".join(address.lines).casefold()
    bare = "".join(each for each in said if each.isalnum())
    return bare, "".join((address.postcode or "").split()).casefold()
