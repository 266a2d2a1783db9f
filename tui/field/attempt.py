"""The form of an attempt: what came of it, why, who was met, when, what next.

Owns the questions, and turning answers into what was entered. Refuses to own which answers are possible and what they
come to (store).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from store.clock import Instant, from_ms
from store.fieldwork.appointments import USUAL_MIN, AppointmentEntered
from store.fieldwork.attempt_entered import AttemptEntered
from store.fieldwork.attempts import Proposal, correct_attempt, propose, record_attempt
from store.fieldwork.booked import booked_of, clashes
from store.fieldwork.consents.untold import untold
from store.fieldwork.family import Attempt, FamilyFile
from store.fieldwork.outcomes import CaseOutcome
from store.fieldwork.refusals import Effect
from store.fieldwork.results import Whom, needs_reason, reasons_for, title_of_reason, title_of_result, whom_to_ask
from store.ids import PersonId
from store.keeping.acts.terms.attempts import AttemptMode, AttemptResult, NoInterviewReason, Presence
from store.keeping.acts.terms.families import ViewPart, WishReach
from tui import glance, wording
from tui.field.clashes import clash_lines
from tui.field.consent.came_words import with_first
from tui.field.family_page import owed_words, person_name, role_and_age
from tui.forms.fields import Answers, Field, Kind, Option, many, one
from tui.forms.room import FormRoom, Known
from tui.moments import Lies, typed_moment
from tui.widgets.cells import wrapped
from tui.widgets.page import PageLine, Tint

if TYPE_CHECKING:
    from store.keeping.acts import Act
    from store.keeping.store import Store

_MODES: Final = (
    AttemptMode.VISIT, AttemptMode.TELEPHONE, AttemptMode.ENTRY_PHONE, AttemptMode.TEXT_MESSAGE, AttemptMode.LETTER,
    AttemptMode.EMAIL, AttemptMode.VIDEO,
)  # fmt: skip
"""The likeliest first."""

_REFUSED_FOR_OTHERS: Final = frozenset({NoInterviewReason.REFUSAL_BY_PROXY, NoInterviewReason.REFUSAL_UNSURE_WHO})
_REFUSED: Final = _REFUSED_FOR_OTHERS | {NoInterviewReason.REFUSAL_BY_RESPONDENT}
_OPEN: Final = "not_clear"


class AttemptRoom(FormRoom):
    """Records an attempt, or tells one anew: then it is about that one."""

    FORM: ClassVar[str] = "attempt"
    HEADING: ClassVar[str] = "Attempt"
    SHOWS: ClassVar[tuple[ViewPart, ...]] = (ViewPart.PEOPLE, ViewPart.ATTEMPTS, ViewPart.APPOINTMENTS)

    def known(self, store: "Store", file: FamilyFile, about: str | None) -> Known:
        """Return what it knows while it asks, and the diary."""
        return replace(super().known(store, file, about), booked=booked_of(store))

    def fields(self, known: Known) -> Sequence[Field]:
        """Return what is asked; what somebody's asking today came to stands there first."""
        fields = self._asked(known)
        came = untold(known.file, known.circumstances.today) if known.about is None else None
        return fields if came is None else with_first(fields, came)

    def _asked(self, known: Known) -> Sequence[Field]:
        file, was = known.file, _told_before(known)
        outcomes = known.circumstances.agreement.outcomes
        results = tuple(Option(each, title_of_result(outcomes, each)) for each in AttemptResult)
        return (
            Field(
                "result", "Result", "What came of it?", Kind.ONE,
                options=lambda _: results,
                first=was.result if was else "",
            ),
            Field(
                "reason", "Reason", "Why was there no interview?", Kind.ONE,
                options=lambda so: [Option(each, title_of_reason(outcomes, each)) for each in reasons_for(result(so))],
                applies=lambda so: "result" in so and bool(reasons_for(result(so))) and needs_reason(result(so)),
                first=was.reason or "" if was else "",
            ),
            Field(
                "met", "Met", "Who was met? Space or a key marks, Enter goes on.", Kind.MANY,
                options=lambda _: _people(file, known),
                applies=lambda so: "result" in so and whom_to_ask(result(so)) in (Whom.NAME, Whom.NAME_OR_DESCRIBE),
                may_be_empty=True,
                first=tuple(was.met) if was else "",
            ),
            Field(
                "description", "Met, described", "Who was it, if not of the family? Enter goes on.", Kind.LINE,
                applies=lambda so: "result" in so and whom_to_ask(result(so)) in (
                    Whom.NAME_OR_DESCRIBE, Whom.MAY_DESCRIBE,
                ),
                may_be_empty=True,
                first=was.met_description or "" if was else "",
            ),
            Field(
                "refused", "Refused", "Of what did they refuse? If that is not clear, it is read as the family.",
                Kind.ONE,
                options=lambda _: (
                    Option(WishReach.PERSON, "one person"), Option(WishReach.FAMILY, "the whole family"),
                    Option(_OPEN, "not clear"),
                ),
                applies=lambda so: one(so, "reason") in _REFUSED,
            ),
            Field(
                "refused_person", "Refused for", "For whom did they refuse?", Kind.ONE,
                options=lambda _: _people(file, known),
                applies=lambda so: one(so, "refused") == WishReach.PERSON
                and one(so, "reason") in _REFUSED_FOR_OTHERS,
            ),
            Field(
                "others", "Others present", "Who else was there? Enter goes on.", Kind.MANY,
                options=lambda _: [Option(each, wording.words(each)) for each in Presence],
                applies=lambda so: "result" in so and whom_to_ask(result(so)) is not Whom.NOBODY,
                may_be_empty=True,
                first=tuple(was.others_present) if was else "",
            ),
            Field(
                "settles", "For appointment", "Was this the appointment? Enter goes on without.", Kind.ONE,
                options=lambda _: _standing(file),
                applies=lambda _: was is None and bool(_standing(file)),
                may_be_empty=True,
            ),
            Field(
                "next_at", "Next appointment", "When is the next one? For example tue 18:30. Enter goes on without.",
                Kind.LINE,
                applies=lambda so: "result" in so and whom_to_ask(result(so)) is not Whom.NOBODY,
                may_be_empty=True,
                check=lambda text: typed_moment(text, known.circumstances.now, Lies.AHEAD),
            ),
            Field(
                "mode", "How", "How was contact sought?", Kind.ONE,
                options=lambda _: [Option(each, wording.words(each)) for each in _MODES],
                first=was.mode if was else AttemptMode.VISIT,
            ),
            Field(
                "at", "When", "When was it? For example 18:30 or yesterday 18:30. Enter keeps what stands here.",
                Kind.LINE,
                check=lambda text: typed_moment(text, known.circumstances.now, Lies.BEHIND),
                first=_typed(from_ms(was.at_ms)) if was else "now",
            ),
            Field(
                "note", "Note", "Anything the next visit has to know? Enter goes on.", Kind.LINE,
                may_be_empty=True,
                first=was.note or "" if was else "",
            ),
            Field(
                "why", "Why corrected", "What was wrong before? Enter goes on.", Kind.LINE,
                applies=lambda _: was is not None,
                may_be_empty=True,
            ),
        )  # fmt: skip

    def ending(self, answers: Answers, known: Known) -> Sequence[PageLine]:
        """Return the outcome it comes to, and what a refusal would do."""
        told = entered(answers, known)
        proposal = propose(told, known.file, known.circumstances, known.about)
        lines, meant = list(_proposed(proposal, known, self.size.width)), told.appointment
        if meant is not None:
            found = clashes(meant.at, meant.duration_min, known.booked)
            lines += clash_lines(found, known.circumstances.today, self.size.width)
        return lines

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


def result(answers: Answers) -> AttemptResult:
    """Return the result that was chosen."""
    return AttemptResult(one(answers, "result") or AttemptResult.OTHER_INFORMATION)


def entered(answers: Answers, known: Known) -> AttemptEntered:
    """Return an attempt as it was entered."""
    now = known.circumstances.now
    reason, refused, for_whom = one(answers, "reason"), one(answers, "refused"), one(answers, "refused_person")
    next_at, settles, was = one(answers, "next_at"), one(answers, "settles"), _told_before(known)
    met = tuple(PersonId(each) for each in many(answers, "met"))
    typed = one(answers, "at") or "now"
    is_as_before = was is not None and typed == _typed(from_ms(was.at_ms))
    mode = AttemptMode(one(answers, "mode") or AttemptMode.VISIT)
    appointment = None
    if next_at is not None:
        whom = met[0] if len(met) == 1 else None
        appointment = AppointmentEntered(typed_moment(next_at, now, Lies.AHEAD), USUAL_MIN, whom)
    return AttemptEntered(
        mode=mode,
        result=result(answers),
        reason=NoInterviewReason(reason) if reason else None,
        at=None if is_as_before else typed_moment(typed, now, Lies.BEHIND),
        met=met,
        met_description=one(answers, "description"),
        others_present=tuple(Presence(each) for each in many(answers, "others")),
        refused=WishReach(refused) if refused and refused != _OPEN else None,
        refused_person=PersonId(for_whom) if for_whom else None,
        settles=settles,
        appointment=appointment,
        note=one(answers, "note"),
    )


def _told_before(known: Known) -> Attempt | None:
    return next((each for each in known.file.attempts if each.attempt == known.about), None)


def _typed(at: Instant) -> str:
    """Return an instant as `typed_moment` reads it back."""
    return wording.typed(at)


def _people(file: FamilyFile, known: Known) -> list[Option]:
    today = known.circumstances.today
    return [Option(each.person, f"{person_name(each)}, {role_and_age(each, today)}") for each in file.members()]


def _standing(file: FamilyFile) -> list[Option]:
    return [
        Option(each.appointment, wording.when(from_ms(each.at_ms))) for each in file.appointments if each.end is None
    ]


def _proposed(proposal: Proposal, known: Known, width: int) -> Iterator[PageLine]:
    case, file = proposal.case, known.file
    yield from _told(f"Household: {_case_words(case.household)}", width, Tint.HEAD)
    for person, outcome in case.respondents:
        named = file.person(person)
        yield from _told(f"{person_name(named) if named else 'Somebody'}: {_case_words(outcome)}", width)
    calls = known.circumstances.agreement.calls
    yield from _told(f"Visits: {glance.calls(case.done.visits, calls.minimum)}. {owed_words(case.owed)}", width)
    if proposal.is_late:
        yield from _told("It is flagged as recorded later.", width)
    for effect in proposal.effects:
        yield from _told(effect_words(effect, file), width, Tint.WARNING)


def _case_words(outcome: CaseOutcome) -> str:
    said = f"{outcome.code} {outcome.title}"
    return f"still worked; if nothing more came of it: {said}" if outcome.is_pending else said


def _told(text: str, width: int, tint: Tint = Tint.PLAIN) -> list[PageLine]:
    return [PageLine(line, tint) for line in wrapped(wording.plain(text), width - 2, "    ")]


def effect_words(effect: Effect, file: FamilyFile) -> str:
    """Return what a refusal does at once, in one sentence."""
    person = file.person(effect.person) if effect.person else None
    whom = person_name(person) if person and effect.reach is WishReach.PERSON else "The family"
    if effect.is_locking:
        return f"{whom} is not contacted any more, and the family is LOCKED at once. Only base can open it again."
    if effect.decision == "paused":
        return f"{whom} is paused at once: the supervisor decides."
    return f"{whom} is not contacted any more. Only base can change that."
