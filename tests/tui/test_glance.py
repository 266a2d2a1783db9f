"""How values read in one column of a list."""

from datetime import UTC, date, datetime

import pytest

from store.keeping.acts.terms.attempts import AttemptResult, NoInterviewReason
from tui import glance

TODAY = date(2015, 11, 2)


@pytest.mark.parametrize(
    ("instant", "read"),
    [
        (datetime(2015, 11, 2, 18, 30, tzinfo=UTC), "today 18:30"),
        (datetime(2015, 11, 2, 8, tzinfo=UTC), "today 08:00"),
        (datetime(2015, 11, 3, 10, tzinfo=UTC), "Tue 3 Nov 10:00"),
        (datetime(2015, 11, 23, 23, 59, tzinfo=UTC), "Mon 23 Nov 23:59"),
        (datetime(2015, 11, 1, 18, 30, tzinfo=UTC), "was 1 Nov 18:30"),
        (datetime(2015, 10, 24, 23, 30, tzinfo=UTC), "was 25 Oct 00:30"),
        (datetime(2016, 7, 1, 9, tzinfo=UTC), "1 Jul 2016 10:00"),
        (datetime(2014, 12, 24, 9, tzinfo=UTC), "was 24 Dec 2014"),
    ],
)
def test_an_appointment_reads_from_today(instant: datetime, read: str) -> None:
    assert glance.meeting(instant, TODAY) == read


@pytest.mark.parametrize(
    ("count", "at_least", "read"),
    [
        (0, 4, "0 of 4"),
        (2, 4, "2 of 4"),
        (4, 4, "4 of 4"),
        (5, 4, "5 visits"),
        (0, None, "0 visits"),
        (1, None, "1 visit"),
    ],
)
def test_visits_read_against_what_is_owed_below_their_title(count: int, at_least: int | None, read: str) -> None:
    assert glance.visits_below(count, at_least) == read


@pytest.mark.parametrize(
    ("count", "at_least", "read"),
    [(0, 4, "0 of 4 visits"), (4, 4, "4 of 4 visits"), (5, 4, "5 visits"), (1, None, "1 visit")],
)
def test_visits_are_named_also_beyond_what_is_owed(count: int, at_least: int | None, read: str) -> None:
    assert glance.visits(count, at_least) == read


@pytest.mark.parametrize("code", [*AttemptResult, *NoInterviewReason])
def test_every_outcome_of_an_attempt_fits_its_column(code: str) -> None:
    said = glance.last_outcome(code)

    assert 0 < len(said) <= 16
    assert "_" not in said


@pytest.mark.parametrize(("code", "read"), [("410", "office 410"), ("", ""), ("not_known_yet", "not known yet")])
def test_an_outcome_that_is_no_attempts_reads_too(code: str, read: str) -> None:
    assert glance.last_outcome(code) == read


@pytest.mark.parametrize(
    ("standing", "read"),
    [
        ("", ("", "", "")),
        ("take-part:given", ("yes", "", "")),
        ("take-part:given linkage:refused re-contact:not_asked", ("yes", "no", "-")),
        ("take-part:given+refused parental-permission:given linkage:given+withdrawn", ("both", "both", "")),
        ("re-contact:withdrawn", ("", "", "left")),
    ],
)
def test_consents_read_purpose_by_purpose(standing: str, read: tuple[str, str, str]) -> None:
    assert glance.consents(standing) == read
