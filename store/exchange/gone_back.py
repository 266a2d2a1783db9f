"""What a laptop did for a base that was lost, and then undid: a copy of it was put back as well.

Owns finding the orders it no longer knows of. Refuses to own telling them (telling_again), and the way on of both sides
(succession, lifting).

A copy of a laptop is told everything anew, from the start of base's journal. Where that journal was succeeded, what
stood in the former one is not in it: a family that the copy never got would be believed there, and one that it gave
back, or locked, would lie open.

Source: design 2, 5; agreement 7.2a, 9.1e, A9, 9.1c.
"""

from collections.abc import Collection
from functools import partial
from typing import Final

from store.exchange.peers import Peer, peers
from store.exchange.telling_again import told_again
from store.ids import JournalId
from store.keeping import acts
from store.keeping.acts.terms.exchange import OrderEnd, OrderKind
from store.keeping.exchange_words import HELD
from store.keeping.header import unpack
from store.keeping.kinds import Held, acts_of
from store.keeping.store import Store

TAKES: Final = (OrderKind.DESTROY, OrderKind.LOCK, OrderKind.RECALL)


def tell_undone(store: Store) -> None:
    """Order again whatever a former journal asked of a laptop, and its copy that went on does not know.

    Args:
        store: Base's.

    Raises:
        StoreError: As `Store.record`.
    """
    former = {branch.journal: branch for branch in store.former_branches()}
    copies = [each for each in peers(store) if each.branch and each.revoked_from is None] if former else []
    if not copies:
        return
    issued = [each for each in acts_of(store, acts.OrderIssued) if each.journal in former]
    for laptop in copies:
        for each in _undone(store, laptop, issued):
            store.record_placed(partial(told_again, former[each.journal], each.n))


def _undone(store: Store, laptop: Peer, issued: Collection[Held]) -> list[Held]:
    """Return the orders a laptop said it carried out, and whose families show that it does not know it did."""
    loaded = _loaded(store, laptop)
    if loaded is None:
        return []
    rows = store.rows("SELECT order_id FROM fieldorder WHERE device = ? AND state = ?", (laptop.device, OrderEnd.DONE))
    done = {order for (order,) in rows}
    lying = store.rows("SELECT family, order_id FROM allocation WHERE device = ? AND state = ?", (laptop.device, HELD))
    given_by: dict[str, str] = dict(lying)
    found, given = list[Held](), set[str]()
    for each in issued:
        order = each.act
        assert isinstance(order, acts.OrderIssued)
        if order.order not in done:
            continue
        here = {family for family in order.families if family in given_by}
        if order.order_kind is OrderKind.ALLOCATE:
            mine = {family for family in here if given_by[family] == order.order}
            given |= mine
            if mine - loaded:
                found.append(each)
        elif order.order_kind in TAKES and here & given:
            found.append(each)
    return found


def _loaded(store: Store, laptop: Peer) -> set[str] | None:
    """Return the families that lie on a copy, as it says itself where it goes on; None while not all of that came."""
    opened = store.journal_of(JournalId(laptop.journal), laptop.branch)
    if opened is None or not opened.size:
        return None
    told = [(unpack(entry.header).kind, entry.body) for entry in opened.entries(0, opened.size)]
    if told[-1][0] in (acts.BranchOpened.kind, acts.FamilyLoaded.kind):
        return None  # more may be on its way
    loaded = set[str]()
    for kind, body in told:
        if kind == acts.FamilyLoaded.kind and body is not None:
            act = acts.parse(kind, acts.FamilyLoaded.version, body)
            assert isinstance(act, acts.FamilyLoaded)
            loaded.add(act.family)
    return loaded
