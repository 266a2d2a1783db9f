"""Going over to a new key while a store stays open: what is renewed, what stays, what is destroyed, what is refused."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from store import door
from store.errors import (
    EpochNotSettledError,
    EpochNotVerifiedError,
    EpochQueueError,
    EpochReadersError,
    KeyringEntryGoneError,
    KeyringLockedError,
    QueueDamagedError,
    StoreDamagedError,
    StoreForeignError,
    StoreFrozenError,
    StoreUnreadableError,
    WrongPassphraseError,
)
from store.ids import DeviceId, FamilyId
from store.keeping import database, epochs, leftovers, sidecar, staffing, vault
from store.keeping.acts import Act, DeviceKeysRenewed, EpochChanged, RecoveryKeyMade, SettingChanged, parse
from store.keeping.acts.terms.store import EpochCause, ErasureReason, StaffRole
from store.keeping.header import unpack
from store.keeping.inspection import inspect
from store.keeping.keyrings import Keyring
from store.keeping.opening import SIGN_IN_FAILED, ClosedStore
from store.keeping.sealing import SealingKey
from store.keeping.secret import Secret
from store.keeping.store import Store
from store.keeping.vault import DEVICE_SECRET, Seeds
from tests.made import ANCHOR, PASSPHRASE, QUEUE, SECOND_PASSPHRASE, families, inside, made_base, opened, passphrase
from tests.secret_service import SecretService

ROUTINE = EpochCause.ROUTINE
SECOND = "Supervisor Two"


def something(number: int = 1) -> SettingChanged:
    return SettingChanged(name="idle-minutes", old=str(number), new=str(number + 1))


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"lock"}


def files_of_epoch(epoch: int) -> set[str]:
    database_files = {f"epoch-{epoch}.db{ending}" for ending in ("", "-wal", "-shm")}
    return {*database_files, f"anchor-{epoch}", f"queue-{epoch}", "sidecar", "sidecar.spare"}


def told(store: Store, n: int) -> Act:
    entry = store.journal.entry(n)
    header = unpack(entry.header)
    assert entry.body is not None
    return parse(header.kind, header.kind_version, entry.body)


def bodies(store: Store, size: int) -> list[tuple[bytes, bytes, bytes | None, bytes | None]]:
    return [(each.header, each.signature, each.salt, each.body) for each in store.journal.entries(0, size)]


def copied(secret: Secret) -> Secret:
    return Secret(bytes(secret.reveal()))


def refuse(*_: object, **__: object) -> None:
    raise StoreUnreadableError("EIO")


@contextmanager
def a_keyring_that_fails_to(do: str) -> Iterator[None]:
    """Let every keyring refuse one thing."""
    from store.keeping.keyrings import SystemKeyring

    def locked(*_: object) -> None:
        raise KeyringLockedError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SystemKeyring, do, locked)
        yield


def test_the_store_goes_on_open_under_a_new_key_with_everything_that_was_in_it(store: Store) -> None:
    store.record(*families(3))
    size, before, device = store.journal.size, bodies(store, store.journal.size), store.keys.device.signing

    epochs.change(store, ROUTINE)

    assert store.sidecar.epoch == 2
    assert bodies(store, size) == before
    assert store.journal.size == size + 2
    assert store.keys.device.signing.private_bytes_raw() == device.private_bytes_raw()
    assert store.record(something()) == range(size + 2, size + 3)
    assert inspect(store, signatures=True).head.size == size + 3


def test_the_folder_holds_one_epoch_afterwards(store: Store) -> None:
    epochs.change(store, ROUTINE)
    assert names(store.folder) == files_of_epoch(2)

    epochs.change(store, ROUTINE)
    assert names(store.folder) == files_of_epoch(3)


def test_the_next_to_come_in_needs_no_other_passphrase_and_finds_all_of_it(store: Store) -> None:
    staffing.add(store, SECOND, StaffRole.SUPERVISOR, passphrase(SECOND_PASSPHRASE))
    epochs.change(store, ROUTINE)
    store.record(something())
    size = store.journal.size
    store.close()

    for text in (PASSPHRASE, SECOND_PASSPHRASE):
        with opened(store.folder, text) as again:
            assert again.frozen is None
            assert again.sidecar.epoch == 2
            inspect(again, signatures=True)
    with opened(store.folder, is_only_looking=True) as again:
        assert again.journal.size == size + 2


def test_the_tables_of_the_new_file_are_those_a_replay_makes(store: Store) -> None:
    store.record(*families(5))
    epochs.change(store, ROUTINE)
    with store.reader() as connection:
        before = {
            table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in ("family", "staff", "fact")
        }

    store.journal.replay(store._projected())

    with store.reader() as connection:
        for table, rows in before.items():
            assert connection.execute(f"SELECT * FROM {table}").fetchall() == rows


def test_the_new_file_is_made_like_a_founded_one(store: Store) -> None:
    epochs.change(store, ROUTINE)

    with store.reader() as connection:
        asked = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        }
        assert connection.execute("PRAGMA cipher_hmac_algorithm").fetchone() == ("HMAC_SHA256",)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert asked == {"application_id": database.APPLICATION_ID, "user_version": database.FORMAT}
    assert store.database_path.stat().st_mode & 0o777 == 0o600


def test_the_old_keys_are_wiped_and_the_old_file_does_not_open_under_the_new_one(store: Store, tmp_path: Path) -> None:
    keys, sealing = store.keys, store.keys.device.seeds.sealing
    store.settle()
    old = store.database_path.read_bytes()

    epochs.change(store, ROUTINE)

    assert not any(any(each._value) for each in (keys.data, keys.database, keys.anchor, keys.sidecar, sealing))
    assert all(any(each._value) for each in store.keys.secrets())
    (tmp_path / "old.db").write_bytes(old)
    with pytest.raises(StoreForeignError):
        database.connect(tmp_path / "old.db", store.keys.database)


def test_nothing_of_the_old_epoch_is_sealed_into_the_new_sidecar(store: Store) -> None:
    before = store.sidecar

    epochs.change(store, ROUTINE)

    after = store.sidecar
    assert after.generation == before.generation + 1
    assert (after.store, after.journal, after.salt, after.kdf) == (
        before.store,
        before.journal,
        before.salt,
        before.kdf,
    )
    assert after.device.signing == before.device.signing
    assert after.device.sealing != before.device.sealing
    assert [slot.wrapped for slot in after.people] == [slot.wrapped for slot in before.people]
    assert not {slot.data_key for slot in after.people} & {slot.data_key for slot in before.people}


def test_the_journal_tells_of_it_with_every_key_that_was_renewed(store: Store) -> None:
    size, before, old_key = store.journal.size, store.sidecar, vault.fingerprint(store.keys.data)

    epochs.change(store, EpochCause.DESTRUCTION, order="0d" * 16, told=[something()])

    assert told(store, size) == something()
    assert told(store, size + 1) == EpochChanged(
        cause=EpochCause.DESTRUCTION,
        order="0d" * 16,
        old_epoch=1,
        new_epoch=2,
        old_data_key_fingerprint=old_key,
        new_data_key_fingerprint=vault.fingerprint(store.keys.data),
        device_sealing_key=store.sidecar.device.sealing,
        recovery_key_fingerprint=None,
        destroyed_key_fingerprints=(old_key,),
        emptied_tables=("localdraft",),
        entries_count=size,
    )
    assert told(store, size + 2) == DeviceKeysRenewed(
        device=DeviceId(store.sidecar.store),
        epoch=2,
        sealing_key=store.keys.device.seeds.sealing_key().public.hex(),
        recovery_key=None,
        old_fingerprint=sha256(bytes.fromhex(before.device.sealing)).hexdigest(),
        receipt_digest=None,
    )


def test_the_data_key_is_sealed_to_the_recovery_key_base_gave_for_that_epoch_alone(store: Store) -> None:
    keys = {epoch: Seeds.fresh().sealing_key() for epoch in (1, 2)}
    for epoch, key in keys.items():
        store.record(
            RecoveryKeyMade(
                device=DeviceId(store.sidecar.store),
                epoch=epoch,
                public_key=key.public.hex(),
                fingerprint=sha256(key.public).hexdigest(),
                holder=None,
            )
        )

    epochs.change(store, ROUTINE)

    (slot,) = store.sidecar.recovery
    assert slot.sealing == keys[2].public.hex()
    assert recovered(store, slot.data_key, keys[2]) == store.keys.data.reveal()
    changed, renewed = told(store, store.journal.size - 2), told(store, store.journal.size - 1)
    assert isinstance(changed, EpochChanged)
    assert isinstance(renewed, DeviceKeysRenewed)
    assert changed.recovery_key_fingerprint == sha256(keys[2].public).hexdigest()
    assert renewed.recovery_key == keys[2].public.hex()
    epochs.change(store, ROUTINE)
    assert store.sidecar.recovery == ()


def recovered(store: Store, sealed: str, key: SealingKey) -> bytes:
    return key.open(bytes.fromhex(sealed), f"doorstep/data-key/1/{store.sidecar.store}/{store.sidecar.epoch}".encode())


def test_what_was_erased_before_is_in_neither_file(store: Store) -> None:
    (family,) = families(1)
    store.record(family)
    store.erase_for_ever([FamilyId(family.family)], ErasureReason.RETENTION_ENDED, "7.2f")

    epochs.change(store, EpochCause.DESTRUCTION)

    with store.reader() as connection:
        assert connection.execute("SELECT count(*) FROM tombstone").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM entry WHERE body IS NULL").fetchone() == (1,)
    inspect(store)


def test_secrets_kept_for_others_come_along_and_emptied_tables_do_not(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.notebook.keep_secret("ticket", store.sidecar.store, 0, b"made up")
    epochs.change(store, ROUTINE)
    kept = store.notebook.secret_kept("ticket", store.sidecar.store, 0)
    assert kept is not None
    assert kept.reveal() == b"made up"

    monkeypatch.setattr(epochs, "EMPTIED", ("localsecret",))
    epochs.change(store, ROUTINE)

    assert store.notebook.secret_kept("ticket", store.sidecar.store, 0) is None
    changed = told(store, store.journal.size - 2)
    assert isinstance(changed, EpochChanged)
    assert changed.emptied_tables == ("localsecret",)


def test_passphrases_and_people_can_be_changed_after_it(store: Store) -> None:
    epochs.change(store, ROUTINE)
    staffing.add(store, SECOND, StaffRole.SUPERVISOR, passphrase(SECOND_PASSPHRASE))
    epochs.change(store, EpochCause.STAFF_LEFT)
    staffing.leave(store, SECOND)
    store.close()

    with pytest.raises(WrongPassphraseError):
        opened(store.folder, SECOND_PASSPHRASE)


# -- what is noted while it is locked --------------------------------------------------------------------------------


def test_the_queue_counts_on_under_the_new_key(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    with pytest.raises(WrongPassphraseError):
        opened(folder, SECOND_PASSPHRASE)
    with opened(folder) as store:
        assert store.queue_taken() == 1
        epochs.change(store, ROUTINE)

    closed = ClosedStore(folder)
    noted = closed.queue.note_act(something(7), closed.now(), bytes.fromhex(closed.sidecar.device.sealing))
    closed.release()
    assert noted.seq == 2
    with opened(folder) as store:
        assert something(7) in [told(store, n) for n in range(store.journal.size - 3, store.journal.size)]
        assert store.queue_taken() == 2
        inspect(store)


def test_it_is_refused_while_something_noted_is_not_in_the_journal(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    closed = ClosedStore(folder)
    closed.queue.note(SIGN_IN_FAILED, closed.now())
    closed.release()

    with opened(folder, is_only_looking=True) as store:
        with pytest.raises(EpochQueueError):
            epochs.change(store, ROUTINE)
        assert store.record(something())
    with opened(folder) as store:
        epochs.change(store, ROUTINE)


def test_it_is_refused_while_what_was_noted_is_damaged(store: Store) -> None:
    (store.folder / QUEUE).write_bytes(b"not a line of ours\n")

    with pytest.raises(QueueDamagedError):
        epochs.change(store, ROUTINE)

    assert store.record(something())


# -- readers ---------------------------------------------------------------------------------------------------------


def test_it_is_refused_while_somebody_reads(store: Store) -> None:
    with store.reader() as reading:
        with pytest.raises(EpochReadersError):
            epochs.change(store, ROUTINE)
        assert reading.execute("SELECT count(*) FROM entry").fetchone() == (store.journal.size,)

    assert store.record(something())
    epochs.change(store, ROUTINE)


def test_it_is_refused_while_the_log_cannot_be_emptied(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as busy:
        busy.setattr(database, "settle", lambda _: False)
        with pytest.raises(EpochReadersError):
            epochs.change(store, ROUTINE)

    assert store.sidecar.epoch == 1
    assert store.record(something())


def test_whoever_starts_to_read_meanwhile_reads_the_new_file(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    putting = sidecar.ready_to_write

    def read() -> None:
        with store.reader() as connection:
            seen.extend(connection.execute("SELECT count(*) FROM entry").fetchone())

    reader = Thread(target=read)

    def put(*told: Any) -> Any:
        reader.start()
        reader.join(0.2)  # it would be through by then, if it did not wait
        return putting(*told)

    monkeypatch.setattr(sidecar, "ready_to_write", put)
    epochs.change(store, ROUTINE)

    reader.join()
    assert seen == [store.journal.size]


# -- refusals --------------------------------------------------------------------------------------------------------


def test_a_frozen_store_keeps_its_key(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    (folder / ANCHOR).unlink()

    with opened(folder) as store, pytest.raises(StoreFrozenError):
        epochs.change(store, ROUTINE)

    assert leftovers.epochs_left(folder, 1) == []


@pytest.mark.parametrize(
    "step",
    [
        "store.keeping.database.export",
        "store.keeping.anchor.AnchorFile.write",
        "store.keeping.queue.Queue.empty",
        "store.keeping.journal.Journal.append",
        "store.keeping.database.damaged_pages",
        "store.keeping.sidecar.ready_to_write",
        "store.keeping.epochs.sync_folder",
    ],
)
def test_whatever_is_refused_the_store_goes_on_under_the_old_key(
    step: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.record(*families(2))
    size, before = store.journal.size, names(store.folder)

    with monkeypatch.context() as failing:
        failing.setattr(step, refuse)
        with pytest.raises(StoreUnreadableError):
            epochs.change(store, ROUTINE)

    assert (store.sidecar.epoch, store.journal.size) == (1, size)
    assert names(store.folder) == before
    assert store.record(something())
    inspect(store, signatures=True)
    epochs.change(store, ROUTINE)
    store.close()
    opened(store.folder).close()


def missing_row(path: Path, key: Secret) -> None:
    with closing(database.connect(path, key)) as connection:
        connection.execute("DELETE FROM staff")


def missing_table(path: Path, key: Secret) -> None:
    with closing(database.connect(path, key)) as connection:
        connection.execute("DROP TABLE tombstone")


def missing_pages(path: Path, key: Secret) -> None:
    with closing(database.connect(path, key)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE").fetchall()
    with path.open("r+b") as file:
        file.seek(-100, 2)
        file.write(bytes(100))


@pytest.mark.parametrize("spoil", [missing_row, missing_table, missing_pages])
def test_a_copy_that_is_not_the_same_never_counts(
    spoil: Callable[[Path, Secret], None], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    exporting = database.export

    def export(connection: database.Connection, path: Path, key: Secret) -> None:
        exporting(connection, path, key)
        spoil(path, key)

    with monkeypatch.context() as spoiled:
        spoiled.setattr(database, "export", export)
        with pytest.raises((EpochNotVerifiedError, StoreDamagedError)):
            epochs.change(store, ROUTINE)

    assert store.sidecar.epoch == 1
    assert leftovers.epochs_left(store.folder, 1) == []
    inspect(store)


def test_an_old_file_that_is_damaged_is_not_copied(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    with inside(folder) as connection:
        connection.execute("CREATE TABLE filling (a BLOB)")
        connection.executemany("INSERT INTO filling VALUES (?)", [(bytes(4000),) for _ in range(40)])
    with (folder / "epoch-1.db").open("r+b") as file:
        file.seek(-4096 * 10, 2)
        file.write(bytes(4096))

    with opened(folder, is_only_looking=True) as store, pytest.raises(StoreDamagedError):
        epochs.change(store, ROUTINE)

    assert names(folder) & files_of_epoch(2) == {"sidecar", "sidecar.spare"}


def test_what_cannot_be_removed_is_told_and_goes_at_the_next_coming_in(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlinking = Path.unlink

    def unlink(path: Path, *, missing_ok: bool = False) -> None:
        if path.name in {"epoch-1.db", "anchor-1"}:
            raise PermissionError(1, "made up")
        unlinking(path, missing_ok=missing_ok)

    with monkeypatch.context() as failing:
        failing.setattr(Path, "unlink", unlink)
        with pytest.raises(EpochNotSettledError):
            epochs.change(store, ROUTINE)

    assert store.sidecar.epoch == 2
    assert leftovers.epochs_left(store.folder, 2) == [1]
    assert store.record(something())
    store.close()
    with opened(store.folder, is_only_looking=True) as again:
        assert leftovers.epochs_left(store.folder, 2) == [1]
        assert again.frozen is None
    with opened(store.folder) as again:
        assert leftovers.epochs_left(store.folder, 2) == []
        inspect(again)


def test_a_sidecar_whose_second_copy_was_not_written_counts_and_the_old_copy_goes(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    replacing = Path.replace
    spare = store.folder / sidecar.SPARE
    before = spare.read_bytes()

    def replace(path: Path, target: Path) -> Path:
        if target.name == sidecar.SPARE:
            raise OSError(5, "made up")
        return replacing(path, target)

    with monkeypatch.context() as failing:
        failing.setattr(Path, "replace", replace)
        with pytest.raises(EpochNotSettledError):
            epochs.change(store, ROUTINE)
    assert store.sidecar.epoch == 2
    assert spare.read_bytes() == before
    assert (store.folder / "epoch-1.db").exists()  # as long as a copy names it

    leftovers.clear(store)

    assert names(store.folder) == files_of_epoch(2)
    assert sidecar.are_equal(store.folder)
    store.record(something())
    inspect(store)
    store.close()
    opened(store.folder).close()


def test_an_interruption_before_the_commit_is_no_change(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as failing:
        failing.setattr(database, "damaged_pages", interrupt)
        with pytest.raises(KeyboardInterrupt):
            epochs.change(store, ROUTINE)

    assert store.sidecar.epoch == 1
    assert leftovers.epochs_left(store.folder, 1) == []
    assert store.record(something())


def test_files_of_other_names_are_never_taken_for_leftovers(store: Store) -> None:
    others = {"epoch-1.db.txt", "epoch-01.db", "epoch-x.db", "anchors-1", "queue.damaged.1", "my-epoch-1.db"}
    for name in others:
        (store.folder / name).write_bytes(b"")

    epochs.change(store, ROUTINE)

    assert names(store.folder) == files_of_epoch(2) | others


# -- with a keyring --------------------------------------------------------------------------------------------------


@pytest.fixture
def ringed(tmp_path: Path, secret_service: SecretService) -> Iterator[Store]:
    """A base whose device secret lies in a real keyring, open."""
    assert secret_service.entries() == {}
    with opened(made_base(tmp_path, has_keyring=True)) as store:
        yield store


def kept(service: SecretService, store: Store) -> set[str]:
    return {name.removeprefix(f"doorstep/{store.sidecar.store}/") for name in service.entries()}


def keyring_of(store: Store) -> Keyring:
    assert store.freshness.in_keyring is not None
    return store.freshness.in_keyring.keyring


def test_the_keyring_holds_another_device_secret_and_the_old_one_is_gone(
    ringed: Store, secret_service: SecretService
) -> None:
    assert ringed.device_secret is not None
    old, keys = ringed.device_secret, ringed.keys
    fingerprints = tuple(vault.fingerprint(each) for each in (keys.data, old))
    keyring = keyring_of(ringed)

    epochs.change(ringed, ROUTINE)

    assert kept(secret_service, ringed) == {"device-secret/2", "anchor/4"}
    assert not any(old._value)
    assert keyring.get(ringed.sidecar.store, DEVICE_SECRET, 2) == ringed.device_secret.reveal()
    changed = told(ringed, ringed.journal.size - 2)
    assert isinstance(changed, EpochChanged)
    assert changed.destroyed_key_fingerprints == fingerprints
    ringed.record(something())
    ringed.close()
    with opened(ringed.folder) as again:
        assert inspect(again, signatures=True).is_in_keyring
        assert kept(secret_service, again) <= {"device-secret/2", "anchor/4", "anchor/5"}


def test_a_folder_of_the_former_epoch_put_back_cannot_be_opened(ringed: Store, secret_service: SecretService) -> None:
    ringed.settle()
    former = {path.name: path.read_bytes() for path in ringed.folder.iterdir()}
    epochs.change(ringed, ROUTINE)
    ringed.close()

    for path in ringed.folder.iterdir():
        path.unlink()
    for name, content in former.items():
        (ringed.folder / name).write_bytes(content)

    with pytest.raises(KeyringEntryGoneError):
        opened(ringed.folder)
    assert "device-secret/1" not in kept(secret_service, ringed)


def test_a_folder_of_the_same_epoch_put_back_opens_frozen(ringed: Store) -> None:
    epochs.change(ringed, ROUTINE)
    ringed.settle()
    former = {path.name: path.read_bytes() for path in ringed.folder.iterdir()}
    ringed.record(something())
    ringed.close()

    for name, content in former.items():
        (ringed.folder / name).write_bytes(content)

    with opened(ringed.folder) as again:
        assert again.frozen is not None


@pytest.mark.parametrize("do", ["put", "drop"])
def test_a_keyring_that_fails_leaves_a_store_under_one_key(
    do: str, ringed: Store, secret_service: SecretService
) -> None:
    with (
        a_keyring_that_fails_to(do),
        pytest.raises(KeyringLockedError if do == "put" else EpochNotSettledError),
    ):
        epochs.change(ringed, ROUTINE)

    epoch = 1 if do == "put" else 2
    assert ringed.sidecar.epoch == epoch
    assert ringed.record(something())
    ringed.close()
    with opened(ringed.folder) as again:
        assert again.sidecar.epoch == epoch
        assert leftovers.epochs_left(again.folder, epoch) == []
        own = {f"device-secret/{epoch}", f"anchor/{2 * epoch}", f"anchor/{2 * epoch + 1}"}
        assert kept(secret_service, again) <= own


def test_an_entry_left_in_the_keyring_is_remembered_until_it_is_gone(
    ringed: Store, secret_service: SecretService
) -> None:
    with a_keyring_that_fails_to("drop"), pytest.raises(EpochNotSettledError):
        epochs.change(ringed, ROUTINE)
    assert names(ringed.folder) - files_of_epoch(2) == {"anchor-1"}
    assert "device-secret/1" in kept(secret_service, ringed)

    leftovers.clear(ringed)

    assert names(ringed.folder) == files_of_epoch(2)
    assert kept(secret_service, ringed) == {"device-secret/2", "anchor/4"}


def test_the_queue_of_a_store_with_a_keyring_is_under_the_new_device_secret(ringed: Store) -> None:
    epochs.change(ringed, ROUTINE)
    ringed.close()

    with pytest.raises(WrongPassphraseError):
        door.open_store(ringed.folder, passphrase(SECOND_PASSPHRASE))

    with opened(ringed.folder) as again:
        assert again.queue_taken() == 1
        inspect(again)
