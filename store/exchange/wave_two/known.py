"""What the trail says of a council's two waves: what was sent back, what returned, who was selected.

Owns reading it. Refuses to own doing any of it.

Source: agreement 7.2d, 7.2e.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from store.errors import ResupplyNotSentError, ResupplyOldError
from store.exchange.wave_two.originals import deliveries_of
from store.ids import FamilyId
from store.keeping import acts
from store.keeping.acts.terms.exchange import MovementEnd
from store.keeping.kinds import acts_of
from store.keeping.store import Store

_NOTE = "wave-two/"


@dataclass(frozen=True, slots=True)
class Selection:
    """The families of wave 2 of one council, as two people approved them.

    Attributes:
        order: The destruction of all others; empty where there were none.
        never_kept_count: Rows of the update that never reached the disk.
    """

    selection: str
    resupply: str
    delivery: str
    families: tuple[FamilyId, ...]
    approvals: tuple[str, ...]
    order: str
    never_kept_count: int


def last_resupply(store: Store, council: str) -> acts.ResupplySent:
    """Return the last resupply of a council that left.

    Raises:
        ResupplyNotSentError: None did.
        ResupplyOldError: Families came since, which were not in it.
    """
    delivered = {each.delivery for each in deliveries_of(store, council)}
    sent: list[acts.ResupplySent] = []
    done: set[str] = set()
    for held in acts_of(store, acts.ResupplySent, acts.MovementEnded):
        match held.act:
            case acts.ResupplySent() as told if delivered & set(told.deliveries):
                sent.append(told)
            case acts.MovementEnded() as ended if ended.end is MovementEnd.DONE:
                done.add(ended.movement)
            case _:
                continue
    left = [each for each in sent if each.movement in done]
    if not left:
        raise ResupplyNotSentError
    if set(left[-1].deliveries) != delivered:
        raise ResupplyOldError
    return left[-1]


def selection_of(store: Store, delivery: str) -> Selection | None:
    """Return whom an update selected; None where that is not decided yet."""
    return _last_told(delivery, _remembered(store, delivery), _families_told(store))


def remember_selection(store: Store, selection: Selection) -> None:
    """Note beside the journal what no act of a selection says: which destruction it goes with.

    It is done before the acts: those alone decide which of the noted ones counts, so that a crash in between leaves
    what was decided before.
    """
    told = _families_told(store)
    counts = [each for each in _remembered(store, selection.delivery) if each["selection"] in told]
    said = {
        "selection": selection.selection,
        "resupply": selection.resupply,
        "approvals": list(selection.approvals),
        "order": selection.order,
        "never_kept": selection.never_kept_count,
    }
    store.notebook.write_note(_NOTE + selection.delivery, json.dumps([*counts[-1:], said]))


def selections(store: Store) -> list[Selection]:
    """Return every selection, in the order in which they were told: a council may send a corrected file after one."""
    rows = store.rows("SELECT name FROM localnote WHERE name >= ? AND name < ?", (_NOTE, "wave-two0"))
    if not rows:
        return []
    told = _families_told(store)
    places = {selection: place for place, selection in enumerate(told)}
    deliveries = (name.removeprefix(_NOTE) for (name,) in rows)
    found = (_last_told(each, _remembered(store, each), told) for each in deliveries)
    return sorted((each for each in found if each is not None), key=lambda each: places[each.selection])


def _remembered(store: Store, delivery: str) -> list[dict[str, Any]]:
    """Return what is noted of a delivery's selections, oldest first: one that counts, one told since or never."""
    noted = json.loads(store.notebook.note_if_any(_NOTE + delivery) or "[]")
    return noted if isinstance(noted, list) else [noted]  # an earlier release noted one alone


def _families_told(store: Store) -> dict[str, tuple[FamilyId, ...]]:
    """Return the families of each selection that was told, in the order they were told."""
    told: dict[str, tuple[FamilyId, ...]] = {}
    for held in acts_of(store, acts.WaveTwoSelected):
        if isinstance(act := held.act, acts.WaveTwoSelected):
            told[act.selection] = (*told.get(act.selection, ()), *act.families)
    return told


def _last_told(
    delivery: str, remembered: Sequence[dict[str, Any]], told: Mapping[str, tuple[FamilyId, ...]]
) -> Selection | None:
    """Return the last of a delivery's selections that was told; None where none was."""
    for said in reversed(remembered):
        if said["selection"] in told:
            return Selection(
                said["selection"],
                said["resupply"],
                delivery,
                told[said["selection"]],
                tuple(said["approvals"]),
                said["order"],
                said["never_kept"],
            )
    return None
