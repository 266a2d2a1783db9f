"""How many cases ended in which group, for each wave: what rates are computed from. Pure.

Owns the counting, and what stands outside it: pending cases, opt-outs before issue, households that split off. Refuses
to own the rates (rates) and how a case stands (every_case).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from store.agreement.outcomes import OutcomeGroup
from store.fieldwork.every_case import CaseStands
from store.fieldwork.outcomes import CaseOutcome
from store.keeping.acts.terms.attempts import Wave


@dataclass(frozen=True, slots=True)
class Counted:
    """Cases of one kind, households or respondents.

    Attributes:
        groups: Of those that came to an end, by group; every group is there.
        pending: Those that are still worked: they are in no group and in no rate.
    """

    groups: Mapping[OutcomeGroup, int]
    pending: int

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.groups.values()) + self.pending


@dataclass(frozen=True, slots=True)
class WaveCounts:
    """What one wave comes to.

    Attributes:
        not_issued: Of the pending households, those that no interviewer had yet.
        opted_out: Households that refused before an interviewer had them; they are in neither count.
        split_off: Households that split off others; likewise.
    """

    wave: Wave
    households: Counted
    respondents: Counted
    not_issued: int
    opted_out: int
    split_off: int


def counts_of(cases: Iterable[CaseStands], opted_out: int) -> list[WaveCounts]:
    """Return what each wave comes to, the first one also where it has no case yet.

    Args:
        cases: Of every wave, in any order.
        opted_out: Families that refused of whom nothing was ever supplied: they are the first wave's.
    """
    of: dict[Wave, list[CaseStands]] = {Wave.ONE: []}
    for case in cases:
        of.setdefault(case.wave, []).append(case)
    return [_wave(wave, found, opted_out if wave is Wave.ONE else 0) for wave, found in of.items()]


def count(outcomes: Iterable[CaseOutcome]) -> Counted:
    """Return how many outcomes there are of each group."""
    found = Counter(outcome.group for outcome in outcomes)
    return Counted({group: found[group] for group in OutcomeGroup}, found[None])


def is_counted(case: CaseStands) -> bool:
    """Say whether a case belongs to the sample that was issued or waits to be."""
    return not (case.has_opted_out or case.is_split_off)


def _wave(wave: Wave, cases: list[CaseStands], opted_out: int) -> WaveCounts:
    sample = [case for case in cases if is_counted(case)]
    return WaveCounts(
        wave=wave,
        households=count(case.household for case in sample),
        respondents=count(each.outcome for case in sample for each in case.respondents),
        not_issued=sum(case.household.is_pending and not case.is_issued for case in sample),
        opted_out=opted_out + sum(case.has_opted_out and not case.is_split_off for case in cases),
        split_off=sum(case.is_split_off for case in cases),
    )
