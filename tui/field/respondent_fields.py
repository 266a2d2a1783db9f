"""What came of each respondent of an attempt, where it is not what came of the attempt. Pure.

Owns the questions, and what was entered. Refuses to own which outcomes there are, and what they come to (store).
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from store.agreement.outcomes import Outcomes, final_outcome
from store.fieldwork.attempt_entered import RespondentEntered
from store.fieldwork.family import Attempt, FamilyFile, Person
from store.fieldwork.outcomes import own_code
from store.fieldwork.results import meaning_of, title_of_reason, title_of_result
from store.ids import PersonId
from store.keeping.acts.terms.attempts import AttemptResult, NoInterviewReason
from tui import wording
from tui.field.family_page import person_name
from tui.field.offered import people_offered
from tui.forms.fields import Answers, Field, Kind, Option, many, one
from tui.forms.room import Known
from tui.widgets.cells import fitted

Came = tuple[AttemptResult, NoInterviewReason | None]
"""A result and its reason."""

_R, _S = AttemptResult.CONTACT_RESPONDENT, AttemptResult.CONTACT_SOMEBODY_ELSE
_CAME: Final[tuple[Came, ...]] = (
    (AttemptResult.COMPLETE_INTERVIEW, None),
    (AttemptResult.PARTIAL_INTERVIEW, None),
    (_R, NoInterviewReason.APPOINTMENT),
    (_R, NoInterviewReason.REFUSAL_BY_RESPONDENT),
    (_S, NoInterviewReason.REFUSAL_BY_PROXY),
    (AttemptResult.NO_CONTACT, None),
    (_S, NoInterviewReason.AWAY),
    (_S, NoInterviewReason.ILL_SHORT),
    (_S, NoInterviewReason.ILL_LONG),
    (_S, NoInterviewReason.LANGUAGE),
    (_S, NoInterviewReason.MOVED_IN_COUNTRY),
    (_S, NoInterviewReason.MOVED_UNKNOWN),
    (_S, NoInterviewReason.MOVED_ABROAD),
    (_S, NoInterviewReason.DECEASED),
    (_R, NoInterviewReason.OTHER),
)
"""The likeliest first. Of one person a result and its reason are one answer: the form is to be short at a door."""

_NAME_CELLS: Final = 40


def respondent_fields(known: Known, was: Attempt | None, applies: Callable[[Answers], bool]) -> Iterator[Field]:
    """Yield what is asked.

    Args:
        known: The family.
        was: How the attempt was told before, if it was.
        applies: Whether it is asked at all, given the answers before it.
    """
    people = tuple(known.file.members())
    outcomes = known.circumstances.agreement.outcomes
    before = {} if was is None else _told_apart(was, known.file)
    yield Field(
        "apart", "Otherwise for", "Did it end otherwise for somebody? Space or a key marks, Enter goes on.", Kind.MANY,
        options=lambda _: people_offered(people, known.circumstances.today),
        applies=lambda so: len(people) > 1 and applies(so),
        may_be_empty=True,
        first=tuple(before),
    )  # fmt: skip
    for each in people:
        yield from _of_person(each, outcomes, before.get(each.person))


def respondents_entered(answers: Answers, file: FamilyFile) -> tuple[RespondentEntered, ...]:
    """Return what came of whoever it ended otherwise for; whoever was passed by is left out."""
    found = []
    for person in many(answers, "apart"):
        came, code = one(answers, came_field(person)), one(answers, f"code/{person}")
        if came is not None and file.person(PersonId(person)) is not None:
            result, reason = _came(came)
            found.append(RespondentEntered(PersonId(person), result, reason, int(code) if code else None))
    return tuple(found)


def _of_person(person: Person, outcomes: Outcomes, before: tuple[Came, int] | None) -> Iterator[Field]:
    name, who = fitted(wording.plain(person_name(person)), _NAME_CELLS), person.person

    def codes(so: Answers) -> Sequence[Option]:
        chosen = one(so, came_field(who))
        possible = meaning_of(*_came(chosen)).codes if chosen else ()
        return [Option(str(each), f"{each} {final_outcome(outcomes, each).title}") for each in possible]

    yield Field(
        came_field(who), name, f"What came of {name}? Enter: what came of the attempt.", Kind.ONE,
        options=lambda _: [Option(value_of(each), _title(each, outcomes)) for each in _CAME],
        applies=lambda so: who in many(so, "apart"),
        may_be_empty=True,
        first=value_of(before[0]) if before else "",
    )  # fmt: skip
    yield Field(
        f"code/{who}", "  its outcome", f"Which outcome is it for {name}? Enter: the first.", Kind.ONE,
        options=codes,
        applies=lambda so: len(codes(so)) > 1,
        may_be_empty=True,
        first=str(before[1]) if before else "",
    )  # fmt: skip


def _told_apart(was: Attempt, file: FamilyFile) -> dict[PersonId, tuple[Came, int]]:
    """Return whoever an attempt told of otherwise than of itself, with what their code stands for."""
    own, found = own_code(was), {}
    for each in was.respondents:
        code = int(each.code)
        came = next(iter(sorted(_standing_for(code), key=lambda pair: meaning_of(*pair).codes[0] != code)), None)
        is_as_the_attempt = each.person in was.met and code == own
        if came is not None and not is_as_the_attempt and file.person(each.person) is not None:
            found[each.person] = (came, code)
    return found


def _standing_for(code: int) -> Iterator[Came]:
    return (each for each in _CAME if code in meaning_of(*each).codes)


def came_field(person: str) -> str:
    """Return the id of the field that asks what came of one person."""
    return f"came/{person}"


def value_of(came: Came) -> str:
    """Return the option that stands for a result and its reason."""
    return f"{came[0]}:{came[1] or ''}"


def _came(value: str) -> Came:
    result, _, reason = value.partition(":")
    return AttemptResult(result), NoInterviewReason(reason) if reason else None


def _title(came: Came, outcomes: Outcomes) -> str:
    result, reason = came
    return title_of_result(outcomes, result) if reason is None else title_of_reason(outcomes, reason)
