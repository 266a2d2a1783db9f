"""The sample of wave 2: its families, which of them moved, and who of them is asked again, being under 16 before.

Owns reading it, a line a family. Refuses to own who is of it (choosing), and when a question is asked afresh
(asked_afresh).

Source: agreement 4.4, 7.2d; clauses "Consent": somebody who turned 16 between waves is asked afresh.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from store.agreement.london import london_day
from store.exchange.wave_two.agreeing import agreeing_families
from store.exchange.wave_two.asked_afresh import BEFORE_INTERVIEW, stay_answered
from store.exchange.wave_two.known import Selection
from store.fieldwork.consents.known import read_stands
from store.ids import FamilyId, PersonId
from store.keeping.acts.terms.attempts import Wave
from store.keeping.store import Store


@dataclass(frozen=True, slots=True)
class Sampled:
    """One family of wave 2.

    Attributes:
        reference: The council's; empty for a household that split off.
        is_moved: Whether its address changed since wave 1.
        afresh_count: People of it who are asked again about what they answered when they were under 16.
    """

    family: FamilyId
    reference: str = field(repr=False)
    postcode: str = field(repr=False)
    is_moved: bool
    afresh_count: int


def sample(store: Store, selection: Selection) -> list[Sampled]:
    """Return the families of one selection that are held and agree still, by their council's reference."""
    chosen = agreeing_families(store).intersection(selection.families)
    again = afresh_counts(store, chosen)
    rows = store.rows(
        "SELECT family, council_reference, coalesce(postcode, ''), is_moved FROM family"
        " ORDER BY council_reference, family"
    )
    return [
        Sampled(FamilyId(family), reference, postcode, bool(moved), again[FamilyId(family)])
        for family, reference, postcode, moved in rows
        if family in chosen
    ]


def afresh_counts(store: Store, families: Collection[FamilyId]) -> Counter[FamilyId]:
    """Return how many people of each family are asked again who answered as children.

    What is asked of everybody in each wave does not count.
    """
    today, sought, counts = london_day(store.now()), set(families), Counter[FamilyId]()
    rows = store.rows(
        "SELECT DISTINCT consent.family, consent.person FROM consent WHERE wave = ? ORDER BY 1, 2", (Wave.ONE,)
    )
    for family, person in rows:
        if family not in sought:
            continue
        stands = read_stands(store.rows, FamilyId(family), PersonId(person))
        stay = stay_answered(stands, _age(store, family, person), Wave.TWO, today)
        again = [each for each in stands if each not in stay and each.question.purpose not in BEFORE_INTERVIEW]
        counts[FamilyId(family)] += any(each.record is not None for each in again)
    return counts


@dataclass(frozen=True, slots=True)
class _Aged:
    born_on: str | None = field(repr=False)
    age_years: int | None = field(repr=False)
    age_on: str | None = field(repr=False)


def _age(store: Store, family: str, person: str) -> _Aged:
    rows = store.rows("SELECT born_on, age_years, age_on FROM person WHERE family = ? AND person = ?", (family, person))
    return _Aged(*rows[0]) if rows else _Aged(None, None, None)
