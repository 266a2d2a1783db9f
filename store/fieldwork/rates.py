"""Response, co-operation, refusal and contact rates, from how many cases ended in which group. Pure.

Owns the formulas. Refuses to own which group a case ends in (outcomes), the counting (standings), and whether a figure
may be released: rates of few cases are for the team alone.

Source: AAPOR, Standard Definitions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from store.agreement.outcomes import OutcomeGroup

Rate = Fraction | None
"""From 0 to 1; None where nothing is divided by nothing, which is shown as n/a and never as 0."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Every rate, the first of each kind first.

    Attributes:
        e: The share of cases of unknown eligibility that is taken to be eligible; None where nothing says how many are.
        response: RR1 to RR6.
        cooperation: COOP1 to COOP4.
        refusal: REF1 to REF3.
        contact: CON1 to CON3.
    """

    e: Rate
    response: tuple[Rate, ...]
    cooperation: tuple[Rate, ...]
    refusal: tuple[Rate, ...]
    contact: tuple[Rate, ...]


def rates_of(counts: Mapping[OutcomeGroup, int], e: Rate = None) -> Rates:
    """Return the rates of the cases of one survey.

    Args:
        counts: Cases by group; a group that is missing has none. Pending cases belong to no group and are left out.
        e: From 0 to 1; None to estimate it by the share of eligible ones among cases of known eligibility.
    """
    complete, partial, refused, not_met, other, *unknown, ineligible = (counts.get(each, 0) for each in OutcomeGroup)
    interviewed = complete + partial
    met = interviewed + refused + other
    known = met + not_met
    share = _rate(known, known + ineligible) if e is None else e
    every = known + sum(unknown)
    likely = known if not any(unknown) else None if share is None else known + share * sum(unknown)
    return Rates(
        e=share,
        response=tuple(_rate(some, of) for of in (every, likely, known) for some in (complete, interviewed)),
        cooperation=tuple(_rate(some, of) for of in (met, met - other) for some in (complete, interviewed)),
        refusal=tuple(_rate(refused, of) for of in (every, likely, known)),
        contact=tuple(_rate(met, of) for of in (every, likely, known)),
    )


def _rate(some: int, of: Fraction | int | None) -> Rate:
    return None if not of else Fraction(some) / of
