"""The encrypted file: how it is opened, and in which order.

Owns the SQLCipher connection, its pragmas and the sentences for what goes wrong. Refuses to own the key (vault), the
tables (tables) and who may write: one connection writes, readers get their own.
"""

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import sqlcipher3.dbapi2 as sqlcipher

from store.errors import (
    FolderReadOnlyError,
    StoreDamagedError,
    StoreError,
    StoreExistsError,
    StoreFileMissingError,
    StoreForeignError,
    StoreFullError,
    StoreTooNewError,
    StoreUnreadableError,
)
from store.keeping.files import disk_refusals, sync_file, sync_folder
from store.keeping.secret import Secret

if TYPE_CHECKING:
    from sqlalchemy import Engine

Connection = Any
"""A `sqlcipher3.dbapi2.Connection`; the library ships no types."""

APPLICATION_ID: Final = 0x44535450
"""`DSTP`, in the file's header."""

FORMAT: Final = 1
"""Version of the file's layout, in `user_version`."""

PROJECTION: Final = 25
"""Raised whenever a projected table or what an act does to it changes: an older store is then replayed on opening."""

INDEX_BYTES: Final = 32 * 1024
"""What the index of the write-ahead log takes at least. Source: SQLite, WAL-mode File Format, 2.1."""

MARKS_AT_MOST: Final = 32_766
"""So many values one statement may have. Source: SQLite, Limits, 9."""

_FEW: Final = 256
"""Rows whose statement is soon made; of more, there are statements of one number of rows and its halves alone."""

_PAGES: Final = "cipher_hmac_algorithm=HMAC_SHA256"
"""A third less time for each page written than with HMAC-SHA512, the default, at the strength of AES-256."""

SETTINGS: Final = (
    "journal_mode=WAL",
    "synchronous=FULL",  # NORMAL lost acknowledged commits in simulated power cuts
    "foreign_keys=ON",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "temp_store=MEMORY",  # with FILE, clear text reached the temporary folder
)

for _plain, _same in ((type(None), lambda nothing: nothing), (bytes, bytes), (bool, int)):
    # The library binds these as they are, but first asks each value whether it would rather be another one: that takes
    # five times as long as binding it, at every empty column of every act.
    sqlcipher.register_adapter(_plain, _same)


def create(path: Path, key: Secret) -> Connection:
    """Make a new encrypted file and return its connection.

    Raises:
        StoreExistsError: There is a file of that name.
        StoreFullError, FolderReadOnlyError, StoreUnreadableError: As the disk refuses.
    """
    _make(path)
    with _keyed(path, key) as connection:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={FORMAT}")
        _set(connection)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("COMMIT")  # nothing yet, but the log has its index now
        return connection


def connect(path: Path, key: Secret, *, query_only: bool = False) -> Connection:
    """Open an existing encrypted file.

    Args:
        path: The file; never made here.
        key: 32 bytes, the raw key.
        query_only: Whether the connection refuses to write.

    Raises:
        StoreFileMissingError: No file, or an empty one.
        StoreForeignError: Another key, or no encrypted file at all.
        StoreTooNewError: Written by a later release.
        FolderReadOnlyError, StoreUnreadableError: As the disk refuses.
    """
    with disk_refusals():
        try:
            if path.stat().st_size == 0:
                raise StoreFileMissingError
        except FileNotFoundError:
            raise StoreFileMissingError from None
    with _keyed(path, key) as connection:
        try:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except sqlcipher.DatabaseError as error:
            if _code(error) == "SQLITE_NOTADB":
                raise StoreForeignError from None
            raise
        if connection.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
            raise StoreForeignError
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > FORMAT:
            raise StoreTooNewError(version)
        _set(connection)
        if query_only:
            connection.execute("PRAGMA query_only=ON")
        return connection


def export(connection: Connection, path: Path, key: Secret, fill: Callable[[Connection], None] | None = None) -> None:
    """Copy everything into a new encrypted file under another key, durable before returning.

    The copy is in no journal mode and written without syncing between: until it is whole it is nobody's file, and
    whatever is refused leaves it to be removed.

    Args:
        connection: Of its own, opened by `connect` for this alone, and to be closed afterwards.
        path: The new file.
        key: Its 32 bytes. It is bound as a value: no text of a statement holds it.
        fill: Makes and fills the tables of the new file, attached as `copy`; None copies all of them.

    Raises:
        StoreExistsError: There is a file of that name.
        StoreFullError, FolderReadOnlyError, StoreUnreadableError, StoreDamagedError: The copy is not whole.
    """
    _make(path)
    with refusals(path.parent):
        with _literal(key) as literal:
            connection.execute("ATTACH DATABASE ? AS copy KEY ?", (str(path.absolute()), literal))
        for setting in (_PAGES, "journal_mode=OFF", "synchronous=OFF"):
            connection.execute(f"PRAGMA copy.{setting}").fetchall()
        for number in ("application_id", "user_version"):  # the export leaves them out
            (value,) = connection.execute(f"PRAGMA main.{number}").fetchone()
            connection.execute(f"PRAGMA copy.{number}={value:d}")
        connection.execute("BEGIN")
        if fill is not None:
            fill(connection)
        else:
            with _export_refusals():
                connection.execute("SELECT sqlcipher_export('copy')").fetchall()
        connection.execute("COMMIT")
    sync_file(path)


def remove(path: Path) -> None:
    """Remove an encrypted file and what SQLite left beside it; what is not there is no fault."""
    with disk_refusals():
        for suffix in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        sync_folder(path.parent)


def engine(path: Path, key: Secret) -> "Engine":
    """Return a SQLAlchemy engine whose every connection is opened by `connect` to read only, and closed after use.

    The key stays in the closure: the engine's address holds none.
    """
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    return create_engine(
        "sqlite://",
        creator=lambda: connect(path, key, query_only=True),
        module=sqlcipher,
        poolclass=NullPool,
        hide_parameters=True,
    )


def settle(connection: Connection) -> bool:
    """Move everything from the write-ahead log into the file, and empty the log.

    Returns:
        Whether that was possible: after five seconds a reader that still looks at an older state is let be, and the
        log stays.
    """
    with refusals():
        (is_busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not is_busy


@contextlib.contextmanager
def settling_beside(connection: Connection, path: Path, key: Secret) -> Iterator[Callable[[], None]]:
    """Let another thread move what was committed into the file, while the one that writes goes on.

    As safe as ever: whatever is committed is in the log until it is in the file. The log grows meanwhile, and is empty
    afterwards, unless a reader is in the way or the disk refuses; then it stays, and holds everything.

    Args:
        connection: The one that writes.
        path: Its file.
        key: Its key.

    Yields:
        To be told whenever something was committed.
    """
    (pages,) = connection.execute("PRAGMA wal_autocheckpoint").fetchone()
    with contextlib.closing(connect(path, key, query_only=True)) as other, ThreadPoolExecutor(1, "settling") as beside:
        try:
            moving = [beside.submit(_move, other)]
        except RuntimeError:  # the system has no thread left: it is moved as ever
            yield lambda: None
            return

        def committed() -> None:
            if moving[0].done():
                moving[0] = beside.submit(_move, other)

        connection.execute("PRAGMA wal_autocheckpoint=0").fetchall()
        try:
            yield committed
        finally:
            connection.execute(f"PRAGMA wal_autocheckpoint={pages}").fetchall()
    with contextlib.suppress(StoreError):
        settle(connection)


def _move(connection: Connection) -> None:
    """Move what nobody needs in the log any more into the file; what the disk refuses stays in the log."""
    with contextlib.suppress(sqlcipher.Error):
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


def put_rows(connection: Connection, text: str, values: list[object], width: int) -> None:
    """Put many rows with few statements: while SQLite works through one of them, other threads go on.

    Args:
        connection: In a transaction.
        text: Puts one row, and ends with its marks in brackets: `... VALUES (?, ?)`.
        values: Of one row after the other.
        width: How many of them are one row's.
    """
    start, most = 0, 1 << (MARKS_AT_MOST // width).bit_length() - 1
    while left := (len(values) - start) // width:
        count = left if left < _FEW else min(most, 1 << left.bit_length() - 1)
        stop = start + count * width
        some = values if stop - start == len(values) else values[start:stop]
        connection.execute(_of_rows(text, count), some)
        start = stop


@lru_cache(maxsize=256)
def _of_rows(text: str, count: int) -> str:
    marks = text[text.rindex("(") :]
    return text + f", {marks}" * (count - 1)


def damaged_pages(path: Path, key: Secret) -> list[str]:
    """Return what the page check of SQLCipher finds in the main file, free pages included; empty where all hold.

    Only a fresh connection sees the file as it lies on the disk; what is still in the write-ahead log is not looked at.
    """
    with contextlib.closing(connect(path, key, query_only=True)) as connection:
        return damaged_pages_of(connection)


def damaged_pages_of(connection: Connection) -> list[str]:
    """Return what the page check finds; as `damaged_pages`, over a connection that nothing was read with yet."""
    with refusals():
        return [row[0] for row in connection.execute("PRAGMA cipher_integrity_check")]


class Refusals:
    """Around a statement: as `refusals`, and not a generator, for it stands around every one."""

    __slots__ = ("_folder",)

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if not isinstance(error, sqlcipher.Error):
            return
        refusal, folder = refusal_of(error), self._folder
        if folder is not None and _code(error) == "SQLITE_IOERR" and shutil.disk_usage(folder).free < INDEX_BYTES:
            refusal = StoreFullError()
        raise refusal from None


_ANYWHERE: Final = Refusals(None)


def refusals(folder: Path | None = None) -> Refusals:
    """Turn what SQLCipher refuses into the store's own sentences; statements and values stay behind.

    Args:
        folder: Where the log gets its index, which takes the first room of all. Where there is too little for it,
            SQLite tells of no more than a failed write.
    """
    return _ANYWHERE if folder is None else Refusals(folder)


def refusal_of(error: Exception) -> StoreError:
    """Return the store's own error for one of SQLCipher's."""
    code = _code(error)
    match code:
        case "SQLITE_FULL":
            return StoreFullError()
        case "SQLITE_CORRUPT" | "SQLITE_NOTADB":
            return StoreDamagedError()
        case "SQLITE_READONLY" | "SQLITE_CANTOPEN" | "SQLITE_PERM":
            return FolderReadOnlyError()
        case _:
            return StoreUnreadableError(code)


@contextlib.contextmanager
def _keyed(path: Path, key: Secret) -> Iterator[Connection]:
    """Give a connection that has its key, and close it again only if something is refused."""
    with refusals(path.parent):
        # Absolute: this SQLite takes a name that begins with `file:` for an address.
        connection = sqlcipher.connect(str(path.absolute()), isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA cipher_log_level=NONE").fetchall()  # it would write over the screen
            with _literal(key) as literal:
                connection.set_key(literal)
            connection.execute(f"PRAGMA {_PAGES}").fetchall()
            if not connection.execute("PRAGMA cipher_version").fetchone():
                raise StoreUnreadableError("ENOCIPHER")
            yield connection
        except BaseException:
            connection.close()
            raise


def _make(path: Path) -> None:
    with disk_refusals():
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))  # the log files take its rights over
        except FileExistsError:
            raise StoreExistsError from None


@contextlib.contextmanager
def _export_refusals() -> Iterator[None]:
    """Tell a full disk and a damaged file by SQLite's words: the export passes on these, and not the code."""
    try:
        yield
    except sqlcipher.OperationalError as error:
        match str(error):
            case "database or disk is full":
                raise StoreFullError from None
            case "database disk image is malformed":
                raise StoreDamagedError from None
            case _:
                raise


@contextlib.contextmanager
def _literal(key: Secret) -> Iterator[bytearray]:
    """Give the raw key as SQLCipher reads it, and overwrite it afterwards."""
    literal = bytearray(b"x'" + bytes(64) + b"'")
    try:
        for place, value in enumerate(key.reveal()):  # byte by byte: the key never stands whole in another object
            literal[2 + 2 * place : 4 + 2 * place] = b"%02x" % value
        yield literal
    finally:
        literal[:] = bytes(len(literal))


def _set(connection: Connection) -> None:
    for setting in SETTINGS:
        connection.execute(f"PRAGMA {setting}").fetchall()


def _code(error: Exception) -> str:
    """Return SQLite's primary code of an error, for example `SQLITE_FULL`."""
    name: str | None = getattr(error, "sqlite_errorname", None)
    if name is None:
        return "SQLITE_ERROR"
    return "_".join(name.split("_")[:2])
