"""What a bundle says once it is open: upwards what a laptop did, downwards what base answers and asks.

Owns the shape of both, how they are written as JSON, and reading them strictly: exact fields, types, lengths, one
spelling (FORMAT.md, "Up", "Down"). Refuses to own whether any of it is true: no note, header, signature or path is
looked into here beyond its length. That is for whoever takes it in.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from store.errors import BundleFormError, BundleTooNewError, NotCanonicalError
from store.exchange.bundle_values import base64_of, read_base64, read_fields, read_list, read_number, read_text
from store.exchange.carried_entries import CarriedEntry as CarriedEntry  # whoever fills contents needs it too
from store.exchange.carried_entries import entries_from_json, entries_to_json
from store.keeping import canonical
from store.keeping.checkpoint import NOTE_BYTES
from store.keeping.header import HIGHEST_INDEX, LATEST_MS
from store.keeping.sidecar import AHEAD_MS
from store.keeping.tree import HASH_BYTES

UP: Final = "up/1"
DOWN: Final = "down/1"

MOST_STEPS: Final = 64
"""Hashes in the longest path, of consistency, between the largest trees there can be."""

_HIGHEST: Final = min(HIGHEST_INDEX, canonical.INT_MAX)
_DEPTH: Final = 5
_RELEASE: Final = re.compile(r"[0-9][0-9A-Za-z.+-]{0,31}")


@dataclass(frozen=True, slots=True)
class Run:
    """Entries of one branch that follow each other.

    Attributes:
        checkpoint: Signed note of the branch.
        branch: Which.
        first: Index of the first entry; where there are none, of the next there will be.
        entries: In order.
    """

    checkpoint: bytes
    branch: int
    first: int
    entries: tuple[CarriedEntry, ...]

    def __post_init__(self) -> None:
        _hold_note(self.checkpoint)
        _hold_number(self.branch, 0xFFFF)
        _hold_number(self.first, _HIGHEST)


@dataclass(frozen=True, slots=True)
class Up:
    """What a laptop tells base.

    Attributes:
        runs: What it did, a run a branch.
        heard: The latest note of base's own checkpoint that it holds; None before the first.
        release: Which release of Doorstep it runs.
        sent_at_ms: By its clock, milliseconds since 1970-01-01T00:00:00Z.
        unsent_count: Entries of its own after the last one in here.
    """

    runs: tuple[Run, ...]
    heard: bytes | None
    release: str
    sent_at_ms: int
    unsent_count: int

    def __post_init__(self) -> None:
        if self.heard is not None:
            _hold_note(self.heard)
        _hold_sender(self.release, self.sent_at_ms)
        _hold_number(self.unsent_count, _HIGHEST)


Consistency = tuple[int, tuple[bytes, ...]]
"""That base's journal only grew: its size at an earlier checkpoint, and the path from there to the one sent along."""


@dataclass(frozen=True, slots=True)
class Proven:
    """An entry of base's with the path to the checkpoint sent along.

    Attributes:
        n: Its index.
        entry: The entry.
        path: Of inclusion.
    """

    n: int
    entry: CarriedEntry
    path: tuple[bytes, ...]

    def __post_init__(self) -> None:
        _hold_number(self.n, _HIGHEST)
        _hold_path(self.path)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What base holds of a branch of the laptop's.

    Attributes:
        note: The laptop's own, cosigned by base.
        backed_up_size: How many entries of it are in a verified backup off base's machine.
    """

    note: bytes
    backed_up_size: int

    def __post_init__(self) -> None:
        _hold_note(self.note)
        _hold_number(self.backed_up_size, _HIGHEST)


@dataclass(frozen=True, slots=True)
class Down:
    """What base tells a laptop.

    Attributes:
        checkpoint: Signed note of base's journal.
        first: From which index on everything for the laptop is in here, as far as the checkpoint.
        consistency: To it, from every checkpoint sent of `first` entries or more.
        receipts: One a branch of the laptop's.
        carried: Everything for the laptop between those.
        release: Which release of Doorstep base runs.
        sent_at_ms: By its clock, milliseconds since 1970-01-01T00:00:00Z.
        ahead_ms: What a practice base's clock adds to its machine's; None from a real one.
    """

    checkpoint: bytes
    first: int
    consistency: tuple[Consistency, ...]
    receipts: tuple[Receipt, ...]
    carried: tuple[Proven, ...]
    release: str
    sent_at_ms: int
    ahead_ms: int | None

    def __post_init__(self) -> None:
        _hold_note(self.checkpoint)
        _hold_number(self.first, _HIGHEST)
        for old_size, path in self.consistency:
            _hold_number(old_size, _HIGHEST)
            _hold_path(path)
        _hold_sender(self.release, self.sent_at_ms)
        if self.ahead_ms is not None and self.ahead_ms not in AHEAD_MS:
            raise BundleFormError("a clock is out of range")


def write_contents(contents: Up | Down) -> bytes:
    """Return the canonical JSON.

    Raises:
        BundleFormError: An entry, or a note, is not as one is written.

    Source:
        FORMAT.md, "Up", "Down".
    """
    return canonical.dumps(_up_to_json(contents) if isinstance(contents, Up) else _down_to_json(contents))


def read_contents(plain: bytes) -> Up | Down:
    """Return what these bytes say, if they are exactly what `write_contents` writes for it.

    Args:
        plain: Its length is for the caller to have bounded.

    Raises:
        BundleFormError: They are not.
        BundleTooNewError: They say that they are of a later form.
    """
    value = _json(plain)
    if not isinstance(value, dict):
        raise BundleFormError("its contents are no object")
    form = read_text(value.pop("doorstep", None))
    if form == UP:
        return _up_from_json(value)
    if form == DOWN:
        return _down_from_json(value)
    if re.fullmatch("(up|down)/([2-9]|[1-9][0-9]{1,8})", form):
        raise BundleTooNewError
    raise BundleFormError("its contents do not say what they are")


def _up_to_json(up: Up) -> dict[str, object]:
    return {
        "doorstep": UP,
        "heard": None if up.heard is None else _note_to_json(up.heard),
        "release": up.release,
        "runs": [
            {
                "branch": run.branch,
                "checkpoint": _note_to_json(run.checkpoint),
                "entries": entries_to_json(run.entries),
                "first": run.first,
            }
            for run in up.runs
        ],
        "sent_at_ms": up.sent_at_ms,
        "unsent_count": up.unsent_count,
    }


def _up_from_json(value: dict[str, Any]) -> Up:
    read_fields(value, "heard", "release", "runs", "sent_at_ms", "unsent_count")
    return Up(
        runs=tuple(_run(each) for each in read_list(value["runs"])),
        heard=None if value["heard"] is None else _note(value["heard"]),
        release=read_text(value["release"]),
        sent_at_ms=read_number(value["sent_at_ms"]),
        unsent_count=read_number(value["unsent_count"]),
    )


def _run(value: object) -> Run:
    run = read_fields(value, "branch", "checkpoint", "entries", "first")
    return Run(
        _note(run["checkpoint"]),
        read_number(run["branch"]),
        read_number(run["first"]),
        entries_from_json(run["entries"]),
    )


def _down_to_json(down: Down) -> dict[str, object]:
    return {
        "ahead_ms": down.ahead_ms,
        "carried": {
            "entries": entries_to_json([each.entry for each in down.carried]),
            "n": [each.n for each in down.carried],
            "paths": [base64_of(each.path) for each in down.carried],
        },
        "checkpoint": _note_to_json(down.checkpoint),
        "consistency": [{"old_size": size, "path": base64_of(path)} for size, path in down.consistency],
        "doorstep": DOWN,
        "first": down.first,
        "receipts": [
            {"backed_up_size": each.backed_up_size, "note": _note_to_json(each.note)} for each in down.receipts
        ],
        "release": down.release,
        "sent_at_ms": down.sent_at_ms,
    }


def _down_from_json(value: dict[str, Any]) -> Down:
    read_fields(value, "ahead_ms", "carried", "checkpoint", "consistency", "first", "receipts", "release", "sent_at_ms")
    return Down(
        checkpoint=_note(value["checkpoint"]),
        first=read_number(value["first"]),
        consistency=tuple(_consistency(each) for each in read_list(value["consistency"])),
        receipts=tuple(_receipt(each) for each in read_list(value["receipts"])),
        carried=_carried(value["carried"]),
        release=read_text(value["release"]),
        sent_at_ms=read_number(value["sent_at_ms"]),
        ahead_ms=None if value["ahead_ms"] is None else read_number(value["ahead_ms"]),
    )


def _consistency(value: object) -> Consistency:
    proof = read_fields(value, "old_size", "path")
    return read_number(proof["old_size"]), tuple(read_base64(read_list(proof["path"])))


def _receipt(value: object) -> Receipt:
    receipt = read_fields(value, "backed_up_size", "note")
    return Receipt(_note(receipt["note"]), read_number(receipt["backed_up_size"]))


def _carried(value: object) -> tuple[Proven, ...]:
    carried = read_fields(value, "entries", "n", "paths")
    entries, indices, paths = (
        entries_from_json(carried["entries"]),
        read_list(carried["n"]),
        read_list(carried["paths"]),
    )
    if not len(entries) == len(indices) == len(paths):
        raise BundleFormError("an entry lacks its index or its path")
    return tuple(
        Proven(read_number(n), entry, tuple(read_base64(read_list(path))))
        for n, entry, path in zip(indices, entries, paths, strict=True)
    )


def _hold_note(note: bytes) -> None:
    if not 1 <= len(note) <= NOTE_BYTES:
        raise BundleFormError("a checkpoint has the wrong length")


def _hold_number(number: int, most: int) -> None:
    if not 0 <= number <= most:
        raise BundleFormError("a number is out of range")


def _hold_path(path: Sequence[bytes]) -> None:
    if len(path) > MOST_STEPS or any(len(step) != HASH_BYTES for step in path):
        raise BundleFormError("a path of hashes has the wrong length")


def _hold_sender(release: str, sent_at_ms: int) -> None:
    if not _RELEASE.fullmatch(release):
        raise BundleFormError("its release has no release's form")
    _hold_number(sent_at_ms, LATEST_MS)


def _note(value: object) -> bytes:
    return read_text(value).encode()


def _note_to_json(note: bytes) -> str:
    try:
        return note.decode()
    except UnicodeDecodeError:
        raise BundleFormError("a checkpoint is not UTF-8") from None


def _json(plain: bytes) -> object:
    try:
        return canonical.loads(plain, len(plain), _DEPTH)
    except NotCanonicalError:
        raise BundleFormError("its contents are not canonical JSON") from None
