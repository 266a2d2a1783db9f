"""A council's updates are taken in: gates first, then one job keeps those who agreed and destroys all others.

Owns the order of the job; broken off anywhere, it goes on where it was when the same file is taken in again. A row of
a family without a live yes is read in memory, counted, and never kept. Refuses to own the gates themselves.

Source: agreement 4.4, 7.2d, 7.2e, 8.2; design 7: two people approve the list.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from store.errors import (
    DeliveryDoubledError,
    JournalsOutstandingError,
    UpdatesSecondError,
    UpdatesTooLongError,
)
from store.exchange.containers import Opened
from store.exchange.destroying import deciding, doing
from store.exchange.destroying.deciding import Meant
from store.exchange.destroying.known import destructions
from store.exchange.intake import memory
from store.exchange.intake.arriving import Arrival, Progress
from store.exchange.intake.columns import Columns, rows_below
from store.exchange.intake.fields import Field
from store.exchange.intake.identity import Identities
from store.exchange.intake.ledger import Counts, announce, arrived
from store.exchange.intake.outcome import Outcome
from store.exchange.intake.reading_rows import Reader, reference_in
from store.exchange.intake.sorting import standing_refusals
from store.exchange.intake.tables import Row, Table
from store.exchange.intake.taking_in import ROWS_AT_ONCE, readable, understood
from store.exchange.linkage.known import hold_stops_told
from store.exchange.peers import peer
from store.exchange.wave_two.choosing import Chosen, choose, families_of_council
from store.exchange.wave_two.journals import laptops_of, outstanding
from store.exchange.wave_two.keeping_rows import Before, kept_row, kept_without_row
from store.exchange.wave_two.known import Selection, last_resupply, remember_selection, selection_of
from store.exchange.wave_two.laying_out import key_of
from store.exchange.wave_two.originals import deliveries_of, originals
from store.exchange.wave_two.remainder import tell_destroyed
from store.exchange.wave_two.resupply import laid_out
from store.exchange.wave_two.returned import hold_all_returned, hold_statuses
from store.fieldwork.consents.reach import read_reach
from store.ids import FamilyId, new_id
from store.keeping import acts, approvals, canonical
from store.keeping.acts.terms.destruction import DestructionScope
from store.keeping.acts.terms.exchange import RowDecision
from store.keeping.acts.terms.store import ApprovalMatter
from store.keeping.acts.values import IDS_COUNT
from store.keeping.follows_deliveries import TAKEN_IN
from store.keeping.passphrases import Passphrase
from store.keeping.store import Store


@dataclass(frozen=True, slots=True)
class _Table:
    """An update, read through once.

    Attributes:
        references: The council's id in each row; empty where it has none.
        statuses: Where each family stands with the programme, as its row says.
        too_long_count: Rows that hold more than can be kept.
    """

    table: Table = field(repr=False)
    columns: Columns
    references: Sequence[str] = field(repr=False)
    statuses: Sequence[str] = field(repr=False)
    too_long_count: int


def take_updates(store: Store, arrival: Arrival, opened: Opened, progress: Progress) -> Outcome:
    """Take in a council's updates, and destroy what is held of every family without a live yes.

    Raises:
        DeliveryUnreadableError, IntakeError: Nothing was taken in.
        DeliveryDoubledError: It was taken in before, and nothing of it is left to do.
        ResupplyNotSentError, ResupplyOldError: It answers nothing that went out.
        UpdatesNewError, UpdatesDoubledError, UpdatesMissingError, StatusUnknownError: Its rows are not those that went.
        UpdatesTooLongError: Somebody's value could not be kept whole.
        JournalsOutstandingError: Of some laptops not everything of wave 1 is here.
        StopListFirstError: Somebody took linkage back, and would be destroyed before the recipient is told.
        UpdatesSecondError, ApprovalError: There is no second person who approves.
        StoreError: As `Store.record`; doing it again goes on from there.
    """
    council = arrival.asked.council
    if arrival.state == TAKEN_IN:
        return _destroy_the_rest(store, arrival)
    read = _read(store, arrival, opened, progress)
    selection = selection_of(store, arrival.delivery)
    if selection is None:
        movement, selection = _select(store, arrival, read)
    else:
        movement = announce(store, arrival, len(read.references))
    moved = _keep(store, arrival, read, selection, progress)
    for each in deliveries_of(store, council):
        store.notebook.drop_original(each.delivery)  # it went back; kept longer, it would hold those who did not agree
    counts = _counts(read, selection)
    store.record(*arrived(store, arrival, opened, movement, counts))
    memory.remember(store, council, arrival.asked.kind, read.columns, arrival.delivery)
    waiting = _go_on(store, selection)
    return Outcome(
        delivery=arrival.delivery,
        kind=arrival.asked.kind,
        counts=counts,
        reasons=Counter(),
        columns=read.columns,
        left_out_count=selection.never_kept_count,
        moved_count=moved,
        waiting=waiting,
    )


# -- the gates -------------------------------------------------------------------------------------------------------


def _read(store: Store, arrival: Arrival, opened: Opened, progress: Progress) -> _Table:
    table, columns = understood(store, arrival, opened)
    places = columns.places()
    id_place, status_place = places[Field.FAMILY_ID][0], places[Field.PROGRAMME_STATUS][0]
    reader = Reader(columns, arrival.asked.council, arrival.agreement.languages)
    references, statuses, too_long = [], [], 0
    with readable(store, arrival, opened):
        for number, row in enumerate(rows_below(table, columns)):
            references.append(reference_in(row[id_place]) if id_place < len(row) else "")
            statuses.append(row[status_place] if status_place < len(row) else "")
            too_long += not reader.row(row).is_short
            if number % 1_000 == 0:
                progress("Rows read", number, number)
    return _Table(table, columns, references, statuses, too_long)


def _select(store: Store, arrival: Arrival, read: _Table) -> tuple[str, Selection]:
    """Pass every gate, have two people approve, and tell who is of wave 2; return the movement and the selection."""
    asked = arrival.asked
    resupply = last_resupply(store, asked.council)
    laid = laid_out(store, asked.council)
    missing = hold_all_returned(laid.references, read.references, is_settled=asked.gone is not None)
    hold_statuses(read.statuses)
    if read.too_long_count:  # whoever's row it is: a council does not learn from it who agreed
        raise UpdatesTooLongError(read.too_long_count)
    families = families_of_council(store, asked.council, arrival.delivery)
    out = outstanding(laptops_of(store, families, resupply.resupply))
    if out:
        raise JournalsOutstandingError([each.name for each in out])
    identities = Identities(store, asked.council)
    absent = sorted(identities.family(reference) for reference in laid.references if key_of(reference) in missing)
    with store.reader() as connection:
        agreeing = read_reach(connection).families
    removed = absent if asked.gone is RowDecision.REMOVE else ()
    chosen = choose(families, agreeing, standing_refusals(store).keys(), removed)
    hold_stops_told(store, chosen.remainder)
    if asked.second is None:
        raise UpdatesSecondError
    selected = set(chosen.selected)
    never_kept = sum(identities.family(each) not in selected for each in read.references)
    second = asked.second(chosen)
    try:
        return _decide(store, arrival, resupply, chosen, absent, second, never_kept, read.references)
    finally:
        second.wipe()


def _decide(
    store: Store,
    arrival: Arrival,
    resupply: acts.ResupplySent,
    chosen: Chosen,
    absent: Sequence[FamilyId],
    second: Passphrase,
    never_kept: int,
    references: Sequence[str],
) -> tuple[str, Selection]:
    selection = new_id()
    proposed = {
        "delivery": arrival.delivery,
        "remainder": _digest(chosen.remainder),
        "resupply": resupply.resupply,
        "selected": _digest(chosen.selected),
        "selection": selection,
    }
    digest = hashlib.sha256(canonical.dumps(proposed)).digest()
    approval = approvals.approve(store, second, ApprovalMatter.WAVE_TWO, digest)
    movement = announce(store, arrival, len(references))
    order = ""
    if chosen.remainder:
        meant = Meant(DestructionScope.WAVE, chosen.remainder)
        order = deciding.decide(store, meant, lambda: second, for_clause="7.2e")
    told = Selection(
        selection,
        resupply.resupply,
        arrival.delivery,
        chosen.selected,
        (approval.approval,),
        order,
        never_kept,
    )
    remember_selection(store, told)  # before the acts: a crash leaves a note that means nothing
    parts = _parts(chosen.selected) or [()]
    store.record(
        approval,
        acts.ResupplyReturned(
            resupply=resupply.resupply,
            delivery=arrival.delivery,
            returned_count=len(references),
            missing_count=len(absent),
            doubled_count=0,
            new_count=0,
            list_digest=Identities(store, arrival.asked.council).list_digest(references),
        ),
        *(
            acts.AbsencesSettled(
                delivery=arrival.delivery,
                families=part,
                decision=arrival.asked.gone or RowDecision.KEEP,
                document_digest=None,
            )
            for part in _parts(absent)
        ),
        *(
            acts.WaveTwoSelected(
                selection=selection,
                resupply=resupply.resupply,
                part=number,
                parts_count=len(parts),
                families=part,
                selected_count=len(chosen.selected),
                approvals=(approval.approval,),
            )
            for number, part in enumerate(parts, start=1)
        ),
    )
    return movement, told


# -- the job ---------------------------------------------------------------------------------------------------------


def _keep(store: Store, arrival: Arrival, read: _Table, selection: Selection, progress: Progress) -> int:
    """Keep every family of wave 2 that is not kept yet; return of how many the address changed."""
    kept = {family for (family,) in store.rows("SELECT family FROM supplied WHERE delivery = ?", (arrival.delivery,))}
    named = {family for (family,) in store.rows("SELECT family FROM family WHERE council_reference <> ''")}
    left = named.intersection(selection.families) - kept  # of a household that split off no council said anything
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


def _families(store: Store, arrival: Arrival, read: _Table, left: set[FamilyId]) -> Iterator[list[acts.Act]]:
    if not left:
        return
    council, agreement = arrival.asked.council, arrival.agreement
    identities = Identities(store, council)
    ids = [identities.family(each) for each in read.references]
    wanted = {key_of(each) for each, family in zip(read.references, ids, strict=True) if family in left}
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


def _counts(read: _Table, selection: Selection) -> Counts:
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


def _digest(families: Sequence[FamilyId]) -> str:
    """Return what says which families a list holds; their ids say nothing without the secret of base."""
    return hashlib.sha256("\n".join(families).encode("ascii")).hexdigest()


def _parts(families: Sequence[FamilyId]) -> list[tuple[FamilyId, ...]]:
    return [tuple(families[start : start + IDS_COUNT]) for start in range(0, len(families), IDS_COUNT)]
