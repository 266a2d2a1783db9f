"""Orders that a laptop's release does not know wait at base until it runs one that does; so do families after the end.

Owns which kind is known since which release, keeping back and letting go, and calling off what can never go any more.
Refuses to own issuing (orders) and how a laptop is brought to another release.

A laptop that met a kind it cannot read would refuse the whole bundle, and a refusal in it would never arrive. So what
it does not know stays out of its bundles; everything else goes on.

Source: design 2.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from store.agreement.lifetime import TermState, Work
from store.exchange.peers import Peer, peer
from store.exchange.telling_again import told_again
from store.ids import DeviceId
from store.keeping import acts
from store.keeping.acts.act import Act
from store.keeping.acts.terms.exchange import OrderKind
from store.keeping.exchange_words import ISSUED, WITHHELD
from store.keeping.store import Store
from store.keeping.term import term_stands
from store.release import FIRST_RELEASE

KNOWN_SINCE: Final[Mapping[OrderKind, str]] = {
    OrderKind.ALLOCATE: FIRST_RELEASE,
    OrderKind.DESTROY: FIRST_RELEASE,
    OrderKind.LOCK: FIRST_RELEASE,
    OrderKind.RECALL: FIRST_RELEASE,
    OrderKind.RENEW_KEYS: FIRST_RELEASE,
}
"""Since which release a laptop carries out an order, entries that come with it included; a kind that no release carries
out yet is not issued. Who gives an entry that travels with an order another shape raises the order's release here."""


def is_known(kind: OrderKind, release: str) -> bool:
    """Say whether a laptop of some release carries out orders of a kind. Pure.

    Args:
        kind: One that is issued.
        release: As `is_since`.
    """
    return is_since(KNOWN_SINCE[kind], release)


def is_since(since: str, release: str) -> bool:
    """Say whether a laptop of some release has what came with another one. Pure.

    Args:
        since: The release that it came with.
        release: As the laptop last signed in with; empty while unknown, which is taken for the first one.
    """
    return rank(release or FIRST_RELEASE) >= rank(since)


def rank(release: str) -> tuple[tuple[int, ...], bool]:
    """Return what releases are compared by: their numbers; whatever comes before a release (`1.0rc1`) is less than it.

    Source:
        Semantic Versioning 2.0.0, 11.
    """
    numbers, rest = re.fullmatch(r"(\d+(?:\.\d+)*)(.*)", release).groups()  # type: ignore[union-attr]  # acts.Release
    found = [int(each) for each in numbers.split(".")]
    while found and not found[-1]:
        found.pop()
    return tuple(found), not rest or rest.startswith("+")


def withheld(store: Store, laptop: Peer, kind: OrderKind, families: Sequence[str], order: str) -> list[Act]:
    """Return what tells that an order waits at base; nothing where it may go down.

    One about families that are themselves given by an order that waits goes after it, or it would come to nothing. And
    none gives a family to a laptop once the agreement has ended: it waits for an extension.

    Source:
        Agreement 3.1.
    """
    needed = [] if is_known(kind, laptop.release) else [KNOWN_SINCE[kind]]
    if kind is OrderKind.ALLOCATE and not term_stands(store).lets(Work.LOAD):
        needed = [KNOWN_SINCE[kind]]
    if not needed and set(families) & _waiting_families(store, laptop, order):
        needed = [KNOWN_SINCE[OrderKind.ALLOCATE]]
    return [
        acts.OrderWithheld(
            order=order, device=laptop.device, device_release=laptop.release or None, needs_release=release
        )
        for release in needed
    ]


def _waiting_families(store: Store, laptop: Peer, order: str) -> set[str]:
    rows = store.rows(
        "SELECT families FROM fieldorder WHERE device = ? AND order_kind = ? AND state = ? AND order_id <> ?",
        (laptop.device, OrderKind.ALLOCATE, WITHHELD, order),
    )
    return {family for (families,) in rows for family in families.split()}


def settle(store: Store) -> None:
    """Let go what laptops have come to know since, and keep back what they no longer do and have not heard.

    Args:
        store: Base's, with everything taken in that laptops told of their releases.
    """
    rows = store.rows(
        "SELECT device, order_kind, families, order_id, base_at, fieldorder.state FROM fieldorder"
        " JOIN peer USING (device) WHERE fieldorder.state IN (?, ?) AND revoked_from IS NULL ORDER BY base_at",
        (ISSUED, WITHHELD),
    )
    if term_stands(store).state is TermState.ENDED:
        _call_off(store, rows)
    for device, kind, families, order, n, state in rows:
        if kind not in KNOWN_SINCE:
            continue
        laptop = peer(store, device)
        waiting = withheld(store, laptop, OrderKind(kind), families.split(), order)
        if state == WITHHELD and not waiting:
            store.record_placed(partial(told_again, store.journal, n))
        elif state == ISSUED and waiting and n >= laptop.heard_size:
            store.record(*waiting)


def _call_off(store: Store, rows: Sequence[tuple[str, str, str, str, int, str]]) -> None:
    """Take back what waits to give families that something else is asked about, once the agreement has ended.

    What calls them back, locks or destroys them would wait behind that for ever; where an extension is recorded late,
    they are given anew.

    Source:
        Agreement 7.2f, A9.
    """
    asked: defaultdict[str, set[str]] = defaultdict(set)
    for device, kind, families, *_ in rows:
        if kind != OrderKind.ALLOCATE:
            asked[device].update(families.split())
    told = [
        acts.OrderCancelled(order=order, device=DeviceId(device), reason="The agreement has ended.")
        for device, kind, families, order, _, state in rows
        if kind == OrderKind.ALLOCATE and state == WITHHELD and asked[device] & set(families.split())
    ]
    if told:
        store.record(*told)
