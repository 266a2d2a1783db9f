"""What may be believed of an entry and of a run: the checks alone, over values."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import errors
from store.exchange.believing import CHECKED_AT_ONCE, Continued, continued, head_of, is_sealing_key, read_entry
from store.exchange.bundle_contents import Run
from store.keeping import acts
from store.keeping.journal import Journal
from store.keeping.store import Store
from store.keeping.tree import Frontier, hash_leaf
from store.keeping.vault import Seeds
from tests.exchange.forging import Author
from tests.keeping.test_acts import sample
from tests.made import made_base, opened

SOMETHING = sample(acts.SettingChanged)
HELD = 11
MORE = 6


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Any store: its own journal stands for one that is held of somebody else."""
    with opened(made_base(Path(tmp_path_factory.mktemp("believing")))) as store:
        store.record(*[SOMETHING] * (HELD - store.journal.size))
        yield store


@pytest.fixture(scope="module")
def author(store: Store) -> Author:
    """Who goes on with it."""
    author = Author(store)
    for _ in range(MORE):
        author.write(SOMETHING)
    return author


def told(author: Author, run: Run, held: Journal | None) -> Continued:
    return continued(run, head_of(run, author.journal, author.key.public_key()), held)


@pytest.mark.parametrize("half", [{"salt": None}, {"body": None}], ids=str)
def test_salt_and_body_are_both_there_or_neither(author: Author, half: dict[str, None]) -> None:
    whole = author.entries[HELD]

    with pytest.raises(errors.BundleEntryError) as refused:
        read_entry(whole._replace(**half), HELD, author.journal, 0)  # type: ignore[arg-type]  # a half on purpose
    assert refused.value.n == HELD


def test_an_erased_entry_is_read_without_its_act(author: Author) -> None:
    erased = author.entries[HELD]._replace(salt=None, body=None)

    act = read_entry(erased, HELD, author.journal, 0)

    assert act is None


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(first=st.integers(0, HELD), size=st.integers(0, HELD + MORE))
def test_a_true_run_brings_what_is_not_held_and_makes_up_its_head(
    store: Store, author: Author, first: int, size: int
) -> None:
    first = min(first, size)

    brought = told(author, author.run(first, size=size), store.journal)

    assert [entry.n for entry in brought.entries] == list(range(HELD, size))
    assert brought.forked_at is None
    frontier = store.journal.frontier_at(HELD)
    assert list(brought.nodes) == frontier.extend([hash_leaf(each.header) for each in author.entries[HELD:size]])
    if size >= HELD:
        assert frontier.root() == brought.head.root


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(first=st.integers(0, HELD + MORE - 1), size=st.integers(1, HELD + MORE), changed=st.integers(0, HELD + MORE - 1))
def test_a_changed_entry_is_a_fork_where_it_is_shown_and_refused_where_it_is_not(
    store: Store, author: Author, first: int, size: int, changed: int
) -> None:
    first = min(first, size - 1, HELD)
    other = author.double()
    other.entries[changed] = other.entry(SOMETHING, changed)
    run = other.run(first, size=size)

    if changed >= min(size, HELD):  # nothing that is held is contradicted
        assert told(other, run, store.journal).forked_at is None
    elif changed < first:
        with pytest.raises(errors.BundleForkedError):
            told(other, run, store.journal)
    else:
        forked = told(other, run, store.journal)
        assert forked.forked_at == changed
        assert forked.leaves == (hash_leaf(author.entries[changed].header), hash_leaf(other.entries[changed].header))
        assert [entry.n for entry in forked.entries] == list(range(changed, size))
        assert not forked.nodes


def test_of_a_branch_that_is_not_held_the_first_run_begins_at_its_beginning(author: Author) -> None:
    whole = told(author, author.run(), None)

    assert len(whole.entries) == HELD + MORE
    assert list(whole.nodes) == Frontier().extend([hash_leaf(each.header) for each in author.entries])
    with pytest.raises(errors.BundleGapError):
        told(author, author.run(1), None)


def test_only_a_key_that_can_be_sealed_to_is_one() -> None:
    assert is_sealing_key(Seeds.fresh().sealing_key().public)
    for wrong in (b"", b"\xff" * 1216, b"\0" * 1216, Seeds.fresh().sealing_key().public[:-32] + b"\0" * 32):
        assert not is_sealing_key(wrong)


def test_what_rights_hang_on_is_checked_as_it_comes_in() -> None:
    assert {"consent_recorded", "contact_wish_recorded", "order_executed", "staff_keys_renewed"} == CHECKED_AT_ONCE
