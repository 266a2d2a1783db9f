"""Which families of a council are of wave 2 and which are destroyed: gates first, then two people approve both lists.

Owns the gates' order, the approval and the acts of it, which are told at one stroke with the destruction they decide,
and when the lists have to be approved anew: where by then another family agrees, or one took its yes back. Refuses to
own the gates themselves, and keeping and destroying (updating).

Source: agreement 4.4, 7.2d, 7.2e; design 7: two people approve the list.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from store.errors import (
    BackChecksFailedError,
    JournalsOutstandingError,
    UpdatesSecondError,
    UpdatesShiftedError,
    UpdatesTooLongError,
)
from store.exchange.back_checks import suspended_in
from store.exchange.containers import Opened
from store.exchange.destroying import deciding
from store.exchange.destroying.deciding import Meant
from store.exchange.destroying.giving_up import give_up, undone_within
from store.exchange.destroying.known import destructions, families_of
from store.exchange.intake.arriving import Arrival, Progress
from store.exchange.intake.columns import Columns, rows_below
from store.exchange.intake.fields import Field
from store.exchange.intake.identity import Identities, as_compared
from store.exchange.intake.ledger import announce
from store.exchange.intake.reading_rows import Reader, reference_in
from store.exchange.intake.tables import Table
from store.exchange.intake.taking_in import readable, understood
from store.exchange.linkage.known import hold_linked_first, hold_stops_told
from store.exchange.wave_two.agreeing import agreeing_families
from store.exchange.wave_two.choosing import Chosen, choose, families_of_council
from store.exchange.wave_two.journals import laptops_of, outstanding
from store.exchange.wave_two.known import Selection, last_resupply, remember_selection
from store.exchange.wave_two.resupply import laid_out
from store.exchange.wave_two.returned import hold_all_returned, hold_statuses
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
class Update:
    """An update, read through once.

    Attributes:
        references: The council's id in each row; empty where it has none.
        statuses: Where each family stands with the programme, as its row says.
        too_long_count: Rows that hold more than can be kept.
        shifted_count: Rows with more in them than there are columns.
    """

    table: Table = field(repr=False)
    columns: Columns
    references: Sequence[str] = field(repr=False)
    statuses: Sequence[str] = field(repr=False)
    too_long_count: int
    shifted_count: int


def read_update(store: Store, arrival: Arrival, opened: Opened, progress: Progress) -> Update:
    """Read an update through once; where it cannot be, the trail says so."""
    table, columns = understood(store, arrival, opened)
    places = columns.places()
    id_place, status_place = places[Field.FAMILY_ID][0], places[Field.PROGRAMME_STATUS][0]
    reader = Reader(columns, arrival.asked.council, arrival.agreement.languages)
    references, statuses, too_long, shifted = [], [], 0, 0
    with readable(store, arrival, opened):
        for number, row in enumerate(rows_below(table, columns)):
            references.append(reference_in(row[id_place]) if id_place < len(row) else "")
            statuses.append(row[status_place] if status_place < len(row) else "")
            too_long += not reader.row(row).is_short
            shifted += not reader.is_within(row)
            if number % 1_000 == 0:
                progress("Rows read", number, 0)
    return Update(table, columns, references, statuses, too_long, shifted)


def is_changed(store: Store, arrival: Arrival, selection: Selection) -> bool:
    """Say whether who agrees is no longer whom two people approved, as far as it can still be heeded.

    A yes that was late counts until base destroys what it holds; a family that took its own back is not kept any more.
    """
    agree = agreeing_families(store)
    decided = next((each for each in destructions(store) if each.order == selection.order), None)
    if selection.order and decided is None:
        return True  # it was given up, and the next one was not decided
    listed = None if decided is None or decided.is_done else families_of(store, decided.order)
    if listed is not None and agree.intersection(listed.families):
        return True
    return not agree.issuperset(left_to_keep(store, arrival, selection))


def select(store: Store, arrival: Arrival, read: Update, before: Selection | None) -> tuple[str, Selection]:
    """Pass every gate, have two people approve, and tell who is of wave 2; return the movement and the selection.

    Args:
        store: Base's.
        arrival: The update.
        read: Its rows.
        before: What was selected before this, where that has changed since; the destruction it decided is given up.

    Raises:
        UpdatesShiftedError, UpdatesTooLongError: Its cells are not those of the table that was sent.
        UpdatesMissingError: Families are missing, and it was not said what becomes of them.
        JournalsOutstandingError: A laptop still has something to tell of wave 1.
        BackChecksFailedError: A check of somebody's yes failed, and is not settled.
        UpdatesSecondError: Nobody is there to approve it with.
        StoreError: Otherwise as the gates say; nothing is kept or destroyed.

    Source:
        Agreement 4.4, 7.2d, 7.2e; design 7.
    """
    asked = arrival.asked
    resupply = last_resupply(store, asked.council)
    laid = laid_out(store, asked.council)
    is_settled = asked.gone is not None or before is not None
    missing = hold_all_returned(laid.references, read.references, is_settled=is_settled)
    hold_statuses(read.statuses)
    if read.shifted_count:
        raise UpdatesShiftedError(read.shifted_count)
    if read.too_long_count:  # whoever's row it is: a council does not learn from it who agreed
        raise UpdatesTooLongError(read.too_long_count)
    families = families_of_council(store, asked.council, arrival.delivery)
    out = outstanding(laptops_of(store, families, resupply.resupply))
    if out:
        raise JournalsOutstandingError([each.name for each in out])
    suspended = suspended_in(store, set(families))
    if suspended:
        raise BackChecksFailedError(len(suspended))
    identities = Identities(store, asked.council, is_alone=True)  # whom another name supplied is of its wave
    absent = sorted(identities.family(reference) for reference in laid.references if as_compared(reference) in missing)
    removed = absent if asked.gone is RowDecision.REMOVE else ()
    chosen = choose(families, agreeing_families(store), (), removed)
    hold_stops_told(store, chosen.remainder)
    hold_linked_first(store, chosen.remainder)
    if asked.second is None:
        raise UpdatesSecondError
    selected = set(chosen.selected)
    never_kept = sum(identities.family(each) not in selected for each in read.references)
    second = asked.second(chosen)
    try:
        is_first = before is None
        return _decide(store, arrival, resupply, chosen, absent, second, never_kept, read.references, is_first=is_first)
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
    *,
    is_first: bool,
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
    movement = "" if arrival.state == TAKEN_IN else announce(store, arrival, len(references))
    for each in undone_within(store, (*chosen.selected, *chosen.remainder)):
        give_up(store, each)  # of a list that changed since

    def selected(order: str) -> Selection:
        return Selection(
            selection,
            resupply.resupply,
            arrival.delivery,
            chosen.selected,
            (approval.approval,),
            order,
            never_kept,
        )

    def told_with(order: str) -> list[acts.Act]:
        remember_selection(store, selected(order))
        parts = _parts(chosen.selected) or [()]
        return [
            approval,
            *(_returned(store, arrival, resupply, absent, references) if is_first else ()),
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
        ]

    order = ""
    if chosen.remainder:
        meant = Meant(DestructionScope.WAVE, chosen.remainder)
        order = deciding.decide(store, meant, lambda: second, for_clause="7.2e", told_with=told_with)
    else:
        store.record(*told_with(order))
    return movement, selected(order)


def _returned(
    store: Store, arrival: Arrival, resupply: acts.ResupplySent, absent: Sequence[FamilyId], references: Sequence[str]
) -> Iterator[acts.Act]:
    """Yield what tells of the ids that came back, and of those that did not."""
    yield acts.ResupplyReturned(
        resupply=resupply.resupply,
        delivery=arrival.delivery,
        returned_count=len(references),
        missing_count=len(absent),
        doubled_count=0,
        new_count=0,
        list_digest=Identities(store, arrival.asked.council).list_digest(references),
    )
    for part in _parts(absent):
        yield acts.AbsencesSettled(
            delivery=arrival.delivery,
            families=part,
            decision=arrival.asked.gone or RowDecision.KEEP,
            document_digest=None,
        )


def left_to_keep(store: Store, arrival: Arrival, selection: Selection) -> set[FamilyId]:
    """Return the families of wave 2 that are not kept yet; of a household that split off no council said anything."""
    kept = {family for (family,) in store.rows("SELECT family FROM supplied WHERE delivery = ?", (arrival.delivery,))}
    named = {family for (family,) in store.rows("SELECT family FROM family WHERE council_reference <> ''")}
    return named.intersection(selection.families) - kept


def _digest(families: Sequence[FamilyId]) -> str:
    """Return what says which families a list holds; their ids say nothing without the secret of base."""
    return hashlib.sha256("\n".join(families).encode("ascii")).hexdigest()


def _parts(families: Sequence[FamilyId]) -> list[tuple[FamilyId, ...]]:
    return [tuple(families[start : start + IDS_COUNT]) for start in range(0, len(families), IDS_COUNT)]
