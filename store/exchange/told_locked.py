"""What somebody says at once, also at the prompt with no passphrase: a loss, a refusal, that the laptop is handed in.

Owns the lines that the queue keeps of it, and the acts they become once somebody comes in: what a number or a count
stands for is inside the locked store. Refuses to own the queue, and what follows from the acts.

Source: design 1, "Safety is never locked out"; clauses 7.2a, 14.1, A10, 3.2.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from store.agreement import Agreement
from store.clock import from_ms, to_ms
from store.custody.incidents.raising import IncidentEntered, raised, with_clocks
from store.custody.requests.asking import with_clock
from store.errors import ActBodyError, LineFormError, NumberFormError, ValueFormError
from store.exchange.withdrawn_by_code import WITHDRAWN, acts_withdrawn
from store.fieldwork.paper_wishes import PaperWishEntered, paper_wish
from store.ids import NOBODY, DeviceId, FamilyId, new_id
from store.keeping import canonical
from store.keeping.acts.terms.families import FamilyLock, FamilyLockCause, WishBy, WishChannel, WishDecision, WishReach
from store.keeping.acts.terms.incidents import IncidentKind
from store.keeping.agreed import agreement_of
from store.keeping.opening import ClosedStore
from store.keeping.queue import MAX_LINE_BYTES, Waiting
from store.keeping.store import Store

if TYPE_CHECKING:
    from store.keeping.acts import Act

REFUSED: Final = "refused_by_number/1"
HANDED_IN: Final = "handed_in/1"
RAISED: Final = "incident_raised/1"
ASKED: Final = "request_received/1"
STARTED: Final = "clock_started/1"
"""Two acts that are noted as they are: their clocks start when they are taken in, from the instants they tell."""

SHEETS_AT_MOST: Final = 1000
_NUMBER: Final = re.compile(r"[0-9A-Z][0-9A-Z/-]{0,31}")


@dataclass(frozen=True, slots=True)
class RefusalTold:
    """A refusal by the number that stands on the letter or the sheet.

    Attributes:
        number: As it was typed.
        by: Who refused.
    """

    number: str = field(repr=False)
    by: WishBy


def note_incident(closed: ClosedStore, entered: IncidentEntered, agreement: Agreement) -> "list[Act]":
    """Note an incident, durably, of this device unless another is named. Its clocks run from the instants told now.

    Args:
        closed: Nobody has signed in: the entry is signed by whoever comes in next.
        entered: What is known of it.
        agreement: The one that is known without a key: the store's own starts the clocks once somebody is in.

    Returns:
        The incident, then its clocks, so that they can be shown at once.

    Raises:
        StoreError: As `raised` and `Queue.note`; nothing was noted.
    """
    now = closed.now()
    told = raised(
        replace(entered, devices=entered.devices or (DeviceId(closed.sidecar.store),)), agreement, NOBODY, now
    )
    closed.queue.note_act(told, now, bytes.fromhex(closed.sidecar.device.sealing))
    return with_clocks(told, agreement)


def note_refusal(closed: ClosedStore, told: RefusalTold) -> None:
    """Note a refusal, durably.

    Raises:
        NumberFormError: No letter or sheet has such a number.
        StoreError: As `Queue.note`; nothing was noted.
    """
    number = number_of(told.number)
    _note(closed, REFUSED, {"at_ms": to_ms(closed.now()), "by": str(told.by), "number": number})


def note_hand_in(closed: ClosedStore, sheets_left: str) -> None:
    """Note that the laptop is handed in, durably.

    Args:
        closed: The laptop's.
        sheets_left: How many sheets of paper are not handed in with it, as it was typed.

    Raises:
        LineFormError: That is no number of sheets.
        StoreError: As `Queue.note`; nothing was noted.
    """
    _note(closed, HANDED_IN, {"sheets_left_count": sheets_count(sheets_left)})


def sheets_count(typed: str) -> int:
    """Return how many sheets of paper were typed.

    Raises:
        LineFormError: That is no number of sheets.
    """
    digits_at_most = len(str(SHEETS_AT_MOST))
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= digits_at_most and int(typed) <= SHEETS_AT_MOST):
        raise LineFormError(digits_at_most)
    return int(typed)


def acts_told(store: Store, waiting: Waiting) -> "Sequence[Act] | None":
    """Return the acts that one line of the queue becomes; None where it is a line of another kind.

    Raises:
        NotForUsError: It was sealed to another device, or moved.
        ActBodyError: It is not as it was noted.
    """
    if waiting.what == WITHDRAWN:
        return acts_withdrawn(store, waiting)
    if waiting.what == RAISED:
        from store.keeping.acts import IncidentRaised

        act = store.unseal(waiting)
        return with_clocks(act, agreement_of(store)) if isinstance(act, IncidentRaised) else [act]
    if waiting.what == STARTED:
        return []  # it starts with what it is about, which stands before it
    if waiting.what == ASKED:
        from store.keeping.acts import RequestReceived

        act = store.unseal(waiting)
        return with_clock(act, agreement_of(store)) if isinstance(act, RequestReceived) else [act]
    if waiting.what not in (REFUSED, HANDED_IN):
        return None
    try:
        told: Any = canonical.loads(store.unsealed(waiting), max_bytes=MAX_LINE_BYTES, max_depth=2)
        if waiting.what == REFUSED:
            return _refused(store, told["number"], WishBy(told["by"]), told["at_ms"])
        return [handed_in(store, told["sheets_left_count"])]
    except (KeyError, TypeError, ValueError):
        raise ActBodyError(waiting.what) from None


def _refused(store: Store, number: str, by: WishBy, at_ms: int) -> "Sequence[Act]":
    """Return the wish, and the lock that follows from it at once: as `fieldwork.refusals` where nobody knows who spoke.

    A number that no family here has is no reason to forget a refusal: it becomes an incident that base looks into, and
    a note that is open until the family of that sheet is found.
    """
    from store.keeping.acts import ContactWishRecorded, FamilyLockSet, IncidentRaised

    found = store.rows("SELECT family FROM family WHERE upper(council_reference) = ?", (number,))
    if not found:
        unknown = IncidentRaised(
            incident=new_id(),
            incident_kind=IncidentKind.OTHER,
            what=f"A refusal was noted while the store was locked, for {number}, a number that no family here has.",
            place=None,
            happened_at_ms=at_ms,
            identified_at_ms=at_ms,
            aware_at_ms=at_ms,
            raised_by=store.keys.person.staff,
            devices=(DeviceId(store.sidecar.store),),
            families=(),
            families_count=0,
        )
        begun = with_clocks(unknown, agreement_of(store))
        try:
            return [*begun, paper_wish(PaperWishEntered(number, by), from_ms(at_ms))]
        except ValueFormError:
            return begun  # a letter's number, and no sheet's
    wish, family = new_id(), FamilyId(found[0][0])
    is_final = by in (WishBy.RESPONDENT, WishBy.OFFICE)
    said = ContactWishRecorded(
        wish=wish,
        follows=None,
        family=family,
        reach=WishReach.FAMILY,
        person=None,
        decision=WishDecision.NO_CONTACT if is_final else WishDecision.PAUSED,
        by=by,
        by_person=None,
        by_description=None,
        channel=WishChannel.PAPER_FORM,
        at_ms=at_ms,
        delivery=None,
        attempt=None,
        sheet=None,
        reason=None,
    )
    if not is_final:
        return [said]
    locked = FamilyLockSet(
        family=family, lock=FamilyLock.LOCKED, cause=FamilyLockCause.CONTACT_WISH, follows_from=wish, reason=None
    )
    return [said, locked]


def handed_in(store: Store, sheets_left_count: int) -> "Act":
    """Return that the laptop is handed in, with what is on it."""
    from store.exchange.sending import unsent_count
    from store.keeping.acts import DeviceHandedIn

    ((families_count,),) = store.rows("SELECT count(*) FROM family")
    return DeviceHandedIn(
        device=DeviceId(store.sidecar.store),
        unsent_count=unsent_count(store),
        families_left_count=families_count,
        sheets_left_count=sheets_left_count,
    )


def _note(closed: ClosedStore, what: str, told: dict[str, object]) -> None:
    closed.queue.note(what, closed.now(), canonical.dumps(told), bytes.fromhex(closed.sidecar.device.sealing))


def number_of(typed: str) -> str:
    """Return the number that was typed, as letters and sheets spell it.

    Raises:
        NumberFormError: It is none.
    """
    number = "".join(typed.split()).upper()
    if not _NUMBER.fullmatch(number):
        raise NumberFormError
    return number
