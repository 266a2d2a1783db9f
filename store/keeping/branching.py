"""The trees one store wrote, one after the other: finding those before, and making room for the next.

Owns what continues what, and beginning an empty tree. Refuses to own when a store goes on in another one (lifting,
succession) and the commit point of that (store).
"""

from collections.abc import Sequence

from store.errors import StoreDamagedError
from store.ids import JournalId
from store.keeping import database
from store.keeping.database import Connection
from store.keeping.header import unpack
from store.keeping.journal import Journal
from store.keeping.taking import N_BITS, stem_of


def branch_of(connection: Connection, journal: JournalId, branch: int) -> Journal | None:
    """Return a branch that the file holds, or None where it holds nothing of it."""
    try:
        return Journal(connection, journal, branch)
    except StoreDamagedError:
        return None


def former_branches(connection: Connection, present: Journal) -> list[Journal]:
    """Return the branches that the present one continues, oldest first; none for a store that never had to."""
    former: list[Journal] = []
    branch: Journal | None = present
    while branch is not None and (branch := _continued(connection, branch)) is not None:
        former.insert(0, branch)
    return former


def begin_tree(
    connection: Connection, journal: JournalId, branch: int, own: Sequence[Journal], *, is_base: bool
) -> Journal:
    """Return an empty tree, also where an attempt that was killed had begun one.

    Args:
        connection: The one that writes.
        journal: This store's own, or the one that succeeds it.
        branch: Unused so far.
        own: Every tree this store wrote so far.
        is_base: Whether it is base's, which tells of everything it took in; a laptop begins trees of its own journal
            alone.
    """
    written = {(each.journal, each.branch) for each in own}
    mine = {each.journal for each in own}
    with database.refusals():
        execute = connection.execute
        execute("BEGIN IMMEDIATE")
        try:
            taken = {each for (each,) in execute("SELECT DISTINCT journal FROM passage")}
            for stem, its_journal, its_branch in execute("SELECT id, journal, branch FROM stem").fetchall():
                is_others = its_journal in taken if is_base else its_journal not in mine
                if not is_others and (its_journal, its_branch) not in written:
                    execute("DELETE FROM entry WHERE id >> ? = ?", (N_BITS, stem))
                    execute("DELETE FROM node WHERE stem = ?", (stem,))
                    execute("DELETE FROM stem WHERE id = ?", (stem,))
            # A kill may come after the sidecar and before the replay: whoever comes in then replays.
            execute("UPDATE localnote SET value = '0' WHERE name = 'projection'")
            stem_of(connection, journal, branch)
            execute("COMMIT")
        except BaseException:
            execute("ROLLBACK")
            raise
    return Journal(connection, journal, branch)


def _continued(connection: Connection, branch: Journal) -> Journal | None:
    from store.keeping import acts  # loads every act: here, in the thread that needs them

    if not branch.size:
        return None
    first = branch.entry(0)
    read = unpack(first.header)
    if read.kind not in (acts.BranchOpened.kind, acts.JournalSucceeded.kind):
        return None
    told = acts.parse(read.kind, read.kind_version, first.body or b"")
    if isinstance(told, acts.BranchOpened):
        return Journal(connection, told.journal, told.parent_branch)
    assert isinstance(told, acts.JournalSucceeded)
    return Journal(connection, told.old_journal, 0)  # base's journal is succeeded, never branched
