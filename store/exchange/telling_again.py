"""An order told again, under its own id, behind the entries it needs.

Owns copying it to the end of a journal: what a laptop is known to have heard only grows, so what stands below that is
never sent. Refuses to own when it has to be (succession, withholding).
"""

from store.keeping import acts
from store.keeping.acts.act import Act
from store.keeping.header import unpack
from store.keeping.journal import Journal


def told_again(former: Journal, n: int, place: int) -> list[Act]:
    """Return an order with the entries it needs, as far as they were not erased.

    Args:
        former: Holds it.
        n: Its index there.
        place: The index that what is returned will begin at.
    """
    issued = act_at(former, n)
    assert isinstance(issued, acts.OrderIssued)
    needed = [act for act in (act_at(former, each) for each in issued.entries) if act is not None]
    return [*needed, issued.model_copy(update={"entries": tuple(range(place, place + len(needed)))})]


def act_at(journal: Journal, n: int) -> Act | None:
    """Return what an entry says; None once its body was erased."""
    entry = journal.entry(n)
    read = unpack(entry.header)
    return None if entry.body is None else acts.parse(read.kind, read.kind_version, entry.body)
