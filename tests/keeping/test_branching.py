"""Beginning another tree: what an attempt that was killed left goes, and nothing that is held of others does."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from store.ids import JournalId
from store.keeping import acts, database
from store.keeping.acts.terms.store import FreezeCause
from store.keeping.branching import begin_tree, branch_of, former_branches
from store.keeping.database import Connection
from store.keeping.freshness import Frozen
from store.keeping.journal import Journal
from store.keeping.projection import Projection
from store.keeping.schema import create_tables
from store.keeping.store import Store
from store.keeping.taking import FIRST_TWIN
from tests.keeping.test_journal import AT_MS, JOURNAL, KEY, OTHER, PERSON, signed_in
from tests.keeping.test_taken import JOURNALS, accepted, an_example
from tests.made import store

__all__ = ["store"]

EARLIER, LATER = JournalId("e1" * 16), JournalId("e2" * 16)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    with closing(database.create(tmp_path / "journal.db", KEY)) as made:
        create_tables(made)
        made.execute("INSERT INTO localnote (name, value) VALUES ('projection', ?)", (str(database.PROJECTION),))
        made.execute("INSERT INTO stem (id, journal, branch) VALUES (1, ?, 0)", (JOURNAL,))
        yield made


def hold(connection: Connection, journal: JournalId, branch: int) -> None:
    """Put an entry of a tree into the file, however it came there."""
    (stem,) = connection.execute(
        "INSERT INTO stem (journal, branch) VALUES (?, ?) RETURNING id", (journal, branch)
    ).fetchone()
    connection.execute("INSERT INTO entry (id, header, leaf, signature) VALUES (? << 40, x'', x'', x'')", (stem,))
    connection.execute("INSERT INTO node VALUES (?, 4, 0, x'')", (stem,))


def trees(connection: Connection) -> set[tuple[str, int]]:
    return set(connection.execute("SELECT journal, branch FROM stem").fetchall())


def test_a_laptop_keeps_what_it_holds_of_every_journal_its_base_ever_had(connection: Connection) -> None:
    own = Journal(connection, JOURNAL, 0)
    own.append([signed_in()], Projection(connection), PERSON, AT_MS)
    for tree in ((EARLIER, 0), (LATER, 0), (JOURNAL, 1)):
        hold(connection, *tree)

    begun = begin_tree(connection, JOURNAL, 2, [own], is_base=False)

    assert (begun.branch, begun.size) == (2, 0)
    assert trees(connection) == {(JOURNAL, 0), (JOURNAL, 2), (EARLIER, 0), (LATER, 0)}
    assert connection.execute("SELECT count(*) FROM entry").fetchone() == (3,)
    assert connection.execute("SELECT count(*) FROM node").fetchone() == (2,)


def test_base_keeps_its_own_and_its_laptops_trees_and_no_attempt_of_its_own(connection: Connection) -> None:
    own = Journal(connection, JOURNAL, 0)
    own.append([accepted(0)], Projection(connection), PERSON, AT_MS)
    for tree in ((JOURNALS[0], 0), (JOURNALS[0], 1), (JOURNALS[0], FIRST_TWIN), (EARLIER, 0)):
        hold(connection, *tree)
    connection.execute("INSERT INTO passage VALUES (?, 0, 0, 1, 0)", (JOURNALS[0],))

    begin_tree(connection, LATER, 0, [own], is_base=True)

    assert trees(connection) == {
        (JOURNAL, 0), (LATER, 0), (JOURNALS[0], 0), (JOURNALS[0], 1), (JOURNALS[0], FIRST_TWIN)
    }  # fmt: skip


@pytest.mark.parametrize("is_base", [True, False])
def test_the_same_tree_can_be_begun_again(connection: Connection, is_base: bool) -> None:
    own = Journal(connection, JOURNAL, 0)
    own.append([signed_in()], Projection(connection), PERSON, AT_MS)
    begun = begin_tree(connection, JOURNAL, 1, [own], is_base=is_base)
    begun.append([signed_in()] * 20, Projection(connection), PERSON, AT_MS)

    again = begin_tree(connection, JOURNAL, 1, [own], is_base=is_base)

    assert (again.size, own.size) == (0, 1)
    assert connection.execute("SELECT count(*) FROM node").fetchone() == (0,)


def opened(branch: int) -> acts.BranchOpened:
    changed = {"journal": JOURNAL, "branch": branch, "parent_branch": branch - 1}
    return an_example(acts.BranchOpened).model_copy(update=changed)


def test_the_trees_before_the_present_one_are_found_oldest_first(connection: Connection) -> None:
    written = [Journal(connection, JOURNAL, 0)]
    written[0].append([signed_in()], Projection(connection), PERSON, AT_MS)
    for branch in (1, 2):
        written.append(begin_tree(connection, JOURNAL, branch, written, is_base=False))
        written[-1].append([opened(branch)], Projection(connection), PERSON, AT_MS)

    found = former_branches(connection, written[-1])

    assert [(each.journal, each.branch) for each in found] == [(JOURNAL, 0), (JOURNAL, 1)]
    assert former_branches(connection, written[0]) == []
    assert branch_of(connection, OTHER, 0) is None


def test_a_kill_between_the_sidecar_and_the_replay_ends_in_a_replay_by_whoever_comes_in(store: Store) -> None:
    store.frozen = Frozen.ROLLED_BACK
    head = store.journal.head()
    told = acts.BranchOpened(
        journal=head.journal,
        branch=1,
        parent_branch=0,
        parent_size=head.size,
        parent_root=head.root.hex(),
        cause=FreezeCause.ROLLBACK,
        answer_digest="ab" * 32,
    )
    noted = []
    store.replay = lambda: noted.append(store.notebook.note("projection"))  # type: ignore[method-assign]  # as if killed

    store.go_on_in(store.sidecar.journal, 1, [told])

    assert noted == ["0"]
    del store.replay
    store.replay()
    assert store.notebook.note("projection") == str(database.PROJECTION)
