"""Working alone, leaving because it is not safe, and passing a concern on; and what a lock holds back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from store import errors
from store.clock import to_ms
from store.fieldwork.family import FamilyFile, LoneVisit
from store.fieldwork.lines import Standing
from store.fieldwork.lone_visits import come_back, confirm_how_they_are, go_in_alone, leave_unsafe
from store.fieldwork.safeguarding import ConcernEntered, report_concern
from store.fieldwork.workable import hold_open, hold_workable
from store.keeping import acts
from store.keeping.acts.terms.attempts import ConcernAuthority
from tests.fieldwork.filed import ANNA, AT_BASE, AT_DOOR, MOTHER, NOBODY, NOW, SON, family_file, lock, of

BACK = NOW + timedelta(minutes=90)
INSIDE = LoneVisit("f1" * 16, ANNA, to_ms(BACK), end=None, back_at_ms=None)
VISITED = family_file(lone_visit=INSIDE)
LOCKED = family_file(lone_visit=INSIDE, locks=(lock(),))


def test_going_in_alone_says_when_to_expect_them_back() -> None:
    (started,) = go_in_alone(BACK, family_file(), AT_DOOR)

    assert isinstance(started, acts.LoneVisitStarted)
    assert (started.interviewer, started.expected_back_at_ms) == (ANNA, to_ms(BACK))


@pytest.mark.parametrize("minutes", [0, -1, 12 * 60 + 1])
def test_nobody_is_expected_back_before_they_go_or_the_next_day(minutes: int) -> None:
    with pytest.raises(errors.ExpectedBackError):
        go_in_alone(NOW + timedelta(minutes=minutes), family_file(), AT_DOOR)


def test_one_visit_is_over_before_the_next_and_none_is_begun_where_nobody_may_go() -> None:
    with pytest.raises(errors.LoneVisitOpenError):
        go_in_alone(BACK, VISITED, AT_DOOR)
    with pytest.raises(errors.FamilyLockedError):
        go_in_alone(BACK, family_file(locks=(lock(),)), AT_DOOR)


def test_coming_back_ends_the_visit_also_of_a_family_that_was_locked_meanwhile() -> None:
    for file in (VISITED, LOCKED):
        (ended,) = come_back("all well", file, AT_DOOR)

        assert isinstance(ended, acts.LoneVisitEnded)
        assert (ended.visit, ended.end, ended.back_at_ms) == (INSIDE.visit, "returned_safe", to_ms(NOW))
    with pytest.raises(errors.LoneVisitMissingError):
        come_back(None, family_file(), AT_DOOR)


def test_base_alone_ends_a_visit_of_somebody_else_and_says_how_that_is_known() -> None:
    for file in (VISITED, LOCKED):
        (ended,) = confirm_how_they_are("at home, Supervisor One rang", file, AT_BASE)

        assert isinstance(ended, acts.LoneVisitEnded)
        assert (ended.visit, ended.end, ended.note) == (
            INSIDE.visit, "confirmed_by_base", "at home, Supervisor One rang",
        )  # fmt: skip
    with pytest.raises(errors.NotBaseError):
        confirm_how_they_are("well", VISITED, AT_DOOR)
    with pytest.raises(errors.LoneVisitMissingError):
        confirm_how_they_are("well", family_file(), AT_BASE)
    with pytest.raises(errors.EmptyFieldError):
        confirm_how_they_are("  ", VISITED, AT_BASE)


@pytest.mark.parametrize("file", [VISITED, LOCKED])
def test_leaving_because_it_is_not_safe_locks_the_family_9_3(file: FamilyFile) -> None:
    ended, locked = leave_unsafe("a dog, and threats", file, AT_DOOR)

    assert isinstance(ended, acts.LoneVisitEnded)
    assert isinstance(locked, acts.FamilyLockSet)
    assert (ended.visit, ended.end) == (INSIDE.visit, "left_unsafe")
    assert (locked.lock, locked.cause, locked.follows_from) == ("locked", "safety", INSIDE.visit)
    assert locked.reason == "a dog, and threats"


def test_leaving_can_be_said_without_a_visit_that_was_started_but_not_without_a_word() -> None:
    told = leave_unsafe("threats", family_file(), AT_DOOR)

    assert len(of(told, acts.LoneVisitEnded)) == len(of(told, acts.FamilyLockSet)) == 1
    with pytest.raises(errors.EmptyFieldError):
        leave_unsafe("  ", family_file(), AT_DOOR)


CONCERN = ConcernEntered("a bruise", ConcernAuthority.LEGAL_DUTY, "the duty desk", "Children Act 1989, s. 47", SON)


def test_a_concern_names_what_allows_it_to_be_passed_on_a5() -> None:
    (reported,) = report_concern(CONCERN, LOCKED, AT_DOOR)

    assert isinstance(reported, acts.SafeguardingReported)
    assert (reported.authority, reported.citation) == ("legal_duty", "Children Act 1989, s. 47")
    assert (reported.person, reported.concern, reported.reported_to) == (SON, "a bruise", "the duty desk")
    assert reported.reported_at_ms == to_ms(NOW)


@pytest.mark.parametrize(
    ("entered", "refused"),
    [
        (replace(CONCERN, citation=" "), errors.CitationMissingError),
        (replace(CONCERN, authority=ConcernAuthority.DIRECTION, citation=None), errors.CitationMissingError),
        (replace(CONCERN, concern=" "), errors.EmptyFieldError),
        (replace(CONCERN, reported_to=""), errors.EmptyFieldError),
        (replace(CONCERN, person=NOBODY), errors.PersonUnknownError),
        (replace(CONCERN, at=NOW + timedelta(hours=1)), errors.StillAheadError),
    ],
)
def test_a_concern_that_lacks_something_says_what(entered: ConcernEntered, refused: type[errors.StoreError]) -> None:
    with pytest.raises(refused):
        report_concern(entered, VISITED, AT_DOOR)


def test_where_a_life_is_in_danger_no_law_has_to_be_looked_up() -> None:
    assert report_concern(replace(CONCERN, authority=ConcernAuthority.VITAL_INTERESTS, citation=None), VISITED, AT_DOOR)


# -- what a lock holds back ------------------------------------------------------------------------------------------


def test_a_family_is_worked_unless_something_keeps_it() -> None:
    hold_workable(family_file(), AT_DOOR.now_ms)
    hold_workable(family_file(standing=Standing.DONE), AT_DOOR.now_ms)
    hold_workable(family_file(locks=(lock(person=SON),)), AT_DOOR.now_ms)


def test_a_lock_outweighs_a_pause_and_either_holds_from_its_own_instant_on() -> None:
    both = family_file(locks=(lock(is_pause=True), lock()))

    with pytest.raises(errors.FamilyLockedError):
        hold_workable(both, AT_DOOR.now_ms)
    with pytest.raises(errors.FamilyPausedError):
        hold_workable(family_file(locks=(lock(is_pause=True),)), AT_DOOR.now_ms)
    hold_workable(both, AT_DOOR.now_ms - 1)


@pytest.mark.parametrize(
    ("standing", "refused"),
    [(Standing.LOCKED, errors.FamilyLockedError), (Standing.PAUSED, errors.FamilyPausedError)],
)
def test_a_family_that_only_its_standing_calls_locked_is_not_worked(
    standing: Standing, refused: type[errors.StoreError]
) -> None:
    with pytest.raises(refused):
        hold_workable(family_file(standing=standing), AT_DOOR.now_ms)


def test_one_persons_wish_holds_for_them_alone() -> None:
    file = family_file(locks=(lock(person=SON),))

    hold_open(file, MOTHER, AT_DOOR.now_ms)
    with pytest.raises(errors.NoContactWishedError):
        hold_open(file, SON, AT_DOOR.now_ms)
    with pytest.raises(errors.PersonUnknownError):
        hold_open(file, NOBODY, AT_DOOR.now_ms)
