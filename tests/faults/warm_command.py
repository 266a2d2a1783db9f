"""The `doorstep` command, forked from a process that has loaded it: `python -m tests.faults.warm_command FD`.

Owns loading once, for all children, what the command loads as it goes, and becoming the command in a child, which then
ends as an interpreter ends. Refuses to own what is run (command). It reads one job at a time from a socket, with the
child's three standard files, and answers with how the child ended.
"""

import gc
import io
import json
import os
import socket
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tests.made import PASSPHRASE, SECOND_PASSPHRASE
from tui.__main__ import main

JOB_BYTES = 1 << 20
"""More than arguments and environment take."""

RUN = "import sys; from tui.__main__ import main; sys.exit(main(sys.argv[1:]))"
"""What the installed command does."""


def warm() -> None:
    """Run a few verbs, so that what they load is there; what a child finds in its environment is not looked at yet."""
    with tempfile.TemporaryDirectory() as folder:
        at = ("--store", f"{folder}/base", "--passphrase-stdin")
        Path(folder, "mailbox").mkdir()
        made = ("init", "base", "--practice", "--no-keyring", "--name", "Base", "--staff", "Supervisor One")
        _run(*made, *at)
        _run("staff", "add", "--name", "Supervisor Two", "--role", "supervisor", *at, lines=(SECOND_PASSPHRASE,))
        for verb in (
            ("status",),
            ("trail",),
            ("verify", "--signatures"),
            ("enrol", "ticket", "--name", "L", "--staff", "S", "--to", folder),
            ("sync", "--json", "--mailbox", f"{folder}/mailbox"),
        ):
            _run(*verb, *at)
    import_module("store.exchange.mailbox_sftp")
    assert "keyring" not in sys.modules, "it is chosen by the environment when it is loaded"


def _run(*words: str, lines: tuple[str, ...] = ()) -> None:
    typed = io.TextIOWrapper(io.BytesIO("".join(f"{line}\n" for line in (PASSPHRASE, *lines)).encode()))
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()) as said, patch.object(sys, "stdin", typed):
        code = main(words)
    assert code == 0, (words, said.getvalue())


def serve(line: socket.socket) -> dict[str, Any] | None:
    """Fork one child a job; return the job in the child, and None once nobody asks any more."""
    line.send(b"ready")
    while True:
        said, files, _, _ = socket.recv_fds(line, JOB_BYTES, 3)
        if not said:
            return None
        pid = os.fork()
        if pid == 0:
            line.close()
            for number, file in enumerate(files):
                os.dup2(file, number)
                os.close(file)
            return dict(json.loads(said))
        for file in files:
            os.close(file)
        _, status = os.waitpid(pid, 0)
        line.send(str(os.waitstatus_to_exitcode(status)).encode())


def become(job: dict[str, Any]) -> None:
    """Be, in this process, the command that a job asks for."""
    os.chdir(job["folder"])
    os.environ.clear()
    os.environ.update(job["environment"])
    tempfile.tempdir = None
    sys.excepthook = sys.__excepthook__
    sys.argv = ["-c", *job["words"]]
    exec(f"{job['before']}\n{RUN}", {"__name__": "__main__"})


if __name__ == "__main__":
    warm()
    gc.freeze()  # what was loaded is not gone through again each time a child ends
    asked = serve(socket.socket(fileno=int(sys.argv[1])))
    if asked is not None:
        become(asked)
