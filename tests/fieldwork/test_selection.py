"""Who is interviewed where several qualify; what the place looks like; and the note that is read first."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from store import errors
from store.fieldwork.family import Person, SafetyNote
from store.fieldwork.observations import ObservationEntered, acknowledge_safety_note, record_observation
from store.fieldwork.selection import draw, qualifying, select_respondents
from store.ids import PersonId
from store.keeping import acts
from store.keeping.acts.terms.attempts import Condition, Extent, Wave
from store.keeping.acts.terms.attempts import SelectionMethod as Method
from store.keeping.acts.terms.families import PersonEnd, PersonRole
from tests.fieldwork.filed import AT_DOOR, DAUGHTER, MOTHER, PEOPLE, SON, family_file, lock, person

TODAY = date(2015, 11, 10)
YOUNG = PersonRole.YOUNG_PERSON
FILE = family_file()


def born(*days: str) -> list[Person]:
    return [person(PersonId(f"{n:032x}"), YOUNG, day) for n, day in enumerate(days)]


@pytest.mark.parametrize(
    ("somebody", "does"),
    [
        (person(SON, YOUNG, "2004-11-10"), True),
        (person(SON, YOUNG, "2004-11-11"), False),
        (person(SON, YOUNG, "1993-11-11"), True),
        (person(SON, YOUNG, "1993-11-10"), False),
        (person(SON, YOUNG, None), True),
        (person(SON, YOUNG, "1999-03-03", left=PersonEnd.MOVED_OUT), False),
        (person(SON, PersonRole.ADULT, "1990-03-03"), False),
    ],
)
def test_young_people_of_11_to_21_who_live_there_qualify(somebody: Person, does: bool) -> None:
    assert bool(qualifying(family_file(people=(somebody,)), YOUNG, TODAY)) is does


def test_whoever_wishes_no_contact_does_not_qualify() -> None:
    file = family_file(locks=(lock(person=SON),))

    assert [each.person for each in qualifying(file, YOUNG, TODAY)] == [DAUGHTER]
    assert [each.person for each in qualifying(file, PersonRole.MAIN_CARER, TODAY)] == [MOTHER]
    assert qualifying(file, PersonRole.ADULT, TODAY) == ()


@pytest.mark.parametrize(
    ("method", "days", "drawn"),
    [
        (Method.LAST_BIRTHDAY, ("1999-03-03", "2002-11-01", "2001-11-12"), 1),
        (Method.NEXT_BIRTHDAY, ("1999-03-03", "2002-11-01", "2001-11-12"), 2),
        (Method.LAST_BIRTHDAY, ("1999-11-10", "2002-11-09"), 0),
        (Method.NEXT_BIRTHDAY, ("1999-11-10", "2002-11-09"), 1),
        (Method.LAST_BIRTHDAY, ("1999-12-31", "2002-01-01"), 1),
        (Method.LAST_BIRTHDAY, ("2000-02-29", "2002-03-01"), 1),
        (Method.LAST_BIRTHDAY, ("2000-02-29", "2002-02-28"), 0),
        (Method.ONLY_ONE_QUALIFIES, ("2000-02-29",), 0),
        (Method.ONLY_ONE_QUALIFIES, ("2000-02-29", "2002-02-28"), None),
        (Method.KISH_GRID, ("2000-02-29",), None),
        (Method.RANDOM, (), None),
    ],
)
def test_a_birthday_draws_the_one_it_means(method: Method, days: tuple[str, ...], drawn: int | None) -> None:
    candidates = born(*days)

    assert draw(candidates, method, TODAY, Random(1)) == (None if drawn is None else candidates[drawn].person)


def test_where_a_birthday_is_not_known_the_method_leaves_it_open() -> None:
    candidates = [*born("1999-03-03"), person(SON, YOUNG, None)]

    assert draw(candidates, Method.LAST_BIRTHDAY, TODAY, Random(1)) is None


@pytest.mark.parametrize("method", [Method.RANDOM, Method.LAST_BIRTHDAY])
def test_of_equals_each_is_drawn_about_as_often(method: Method) -> None:
    twins, dice = born("1999-03-03", "1999-03-03"), Random(7)

    drawn = [draw(twins, method, TODAY, dice) for _ in range(1_000)]

    assert 400 < drawn.count(twins[0].person) < 600


def test_a_selection_tells_how_who_could_have_been_and_who_was() -> None:
    (act,) = select_respondents(Method.RANDOM, (SON, DAUGHTER), (DAUGHTER,), FILE, AT_DOOR)

    assert isinstance(act, acts.RespondentSelected)
    assert (act.wave, act.method, act.candidates, act.selected) == (Wave.ONE, "random", (SON, DAUGHTER), (DAUGHTER,))


@pytest.mark.parametrize(
    ("method", "candidates", "selected"),
    [
        (Method.RANDOM, (SON, DAUGHTER), ()),
        (Method.RANDOM, (SON,), (DAUGHTER,)),
        (Method.RANDOM, (SON, PersonId("9" * 32)), (SON,)),
        (Method.ONLY_ONE_QUALIFIES, (SON, DAUGHTER), (SON,)),
    ],
)
def test_a_selection_that_cannot_be_is_refused(
    method: Method, candidates: tuple[PersonId, ...], selected: tuple[PersonId, ...]
) -> None:
    with pytest.raises(errors.NoSelectionError):
        select_respondents(method, candidates, selected, FILE, AT_DOOR)


def test_nobody_is_selected_in_a_locked_family() -> None:
    with pytest.raises(errors.FamilyLockedError):
        select_respondents(Method.RANDOM, (SON,), (SON,), family_file(locks=(lock(),)), AT_DOOR)


# -- what the place looks like, and what is read before --------------------------------------------------------------


def test_an_observation_holds_what_was_looked_at() -> None:
    seen = ObservationEntered(condition=Condition.GOOD, litter=Extent.SMALL, attempt="a1" * 16)

    (act,) = record_observation(seen, FILE, AT_DOOR)

    assert isinstance(act, acts.ObservationRecorded)
    assert (act.condition, act.litter, act.dwelling, act.attempt) == ("good", "small", None, "a1" * 16)
    with pytest.raises(errors.EmptyFieldError):
        record_observation(ObservationEntered(attempt="a1" * 16), FILE, AT_DOOR)
    with pytest.raises(errors.FamilyLockedError):
        record_observation(seen, family_file(locks=(lock(),)), AT_DOOR)


def test_reading_the_safety_note_is_told_also_of_a_locked_family() -> None:
    note = SafetyNote("5a" * 16, "a dog", "the council", None, is_acknowledged=False)
    file = family_file(safety_note=note, locks=(lock(),))

    (act,) = acknowledge_safety_note(4, file)

    assert isinstance(act, acts.SafetyNoteAcknowledged)
    assert (act.note, act.shown_s) == (note.note, 4)
    with pytest.raises(errors.SafetyNoteMissingError):
        acknowledge_safety_note(4, replace(file, safety_note=None))


def test_a_family_without_young_people_has_nobody_to_draw() -> None:
    assert qualifying(family_file(people=PEOPLE[:1]), YOUNG, TODAY) == ()
