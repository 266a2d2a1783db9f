"""What follows from acts about whole journals: branches, forks, copies that were put back, successions.

Owns one small function a kind. Refuses to own who reads them in which order (causality), and freezing (freshness).
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from store.keeping import acts
from store.keeping.acts import Act
from store.keeping.acts.terms.store import AnchorPlace
from store.keeping.by_name import tables
from store.keeping.exchange_words import EVERY_LAPTOP, NUMBERS_LEAPT, PUT_BACK
from store.keeping.follows_backups import reaches
from store.keeping.follows_exchange import address
from store.keeping.taking import FIRST_TWIN, N_BITS

if TYPE_CHECKING:
    from store.keeping.projection import Projection


def _branch_opened(tables_: "Projection", _: int, act: acts.BranchOpened) -> None:
    parentage(tables_, act, act.parent_branch)


def parentage(tables_: "Projection", act: acts.BranchOpened, parent: int) -> None:
    """Put where a branch continues another one."""
    tables_.put(
        tables.Parentage,
        journal=act.journal,
        branch=act.branch,
        parent_branch=parent,
        parent_size=act.parent_size,
    )


def _fork_found(tables_: "Projection", _: int, act: acts.ForkFound) -> None:
    """The other side of a fork is kept as a twin, under the next free number; it may part from a twin too."""
    twins = [branch for journal, branch in tables_.rows("parentage", ("journal", "branch")) if journal == act.journal]
    tables_.put(
        tables.Parentage,
        journal=act.journal,
        branch=max([FIRST_TWIN - 1, *twins]) + 1,
        parent_branch=act.branch,
        parent_size=act.index,
    )
    _tell_from_the_start(tables_, act.journal)


def _rollback_found(tables_: "Projection", _: int, act: acts.RollbackFound) -> None:
    """Another store's copy was put back; what this store contradicts of its own memory froze it, and needs no row."""
    if act.place is AnchorPlace.WITNESS and act.incident is not None:
        tables_.put(tables.Fact, name=f"{PUT_BACK}{act.journal}", value=act.incident)


def _freeze_lifted(tables_: "Projection", _: int, act: acts.FreezeLifted) -> None:
    if act.answer_digest is not None:
        tables_.put(tables.Fact, name=f"lifted/{act.answer_digest}", value=act.journal)
    _tell_from_the_start(tables_, act.journal)


def _tell_from_the_start(tables_: "Projection", journal: str) -> None:
    """Count with a laptop afresh: what its other copy told and acknowledged, the one that goes on may not know."""
    tables_.change(tables.Peer, {"journal": journal}, heard_size=0, heard_number=0, number_in=0)


def _journal_succeeded(tables_: "Projection", key: int, act: acts.JournalSucceeded) -> None:
    """Go on under the journal that begins here; further on, an earlier succession is told again to whoever was away."""
    if key & ((1 << N_BITS) - 1):
        address(tables_, EVERY_LAPTOP, key)
        return
    tables_.put(tables.Fact, name="successions", value=str(int(tables_.fact("successions", "0")) + 1))
    reaches(tables_, key, act.backup, tables_.clock(key))  # what base was put back from holds all before this
    # Heads told under the former journal prove nothing here. Numbers leap over whatever the lost base may have used. A
    # laptop's begin anew: it may have gone back to an earlier one since the copy was made that base goes on from.
    tables_.clear(tables.SentBundle)
    tables_.clear(tables.Addressed)
    address(tables_, EVERY_LAPTOP, key)
    for device, number in tables_.rows("peer", ("device", "number_out")):
        leapt = number + NUMBERS_LEAPT
        tables_.change(tables.Peer, {"device": device}, number_out=leapt, number_in=0, heard_size=0, heard_number=0)


OF_BRANCHES: Final[dict[type[Act], Callable[["Projection", int, Any], None]]] = {
    acts.BranchOpened: _branch_opened,
    acts.ForkFound: _fork_found,
    acts.RollbackFound: _rollback_found,
    acts.FreezeLifted: _freeze_lifted,
    acts.JournalSucceeded: _journal_succeeded,
}
