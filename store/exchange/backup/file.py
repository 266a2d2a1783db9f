"""The file that a backup is: a head that says how it opens, and encrypted parts behind it.

Owns its form, and every check that needs no store. Refuses to own what the parts hold (copying), the drive it lies on
(on_drive), the ledger (making) and who may do what.

    doorstep-backup/1 <SHA-256 of the next line>
    {"mac":...,"says":{...}}
    the encrypted file of base under the backup's key, then the file of eligibility as it lies, if there is one

The head is written last: until then nobody on earth has the key, and what lies there opens for nobody.

Source: design 4, 7; agreement 8.3 (AES-256), A9; FORMAT.md, "A backup".
"""

import contextlib
import hashlib
import hmac
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final

from cryptography.exceptions import InvalidTag

from store.errors import (
    BackupCutShortError,
    BackupDamagedError,
    BackupFormError,
    BackupPassphraseError,
    BackupRoomError,
    FolderReadOnlyError,
    KdfCostError,
    NotCanonicalError,
)
from store.exchange.backup.on_drive import AT_ONCE, FULL, HEAD_BYTES, Progress, code_of, drive_refusals, unseen
from store.ids import StoreId
from store.keeping import canonical
from store.keeping.key_derivation import KdfCost, derive, hold_cost
from store.keeping.passphrases import Passphrase
from store.keeping.secret import NONCE_BYTES, Secret

FORM: Final = b"doorstep-backup/1"

STORE: Final = "store"
ELIGIBILITY: Final = "eligibility"


@dataclass(frozen=True, slots=True)
class Part:
    """One encrypted file within."""

    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Head:
    """What a backup says before it is opened: nothing about anybody.

    Attributes:
        backup: Its id.
        store: Of which base.
        epoch: Under which key base was when it was made.
        kdf, salt: How its passphrase becomes a key.
        key: Its own key, wrapped by that.
        parts: What follows, in this order.
        mac: Under its own key, over everything else here.
    """

    backup: str
    store: StoreId
    epoch: int
    is_practice: bool
    made_at_ms: int
    kdf: KdfCost
    salt: str
    key: str = field(repr=False)
    parts: tuple[Part, ...]
    mac: str = ""

    def signed(self, key: Secret) -> bytes:
        """Return the two lines of it, under its key."""
        says = self.says()
        line = canonical.dumps({"mac": _mac(canonical.dumps(says), key, self.backup), "says": says})
        return FORM + b" " + hashlib.sha256(line).hexdigest().encode("ascii") + b"\n" + line + b"\n"

    def says(self) -> dict[str, object]:
        """Return everything but the `mac`."""
        return {name: value for name, value in asdict(self).items() if name != "mac"}


def name_of(backup: str) -> str:
    """Return what the file of a backup is called."""
    return f"doorstep-backup-{backup[:8]}.doorstep"


def wrap(key: Secret, passphrase: Passphrase, salt: bytes, cost: KdfCost, backup: str) -> str:
    """Return a backup's key, wrapped by its passphrase."""
    under = Secret(derive(passphrase, salt, cost))
    try:
        context = _key_context(backup)
        return under.derive(context).wrap(bytes(key.reveal()), context, os.urandom(NONCE_BYTES)).hex()
    finally:
        under.wipe()


def key_of(head: Head, passphrase: Passphrase) -> Secret:
    """Return the key that a passphrase brings out.

    Raises:
        BackupPassphraseError: It brings out none.
        BackupDamagedError: It does, and the head is not what that key was used for.
        KdfCostError: The head asks for a cost that no store has.
    """
    hold_cost(head.kdf, practice=head.is_practice)
    under = Secret(derive(passphrase, bytes.fromhex(head.salt), head.kdf))
    context = _key_context(head.backup)
    try:
        key = Secret(under.derive(context).unwrap(bytes.fromhex(head.key), context))
    except InvalidTag:
        raise BackupPassphraseError from None
    finally:
        under.wipe()
    if not hmac.compare_digest(head.mac, _mac(canonical.dumps(head.says()), key, head.backup)):
        raise BackupDamagedError
    return key


def read_head(path: Path) -> Head:
    """Return the head of a backup, which counts only once its key was brought out.

    Raises:
        BackupMissingError, BackupDriveGoneError: It is not there, or cannot be read.
        BackupFormError: It is no backup.
        BackupDamagedError, BackupCutShortError: It was one.
    """
    return _read(path)[0]


@contextlib.contextmanager
def reading(path: Path) -> Iterator[tuple[Head, BinaryIO]]:
    """Give a head, and the open file at its first part; raises as `read_head`."""
    head, start = _read(path)
    with drive_refusals(), path.open("rb") as file:
        file.seek(start)
        yield head, file


def take_parts(path: Path, into: Path, progress: Progress = unseen) -> tuple[Head, dict[str, Path]]:
    """Copy every part of a backup to this machine, encrypted as it is, and hold each against the head.

    Args:
        path: The backup.
        into: A folder; `<name of the part>.copy` is made in it.
        progress: Told now and then.

    Returns:
        The head, and where each part lies by its name.

    Raises:
        BackupRoomError: This machine has no room for them; nothing was copied.
        BackupCutShortError, BackupDamagedError: It is not as it was made.
        StoreError: As `read_head`.
    """
    with reading(path) as (head, file):
        _hold_length(path, head)
        hold_room(into, sum(part.size_bytes for part in head.parts))
        places = {part.name: into / f"{part.name}.copy" for part in head.parts}
        done, every = 0, sum(part.size_bytes for part in head.parts)
        for part in head.parts:
            before = done

            def tell(copied: int, before: int = before) -> None:
                progress("Reading the backup", before + copied, every)

            if _copied(file, places[part.name], part.size_bytes, tell) != part.sha256:
                raise BackupDamagedError
            done += part.size_bytes
    return head, places


def hold_room(folder: Path, needed_bytes: int) -> None:
    """Make sure that this machine's disk has room for a copy.

    Raises:
        BackupRoomError: It has not.
    """
    if shutil.disk_usage(folder).free < needed_bytes + _BESIDE_BYTES:
        raise BackupRoomError(needed_bytes + _BESIDE_BYTES)


_BESIDE_BYTES: Final = 1 << 21
"""For the log of an encrypted file that is looked at."""


def is_left_of(path: Path, backup: str) -> bool:
    """Say whether a file that has no head to read goes by the name of a backup, whole or as room was taken for it.

    Raises:
        BackupMissingError, BackupDriveGoneError: As `read_head`.
    """
    try:
        _read(path)
    except (BackupDamagedError, BackupCutShortError, BackupFormError):
        return path.name in (name_of(backup), f"{name_of(backup)}.new")
    return False


def sha256_of(head: bytes, parts: Sequence[Path]) -> tuple[str, int]:
    """Return the digest of a whole backup and how long it is."""
    digest, size = hashlib.sha256(head), len(head)
    for part in parts:
        with part.open("rb") as file:
            while piece := file.read(AT_ONCE):
                digest.update(piece)
                size += len(piece)
    return digest.hexdigest(), size


def part_of(name: str, path: Path) -> Part:
    """Return what a head says of one part."""
    sha256, size = sha256_of(b"", [path])
    return Part(name, size, sha256)


def _read(path: Path) -> tuple[Head, int]:
    with drive_refusals(), path.open("rb") as file:
        content = file.read(HEAD_BYTES)
    first, _, rest = content.partition(b"\n")
    if not first.startswith(FORM + b" "):
        raise BackupFormError
    line, end, _ = rest.partition(b"\n")
    if not end:
        raise (
            BackupCutShortError(len(content), len(content) + 1) if len(content) < HEAD_BYTES else BackupDamagedError()
        )
    if first != FORM + b" " + hashlib.sha256(line).hexdigest().encode("ascii"):
        raise BackupDamagedError
    try:
        told: Any = canonical.loads(line, max_bytes=HEAD_BYTES, max_depth=6)
        return _head(told["says"], told["mac"]), len(first) + len(line) + 2
    except (NotCanonicalError, KeyError, TypeError, ValueError, KdfCostError):
        raise BackupDamagedError from None


def _head(says: dict[str, Any], mac: str) -> Head:
    kept = dict(says)
    kept["kdf"] = KdfCost(**kept["kdf"])
    kept["parts"] = tuple(Part(**part) for part in kept["parts"])
    head = Head(**kept, mac=mac)
    counts = (head.epoch, head.made_at_ms, *asdict(head.kdf).values(), *(part.size_bytes for part in head.parts))
    hexes = (head.salt, head.key, head.mac, *(part.sha256 for part in head.parts))
    holds = (
        all(type(count) is int and count >= 0 for count in counts),
        type(head.is_practice) is bool,
        all(isinstance(each, str) and bytes.fromhex(each).hex() == each for each in hexes),
        all(re.fullmatch("[0-9a-f]{32}", each) for each in (head.backup, head.store)),
        [part.name for part in head.parts] in ([STORE], [STORE, ELIGIBILITY]),
    )
    if not all(holds):
        raise ValueError("a field is not of its kind")
    return head


def _hold_length(path: Path, head: Head) -> None:
    start = _read(path)[1]
    should_be = start + sum(part.size_bytes for part in head.parts)
    is_long = path.stat().st_size
    if is_long < should_be:
        raise BackupCutShortError(is_long, should_be)
    if is_long > should_be:
        raise BackupDamagedError


def _copied(file: BinaryIO, to: Path, size_bytes: int, tell: Callable[[int], None]) -> str:
    """Copy so many bytes to this machine; return their digest."""
    digest, left = hashlib.sha256(), size_bytes
    try:
        descriptor = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    except OSError as refusal:
        raise _here(refusal, size_bytes) from None
    with os.fdopen(descriptor, "wb") as copy:
        while left and (piece := file.read(min(AT_ONCE, left))):
            digest.update(piece)
            left -= len(piece)
            tell(size_bytes - left)
            try:
                copy.write(piece)
            except OSError as refusal:
                raise _here(refusal, size_bytes) from None
    return digest.hexdigest()


def _here(refusal: OSError, needed_bytes: int) -> Exception:
    """Return what this machine's own disk refuses, which is not the drive's fault."""
    return BackupRoomError(needed_bytes) if code_of(refusal) in FULL else FolderReadOnlyError()


def _mac(said: bytes, key: Secret, backup: str) -> str:
    return hmac.digest(key.derive(f"doorstep/backup-head/1/{backup}").reveal(), said, "sha256").hex()


def _key_context(backup: str) -> str:
    return f"doorstep/backup-key/1/{backup}"
