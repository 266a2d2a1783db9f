"""A destruction that is killed at any step, or meets a full disk, is taken up again or never begun: never half."""

import shutil
from pathlib import Path

import pytest

from store.errors import StoreFullError
from store.exchange.destroying import deciding, doing
from store.exchange.destroying.known import destructions
from store.keeping import database, emptying, epochs, leftovers
from store.keeping.notebook import Notebook
from store.keeping.store import Store
from tests.exchange.destroying.test_doing import second
from tests.exchange.exchanging import DELIVERED, FAMILIES, Exchange, everything_in, hold, killed_at_each_step

GONE = DELIVERED[:2]


def destroyed(store: Store) -> None:
    deciding.decide(store, deciding.of_families(FAMILIES[:2]), second)
    doing.go_on(store)


def seen(store: Store) -> list[bool]:
    """Return, for each family that was to go, whether any word of it is left."""
    said = everything_in(store)
    return [each.council_reference in said for each in GONE]


def test_one_that_is_killed_at_any_step_goes_whole_or_not_at_all_and_is_taken_up_again(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path)
    before = tmp_path / "before"
    shutil.copytree(exchange.base, before)
    ended = set()

    def deed() -> None:
        with exchange.at_base() as store:
            destroyed(store)

    steps = (
        (Store, "record"),
        (Notebook, "write_note"),
        (database, "export"),
        (emptying.Emptying, "fill"),
        (epochs._Begun, "tell"),
        (epochs._Begun, "commit"),
        (leftovers, "clear"),
    )
    for _ in killed_at_each_step(deed, *steps):
        with exchange.at_base() as store:
            was = (len(destructions(store)), tuple(seen(store)), store.sidecar.epoch)
            ended.add(was)
            assert was in {(0, (True, True), 1), (1, (True, True), 1), (1, (False, False), 2)}
            doing.go_on(store)
            if destructions(store):
                assert seen(store) == [False, False]
                assert destructions(store)[0].is_done
            assert leftovers.epochs_left(store.folder, store.sidecar.epoch) == []
            hold(store)
        shutil.rmtree(exchange.base)
        shutil.copytree(before, exchange.base)
    assert len(ended) == 3


def test_a_disk_that_fills_up_meanwhile_leaves_everything_and_it_is_done_once_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange = Exchange(tmp_path)
    fill = emptying.Emptying.fill

    def full(copying: emptying.Emptying, connection: database.Connection) -> None:
        fill(copying, connection)
        raise StoreFullError

    with exchange.at_base() as store:
        monkeypatch.setattr(emptying.Emptying, "fill", full)
        with pytest.raises(StoreFullError):
            destroyed(store)
        assert seen(store) == [True, True]
        assert (store.sidecar.epoch, leftovers.epochs_left(store.folder, 1)) == (1, [])

        monkeypatch.undo()
        doing.go_on(store)

        assert seen(store) == [False, False]
        hold(store)
