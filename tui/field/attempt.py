"""The form of an attempt: what came of it, why, who was met, when, what next.

Owns what stands at the end, before it is kept: the outcomes, what is owed, what a refusal would do. Refuses to own the
questions (attempt_fields), and which answers are possible and what they come to (store).
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from store.fieldwork.attempts import Proposal, correct_attempt, propose, record_attempt
from store.fieldwork.booked import clashes
from store.fieldwork.cases import case_of
from store.fieldwork.consents.untold import untold
from store.fieldwork.family import FamilyFile
from store.fieldwork.outcomes import CaseOutcome
from store.fieldwork.refusals import Effect
from store.fieldwork.results import COMPLETE, PARTIAL
from store.keeping.acts.terms.attempts import NoInterviewReason
from store.keeping.acts.terms.families import ViewPart, WishDecision, WishReach
from tui import glance, wording
from tui.field.attempt_fields import attempt_fields, entered, result
from tui.field.clashes import clash_lines
from tui.field.consent.came_words import with_first
from tui.field.family_page import name_in, owed_words, person_name
from tui.field.place import in_words
from tui.field.readied import DiaryRoom
from tui.forms.fields import KEYS, Answers, Field, one
from tui.forms.room import Known
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.acts import Act


class AttemptRoom(DiaryRoom):
    """Records an attempt, or tells one anew: then it is about that one."""

    FORM: ClassVar[str] = "attempt"
    HEADING: ClassVar[str] = "Attempt"
    SHOWS: ClassVar[tuple[ViewPart, ...]] = (ViewPart.PEOPLE, ViewPart.ATTEMPTS, ViewPart.APPOINTMENTS)

    def fields(self, known: Known) -> Sequence[Field]:
        """Return what is asked; what askings of today came to stands there first."""
        fields = attempt_fields(known)
        came = untold(known.file, known.circumstances.today) if known.about is None else ()
        return with_first(fields, came) if came else fields

    def ending(self, answers: Answers, known: Known) -> Sequence[PageLine]:
        """Return the outcome it comes to, and what a refusal would do."""
        told = entered(answers, known)
        proposal, width = propose(told, known.file, known.circumstances, known.about), self.size.width
        lines, meant = list(_proposed(proposal, known, width)), told.appointment
        if meant is not None:
            found = clashes(meant.at, meant.duration_min, known.booked)
            lines += clash_lines(found, known.circumstances.today, width)
        if told.observed is not None:
            lines += paragraph(f"The place: {in_words(told.observed)}", width, Tint.MUTED)
        return [*lines, *_choices(proposal, width)]

    def acts(self, answers: Answers, known: Known) -> "list[Act]":
        """Return the acts."""
        told = entered(answers, known)
        if known.about is None:
            return record_attempt(told, known.file, known.circumstances)
        return correct_attempt(known.about, told, one(answers, "why"), known.file, known.circumstances)

    def said(self, answers: Answers, known: Known) -> str:
        """Return what was kept."""
        reason = one(answers, "reason")
        words = wording.words(NoInterviewReason(reason) if reason else result(answers))
        return f"Attempt {'corrected' if known.about else 'kept'}: {words}."


def _proposed(proposal: Proposal, known: Known, width: int) -> Iterator[PageLine]:
    case, file = proposal.case, known.file
    yield from paragraph(f"Household: {_case_words(case.household)}", width, Tint.HEAD)
    before = case_of(file, known.circumstances).household
    if (before.code, case.household.code) == (PARTIAL, COMPLETE):
        yield from paragraph("What was a partial interview is complete with this.", width)
    for person, outcome in case.respondents:
        yield from paragraph(f"{name_in(file, person, 'Somebody')}: {_case_words(outcome)}", width)
    calls = known.circumstances.agreement.calls
    still = f". {owed_words(case.owed)}" if case.household.is_pending else ""
    yield from paragraph(f"At the door: {glance.visits(case.done.visits, calls.minimum)}{still}", width)
    if proposal.is_late:
        yield from paragraph("It is flagged as recorded later.", width)
    for effect in proposal.effects:
        yield from paragraph(effect_words(effect, file), width, Tint.WARNING)


def _case_words(outcome: CaseOutcome) -> str:
    said = f"{outcome.code} {outcome.title}"
    return f"still worked; if nothing more came of it: {said}" if outcome.is_pending else said


def _choices(proposal: Proposal, width: int) -> Iterator[PageLine]:
    """Yield the outcomes that the attempt can stand for by itself, where there are several."""
    if len(proposal.choices) < 2:
        return
    yield PageLine("What this attempt stands for; a key chooses another", Tint.HEAD)
    for key, each in zip(KEYS, proposal.choices, strict=False):
        stands = " ✓" if each.code == proposal.code else ""
        yield from paragraph(f"{key}  {each.code} {each.title}{stands}", width)


def effect_words(effect: Effect, file: FamilyFile) -> str:
    """Return what a refusal does at once, in one sentence."""
    person = file.person(effect.person) if effect.person else None
    whom, locked = (
        (person_name(person), "the family") if person and effect.reach is WishReach.PERSON else ("The family", "it")
    )
    if effect.is_locking:
        return f"{whom} is not contacted any more, and {locked} is LOCKED at once. Only base can open it again."
    if effect.decision is WishDecision.PAUSED:
        return f"{whom} is paused at once: the supervisor decides."
    return f"{whom} is not contacted any more. Only base can change that."
