"""What one laptop said that every other holder of the family has to know: base tells it on.

Owns finding it among what came in, and the acts that carry it. Refuses to own what a withdrawal or a lock does.

A withdrawal, and what says that an answer or an interview was entered in error, goes on as the same record under an
entry of base's own, for a laptop believes nobody but base; merging takes both for the one event it is. A lock that
somebody at a door asked for goes on as an order; one that a laptop set because base ordered it does not, or two holders
would tell each other for ever. A wish that only pauses the family, or closes one person of it, goes on like a
withdrawal. What was done at the door goes on as it stands at base now (telling_work_on). A withdrawal by receipt code
that the laptop could not resolve is answered here.

Source: clauses "Consent" (withdrawals reach every holder), 7.2a, 10, A8.
"""

from typing import Final

from store.exchange.came_in import CameIn, Looked, came_in
from store.exchange.holders import are_any_shared, holders, lock_holders_of, lock_on_holders
from store.exchange.telling_work_on import WORK, tell_work_on
from store.exchange.withdrawn_by_code import answered
from store.ids import DeviceId
from store.keeping import acts
from store.keeping.acts.terms.consents import TAKES_BACK, InterviewState
from store.keeping.acts.terms.families import FamilyLock, FamilyLockCause, WishDecision, WishReach
from store.keeping.acts.terms.store import StaffRole
from store.keeping.merging.wishes import HOLDS
from store.keeping.store import Store

LOOKED_AT: Final = "told_on"

_TOLD_AGAIN: Final = (acts.ConsentRecorded, acts.InterviewMarked, acts.ContactWishRecorded)
"""Kinds that go on as the same record."""

SAID_AT_A_DOOR: Final = frozenset(
    (FamilyLockCause.CONTACT_WISH, FamilyLockCause.REQUEST, FamilyLockCause.SAFETY, FamilyLockCause.INCIDENT)
)
"""Causes that begin on a laptop and hold for the family wherever it is."""


def tell_on(store: Store, looked: Looked) -> int:
    """Tell on whatever came in since this was last asked, each once.

    Args:
        store: Base's, a supervisor signed in: only they order anything. With anybody else it waits.
        looked: Is told how far; whoever asked says so afterwards (came_in).

    Returns:
        How many things were told on.

    Raises:
        StoreError: As `Store.record`.
    """
    if StaffRole.SUPERVISOR not in store.roles():
        return 0
    size, count = store.journal.size, 0
    work = WORK if are_any_shared(store) else ()  # of most families nobody else has to know
    came = list(came_in(store, size, LOOKED_AT, *_TOLD_AGAIN, acts.FamilyLockSet, acts.RequestReceived, *work))
    for each in came:
        count += _tell(store, each)
    count += tell_work_on(store, [each for each in came if isinstance(each.act, WORK)])
    looked[LOOKED_AT] = size
    return count


def _tell(store: Store, told: CameIn) -> int:
    match told.act:
        case acts.RequestReceived():
            return _answer(store, told.act)
        case acts.FamilyLockSet() if told.act.lock is FamilyLock.LOCKED and told.act.cause in SAID_AT_A_DOOR:
            return lock_on_holders(store, told.act.family, told.act.cause, but=told.sender)
        case acts.ConsentRecorded() if told.act.decision in TAKES_BACK:
            return _tell_again(store, told.act, told.sender)
        case acts.InterviewMarked() if told.act.state is InterviewState.ENTERED_IN_ERROR:
            return _tell_again(store, told.act, told.sender)
        case acts.ContactWishRecorded() if _is_without_a_lock(told.act):
            return _tell_again(store, told.act, told.sender)
        case _:
            return 0


def _is_without_a_lock(wish: acts.ContactWishRecorded) -> bool:
    """Say whether a wish holds contact and locks no family: what does lock one goes on as an order."""
    return wish.decision in HOLDS and (wish.decision is WishDecision.PAUSED or wish.reach is WishReach.PERSON)


def _tell_again(
    store: Store, act: acts.ConsentRecorded | acts.InterviewMarked | acts.ContactWishRecorded, sender: DeviceId
) -> int:
    """Keep the same record under an entry that laptops believe, so that it goes to every holder; return how many."""
    if not holders(store, act.family, but=sender):
        return 0
    store.record(act)
    return 1


def _answer(store: Store, request: acts.RequestReceived) -> int:
    answer = answered(store, request)
    if not answer:
        return 0
    store.record(*answer)
    lock_holders_of(store, answer)
    return 1
