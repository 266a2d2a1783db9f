"""Made-up families for practice, demonstrations and tests: the same ones for the same seed.

Owns inventing who they are. Refuses to own what was done at their doors (made_up_work), and real people: names are
drawn at random, streets do not exist, postcodes lie in a sector nobody uses, and phone numbers are from the range Ofcom
keeps for drama.
"""

from collections.abc import Iterator
from hashlib import sha256
from random import Random
from typing import Final

from store.fieldwork.made_up_names import DIRECTIONS, FIRST_NAMES, LANGUAGES, STREETS, SURNAMES
from store.ids import FamilyId, PersonId
from store.keeping.acts import FamilyDelivered
from store.keeping.acts.family_parts import Address, FamilyDetails, Person, Phone
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.families import PersonRole, PhoneKind

DRAMA_MOBILE: Final = "07700 900{:03d}"
"""Source: Ofcom, numbers for use in TV and radio drama programmes."""

_SURNAMES, _FIRST_NAMES, _STREETS = SURNAMES, FIRST_NAMES, STREETS


def families(count: int, delivery: str, seed: int = 2015, prefix: str = "ECC") -> Iterator[FamilyDelivered]:
    """Yield made-up families as a council would deliver them.

    Args:
        count: How many.
        delivery: Id of the delivery they come in.
        seed: Another one invents others.
        prefix: What the council's references begin with.
    """
    dice = Random(seed)  # noqa: S311  # nothing secret is drawn
    for row in range(count):
        yield _family(dice, row, delivery, prefix)


def _family(dice: Random, row: int, delivery: str, prefix: str) -> FamilyDelivered:
    surname = dice.choice(_SURNAMES)
    language = dice.choice(LANGUAGES) if dice.random() < 0.08 else None
    carer = _person(dice, surname, PersonRole.MAIN_CARER, dice.randint(24, 58), language)
    reference = f"{prefix}-{row + 1:05d}"
    return FamilyDelivered(
        family=FamilyId(made_up_id(dice)),
        delivery=delivery,
        row=row,
        row_digest=sha256(reference.encode()).hexdigest(),
        council_reference=reference,
        wave=Wave.ONE,
        letter_sent_on="2015-10-05",
        details=FamilyDetails(
            address=Address(
                lines=(f"{dice.randint(1, 120)} {dice.choice(_STREETS)}", "Chelmsford"),
                postcode=f"CM1 9{dice.choice('ABDEFGHJ')}{dice.choice('LNPQRSTU')}",
                directions=dice.choice(DIRECTIONS) if dice.random() < 0.15 else None,
            ),
            people=(carer, *_young_people(dice, surname, carer)),
            language=language,
        ),
        held_notes=(),
    )


def _young_people(dice: Random, surname: str, carer: Person) -> Iterator[Person]:
    """Yield one to three of them; some are twins, some have another surname, one is called like the carer."""
    age = dice.randint(11, 17)
    for place in range(dice.randint(1, 3)):
        is_twin = place > 0 and dice.random() < 0.12
        age = age if is_twin else dice.randint(11, 17)
        own = dice.choice(_SURNAMES) if not is_twin and dice.random() < 0.15 else surname
        young = _person(dice, own, PersonRole.YOUNG_PERSON, age)
        if place == 0 and dice.random() < 0.03:
            young = young.model_copy(update={"first_names": carer.first_names, "known_as": "Junior"})
        yield young


def _person(dice: Random, surname: str, role: PersonRole, age: int, language: str | None = None) -> Person:
    is_carer = role is PersonRole.MAIN_CARER
    phone = Phone(
        entry=made_up_id(dice),
        number=DRAMA_MOBILE.format(dice.randint(0, 999)),
        kind=PhoneKind.MOBILE,
        is_confidential=dice.random() < (0.06 if is_carer else 0.3),
    )
    return Person(
        person=PersonId(made_up_id(dice)),
        role=role,
        title=None,
        first_names=dice.choice(_FIRST_NAMES),
        surname=surname,
        known_as=None,
        born_on=None,
        age_years=age,
        age_on="2015-10-01",
        language=language,
        phones=(phone,) if is_carer or dice.random() < 0.5 else (),
        emails=(),
    )


def made_up_id(dice: Random) -> str:
    """Return an id that the dice decide."""
    return dice.randbytes(16).hex()
