"""One process at a time."""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from store.errors import StoreInUseError, StoreUnreadableError
from store.keeping import lock
from store.keeping.lock import FolderLock
from tests.keeping.child import as_somebody_without_rights, read_only_folder, seal_folder

HOLDER = """
import sys
from pathlib import Path
from store.keeping.lock import FolderLock
held = FolderLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def another_process(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the folder until its standard input is closed."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process


def test_a_second_process_is_told_that_the_store_is_open(tmp_path: Path) -> None:
    with another_process(tmp_path), pytest.raises(StoreInUseError) as refused:
        FolderLock(tmp_path)

    assert "open" in refused.value.message
    assert refused.value.hint


def test_a_process_that_ends_lets_the_next_one_in(tmp_path: Path) -> None:
    with another_process(tmp_path):
        pass

    FolderLock(tmp_path).release()


def test_a_process_killed_outright_holds_nothing(tmp_path: Path) -> None:
    with another_process(tmp_path) as process:
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL

        FolderLock(tmp_path).release()


def test_one_process_does_not_get_in_twice(tmp_path: Path) -> None:
    held = FolderLock(tmp_path)

    with pytest.raises(StoreInUseError):
        FolderLock(tmp_path)

    held.release()


def test_whoever_releases_need_not_be_the_thread_that_locked(tmp_path: Path) -> None:
    held = FolderLock(tmp_path)

    releasing = threading.Thread(target=held.release)
    releasing.start()
    releasing.join()

    FolderLock(tmp_path).release()


def test_releasing_twice_does_not_let_go_of_somebody_elses_lock(tmp_path: Path) -> None:
    first = FolderLock(tmp_path)
    first.release()
    second = FolderLock(tmp_path)

    first.release()

    with pytest.raises(StoreInUseError):
        FolderLock(tmp_path)
    second.release()


def test_the_lock_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    held = FolderLock(tmp_path)

    assert (tmp_path / lock.NAME).stat().st_mode & 0o777 == 0o600
    held.release()


def test_a_folder_that_may_not_be_written_to_says_so() -> None:
    with read_only_folder() as folder:
        seal_folder(folder)

        assert as_somebody_without_rights(lambda: FolderLock(folder)) == "FolderReadOnlyError"


def test_something_else_of_that_name_is_a_refusal_of_the_disk(tmp_path: Path) -> None:
    (tmp_path / lock.NAME).mkdir()

    with pytest.raises(StoreUnreadableError):
        FolderLock(tmp_path)
