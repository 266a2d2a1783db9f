"""Whole files, put on the disk so that whatever happens leaves the old one or the new one."""

import errno
import os
import resource
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from store.errors import FolderReadOnlyError, StoreError, StoreFullError, StoreUnreadableError
from store.keeping import files
from store.keeping.files import disk_refusals, ready_to_replace, replace_durably, sync_folder
from tests.keeping.child import DONE, KILLED, as_somebody_without_rights, in_child, read_only_folder, seal_folder

OLD, NEW = b"old " * 5000, b"new " * 9000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "sidecar"
    path.write_bytes(OLD)
    return path


STEPS: list[Callable[..., Any]] = [os.open, os.fsync, os.close, os.fdopen]


def replace_killed_at(step: int, path: Path) -> None:
    """Replace a file, killed before the nth step that touches the disk is taken."""
    taken = 0

    def count(call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any, **named: Any) -> Any:
            nonlocal taken
            taken += 1
            if taken == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*given, **named)

        return counted

    os.open, os.fsync, os.close, os.fdopen = (count(each) for each in STEPS)
    Path.replace = count(Path.replace)  # type: ignore[method-assign]  # in a child that ends here
    replace_durably(path, NEW)


def test_a_file_is_replaced_and_nothing_else_is_left(path: Path) -> None:
    replace_durably(path, NEW)

    assert path.read_bytes() == NEW
    assert list(path.parent.iterdir()) == [path]
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", [b"", b"\0", b"a\r\nb\n"])
def test_a_new_file_holds_exactly_what_was_given(tmp_path: Path, content: bytes) -> None:
    replace_durably(tmp_path / "new", content)

    assert (tmp_path / "new").read_bytes() == content


def test_a_kill_at_any_step_leaves_the_old_file_or_the_new_one(path: Path) -> None:
    left = []
    for step in range(1, 50):
        path.write_bytes(OLD)
        ended = in_child(partial(replace_killed_at, step, path))
        if ended == DONE:
            break

        assert ended == KILLED
        left.append(path.read_bytes())
        replace_durably(path, NEW)  # whatever a kill left beside it stands in nobody's way
        assert [each.name for each in path.parent.iterdir()] == [path.name]
    else:
        pytest.fail("the steps never ended")

    assert set(left) == {OLD, NEW}
    assert left == sorted(left, key=[OLD, NEW].index)
    assert len(left) > 4


def test_the_content_is_on_the_disk_before_its_name_and_the_name_before_the_return(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    fsync, rename = os.fsync, Path.replace

    def told_fsync(descriptor: int) -> None:
        is_folder = os.fstat(descriptor).st_mode & 0o040000
        steps.append("folder" if is_folder else f"{os.fstat(descriptor).st_size} bytes")
        fsync(descriptor)

    def told_rename(self: Path, target: Path) -> Path:
        steps.append("rename")
        return rename(self, target)

    monkeypatch.setattr(os, "fsync", told_fsync)
    monkeypatch.setattr(Path, "replace", told_rename)

    replace_durably(path, NEW)

    assert steps == [f"{len(NEW)} bytes", "rename", "folder"]


def test_until_it_is_put_its_room_holds_noughts_alone(path: Path) -> None:
    """Clause 8.2: a movement is told before it happens, also where a kill comes first."""
    with ready_to_replace(NEW, path) as put:
        (room,) = (each for each in path.parent.iterdir() if each != path)
        assert room.read_bytes() == bytes(len(NEW))
        put()

    assert path.read_bytes() == NEW
    assert not room.exists()


@pytest.mark.parametrize("allowed_bytes", [0, 1, 4096, len(NEW) - 1])
def test_a_file_that_finds_no_room_leaves_the_old_one_and_no_other(path: Path, allowed_bytes: int) -> None:
    def cramped() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (allowed_bytes, allowed_bytes))
        replace_durably(path, NEW)

    assert in_child(cramped) == "StoreUnreadableError"
    assert path.read_bytes() == OLD
    assert list(path.parent.iterdir()) == [path]


def test_a_full_disk_says_so_and_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real_open = os.open

    def open_on_full_disk(where: Path, flags: int, mode: int = 0o777) -> int:
        real_open(where, flags, mode)  # the name finds room, the content does not
        return real_open("/dev/full", os.O_WRONLY)

    with monkeypatch.context() as full:
        full.setattr(os, "open", open_on_full_disk)
        with pytest.raises(StoreFullError):
            replace_durably(path, NEW)

    assert path.read_bytes() == OLD
    assert list(path.parent.iterdir()) == [path]


def test_a_folder_that_may_not_be_written_to_says_so_and_keeps_its_file() -> None:
    with read_only_folder() as folder:
        (folder / "sidecar").write_bytes(OLD)
        seal_folder(folder)

        ended = as_somebody_without_rights(lambda: replace_durably(folder / "sidecar", NEW))

        assert ended == "FolderReadOnlyError"
        assert [(each.name, each.read_bytes()) for each in folder.iterdir()] == [("sidecar", OLD)]


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (errno.ENOSPC, StoreFullError),
        (errno.EDQUOT, StoreFullError),
        (errno.EACCES, FolderReadOnlyError),
        (errno.EPERM, FolderReadOnlyError),
        (errno.EROFS, FolderReadOnlyError),
        (errno.EIO, StoreUnreadableError),
        (errno.ENODEV, StoreUnreadableError),
    ],
)
def test_each_refusal_of_the_system_has_a_sentence_of_its_own(code: int, error: type[StoreError]) -> None:
    with pytest.raises(error) as refused, disk_refusals():
        raise OSError(code, os.strerror(code), "/home/somebody/a made-up name")

    assert type(refused.value) is error
    assert "made-up" not in str(refused.value)
    assert refused.value.__suppress_context__
    if isinstance(refused.value, StoreUnreadableError):
        assert refused.value.refusal == errno.errorcode[code]


def test_a_refusal_without_a_number_is_a_refusal_of_the_disk_too() -> None:
    with pytest.raises(StoreUnreadableError), disk_refusals():
        raise OSError("nothing said")


def test_other_errors_pass_as_they_are() -> None:
    with pytest.raises(KeyError), disk_refusals():
        raise KeyError("other")


def test_a_name_that_cannot_be_made_durable_is_told_and_the_new_content_is_there(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise OSError(errno.EIO, "")

    monkeypatch.setattr(files, "sync_folder", refuse)

    with pytest.raises(StoreUnreadableError):
        replace_durably(path, NEW)

    assert path.read_bytes() == NEW


def test_syncing_a_folder_leaves_no_descriptor_open(tmp_path: Path) -> None:
    before = os.dup(0)
    os.close(before)

    for _ in range(5):
        sync_folder(tmp_path)

    after = os.dup(0)
    os.close(after)
    assert after == before
