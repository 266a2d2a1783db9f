"""3.2, 14.2, 18: which extensions and notices can be recorded."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from store.agreement.ending import hold_extension, notice_ends_on, ran_out_on
from store.agreement.lifetime import EndTold, TermEnd, TermState
from store.errors import (
    AgreementOverError,
    ExtensionAfterEndError,
    ExtensionBeforeNoticeError,
    ExtensionShortensError,
    ExtensionUndatedError,
    NoticeAheadError,
    NoticeTooLateError,
    NoticeTooShortError,
    StoreError,
    TermStillRunsError,
)
from tests.agreement.edited import packaged

TERM = packaged().term
TODAY = date(2016, 1, 31)
RUNNING, ENDED, OPEN = TermState.RUNNING, TermState.ENDED, TermState.END_NOT_FIXED
MONTH, AT_ONCE, RAN_OUT = TermEnd.ONE_MONTH_NOTICE, TermEnd.IMMEDIATE_NOTICE, TermEnd.RAN_OUT


def told(ends_on: date, cause: TermEnd | None = None) -> EndTold:
    return EndTold(ends_on, cause, datetime(2016, 1, 4, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    ("known", "state", "ends_on", "refusal"),
    [
        (None, RUNNING, date(2018, 9, 1), None),
        (None, RUNNING, date(2018, 8, 31), ExtensionShortensError),
        (told(date(2019, 3, 31)), RUNNING, date(2018, 12, 31), ExtensionShortensError),
        (told(date(2019, 3, 31)), RUNNING, date(2019, 4, 1), None),
        (told(date(2016, 2, 29), MONTH), RUNNING, date(2016, 3, 1), None),
        (None, OPEN, date(2018, 11, 30), None),
        (None, ENDED, date(2019, 3, 31), ExtensionUndatedError),
        (told(date(2016, 1, 4), AT_ONCE), ENDED, date(2019, 3, 31), AgreementOverError),
    ],
    ids=[
        "later than printed",
        "no later than it is",
        "earlier than an extension before",
        "a second one",
        "the parties go on after a notice",
        "the exact end is told",
        "after it ended",
        "after a notice with immediate effect",
    ],
)
def test_an_extension_ends_later_and_comes_before_the_end(
    known: EndTold | None, state: TermState, ends_on: date, refusal: type[StoreError] | None
) -> None:
    if refusal is None:
        hold_extension(TERM, known, state, ends_on, None, TODAY)
        return
    with pytest.raises(refusal):
        hold_extension(TERM, known, state, ends_on, None, TODAY)


NOTICE = replace(told(date(2016, 2, 29), MONTH), given_on=date(2016, 1, 20))


@pytest.mark.parametrize(
    ("known", "state", "agreed_on", "refusal"),
    [
        (NOTICE, ENDED, date(2016, 2, 29), None),
        (NOTICE, ENDED, date(2016, 1, 20), None),
        (NOTICE, ENDED, date(2016, 3, 1), ExtensionAfterEndError),
        (NOTICE, ENDED, date(2016, 1, 19), ExtensionBeforeNoticeError),
        (NOTICE, RUNNING, date(2016, 1, 19), ExtensionBeforeNoticeError),
        (told(date(2016, 2, 29)), ENDED, date(2016, 2, 29), None),
        (told(date(2018, 8, 31), RAN_OUT), ENDED, date(2018, 8, 31), None),
        (told(date(2018, 8, 31), RAN_OUT), ENDED, date(2018, 9, 1), ExtensionAfterEndError),
        (told(date(2016, 1, 4), AT_ONCE), ENDED, date(2016, 1, 3), AgreementOverError),
        (None, ENDED, TERM.end_latest_on, None),
        (None, ENDED, TERM.end_latest_on + timedelta(days=1), ExtensionAfterEndError),
        (None, RUNNING, date(2019, 3, 1), None),
        (None, RUNNING, date(2019, 3, 2), NoticeAheadError),
    ],
    ids=[
        "on the last day of a notice",
        "on the day of a notice",
        "after the last day of a notice",
        "before a notice that ended it",
        "before a notice that runs",
        "on the last day of an extension before",
        "that it ran out was recorded meanwhile",
        "after it ran out",
        "before a notice with immediate effect",
        "as late as the printed end can mean",
        "later than the printed end can mean",
        "today, while it runs",
        "tomorrow",
    ],
)
def test_after_the_end_an_extension_counts_that_was_agreed_before(
    known: EndTold | None, state: TermState, agreed_on: date, refusal: type[StoreError] | None
) -> None:
    until, today = date(2019, 6, 30), date(2019, 3, 1)

    if refusal is None:
        hold_extension(TERM, known, state, until, agreed_on, today)
        return
    with pytest.raises(refusal):
        hold_extension(TERM, known, state, until, agreed_on, today)


@pytest.mark.parametrize(
    ("cause", "given_on", "ends_on", "last_on"),
    [
        (MONTH, date(2016, 1, 31), None, date(2016, 2, 29)),
        (MONTH, date(2016, 1, 15), None, date(2016, 2, 15)),
        (MONTH, date(2016, 1, 15), date(2016, 2, 14), NoticeTooShortError),
        (MONTH, date(2016, 1, 15), date(2016, 4, 30), date(2016, 4, 30)),
        (MONTH, date(2016, 1, 15), date(2018, 9, 1), NoticeTooLateError),
        (MONTH, date(2016, 2, 1), None, NoticeAheadError),
        (AT_ONCE, date(2016, 1, 29), None, date(2016, 1, 29)),
        (AT_ONCE, date(2016, 2, 1), None, NoticeAheadError),
        (RAN_OUT, date(2016, 1, 29), None, TermStillRunsError),
    ],
)
def test_a_notice_gives_its_month_and_is_told_once_it_was_given(
    cause: TermEnd, given_on: date, ends_on: date | None, last_on: date | type[StoreError]
) -> None:
    if isinstance(last_on, date):
        assert notice_ends_on(TERM, None, RUNNING, cause, given_on, ends_on, TODAY) == last_on
        return
    with pytest.raises(last_on):
        notice_ends_on(TERM, None, RUNNING, cause, given_on, ends_on, TODAY)


def test_the_months_of_notice_are_the_agreements() -> None:
    term = replace(TERM, notice_months=3)

    assert notice_ends_on(term, None, RUNNING, MONTH, TODAY, None, TODAY) == date(2016, 4, 30)


@pytest.mark.parametrize("cause", [MONTH, AT_ONCE])
def test_nothing_ends_twice(cause: TermEnd) -> None:
    with pytest.raises(AgreementOverError):
        notice_ends_on(TERM, None, ENDED, cause, TODAY, None, TODAY)


def test_that_it_ran_out_is_told_after_its_last_day_and_once() -> None:
    assert ran_out_on(TERM, None, OPEN) == date(2018, 8, 31)
    assert ran_out_on(TERM, told(date(2019, 3, 31)), ENDED) == date(2019, 3, 31)
    with pytest.raises(TermStillRunsError):
        ran_out_on(TERM, None, RUNNING)
    with pytest.raises(AgreementOverError):
        ran_out_on(TERM, told(date(2016, 2, 29), MONTH), ENDED)
