"""Which attempt an observation belongs to, which one can be told anew, and for how long a note is shown."""

from datetime import date, timedelta

import pytest

from store.clock import to_ms
from store.fieldwork.attempts import last_made_here
from store.fieldwork.family import Attempt, Note
from store.fieldwork.observations import attempt_of_day, notes_to_read
from store.keeping.acts.terms.attempts import AttemptResult
from tests.fieldwork.filed import NOW, attempt, family_file

YESTERDAY = attempt(AttemptResult.NO_CONTACT, attempt="a1" * 16)
NOON = attempt(AttemptResult.NO_CONTACT, attempt="a2" * 16, at_ms=to_ms(NOW))
EVENING = attempt(AttemptResult.NO_CONTACT, attempt="a3" * 16, at_ms=to_ms(NOW + timedelta(hours=4)))
TAKEN_BACK = attempt(AttemptResult.NO_CONTACT, attempt="a4" * 16, at_ms=to_ms(NOW), is_taken_back=True)
FROM_BEFORE = attempt(AttemptResult.NO_CONTACT, attempt="a5" * 16, at_ms=to_ms(NOW), is_from_before=True)


@pytest.mark.parametrize(
    ("made", "belongs_to"),
    [
        ((), None),
        ((YESTERDAY,), None),
        ((YESTERDAY, NOON, EVENING), EVENING.attempt),
        ((NOON, TAKEN_BACK), NOON.attempt),
        ((FROM_BEFORE,), None),
    ],
)
def test_an_observation_belongs_to_the_last_attempt_of_its_day(
    made: tuple[Attempt, ...], belongs_to: str | None
) -> None:
    assert attempt_of_day(family_file(attempts=made), NOW.date()) == belongs_to


def test_what_was_told_at_the_hand_over_or_taken_back_is_not_told_anew() -> None:
    assert last_made_here(family_file(attempts=(YESTERDAY, FROM_BEFORE))) == YESTERDAY
    assert last_made_here(family_file(attempts=(NOON, TAKEN_BACK))) == NOON
    assert last_made_here(family_file(attempts=(TAKEN_BACK,))) is None
    assert last_made_here(family_file(attempts=(FROM_BEFORE,))) is None


@pytest.mark.parametrize(("expires_on", "is_shown"), [(None, True), ("2015-11-10", True), ("2015-11-09", False)])
def test_a_note_is_shown_on_its_last_day_and_not_after(expires_on: str | None, is_shown: bool) -> None:
    note = Note("d1" * 16, "The bell is broken.", "the council", expires_on)

    assert bool(notes_to_read(family_file(notes=(note,)), date(2015, 11, 10))) is is_shown
