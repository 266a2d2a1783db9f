"""A step of a test in a child process: killed on the way, without rights, or with little room.

Owns the fork and telling how it ended. The child shares everything that was imported and nothing that it changes.
"""

import gc
import os
import shutil
import tempfile
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from store.errors import StoreError

NOBODY = 65534
KILLED = "killed"
DONE = "done"


def in_child(step: Callable[[], object]) -> str:
    """Run a step in a child process and return how it ended: done, killed, or the name of the StoreError."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads of the test runner are of no use to the child
        child = os.fork()
    if child == 0:
        os.close(reading)
        gc.disable()  # it would go through, and so copy, everything the test runner holds
        told = DONE
        try:
            step()
        except StoreError as refusal:
            told = type(refusal).__name__
        except BaseException:  # noqa: BLE001  nothing may return into the test runner a second time
            told = traceback.format_exc()
        os.write(writing, told.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    return KILLED if os.WIFSIGNALED(status) else told


def as_somebody_without_rights(step: Callable[[], object]) -> str:
    """Run a step in a child as somebody whom file permissions bind, which they do not bind root."""

    def bound() -> None:
        if os.getuid() == 0:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        step()

    return in_child(bound)


@contextmanager
def read_only_folder() -> Iterator[Path]:
    """A folder that everybody can reach; whoever tests fills it first and then seals it."""
    folder = Path(tempfile.mkdtemp(prefix="doorstep-test-"))  # pytest's own lies where only its user may go
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def seal_folder(folder: Path) -> None:
    """Take away the right to write, and let everybody read what is in it."""
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
