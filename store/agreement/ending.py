"""Extending the agreement in writing, and ending it by notice: what may be recorded. Pure.

Owns the rules. Refuses to own how the term stands (lifetime), and recording anything (exchange).

Source: agreement 3.1-3.2, 14.2, 18.
"""

from datetime import date
from typing import assert_never

from store.agreement.lifetime import EndTold, Term, TermEnd, TermState, last_day
from store.agreement.london import add_months
from store.errors import (
    AgreementOverError,
    ExtensionAfterEndError,
    ExtensionBeforeNoticeError,
    ExtensionShortensError,
    ExtensionUndatedError,
    NoticeAheadError,
    NoticeTooLateError,
    NoticeTooShortError,
    TermStillRunsError,
)


def hold_extension(
    term: Term, told: EndTold | None, state: TermState, ends_on: date, agreed_on: date | None, today: date
) -> None:
    """Make sure that an extension in writing can be recorded.

    An end that is only printed (`TermState.END_NOT_FIXED`) is fixed by it as well. While a notice runs the parties may
    still agree in writing to go on. What they agreed in time is recorded after the end as well, with its day; only a
    notice with immediate effect leaves nothing to extend.

    Args:
        term: As the agreement's file has it.
        told: What was recorded last about its end.
        state: How the two stand now.
        ends_on: The new last London day.
        agreed_on: The London day on which it was agreed; None where nobody said, which is enough before the end.
        today: London.

    Raises:
        AgreementOverError: A notice with immediate effect ended it.
        ExtensionUndatedError: It has ended, and nobody said when it was agreed.
        ExtensionAfterEndError: It was agreed after the end.
        ExtensionBeforeNoticeError: It was agreed before the notice that ends it was given.
        NoticeAheadError: It is still to be agreed.
        ExtensionShortensError: It would end no later than it does.

    Source:
        Agreement 3.2, 18.
    """
    if state is TermState.ENDED:
        if told is not None and told.cause is TermEnd.IMMEDIATE_NOTICE:
            raise AgreementOverError
        if agreed_on is None:
            raise ExtensionUndatedError(_may_have_run_to(term, told))
        if agreed_on > _may_have_run_to(term, told):
            raise ExtensionAfterEndError(_may_have_run_to(term, told))
    if agreed_on is not None:
        if agreed_on > today:
            raise NoticeAheadError
        if told is not None and told.given_on is not None and agreed_on < told.given_on:
            raise ExtensionBeforeNoticeError(told.given_on)
    if ends_on <= last_day(term, told):
        raise ExtensionShortensError(last_day(term, told))


def _may_have_run_to(term: Term, told: EndTold | None) -> date:
    """Return the last London day on which it can have been extended: of an end that is only printed, its latest."""
    is_only_printed = told is None and term.extended_to is None and term.ends_on is None
    return term.end_latest_on if is_only_printed else last_day(term, told)


def notice_ends_on(
    term: Term,
    told: EndTold | None,
    state: TermState,
    cause: TermEnd,
    given_on: date,
    ends_on: date | None,
    today: date,
) -> date:
    """Return the last London day under a notice, if it can be recorded.

    Args:
        term: As the agreement's file has it.
        told: What was recorded last about its end.
        state: How the two stand now.
        cause: Which notice; `RAN_OUT` is none: see `ran_out_on`.
        given_on: The London day on which it was given.
        ends_on: The last London day that it names; None for the first that it can mean.
        today: London.

    Raises:
        AgreementOverError: It has ended.
        NoticeAheadError: The notice is still to be given.
        NoticeTooShortError: It names a day before the months of notice are over.
        NoticeTooLateError: The agreement ends earlier by itself.

    Source:
        Agreement 14.2, 18.
    """
    if state is TermState.ENDED:
        raise AgreementOverError
    if given_on > today:
        raise NoticeAheadError
    match cause:
        case TermEnd.IMMEDIATE_NOTICE:
            return given_on
        case TermEnd.ONE_MONTH_NOTICE:
            least_on = add_months(given_on, term.notice_months)
            last_on = least_on if ends_on is None else ends_on
            if last_on < least_on:
                raise NoticeTooShortError(least_on)
            if last_on > last_day(term, told):
                raise NoticeTooLateError(last_day(term, told))
            return last_on
        case TermEnd.RAN_OUT:
            return ran_out_on(term, told, state)
    assert_never(cause)


def ran_out_on(term: Term, told: EndTold | None, state: TermState) -> date:
    """Return the last London day of a term that ran out, if that can be recorded: then no clock opens it again.

    Args:
        term: As the agreement's file has it.
        told: What was recorded last about its end.
        state: How the two stand now.

    Raises:
        TermStillRunsError: It has not run out.
        AgreementOverError: How it ended stands recorded.

    Source:
        Agreement 3.1.
    """
    if state in (TermState.NOT_BEGUN, TermState.RUNNING):
        raise TermStillRunsError(last_day(term, told))
    if told is not None and told.cause is not None:
        raise AgreementOverError
    return last_day(term, told)
