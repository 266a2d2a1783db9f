"""What is noted while the journal takes nothing: kept, in order, readable to nobody who holds the disk."""

import json
import os
import resource
import signal
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store.clock import from_ms
from store.errors import NaiveInstantError, NotForUsError, QueueDamagedError, QueueFullError, SealingKeyError
from store.keeping import queue as queue_module
from store.keeping import vault
from store.keeping.queue import MAX_BYTES, MAX_LINE_BYTES, Queue, Waiting, info, name_of
from store.keeping.sealing import SealingKey
from tests.keeping.child import as_somebody_without_rights, in_child, read_only_folder, seal_folder
from tests.keeping.made_up import DEVICE, DEVICE_SECRET, OTHER_STORE, STORE, secret

AT = datetime(2015, 11, 2, 19, 30, 0, 123_456, tzinfo=UTC)
KEY = vault.queue_key(STORE, "5a" * 16, DEVICE_SECRET)
LAPTOP = DEVICE.sealing_key()
BODY = b'{"who":"Wilhelmina Featherstonehaugh","phone":"020 7946 0123"}'


@pytest.fixture
def queue(tmp_path: Path) -> Queue:
    return Queue(tmp_path, KEY, 1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / name_of(1)


def fill(queue: Queue, count: int = 4) -> list[Waiting]:
    """Note so many things, every second one with a body."""
    return [
        queue.note(f"thing_{number}", AT + timedelta(minutes=number), *((BODY, LAPTOP.public) if number % 2 else ()))
        for number in range(count)
    ]


def test_what_was_noted_is_waiting_in_order_and_counted_from_one(queue: Queue, tmp_path: Path) -> None:
    assert queue.waiting() == []

    noted = fill(queue)

    assert queue.waiting() == noted
    assert Queue(tmp_path, KEY, 1).waiting() == noted
    assert [each.seq for each in noted] == [1, 2, 3, 4]
    assert noted[0].noted_at == datetime(2015, 11, 2, 19, 30, 0, 123_000, tzinfo=UTC)


def test_a_body_opens_with_the_device_key_and_only_in_its_place(queue: Queue) -> None:
    fill(queue)
    waiting = queue.waiting()[1]

    assert LAPTOP.open(waiting.sealed, info(waiting.seq, waiting.what)) == BODY
    for wrong in (info(1, waiting.what), info(3, waiting.what), info(waiting.seq, "thing_3")):
        with pytest.raises(NotForUsError):
            LAPTOP.open(waiting.sealed, wrong)
    with pytest.raises(NotForUsError):
        SealingKey(secret("another laptop")).open(waiting.sealed, info(waiting.seq, waiting.what))


def test_nothing_of_a_body_appears_in_clear(queue: Queue, path: Path) -> None:
    noted = fill(queue)
    written = path.read_bytes()

    for word in (b"Wilhelmina", b"Featherstonehaugh", b"020 7946"):
        assert word not in written
        assert word.hex().encode() not in written
    assert all(each.sealed.hex() not in repr(each) for each in noted if each.sealed)


def test_a_body_without_a_key_to_seal_it_to_is_refused_and_not_written(queue: Queue, path: Path) -> None:
    with pytest.raises(SealingKeyError):
        queue.note("refusal", AT, BODY)

    assert not path.exists()


def test_a_time_without_a_zone_is_refused_and_nothing_is_written(queue: Queue, path: Path) -> None:
    with pytest.raises(NaiveInstantError):
        queue.note("refusal", AT.replace(tzinfo=None))

    assert not path.exists()


def test_a_flip_in_any_byte_names_its_line_and_nothing_more_is_noted(queue: Queue, path: Path) -> None:
    fill(queue, 3)
    whole = path.read_bytes()
    long_middle = range(600, len(whole) - 600)  # the one sealed body

    for place in (place for place in range(len(whole)) if place not in long_middle or place % 23 == 0):
        changed = bytearray(whole)
        changed[place] ^= 1 << place % 8
        path.write_bytes(changed)
        with pytest.raises(QueueDamagedError) as refused:
            queue.waiting()
        assert refused.value.line == whole[:place].count(b"\n") + 1
    with pytest.raises(QueueDamagedError):
        queue.note("more", AT)
    assert path.read_bytes() == bytes(changed)


def test_a_line_torn_by_a_crash_was_never_told_as_kept_and_makes_room_for_the_next(queue: Queue, path: Path) -> None:
    noted = fill(queue, 3)
    whole = path.read_bytes()
    last_begins = whole.rindex(b"\n", 0, -1) + 1

    for length in range(last_begins, len(whole)):
        path.write_bytes(whole[:length])
        assert queue.waiting() == noted[:2]

        again = queue.note("after the crash", AT)
        assert again.seq == 3
        assert queue.waiting() == [*noted[:2], again]


def test_zeros_that_a_crash_left_at_the_end_are_a_torn_line(queue: Queue, path: Path) -> None:
    noted = fill(queue, 2)
    with path.open("ab") as file:
        file.write(bytes(700))

    assert queue.waiting() == noted
    assert queue.note("after the crash", AT).seq == 3


@pytest.mark.parametrize("taken", [0, 1, 2])
def test_a_line_taken_out_before_the_last_is_missed(queue: Queue, path: Path, taken: int) -> None:
    fill(queue)
    lines = path.read_bytes().splitlines(keepends=True)

    path.write_bytes(b"".join(line for number, line in enumerate(lines) if number != taken))

    with pytest.raises(QueueDamagedError) as refused:
        queue.waiting()
    assert refused.value.line == taken + 1


def test_lines_exchanged_or_doubled_or_put_in_by_somebody_else_do_not_hold(queue: Queue, path: Path) -> None:
    fill(queue)
    one, two, three, four = path.read_bytes().splitlines(keepends=True)
    forged = two.replace(b"thing_1", b"thing_9")

    for changed in ([two, one, three, four], [one, one, two, three], [one, two, three, four, four], [one, forged]):
        path.write_bytes(b"".join(changed))
        with pytest.raises(QueueDamagedError):
            queue.waiting()


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"at_ms":9007199254740991,"before":"","mac":"","sealed":"","seq":1,"what":"a"}',
        b'{"at_ms":-9007199254740991,"before":"","mac":"","sealed":"","seq":1,"what":"a"}',
        b'{"at_ms":"0","before":"","mac":"","sealed":"","seq":1,"what":"a"}',
        b'{"at_ms":0,"before":"","mac":"","sealed":"zz","seq":1,"what":"a"}',
        b'{"at_ms":0,"before":"","mac":"","sealed":7,"seq":1,"what":"a"}',
        b'{"at_ms":0,"before":"","mac":"","sealed":"","seq":"1","what":["a"]}',
        b'{"at_ms":0,"before":"","mac":"","sealed":"","seq":null,"what":{"a":"b"}}',
        b'{"at_ms": 0}',
        b"[" * 50_000,
        b"\xff\xfe",
        b"9" * 5000,
    ],
)
def test_whatever_else_stands_in_a_line_is_damage(queue: Queue, path: Path, line: bytes) -> None:
    path.write_bytes(line + b"\n")

    with pytest.raises(QueueDamagedError) as refused:
        queue.waiting()
    assert refused.value.line == 1


def test_the_queue_of_another_store_or_another_keyring_is_refused(queue: Queue, tmp_path: Path) -> None:
    fill(queue)

    for key in (
        vault.queue_key(OTHER_STORE, "5a" * 16, DEVICE_SECRET),
        vault.queue_key(STORE, "5a" * 16, None),
        vault.queue_key(STORE, "5a" * 16, secret("another device secret")),
    ):
        with pytest.raises(QueueDamagedError):
            Queue(tmp_path, key, 1).waiting()


def test_emptying_forgets_and_counts_on(queue: Queue, path: Path) -> None:
    noted = fill(queue)

    queue.empty(2)
    assert queue.waiting() == noted[2:]
    assert [LAPTOP.open(each.sealed, info(each.seq, each.what)) for each in queue.waiting() if each.sealed] == [BODY]

    queue.empty(4)
    assert queue.waiting() == []
    assert path.read_bytes().count(b"\n") == 1

    assert queue.note("next", AT).seq == 5
    assert [each.seq for each in queue.waiting()] == [5]


@pytest.mark.parametrize("later_count", [0, 1])
def test_emptying_never_counts_back_and_keeps_what_came_later(queue: Queue, later_count: int) -> None:
    fill(queue)
    queue.empty(4)
    later = [queue.note("later", AT) for _ in range(later_count)]

    queue.empty(2)
    queue.empty(0)

    assert queue.waiting() == later
    assert queue.note("next", AT).seq == 5 + later_count


def test_emptying_an_empty_queue_is_nothing(queue: Queue) -> None:
    queue.empty(0)

    assert queue.waiting() == []
    assert queue.note("first", AT).seq == 1


def test_a_damaged_queue_set_aside_is_kept_as_evidence_and_the_count_goes_on(queue: Queue, path: Path) -> None:
    fill(queue)
    damaged = path.read_bytes()[1:]
    path.write_bytes(damaged)

    queue.set_aside(4)

    assert (path.parent / "queue.damaged.1").read_bytes() == damaged
    assert queue.waiting() == []
    assert queue.note("next", AT).seq == 5


def test_an_enormous_queue_is_set_aside_as_far_as_a_queue_can_go(
    queue: Queue, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_module, "MAX_BYTES", 5000)
    path.write_bytes(b"x" * 6000)
    os.truncate(path, 1 << 40)  # a hole: it takes no room

    queue.set_aside(4)

    assert (path.parent / "queue.damaged.1").read_bytes() == b"x" * 5000
    assert queue.note("next", AT).seq == 5


def test_a_kill_while_setting_aside_loses_neither_the_evidence_nor_the_count(queue: Queue, path: Path) -> None:
    fill(queue)
    damaged = path.read_bytes()[1:]

    for step in range(1, 5):
        path.write_bytes(damaged)
        in_child(lambda step=step: killed_at_rename(queue, step))  # type: ignore[misc]
        left = path.read_bytes()
        assert left == damaged or queue.note("next", AT).seq == 5


def killed_at_rename(queue: Queue, step: int) -> None:
    """Set the queue aside, killed before its nth rename."""
    real, taken = Path.replace, 0

    def counted(self: Path, target: Path) -> Path:
        nonlocal taken
        taken += 1
        if taken == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(self, target)

    Path.replace = counted  # type: ignore[method-assign, assignment]  # in a child that ends here
    queue.set_aside(4)


def test_a_line_too_long_to_be_read_back_is_refused_and_the_queue_stays_good(queue: Queue) -> None:
    noted = fill(queue, 2)

    with pytest.raises(QueueFullError):
        queue.note("too much", AT, bytes(MAX_LINE_BYTES // 2), LAPTOP.public)

    assert queue.waiting() == noted
    longest = queue.note("just right", AT, bytes(MAX_LINE_BYTES // 2 - 2000), LAPTOP.public)
    assert queue.waiting() == [*noted, longest]


def test_a_full_queue_takes_no_more_and_loses_nothing(
    queue: Queue, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted = fill(queue, 3)
    monkeypatch.setattr(queue_module, "MAX_BYTES", path.stat().st_size + 10)

    with pytest.raises(QueueFullError):
        queue.note("one more", AT)

    assert queue.waiting() == noted


def test_an_enormous_file_is_damage_and_is_neither_read_to_its_end_nor_cut(queue: Queue, path: Path) -> None:
    fill(queue, 2)
    with path.open("r+b") as file:
        file.truncate(MAX_BYTES * 1000)  # a hole: it takes no room

    for use in (queue.waiting, lambda: queue.note("more", AT), lambda: queue.empty(1)):
        with pytest.raises(QueueDamagedError):
            use()
    assert path.stat().st_size == MAX_BYTES * 1000


def test_a_note_is_on_the_disk_before_it_is_told_as_kept_and_a_new_file_by_its_name_too(
    queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    fsync = os.fsync

    def told(descriptor: int) -> None:
        synced.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", told)

    queue.note("first", AT)
    assert synced == ["file", "folder"]

    queue.note("second", AT)
    assert synced == ["file", "folder", "file"]


def test_a_disk_without_room_keeps_what_was_noted_before(queue: Queue, path: Path) -> None:
    noted = fill(queue, 2)
    size = path.stat().st_size

    def cramped() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 50, size + 50))
        queue.note("no room", AT)

    assert in_child(cramped) == "StoreUnreadableError"
    assert queue.waiting() == noted
    assert queue.note("room again", AT).seq == 3


def test_a_folder_that_may_not_be_written_to_says_so() -> None:
    with read_only_folder() as folder:
        fill(Queue(folder, KEY, 1), 1)
        seal_folder(folder)

        assert as_somebody_without_rights(lambda: Queue(folder, KEY, 1).note("refusal", AT)) == "FolderReadOnlyError"
        assert as_somebody_without_rights(lambda: Queue(folder, KEY, 1).empty(1)) == "FolderReadOnlyError"


def test_the_file_is_for_its_owner_alone_and_one_plain_line_a_note(queue: Queue, path: Path) -> None:
    fill(queue, 1)
    (line,) = path.read_bytes().splitlines()

    assert path.stat().st_mode & 0o777 == 0o600
    assert set(json.loads(line)) == {"at_ms", "before", "mac", "sealed", "seq", "what"}
    assert from_ms(json.loads(line)["at_ms"]) == AT.replace(microsecond=123_000)
