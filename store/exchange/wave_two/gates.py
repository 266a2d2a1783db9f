"""The gates of one council's second wave, each with how it stands: what two people look at before its updates come in.

Owns reading them together. Refuses to own any gate: each is held where the updates are taken in (updating).

Source: agreement 4.2, 4.4, 7.2d, 7.2e.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from store.errors import ResupplyNotSentError, ResupplyOldError, StopListFirstError
from store.exchange.back_checks import suspended_in
from store.exchange.intake.identity import council_id
from store.exchange.linkage.known import hold_stops_told, linkage_pending
from store.exchange.wave_two.agreeing import agreeing_families
from store.exchange.wave_two.choosing import Chosen, choose, families_of_council
from store.exchange.wave_two.journals import LaptopStands, laptops_of
from store.exchange.wave_two.known import Selection, last_resupply, selections
from store.keeping import acts
from store.keeping.kinds import acts_of
from store.keeping.store import Store


@dataclass(frozen=True, slots=True)
class Gates:
    """How every gate stands.

    Attributes:
        council: Its name.
        now: Who would be of wave 2, and who would not, were the updates to come now.
        sent: The resupply that holds all of its families; None where there is none.
        is_sent_old: Whether there is one, and more families came since.
        laptops: Each that was given families of it, by name; known once a resupply left.
        suspended_count: People of whom a back-check failed that is not settled.
        owed_stops_count: People who took linkage back, would go, and whose recipient has yet to hear of them.
        linkage_pending_count: People who agreed to linkage, would go, and are in no extract that was confirmed.
        returned: What came back; None before its updates came.
        selection: Who two people approved; None before.
    """

    council: str
    now: Chosen
    sent: acts.ResupplySent | None
    is_sent_old: bool
    laptops: Sequence[LaptopStands] = field(repr=False)
    suspended_count: int
    owed_stops_count: int
    linkage_pending_count: int
    returned: acts.ResupplyReturned | None
    selection: Selection | None


def gates(store: Store, council: str) -> Gates:
    """Return how the gates of a council stand.

    Args:
        store: Base's.
        council: Its name.
    """
    families = families_of_council(store, council)
    now = choose(families, agreeing_families(store), (), ())
    sent, is_old, laptops = None, False, list[LaptopStands]()
    try:
        sent = last_resupply(store, council)
        laptops = laptops_of(store, families, sent.resupply)
    except ResupplyOldError:
        is_old = True
    except ResupplyNotSentError:
        pass
    owed = 0
    try:
        hold_stops_told(store, now.remainder)
    except StopListFirstError as refusal:
        owed = refusal.count
    selection = selection_of_council(store, council)
    pending = len(linkage_pending(store, now.remainder))
    suspended = len(suspended_in(store, set(families)))
    returned = _returned(store, selection)
    return Gates(council, now, sent, is_old, laptops, suspended, owed, pending, returned, selection)


def selection_of_council(store: Store, council: str) -> Selection | None:
    """Return whom two people approved last for wave 2 of a council; None before its updates came."""
    own = council_id(council)
    named = {
        delivery: council_id(of)
        for delivery, of in store.rows("SELECT delivery, council FROM delivery WHERE council IS NOT NULL")
    }
    return next((each for each in reversed(selections(store)) if named.get(each.delivery) == own), None)


def _returned(store: Store, selection: Selection | None) -> acts.ResupplyReturned | None:
    if selection is None:
        return None
    told = [held.act for held in acts_of(store, acts.ResupplyReturned)]
    return next(
        (each for each in told if isinstance(each, acts.ResupplyReturned) and each.delivery == selection.delivery),
        None,
    )
