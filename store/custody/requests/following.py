"""Following a request to its end: the steps, the pause while a question is open, the answer.

Owns its rules and deeds, which are a supervisor's. Refuses to own erasing anything (exchange, destruction): a deletion
is closed as done only under the department's instruction.

Source: clauses 10, A4; UK GDPR article 12A, from 5 February 2026.
"""

import hashlib
from typing import TYPE_CHECKING, Final

from store.agreement.deadlines import ClockKind
from store.agreement.london import london_day
from store.clock import Instant, to_ms
from store.custody.clocks import DutyClock, pausing, resuming, running_for, stopping
from store.custody.incidents.following import hold_supervisor
from store.custody.requests.known import Request, request_of_clock
from store.custody.trail_pages import Narrowed, TrailPages
from store.errors import InstructionMissingError, OtherFamilyError, RequestClosedError
from store.ids import FamilyId, new_id
from store.keeping.acts.terms.exchange import InstructionMatter
from store.keeping.acts.terms.families import FamilyLock, FamilyLockCause
from store.keeping.acts.terms.incidents import ClockEnd, RequestEnd, RequestKind, RequestStep
from store.keeping.names import hold_line
from store.keeping.store import Store

if TYPE_CHECKING:
    from store.keeping.acts import Act

OWED_NO_LONGER: Final = {RequestEnd.TAKEN_BACK: "taken back", RequestEnd.PASSED_ON: "passed on: the department answers"}
"""Ends after which the agency owes no answer, and why; after every other one the duty was done.

Source: clause 10.
"""

INSTRUCTIONS_AT_MOST: Final = 10_000
"""How many are looked through for one request: more than the department will ever give."""


def follow(
    store: Store, request: Request, step: RequestStep, note: str | None = None, family: FamilyId | None = None
) -> list[DutyClock]:
    """Record that a request came a step further; return the clocks that this stopped or let wait.

    Acknowledging a complaint stops its clock. A question that was asked lets a clock wait where its rule knows pauses.

    Args:
        store: Where it is followed.
        request: An open one.
        step: How far it came; an instruction that came in is `instruct`.
        note: What was said.
        family: Whose it is, where that was found out; it is locked where everything was to be deleted now.

    Raises:
        NotASupervisorError, RequestClosedError, LineFormError: It is not recorded.
        OtherFamilyError: It is of another family already.
        ClockCannotPauseError: A question was asked already and is not answered.
        StoreError: As `Store.record`.
    """
    _hold_open(store, request, note)
    if family is not None and request.family not in (None, family):
        raise OtherFamilyError
    now, clocks = store.now(), running_for(store, request.request)
    acts: list[Act] = [_step(request, step, now, note, family=family), *locks_of(request, family)]
    moved = []
    for clock in clocks:
        if step is RequestStep.ACKNOWLEDGED and clock.kind is ClockKind.COMPLAINT:
            acts.append(stopping(clock, ClockEnd.DUTY_DONE, now))
            moved.append(clock)
        if step is RequestStep.CLARIFICATION_SOUGHT and clock.may_pause:
            acts.append(pausing(clock, london_day(now)))
            moved.append(clock)
    store.record(*acts)
    return moved


def locks_of(request: Request, family: FamilyId | None) -> "list[Act]":
    """Return the lock of a family that was found, of whom everything was to be deleted now; else none."""
    from store.keeping.acts import FamilyLockSet

    if family is None or not request.is_locking:
        return []
    cause = FamilyLockCause.REQUEST
    return [
        FamilyLockSet(family=family, lock=FamilyLock.LOCKED, cause=cause, follows_from=request.request, reason=None)
    ]


def answered(store: Store, request: Request) -> list[DutyClock]:
    """Record that the question was answered: the clocks that waited run on; return them.

    Raises:
        NotASupervisorError, RequestClosedError: It is not recorded.
        StoreError: As `Store.record`.
    """
    _hold_open(store, request)
    today = london_day(store.now())
    waiting = [each for each in running_for(store, request.request) if each.asked_on is not None]
    if waiting:
        store.record(*(resuming(each, today) for each in waiting))
    return waiting


def instruct(store: Store, request: Request, instructed_by: str, document: bytes, text: str) -> str:
    """Record what the department instructed about a request; return the instruction's id.

    Args:
        store: Where it is followed.
        request: An open one.
        instructed_by: Who at the department signed it.
        document: The bytes of its document, of which the digest is kept.
        text: What it says, a line.

    Raises:
        NotASupervisorError, RequestClosedError, LineFormError: It is not recorded.
        StoreError: As `Store.record`.
    """
    from store.keeping.acts import InstructionRecorded

    _hold_open(store, request, instructed_by, text)
    now, instruction = store.now(), new_id()
    is_deletion = request.kind is RequestKind.DELETION
    told = InstructionRecorded(
        instruction=instruction,
        matter=InstructionMatter.ERASE_PERSON if is_deletion else InstructionMatter.ANSWER_REQUEST,
        instructed_by=instructed_by,
        received_at_ms=to_ms(now),
        document_digest=hashlib.sha256(document).hexdigest(),
        request=request.request,
        families=(),
        text=text,
    )
    store.record(told, _step(request, RequestStep.INSTRUCTION_RECEIVED, now, None, instruction))
    return instruction


def close_request(store: Store, request: Request, end: RequestEnd, note: str | None = None) -> list[DutyClock]:
    """Close a request; return the clocks that this stopped.

    Raises:
        NotASupervisorError, RequestClosedError, LineFormError: It stays open.
        InstructionMissingError: It says that everything was erased, and no instruction came.
        StoreError: As `Store.record`.
    """
    _hold_open(store, request, note)
    instruction = next((each.instruction for each in request.news if each.instruction is not None), None)
    if end is RequestEnd.ERASED and instruction is None:
        raise InstructionMissingError
    return _close(store, request.request, request.family, end, note, instruction)


def close_of_erased_family(store: Store, beginning: str, end: RequestEnd) -> list[DutyClock]:
    """Close a request that went with its family, of which only its clocks are left; return those.

    Args:
        store: Where it was followed.
        beginning: Of the request's id.
        end: How it ended.

    Raises:
        NotASupervisorError: Only a supervisor closes one.
        RequestUnknownError: No clock that runs is of one such request.
        InstructionMissingError: As `close_request`.
        StoreError: As `Store.record`.
    """
    hold_supervisor(store)
    request = request_of_clock(store, beginning)
    instruction = _instructed(store, request)
    if end is RequestEnd.ERASED and instruction is None:
        raise InstructionMissingError
    return _close(store, request, None, end, None, instruction)


def _instructed(store: Store, request: str) -> str | None:
    """Return the newest instruction about a request: it names nobody, so it outlives the family."""
    from store.keeping.acts import InstructionRecorded

    told = TrailPages(store, Narrowed(kinds=(InstructionRecorded.kind,))).older(None, INSTRUCTIONS_AT_MOST)
    found = (act for each in told if isinstance(act := each.act(), InstructionRecorded) and act.request == request)
    return next((each.instruction for each in found), None)


def _close(
    store: Store, request: str, family: FamilyId | None, end: RequestEnd, note: str | None, instruction: str | None
) -> list[DutyClock]:
    from store.keeping.acts import RequestClosed

    now, clocks = store.now(), running_for(store, request)
    of_clock = ClockEnd.NO_LONGER_DUE if end in OWED_NO_LONGER else ClockEnd.DUTY_DONE
    closed = RequestClosed(
        request=request,
        end=end,
        family=family,
        at_ms=to_ms(now),
        instruction=instruction,
        movement=None,
        note=note,
    )
    why = OWED_NO_LONGER.get(end)
    store.record(closed, *(stopping(each, of_clock, now, note=why) for each in clocks))
    return clocks


def _step(
    request: Request,
    step: RequestStep,
    at: Instant,
    note: str | None,
    instruction: str | None = None,
    family: FamilyId | None = None,
) -> "Act":
    from store.keeping.acts import RequestUpdated

    return RequestUpdated(
        request=request.request,
        step=step,
        family=request.family or family,
        person=request.person,
        at_ms=to_ms(at),
        instruction=instruction,
        reviewer=None,
        redactions_count=None,
        note=note,
    )


def _hold_open(store: Store, request: Request, *lines: str | None) -> None:
    hold_supervisor(store)
    if request.end is not None:
        raise RequestClosedError
    for line in lines:
        if line is not None:
            hold_line(line)
