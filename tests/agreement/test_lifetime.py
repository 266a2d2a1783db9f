"""3.1-3.2, 18: the term, and what may still be done when it does not run."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given

from store.agreement.lifetime import EndTold, Term, TermEnd, TermState, Work, last_day, may, over_at, state_at
from store.clock import LONDON
from store.errors import NaiveInstantError
from tests.agreement.edited import packaged
from tests.agreement.instants import NAIVE, instants

OPEN_END = packaged().term
FIXED_END = replace(OPEN_END, ends_on=date(2018, 10, 31), end_document_sha256="ab" * 32)
EXTENDED = replace(FIXED_END, extended_to=date(2019, 3, 31), extension_document_sha256="cd" * 32)


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("term", "at", "state"),
    [
        (OPEN_END, "2015-08-31T23:59:59", TermState.NOT_BEGUN),
        (OPEN_END, "2015-09-01T00:00:00", TermState.RUNNING),
        (OPEN_END, "2015-11-02T09:00:00", TermState.RUNNING),
        (OPEN_END, "2018-08-31T23:59:59", TermState.RUNNING),
        (OPEN_END, "2018-09-01T00:00:00", TermState.END_NOT_FIXED),
        (OPEN_END, "2018-11-30T23:59:59", TermState.END_NOT_FIXED),
        (OPEN_END, "2018-12-01T00:00:00", TermState.ENDED),
        (FIXED_END, "2018-10-31T23:59:59", TermState.RUNNING),
        (FIXED_END, "2018-11-01T00:00:00", TermState.ENDED),
        (EXTENDED, "2019-03-31T23:59:59", TermState.RUNNING),
        (EXTENDED, "2019-04-01T00:00:00", TermState.ENDED),
    ],
)
def test_the_term_begins_and_ends_at_midnight_in_london(term: Term, at: str, state: TermState) -> None:
    assert state_at(term, london(at)) is state


def test_a_notice_with_immediate_effect_ends_the_agreement_at_its_instant_in_any_zone() -> None:
    told_at = london("2016-07-01T12:00:00")
    told = EndTold(date(2016, 6, 29), TermEnd.IMMEDIATE_NOTICE, told_at)

    assert state_at(OPEN_END, told_at - timedelta(seconds=1), told) is TermState.RUNNING
    assert state_at(OPEN_END, told_at, told) is TermState.ENDED
    assert state_at(OPEN_END, london("2015-01-01T00:00:00"), told) is TermState.NOT_BEGUN


@pytest.mark.parametrize("cause", [TermEnd.ONE_MONTH_NOTICE, TermEnd.RAN_OUT, None])
def test_whatever_else_was_told_last_ends_it_with_its_last_day(cause: TermEnd | None) -> None:
    for term in (OPEN_END, FIXED_END, EXTENDED):
        told = EndTold(date(2017, 3, 25), cause, london("2017-02-25T12:00:00"))

        assert last_day(term, told) == date(2017, 3, 25)
        assert state_at(term, london("2017-03-25T23:59:59"), told) is TermState.RUNNING
        assert state_at(term, london("2017-03-26T00:00:00"), told) is TermState.ENDED
        assert over_at(term, told) == london("2017-03-26T00:00:00")


def test_the_last_day_is_the_strictest_that_is_known() -> None:
    assert last_day(OPEN_END) == date(2018, 8, 31)
    assert last_day(FIXED_END) == date(2018, 10, 31)
    assert last_day(EXTENDED) == date(2019, 3, 31)


@pytest.mark.parametrize("state", TermState)
def test_safety_handing_in_and_erasing_are_never_locked_out(state: TermState) -> None:
    allowed = {work for work in Work if may(work, state)}

    always = {Work.SAFETY, Work.HAND_IN, Work.ERASE, Work.AUDIT}
    more = {TermState.NOT_BEGUN: {Work.FIELDWORK}, TermState.RUNNING: {Work.LOAD, Work.FIELDWORK}}
    assert allowed == always | more.get(state, set())


def test_an_instant_without_a_zone_is_in_no_term() -> None:
    with pytest.raises(NaiveInstantError):
        state_at(OPEN_END, NAIVE)
    with pytest.raises(NaiveInstantError):
        state_at(OPEN_END, london("2016-01-01T00:00:00"), EndTold(date(2016, 1, 1), TermEnd.IMMEDIATE_NOTICE, NAIVE))


@given(
    first=instants("2014-01-01", "2020-01-01"),
    second=instants("2014-01-01", "2020-01-01"),
)
def test_the_term_never_goes_back_to_an_earlier_state(first: datetime, second: datetime) -> None:
    order = list(TermState)
    earlier, later = sorted((first, second))

    assert order.index(state_at(OPEN_END, earlier)) <= order.index(state_at(OPEN_END, later))
