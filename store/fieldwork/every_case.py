"""How every case of a base stands, read at once: what rates, progress and reports are counted from.

Owns the queries, what belongs to the sample, and what a refusal that came in another way than by an attempt means.
Refuses to own what attempts come to (outcomes) and any counting (counts).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from store.agreement import Agreement
from store.agreement.outcomes import OutcomeGroup, final_outcome
from store.fieldwork.calls import owed, tally
from store.fieldwork.lines import Standing
from store.fieldwork.outcomes import CaseOutcome, household_outcome, respondent_outcome, with_offices
from store.fieldwork.results import OFFICE_REFUSAL
from store.fieldwork.standing import HOUSEHOLD
from store.fieldwork.unwilling import refusing, unwilling
from store.ids import FamilyId, PersonId, StaffId
from store.keeping.acts.terms.attempts import AttemptMode, AttemptResult, NoInterviewReason, Wave
from store.keeping.acts.terms.families import (
    FamilyLock,
    FamilyLockCause,
    PersonEnd,
    PersonRole,
)
from store.keeping.exchange_words import GONE


@dataclass(frozen=True, slots=True)
class RespondentStands:
    """How one respondent of a case stands."""

    person: PersonId
    role: PersonRole
    outcome: CaseOutcome


@dataclass(frozen=True, slots=True)
class CaseStands:
    """How one family stands in one wave.

    Attributes:
        postcode: As it is known now; None where none is.
        is_issued: Whether an interviewer ever had it.
        has_opted_out: Whether it refused before anybody had it: it is in no rate, and has no outcome to speak of.
        is_split_off: Whether the household split off another: no council supplied it, and it is in no rate.
        interviewer: Who has it now, or had it last; None before it is issued.
        attempts_count: Those of the wave, without those taken back.
        standing: Where its work stands; of a wave that is over, done.
        respondents: Whom the wave is to interview where they were selected, otherwise main carers and young people; who
            left the household counts only where the case of theirs had come to an end.
    """

    family: FamilyId
    wave: Wave
    postcode: str | None = field(repr=False)
    is_issued: bool
    has_opted_out: bool
    is_split_off: bool
    interviewer: StaffId | None
    attempts_count: int
    standing: Standing
    household: CaseOutcome
    respondents: tuple[RespondentStands, ...]


def every_case(connection: Any, agreement: Agreement, now_ms: int) -> Iterator[CaseStands]:
    """Yield how every family stands in each wave it was in, in the order of their ids.

    A refusal that reached the office by letter, telephone or the council's list after the family was issued is an
    office refusal, unless the attempts had come to an end by themselves. The office cannot end a case where a refusal
    stands: one that is known all the same was heard of later, and counts. A wave ends for a family with the next one.

    Args:
        connection: A reader's, at base.
        agreement: Whose outcomes and calls.
        now_ms: An appointment that is over by then keeps no case open.

    Raises:
        UnknownOutcomeError: The agreement does not list an outcome that somebody gave.
    """
    reading = _Reading(connection, agreement, now_ms)
    rows = connection.execute(
        "SELECT family, council_reference, family.postcode, wave, standing, lock, cause FROM family"
        " JOIN contactline USING (family) LEFT JOIN lockset USING (family) ORDER BY family"
    ).fetchall()
    for family, reference, postcode, wave, standing, lock, cause in rows:
        is_locked = (lock, cause) == (FamilyLock.LOCKED, FamilyLockCause.CONTACT_WISH)
        known = _Known(FamilyId(family), postcode, not reference, Standing(standing), is_locked)
        if wave == Wave.TWO:
            yield reading.case(known, Wave.ONE, is_over=True)
        yield reading.case(known, Wave(wave), is_over=False)


@dataclass(frozen=True, slots=True)
class _Known:
    family: FamilyId
    postcode: str | None = field(repr=False)
    is_split_off: bool
    standing: Standing
    is_locked: bool


@dataclass(frozen=True, slots=True)
class _Respondent:
    person: str
    code: str


@dataclass(frozen=True, slots=True)
class _Said:
    """An attempt, as far as the rules look at it."""

    at_ms: int
    mode: AttemptMode
    result: AttemptResult
    reason: NoInterviewReason | None
    met: tuple[str, ...]
    respondents: tuple[_Respondent, ...] = field(repr=False)
    household_code: str


class _Reading:
    """What every family's rows say, by family."""

    def __init__(self, connection: Any, agreement: Agreement, now_ms: int) -> None:
        self._agreement = agreement
        self._attempts = _attempts(connection)
        self._office: defaultdict[tuple[str, str], dict[str, CaseOutcome]] = defaultdict(dict)
        for family, wave, person, code, group in connection.execute(
            'SELECT family, wave, person, code, "group" FROM setoutcome'
        ):
            final = final_outcome(agreement.outcomes, int(code))
            given = CaseOutcome(final.code, None if group is None else OutcomeGroup(group), final.title)
            self._office[family, wave][person] = given
        self._selected: dict[tuple[str, str], list[str]] = {
            (family, wave): selected.split()
            for family, wave, selected in connection.execute("SELECT family, wave, selected FROM selection")
        }
        self._people: defaultdict[str, list[tuple[str, str, str | None]]] = defaultdict(list)
        for family, *person in connection.execute(
            "SELECT family, person, role, left_how FROM person ORDER BY family, role <> 'main_carer', place"
        ):
            self._people[family].append(tuple(person))
        self._appointed = {
            family
            for (family,) in connection.execute(
                'SELECT family FROM appointment WHERE "end" IS NULL AND at_ms + duration_min * 60000 > ?', (now_ms,)
            )
        }
        self._unwilling = unwilling(connection)
        self._holders: dict[str, StaffId] = dict(
            connection.execute(
                "SELECT family, interviewer FROM allocation ORDER BY family, state <> ?, device", (GONE,)
            ).fetchall()
        )
        self._holding = {
            family for (family,) in connection.execute("SELECT family FROM allocation WHERE state <> ?", (GONE,))
        }
        self._refusing = refusing(connection)

    def case(self, known: _Known, wave: Wave, *, is_over: bool) -> CaseStands:
        family = known.family
        said, office = self._attempts[family, wave], self._office[family, wave]
        wishes = set() if is_over else self._unwilling[family]
        is_unwilling = HOUSEHOLD in wishes or (known.is_locked and not is_over)
        holders = self._holders if wave is Wave.ONE else self._holding  # an earlier wave's laptop gave it back
        is_issued = family in holders or bool(said) or is_over
        standing = Standing.DONE if is_over else known.standing
        is_worked = not is_unwilling and standing is not Standing.DONE and self._is_owed(family, said)
        saying_no = dict.fromkeys(wishes, OFFICE_REFUSAL) | self._refusing[family, wave]
        heard_later = frozenset(saying_no)
        office = {whose: given for whose, given in office.items() if whose not in heard_later}
        if is_unwilling:
            saying_no = dict.fromkeys((each for each, *_ in self._people[family]), OFFICE_REFUSAL) | saying_no
        people = list(self._respondents(family, wave, said, office, saying_no, is_worked=is_worked))
        return CaseStands(
            family=family,
            wave=wave,
            postcode=known.postcode,
            is_issued=is_issued,
            has_opted_out=is_unwilling and not is_issued,
            is_split_off=known.is_split_off,
            interviewer=self._holders.get(family),
            attempts_count=len(said),
            standing=standing,
            household=with_offices(
                self._household(said, people, self._selected.get((family, wave), ()), is_unwilling, is_worked),
                None if people and heard_later.issuperset(each.person for each in people) else office.get(HOUSEHOLD),
            ),
            respondents=tuple(people),
        )

    def _household(
        self,
        said: list[_Said],
        people: list[RespondentStands],
        selected: Collection[str],
        is_unwilling: bool,
        is_worked: bool,
    ) -> CaseOutcome:
        outcomes = self._agreement.outcomes
        found = household_outcome(said, outcomes, is_worked=True, respondents=selected)
        if not found.is_pending:
            return found  # it came to an end by itself, whatever else is known
        if is_unwilling:
            return _final(self._agreement, OFFICE_REFUSAL)
        refused = [each.outcome for each in people if each.outcome.group is OutcomeGroup.REFUSAL]
        if refused and len(refused) == len(people):
            return refused[0]
        return found if is_worked else _final(self._agreement, found.code)

    def _respondents(
        self,
        family: FamilyId,
        wave: Wave,
        said: list[_Said],
        office: Mapping[str, CaseOutcome],
        saying_no: Mapping[str, int],
        *,
        is_worked: bool,
    ) -> Iterator[RespondentStands]:
        selected = self._selected.get((family, wave), ())
        for person, role, left in self._people[family]:
            is_asked = person in selected if selected else role in _RESPONDENTS
            if not is_asked or left == PersonEnd.ENTERED_IN_ERROR:
                continue
            outcome, given = (
                respondent_outcome(person, said, self._agreement.outcomes, is_worked=True),
                office.get(person),
            )
            if outcome.is_pending:
                if left is not None and given is None:
                    continue
                if person in saying_no:
                    outcome = _final(self._agreement, saying_no[person])
                else:
                    given = given or office.get(HOUSEHOLD)  # what it gave all of them holds for whoever is open
                    outcome = outcome if is_worked else _final(self._agreement, outcome.code)
            yield RespondentStands(PersonId(person), PersonRole(role), with_offices(outcome, given))

    def _is_owed(self, family: FamilyId, said: list[_Said]) -> bool:
        calls = self._agreement.calls
        return family in self._appointed or not owed(tally(said, calls), calls).is_met


_RESPONDENTS: Final = frozenset({PersonRole.MAIN_CARER, PersonRole.YOUNG_PERSON})


def _final(agreement: Agreement, code: int) -> CaseOutcome:
    final = final_outcome(agreement.outcomes, code)
    return CaseOutcome(final.code, final.group, final.title)


def _attempts(connection: Any) -> defaultdict[tuple[str, str], list[_Said]]:
    found: defaultdict[tuple[str, str], list[_Said]] = defaultdict(list)
    for family, wave, at_ms, mode, result, reason, met, respondents, code in connection.execute(
        "SELECT family, wave, at_ms, mode, result, reason, met, respondents, household_code FROM attempt"
        " WHERE NOT is_taken_back ORDER BY family, at_ms, number, attempt"
    ):
        found[family, wave].append(
            _Said(
                at_ms,
                AttemptMode(mode),
                AttemptResult(result),
                None if reason is None else NoInterviewReason(reason),
                tuple(met.split()),
                tuple(_Respondent(*each.split(":")[:2]) for each in respondents.split()),
                code,
            )
        )
    return found
