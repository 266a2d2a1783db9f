"""Whether everything that was provided went back for updating: only then is the original dataset destroyed.

Owns reading it. Refuses to own the resupply (wave_two).

Source: agreement 7.2e, 13.3.
"""

from store.agreement.purposes import DatasetKind
from store.keeping import acts
from store.keeping.acts.terms.exchange import MovementEnd
from store.keeping.follows_deliveries import TAKEN_IN
from store.keeping.header import unpack
from store.keeping.kinds import acts_of
from store.keeping.store import Store


def resupplied_at(store: Store) -> int | None:
    """Return when the last delivery of contacts went back, in milliseconds; None while one did not, or none came.

    One that was broken off on its way may never have left: it does not count.
    """
    sent: list[tuple[acts.ResupplySent, int]] = []
    ends: dict[str, MovementEnd] = {}
    for held in acts_of(store, acts.ResupplySent, acts.MovementEnded):
        if isinstance(held.act, acts.MovementEnded):
            ends[held.act.movement] = held.act.end
        elif isinstance(held.act, acts.ResupplySent):
            journal = store.journal_of(held.journal, held.branch)
            assert journal is not None
            sent.append((held.act, unpack(journal.entry(held.n).header).at_ms))
    went = [(act, at_ms) for act, at_ms in sent if ends.get(act.movement) is MovementEnd.DONE]
    rows = store.rows(
        "SELECT delivery FROM delivery WHERE dataset_kind = ? AND state = ?", (DatasetKind.CONTACTS, TAKEN_IN)
    )
    if {delivery for (delivery,) in rows} <= {each for act, _ in went for each in act.deliveries}:
        return max((at_ms for _, at_ms in went), default=None)
    return None
