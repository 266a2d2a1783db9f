"""A council's updates are taken in: gates first, then one job keeps those who agreed and destroys all others.

Owns the order of the job; broken off anywhere, it goes on where it was when the same file is taken in again. Where by
then another family agrees, or one took its yes back, two people approve the list anew: what a laptop brings before base
destroys anything is heeded. A row of a family without a live yes is read in memory, counted, and never kept. Refuses to
own the gates themselves.

Source: agreement 4.4, 7.2d, 7.2e, 8.2; design 7: two people approve the list.
"""

from collections import Counter
from collections.abc import Collection, Iterator

from store.errors import (
    DeliveryDoubledError,
    NothingToRecallError,
)
from store.exchange.allocation import take_back
from store.exchange.containers import Opened
from store.exchange.destroying import doing
from store.exchange.destroying.known import destructions
from store.exchange.intake import memory
from store.exchange.intake.arriving import Arrival, Progress
from store.exchange.intake.columns import Columns, rows_below
from store.exchange.intake.identity import Identities, as_compared
from store.exchange.intake.ledger import Counts, announce, arrived
from store.exchange.intake.outcome import Outcome
from store.exchange.intake.reading_rows import Reader
from store.exchange.intake.tables import Row
from store.exchange.intake.taking_in import ROWS_AT_ONCE
from store.exchange.peers import peer
from store.exchange.wave_two.approving import Update, is_changed, left_to_keep, read_update, select
from store.exchange.wave_two.keeping_rows import Before, kept_row, kept_without_row
from store.exchange.wave_two.known import Selection, selection_of
from store.exchange.wave_two.originals import deliveries_of, originals
from store.exchange.wave_two.remainder import tell_destroyed
from store.ids import FamilyId
from store.keeping import acts
from store.keeping.acts.terms.families import RecallCause
from store.keeping.follows_deliveries import TAKEN_IN
from store.keeping.store import Store


def take_updates(store: Store, arrival: Arrival, opened: Opened, progress: Progress) -> Outcome:
    """Take in a council's updates, and destroy what is held of every family without a live yes.

    Raises:
        DeliveryUnreadableError, IntakeError: Nothing was taken in.
        DeliveryDoubledError: It was taken in before, and nothing of it is left to do.
        ResupplyNotSentError, ResupplyOldError: It answers nothing that went out.
        UpdatesNewError, UpdatesDoubledError, UpdatesMissingError, StatusUnknownError: Its rows are not those that went.
        UpdatesShiftedError: A row has more cells than there are columns.
        UpdatesTooLongError: Somebody's value could not be kept whole.
        JournalsOutstandingError: Of some laptops not everything of wave 1 is here.
        StopListFirstError: Somebody took linkage back, and would be destroyed before the recipient is told.
        LinkageFirstError: Somebody agreed to linkage, and would be destroyed before an extract took them.
        UpdatesSecondError, ApprovalError: There is no second person who approves.
        StoreError: As `Store.record`; doing it again goes on from there.
    """
    selection = selection_of(store, arrival.delivery)
    is_anew = selection is not None and is_changed(store, arrival, selection)
    if arrival.state == TAKEN_IN and not is_anew:
        return _destroy_the_rest(store, arrival)
    read = read_update(store, arrival, opened, progress)
    if selection is None or is_anew:
        movement, selection = select(store, arrival, read, selection)
    else:
        movement = announce(store, arrival, len(read.references))
    is_first = arrival.state != TAKEN_IN  # later, laptops may have been given what is of wave 2
    called_back = _call_back(store, selection.families if is_first else left_to_keep(store, arrival, selection))
    moved = _keep(store, arrival, read, selection, progress)
    if not selection.order:
        for each in deliveries_of(store, arrival.asked.council):
            store.notebook.drop_original(each.delivery)  # it went back, and no destruction takes it along
    counts = _counts(read, selection)
    if is_first:
        store.record(*arrived(store, arrival, opened, movement, counts))
        memory.remember(store, arrival.asked.council, arrival.asked.kind, read.columns, arrival.delivery)
    waiting = _go_on(store, selection)
    return Outcome(
        delivery=arrival.delivery,
        kind=arrival.asked.kind,
        counts=counts,
        reasons=Counter(),
        columns=read.columns,
        left_out_count=selection.never_kept_count,
        moved_count=moved,
        called_back_count=called_back,
        waiting=waiting,
    )


# -- the job ---------------------------------------------------------------------------------------------------------


def _keep(store: Store, arrival: Arrival, read: Update, selection: Selection, progress: Progress) -> int:
    """Keep every family of wave 2 that is not kept yet; return of how many the address changed."""
    left = left_to_keep(store, arrival, selection)
    moved = done = 0
    for batch in _batches(_families(store, arrival, read, left)):
        acts_ = sorted((act for each in batch for act in each), key=lambda act: not _is_delivered(act))
        store.record(*acts_)
        done += len(batch)
        progress("Families kept", done, len(left))
    if selection.families:
        sought = set(selection.families)
        rows = store.rows("SELECT family FROM family WHERE is_moved")
        moved = sum(family in sought for (family,) in rows)
    return moved


def _families(store: Store, arrival: Arrival, read: Update, left: set[FamilyId]) -> Iterator[list[acts.Act]]:
    if not left:
        return
    council, agreement = arrival.asked.council, arrival.agreement
    identities = Identities(store, council, is_alone=True)
    ids = [identities.family(each) for each in read.references]
    wanted = {as_compared(each) for each, family in zip(read.references, ids, strict=True) if family in left}
    before = Before(list(originals(store, council)), wanted, council, agreement)
    reader = Reader(read.columns, council, agreement.languages)
    rows: Iterator[Row] = rows_below(read.table, read.columns)
    for place, (row, family, status) in enumerate(zip(rows, ids, read.statuses, strict=True)):
        if family in left:
            yield list(kept_row(store, arrival.delivery, family, place, row, reader, before, status))
    for place, family in enumerate(sorted(left.difference(ids)), start=len(ids)):
        yield [kept_without_row(store, arrival.delivery, family, place)]


def _batches(families: Iterator[list[acts.Act]]) -> Iterator[list[list[acts.Act]]]:
    batch: list[list[acts.Act]] = []
    for each in families:
        batch.append(each)
        if len(batch) == ROWS_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _is_delivered(act: acts.Act) -> bool:
    return isinstance(act, acts.FamilyDelivered)


def _call_back(store: Store, families: Collection[FamilyId]) -> int:
    """Ask back what laptops still have of wave 2's families: it is wave 1's; return how many.

    A laptop knows a family as it was given: with wave 1's address, and interviewed already.
    """
    try:
        return take_back(store, sorted(families), RecallCause.REALLOCATED)
    except NothingToRecallError:
        return 0


def _counts(read: Update, selection: Selection) -> Counts:
    """Return what became of the rows: supplied are those of wave 2, held back, and for ever, all others."""
    rows = len(read.references)
    return Counts(rows, 0, selection.never_kept_count, rows - selection.never_kept_count)


def _go_on(store: Store, selection: Selection) -> list[str]:
    """Destroy what is held of all others, as far as it goes now; return the laptops that have yet to do their part."""
    if not selection.order:
        return []
    went = next((each for each in doing.go_on(store) if each.order == selection.order), None)
    return [] if went is None else [peer(store, device).name for device in went.waiting]


def _destroy_the_rest(store: Store, arrival: Arrival) -> Outcome:
    """Go on with an update that was taken in: what its laptops had still to destroy.

    Raises:
        DeliveryDoubledError: Nothing of it is left to do.
    """
    tell_destroyed(store)  # it may have been broken off just before
    selection = selection_of(store, arrival.delivery)
    if selection is None or not any(each.order == selection.order and not each.is_done for each in destructions(store)):
        raise DeliveryDoubledError
    return Outcome(
        delivery=arrival.delivery,
        kind=arrival.asked.kind,
        counts=Counts(0, 0, 0, 0),
        reasons=Counter(),
        columns=Columns((), 0),
        waiting=_go_on(store, selection),
    )
