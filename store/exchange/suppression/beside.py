"""Tables of households and of their members, side by side: nobody works a few members out by subtracting. Pure.

Owns that comparison. Refuses to own what is hidden of either (protecting), and who is a member of what.

Each household has one main carer, so that what there is more of members than of households is who else was asked. No
sum says so, and every reader knows it.

Source: agreement 12.1a; Hundepool et al., "Statistical Disclosure Control" (2012), 5.4.2, on linked tables.
"""

from collections.abc import Iterator
from itertools import chain, combinations

from store.exchange.suppression.successive import JOINED, Told


def are_apart(members: Told, households: Told, up_to: int) -> bool:
    """Say whether no figure of members is that of households but for a few, wherever both are told.

    Args:
        members: Of the households' members, by the same outcomes.
        households: Of the households.
        up_to: So many are few; nought is among them.
    """
    of_members, of_households = dict(_told(members)), dict(_told(households))
    return all(abs(of_members[each] - of_households[each]) > up_to for each in of_members.keys() & of_households.keys())


def _told(of: Told) -> Iterator[tuple[frozenset[str], int]]:
    """Yield every sum of totals that are shown, by the outcomes it is of."""
    tables, hidden = of.tables, of.hidden
    shown = [
        (frozenset(name.split(JOINED)), total)
        for name, total, is_out in zip(tables.columns, tables.totals, hidden.totals, strict=False)
        if not is_out
    ]
    for some in chain.from_iterable(combinations(shown, count) for count in range(1, len(shown) + 1)):
        yield frozenset().union(*(names for names, _ in some)), sum(total for _, total in some)
    if not hidden.totals[-1]:
        yield frozenset(chain.from_iterable(name.split(JOINED) for name in tables.columns)), tables.base
