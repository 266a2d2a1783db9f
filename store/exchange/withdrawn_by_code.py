"""A withdrawal by receipt code where the person's records cannot be looked at: locked out, or not held here.

Owns the line that the queue keeps of it, the request it becomes where the code finds nobody, and base's answer to that.
Refuses to own what a withdrawal is kept as (fieldwork) and the queue.

Source: design 1, "Safety is never locked out"; clauses "Consent", 10.
"""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from store.clock import Instant, from_ms, to_ms
from store.custody.clocks import running_for, stopping
from store.custody.requests.asking import with_clock
from store.errors import ActBodyError, NotGivenError, ReceiptCodeUnknownError, WithdrawalUnclearError
from store.exchange.deletion_asked import deletion_acts
from store.exchange.holders import lock_holders_of
from store.fieldwork.consents.effects import Withdrawn
from store.fieldwork.consents.finding import Found, find
from store.fieldwork.consents.known import read_holds_wave_two
from store.fieldwork.consents.receipt_code import read_code
from store.fieldwork.consents.records import Taker
from store.fieldwork.consents.saying import GuardianSaid
from store.fieldwork.consents.state import OF_A_CHILD, Stand, Told, stands
from store.fieldwork.consents.withdrawing import Whose, Withdrawing, withdraw
from store.ids import StaffId, new_id
from store.keeping import canonical
from store.keeping.acts.terms.consents import ConsentMode, ExpressedBy, KeyedBy, Relationship
from store.keeping.acts.terms.incidents import ClockEnd, NoticeChannel, RequestEnd, RequestKind
from store.keeping.agreed import agreement_of
from store.keeping.noting import keep_or_note
from store.keeping.opening import ClosedStore
from store.keeping.queue import MAX_LINE_BYTES, Waiting
from store.keeping.store import Store
from store.keeping.term import end_told

if TYPE_CHECKING:
    from store.keeping.acts import Act, RequestReceived

WITHDRAWN: Final = "withdrawn_by_code/1"

_YES_NO: Final = {True: "yes", False: "no", None: "not asked"}
_TEXT: Final = re.compile(
    r"Withdrawal by receipt code ([0-9A-Z]{5}-[0-9A-Z]{5}): ([a-z-]+);"
    r" linkage too: (yes|no|not asked); delete the answers: (yes|no|not asked)\."
    r"(?: Told: ([a-z_]+) by ([a-z_]+)\.)?(?: Parent: (.+))?"
)


@dataclass(frozen=True, slots=True)
class ByCode:
    """A withdrawal by receipt code, as it is taken down with nothing else at hand.

    Attributes:
        code: As it was typed.
        is_linkage_too, is_to_delete: As `Withdrawing`.
        parent: The parent's name, where a parent's permission is withdrawn.
        mode: How it reached whoever takes it down; None where nobody asked.
        by: Who says so; None for the person themselves, or the parent.
    """

    code: str = field(repr=False)
    what: Withdrawn
    is_linkage_too: bool | None = None
    is_to_delete: bool | None = None
    parent: str | None = field(default=None, repr=False)
    mode: ConsentMode | None = None
    by: ExpressedBy | None = None


def hold_by_code(told: ByCode) -> str:
    """Return the code as it is kept, of a withdrawal that says all it has to.

    Raises:
        ReceiptCodeFormError: The code is mistyped.
        WithdrawalUnclearError: The whole survey, without the two answers; a parent's permission, without the parent.
    """
    code = read_code(told.code)
    is_whole = told.what is Withdrawn.WHOLE_SURVEY
    if is_whole and None in (told.is_linkage_too, told.is_to_delete):
        raise WithdrawalUnclearError
    if told.what is Withdrawn.PARENTS_PERMISSION and not (told.parent or "").strip():
        raise WithdrawalUnclearError
    return code


def note_withdrawal(closed: ClosedStore, told: ByCode) -> None:
    """Note a withdrawal before anybody has signed in, durably; whoever comes in next keeps it.

    Raises:
        ReceiptCodeFormError, WithdrawalUnclearError: As `hold_by_code`; nothing was noted.
        StoreError: As `Queue.note`; nothing was noted.
    """
    code, now = hold_by_code(told), closed.now()
    said = {
        "at_ms": to_ms(now),
        "by": told.by,
        "code": code,
        "delete": told.is_to_delete,
        "linkage_too": told.is_linkage_too,
        "mode": told.mode,
        "parent": told.parent,
        "what": str(told.what),
    }
    closed.queue.note(WITHDRAWN, now, canonical.dumps(said), bytes.fromhex(closed.sidecar.device.sealing))


def acts_withdrawn(store: Store, waiting: Waiting) -> "list[Act]":
    """Return the acts that such a line of the queue becomes.

    Raises:
        NotForUsError: It was sealed to another device, or moved.
        ActBodyError: It is not as it was noted.
    """
    try:
        told: Any = canonical.loads(store.unsealed(waiting), max_bytes=MAX_LINE_BYTES, max_depth=2)
        mode, by = told.get("mode"), told.get("by")
        by_code = ByCode(
            told["code"],
            Withdrawn(told["what"]),
            told["linkage_too"],
            told["delete"],
            told["parent"],
            None if mode is None else ConsentMode(mode),
            None if by is None else ExpressedBy(by),
        )
        return withdrawn_by_code(store, by_code, from_ms(told["at_ms"]), store.keys.person.staff)
    except (KeyError, TypeError, ValueError):
        raise ActBodyError(waiting.what) from None


def keep_withdrawal(store: Store, told: ByCode, sheet: str | None = None) -> bool:
    """Keep a withdrawal by receipt code, whatever state the store is in.

    Where the code finds nobody here, because the family is erased or another laptop's, it becomes a request that base
    answers. A frozen store notes it in the queue.

    Returns:
        Whether the code finds somebody here.

    Raises:
        ReceiptCodeFormError, WithdrawalUnclearError: As `hold_by_code`; nothing was kept.
        NotGivenError: The person is found, and never agreed to that.
        StoreError: As `Store.record`.
    """
    from store.keeping.acts import ConsentRecorded, ContactWishRecorded

    now = store.now()
    acts = withdrawn_by_code(store, told, now, store.keys.person.staff, sheet, is_forgiving=False)
    keep_or_note(store, *acts)
    if store.frozen is None:
        lock_holders_of(store, acts)
    return any(isinstance(act, ConsentRecorded | ContactWishRecorded) for act in acts)


def withdrawn_by_code(
    store: Store,
    told: ByCode,
    at: Instant,
    staff: StaffId,
    sheet: str | None = None,
    *,
    is_forgiving: bool = True,
) -> "list[Act]":
    """Return the acts of a withdrawal by receipt code.

    Args:
        store: Open.
        told: What is withdrawn.
        at: When it was said.
        staff: Who took it down.
        sheet: The number of the paper it was written on.
        is_forgiving: Whether what was never agreed to becomes a request too: nobody is there any more to be asked.

    Raises:
        ReceiptCodeFormError, WithdrawalUnclearError: As `hold_by_code`.
        NotGivenError: Not forgiving, and the person never agreed to that.
    """
    code = hold_by_code(told)
    try:
        return acts_of(store, find(store, code), told, at, staff, sheet)
    except ReceiptCodeUnknownError:
        return with_clock(_request(told, code, at, staff, sheet), agreement_of(store))
    except NotGivenError:
        if not is_forgiving:
            raise
        return with_clock(_request(told, code, at, staff, sheet), agreement_of(store))


def acts_of(
    store: Store, found: Found, told: ByCode, at: Instant, staff: StaffId, sheet: str | None = None
) -> "list[Act]":
    """Return the acts of a withdrawal by somebody who was found.

    Raises:
        NotGivenError: They never agreed to that.
    """
    is_parents = told.what is Withdrawn.PARENTS_PERMISSION
    asked = Withdrawing(
        what=told.what,
        by=ExpressedBy.GUARDIAN if is_parents else told.by or ExpressedBy.PERSON,
        mode=told.mode or (ConsentMode.OFFICE if store.sidecar.role == "base" else ConsentMode.PAPER),
        keyed_by=KeyedBy.INTERVIEWER,
        is_linkage_too=told.is_linkage_too,
        is_to_delete=told.is_to_delete,
        guardian=GuardianSaid(None, told.parent or "", Relationship.PARENT) if is_parents else None,
        receipt_code=found.receipt_code,
        sheet=sheet,
    )
    known = stands_of(store, found)
    is_of_child = any(stand.question.purpose in OF_A_CHILD for stand in known)
    is_last = read_holds_wave_two(store.rows, found.family, found.person)
    whose = Whose(found.family, found.person, tuple(known), is_of_child, is_last)
    taker = Taker(staff, None, agreement_of(store), end_told(store))
    return [*withdraw(asked, whose, taker, at), *deletion_acts(asked, whose, taker, at)]


def stands_of(store: Store, found: Found) -> list[Stand]:
    """Return where every question to somebody stands, after all that is held of them here."""
    from store.keeping.acts import ConsentRecorded
    from store.keeping.history import acts_about, ancestry

    told = [
        Told.from_act(act, place)
        for act, place in acts_about(store, found.family, ConsentRecorded)
        if isinstance(act, ConsentRecorded) and act.person == found.person
    ]
    return stands(told, ancestry(store))


def by_code_of(request: "RequestReceived") -> ByCode | None:
    """Return the withdrawal that a request tells; None where it is another request."""
    read = _TEXT.fullmatch(request.text)
    if read is None:
        return None
    yes_no = {said: value for value, said in _YES_NO.items()}
    mode, by = (ConsentMode(read[5]), ExpressedBy(read[6])) if read[5] else (None, None)
    return ByCode(read[1], Withdrawn(read[2]), yes_no[read[3]], yes_no[read[4]], read[7], mode, by)


def answered(store: Store, request: "RequestReceived") -> "list[Act]":
    """Return the acts with which base answers a request that a laptop could not; empty where the code finds nobody.

    A request that base cannot answer stays open, for a supervisor to look at.
    """
    from store.keeping.acts import RequestClosed

    told = by_code_of(request)
    if told is None:
        return []
    try:
        found = find(store, told.code)
        acts = acts_of(store, found, told, from_ms(request.received_at_ms), request.received_by, request.sheet)
    except (ReceiptCodeUnknownError, NotGivenError):
        return []
    closed = RequestClosed(
        request=request.request,
        end=RequestEnd.ANSWERED,
        family=found.family,
        at_ms=to_ms(store.now()),
        instruction=None,
        movement=None,
        note=None,
    )
    now = store.now()
    stopped = [stopping(each, ClockEnd.DUTY_DONE, now) for each in running_for(store, request.request)]
    return [*acts, closed, *stopped]


def _request(told: ByCode, code: str, at: Instant, staff: StaffId, sheet: str | None) -> "RequestReceived":
    from store.keeping.acts import RequestReceived

    parent = f" Parent: {told.parent}" if told.parent else ""
    how = f" Told: {told.mode} by {told.by or ExpressedBy.PERSON}." if told.mode else ""
    return RequestReceived(
        request=new_id(),
        request_kind=RequestKind.OBJECTION,
        family=None,
        person=None,
        requester=None,
        requester_contact=None,
        text=(
            f"Withdrawal by receipt code {code}: {told.what}; linkage too: {_YES_NO[told.is_linkage_too]};"
            f" delete the answers: {_YES_NO[told.is_to_delete]}.{how}{parent}"
        ),
        channel=NoticeChannel.TELEPHONE if sheet is None else NoticeChannel.LETTER,
        received_at_ms=to_ms(at),
        received_by=staff,
        locks_family=told.what in (Withdrawn.ANY_CONTACT, Withdrawn.WHOLE_SURVEY),
        sheet=sheet,
    )
