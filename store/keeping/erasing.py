"""What is told of an erasure: which entries lost their bodies, and why; never whose they were.

Owns those acts. Refuses to own the erasing itself (journal).
"""

from store.keeping.acts import BodiesErased, ErasedRanges
from store.keeping.acts.terms.store import ErasureReason
from store.keeping.acts.values import IDS_COUNT
from store.keeping.journal import Erased


def erasure_acts(erased: Erased, reason: ErasureReason, authority: str, order: str | None) -> list[BodiesErased]:
    """Return the acts that tell of an erasure, none where nothing was erased.

    Args:
        erased: What was.
        reason: Why.
        authority: The clause it was done under.
        order: The order it follows, if one was given.
    """
    return [
        BodiesErased(
            erased=(ErasedRanges(journal=journal, branch=branch, ranges=tuple(ranges[i : i + IDS_COUNT])),),
            reason=reason,
            authority=authority,
            order=order,
        )
        for (journal, branch), ranges in erased.items()
        for i in range(0, len(ranges), IDS_COUNT)
    ]
