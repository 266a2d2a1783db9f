"""Asks a command of the operating system one question, and takes no for an answer.

Owns running it: a fixed argument list, no shell, neutral language, a time limit, a size limit. Refuses to own what the
answer means.
"""

import contextlib
import os
import signal
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Thread
from typing import IO

TIMEOUT_S = 10.0
"""PowerShell can take seconds when it starts cold; the commands themselves answer within tenths."""

CAP_BYTES = 4096
"""The longest honest answer is a few lines."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command printed and how it ended.

    Attributes:
        text: Its standard output; may be empty. It can name people, so it is parsed and never shown.
        exit_code: Zero is success; negative where a signal ended it.
    """

    text: str = field(repr=False)
    exit_code: int = 0


class Silence(StrEnum):
    """Why a command gave no answer, in words that fit into evidence."""

    MISSING = "is missing"
    REFUSED = "could not be started"
    HUNG = "did not answer in time"
    ENDLESS = "answered at a length no honest answer has"


Ask = Callable[[Sequence[str]], Answer | Silence]
"""`ask`, or a recording of it."""


def ask(argv: Sequence[str], timeout_s: float = TIMEOUT_S) -> Answer | Silence:
    """Run a command and return what it printed, or why there is nothing.

    Args:
        argv: The command by absolute path, and its arguments; never built from what a person typed.
        timeout_s: Seconds until it is killed, with everything it started.
    """
    try:
        process = subprocess.Popen(  # noqa: S603 - a fixed argument list without a shell
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "LC_ALL": "C", "LANGUAGE": "C"},
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except FileNotFoundError:
        return Silence.MISSING
    except OSError:
        return Silence.REFUSED
    try:
        return _listen(process, timeout_s)
    finally:
        _end(process)


def _listen(process: subprocess.Popen[bytes], timeout_s: float) -> Answer | Silence:
    heard = bytearray()
    # A pipe has no time limit of its own on Windows; a thread can be given up on everywhere.
    listener = Thread(target=_read, args=(_stream(process), heard), daemon=True)
    try:
        listener.start()
    except RuntimeError:  # the system has no thread left to give
        _stream(process).close()
        return Silence.REFUSED
    listener.join(timeout_s)
    if listener.is_alive():
        return Silence.HUNG
    if len(heard) > CAP_BYTES:
        return Silence.ENDLESS
    try:
        exit_code = process.wait(timeout_s)
    except subprocess.TimeoutExpired:
        return Silence.HUNG
    return Answer(heard.decode("utf-8", "replace"), exit_code)


def _stream(process: subprocess.Popen[bytes]) -> IO[bytes]:
    assert process.stdout is not None  # it was asked for
    return process.stdout


def _read(stream: IO[bytes], heard: bytearray) -> None:
    with stream:
        heard += stream.read(CAP_BYTES + 1)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.returncode is not None:
        return
    if hasattr(os, "killpg"):
        # Not reaped yet, so its number still names its group and nobody else's. macOS denies killing a group in which
        # everybody is dead already.
        with contextlib.suppress(PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):  # stuck in the kernel: nobody can end it, so nobody waits
        process.wait(timeout=5)
