"""How far each council's second wave is: sent back, journals in, selected, the others destroyed. For the team.

Owns reading it, a line for each gate. Refuses to own the gates, and any family's name.

Source: agreement 7.2d, 7.2e.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from store.agreement.purposes import DatasetKind
from store.errors import ResupplyNotSentError, ResupplyOldError
from store.exchange.intake.identity import council_id
from store.exchange.peers import hold_base
from store.exchange.wave_two.choosing import families_of_council
from store.exchange.wave_two.journals import laptops_of, outstanding
from store.exchange.wave_two.known import Selection, last_resupply, selections
from store.exchange.wave_two.sample import afresh_counts
from store.keeping import acts
from store.keeping.follows_deliveries import TAKEN_IN
from store.keeping.kinds import acts_of
from store.keeping.store import Store


@dataclass(frozen=True, slots=True)
class Stands:
    """One council.

    Attributes:
        council: Its name.
        families_count: Of which something is held.
        is_sent_back: Whether a resupply left that holds all of them.
        laptops_out: Names of laptops whose journal of wave 1 is not in; known once a resupply left.
        selected_count: Families of wave 2; None before its updates came.
        moved_count: Of those, whose address changed since wave 1.
        afresh_count: People of those who are asked again about what they answered when they were under 16.
        is_destroyed: Whether nothing is left of the others, wherever it lay.
    """

    council: str
    families_count: int
    is_sent_back: bool
    laptops_out: Sequence[str] = field(repr=False)
    selected_count: int | None
    moved_count: int
    afresh_count: int
    is_destroyed: bool


def second_waves(store: Store) -> list[Stands]:
    """Return how far each council's second wave is, by name.

    Raises:
        NotBaseError: It is a laptop's store.
    """
    hold_base(store)
    rows = store.rows(
        "SELECT council FROM delivery WHERE state = ? AND dataset_kind = ? AND council IS NOT NULL ORDER BY at_ms",
        (TAKEN_IN, DatasetKind.CONTACTS),
    )
    councils = {council_id(council): council for (council,) in reversed(rows)}
    selected = {_council_of(store, each): each for each in selections(store)}
    told = [held.act for held in acts_of(store, acts.WaveTwoRemainderDestroyed)]
    destroyed = {each.selection for each in told if isinstance(each, acts.WaveTwoRemainderDestroyed)}
    return [
        _stands(store, name, selected.get(council), destroyed)
        for council, name in sorted(councils.items(), key=lambda each: each[1])
    ]


def _stands(store: Store, council: str, selection: Selection | None, destroyed: set[str]) -> Stands:
    families = families_of_council(store, council)
    out: Sequence[str] = ()
    try:
        resupply = last_resupply(store, council).resupply
        out = [each.name for each in outstanding(laptops_of(store, families, resupply))] if selection is None else ()
        is_sent_back = True
    except (ResupplyNotSentError, ResupplyOldError):
        is_sent_back = False
    chosen = set() if selection is None else set(selection.families)
    moved = sum(family in chosen for (family,) in store.rows("SELECT family FROM family WHERE is_moved"))
    return Stands(
        council,
        len(families),
        is_sent_back,
        out,
        None if selection is None else len(chosen),
        moved,
        afresh_counts(store, chosen).total(),
        selection is not None and (not selection.order or selection.selection in destroyed),
    )


def _council_of(store: Store, selection: Selection) -> str:
    rows = store.rows("SELECT council FROM delivery WHERE delivery = ?", (selection.delivery,))
    return council_id(rows[0][0]) if rows and rows[0][0] else ""
