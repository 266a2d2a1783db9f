"""What the form of a family's people asks. Pure.

Owns the fields, and reading somebody new out of the answers. Refuses to own what becomes of them (people), and who may
be what (store).
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from store.errors import OddValueError, SameNameError
from store.fieldwork.family import Person
from store.fieldwork.people import PersonEntered, add_person
from store.fieldwork.selection import qualifying
from store.keeping.acts.terms.attempts import SelectionMethod
from store.keeping.acts.terms.families import DetailSource, PersonEnd, PersonRole
from tui import wording
from tui.field.offered import IS_CONFIDENTIAL, KNOWINGLY, SOURCES, is_refused, people_offered
from tui.forms.fields import YES, Answers, Field, Kind, Option, one
from tui.forms.room import Known
from tui.moments import Lies, typed_day

if TYPE_CHECKING:
    from store.keeping.acts import PersonAdded


class What(StrEnum):
    """What there is to tell of a family's people."""

    NEW = "new"
    LEFT = "left"
    BACK = "back"
    CHOOSE = "choose"


_ROLES: Final = tuple(
    Option(each, wording.words(each))
    for each in (PersonRole.YOUNG_PERSON, PersonRole.CHILD, PersonRole.ADULT, PersonRole.MAIN_CARER)
)
_ENDS: Final = (
    Option(PersonEnd.MOVED_OUT, "they live somewhere else now"),
    Option(PersonEnd.IN_INSTITUTION, "in a hospital, a home, in care or in custody"),
    Option(PersonEnd.DECEASED, "they died"),
    Option(PersonEnd.ENTERED_IN_ERROR, "they never belonged to it: an error"),
)
METHODS: Final = (
    Option(SelectionMethod.RANDOM, "by chance"),
    Option(SelectionMethod.LAST_BIRTHDAY, "whoever had a birthday last"),
    Option(SelectionMethod.NEXT_BIRTHDAY, "whoever has a birthday next"),
    Option(SelectionMethod.KISH_GRID, "by the grid on paper"),
)


def what_of(answers: Answers) -> What:
    """Return what is told."""
    return What(one(answers, "what") or What.NEW)


def candidates(known: Known, role: PersonRole) -> Sequence[Person]:
    """Return who of a role can be interviewed."""
    return qualifying(known.file, role, known.circumstances.today)


def people_fields(known: Known) -> Iterator[Field]:
    """Yield what is asked."""
    yield Field("what", "What", "What is there to tell?", Kind.ONE, options=lambda _: _whats(known))
    yield from _of_somebody_new(known)
    yield from _of_somebody_known(known)
    yield from _of_a_choice(known)
    yield Field(
        "source", "Who said so", "Who said so?", Kind.ONE,
        options=lambda _: SOURCES,
        applies=lambda so: "what" in so and not _is(so, What.CHOOSE),
    )  # fmt: skip
    yield Field(
        "somebody_else", "Same name", "Somebody of that name belongs to the family already. Is it another person?",
        Kind.ONE,
        options=lambda _: (Option(YES, "yes: a twin or a namesake, keep both"), Option("no", "no: it is the same one")),
        applies=lambda so: _is(so, What.NEW) and "source" in so and is_refused(
            lambda: add_person(entered(so, known, is_kept_knowingly=True), known.file, known.circumstances),
            SameNameError,
        ),
    )  # fmt: skip
    yield Field(
        "knowingly", "As it is", "That age or number does not look like a usual one. Is it right all the same?",
        Kind.ONE,
        options=lambda _: KNOWINGLY,
        applies=lambda so: _is(so, What.NEW) and "source" in so and is_refused(
            lambda: add_person(entered(so, known, is_kept_knowingly=False), known.file, known.circumstances),
            OddValueError,
        ),
    )  # fmt: skip


def added(answers: Answers, known: Known) -> "list[PersonAdded]":
    """Return the act of somebody new.

    Raises:
        StoreError: As `add_person`.
    """
    from store.keeping.acts import PersonAdded

    is_right = one(answers, "knowingly") == YES
    acts = add_person(entered(answers, known, is_kept_knowingly=is_right), known.file, known.circumstances)
    return [each for each in acts if isinstance(each, PersonAdded)]


def entered(answers: Answers, known: Known, *, is_kept_knowingly: bool) -> PersonEntered:
    """Return somebody as they were entered."""
    aged = one(answers, "aged")
    is_age = aged is not None and aged.isdecimal()
    return PersonEntered(
        role=PersonRole(one(answers, "role") or PersonRole.ADULT),
        source=DetailSource(one(answers, "source") or DetailSource.INTERVIEWER),
        first_names=one(answers, "first_names"),
        surname=one(answers, "surname"),
        born_on=None if aged is None or is_age else typed_day(aged, known.circumstances.today, Lies.BEHIND).isoformat(),
        age=aged if is_age else None,
        phone=one(answers, "phone"),
        is_phone_confidential=one(answers, "confidential") == YES,
        is_somebody_else=one(answers, "somebody_else") == YES,
        is_kept_knowingly=is_kept_knowingly,
    )


def _is(answers: Answers, what: What) -> bool:
    return answers.get("what") == what


def _whats(known: Known) -> list[Option]:
    is_anybody_gone = any(each.left for each in known.file.people)
    return [
        Option(What.NEW, "somebody new"),
        Option(What.LEFT, "somebody left"),
        *([Option(What.BACK, "somebody is back, or never left")] if is_anybody_gone else []),
        *([Option(What.CHOOSE, "who is interviewed, of several")] if _several(known) else []),
    ]


def _several(known: Known) -> list[PersonRole]:
    both = (PersonRole.YOUNG_PERSON, PersonRole.MAIN_CARER)
    return [role for role in both if len(candidates(known, role)) > 1]


def _of_somebody_new(known: Known) -> Iterator[Field]:
    today = known.circumstances.today

    def is_new(answers: Answers) -> bool:
        return _is(answers, What.NEW)

    def check_aged(text: str) -> None:
        if not text.isdecimal():
            typed_day(text, today, Lies.BEHIND)

    yield Field("role", "Who", "What are they to the survey?", Kind.ONE, options=lambda _: _ROLES, applies=is_new)
    yield Field("first_names", "First names", "Which first names?", Kind.LINE, applies=is_new, may_be_empty=True)
    yield Field("surname", "Surname", "Which surname?", Kind.LINE, applies=is_new, may_be_empty=True)
    yield Field(
        "aged", "Age", "How old, or born when? For example 14, or 17 May 2001.", Kind.LINE,
        applies=is_new, may_be_empty=True, check=check_aged,
    )  # fmt: skip
    yield Field(
        "phone", "Telephone", "Which telephone number? Enter goes on without.", Kind.LINE,
        applies=is_new, may_be_empty=True,
    )  # fmt: skip
    yield Field(
        "confidential", "Confidential", "Is the number confidential? Then it is only ever seen alone.", Kind.ONE,
        options=lambda _: IS_CONFIDENTIAL,
        applies=lambda so: is_new(so) and bool(one(so, "phone")),
    )  # fmt: skip


def _of_somebody_known(known: Known) -> Iterator[Field]:
    file, today = known.file, known.circumstances.today
    gone = people_offered((each for each in file.people if each.left), today)
    here = people_offered(file.members(), today)
    yield Field(
        "person", "Person", "Who?", Kind.ONE,
        options=lambda so: gone if _is(so, What.BACK) else here,
        applies=lambda so: _is(so, What.LEFT) or _is(so, What.BACK),
    )  # fmt: skip
    yield Field(
        "end", "How", "What became of them?", Kind.ONE,
        options=lambda _: _ENDS,
        applies=lambda so: _is(so, What.LEFT),
    )  # fmt: skip
    yield Field(
        "left_on", "Since", "Since when? For example 3 nov. Enter where nobody knows.", Kind.LINE,
        applies=lambda so: _is(so, What.LEFT),
        may_be_empty=True,
        check=lambda text: typed_day(text, today, Lies.BEHIND),
    )  # fmt: skip


def _of_a_choice(known: Known) -> Iterator[Field]:
    several = _several(known)
    yield Field(
        "of_role", "Of whom", "Of whom is one chosen?", Kind.ONE,
        options=lambda _: [Option(each, wording.words(each)) for each in several],
        applies=lambda so: _is(so, What.CHOOSE) and len(several) > 1,
    )  # fmt: skip
    yield Field(
        "method", "How", "How is one chosen?", Kind.ONE,
        options=lambda _: METHODS,
        applies=lambda so: _is(so, What.CHOOSE),
    )  # fmt: skip
    yield Field(
        "chosen", "Chosen", "Whom does the grid name?", Kind.ONE,
        options=lambda so: people_offered(
            candidates(known, PersonRole(one(so, "of_role") or several[0])), known.circumstances.today
        ),
        applies=lambda so: _is(so, What.CHOOSE) and one(so, "method") == SelectionMethod.KISH_GRID,
    )  # fmt: skip
