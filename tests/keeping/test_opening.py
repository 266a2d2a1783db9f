"""Opening: each refusal in its order, the wait after wrong passphrases, and what waited while the store was locked."""

import json
import multiprocessing
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from store import door
from store.errors import (
    ClockMovedBackError,
    DeviceSecretWrongError,
    KdfCostError,
    KeyringAbsentError,
    KeyringEntryGoneError,
    PassphraseTooSoonError,
    SidecarDamagedError,
    SidecarForgedError,
    SidecarMissingError,
    StoreError,
    StoreFileMissingError,
    StoreForeignError,
    StoreInUseError,
    StoreMissingError,
    WrongPassphraseError,
)
from store.keeping import acts, sidecar
from store.keeping.acts.terms.store import SignInFault
from store.keeping.header import unpack
from store.keeping.key_derivation import KdfCost
from store.keeping.lock import FolderLock
from store.keeping.opening import SIGN_IN_FAILED, ClosedStore
from store.keeping.queue import Queue
from store.keeping.secret import Secret
from store.keeping.store import Store
from store.keeping.vault import DEVICE_SECRET, queue_key
from tests.made import ANCHOR, FOUNDED, QUEUE, MachineTime, made_base, opened, passphrase
from tests.secret_service import SecretService

WRONG = "Lantern orchard 58 kestrels"


def knock(folder: Path, text: str = WRONG) -> None:
    """Try a passphrase, and let the folder go again."""
    closed = ClosedStore(folder)
    try:
        closed.unlock(passphrase(text)).close()
    finally:
        closed.release()


def bodies(store: Store, kind: str) -> list[acts.Act]:
    found = []
    for entry in store.journal.entries(0, store.journal.size):
        if unpack(entry.header).kind == kind:
            assert entry.body is not None
            found.append(acts.parse(kind, 1, entry.body))
    return found


def queue_of(folder: Path) -> Queue:
    """Return the queue as anybody with the folder can open it where there is no keyring."""
    said = sidecar.read(folder).sidecar
    return Queue(folder, queue_key(said.store, said.salt, None), said.epoch)


def sealing_key(folder: Path) -> bytes:
    return bytes.fromhex(sidecar.read(folder).sidecar.device.sealing)


def something(value: str = "5") -> acts.Act:
    return acts.SettingChanged(name="idle-minutes", old=None, new=value)


# -- refusals, in the order in which they are looked for


def nothing_there(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def a_file_in_its_place(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("no folder")


def no_sidecar(folder: Path) -> None:
    (folder / sidecar.NAME).unlink()
    (folder / sidecar.SPARE).unlink()


def no_sidecar_reads(folder: Path) -> None:
    (folder / sidecar.NAME).write_bytes(b"")
    (folder / sidecar.SPARE).write_bytes(b"{}")


def rewritten(folder: Path, **changed: object) -> None:
    """Write a sidecar that reads well, under no key of this store."""
    said = sidecar.read(folder).sidecar
    sidecar.write(folder, replace(said, **changed), Secret(bytes(range(32))))  # type: ignore[arg-type]


def a_cost_that_stops_the_machine(folder: Path) -> None:
    rewritten(folder, kdf=KdfCost(memory_kib=1 << 30, passes=1, lanes=1))


def a_real_store_at_a_practice_cost(folder: Path) -> None:
    rewritten(folder, ahead_ms=None)


def another_name(folder: Path) -> None:
    rewritten(folder, name="another")


def no_encrypted_file(folder: Path) -> None:
    (folder / "epoch-1.db").unlink()


def an_empty_encrypted_file(folder: Path) -> None:
    (folder / "epoch-1.db").write_bytes(b"")


def a_foreign_file(folder: Path) -> None:
    (folder / "epoch-1.db").write_bytes(bytes(range(256)) * 64)


REFUSALS: list[tuple[Callable[[Path], None], type[StoreError]]] = [
    (nothing_there, StoreMissingError),
    (a_file_in_its_place, StoreMissingError),
    (no_sidecar, SidecarMissingError),
    (no_sidecar_reads, SidecarDamagedError),
    (a_cost_that_stops_the_machine, KdfCostError),
    (a_real_store_at_a_practice_cost, KdfCostError),
    (another_name, SidecarForgedError),
    (no_encrypted_file, StoreFileMissingError),
    (an_empty_encrypted_file, StoreFileMissingError),
    (a_foreign_file, StoreForeignError),
]


@pytest.mark.parametrize(("harm", "refusal"), REFUSALS)
def test_each_thing_that_is_wrong_has_a_sentence_of_its_own_and_the_folder_is_let_go(
    tmp_path: Path, harm: Callable[[Path], None], refusal: type[StoreError]
) -> None:
    folder = made_base(tmp_path)
    harm(folder)

    with pytest.raises(refusal) as first:
        opened(folder)
    with pytest.raises(refusal):  # and not that somebody is in it, though whatever failed is still at hand
        opened(folder)
    assert first.tb


@pytest.mark.parametrize(("harm", "refusal"), REFUSALS[:6])
def test_what_can_be_seen_from_outside_is_told_before_anybody_is_asked_for_a_passphrase(
    tmp_path: Path, harm: Callable[[Path], None], refusal: type[StoreError]
) -> None:
    folder = made_base(tmp_path)
    harm(folder)

    with pytest.raises(refusal):
        door.open_store(folder, lambda: pytest.fail("asked"))


@pytest.mark.parametrize("harm", [another_name, no_encrypted_file, an_empty_encrypted_file, a_foreign_file])
def test_a_wrong_passphrase_is_told_before_what_only_its_owner_may_know(
    tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    folder = made_base(tmp_path)
    harm(folder)

    with pytest.raises(WrongPassphraseError):
        opened(folder, WRONG)


def test_a_missing_store_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError):
        opened(tmp_path / "nowhere")

    assert list(tmp_path.iterdir()) == []


def _hold(
    folder: Path, is_held: "multiprocessing.synchronize.Event", is_over: "multiprocessing.synchronize.Event"
) -> None:
    lock = FolderLock(folder)
    is_held.set()
    is_over.wait(30)
    lock.release()


def test_a_store_that_another_process_has_open_is_not_opened(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    spawn = multiprocessing.get_context("spawn")
    is_held, is_over = spawn.Event(), spawn.Event()
    other = spawn.Process(target=_hold, args=(folder, is_held, is_over))
    other.start()
    try:
        assert is_held.wait(30)
        with pytest.raises(StoreInUseError):
            opened(folder)
    finally:
        is_over.set()
        other.join()

    opened(folder).close()


def test_a_store_that_this_process_has_open_is_not_opened_again(tmp_path: Path) -> None:
    folder = made_base(tmp_path)

    with opened(folder), pytest.raises(StoreInUseError):
        opened(folder)


@pytest.mark.parametrize("name", [sidecar.NAME, sidecar.SPARE])
@pytest.mark.parametrize("content", [None, b"", b"doorstep-sidecar/1 \n{}\n"])
def test_one_copy_of_the_sidecar_is_enough_and_the_other_is_named(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    folder = made_base(tmp_path)
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(content)

    with opened(folder) as store:
        assert store.sidecar_damaged == name
        store.rewrite_sidecar(store.sidecar)
        assert store.sidecar_damaged is None
    with opened(folder) as store:
        assert store.sidecar_damaged is None


def test_a_keyring_without_the_entry_makes_no_new_store(tmp_path: Path, secret_service: SecretService) -> None:
    folder = made_base(tmp_path, has_keyring=True)
    secret_service.empty()

    with pytest.raises(KeyringEntryGoneError) as refused:
        opened(folder)

    assert (refused.value.purpose, refused.value.version) == (DEVICE_SECRET, 1)
    assert secret_service.entries() == {}


def test_a_keyring_with_another_secret_is_told_apart_from_a_wrong_passphrase(
    tmp_path: Path, secret_service: SecretService
) -> None:
    folder = made_base(tmp_path, has_keyring=True)
    store = sidecar.read(folder).sidecar.store
    secret_service.empty()
    secret_service.plant(f"doorstep/{store}/{DEVICE_SECRET}/1", "doorstep", b"5e" * 32)

    with pytest.raises(DeviceSecretWrongError):
        opened(folder)
    with pytest.raises(WrongPassphraseError):
        opened(folder, WRONG)


def test_a_store_with_a_keyring_is_not_opened_without_one(
    tmp_path: Path, secret_service: SecretService, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = made_base(tmp_path, has_keyring=True)
    secret_service.stop_bus()
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))

    with pytest.raises(KeyringAbsentError):
        opened(folder)


# -- the wait after wrong passphrases


def test_wrong_passphrases_are_noted_beside_the_store_and_say_nothing_of_what_was_typed(tmp_path: Path) -> None:
    folder = made_base(tmp_path)

    for _ in range(2):
        with pytest.raises(WrongPassphraseError):
            knock(folder)

    lines = [json.loads(line) for line in (folder / QUEUE).read_text().splitlines()]
    assert [(line["what"], line["seq"], line["sealed"]) for line in lines] == [
        (SIGN_IN_FAILED, 1, ""),
        (SIGN_IN_FAILED, 2, ""),
    ]
    assert "orchard" not in (folder / QUEUE).read_text()


def test_the_wait_grows_and_survives_a_restart(tmp_path: Path, machine_time: MachineTime) -> None:
    folder = made_base(tmp_path)

    for wait_s in (0, 0, 1, 2, 4, 8):
        with pytest.raises(WrongPassphraseError):
            knock(folder)
        if wait_s:
            with pytest.raises(PassphraseTooSoonError) as refused:
                knock(folder, "Lantern orchard 58 kestrel")
            assert refused.value.wait_s == wait_s
        machine_time.move(seconds=wait_s)

    opened(folder).close()


def test_waiting_too_little_does_not_lengthen_the_wait(tmp_path: Path, machine_time: MachineTime) -> None:
    folder = made_base(tmp_path)
    for _ in range(3):
        with pytest.raises(WrongPassphraseError):
            knock(folder)

    for _ in range(5):
        with pytest.raises(PassphraseTooSoonError):
            knock(folder)
    machine_time.move(seconds=1)

    opened(folder).close()


def test_a_clock_put_right_starts_the_wait_anew_and_nobody_waits_for_the_old_time_to_come_round(
    tmp_path: Path, machine_time: MachineTime
) -> None:
    folder = made_base(tmp_path)
    machine_time.move(days=400)
    for _ in range(3):
        with pytest.raises(WrongPassphraseError):
            knock(folder)
    machine_time.move(days=-400)

    with pytest.raises(PassphraseTooSoonError) as refused:
        knock(folder)
    assert refused.value.wait_s == 1
    machine_time.move(seconds=1)
    with opened(folder) as store:
        (told,) = bodies(store, "sign_in_failed")
        (taken,) = bodies(store, "queue_taken")

    assert taken == acts.QueueTaken(up_to=4, lines_count=4, is_damaged=False)
    assert isinstance(told, acts.SignInFailed)
    assert told.attempts_count == 3


def test_signing_in_tells_of_the_wrong_passphrases_before_it_and_starts_anew(
    tmp_path: Path, machine_time: MachineTime
) -> None:
    folder = made_base(tmp_path)
    for _ in range(2):
        with pytest.raises(WrongPassphraseError):
            knock(folder)
        machine_time.move(minutes=5)

    with opened(folder) as store:
        told = [unpack(entry.header).kind for entry in store.journal.entries(FOUNDED, 99)]
        (failed,) = bodies(store, "sign_in_failed")
        (taken,) = bodies(store, "queue_taken")
        assert store.queue.waiting() == []

    assert told == ["sign_in_failed", "queue_taken", "signed_in"]
    assert isinstance(failed, acts.SignInFailed)
    assert (failed.fault, failed.staff, failed.attempts_count) == (SignInFault.WRONG_PASSPHRASE, None, 2)
    assert failed.last_at_ms - failed.first_at_ms == 5 * 60_000
    assert taken == acts.QueueTaken(up_to=2, lines_count=2, is_damaged=False)
    for _ in range(2):  # the next slips are free again
        with pytest.raises(WrongPassphraseError):
            knock(folder)
    with opened(folder) as store:
        assert bodies(store, "queue_taken")[1] == acts.QueueTaken(up_to=4, lines_count=2, is_damaged=False)


def test_a_store_opened_only_to_look_leaves_what_waits(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    with pytest.raises(WrongPassphraseError):
        knock(folder)

    with opened(folder, is_only_looking=True) as store:
        assert store.journal.size == FOUNDED
        assert len(store.queue.waiting()) == 1


# -- the queue is taken in once


def test_an_act_noted_while_the_store_was_locked_is_in_the_journal_after_the_next_sign_in_and_only_once(
    tmp_path: Path, machine_time: MachineTime
) -> None:
    folder = made_base(tmp_path)
    for value in ("5", "6"):
        queue_of(folder).note_act(something(value), machine_time.at, sealing_key(folder))
    assert "idle-minutes" not in (folder / QUEUE).read_text()

    with opened(folder) as store:
        assert bodies(store, "setting_changed") == [something("5"), something("6")]
    with opened(folder) as store:
        assert bodies(store, "setting_changed") == [something("5"), something("6")]
        assert len(bodies(store, "queue_taken")) == 1


def test_a_crash_between_taking_and_emptying_takes_nothing_twice_and_ends_the_wait(
    tmp_path: Path, machine_time: MachineTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = made_base(tmp_path)
    for _ in range(5):
        with pytest.raises(WrongPassphraseError):
            knock(folder)
        machine_time.move(minutes=1)
    queue_of(folder).note_act(something(), machine_time.at, sealing_key(folder))

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(Queue, "empty", crash)
        with pytest.raises(KeyboardInterrupt):
            opened(folder)
    machine_time.move(minutes=1)

    with opened(folder) as store:
        assert len(bodies(store, "sign_in_failed")) == 1
        assert len(bodies(store, "setting_changed")) == 1
        assert store.queue.waiting() == []
    with pytest.raises(WrongPassphraseError):
        knock(folder)
    opened(folder).close()


def test_what_waits_stays_where_the_sign_in_was_refused(tmp_path: Path, machine_time: MachineTime) -> None:
    folder = made_base(tmp_path)
    queue_of(folder).note_act(something(), machine_time.at, sealing_key(folder))
    machine_time.move(days=-1)

    with pytest.raises(ClockMovedBackError):
        opened(folder)
    with opened(folder, is_clock_right=True) as store:
        assert bodies(store, "setting_changed") == [something()]


def test_a_damaged_queue_is_set_aside_as_evidence_and_the_trail_says_so(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    with pytest.raises(WrongPassphraseError):
        knock(folder)
    damaged = (folder / QUEUE).read_bytes().replace(b"sign_in_failed", b"sign_in_fine!!")
    (folder / QUEUE).write_bytes(damaged)

    with opened(folder) as store:
        assert store.is_queue_set_aside
        assert bodies(store, "queue_taken") == [acts.QueueTaken(up_to=0, lines_count=0, is_damaged=True)]
        assert store.queue.waiting() == []

    assert (folder / "queue.damaged.1").read_bytes() == damaged
    with pytest.raises(WrongPassphraseError):
        knock(folder)
    with opened(folder) as store:
        assert not store.is_queue_set_aside
        assert len(bodies(store, "sign_in_failed")) == 1


def test_what_was_noted_before_the_damage_is_taken_in_all_the_same(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    for _ in range(2):
        with pytest.raises(WrongPassphraseError):
            knock(folder)
    with (folder / QUEUE).open("ab") as file:
        file.write(b"not a line of ours\n")

    with opened(folder) as store:
        (failed,) = bodies(store, "sign_in_failed")
        assert bodies(store, "queue_taken") == [acts.QueueTaken(up_to=2, lines_count=2, is_damaged=True)]
    assert isinstance(failed, acts.SignInFailed)
    assert failed.attempts_count == 2

    (folder / QUEUE).write_bytes(b"nor this\n")
    with opened(folder) as store:
        assert store.queue.waiting() == []
    assert (folder / "queue.damaged.2").read_bytes() == b"nor this\n"
    assert (folder / "queue.damaged.1").read_bytes().endswith(b"not a line of ours\n")


def test_coming_in_ends_a_row_of_wrong_passphrases_on_a_frozen_store_too(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    (folder / ANCHOR).unlink()

    for _ in range(5):  # two in a row are free, and there are never two
        with pytest.raises(WrongPassphraseError):
            knock(folder)
        with opened(folder) as store:
            assert store.frozen is not None


def test_a_wrong_passphrase_is_told_as_such_beside_a_damaged_queue(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    (folder / QUEUE).write_bytes(b"not a line of ours\n")

    with pytest.raises(WrongPassphraseError):
        knock(folder)


@pytest.mark.parametrize("what", ["idle_minutes/1", "sign_in_fine", "setting_changed/x", "setting_changed/1"])
def test_a_line_that_holds_no_act_of_ours_shuts_nobody_out(
    tmp_path: Path, machine_time: MachineTime, what: str
) -> None:
    """Without a keyring whoever has the folder can write a line that is chained and authenticated like any other."""
    folder = made_base(tmp_path)
    queue_of(folder).note_act(something(), machine_time.at, sealing_key(folder))
    queue_of(folder).note(what, machine_time.at, b"{}", sealing_key(folder))

    with opened(folder) as store:
        assert store.is_queue_set_aside
        assert bodies(store, "setting_changed") == [something()]
        assert bodies(store, "queue_taken") == [acts.QueueTaken(up_to=2, lines_count=2, is_damaged=True)]
    assert (folder / "queue.damaged.1").exists()
    with opened(folder) as store:
        assert bodies(store, "setting_changed") == [something()]


def test_a_line_cannot_be_moved_to_another_place(tmp_path: Path, machine_time: MachineTime) -> None:
    folder = made_base(tmp_path)
    first = queue_of(folder).note_act(something(), machine_time.at, sealing_key(folder))
    (folder / QUEUE).unlink()
    queue_of(folder).note(SIGN_IN_FAILED, machine_time.at)

    with opened(folder) as store:
        moved = replace(first, seq=first.seq + 1)
        assert store.unseal(first) == something()
        with pytest.raises(StoreError):
            store.unseal(moved)
