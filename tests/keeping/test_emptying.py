"""What goes at an epoch change never stands under the new key, and goes whole or not at all."""

import pytest

from store.errors import StoreFullError
from store.keeping import database, epochs
from store.keeping.acts.terms.store import EpochCause, ErasureReason
from store.keeping.emptying import Emptying, LeftBehind
from store.keeping.inspection import inspect
from store.keeping.store import Store
from tests.exchange.exchanging import everything_in
from tests.exchange.forging import replay_changes_nothing
from tests.made import families


def without(store: Store, *, of_all: bool = False) -> LeftBehind:
    rows = store.rows("SELECT DISTINCT family FROM familyentry ORDER BY family")
    gone = [family for (family,) in rows][: None if of_all else 2]
    return LeftBehind(
        gone,
        ErasureReason.DESTRUCTION_ORDER,
        "7.2f",
        None,
        is_of_nobody_too=of_all,
        secrets=("word",),
        notes=("a note",),
    )


@pytest.mark.parametrize("of_all", [False, True])
def test_the_new_epoch_holds_nothing_of_what_was_left_behind_and_proves_itself(store: Store, of_all: bool) -> None:
    delivered = families(5)
    store.record(*delivered)
    store.notebook.keep_secret("word", store.sidecar.store, 0, b"Zebu quarrel")
    store.notebook.write_note("a note", "thimblerig")
    left = without(store, of_all=of_all)
    before, epoch = store.journal.size, store.sidecar.epoch

    epochs.change(store, EpochCause.DESTRUCTION, without=left)

    said = everything_in(store)
    for each in delivered:
        assert (str(each.details.people[0].surname) in said) == (each.family not in left.families)
        assert (each.council_reference in said) == (each.family not in left.families)
    assert "Zebu quarrel" not in said
    assert "thimblerig" not in said
    assert (store.sidecar.epoch, store.journal.size) == (epoch + 1, before + 3)
    inspect(store, signatures=True)
    replay_changes_nothing(store)
    assert sorted(path.name for path in store.folder.glob("epoch-*.db")) == [f"epoch-{epoch + 1}.db"]


def test_a_disk_that_is_full_half_way_leaves_every_family_where_it_was(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.record(*families(3))
    before, size, epoch = everything_in(store), store.journal.size, store.sidecar.epoch
    fill = Emptying.fill

    def full(copying: Emptying, connection: database.Connection) -> None:
        fill(copying, connection)
        raise StoreFullError

    monkeypatch.setattr(Emptying, "fill", full)
    with pytest.raises(StoreFullError):
        epochs.change(store, EpochCause.DESTRUCTION, without=without(store, of_all=True))

    assert (everything_in(store), store.journal.size, store.sidecar.epoch) == (before, size, epoch)
    assert sorted(path.name for path in store.folder.glob("epoch-*.db")) == [f"epoch-{epoch}.db"]
