"""The encrypted file: the order of opening, what is refused, and what a flip cannot hide."""

import contextlib
import os
import resource
import signal
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import text
from sqlalchemy.pool import NullPool

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
from store.keeping import database
from store.keeping.database import (
    Connection,
    connect,
    create,
    damaged_pages,
    engine,
    put_rows,
    refusals,
    settle,
    settling_beside,
)
from tests.keeping.child import KILLED, as_somebody_without_rights, in_child, read_only_folder, seal_folder
from tests.keeping.made_up import secret

KEY = secret("database key")
OTHER_KEY = secret("another database key")
PAGE_BYTES = 4096
MARKER = "Wilhelmina Featherstonehaugh"

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL
    "foreign_keys": 1,
    "secure_delete": 1,
    "trusted_schema": 0,
    "temp_store": 2,  # MEMORY
    "application_id": database.APPLICATION_ID,
    "user_version": database.FORMAT,
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file of some sixty pages, a third of them free, with nothing left in its log."""
    path = tmp_path / "epoch-1.db"
    with contextlib.closing(create(path, KEY)) as connection:
        connection.execute("CREATE TABLE family (id INTEGER PRIMARY KEY, name TEXT UNIQUE, notes TEXT)")
        connection.execute("BEGIN")
        rows = [(number, f"{MARKER} {number}", "." * 1500) for number in range(100)]
        connection.executemany("INSERT INTO family VALUES (?, ?, ?)", rows)
        connection.execute("COMMIT")
        connection.execute("DELETE FROM family WHERE id >= 60")
        assert settle(connection)
    return path


@pytest.fixture
def writer(path: Path) -> Iterator[Connection]:
    with contextlib.closing(connect(path, KEY)) as connection:
        yield connection


def count(connection: Connection) -> int:
    (number,) = connection.execute("SELECT count(*) FROM family").fetchone()
    return int(number)


def pragma(connection: Connection, name: str) -> Any:
    (value,) = connection.execute(f"PRAGMA {name}").fetchone()
    return value


def flip(path: Path, place: int, bit: int = 0) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        before = file.read(1)[0]
        file.seek(place)
        file.write(bytes([before ^ 1 << bit]))


class Spy(sqlcipher.Connection):  # type: ignore[misc]  # the library ships no types
    """A connection that notes what it is asked, in order, and keeps what it was given as a key."""

    asked: list[str]
    given: list[bytearray]
    whole: list[bytes]

    def execute(self, statement: str, *parameters: Any) -> Any:
        self.asked.append(statement)
        return super().execute(statement, *parameters)

    def set_key(self, key: bytearray) -> Any:
        self.asked.append("the key")
        self.given.append(key)
        self.whole.append(bytes(key))
        return super().set_key(key)


@pytest.fixture
def spy(monkeypatch: pytest.MonkeyPatch) -> type[Spy]:
    real = sqlcipher.connect
    Spy.asked, Spy.given, Spy.whole = [], [], []
    monkeypatch.setattr(sqlcipher, "connect", lambda *given, **named: real(*given, factory=Spy, **named))
    return Spy


# -- opening ---------------------------------------------------------------------------------------------------------


def test_a_new_file_is_encrypted_and_for_its_owner_alone(tmp_path: Path) -> None:
    with contextlib.closing(create(tmp_path / "new.db", KEY)) as connection:
        connection.execute("CREATE TABLE family (name TEXT)")
        connection.execute("INSERT INTO family VALUES (?)", (MARKER,))
        found = {each.name: each.stat().st_mode & 0o777 for each in tmp_path.iterdir()}
        written = b"".join(each.read_bytes() for each in tmp_path.iterdir() if not each.name.endswith("-shm"))

    assert found == dict.fromkeys(("new.db", "new.db-wal", "new.db-shm"), 0o600)
    for clear in (b"SQLite format 3", b"CREATE TABLE", b"family", MARKER.encode()):
        assert clear not in written


def test_a_file_that_is_there_is_never_made_anew(path: Path) -> None:
    before = path.read_bytes()

    with pytest.raises(StoreExistsError):
        create(path, KEY)

    assert path.read_bytes() == before


@pytest.mark.parametrize("query_only", [False, True])
def test_every_setting_is_really_in_force_on_every_connection(path: Path, query_only: bool) -> None:
    with contextlib.closing(connect(path, KEY, query_only=query_only)) as connection:
        assert {name: pragma(connection, name) for name in PRAGMAS} == PRAGMAS
        assert pragma(connection, "query_only") == query_only
        assert connection.isolation_level is None


def test_a_new_file_has_the_same_settings(tmp_path: Path) -> None:
    with contextlib.closing(create(tmp_path / "new.db", KEY)) as connection:
        assert {name: pragma(connection, name) for name in PRAGMAS} == PRAGMAS


@pytest.mark.parametrize("value", [None, b"", b"\0\xff", True, False, 7, "", "seven"])
def test_a_plain_value_is_kept_as_it_is_and_asked_for_no_other_form(value: object, writer: Connection) -> None:
    ((kept,),) = writer.execute("SELECT ?", (value,)).fetchall()

    assert kept == value
    assert type(value) in {int, str} or (type(value), sqlcipher.PrepareProtocol) in sqlcipher.adapters


@pytest.mark.parametrize("count", [1, 2, 3, 2047, 2048, 2049, 5003])
def test_many_rows_are_put_in_their_order_with_few_statements(count: int, writer: Connection) -> None:
    writer.execute("CREATE TABLE row (a, b, c)")
    rows = [(n, None, f"{n}") for n in range(count)]
    statements: list[str] = []
    writer.set_trace_callback(statements.append)

    put_rows(writer, "INSERT INTO row (a, b, c) VALUES (?, ?, ?)", [value for row in rows for value in row], 3)

    writer.set_trace_callback(None)
    assert writer.execute("SELECT a, b, c FROM row ORDER BY rowid").fetchall() == rows
    assert len(statements) <= 1 + count // 512


def test_a_row_that_is_there_is_put_anew_beside_others(writer: Connection) -> None:
    writer.execute("CREATE TABLE row (a PRIMARY KEY, b, c)")

    put_rows(writer, "INSERT OR REPLACE INTO row (a, b, c) VALUES (?, ?, 'c')", [1, "x", 2, "y", 1, "z"], 2)

    assert writer.execute("SELECT * FROM row ORDER BY a").fetchall() == [(1, "z", "c"), (2, "y", "c")]


def test_the_key_comes_after_silence_and_before_anything_that_reads(path: Path, spy: type[Spy]) -> None:
    connect(path, KEY, query_only=True).close()

    reading = next(place for place, asked in enumerate(spy.asked) if "sqlite_schema" in asked)
    assert spy.asked[0] == "PRAGMA cipher_log_level=NONE"
    assert spy.asked[1] == "the key"
    assert any("cipher_version" in asked for asked in spy.asked[:reading])
    assert not any(setting in asked for asked in spy.asked[:reading] for setting in database.SETTINGS)
    assert spy.asked[-1] == "PRAGMA query_only=ON"


def test_the_key_is_given_raw_and_overwritten_and_stands_in_no_statement(path: Path, spy: type[Spy]) -> None:
    connect(path, KEY).close()

    assert spy.whole == [b"x'" + bytes(KEY.reveal()).hex().encode() + b"'"]
    assert not any(spy.given[0])
    assert not any(bytes(KEY.reveal()).hex() in asked for asked in spy.asked)


def test_a_wiped_key_opens_nothing_and_makes_nothing_that_zeros_open(path: Path) -> None:
    wiped = secret("a key")
    wiped.wipe()

    with pytest.raises(StoreError):
        connect(path, wiped)
    with pytest.raises(StoreError):
        create(path.with_name("new.db"), wiped)


def test_a_folder_whose_name_reads_like_an_address_is_still_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = Path("file:odd?mode=memory&x=%41")
    folder.mkdir()

    create(folder / "new.db", KEY).close()

    assert (tmp_path / folder / "new.db").stat().st_size > 0
    connect(folder / "new.db", KEY).close()


# -- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [None, b""])
def test_a_missing_or_empty_file_is_refused_and_none_is_made(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "epoch-1.db"
    if content is not None:
        path.write_bytes(content)
    before = sorted(tmp_path.iterdir())

    for opening in (
        lambda: connect(path, KEY),
        lambda: connect(path, KEY, query_only=True),
        lambda: damaged_pages(path, KEY),
    ):
        with pytest.raises(StoreFileMissingError):
            opening()

    assert sorted(tmp_path.iterdir()) == before
    assert content is None or path.stat().st_size == 0


def plain_file(path: Path) -> None:
    path.unlink()
    with contextlib.closing(sqlite3.connect(path)) as plain:
        plain.execute("CREATE TABLE family (id INTEGER)")
        plain.execute(f"PRAGMA application_id={database.APPLICATION_ID}")
        plain.commit()


FOREIGN = {
    "a plain file": plain_file,
    "random bytes": lambda path: path.write_bytes(os.urandom(path.stat().st_size)),
    "zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "one byte": lambda path: path.write_bytes(b"\0"),
    "half a page": lambda path: os.truncate(path, PAGE_BYTES // 2),
    "a flip in the salt": lambda path: flip(path, 3),
    "a flip in the first page": lambda path: flip(path, 2000),
    "text": lambda path: path.write_text("id,name\n1,somebody\n" * 1000),
}


@pytest.mark.parametrize("spoil", FOREIGN.values(), ids=FOREIGN.keys())
def test_a_foreign_file_is_named_as_such_changed_by_nothing_and_told_to_nobody_else(
    path: Path, spoil: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    spoil(path)
    before = path.read_bytes()

    with pytest.raises(StoreForeignError):
        connect(path, KEY)

    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    assert capfd.readouterr() == ("", "")


def test_another_key_opens_nothing(path: Path) -> None:
    with pytest.raises(StoreForeignError):
        connect(path, OTHER_KEY)
    with pytest.raises(StoreForeignError):
        damaged_pages(path, OTHER_KEY)


def test_a_file_of_another_program_under_the_same_key_is_foreign(path: Path, writer: Connection) -> None:
    writer.execute("PRAGMA application_id=1")

    with pytest.raises(StoreForeignError):
        connect(path, KEY)


def test_a_later_format_says_so_and_is_left_alone(path: Path, writer: Connection) -> None:
    writer.execute(f"PRAGMA user_version={database.FORMAT + 1}")

    with pytest.raises(StoreTooNewError) as refused:
        connect(path, KEY)

    assert refused.value.found == database.FORMAT + 1
    assert pragma(writer, "user_version") == database.FORMAT + 1


def test_a_folder_in_place_of_the_file_is_a_refusal_of_ours(tmp_path: Path) -> None:
    (tmp_path / "epoch-1.db").mkdir()

    with pytest.raises(StoreError):
        connect(tmp_path / "epoch-1.db", KEY)


def test_a_path_through_a_file_is_a_refusal_of_ours(path: Path) -> None:
    with pytest.raises(StoreUnreadableError) as refused:
        connect(path / "epoch-1.db", KEY)

    assert refused.value.refusal == "ENOTDIR"


def test_a_refused_opening_leaves_no_descriptor_behind(path: Path) -> None:
    def open_count() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    before = open_count()

    held = []
    for key in [OTHER_KEY] * 5:
        with pytest.raises(StoreForeignError) as refused:
            connect(path, key)
        held.append(refused)  # a traceback that is kept keeps the frames alive, and the connection in them

    assert open_count() == before


def test_a_folder_that_may_not_be_written_to_says_so() -> None:
    with read_only_folder() as folder:
        create(folder / "epoch-1.db", KEY).close()
        seal_folder(folder)

        assert as_somebody_without_rights(lambda: connect(folder / "epoch-1.db", KEY)) == "FolderReadOnlyError"
        assert as_somebody_without_rights(lambda: create(folder / "new.db", KEY)) == "FolderReadOnlyError"


# -- reading beside writing ------------------------------------------------------------------------------------------


def test_a_reader_refuses_to_write(path: Path) -> None:
    with contextlib.closing(connect(path, KEY, query_only=True)) as reader:
        for statement in (
            "DELETE FROM family",
            "CREATE TABLE other (id)",
            "PRAGMA user_version=7",
            "DROP TABLE family",
        ):
            with contextlib.suppress(sqlcipher.OperationalError):
                reader.execute(statement)

    with contextlib.closing(connect(path, KEY)) as connection:
        assert count(connection) == 60
        assert pragma(connection, "user_version") == database.FORMAT


def test_a_reader_sees_one_state_throughout_while_the_writer_goes_on(path: Path, writer: Connection) -> None:
    with (
        contextlib.closing(connect(path, KEY, query_only=True)) as reader,
        contextlib.closing(connect(path, KEY, query_only=True)) as later,
    ):
        reader.execute("BEGIN")
        assert count(reader) == 60

        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM family WHERE id < 10")
        assert count(later) == 60
        writer.execute("COMMIT")

        assert (count(writer), count(reader), count(later)) == (50, 60, 50)
        reader.execute("COMMIT")
        assert count(reader) == 50


def test_a_reader_that_closes_takes_nothing_of_the_writers_with_it(path: Path, writer: Connection) -> None:
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("DELETE FROM family WHERE id < 10")
    reader = connect(path, KEY, query_only=True)
    assert count(reader) == 60
    reader.close()
    writer.execute("COMMIT")

    with contextlib.closing(connect(path, KEY, query_only=True)) as reader:
        assert count(reader) == 50


def test_settling_empties_the_log_and_says_when_a_reader_keeps_it(path: Path, writer: Connection) -> None:
    log = path.with_name(path.name + "-wal")
    writer.execute("PRAGMA busy_timeout=0")
    with contextlib.closing(connect(path, KEY, query_only=True)) as reader:
        reader.execute("BEGIN")
        count(reader)
        writer.execute("DELETE FROM family WHERE id < 10")
        assert log.stat().st_size > 0

        assert not settle(writer)
        assert log.stat().st_size > 0

    assert settle(writer)
    assert log.stat().st_size == 0


def add_many(connection: Connection, first: int) -> None:
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO family VALUES (?, ?, ?)", ((n, f"{n}", "." * 3000) for n in range(first, first + 200))
    )
    connection.execute("COMMIT")


def test_what_is_committed_is_moved_beside_and_the_log_is_empty_afterwards(path: Path, writer: Connection) -> None:
    log, before = path.with_name(path.name + "-wal"), pragma(writer, "wal_autocheckpoint")
    with settling_beside(writer, path, KEY) as committed:
        assert pragma(writer, "wal_autocheckpoint") == 0
        add_many(writer, 1000)
        committed()

    assert log.stat().st_size == 0
    assert path.stat().st_size > 200 * 3000
    assert pragma(writer, "wal_autocheckpoint") == before > 0
    assert count(writer) == 60 + 200
    assert damaged_pages(path, KEY) == []


def test_the_one_that_writes_goes_on_while_another_thread_moves(
    path: Path, writer: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_moving, may_end, size = threading.Event(), threading.Event(), path.stat().st_size
    moves: list[int] = []

    def moving(connection: Connection) -> None:
        is_moving.set()
        may_end.wait(10)
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        moves.append(threading.get_ident())

    monkeypatch.setattr(database, "_move", moving)
    with settling_beside(writer, path, KEY) as committed:
        assert is_moving.wait(10)
        add_many(writer, 1000)
        committed()
        add_many(writer, 2000)
        committed()
        assert (count(writer), path.stat().st_size, moves) == (60 + 400, size, [])
        may_end.set()

    assert moves
    assert threading.get_ident() not in moves


def test_a_reader_in_the_way_keeps_the_log_and_nobody_hears_of_it(path: Path, writer: Connection) -> None:
    writer.execute("PRAGMA busy_timeout=0")
    with contextlib.closing(connect(path, KEY, query_only=True)) as reader:
        reader.execute("BEGIN")
        count(reader)

        with settling_beside(writer, path, KEY) as committed:
            add_many(writer, 1000)
            committed()

        assert count(reader) == 60
    assert count(writer) == 60 + 200
    assert settle(writer)


def test_what_was_committed_is_there_after_a_kill(path: Path) -> None:
    def killed() -> None:
        connection = connect(path, KEY)
        connection.execute("DELETE FROM family WHERE id < 10")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("DELETE FROM family")
        os.kill(os.getpid(), signal.SIGKILL)

    assert in_child(killed) == KILLED

    with contextlib.closing(connect(path, KEY)) as connection:
        assert count(connection) == 50


def test_sorting_and_temporary_tables_write_no_file_in_clear(path: Path, writer: Connection) -> None:
    writer.execute(
        "CREATE TEMP TABLE sorted AS SELECT a.name, b.notes FROM family a, family b ORDER BY b.notes, a.name"
    )
    (size,) = writer.execute("SELECT count(*) FROM sorted").fetchone()
    cursor = writer.execute("SELECT name FROM sorted ORDER BY notes, name DESC")
    cursor.fetchone()

    opened = {os.path.realpath(each) for each in Path("/proc/self/fd").iterdir()}

    assert size == 3600
    assert not [
        each for each in opened if "etilqs" in each or (each.startswith(str(path.parent)) and path.name not in each)
    ]


# -- SQLAlchemy ------------------------------------------------------------------------------------------------------


def test_every_connection_of_the_engine_is_its_own_and_shared_with_nobody(path: Path) -> None:
    reading = engine(path, KEY)

    assert isinstance(reading.pool, NullPool)
    with reading.connect() as one, reading.connect() as two:
        assert one.connection.driver_connection is not two.connection.driver_connection
        assert one.execute(text("SELECT count(*) FROM family")).scalar() == 60
        assert one.execute(text("PRAGMA query_only")).scalar() == 1
        assert one.execute(text("PRAGMA synchronous")).scalar() == 2


def test_the_key_shows_in_nothing_of_the_engine_and_nowhere_around_the_process(path: Path) -> None:
    reading = engine(path, KEY)
    value = bytes(KEY.reveal())

    with reading.connect() as connection:
        shown = [
            reading.url.render_as_string(hide_password=False),
            repr(reading),
            repr(reading.pool),
            repr(connection),
            repr(connection.connection.driver_connection),
            repr(vars(reading.url) if hasattr(reading.url, "__dict__") else reading.url),
            repr(dict(os.environ)),
            Path("/proc/self/cmdline").read_text("utf-8", "replace"),
            repr(connection.execute(text("PRAGMA database_list")).all()),
        ]

    for each in shown:
        assert value.hex() not in each
        assert value.decode() not in each
    assert reading.hide_parameters


def test_the_engine_refuses_with_the_stores_own_sentences(path: Path) -> None:
    with pytest.raises(StoreForeignError):
        engine(path, OTHER_KEY).connect()
    path.unlink()
    with pytest.raises(StoreFileMissingError):
        engine(path, KEY).connect()
    assert not path.exists()


# -- damage ----------------------------------------------------------------------------------------------------------


def test_a_whole_file_has_no_damaged_page(path: Path) -> None:
    assert path.stat().st_size > 50 * PAGE_BYTES
    assert damaged_pages(path, KEY) == []


def test_a_flip_in_any_page_is_found_in_the_free_ones_too(path: Path) -> None:
    pages = path.stat().st_size // PAGE_BYTES
    unseen_by_sqlite = 0

    for page in range(pages):
        place = page * PAGE_BYTES + page * 61 % PAGE_BYTES
        flip(path, place, page % 8)
        try:
            found = damaged_pages(path, KEY)
        except (StoreForeignError, StoreDamagedError):
            assert page < 2  # the first page, or what reading the schema needs
        else:
            assert len(found) == 1
            with contextlib.closing(connect(path, KEY)) as connection, contextlib.suppress(sqlcipher.DatabaseError):
                unseen_by_sqlite += connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        flip(path, place, page % 8)

    assert damaged_pages(path, KEY) == []
    assert unseen_by_sqlite > 0  # the free pages: only the page check sees them


def test_a_file_cut_short_is_found(path: Path) -> None:
    size = path.stat().st_size

    for length in (size - 1, size - PAGE_BYTES, size // 2 + 7):
        os.truncate(path, length)
        try:
            assert damaged_pages(path, KEY)
        except StoreDamagedError:
            continue


def test_reading_a_damaged_page_is_a_damaged_store_and_quotes_nothing(path: Path) -> None:
    for page in range(3, path.stat().st_size // PAGE_BYTES):
        flip(path, page * PAGE_BYTES + 100)

    with (
        contextlib.closing(connect(path, KEY)) as connection,
        pytest.raises(StoreDamagedError) as refused,
        refusals(),
    ):
        connection.execute("SELECT * FROM family WHERE name LIKE ?", (f"{MARKER}%",)).fetchall()

    assert MARKER not in str(refused.value)
    assert refused.value.__suppress_context__


# -- the sentences ---------------------------------------------------------------------------------------------------


def test_a_full_file_says_that_the_disk_is_full_and_keeps_what_was_there(writer: Connection) -> None:
    writer.execute(f"PRAGMA max_page_count={pragma(writer, 'page_count')}")

    with pytest.raises(StoreFullError), refusals():
        writer.executemany("INSERT INTO family VALUES (?, ?, ?)", [(n, f"{n}", "x" * 4000) for n in range(1000, 1200)])

    assert count(writer) < 1200
    assert writer.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_file_that_may_not_grow_says_so_and_stays_whole(path: Path) -> None:
    def cramped() -> None:
        connection = connect(path, KEY)
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (6000, 6000))
        with refusals():
            connection.execute("UPDATE family SET notes = notes || 'more'")

    ended = in_child(cramped)

    assert ended in ("StoreFullError", "StoreUnreadableError"), ended
    with contextlib.closing(connect(path, KEY)) as connection:
        assert connection.execute("SELECT count(*) FROM family WHERE notes LIKE '%more'").fetchone() == (0,)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("SQLITE_FULL", StoreFullError),
        ("SQLITE_CORRUPT", StoreDamagedError),
        ("SQLITE_CORRUPT_VTAB", StoreDamagedError),
        ("SQLITE_NOTADB", StoreDamagedError),
        ("SQLITE_READONLY", FolderReadOnlyError),
        ("SQLITE_READONLY_DIRECTORY", FolderReadOnlyError),
        ("SQLITE_CANTOPEN", FolderReadOnlyError),
        ("SQLITE_PERM", FolderReadOnlyError),
        ("SQLITE_IOERR_WRITE", StoreUnreadableError),
        ("SQLITE_BUSY", StoreUnreadableError),
        (None, StoreUnreadableError),
    ],
)
def test_each_code_has_its_own_sentence_and_leaves_statement_and_values_behind(
    code: str | None, error: type[StoreError]
) -> None:
    told = sqlcipher.OperationalError(f"near {MARKER}")
    if code is not None:
        told.sqlite_errorname = code

    with pytest.raises(error) as refused, refusals():
        raise told

    assert type(refused.value) is error
    assert MARKER not in str(refused.value)
    if isinstance(refused.value, StoreUnreadableError):
        assert refused.value.refusal == "_".join((code or "SQLITE_ERROR").split("_")[:2])


def test_other_errors_pass_as_they_are() -> None:
    with pytest.raises(KeyError), refusals():
        raise KeyError("other")
