"""How a family's case stands: what was done in its wave, what is owed, what it comes to.

Owns putting the rules together for one family. Refuses to own each of them (outcomes, calls).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from store.agreement.outcomes import final_outcome
from store.fieldwork.calls import Owed, Tally, owed, tally
from store.fieldwork.circumstances import Circumstances
from store.fieldwork.family import Appointment, Attempt, FamilyFile
from store.fieldwork.outcomes import AttemptSaid, CaseOutcome, household_outcome, respondent_outcome, with_offices
from store.ids import PersonId
from store.keeping.acts.terms.attempts import AttemptMode


class Said(AttemptSaid, Protocol):
    """An attempt that also says how contact was sought."""

    @property
    def mode(self) -> AttemptMode:
        """How contact was sought."""


@dataclass(frozen=True, slots=True)
class Case:
    """How one family's case stands in its wave.

    Attributes:
        household: An interview; otherwise the office's outcome, where it gave one, or what attempts come to.
        respondents: Of each member who was selected, met or named in an attempt, in the order of the family's people;
            what the office gave the household holds for whoever is still open.
        done: What was done.
        owed: What is owed before the case is closed as never reached.
        is_worked: Whether something is still to be done: calls are owed, or an appointment is ahead, and the office did
            not end it.
    """

    household: CaseOutcome
    respondents: tuple[tuple[PersonId, CaseOutcome], ...]
    done: Tally
    owed: Owed
    is_worked: bool


def case_of(file: FamilyFile, circumstances: Circumstances) -> Case:
    """Return how a family's case stands at an instant, under its agreement."""
    return case_with(counted(file), file, circumstances, is_appointed=False)


def case_with(
    attempts: "Sequence[Attempt | Said]", file: FamilyFile, circumstances: Circumstances, *, is_appointed: bool
) -> Case:
    """Return how a case would stand with these attempts in place of the file's.

    Args:
        attempts: Of the present wave, without what was taken back, in any order.
        file: The family's.
        circumstances: When, and under which agreement.
        is_appointed: Whether an appointment is ahead that the file does not know yet.
    """
    outcomes, calls = circumstances.agreement.outcomes, circumstances.agreement.calls
    done = tally(attempts, calls)
    left = owed(done, calls)
    office = _given_by_office(file, circumstances)
    is_ended = None in office
    is_worked = not is_ended and (not left.is_met or is_appointed or has_appointment_ahead(file, circumstances))
    respondents = selected(file)
    household = household_outcome(attempts, outcomes, is_worked=is_worked, respondents=respondents)
    told_of = {*respondents, *(each for attempt in attempts for each in attempt.met)}
    told_of |= {each.person for attempt in attempts for each in attempt.respondents}

    def of(person: PersonId) -> CaseOutcome:
        open_ = respondent_outcome(person, attempts, outcomes, is_worked=True)
        for_all = office.get(None) if open_.is_pending else None
        found = respondent_outcome(person, attempts, outcomes, is_worked=is_worked)
        return with_offices(found, office.get(person) or for_all)

    return Case(
        household=with_offices(household, office.get(None)),
        respondents=tuple((each.person, of(each.person)) for each in file.people if each.person in told_of),
        done=done,
        owed=left,
        is_worked=is_worked,
    )


def counted(file: FamilyFile) -> list[Attempt]:
    """Return the attempts of the present wave that were not taken back, oldest first."""
    return [each for each in file.attempts if each.wave is file.wave and not each.is_taken_back]


def selected(file: FamilyFile) -> tuple[PersonId, ...]:
    """Return whom the present wave is to interview, where they were selected."""
    return next((each.selected for each in file.selections if each.wave is file.wave), ())


def has_appointment_ahead(file: FamilyFile, circumstances: Circumstances) -> bool:
    """Say whether an appointment still stands that is not over yet."""
    return bool(appointments_ahead(file, circumstances))


def appointments_ahead(file: FamilyFile, circumstances: Circumstances) -> list[Appointment]:
    """Return the appointments that still stand and are not over yet, the earliest first."""
    ahead = [
        each
        for each in file.appointments
        if each.end is None and each.at_ms + each.duration_min * 60_000 > circumstances.now_ms
    ]
    return sorted(ahead, key=lambda each: each.at_ms)


def _given_by_office(file: FamilyFile, circumstances: Circumstances) -> dict[PersonId | None, CaseOutcome]:
    found: dict[PersonId | None, CaseOutcome] = {}
    for each in file.outcomes:
        if each.wave is file.wave:
            final = final_outcome(circumstances.agreement.outcomes, int(each.code))
            found[each.person] = CaseOutcome(final.code, each.group, final.title)
    return found
