"""What an attempt asks, and what was entered. Pure.

Owns the questions, in the order in which things happen at a door. Refuses to own which answers are possible and what
they come to (store), and what stands at the end (attempt).
"""

from collections.abc import Sequence
from typing import Final

from store.agreement.outcomes import Outcomes, final_outcome
from store.clock import from_ms
from store.fieldwork.appointments import USUAL_MIN, AppointmentEntered
from store.fieldwork.attempt_entered import AttemptEntered
from store.fieldwork.family import Attempt, FamilyFile
from store.fieldwork.outcomes import own_code
from store.fieldwork.results import (
    Whom,
    meaning_of,
    needs_reason,
    reasons_for,
    title_of_reason,
    title_of_result,
    whom_to_ask,
)
from store.ids import PersonId
from store.keeping.acts.terms.attempts import AttemptMode, AttemptResult, NoInterviewReason, Presence
from store.keeping.acts.terms.families import WishReach
from tui import wording
from tui.field.offered import people_offered
from tui.field.place_fields import place_entered, place_fields
from tui.field.respondent_fields import respondent_fields, respondents_entered
from tui.field.when import when_field, when_of
from tui.forms.fields import Answers, Field, Kind, Option, many, one
from tui.forms.room import NOW, Known
from tui.moments import Lies, typed_moment

_MODES: Final = (
    AttemptMode.VISIT, AttemptMode.TELEPHONE, AttemptMode.ENTRY_PHONE, AttemptMode.TEXT_MESSAGE, AttemptMode.LETTER,
    AttemptMode.EMAIL, AttemptMode.VIDEO,
)  # fmt: skip
"""The likeliest first."""

_REFUSED_FOR_OTHERS: Final = frozenset({NoInterviewReason.REFUSAL_BY_PROXY, NoInterviewReason.REFUSAL_UNSURE_WHO})
_REFUSED: Final = _REFUSED_FOR_OTHERS | {NoInterviewReason.REFUSAL_BY_RESPONDENT}
_OPEN: Final = "not_clear"


def attempt_fields(known: Known) -> Sequence[Field]:
    """Return what is asked."""
    file, was = known.file, told_before(known)
    outcomes = known.circumstances.agreement.outcomes

    def people(_: Answers) -> Sequence[Option]:
        return people_offered(file.members(), known.circumstances.today)

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
            options=people,
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
        *respondent_fields(
            known, was, lambda so: "result" in so and whom_to_ask(result(so)) in (Whom.NAME, Whom.NAME_OR_DESCRIBE)
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
            options=people,
            applies=lambda so: one(so, "refused") == WishReach.PERSON
            and one(so, "reason") in _REFUSED_FOR_OTHERS,
        ),
        Field(
            "others", "Others present", "Who else was there? Enter goes on.", Kind.MANY,
            options=lambda _: [Option(each, wording.words(each)) for each in Presence],
            applies=lambda so: "result" in so and whom_to_ask(result(so)) is not Whom.NOBODY,
            may_be_empty=True,
            first=tuple(was.others_present) if was else "",
            nothing="nobody",
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
        when_field(known, wording.typed(from_ms(was.at_ms)) if was else NOW),
        Field(
            "note", "Note", "Anything the next visit has to know? Enter goes on.", Kind.LINE,
            may_be_empty=True,
            first=was.note or "" if was else "",
        ),
        *place_fields(
            begins=lambda so: one(so, "mode") == AttemptMode.VISIT and not file.observations,
            goes_on=lambda so: one(so, "dwelling") is not None,
        ),
        Field(
            "why", "Why corrected", "What was wrong before? Enter goes on.", Kind.LINE,
            applies=lambda _: was is not None,
            may_be_empty=True,
        ),
        Field(
            "code", "Outcome", "Which outcome does it stand for?", Kind.ONE,
            options=lambda so: codes_offered(so, outcomes),
            may_be_empty=True,
            first=str(own_code(was)) if was else "",
            is_at_end=True,
        ),
    )  # fmt: skip


def result(answers: Answers) -> AttemptResult:
    """Return the result that was chosen."""
    return AttemptResult(one(answers, "result") or AttemptResult.OTHER_INFORMATION)


def entered(answers: Answers, known: Known) -> AttemptEntered:
    """Return an attempt as it was entered."""
    now = known.circumstances.now
    reason, refused, for_whom = one(answers, "reason"), one(answers, "refused"), one(answers, "refused_person")
    next_at, settles, was = one(answers, "next_at"), one(answers, "settles"), told_before(known)
    code = one(answers, "code")
    met = tuple(PersonId(each) for each in many(answers, "met"))
    typed = one(answers, "at") or NOW
    is_as_before = was is not None and typed == wording.typed(from_ms(was.at_ms))
    mode = AttemptMode(one(answers, "mode") or AttemptMode.VISIT)
    appointment = None
    if next_at is not None:
        whom = met[0] if len(met) == 1 else None
        appointment = AppointmentEntered(typed_moment(next_at, now, Lies.AHEAD), USUAL_MIN, whom)
    return AttemptEntered(
        mode=mode,
        result=result(answers),
        reason=NoInterviewReason(reason) if reason else None,
        at=None if is_as_before else when_of(answers, known),
        met=met,
        met_description=one(answers, "description"),
        others_present=tuple(Presence(each) for each in many(answers, "others")),
        respondents=respondents_entered(answers, known.file),
        code=int(code) if code else None,
        refused=WishReach(refused) if refused and refused != _OPEN else None,
        refused_person=PersonId(for_whom) if for_whom else None,
        settles=settles,
        appointment=appointment,
        note=one(answers, "note"),
        observed=place_entered(answers) if one(answers, "dwelling") else None,
    )


def codes_offered(answers: Answers, outcomes: Outcomes) -> Sequence[Option]:
    """Return the outcomes that an attempt can stand for, the proposed one first; none while its reason is missing."""
    reason = one(answers, "reason")
    if "result" not in answers or (needs_reason(result(answers)) and reason is None):
        return ()
    codes = meaning_of(result(answers), NoInterviewReason(reason) if reason else None).codes
    return [Option(str(code), f"{code} {final_outcome(outcomes, code).title}") for code in codes]


def told_before(known: Known) -> Attempt | None:
    """Return how an attempt that is told anew was told before."""
    return next((each for each in known.file.attempts if each.attempt == known.about), None)


def _standing(file: FamilyFile) -> list[Option]:
    return [
        Option(each.appointment, wording.when(from_ms(each.at_ms))) for each in file.appointments if each.end is None
    ]
