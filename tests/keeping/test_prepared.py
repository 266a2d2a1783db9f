"""Acts that are prepared: everything is done but waiting for the disk, and nothing of it counts before it was."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from store.errors import StoreFrozenError, StoreFullError, StoreUnreadableError, WriterStoppedError
from store.keeping import acts
from store.keeping.acts import Act
from store.keeping.acts.terms.store import ErasureReason
from store.keeping.freshness import Frozen
from store.keeping.header import unpack
from store.keeping.journal import Journal
from store.keeping.store import Store
from tests.keeping.test_journal import everything
from tests.made import MachineTime, families, made_base, opened


@pytest.fixture
def open_store(tmp_path: Path) -> Callable[[], Store]:
    """Open the same store each time it is called."""
    folder = made_base(tmp_path)
    return lambda: opened(folder)


def setting(new: str) -> Act:
    return acts.SettingChanged(name="idle-minutes", old=None, new=new)


def as_read_anew(store: Store) -> Journal:
    return Journal(store._connection, store.journal.journal, store.journal.branch)


def anchored(store: Store) -> int:
    newest = store.freshness.beside.newest()
    assert newest is not None
    return newest.size


def kinds(store: Store) -> list[str]:
    return [unpack(entry.header).kind for entry in store.journal.entries(0, store.journal.size)]


def test_prepared_acts_are_nowhere_before_they_are_kept_and_then_as_if_recorded(store: Store) -> None:
    head, checkpoint = store.journal.head(), store.checkpoint()
    with store.reader() as other:
        before = everything(other)

    store.prepare(*families(2))

    assert (store.journal.head(), store.checkpoint()) == (head, checkpoint)
    with store.reader() as other:
        assert everything(other) == before

    assert store.keep_prepared()
    assert kinds(store)[head.size :] == ["family_delivered"] * 2
    assert store.journal.head() == as_read_anew(store).head()
    with store.reader() as other:
        kept = everything(other)
    store.replay()
    assert everything(store._connection) == kept
    assert anchored(store) == head.size + 2


def test_what_is_kept_is_kept_once(store: Store) -> None:
    size = store.journal.size
    store.prepare(setting("5"))

    assert (store.keep_prepared(), store.keep_prepared()) == (True, False)
    assert as_read_anew(store).size == size + 1


def test_it_is_told_as_soon_as_it_is_durable_and_before_anything_else(store: Store) -> None:
    told: list[tuple[int, int]] = []

    def tell() -> None:
        with store.reader() as other:
            (count,) = other.execute("SELECT count(*) FROM entry").fetchone()
        told.append((count, anchored(store)))

    size = store.journal.size
    store.prepare(setting("5"))
    with store.meanwhile(then=tell):
        store.keep_prepared()
        store.record(setting("6"))
    store.record(setting("7"))

    assert told == [(size + 1, size), (size + 2, size + 1)]


@pytest.mark.parametrize("moved_s", [0, 10])
def test_an_answer_that_comes_soon_finds_it_prepared_and_dated_when_it_was(
    store: Store, machine_time: MachineTime, moved_s: int
) -> None:
    at = store.now()
    store.prepare(setting("5"))
    machine_time.move(seconds=moved_s)

    assert store.keep_prepared()
    assert store.last_at == at


@pytest.mark.parametrize("moved_s", [-1, 11])
def test_an_answer_at_another_time_keeps_nothing_of_it(store: Store, machine_time: MachineTime, moved_s: int) -> None:
    head = store.journal.head()
    store.prepare(setting("5"))
    machine_time.move(seconds=moved_s)

    assert not store.keep_prepared()
    machine_time.move(seconds=11)
    store.record(setting("6"))
    assert store.journal.size == head.size + 1
    assert store.journal.head() == as_read_anew(store).head()


@pytest.mark.parametrize("what", ["recorded", "prepared", "erased", "replayed", "abandoned"])
def test_whatever_is_done_next_abandons_it(store: Store, what: str) -> None:
    before = kinds(store)
    store.prepare(setting("5"))
    match what:
        case "recorded":
            store.record(*families(1))
        case "prepared":
            store.prepare(*families(1))
            assert store.keep_prepared()
        case "erased":
            store.erase_for_ever([], ErasureReason.RETENTION_ENDED, "9.1")
        case "replayed":
            store.replay()
        case "abandoned":
            store.abandon()

    assert not store.keep_prepared()
    assert "setting_changed" not in kinds(store)[len(before) :]
    assert store.journal.head() == as_read_anew(store).head()
    assert not store._connection.in_transaction


def test_a_note_that_is_written_meanwhile_stays_whatever_becomes_of_what_was_prepared(
    open_store: Callable[[], Store],
) -> None:
    with open_store() as store:
        store.prepare(setting("5"))
        store.notebook.write_note("made up", "kept")
        store.abandon()

        assert store.notebook.note("made up") == "kept"
        assert not store.keep_prepared()


def test_the_file_is_settled_meanwhile_and_nothing_is_prepared_any_more(store: Store) -> None:
    store.record(setting("5"))
    store.prepare(setting("6"))

    assert store.settle()
    assert not store.keep_prepared()


def test_a_store_that_froze_meanwhile_keeps_nothing_of_it(store: Store) -> None:
    head = store.journal.head()
    store.prepare(setting("5"))
    store.frozen = Frozen.DAMAGED

    assert not store.keep_prepared()
    assert store.journal.head() == head == as_read_anew(store).head()


def test_a_store_that_is_closed_keeps_nothing_of_it_and_is_settled(open_store: Callable[[], Store]) -> None:
    with open_store() as store:
        before = store.journal.size
        store.prepare(setting("5"))
        log = store.database_path.with_name(f"{store.database_path.name}-wal")

    assert not log.exists() or log.stat().st_size == 0
    with open_store() as store:
        assert "setting_changed" not in kinds(store)[before:]


def test_a_store_that_takes_no_acts_prepares_none(store: Store) -> None:
    store.frozen = Frozen.DAMAGED

    with pytest.raises(StoreFrozenError):
        store.prepare(setting("5"))

    assert not store._connection.in_transaction


class Failing:
    """A connection whose commits fail."""

    def __init__(self, connection: Any, error: sqlcipher.Error) -> None:
        self._connection = connection
        self._error = error

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, text: str, *values: object) -> Any:
        if text == "COMMIT":
            raise self._error
        return self._connection.execute(text, *values)


@pytest.mark.parametrize("is_full", [True, False])
def test_a_disk_that_refuses_keeps_nothing_of_it(store: Store, is_full: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    head, told = store.journal.head(), []
    store.prepare(setting("5"))
    error = sqlcipher.OperationalError("made up")
    if is_full:
        error.sqlite_errorname = "SQLITE_FULL"

    with monkeypatch.context() as refusing:
        refusing.setattr(store.journal, "_connection", Failing(store._connection, error))
        with (
            pytest.raises(StoreFullError if is_full else StoreUnreadableError),
            store.meanwhile(then=lambda: told.append(1)),
        ):
            store.keep_prepared()

    assert not told
    assert store.journal.head() == head == as_read_anew(store).head()
    if is_full:
        store.record(setting("6"))
    else:
        with pytest.raises(WriterStoppedError):
            store.record(setting("6"))
