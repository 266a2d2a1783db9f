"""Made-up families for practice, demonstrations and tests: the same ones for the same seed.

Owns inventing them. Refuses to own real people: names are drawn at random, streets do not exist, postcodes lie in a
sector nobody uses, and phone numbers are from the range Ofcom keeps for drama.
"""

from collections.abc import Iterator
from hashlib import sha256
from random import Random
from typing import Final

from store.ids import FamilyId, PersonId
from store.keeping.acts import FamilyDelivered
from store.keeping.acts.family_parts import Address, FamilyDetails, Person, Phone
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.families import PersonRole, PhoneKind

DRAMA_MOBILE: Final = "07700 900{:03d}"
"""Source: Ofcom, numbers for use in TV and radio drama programmes."""

_SURNAMES: Final = (
    "Abara", "Bellweather", "Chowdhury", "Dunmow", "Eastcott", "Farrow", "Grzelak", "Hartnoll", "Iqbal", "Jessop",
    "Kowalska", "Larkfield", "Mbeki", "Nightingale", "O'Dowd", "Pargeter", "Quainton", "Rainbird", "Sørensen",
    "Thackray",
)  # fmt: skip
_FIRST_NAMES: Final = (
    "Amara", "Bronagh", "Caleb", "Dilys", "Ewa", "Faisal", "Gwen", "Hamza", "Imogen", "Jarek", "Kezia", "Leon", "Marta",
    "Nadia", "Owen", "Priya", "Rhys", "Saoirse", "Tomasz", "Zoë",
)  # fmt: skip
_STREETS: Final = (
    "Lapwing Reach", "Cinder Ash Row", "Old Hopper Lane", "Tidemill Close", "Saffron Yard", "Pightle Way",
    "Lantern Court", "Sluicehouse Road",
)  # fmt: skip


def families(count: int, delivery: str, seed: int = 2015) -> Iterator[FamilyDelivered]:
    """Yield made-up families as a council would deliver them.

    Args:
        count: How many.
        delivery: Id of the delivery they come in.
        seed: Another one invents others.
    """
    dice = Random(seed)  # noqa: S311  # nothing secret is drawn
    for row in range(count):
        yield _family(dice, row, delivery)


def _family(dice: Random, row: int, delivery: str) -> FamilyDelivered:
    surname = dice.choice(_SURNAMES)
    people = [_person(dice, surname, PersonRole.MAIN_CARER, dice.randint(24, 58))]
    people += [_person(dice, surname, PersonRole.YOUNG_PERSON, dice.randint(11, 17)) for _ in range(dice.randint(1, 3))]
    reference = f"ECC-{row + 1:05d}"
    return FamilyDelivered(
        family=FamilyId(_id(dice)),
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
                directions=None,
            ),
            people=tuple(people),
            language=None,
        ),
        held_notes=(),
    )


def _person(dice: Random, surname: str, role: PersonRole, age: int) -> Person:
    is_carer = role is PersonRole.MAIN_CARER
    phone = Phone(
        entry=_id(dice),
        number=DRAMA_MOBILE.format(dice.randint(0, 999)),
        kind=PhoneKind.MOBILE,
        is_confidential=not is_carer and dice.random() < 0.3,
    )
    return Person(
        person=PersonId(_id(dice)),
        role=role,
        title=None,
        first_names=dice.choice(_FIRST_NAMES),
        surname=surname,
        known_as=None,
        born_on=None,
        age_years=age,
        age_on="2015-10-01",
        language=None,
        phones=(phone,) if is_carer or dice.random() < 0.5 else (),
        emails=(),
    )


def _id(dice: Random) -> str:
    return dice.randbytes(16).hex()
