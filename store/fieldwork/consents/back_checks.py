"""Checking by somebody else: what is drawn, what came of it, whom a failure suspends.

Owns these rules; pure but for the dice it is handed. Refuses to own finding what there is to draw from, and keeping. To
be rung for a back-check is no re-contact: it needs no consent to that, and asks nothing new.

Source: agreement 4.2, A8; the share is the agreement's setting.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from store.errors import BackCheckDoneError, CheckedByThemselvesError, ReasonMissingError
from store.ids import FamilyId, PersonId, StaffId
from store.keeping.acts.terms.consents import BackCheckMatter, BackCheckResult

if TYPE_CHECKING:
    from store.clock import Instant
    from store.keeping.acts import BackCheckRecorded

PER_MILLE = 1_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """One interview or answer that may be drawn.

    Attributes:
        record: The interview's or the consent record's id.
        done_by: Who did it, and so may not check it.
    """

    matter: BackCheckMatter
    family: FamilyId
    person: PersonId
    record: str
    done_by: StaffId


@dataclass(frozen=True, slots=True)
class Check:
    """One back-check.

    Attributes:
        due_on: London date; None for none.
        result: What came of it last; None while it is open.
        finding: What was found, as it was written down.
    """

    back_check: str
    candidate: Candidate
    due_on: str | None
    result: BackCheckResult | None
    finding: str | None = field(repr=False)

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to be asked, or a failure to be settled."""
        return self.result in (None, BackCheckResult.NOT_REACHED, BackCheckResult.FAILED)


def draw(
    candidates: Iterable[Candidate], drawn_before: Collection[str], share_per_mille: int, dice: Random
) -> list[Candidate]:
    """Return what is drawn now, so that of everybody's work at least the share is drawn in all.

    Args:
        candidates: Everything of one matter that was ever done, drawn or not.
        drawn_before: Records drawn already.
        share_per_mille: Of every thousand; above nothing, at least one of each person's is drawn.
        dice: Draws; nobody can tell beforehand what it draws.

    Returns:
        In order of family and record, so that the order tells nothing.
    """
    by_person: defaultdict[StaffId, list[Candidate]] = defaultdict(list)
    for each in candidates:
        by_person[each.done_by].append(each)
    drawn: list[Candidate] = []
    for done in by_person.values():
        owed = -(-len(done) * share_per_mille // PER_MILLE)
        left = sorted((each for each in done if each.record not in drawn_before), key=lambda each: each.record)
        had = len(done) - len(left)
        drawn += dice.sample(left, min(len(left), max(0, owed - had)))
    return sorted(drawn, key=lambda each: (each.family, each.record))


def result_of(
    check: Check, result: BackCheckResult, checked_by: StaffId, finding: str | None, at: "Instant"
) -> "BackCheckRecorded":
    """Return the act of what a check found.

    Raises:
        CheckedByThemselvesError: Whoever did the work checked it.
        BackCheckDoneError: It was confirmed or settled before, or is settled without having failed.
        ReasonMissingError: A failure, or its settling, without a word about it.
    """
    from store.clock import to_ms
    from store.keeping.acts import BackCheckRecorded

    if checked_by == check.candidate.done_by:
        raise CheckedByThemselvesError
    is_settling = result is BackCheckResult.SETTLED
    if not check.is_open or is_settling != (check.result is BackCheckResult.FAILED):
        raise BackCheckDoneError
    said = (finding or "").strip()
    if result in (BackCheckResult.FAILED, BackCheckResult.SETTLED) and not said:
        raise ReasonMissingError
    return BackCheckRecorded(
        back_check=check.back_check,
        family=check.candidate.family,
        person=check.candidate.person,
        record=check.candidate.record,
        checked_by=checked_by,
        result=result,
        at_ms=to_ms(at),
        finding=said or None,
    )


def suspended_people(checks: Sequence[Check]) -> frozenset[PersonId]:
    """Return whose linkage and re-contact wait: of whom any check failed that is not settled."""
    return frozenset(each.candidate.person for each in checks if each.result is BackCheckResult.FAILED)
