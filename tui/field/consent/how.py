"""Who is asked, and how: the questions before a wording is shown. Pure.

Owns the fields, and turning them into what an answer has to say beside itself. Refuses to own what may be kept (store).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from store.errors import AgeUnknownError, PersonUnknownError
from store.fieldwork.ages import CHILD_UNDER_YEARS, YOUNG_ROLES, contradicts, exact_years
from store.fieldwork.consents.questions import hold_age
from store.fieldwork.consents.saying import Around, GuardianSaid, Interpreter
from store.fieldwork.family import FamilyFile, Person
from store.fieldwork.paper_wishes import sheet_number
from store.ids import PersonId
from store.keeping.acts.terms.attempts import Presence
from store.keeping.acts.terms.consents import ConsentMode, KeyedBy, Relationship
from tui import wording
from tui.field.consent.consent_words import strip_of
from tui.field.family_page import person_name, role_and_age
from tui.field.offered import people_offered
from tui.forms.fields import YES, Answers, Field, Kind, Option, many, one

_SOMEBODY_ELSE: Final = "somebody_else"
_INTERPRETER, _WITNESS, _DOUBT = "interpreter", "witness", "doubt"

_WAYS: Final = {
    "aloud": (ConsentMode.READ_ALOUD, KeyedBy.INTERVIEWER, "I read it aloud, and key the answer"),
    "shown": (ConsentMode.READ_BY_RESPONDENT, KeyedBy.INTERVIEWER, "they read it here, I key the answer"),
    "own": (ConsentMode.READ_BY_RESPONDENT, KeyedBy.RESPONDENT, "they read it here, and key the answer"),
    "paper": (ConsentMode.PAPER, KeyedBy.INTERVIEWER, "they read it on paper, I key the answer"),
    "phone": (ConsentMode.PHONE, KeyedBy.INTERVIEWER, "I read it out by phone, and key the answer"),
}
_HELPERS: Final = (
    Option(Interpreter.PROFESSIONAL, "a professional interpreter"),
    Option(Interpreter.STAFF, "somebody of our staff"),
    Option(Interpreter.FAMILY_FRIEND, "a friend or relative who is grown up"),
    Option(Interpreter.PARTNER, "their partner"),
    Option(Interpreter.CHILD, "a child"),
)
_RELATIONSHIPS: Final = (
    Relationship.PARENT, Relationship.STEP_PARENT, Relationship.FOSTER_CARER, Relationship.GRANDPARENT,
    Relationship.OTHER_RELATIVE, Relationship.LEGAL_GUARDIAN, Relationship.LOCAL_AUTHORITY,
)  # fmt: skip
"""The likeliest first."""


@dataclass(frozen=True, slots=True)
class How:
    """Who is asked, and how.

    Attributes:
        age_said: What they say now, where it was not known.
        guardian: Of somebody under 16.
    """

    person: PersonId
    age_said: int | None = field(repr=False)
    guardian: GuardianSaid | None = field(repr=False)
    around: Around = field(repr=False)


def who_and_how(file: FamilyFile, today: date) -> list[Field]:
    """Return everything that is asked before somebody of a family is shown a wording."""
    people = [
        Option(each.person, f"{person_name(each)}, {role_and_age(each, today)}: {strip_of(file, each.person)}")
        for each in file.members()
    ]

    def is_child(answers: Answers) -> bool:
        age = _age(file, answers, today)
        return age is not None and age < CHILD_UNDER_YEARS

    return [
        Field("person", "Who", "Who is asked?", Kind.ONE, options=lambda _: people),
        Field(
            "age", "Age", "How old are they, in years?", Kind.LINE,
            applies=lambda so: _is_age_asked(_chosen(file, so), today),
            check=_years,
        ),
        Field(
            "sure", "Sure of it", "That is not what is known of them. Is it right? Shift+Tab goes back.", Kind.ONE,
            options=lambda so: _as_said(file, so, today),
            applies=lambda so: bool(_as_said(file, so, today)),
        ),
        *guardian_fields(file, today, is_child),
        *around_fields(),
    ]  # fmt: skip


def guardian_fields(
    file: FamilyFile, today: date, applies: Callable[[Answers], bool], person: PersonId | None = None
) -> tuple[Field, ...]:
    """Return what is asked about the parent or guardian who speaks for a young person.

    Args:
        file: The family's.
        today: London day.
        applies: Whether anybody does.
        person: The young person, where that was not asked.
    """

    def adults(answers: Answers) -> list[Option]:
        whose = person or one(answers, "person")
        found = [each for each in file.members() if each.role not in YOUNG_ROLES and each.person != whose]
        return [*people_offered(found, today), Option(_SOMEBODY_ELSE, "somebody else")]

    return (
        Field("guardian", "Parent", "Which parent or guardian speaks for them?", Kind.ONE, adults, applies),
        Field(
            "guardian_name", "Their name", "What is the parent or guardian called?", Kind.LINE,
            applies=lambda so: one(so, "guardian") == _SOMEBODY_ELSE,
        ),
        Field(
            "relationship", "Relationship", "What are they to the young person?", Kind.ONE,
            options=lambda _: [Option(each, wording.words(each)) for each in _RELATIONSHIPS],
            applies=applies,
        ),
    )  # fmt: skip


def around_fields() -> tuple[Field, ...]:
    """Return what is asked about how somebody is asked, which may change while they are."""

    def ticked(what: str) -> Callable[[Answers], bool]:
        return lambda so: what in many(so, "also")

    return (
        Field(
            "way", "How", "How do the words reach them?", Kind.ONE,
            options=lambda _: [Option(way, text) for way, (_, _, text) in _WAYS.items()],
        ),
        Field(
            "sheet", "Sheet", "Which number stands on the paper? Enter goes on without.", Kind.LINE,
            applies=lambda so: one(so, "way") == "paper", may_be_empty=True, check=sheet_number,
        ),
        Field(
            "others", "Others there", "Who else is there? Each by its key, then Enter; Enter alone: nobody.", Kind.MANY,
            options=lambda _: [Option(each, wording.words(each)) for each in Presence], may_be_empty=True,
            nothing="nobody",
        ),
        Field(
            "privacy", "Private place", "Did you offer to go where nobody listens?", Kind.ONE,
            options=lambda _: (Option(YES, "yes, I offered it"), Option("no", "no, I did not")),
        ),
        Field(
            "also", "Also", "Is there anything of this? Each by its key, then Enter; Enter alone: no.", Kind.MANY,
            options=lambda _: (
                Option(_INTERPRETER, "somebody interprets"),
                Option(_WITNESS, "somebody is a witness"),
                Option(_DOUBT, "I doubt that they understand what is asked"),
            ),
            may_be_empty=True,
            nothing="no",
        ),
        Field(
            "interpreter", "Interpreter", "Who interprets? Never a child, never a partner.", Kind.ONE,
            options=lambda _: _HELPERS, applies=ticked(_INTERPRETER),
        ),
        Field(
            "interpreter_name", "Their name", "What is the interpreter called?", Kind.LINE, applies=ticked(_INTERPRETER)
        ),
        Field("witness", "Witness", "What is the witness called?", Kind.LINE, applies=ticked(_WITNESS)),
        Field(
            "doubt", "Doubt", "What is the doubt, in a few words? Name no illness. Enter goes on without.", Kind.LINE,
            applies=ticked(_DOUBT), may_be_empty=True,
        ),
    )  # fmt: skip


def how_of(answers: Answers, file: FamilyFile, today: date) -> How:
    """Return who is asked, and how, as it was entered.

    Raises:
        PersonUnknownError: They left while the form was open.
    """
    person = _chosen(file, answers)
    if person is None:
        raise PersonUnknownError
    age = one(answers, "age")
    return How(person.person, int(age) if age else None, guardian_of(answers, file, today), around_of(answers))


def around_of(answers: Answers) -> Around:
    """Return how somebody is asked, as it was entered."""
    mode, keyed_by, _ = _WAYS[one(answers, "way") or "aloud"]
    sheet = one(answers, "sheet")
    return Around(
        mode=mode,
        keyed_by=keyed_by,
        interpreter=Interpreter(one(answers, "interpreter") or Interpreter.NONE),
        interpreter_name=one(answers, "interpreter_name"),
        witness_name=one(answers, "witness"),
        others_present=tuple(Presence(each) for each in many(answers, "others")),
        is_privacy_offered=one(answers, "privacy") == YES,
        is_capacity_doubted=_DOUBT in many(answers, "also"),
        capacity_note=one(answers, "doubt"),
        sheet=sheet_number(sheet) if sheet else None,
    )


def guardian_of(answers: Answers, file: FamilyFile, today: date) -> GuardianSaid | None:
    """Return the parent or guardian who speaks, as they were entered; None where nobody does."""
    chosen, relationship = one(answers, "guardian"), one(answers, "relationship")
    if chosen is None or relationship is None:
        return None
    found = file.person(PersonId(chosen)) if chosen != _SOMEBODY_ELSE else None
    if found is None:
        return GuardianSaid(None, one(answers, "guardian_name") or "", Relationship(relationship))
    name = " ".join(each for each in (found.first_names, found.surname) if each) or found.known_as or ""
    return GuardianSaid(found.person, name, Relationship(relationship), exact_years(found, today))


def _chosen(file: FamilyFile, answers: Answers) -> Person | None:
    chosen = one(answers, "person")
    return next((each for each in file.members() if each.person == chosen), None)


def _is_age_asked(person: Person | None, today: date) -> bool:
    return person is not None and person.role in YOUNG_ROLES and exact_years(person, today) is None


def _as_said(file: FamilyFile, answers: Answers, today: date) -> Sequence[Option]:
    """Return the age as it was typed, to be said again where it is another than known: it says who is asked first."""
    person, years = _chosen(file, answers), _age(file, answers, today)
    if person is None or years is None or not contradicts(person, years, today):
        return ()
    return (Option(YES, f"yes, they are {years} now; known is {role_and_age(person, today)}"),)


def _age(file: FamilyFile, answers: Answers, today: date) -> int | None:
    """Return how old whoever is asked is, where that says whether a parent comes first."""
    person = _chosen(file, answers)
    if person is None or person.role not in YOUNG_ROLES:
        return None
    typed = one(answers, "age")
    return int(typed) if typed and typed.isdecimal() else exact_years(person, today)


def _years(typed: str) -> None:
    if not typed.strip().isdecimal():
        raise AgeUnknownError
    hold_age(int(typed), is_young_person=True)  # it is asked of nobody else
