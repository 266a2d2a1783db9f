"""People who come and go, twins and namesakes, moves, households that split, and looking for somebody."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from store import errors
from store.fieldwork.moves import AddressEntered, move_family, split_family
from store.fieldwork.people import PersonEntered, add_person, as_part, bring_back, remove_person
from store.fieldwork.tracing import TracingEntered, record_tracing
from store.keeping import acts
from store.keeping.acts.terms.families import DetailSource, PersonEnd, PersonRole, PhoneKind, TracingResult
from tests.fieldwork.filed import (
    AT_DOOR,
    DAUGHTER,
    FAMILY,
    MOTHER,
    NOBODY,
    PEOPLE,
    PHONE,
    SON,
    family_file,
    lock,
    of,
)

SAID = DetailSource.RESPONDENT
FILE = family_file()
TWIN = PersonEntered(PersonRole.YOUNG_PERSON, SAID, "Owen", "Pargeter", born_on="1999-03-03", is_somebody_else=True)
TOMORROW = date(2015, 11, 11)


def added(entered: PersonEntered) -> acts.PersonAdded:
    (act,) = add_person(entered, FILE, AT_DOOR)
    assert isinstance(act, acts.PersonAdded)
    return act


def test_somebody_who_became_known_is_told_with_an_id_of_their_own() -> None:
    entered = PersonEntered(
        PersonRole.YOUNG_PERSON,
        DetailSource.PROXY,
        first_names=" Rhys ",
        surname="Pargeter",
        age="17",
        phone="07700900777",
        is_phone_confidential=True,
        known_on=date(2015, 11, 9),
    )

    act = added(entered)

    member = act.member
    assert member.person not in {each.person for each in PEOPLE}
    assert (member.first_names, member.role, member.age_years, member.age_on) == (
        "Rhys",
        "young_person",
        17,
        "2015-11-10",
    )
    (phone,) = member.phones
    assert (phone.number, phone.kind, phone.is_confidential) == ("07700 900777", PhoneKind.MOBILE, True)
    assert (act.source, act.known_on) == ("proxy", "2015-11-09")


def test_a_twin_or_namesake_is_somebody_else_only_if_somebody_says_so() -> None:
    with pytest.raises(errors.SameNameError):
        added(replace(TWIN, is_somebody_else=False))
    with pytest.raises(errors.SameNameError):
        added(replace(TWIN, is_somebody_else=False, first_names="OWEN", surname="p\xe1rgeter"))

    assert added(TWIN).member.person != SON


@pytest.mark.parametrize(
    ("entered", "refused"),
    [
        (replace(TWIN, first_names=" ", surname=None), errors.EmptyFieldError),
        (replace(TWIN, born_on=None), errors.EmptyFieldError),
        (PersonEntered(PersonRole.CHILD, SAID, "Rhys"), errors.EmptyFieldError),
        (replace(TWIN, born_on="1980-01-01"), errors.OddValueError),
        (replace(TWIN, phone="12"), errors.OddValueError),
        (replace(TWIN, born_on="x"), errors.AgeNotPossibleError),
        (replace(TWIN, language="Polish"), errors.ValueFormError),
        (replace(TWIN, first_names="x" * 999), errors.TypedTooLongError),
        (replace(TWIN, known_on=TOMORROW), errors.StillAheadError),
    ],
)
def test_somebody_who_cannot_be_says_why(entered: PersonEntered, refused: type[errors.StoreError]) -> None:
    with pytest.raises(refused):
        added(entered)


def test_what_is_odd_about_somebody_is_kept_knowingly() -> None:
    member = added(replace(TWIN, born_on="1980-01-01", phone="12", is_kept_knowingly=True)).member

    assert (member.born_on, member.phones[0].number) == ("1980-01-01", "12")


def test_an_adult_needs_no_age_and_may_be_known_by_what_they_are_called() -> None:
    assert added(PersonEntered(PersonRole.ADULT, SAID, known_as="Nan")).member.known_as == "Nan"


def test_somebody_leaves_once_and_can_come_back_as_they_were_known() -> None:
    (left,) = remove_person(SON, PersonEnd.MOVED_OUT, date(2015, 11, 1), SAID, FILE, AT_DOOR)
    gone = family_file(people=(PEOPLE[0], replace(PEOPLE[1], left=PersonEnd.MOVED_OUT)))

    (back,) = bring_back(SON, SAID, gone, AT_DOOR)

    assert isinstance(left, acts.PersonLeft)
    assert (left.person, left.end, left.left_on) == (SON, "moved_out", "2015-11-01")
    assert isinstance(back, acts.PersonAdded)
    assert back.member == as_part(PEOPLE[1])
    with pytest.raises(errors.PersonUnknownError):
        remove_person(SON, PersonEnd.DECEASED, None, SAID, gone, AT_DOOR)
    with pytest.raises(errors.PersonUnknownError):
        bring_back(SON, SAID, FILE, AT_DOOR)
    with pytest.raises(errors.StillAheadError):
        remove_person(SON, PersonEnd.MOVED_OUT, TOMORROW, SAID, FILE, AT_DOOR)


# -- moving and splitting --------------------------------------------------------------------------------------------

NEW = AddressEntered("9 Cinder Ash Row\nChelmsford", "cm1 9ba", "through the arch")


def test_a_move_keeps_the_old_address_and_reads_the_new_one() -> None:
    (moved,) = move_family(NEW, date(2015, 11, 1), SAID, FILE, AT_DOOR)

    assert isinstance(moved, acts.FamilyMoved)
    assert moved.old.lines == ("3 Lapwing Reach", "Chelmsford")
    assert moved.new is not None
    assert (moved.new.lines, moved.new.postcode) == (("9 Cinder Ash Row", "Chelmsford"), "CM1 9BA")
    assert (moved.moved_on, moved.new.directions) == ("2015-11-01", "through the arch")


def test_a_family_can_be_gone_without_anybody_knowing_where() -> None:
    (moved,) = move_family(None, None, DetailSource.NEIGHBOUR, FILE, AT_DOOR)

    assert isinstance(moved, acts.FamilyMoved)
    assert (moved.new, moved.moved_on) == (None, None)


def test_a_move_that_is_none_or_odd_or_ahead_says_so() -> None:
    with pytest.raises(errors.NothingChangedError):
        move_family(AddressEntered("3 Lapwing Reach\nChelmsford", "CM19AL"), None, SAID, FILE, AT_DOOR)
    with pytest.raises(errors.OddValueError):
        move_family(replace(NEW, postcode="somewhere"), None, SAID, FILE, AT_DOOR)
    with pytest.raises(errors.StillAheadError):
        move_family(NEW, TOMORROW, SAID, FILE, AT_DOOR)
    assert move_family(replace(NEW, postcode="somewhere", is_kept_knowingly=True), None, SAID, FILE, AT_DOOR)


def test_a_household_that_splits_takes_its_members_along_under_their_ids_and_nothing_of_the_others() -> None:
    told = split_family((SON, SON), NEW, date(2015, 11, 1), SAID, FILE, AT_DOOR)

    (split,), (arrived,), (moved,) = of(told, acts.FamilySplit), of(told, acts.PersonAdded), of(told, acts.FamilyMoved)
    assert (split.family, split.people) == (FAMILY, (SON,))
    assert split.new_family not in (FAMILY, "")
    assert (arrived.family, arrived.member.person) == (split.new_family, SON)
    assert (moved.family, moved.old.lines) == (split.new_family, ())
    for act in (arrived, moved):
        assert b"Dilys" not in acts.dump(act)
        assert b"Lapwing" not in acts.dump(act)


def test_a_split_leaves_somebody_behind_and_takes_somebody_along() -> None:
    with pytest.raises(errors.PeopleUnclearError):
        split_family((), None, None, SAID, FILE, AT_DOOR)
    with pytest.raises(errors.EveryoneLeavesError):
        split_family((MOTHER, SON, DAUGHTER), None, None, SAID, FILE, AT_DOOR)
    with pytest.raises(errors.PersonUnknownError):
        split_family((NOBODY,), None, None, SAID, FILE, AT_DOOR)
    assert not of(split_family((SON,), None, None, SAID, FILE, AT_DOOR), acts.FamilyMoved)


# -- looking for somebody --------------------------------------------------------------------------------------------


def test_whoever_was_named_to_ask_is_kept_with_their_number() -> None:
    entered = TracingEntered(
        DetailSource.NEIGHBOUR,
        TracingResult.CONTACT_NAMED,
        SON,
        contact_name="Kezia",
        contact_phone="07700900888",
        contact_relation="aunt",
    )

    (traced,) = record_tracing(entered, FILE, AT_DOOR)

    assert isinstance(traced, acts.TracingRecorded)
    assert (traced.person, traced.contact_name, traced.contact_phone) == (SON, "Kezia", "07700 900888")
    assert (traced.source, traced.result, traced.contact_relation) == ("neighbour", "contact_named", "aunt")


@pytest.mark.parametrize(
    ("entered", "refused"),
    [
        (TracingEntered(SAID, TracingResult.CONTACT_NAMED), errors.EmptyFieldError),
        (TracingEntered(SAID, TracingResult.CONTACT_NAMED, contact_phone="12"), errors.OddValueError),
        (TracingEntered(SAID, TracingResult.FOUND, NOBODY), errors.PersonUnknownError),
    ],
)
def test_tracing_that_cannot_be_says_why(entered: TracingEntered, refused: type[errors.StoreError]) -> None:
    with pytest.raises(refused):
        record_tracing(entered, FILE, AT_DOOR)


def test_nothing_of_this_is_done_with_a_locked_family() -> None:
    locked = family_file(locks=(lock(),), people=(*PEOPLE[:2], replace(PEOPLE[2], left=PersonEnd.MOVED_OUT)))

    deeds: list[Callable[[], object]] = [
        lambda: add_person(TWIN, locked, AT_DOOR),
        lambda: remove_person(SON, PersonEnd.DECEASED, None, SAID, locked, AT_DOOR),
        lambda: bring_back(DAUGHTER, SAID, locked, AT_DOOR),
        lambda: move_family(NEW, None, SAID, locked, AT_DOOR),
        lambda: split_family((SON,), None, None, SAID, locked, AT_DOOR),
        lambda: record_tracing(TracingEntered(SAID, TracingResult.NOT_FOUND), locked, AT_DOOR),
    ]

    for deed in deeds:
        with pytest.raises(errors.FamilyLockedError):
            deed()


def test_numbers_go_along_with_whoever_they_belong_to() -> None:
    assert [phone.number for phone in as_part(PEOPLE[0]).phones] == [PHONE.number]
