"""What people ask starts the clock of the law of its day; "delete everything now" locks at once (10, A4)."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from store.agreement.deadlines import ClockKind
from store.agreement.loading import load_agreement
from store.custody.clocks import clocks_about, clocks_in, running
from store.custody.requests import following
from store.custody.requests.asking import RequestEntered, add_request, clock_of, request_acts
from store.custody.requests.known import Request, request_named, requests
from store.errors import (
    ClockCannotPauseError,
    InstructionMissingError,
    LineFormError,
    RequestClosedError,
    RequestUnknownError,
    StillAheadError,
)
from store.ids import NOBODY
from store.keeping import acts
from store.keeping.acts.terms.families import FamilyLockCause
from store.keeping.acts.terms.incidents import ClockEnd, RequestEnd, RequestKind, RequestStep
from store.keeping.acts.terms.store import ErasureReason
from store.keeping.agreed import agreement_of
from store.keeping.freshness import Frozen
from store.keeping.store import Store
from tests.exchange.exchanging import Exchange
from tests.made import BEGINS, families, made_base, opened, store
from tui import duty_words

__all__ = ["store"]

AGREEMENT = load_agreement()
ID = "ab" * 16


@pytest.mark.parametrize(
    ("kind", "received", "due_on"),
    [
        (RequestKind.SUBJECT_ACCESS, "2018-05-24", "2018-07-02"),  # 40 days, the day itself counted
        (RequestKind.SUBJECT_ACCESS, "2019-01-31", "2019-02-28"),
        (RequestKind.DELETION, "2015-11-02", "2015-11-23"),  # 21 days of the 1998 Act, not 40
        (RequestKind.DELETION, "2019-01-31", "2019-02-28"),
        (RequestKind.OBJECTION, "2026-01-30", "2026-03-02"),
        (RequestKind.COMPLAINT, "2026-06-18", None),
        (RequestKind.COMPLAINT, "2026-06-19", "2026-07-19"),
        (RequestKind.OTHER_NOTICE, "2019-01-31", None),
    ],
)
def test_the_clock_is_that_of_the_law_of_the_day(kind: RequestKind, received: str, due_on: str | None) -> None:
    at = datetime.combine(date.fromisoformat(received), datetime.min.time(), UTC) + timedelta(hours=12)

    assert [each.due_on for each in clock_of(ID, kind, at, AGREEMENT)] == ([] if due_on is None else [due_on])


def asked(store: Store, kind: RequestKind, **more: object) -> Request:
    (told, *_) = add_request(store, RequestEntered(kind, "as they said it", **more))  # type: ignore[arg-type]
    assert isinstance(told, acts.RequestReceived)
    return request_named(store, told.request)


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (RequestKind.SUBJECT_ACCESS, "Answer a subject access request"),
        (RequestKind.CORRECTION, "Answer a request to correct"),
        (RequestKind.DELETION, "Answer a request to delete"),
        (RequestKind.OBJECTION, "Answer an objection"),
        (RequestKind.COMPLAINT, "Acknowledge a complaint"),
    ],
)
def test_a_clock_is_called_by_what_was_asked(tmp_path: Path, kind: RequestKind, title: str) -> None:
    with opened(made_base(tmp_path, as_if=datetime(2026, 7, 3, 9, tzinfo=UTC))) as store:
        (family,) = families(1)
        store.record(family)
        told = add_request(store, RequestEntered(kind, "as they said it", family=family.family))
        (clock,) = running(store)
        store.erase_for_ever([family.family], ErasureReason.DESTRUCTION_ORDER, "10")
        (left,) = running(store)

    assert clock.title == title
    assert title in duty_words.begun(told, AGREEMENT)[0]
    assert left.title == (title if kind is RequestKind.COMPLAINT else "Answer a request")


def test_delete_everything_now_locks_at_once_and_waits_for_an_instruction(store: Store) -> None:
    (family,) = families(1)
    store.record(family)

    request = asked(store, RequestKind.DELETION, family=family.family, is_now=True)

    rows = store.rows("SELECT lock, cause, follows_from FROM lockset WHERE family = ?", (family.family,))
    assert rows == [("locked", FamilyLockCause.REQUEST, request.request)]
    (clock,) = running(store)
    assert (clock.due_on, clock.subject) == (date(2015, 11, 23), "deletion")
    with pytest.raises(InstructionMissingError):
        following.close_request(store, request, RequestEnd.ERASED)
    following.instruct(store, request, "Somebody at the department", b"a letter", "erase it")
    following.close_request(store, request_named(store, request.request), RequestEnd.ERASED)
    assert running(store) == []


def test_a_request_goes_with_its_family_and_its_clock_can_still_be_stopped(store: Store) -> None:
    (family,) = families(1)
    store.record(family)
    uninstructed = asked(store, RequestKind.DELETION, family=family.family)
    request = asked(store, RequestKind.DELETION, family=family.family)
    following.instruct(store, request, "Somebody at the department", b"a letter", "erase it")
    store.erase_for_ever([family.family], ErasureReason.DESTRUCTION_ORDER, "10")

    with pytest.raises(RequestUnknownError):
        request_named(store, request.request)
    assert {(each.about_id, each.subject) for each in running(store)} == {
        (uninstructed.request, ""), (request.request, ""),
    }  # fmt: skip
    with pytest.raises(InstructionMissingError):
        following.close_of_erased_family(store, uninstructed.request[:8], RequestEnd.ERASED)
    following.close_of_erased_family(store, uninstructed.request[:8], RequestEnd.PASSED_ON)
    following.close_of_erased_family(store, request.request[:8], RequestEnd.ERASED)

    assert running(store) == []
    for beginning in (request.request[:8], "", "%"):
        with pytest.raises(RequestUnknownError):
            following.close_of_erased_family(store, beginning, RequestEnd.ERASED)


def test_a_question_lets_the_clock_wait_under_the_law_that_knows_pauses(tmp_path: Path) -> None:
    with opened(made_base(tmp_path, as_if=datetime(2026, 3, 3, 9, tzinfo=UTC))) as store:
        request = asked(store, RequestKind.SUBJECT_ACCESS, received_at=datetime(2026, 2, 27, 9, tzinfo=UTC))
        (before,) = running(store)

        following.follow(store, request, RequestStep.CLARIFICATION_SOUGHT)
        (waiting,) = running(store)
        with pytest.raises(ClockCannotPauseError):
            following.follow(store, request, RequestStep.CLARIFICATION_SOUGHT)
        following.answered(store, request)
        (after,) = running(store)

    assert waiting.asked_on == date(2026, 3, 3)
    assert after.asked_on is None
    assert before.due_on < after.due_on == waiting.due_on


def test_a_clock_that_stopped_while_it_waited_is_due_when_it_was_then(tmp_path: Path) -> None:
    with opened(made_base(tmp_path, as_if=datetime(2026, 3, 3, 9, tzinfo=UTC))) as store:
        request = asked(store, RequestKind.SUBJECT_ACCESS, received_at=datetime(2026, 2, 27, 9, tzinfo=UTC))
        following.follow(store, request, RequestStep.CLARIFICATION_SOUGHT)
        (waiting,) = running(store)
        following.close_request(store, request, RequestEnd.TAKEN_BACK)

        (stopped,) = clocks_in(store.rows, agreement_of(store), date(2026, 6, 1), "c.end IS NOT NULL")

    assert stopped.due_on == waiting.due_on


def test_a_question_moves_no_clock_that_knows_no_pause(store: Store) -> None:
    request = asked(store, RequestKind.SUBJECT_ACCESS)

    assert following.follow(store, request, RequestStep.CLARIFICATION_SOUGHT) == []
    assert running(store)[0].asked_on is None
    assert request_named(store, request.request).has(RequestStep.CLARIFICATION_SOUGHT)


@pytest.mark.parametrize("kind", [RequestKind.CORRECTION, RequestKind.DELETION, RequestKind.OBJECTION])
def test_no_question_lets_another_right_than_access_wait(tmp_path: Path, kind: RequestKind) -> None:
    with opened(made_base(tmp_path, as_if=datetime(2026, 3, 3, 9, tzinfo=UTC))) as store:
        request = asked(store, kind)
        (before,) = running(store)

        assert following.follow(store, request, RequestStep.CLARIFICATION_SOUGHT) == []
        assert following.answered(store, request) == []
        assert running(store) == [before]


def test_a_closed_request_takes_nothing_more(store: Store) -> None:
    request = asked(store, RequestKind.SUBJECT_ACCESS)
    following.close_request(store, request, RequestEnd.TAKEN_BACK, "they changed their mind")

    closed = request_named(store, request.request)
    assert closed.end is RequestEnd.TAKEN_BACK
    with pytest.raises(RequestClosedError):
        following.follow(store, closed, RequestStep.FORWARDED)


def test_a_laptop_closes_no_request_of_base(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path)
    with exchange.at_base() as base:
        request = asked(base, RequestKind.SUBJECT_ACCESS)
    with exchange.laptop.open() as laptop:
        laptop.record(acts.RequestClosed(
            request=request.request, end=RequestEnd.ANSWERED, family=None, at_ms=1, instruction=None, movement=None,
            note=None,
        ))  # fmt: skip
    exchange.sync(1)

    with exchange.at_base() as base:
        assert base.rows("SELECT count(*) FROM requestnews") == [(1,)]
        assert request_named(base, request.request).end is None


def test_one_that_is_passed_on_is_not_told_as_answered(store: Store) -> None:
    request = asked(store, RequestKind.SUBJECT_ACCESS)

    following.close_request(store, request, RequestEnd.PASSED_ON)

    assert [each.end for each in clocks_about(store, request.request)] == [ClockEnd.NO_LONGER_DUE]


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"received_at": BEGINS + timedelta(minutes=1)}, StillAheadError),
        ({"text": ""}, LineFormError),
        ({"text": "a\x1b]0;b"}, LineFormError),
        ({"requester": "x" * 201}, LineFormError),
    ],
)
def test_what_cannot_be_is_refused(changed: dict[str, object], refusal: type[Exception]) -> None:
    entered = RequestEntered(**{"kind": RequestKind.COMPLAINT, "text": "words", **changed})  # type: ignore[arg-type]

    with pytest.raises(refusal):
        request_acts(entered, AGREEMENT, NOBODY, BEGINS)


def test_a_frozen_store_notes_it_and_its_clock_starts_when_it_is_taken_in(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    with opened(folder) as store:
        received_at = store.now() - timedelta(days=2)
        store.frozen = Frozen.FORKED
        add_request(store, RequestEntered(RequestKind.SUBJECT_ACCESS, "as they said it", received_at=received_at))
        assert [each.what for each in store.queue.waiting()] == ["request_received/1"]

    with opened(folder) as store:
        (clock,) = running(store)

    assert clock.kind is ClockKind.SUBJECT_ACCESS
    assert abs(clock.started_at - received_at) < timedelta(milliseconds=1)


def test_no_repr_shows_what_was_said(store: Store) -> None:
    entered = RequestEntered(RequestKind.COMPLAINT, "Hurstmonceux", requester="Hurstmonceux", contact="Hurstmonceux")
    add_request(store, entered)

    assert "Hurstmonceux" not in repr(entered) + repr(requests(store))
