"""The sidecar queue: what happens while nothing can be appended to the journal.

Owns an append-only file of lines, each chained to the one before and authenticated. When something was noted and of
what kind can be read; its body is sealed to the device. Refuses to own what the lines mean: whoever opens the store
turns them into acts.

What it shows: that no line was changed or taken out of the middle. What it cannot: lines cut off the end, or the whole
file taken away, by somebody who holds the disk. Without a keyring the authenticating key can be had from the folder.
"""

import hashlib
import hmac
import os
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from store.clock import Instant, from_ms, to_ms
from store.errors import NotCanonicalError, QueueDamagedError, QueueFullError
from store.keeping import canonical
from store.keeping.files import disk_refusals, replace_durably, sync_folder
from store.keeping.sealing import seal
from store.keeping.secret import Secret

if TYPE_CHECKING:
    from store.keeping.acts import Act

NAME: Final = "queue"
MAX_LINE_BYTES: Final = 1 << 18
MAX_BYTES: Final = 1 << 26


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing noted while the store could not be written.

    Attributes:
        seq: Its place in the life of the store, from 1; it never starts again.
        noted_at: By the store's clock at that moment.
        what: A code, for example `sign_in_failed` or the kind of an act; nothing about a family.
        sealed: The act's body, sealed to the device; empty where there is none.
    """

    seq: int
    noted_at: Instant
    what: str
    sealed: bytes = field(repr=False)


def name_of(epoch: int) -> str:
    """Return what the queue's file is called in one epoch."""
    return f"{NAME}-{epoch}"


class Queue:
    """The queue of one store.

    Args:
        folder: The store's folder.
        key: Authenticates the lines.
        epoch: The store's; each has a queue of its own, for each has another key.
    """

    def __init__(self, folder: Path, key: Secret, epoch: int) -> None:
        self._path = folder / name_of(epoch)
        self._key = key

    def note(self, what: str, noted_at: Instant, body: bytes = b"", seal_to: bytes = b"") -> Waiting:
        """Append one line, durable before returning.

        Args:
            what: A code.
            noted_at: Aware, UTC.
            body: What happened, canonical JSON; sealed to `seal_to` before it touches the disk.
            seal_to: The device's public sealing key; needed where there is a body.

        Raises:
            QueueDamagedError: The lines before do not hold; nothing was added.
            QueueFullError: The line, or the queue with it, would be larger than is read back; nothing was added.
        """
        kept = self._kept()
        before, last = kept[-1] if kept else (b"", None)
        seq = (last.seq if last else 0) + 1
        sealed = seal(body, seal_to, info(seq, what)) if body else b""
        waiting = Waiting(seq, from_ms(to_ms(noted_at)), what, sealed)
        line = self._line(waiting, before) + b"\n"
        whole_bytes = sum(len(each) + 1 for each, _ in kept)
        if len(line) > MAX_LINE_BYTES or whole_bytes + len(line) > MAX_BYTES:
            raise QueueFullError
        with disk_refusals():
            with open(self._path, "ab", opener=_private) as file:
                file.truncate(whole_bytes)  # a line torn by a crash was never told as kept
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
            if not kept:  # the file may be new, and its name is as much to be kept as its first line
                sync_folder(self._path.parent)
        return waiting

    def note_act(self, act: "Act", noted_at: Instant, seal_to: bytes) -> Waiting:
        """Append an act that the journal cannot take now, as `note`."""
        from store.keeping.acts import dump

        return self.note(f"{act.kind}/{act.version}", noted_at, dump(act), seal_to)

    def waiting(self) -> list[Waiting]:
        """Return what is waiting, oldest first.

        Raises:
            QueueDamagedError: A line does not hold.
        """
        return [each for _, each in self._kept() if each.what]

    def last_seq(self) -> int:
        """Return the number of the last line, taken in or not; 0 where there never was one.

        Raises:
            QueueDamagedError: A line does not hold.
        """
        kept = self._kept()
        return kept[-1][1].seq if kept else 0

    def empty(self, up_to: int) -> None:
        """Forget the lines up to a number, durably; the count goes on from there, and never back."""
        left = [each for _, each in self._kept() if each.seq > up_to]
        lines: list[bytes] = []
        for each in [Waiting(up_to, from_ms(0), "", b""), *left]:
            lines.append(self._line(each, lines[-1] if lines else b""))
        replace_durably(self._path, b"".join(line + b"\n" for line in lines))

    def set_aside(self, up_to: int) -> None:
        """Keep a damaged queue as evidence under another name, as far as a queue can go, and count on from a number.

        A kill in between leaves the damaged queue in its place, so that the count is never lost.
        """
        with disk_refusals(), self._path.open("rb") as file:
            evidence = file.read(MAX_BYTES)
        number = next(n for n in count(1) if not self._evidence(n).exists())
        replace_durably(self._evidence(number), evidence)
        replace_durably(self._path, self._line(Waiting(up_to, from_ms(0), "", b""), b"") + b"\n")

    def _evidence(self, number: int) -> Path:
        return self._path.with_name(f"{NAME}.damaged.{number}")

    def undamaged(self) -> list[Waiting]:
        """Return what is waiting up to the first line that does not hold, oldest first."""
        kept, _ = self._read()
        return [each for _, each in kept if each.what]

    def _kept(self) -> list[tuple[bytes, Waiting]]:
        """Return every line with what it says, all of them held; an end torn by a crash was never told as kept."""
        kept, damaged = self._read()
        if damaged is not None:
            raise QueueDamagedError(damaged)
        return kept

    def _read(self) -> tuple[list[tuple[bytes, Waiting]], int | None]:
        """Return the lines that hold, up to the first that does not, and the number of that one if there is one."""
        with disk_refusals():
            try:
                with self._path.open("rb") as file:
                    content = file.read(MAX_BYTES + 1)
            except FileNotFoundError:
                return [], None
        *lines, torn = content.split(b"\n")
        kept: list[tuple[bytes, Waiting]] = []
        for number, line in enumerate(lines, start=1):
            each = self._following(line, kept)
            if each is None:
                return kept, number
            kept.append((line, each))
        # No crash leaves a whole line and then something else, and nothing written here is longer than is read.
        if len(content) > MAX_BYTES or (torn and self._following(torn[:-1], kept)):
            return kept, len(lines) + 1
        return kept, None

    def _following(self, line: bytes, kept: list[tuple[bytes, Waiting]]) -> Waiting | None:
        """Return what a line says if it is the one after those that were kept."""
        before = kept[-1][0] if kept else b""
        try:
            each = _read(line)
        except (NotCanonicalError, KeyError, TypeError, ValueError, OverflowError):
            return None
        return each if hmac.compare_digest(line, self._line(each, before)) else None

    def _line(self, each: Waiting, before: bytes) -> bytes:
        said: dict[str, Any] = {
            "at_ms": to_ms(each.noted_at),
            "before": hashlib.sha256(before).hexdigest(),
            "sealed": each.sealed.hex(),
            "seq": each.seq,
            "what": each.what,
        }
        mac = hmac.digest(self._key.reveal(), canonical.dumps(said), "sha256").hex()
        return canonical.dumps({**said, "mac": mac})


def info(seq: int, what: str) -> bytes:
    """Return what a line's body is sealed under: its place and its code, so that none can be moved."""
    return f"doorstep/queue/1/{seq}/{what}".encode("ascii")


def _read(line: bytes) -> Waiting:
    told: Any = canonical.loads(line, max_bytes=MAX_LINE_BYTES, max_depth=2)
    return Waiting(told["seq"], from_ms(told["at_ms"]), told["what"], bytes.fromhex(told["sealed"]))


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
