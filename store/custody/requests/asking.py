"""Taking down a request, with the clock that starts with it, and the lock where everything is to be deleted now.

Owns its rules and the acts. Refuses to own locking a family on other laptops (exchange) and answering (following).

The department answers; the agency takes down, passes on and supplies. Nothing is erased on request: "delete everything
now" locks the family at once, and erasing waits for the department's instruction.

Source: clauses 10, 11, A4; "Clocks".
"""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from store.agreement import Agreement
from store.agreement.deadlines import ClockKind, start_clock
from store.clock import Instant, from_ms, to_ms
from store.custody.clocks import started
from store.custody.rights import NOTICE_1998
from store.errors import NoRuleThenError, StillAheadError
from store.ids import FamilyId, PersonId, StaffId, new_id
from store.keeping.acts.terms.families import FamilyLock, FamilyLockCause
from store.keeping.acts.terms.incidents import ClockAbout, NoticeChannel, RequestKind
from store.keeping.agreed import agreement_of
from store.keeping.names import hold_line
from store.keeping.noting import keep_or_note
from store.keeping.store import Store

if TYPE_CHECKING:
    from store.keeping.acts import Act, ClockStarted, RequestReceived


@dataclass(frozen=True, slots=True)
class RequestEntered:
    """A request as it was entered.

    Attributes:
        kind: What is asked for.
        text: In their words, or ours.
        family: Whose; None where that is not known yet.
        person: Who of them; None for the family, or where that is not known.
        requester: Who asks, if they said.
        contact: How they can be reached, if they said.
        channel: How it came.
        received_at: When, aware; None for now.
        is_now: Of a deletion, whether the family is to be locked at once.
        sheet: The number of the paper it was written on, if it was.
    """

    kind: RequestKind
    text: str = field(repr=False)
    family: FamilyId | None = None
    person: PersonId | None = None
    requester: str | None = field(default=None, repr=False)
    contact: str | None = field(default=None, repr=False)
    channel: NoticeChannel = NoticeChannel.TELEPHONE
    received_at: Instant | None = None
    is_now: bool = False
    sheet: str | None = None


def request_acts(entered: RequestEntered, agreement: Agreement, by: StaffId, now: Instant) -> "list[Act]":
    """Return the acts of a request: itself, its clock, and the lock where everything is to be deleted now.

    Args:
        entered: What was asked.
        agreement: The one the store lives under.
        by: Who takes it down.
        now: When they do.

    Raises:
        LineFormError: Something cannot be kept and shown.
        StillAheadError: It is dated in the future.
        NaiveInstantError: `received_at` carries no zone.
    """
    from store.keeping.acts import FamilyLockSet, RequestReceived

    for line in (*(entered.text.splitlines() or [""]), entered.requester, entered.contact):
        if line is not None:
            hold_line(line)
    received_at = entered.received_at or now
    if to_ms(received_at) > to_ms(now):
        raise StillAheadError
    locks = entered.is_now and entered.kind is RequestKind.DELETION
    asked = RequestReceived(
        request=new_id(),
        request_kind=entered.kind,
        family=entered.family,
        person=entered.person,
        requester=entered.requester,
        requester_contact=entered.contact,
        text=entered.text,
        channel=entered.channel,
        received_at_ms=to_ms(received_at),
        received_by=by,
        locks_family=locks,
        sheet=entered.sheet,
    )
    acts = with_clock(asked, agreement)
    if locks and entered.family is not None:
        acts.append(
            FamilyLockSet(
                family=entered.family,
                lock=FamilyLock.LOCKED,
                cause=FamilyLockCause.REQUEST,
                follows_from=asked.request,
                reason=None,
            )
        )
    return acts


def with_clock(asked: "RequestReceived", agreement: Agreement) -> "list[Act]":
    """Return a request with the clock that the law of its day starts; where none does, it stands alone."""
    return [asked, *clock_of(asked.request, asked.request_kind, from_ms(asked.received_at_ms), agreement)]


def clock_of(request: str, kind: RequestKind, at: Instant, agreement: Agreement) -> "list[ClockStarted]":
    """Return the act that starts the clock of a request; none where the law of its day knows none.

    The month is the same for access, correction, deletion and objection. Days spent waiting to hear what is meant do
    not count for access alone, which asks for information or processing to be found.

    Source:
        Data Protection Act 1998, sections 7 and 10; UK GDPR, article 12(3), and article 12A of requests under article
        15; Data Protection Act 2018, section 164A.
    """
    access = [rule for rule in agreement.clocks if rule.kind is ClockKind.SUBJECT_ACCESS]
    match kind:
        case RequestKind.SUBJECT_ACCESS:
            rules, of = access, ClockKind.SUBJECT_ACCESS
        case RequestKind.CORRECTION | RequestKind.DELETION | RequestKind.OBJECTION:
            later = [rule for rule in access if NOTICE_1998.to_on is not None and rule.from_on > NOTICE_1998.to_on]
            rules, of = [NOTICE_1998, *(replace(rule, may_pause=False) for rule in later)], ClockKind.SUBJECT_ACCESS
        case RequestKind.COMPLAINT:
            rules, of = list(agreement.clocks), ClockKind.COMPLAINT
        case RequestKind.OTHER_NOTICE | RequestKind.FREEDOM_OF_INFORMATION | RequestKind.ENVIRONMENTAL_INFORMATION:
            return []
    try:
        return [started(start_clock(tuple(rules), agreement.law, of, at), ClockAbout.REQUEST, request)]
    except NoRuleThenError:
        return []


def add_request(store: Store, entered: RequestEntered) -> "list[Act]":
    """Take a request down and start its clock; a frozen store notes it, and the clock starts when it is taken in.

    Returns:
        The request, then its clock, then the lock, as far as there are any.

    Raises:
        StoreError: As `request_acts` and `Store.record`; nothing was kept.
    """
    from store.keeping.acts import ClockStarted

    acts = request_acts(entered, agreement_of(store), store.keys.person.staff, store.now())
    is_taking = store.frozen is None
    keep_or_note(store, *(each for each in acts if is_taking or not isinstance(each, ClockStarted)))
    return acts
