"""What was noted while a store took no acts, on its way into the journal.

Owns which acts the lines of the queue become, in which order, and clearing the lines that were kept. Refuses to own the
file (queue), and when it is done: at a sign-in (door), and where a frozen store goes on (lifting).
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from store.clock import to_ms
from store.errors import ActBodyError, NotForUsError, QueueDamagedError, UnknownActError
from store.keeping.opening import SIGN_IN_FAILED, WAIT_BEGAN
from store.keeping.queue import Waiting
from store.keeping.store import Store

if TYPE_CHECKING:
    from store.keeping.acts import Act

ToldLocked = Callable[[Store, Waiting], "Sequence[Act] | None"]


def noted(store: Store) -> list[Waiting]:
    """Return the lines of the queue, up to where it is damaged; the store then says that it is set aside."""
    try:
        return store.queue.waiting()
    except QueueDamagedError:
        store.is_queue_set_aside = True
        return store.queue.undamaged()


def acts_noted(store: Store, lines: Sequence[Waiting], told_locked: ToldLocked) -> "list[Act]":
    """Return the acts that lines become; one tells how far the queue was taken, so that none comes twice.

    A recovery stands first, for it alone says whose key signs the rest. A line that holds no act of ours is damage like
    any other: the whole queue is then set aside once the rest is kept.

    Args:
        store: Its tables follow from its journal: they say how far the queue was taken.
        lines: As `noted` returned them.
        told_locked: Returns the acts of a line that is none by itself, None of any other; raises as `Store.unseal`.
    """
    from store.keeping import acts
    from store.keeping.acts.terms.store import SignInFault

    waiting = [each for each in lines if each.seq > store.queue_taken()]
    if not waiting and not store.is_queue_set_aside:
        return []
    told: list[Act] = []
    for each in waiting:
        if each.what in (SIGN_IN_FAILED, WAIT_BEGAN):
            continue
        try:
            of_other_shape = told_locked(store, each)
            told += [store.unseal(each)] if of_other_shape is None else of_other_shape
        except (NotForUsError, UnknownActError, ActBodyError):
            store.is_queue_set_aside = True
    failed = [each for each in waiting if each.what == SIGN_IN_FAILED]
    if failed:
        told.insert(
            0,
            acts.SignInFailed(
                fault=SignInFault.WRONG_PASSPHRASE,
                staff=None,
                attempts_count=len(failed),
                first_at_ms=to_ms(failed[0].noted_at),
                last_at_ms=to_ms(failed[-1].noted_at),
            ),
        )
    of_recovery = (acts.RecoveryApplied, acts.StaffKeysRenewed, acts.RecoveryKeyMade)
    told.sort(key=lambda act: not isinstance(act, of_recovery))  # stable: each recovery stays as it was told
    up_to = waiting[-1].seq if waiting else store.queue_taken()
    return [*told, acts.QueueTaken(up_to=up_to, lines_count=len(waiting), is_damaged=store.is_queue_set_aside)]


def take_wrong_ones(store: Store) -> None:
    """Append what was noted of wrong passphrases since the sign-in; a right one came, and none has to wait any more.

    Anything else that was noted stays where it is, and so does everything where no act is taken.

    Raises:
        StoreError: As `Store.record`.
    """
    lines = noted(store)
    waiting = [each for each in lines if each.seq > store.queue_taken()]
    are_wrong_ones = waiting and all(each.what in (SIGN_IN_FAILED, WAIT_BEGAN) for each in waiting)
    if are_wrong_ones and store.frozen is None and not store.is_queue_set_aside:
        store.record(*acts_noted(store, lines, lambda _store, _line: None))
        clear(store, lines)


def clear(store: Store, lines: Sequence[Waiting]) -> None:
    """Remove lines that were kept; a damaged queue is set aside as it is."""
    if store.is_queue_set_aside:
        store.queue.set_aside(store.queue_taken())
    elif lines:
        store.queue.empty(store.queue_taken())
