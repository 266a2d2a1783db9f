"""An open store: the order of a write, the clock, the anchors, freezing, reading beside a writer, closing."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from store.errors import (
    ClockMovedBackError,
    ErasureNotSettledError,
    FolderReadOnlyError,
    KeyWipedError,
    NotASupervisorError,
    StoreDamagedError,
    StoreFrozenError,
    StoreUnreadableError,
    TrainingClockError,
    TrainingYearError,
    WrongPassphraseError,
)
from store.ids import JournalId, new_id
from store.keeping import acts, database, sidecar, staffing
from store.keeping.acts.terms.store import ErasureReason, SignInScope, StaffRole
from store.keeping.anchor import Anchor, AnchorFile
from store.keeping.checkpoint import read_checkpoint
from store.keeping.freshness import Frozen
from store.keeping.header import unpack
from store.keeping.journal import Journal
from store.keeping.opening import ClosedStore
from store.keeping.signing_keys import read_signing_key
from store.keeping.store import Store
from store.keeping.training import move_training_clock
from tests.keeping.test_journal import everything
from tests.made import (
    ANCHOR,
    BEGINS,
    FOUNDED,
    SECOND_PASSPHRASE,
    MachineTime,
    families,
    inside,
    made_base,
    opened,
    passphrase,
)
from tests.secret_service import SecretService


def something() -> acts.Act:
    return acts.SettingChanged(name="idle-minutes", old=None, new="5")


def kinds(store: Store) -> list[str]:
    return [unpack(entry.header).kind for entry in store.journal.entries(0, store.journal.size)]


# -- recording


def test_recording_returns_the_indices_of_what_was_recorded(store: Store) -> None:
    assert store.journal.size == FOUNDED + 1

    assert store.record(something()) == range(5, 6)
    assert store.record(*families(3)) == range(6, 9)
    assert kinds(store)[5:] == ["setting_changed", *["family_delivered"] * 3]


def test_what_is_begun_meanwhile_begins_before_the_act_is_durable_and_once(store: Store) -> None:
    seen: list[int] = []

    def begin() -> None:
        with store.reader() as other:
            seen.extend(other.execute("SELECT count(*) FROM entry").fetchone())

    before = store.journal.size
    with store.meanwhile(begin):
        store.record(something())
    store.record(something())

    assert seen == [before]


def test_what_fails_meanwhile_keeps_nothing_and_stops_nobody(store: Store) -> None:
    before = store.journal.size

    def fail() -> None:
        store.journal.root_at(store.journal.size)  # of a tree that does not come to be
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), store.meanwhile(fail):
        store.record(something())
    assert store.journal.size == before

    store.record(something())
    again = Journal(store._connection, store.journal.journal, store.journal.branch)
    assert store.journal.root_at(before + 1) == again.root_at(before + 1)


def test_an_entry_carries_the_instant_of_the_store_and_who_is_signed_in(
    tmp_path: Path, machine_time: MachineTime
) -> None:
    with opened(made_base(tmp_path)) as store:
        machine_time.move(hours=3)
        store.record(something())

        last = store.last_act()

        assert timedelta(hours=3) <= datetime.fromtimestamp(last.at_ms / 1000, UTC) - BEGINS < timedelta(hours=4)
        assert last.staff == store.keys.person.staff


# -- the clock


@pytest.mark.parametrize("behind_s", [0.5, 1, 119, 120])
def test_a_clock_that_fell_back_a_little_is_told_by_an_act_before_the_next_one(
    tmp_path: Path, machine_time: MachineTime, behind_s: float
) -> None:
    with opened(made_base(tmp_path)) as store:
        before_ms = store.last_act().at_ms
        machine_time.move(seconds=-behind_s)

        appended = store.record(something())

        assert appended == range(6, 7)
        told = acts.parse("clock_moved_back", 1, store.journal.entry(5).body or b"")
        assert told == acts.ClockMovedBack(behind_s=int(behind_s), last_act_at_ms=before_ms, is_confirmed=False)
        assert unpack(store.journal.entry(6).header).at_ms == before_ms - behind_s * 1000


def test_a_clock_that_fell_back_far_is_refused_and_nothing_changes(tmp_path: Path, machine_time: MachineTime) -> None:
    family = families(1)[0]
    with opened(made_base(tmp_path)) as store:
        store.record(family)
        before = everything(store._connection)
        machine_time.move(seconds=-121)

        with pytest.raises(ClockMovedBackError) as refused:
            store.record(something())
        with pytest.raises(ClockMovedBackError):
            store.erase_for_ever([family.family], ErasureReason.RETENTION_ENDED, authority="7.2f")

        assert refused.value.behind_s == 121
        assert everything(store._connection) == before


def test_a_clock_that_fell_back_far_counts_once_somebody_says_it_is_right(
    tmp_path: Path, machine_time: MachineTime
) -> None:
    with opened(made_base(tmp_path)) as store:
        machine_time.move(days=-3)
        store.is_clock_accepted = True

        store.record(something())
        store.record(something())

        assert kinds(store)[5:] == ["clock_moved_back", "setting_changed", "setting_changed"]
        told = acts.parse("clock_moved_back", 1, store.journal.entry(5).body or b"")
        assert isinstance(told, acts.ClockMovedBack)
        assert (told.behind_s, told.is_confirmed) == (3 * 86_400, True)


def test_a_clock_that_stands_still_moved_nowhere(tmp_path: Path, machine_time: MachineTime) -> None:
    with opened(made_base(tmp_path)) as store:
        store.record(something())
        store.record(something())

        assert "clock_moved_back" not in kinds(store)
    assert machine_time.at


# -- anchors and freezing


def anchors(store: Store) -> tuple[Anchor | None, Anchor | None]:
    return store.freshness.beside.places()


def test_every_commit_moves_the_anchor_beside_the_store(store: Store) -> None:
    for _ in range(3):
        store.record(something())

        newest = store.freshness.beside.newest()
        head = store.journal.head()
        assert newest is not None
        assert (newest.journal, newest.branch, newest.size, newest.root) == (
            head.journal,
            head.branch,
            head.size,
            head.root,
        )
    sizes = {place.size for place in anchors(store) if place}
    assert sizes == {store.journal.size, store.journal.size - 1}


def test_an_anchor_that_lags_behind_is_ordinary(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    early = (folder / ANCHOR).read_bytes()
    with opened(folder) as store:
        store.record(something())
    (folder / ANCHOR).write_bytes(early)

    with opened(folder) as store:
        assert store.frozen is None


def rolled_back(folder: Path) -> None:
    before = (folder / "epoch-1.db").read_bytes()
    with opened(folder) as store:
        store.record(something())
    (folder / "epoch-1.db").write_bytes(before)


def forked(folder: Path) -> None:
    older = folder.with_name("image")
    shutil.copytree(folder, older)
    for each in (older, folder):
        with opened(each) as store:
            store.record(something())
    shutil.copyfile(older / ANCHOR, folder / ANCHOR)


def anchor_lost(folder: Path) -> None:
    (folder / ANCHOR).unlink()


def anchor_spoilt(folder: Path) -> None:
    (folder / ANCHOR).write_bytes(bytes(8192))


def anchor_of_another_store(folder: Path) -> None:
    with ClosedStore(folder).unlock(passphrase()) as store:
        file = AnchorFile(folder, store.keys.anchor, 1)
        for counter in (90, 91):
            file.write(Anchor(counter, 1, 1, JournalId(new_id()), 0, 5, bytes(32)))
        file.close()


def hole_in_the_journal(folder: Path) -> None:
    with inside(folder) as connection:
        connection.execute("DELETE FROM entry WHERE id = (SELECT min(id) + 1 FROM entry)")


def last_header_spoilt(folder: Path) -> None:
    with inside(folder) as connection:
        connection.execute("UPDATE entry SET header = x'00' WHERE id = (SELECT max(id) FROM entry)")


@pytest.mark.parametrize(
    ("harm", "why"),
    [
        (rolled_back, Frozen.ROLLED_BACK),
        (forked, Frozen.FORKED),
        (anchor_lost, Frozen.ANCHOR_LOST),
        (anchor_spoilt, Frozen.ANCHOR_LOST),
        (anchor_of_another_store, Frozen.ANCHOR_LOST),
        (hole_in_the_journal, Frozen.DAMAGED),
        (last_header_spoilt, Frozen.DAMAGED),
    ],
)
def test_a_store_that_is_not_what_it_was_opens_frozen_for_reading_only(
    tmp_path: Path, harm: Callable[[Path], None], why: Frozen
) -> None:
    folder = made_base(tmp_path)
    harm(folder)

    with opened(folder) as store:
        before = everything(store._connection)

        assert store.frozen is why
        assert store.fact("role") == "base"
        with pytest.raises(StoreFrozenError) as refused:
            store.record(something())
        with pytest.raises(StoreFrozenError):
            store.erase_for_ever([families(1)[0].family], ErasureReason.RETENTION_ENDED, authority="7.2f")
        with pytest.raises((StoreFrozenError, TrainingClockError)):
            move_training_clock(store, store.now() + timedelta(days=1))
        assert refused.value.reason == why.words
        assert everything(store._connection) == before


def test_signing_in_to_a_frozen_store_is_noted_beside_it(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    rolled_back(folder)

    with opened(folder) as store:
        (noted,) = store.queue.waiting()

        assert noted.what == "signed_in/1"
        told = store.unseal(noted)
        assert isinstance(told, acts.SignedIn)
        assert (told.staff, told.scope) == (store.keys.person.staff, SignInScope.READ_ONLY)


def test_every_reason_to_freeze_is_told_in_words_of_its_own() -> None:
    assert len({why.words for why in Frozen}) == len(Frozen)


def test_a_write_that_the_anchor_did_not_take_is_kept_all_the_same(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise StoreUnreadableError("EIO")

    monkeypatch.setattr(store.freshness.beside, "write", refuse)

    assert store.record(something()) == range(5, 6)
    assert store.record(something()) == range(6, 7)


# -- the keyring's anchor, with a real Secret Service


def test_the_keyring_knows_how_far_the_journal_was_at_sign_in_and_at_closing(
    tmp_path: Path, secret_service: SecretService
) -> None:
    folder = made_base(tmp_path, has_keyring=True)
    with opened(folder) as store:
        assert store.freshness.in_keyring is not None

        at_sign_in = store.freshness.in_keyring.newest()
        store.record(something())
        meanwhile = store.freshness.in_keyring.newest()
    with ClosedStore(folder).unlock(passphrase()) as store:
        assert store.freshness.in_keyring is not None
        at_closing = store.freshness.in_keyring.newest()

    assert at_sign_in is not None
    assert at_closing is not None
    assert (at_sign_in.size, at_closing.size) == (FOUNDED + 1, FOUNDED + 2)
    assert meanwhile == at_sign_in
    assert secret_service.entries()


def test_a_whole_folder_that_was_put_back_is_seen_by_the_keyring(tmp_path: Path, secret_service: SecretService) -> None:
    folder = made_base(tmp_path, has_keyring=True)
    shutil.copytree(folder, tmp_path / "older")
    with opened(folder) as store:
        store.record(something())
    shutil.rmtree(folder)
    (tmp_path / "older").rename(folder)

    with opened(folder) as store:
        assert store.frozen is Frozen.ROLLED_BACK
    assert secret_service.entries()


def test_a_lost_file_beside_the_store_is_made_up_for_by_the_keyring(
    tmp_path: Path, secret_service: SecretService
) -> None:
    folder = made_base(tmp_path, has_keyring=True)
    anchor_lost(folder)

    with opened(folder) as store:
        assert store.frozen is None
        newest = store.freshness.beside.newest()
        assert newest is not None
        assert newest.size == FOUNDED + 1
    assert secret_service.entries()


# -- checkpoints and reading


def test_the_checkpoint_is_the_same_bytes_each_time_and_holds_under_the_devices_key(store: Store) -> None:
    store.record(*families(3))

    note = store.checkpoint()

    assert note == store.checkpoint()
    device = read_signing_key(bytes.fromhex(store.sidecar.device.signing))
    assert read_checkpoint(note, device) == store.journal.head()
    store.record(something())
    assert store.checkpoint() != note


def test_a_reader_sees_one_state_beside_a_writer_and_cannot_write(store: Store) -> None:
    with store.reader() as reader:
        (before,) = reader.execute("SELECT count(*) FROM entry").fetchone()
        store.record(*families(2))
        (still,) = reader.execute("SELECT count(*) FROM entry").fetchone()
        with pytest.raises(FolderReadOnlyError), database.refusals():
            reader.execute("DELETE FROM entry")
    with store.reader() as reader:
        (after,) = reader.execute("SELECT count(*) FROM entry").fetchone()

    assert (before, still, after) == (5, 5, 7)


def test_a_note_that_is_not_there_is_damage_and_a_fact_that_is_not_there_is_none(store: Store) -> None:
    assert store.fact("nothing") is None
    with pytest.raises(StoreDamagedError):
        store.notebook.note("nothing")


# -- the training clock


def test_a_training_clock_moves_forward_and_stays_moved(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    to = BEGINS + timedelta(days=40)
    with opened(folder) as store:
        move_training_clock(store, to)

        assert timedelta(0) <= store.now() - to < timedelta(minutes=1)
        assert kinds(store)[-1] == "practice_clock_moved"
        assert store.record(something())
    with opened(folder) as store:
        assert timedelta(0) <= store.now() - to < timedelta(minutes=1)
        assert "clock_moved_back" not in kinds(store)


@pytest.mark.parametrize("back", [timedelta(0), timedelta(days=1)])
def test_a_training_clock_never_moves_back(tmp_path: Path, machine_time: MachineTime, back: timedelta) -> None:
    with opened(made_base(tmp_path)) as store:
        size = store.journal.size

        with pytest.raises(TrainingClockError):
            move_training_clock(store, store.now() - back)

        assert store.journal.size == size
    assert machine_time.at


@pytest.mark.parametrize("year", [2100, 9999])
def test_a_training_clock_is_not_set_where_dates_end(store: Store, year: int) -> None:
    with pytest.raises(TrainingYearError):
        move_training_clock(store, datetime(year, 1, 1, tzinfo=UTC))

    assert store.journal.size == FOUNDED + 1


def test_a_real_store_has_no_training_clock(store: Store) -> None:
    store.sidecar = replace(store.sidecar, ahead_ms=None)

    with pytest.raises(TrainingClockError):
        move_training_clock(store, store.now() + timedelta(days=1))


def test_a_move_of_the_training_clock_that_a_crash_cut_in_two_is_finished_at_the_next_opening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = made_base(tmp_path)
    to = BEGINS + timedelta(days=40)

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with opened(folder) as store, monkeypatch.context() as dying:
        dying.setattr(Path, "replace", crash)
        with pytest.raises(KeyboardInterrupt):
            move_training_clock(store, to)

    with opened(folder) as store:
        assert timedelta(0) <= store.now() - to < timedelta(minutes=1)
        assert store.last_act().kind == "signed_in"
    with opened(folder) as store:
        assert store.now() - to < timedelta(minutes=1)


# -- what an older release or a crash left behind


def test_tables_of_an_older_release_are_replayed_on_opening(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    with opened(folder) as store:
        store.record(*families(3))
    with inside(folder) as connection:
        connection.execute("UPDATE localnote SET value = '0' WHERE name = 'projection'")
        connection.execute("DROP TABLE person")
        connection.execute("DELETE FROM staff")

    with opened(folder) as store:
        assert store.notebook.note("projection") == str(database.PROJECTION)
        assert store.roles() == ("supervisor",)
        with store.reader() as reader:
            (people,) = reader.execute("SELECT count(*) FROM person").fetchone()
        assert people == sum(len(family.details.people) for family in families(3))


@pytest.mark.parametrize(
    "older",
    [
        "ALTER TABLE person ADD COLUMN once",
        "CREATE INDEX once ON person (family)",
        "DROP INDEX ix_device_serial",
        "CREATE TABLE once (family TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID",
    ],
)
def test_a_replay_leaves_no_shape_of_an_older_release(older: str, tmp_path: Path) -> None:
    def shapes(store: Store) -> list[tuple[str, str]]:
        return store.rows("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")

    folder = made_base(tmp_path)
    with opened(folder) as store:
        store.record(*families(3))
        shaped, people = shapes(store), store.rows("SELECT * FROM person")
    with inside(folder) as connection:
        connection.execute(older)

    with opened(folder) as store:
        store.replay()
        assert (shapes(store), store.rows("SELECT * FROM person")) == (shaped, people)


def test_an_earlier_release_keeps_what_a_later_one_wrote_beside_the_journal(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    with inside(folder) as connection:
        connection.execute("CREATE TABLE locallater (name TEXT PRIMARY KEY, secret BLOB)")
        connection.execute("INSERT INTO locallater VALUES ('made up', x'07')")
        connection.execute("CREATE TABLE later (family TEXT PRIMARY KEY)")
        connection.execute("UPDATE localnote SET value = ? WHERE name = 'projection'", (str(database.PROJECTION + 1),))

    with opened(folder) as store:
        assert store.rows("SELECT name, secret FROM locallater") == [("made up", b"\x07")]
        assert not store.rows("SELECT name FROM sqlite_schema WHERE name = 'later'")


def test_tables_of_this_release_are_not_replayed(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    with inside(folder) as connection:
        connection.execute("INSERT INTO tombstone (entry) VALUES (7)")

    with opened(folder) as store, store.reader() as reader:
        assert reader.execute("SELECT entry FROM tombstone").fetchall() == [(7,)]


def test_an_old_sidecar_put_back_lets_nobody_in_who_left_and_freezes_the_store_for_the_others(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    with opened(folder) as store:
        staffing.add(store, "Supervisor Two", StaffRole.SUPERVISOR, passphrase(SECOND_PASSPHRASE))
    copies = {name: (folder / name).read_bytes() for name in (sidecar.NAME, sidecar.SPARE)}
    with opened(folder) as store:
        staffing.leave(store, "Supervisor Two")
    for name, content in copies.items():
        (folder / name).write_bytes(content)

    with pytest.raises(WrongPassphraseError):
        opened(folder, SECOND_PASSPHRASE)
    with opened(folder) as store:
        assert store.frozen is Frozen.ROLLED_BACK


# -- closing


def test_closing_settles_the_file_drops_the_keys_and_lets_the_next_one_in(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    store = opened(folder)
    store.record(something())
    keys = store.keys

    store.close()

    assert not (folder / "epoch-1.db-wal").exists()
    for secret in (keys.data, keys.database, keys.anchor, keys.sidecar, keys.person.seeds.signing):
        assert not any(secret._value)
    with pytest.raises(KeyWipedError), store.reader():
        pass
    opened(folder).close()


def test_closing_twice_is_closing_once(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    store = opened(folder)
    store.close()
    with opened(folder) as again:
        store.close()

        assert again.record(something())


def test_the_device_secret_is_dropped_too(tmp_path: Path, secret_service: SecretService) -> None:
    folder = made_base(tmp_path, has_keyring=True)
    store = opened(folder)
    secret = store._device_secret
    assert secret is not None

    store.close()

    assert not any(secret._value)
    assert secret_service.entries()


def test_a_file_that_cannot_be_settled_is_closed_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = made_base(tmp_path)
    store = opened(folder)
    keys, connection = store.keys, store._connection

    def refuse(_: object) -> None:
        raise StoreUnreadableError("EIO")

    with monkeypatch.context() as failing:
        failing.setattr(database, "settle", refuse)
        with pytest.raises(StoreUnreadableError):
            store.close()

    assert not any(keys.data._value)
    with pytest.raises(sqlcipher.ProgrammingError):
        connection.execute("SELECT 1")
    opened(folder).close()


def test_what_was_erased_is_in_no_log_once_erasing_returns(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    with opened(folder) as store:
        (family,) = families(1)
        store.record(family)

        store.erase_for_ever([family.family], ErasureReason.RETENTION_ENDED, authority="7.2f")

        assert store.database_path.with_name(f"{store.database_path.name}-wal").stat().st_size == 0


def test_erasing_says_so_when_somebody_who_reads_keeps_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = made_base(tmp_path)
    with opened(folder) as store:
        (family,) = families(1)
        store.record(family)
        monkeypatch.setattr(Store, "settle", lambda _: False)

        with pytest.raises(ErasureNotSettledError):
            store.erase_for_ever([family.family], ErasureReason.RETENTION_ENDED, authority="7.2f")

        assert store.journal.entries_about(family.family) == []


def test_only_a_supervisor_moves_the_training_clock(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    with opened(folder) as store:
        staffing.add(store, "Auditor One", StaffRole.AUDITOR, passphrase(SECOND_PASSPHRASE))

    with opened(folder, SECOND_PASSPHRASE) as store, pytest.raises(NotASupervisorError):
        move_training_clock(store, store.now() + timedelta(days=1))
