"""How far the work got: families of one council, or of one interviewer, in one wave. Pure.

Owns what is counted. Refuses to own how a case stands (every_case), and names.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from store.agreement.outcomes import OutcomeGroup
from store.fieldwork.counts import is_counted
from store.fieldwork.every_case import CaseStands
from store.fieldwork.lines import Standing
from store.keeping.acts.terms.attempts import Wave

_COLUMNS = (OutcomeGroup.COMPLETE, OutcomeGroup.PARTIAL, OutcomeGroup.REFUSAL)
_BEGUN = (OutcomeGroup.COMPLETE, OutcomeGroup.PARTIAL)


@dataclass(frozen=True, slots=True)
class Progress:
    """What became of some families; each is in one of the counts from `not_issued` to `others_count`.

    Attributes:
        whose: Whatever they were told apart by; empty where nobody knows.
        families_count: All that belong to the sample; who opted out before issue does not.
        not_issued_count: Nobody had them yet.
        worked_count: Still worked.
        complete_count, partial_count, refused_count: Households that ended so.
        others_count: Households that ended in any other way.
        attempts_count: Made at all of them.
    """

    wave: Wave
    whose: str
    families_count: int
    not_issued_count: int
    worked_count: int
    complete_count: int
    partial_count: int
    refused_count: int
    others_count: int
    attempts_count: int


def progress(cases: Iterable[CaseStands], whose: Callable[[CaseStands], str]) -> list[Progress]:
    """Return how far the work got, by wave and by whatever `whose` says, in that order."""
    apart: dict[tuple[Wave, str], list[CaseStands]] = {}
    for case in cases:
        if is_counted(case):
            apart.setdefault((case.wave, whose(case)), []).append(case)
    order = list(Wave)
    return [
        _of(wave, name, apart[wave, name])
        for wave, name in sorted(apart, key=lambda key: (order.index(key[0]), not key[1], key[1]))
    ]


def partly_interviewed_count(cases: Iterable[CaseStands]) -> int:
    """Return at how many households of wave 1 somebody is still to be interviewed though one interview was made.

    Their outcome is that interview, partial or complete, and all the same the work goes on (standing).
    """
    return sum(
        is_counted(case)
        and case.wave is Wave.ONE
        and case.standing is Standing.TO_DO
        and case.household.group in _BEGUN
        for case in cases
    )


def _of(wave: Wave, whose: str, cases: list[CaseStands]) -> Progress:
    ended = [case.household.group for case in cases if not case.household.is_pending]
    complete, partial, refused = (ended.count(group) for group in _COLUMNS)
    not_issued = sum(case.household.is_pending and not case.is_issued for case in cases)
    return Progress(
        wave=wave,
        whose=whose,
        families_count=len(cases),
        not_issued_count=not_issued,
        worked_count=len(cases) - len(ended) - not_issued,
        complete_count=complete,
        partial_count=partial,
        refused_count=refused,
        others_count=len(ended) - complete - partial - refused,
        attempts_count=sum(case.attempts_count for case in cases),
    )
