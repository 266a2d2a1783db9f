"""The attempt after an asking begins with what the asking came to: that person alone, and never twice."""

from pathlib import Path

import pytest

from store.keeping.acts import AttemptRecorded, ContactWishRecorded, FamilyLockSet
from store.keeping.acts.terms.attempts import AttemptResult, NoInterviewReason
from store.keeping.acts.terms.families import WishReach
from tests.tui.consent.asking import CARER, CARER_ASKED, CHILD, CHILD_ASKED, EVERYTHING, seen_after
from tests.tui.sitting import Sitting


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path)


def attempts(sitting: Sitting) -> list[AttemptRecorded]:
    return [each for each in sitting.told(AttemptRecorded) if isinstance(each, AttemptRecorded)]


def test_after_a_complete_interview_the_attempt_is_kept_without_saying_it_again(sitting: Sitting) -> None:
    *_, ending = seen_after(sitting, "enter", *EVERYTHING, "a", "ctrl+s")

    assert "110" in ending
    sitting.press("enter", "a", "ctrl+s", "ctrl+s")
    (kept,) = attempts(sitting)
    assert (kept.told.result, kept.told.met) == (AttemptResult.COMPLETE_INTERVIEW, (CARER.person,))


def test_a_young_persons_no_is_told_of_them_alone(sitting: Sitting) -> None:
    sitting.press("enter", *CHILD_ASKED, "y", "n", "enter", "a", "ctrl+s", "ctrl+s")

    (kept,) = attempts(sitting)
    assert (kept.told.reason, kept.told.met) == (NoInterviewReason.REFUSAL_BY_RESPONDENT, (CHILD.person,))
    (wish,) = sitting.told(ContactWishRecorded)
    assert isinstance(wish, ContactWishRecorded)
    assert (wish.reach, wish.person) == (WishReach.PERSON, CHILD.person)
    assert sitting.told(FamilyLockSet) == []


def test_a_parents_no_is_told_as_said_for_the_young_person(sitting: Sitting) -> None:
    *_, met = seen_after(sitting, "enter", *CHILD_ASKED, "n", "enter", "a", "enter", "enter")

    assert "Who was met?" in met
    sitting.press("enter", "a", "enter", "enter", "1", "enter", "ctrl+s", "ctrl+s")
    (kept,) = attempts(sitting)
    assert (kept.told.reason, kept.told.met) == (NoInterviewReason.REFUSAL_BY_PROXY, (CARER.person,))
    (wish,) = sitting.told(ContactWishRecorded)
    assert isinstance(wish, ContactWishRecorded)
    assert wish.person == CHILD.person


def test_what_an_attempt_told_already_does_not_stand_there_again(sitting: Sitting) -> None:
    *_, again = seen_after(sitting, "enter", *EVERYTHING, "a", "ctrl+s", "ctrl+s", "a", "ctrl+s")

    assert "What came of it?" in again
    assert len(attempts(sitting)) == 1


def test_of_two_who_were_asked_one_attempt_tells_what_came_of_each(sitting: Sitting) -> None:
    sitting.press("enter", *EVERYTHING, *CHILD_ASKED, "y", "n", "enter", "a", "ctrl+s", "ctrl+s")

    (kept,) = attempts(sitting)
    assert (kept.told.result, kept.told.met) == (AttemptResult.COMPLETE_INTERVIEW, (CARER.person,))
    assert {each.person: each.code for each in kept.told.respondents} == {CARER.person: "110", CHILD.person: "431"}
    (wish,) = sitting.told(ContactWishRecorded)
    assert isinstance(wish, ContactWishRecorded)
    assert (wish.reach, wish.person) == (WishReach.PERSON, CHILD.person)


def test_an_asking_that_came_to_nothing_leaves_the_form_empty(sitting: Sitting) -> None:
    *_, asked = seen_after(sitting, "enter", *CARER_ASKED, "y", "f3", "1", "enter", "a", "ctrl+s")

    assert "What came of it?" in asked
