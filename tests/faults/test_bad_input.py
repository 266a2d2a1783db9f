"""Everything a machine or a person can get wrong: two sentences, exit 1, and nothing changed."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from store import errors
from store.errors import StoreError
from store.keeping import sidecar
from store.keeping.opening import SIGN_IN_FAILED, ClosedStore
from store.keeping.vault import DEVICE_SECRET
from tests.faults import practice
from tests.faults.command import LINE, WITHOUT_ROOTS_RIGHTS, contents, doorstep, hold_refused, moved_clock
from tests.faults.damage import Files, files_of, put
from tests.faults.test_flips import DATABASE
from tests.made import QUEUE
from tests.secret_service import SecretService

STATUS = ("status", "--passphrase-stdin", "--store")
INIT = (
    "init",
    "base",
    "--practice",
    "--no-keyring",
    "--name",
    "Base",
    "--staff",
    "Supervisor One",
    "--passphrase-stdin",
)
WRONG = b"Nobody has this one 44 here\n"

NO_BUS = {"DBUS_SESSION_BUS_ADDRESS": "", "XDG_RUNTIME_DIR": "/nonexistent", "PYTHON_KEYRING_BACKEND": ""}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("whole") / "store"
    practice.found(folder)
    practice.come_in(folder).close()
    return files_of(folder)


@pytest.fixture
def store(tmp_path: Path, whole: Files) -> Path:
    put(tmp_path / "store", whole)
    return tmp_path / "store"


# -- files -----------------------------------------------------------------------------------------------------------


def _file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_bytes(b"")


def _plain(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE entry (id INTEGER)")
    connection.close()


def _no_sidecar(folder: Path) -> None:
    for name in (sidecar.NAME, sidecar.SPARE):
        (folder / name).unlink()


def _both(content: bytes) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / sidecar.NAME).write_bytes(content)
        (folder / sidecar.SPARE).write_bytes(content)

    return write


SPOILT: dict[str, tuple[Callable[[Path], object], StoreError]] = {
    "no folder": (shutil.rmtree, errors.StoreMissingError()),
    "an empty folder": (lambda folder: put(folder, {}), errors.StoreMissingError()),
    "a folder of somebody else's": (lambda folder: put(folder, {"letter.txt": b"Dear"}), errors.StoreMissingError()),
    "a file where a folder should be": (_file, errors.StoreMissingError()),
    "no encrypted file": (lambda folder: (folder / DATABASE).unlink(), errors.StoreFileMissingError()),
    "an empty encrypted file": (lambda folder: (folder / DATABASE).write_bytes(b""), errors.StoreFileMissingError()),
    "a foreign encrypted file": (
        lambda folder: (folder / DATABASE).write_bytes(os.urandom(1 << 16)),
        errors.StoreForeignError(),
    ),
    "a plain database": (lambda folder: _plain(folder / DATABASE), errors.StoreForeignError()),
    "a text for an encrypted file": (
        lambda folder: (folder / DATABASE).write_bytes(b"Dear all"),
        errors.StoreForeignError(),
    ),
    "no sidecar": (_no_sidecar, errors.SidecarMissingError()),
    "empty sidecars": (_both(b""), errors.SidecarDamagedError()),
    "foreign sidecars": (_both(b"{}\n"), errors.SidecarDamagedError()),
    "enormous sidecars": (_both(bytes(1 << 22)), errors.SidecarDamagedError()),
}


@pytest.mark.parametrize("name", SPOILT)
@pytest.mark.parametrize("verb", ["status", "verify"])
def test_a_missing_empty_or_foreign_file_is_refused_by_name(name: str, verb: str, store: Path) -> None:
    spoil, refusal = SPOILT[name]
    spoil(store)
    before = contents(store.parent)

    ran = doorstep(verb, "--passphrase-stdin", "--store", store)

    hold_refused(ran, refusal)
    assert contents(store.parent) == before


def test_a_name_no_folder_can_have_is_refused(tmp_path: Path) -> None:
    ran = doorstep(*STATUS, tmp_path / ("x" * 5000))

    hold_refused(ran, errors.StoreUnreadableError("ENAMETOOLONG"))


def test_a_new_store_is_not_made_over_anything(store: Path) -> None:
    before = contents(store)

    ran = doorstep(*INIT, "--store", store)

    hold_refused(ran, errors.StoreExistsError())
    assert contents(store) == before


# -- passphrases -----------------------------------------------------------------------------------------------------

UNFIT: dict[str, tuple[bytes, StoreError]] = {
    "nothing": (b"", errors.PassphraseEmptyError()),
    "an empty line": (b"\n", errors.PassphraseEmptyError()),
    "spaces": (b"     \n", errors.PassphraseEmptyError()),
    "an enormous line": (b"x" * 10_000_000, errors.PassphraseTooLongError(1024)),
    "a line a little too long": (b"x" * 1025 + b"\n", errors.PassphraseTooLongError(1024)),
    "another encoding": ("Läntern orchard 58 kestrel\n".encode("latin-1"), errors.PassphraseEncodingError()),
    "half a character": (LINE[:-1] + b"\xe2\x82\n", errors.PassphraseEncodingError()),
    "a zero byte": (LINE[:-1] + b"\0\n", errors.PassphraseCharacterError()),
    "an escape": (b"\x1b[2J" + LINE, errors.PassphraseCharacterError()),
}


@pytest.mark.parametrize("name", UNFIT)
def test_what_cannot_be_a_passphrase_is_refused_and_costs_no_try(name: str, store: Path) -> None:
    line, refusal = UNFIT[name]
    before = contents(store)

    ran = doorstep(*STATUS, store, line=line)

    hold_refused(ran, refusal)
    assert contents(store) == before


def test_a_wrong_passphrase_is_refused_and_only_the_queue_tells(store: Path) -> None:
    before = contents(store)

    ran = doorstep(*STATUS, store, line=WRONG)

    hold_refused(ran, errors.WrongPassphraseError())
    after = contents(store)
    assert after.pop(QUEUE)
    assert after == before


def test_after_three_wrong_passphrases_even_the_right_one_waits_and_nothing_changes(store: Path) -> None:
    with pytest.raises(errors.WrongPassphraseError):
        practice.come_in(store, text=WRONG.decode().strip())
    with pytest.raises(errors.WrongPassphraseError):
        practice.come_in(store, text=WRONG.decode().strip())
    for _ in range(8):
        closed = ClosedStore(store)
        closed.queue.note(SIGN_IN_FAILED, closed.now())
        closed.release()
    before = contents(store)

    ran = doorstep(*STATUS, store)

    hold_refused(ran, errors.PassphraseTooSoonError(9))
    assert contents(store) == before


def test_a_weak_passphrase_makes_no_store(tmp_path: Path) -> None:
    ran = doorstep(*INIT, "--store", tmp_path / "store", line=b"password password\n")

    assert ran.code == 1
    assert ran.err.startswith("That passphrase is too easy to guess")
    assert list(tmp_path.iterdir()) == []


def test_without_a_terminal_the_passphrase_is_asked_for_nowhere(store: Path) -> None:
    before = contents(store)

    ran = doorstep("status", "--store", store)

    hold_refused(ran, errors.PassphraseAskedError())
    assert contents(store) == before


# -- the keyring -----------------------------------------------------------------------------------------------------


@pytest.fixture
def ringed(tmp_path: Path, secret_service: SecretService) -> Path:
    folder = tmp_path / "ringed"
    practice.found(folder, has_keyring=True)
    practice.come_in(folder).close()
    assert secret_service.entries()
    return folder


PLANTED = """
from pathlib import Path
Path(MARKER).write_text("loaded")
from keyring.backend import KeyringBackend
class Keyring(KeyringBackend):
    priority = 99
    def get_password(self, service, username): return "00" * 32
    def set_password(self, service, username, password): pass
    def delete_password(self, service, username): pass
"""


def test_a_machine_without_a_keyring_is_told_so(ringed: Path) -> None:
    before = contents(ringed)

    ran = doorstep(*STATUS, ringed, environment=NO_BUS)

    hold_refused(ran, errors.KeyringAbsentError())
    assert contents(ringed) == before


def test_a_locked_keyring_is_told_so(ringed: Path, secret_service: SecretService) -> None:
    before = contents(ringed)
    secret_service.lock()

    ran = doorstep(*STATUS, ringed)

    hold_refused(ran, errors.KeyringLockedError())
    assert contents(ringed) == before


def test_an_emptied_keyring_is_told_so_and_no_new_store_is_made(ringed: Path, secret_service: SecretService) -> None:
    before = contents(ringed)
    secret_service.empty()

    ran = doorstep(*STATUS, ringed)

    hold_refused(ran, errors.KeyringEntryGoneError(DEVICE_SECRET, 1))
    assert contents(ringed) == before
    assert secret_service.entries() == {}


@pytest.mark.parametrize("by", ["the environment", "a settings file"])
def test_an_unknown_keyring_is_refused_and_never_loaded(
    by: str, ringed: Path, tmp_path: Path, secret_service: SecretService
) -> None:
    marker = tmp_path / "marker"
    (tmp_path / "planted.py").write_text(PLANTED.replace("MARKER", repr(str(marker))))
    environment = {"PYTHONPATH": os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])}
    if by == "the environment":
        environment |= {"PYTHON_KEYRING_BACKEND": "planted.Keyring"}
    else:
        settings = Path(secret_service.environment["XDG_CONFIG_HOME"]) / "python_keyring" / "keyringrc.cfg"
        settings.parent.mkdir()
        settings.write_text(f"[backend]\ndefault-keyring=planted.Keyring\nkeyring-path={tmp_path}\n")
    before = contents(ringed)

    ran = doorstep(*STATUS, ringed, environment=environment, is_fresh=True)

    named_by = "PYTHON_KEYRING_BACKEND" if by == "the environment" else "keyringrc.cfg"
    hold_refused(ran, errors.KeyringUnknownError(named_by))
    assert contents(ringed) == before
    assert not marker.exists()


def test_a_new_store_without_a_keyring_is_made_only_where_that_was_asked_for(tmp_path: Path) -> None:
    words = [word for word in INIT if word != "--no-keyring"]

    ran = doorstep(*words, "--store", tmp_path / "store", environment=NO_BUS)

    hold_refused(ran, errors.KeyringAbsentError())
    assert list(tmp_path.iterdir()) == []


# -- the machine -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("modes", [(0o555, 0o444), (0o555, 0o600)], ids=["all of it", "the folder alone"])
def test_a_folder_that_cannot_be_written_to_is_refused(modes: tuple[int, int], store: Path) -> None:
    for path in store.iterdir():
        path.chmod(modes[1])
    store.chmod(modes[0])
    before = contents(store)

    ran = doorstep(*STATUS, store, before=WITHOUT_ROOTS_RIGHTS)

    hold_refused(ran, errors.FolderReadOnlyError())
    assert contents(store) == before
    store.chmod(stat.S_IRWXU)


def test_a_new_store_where_nothing_can_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "shut").mkdir(mode=0o555)

    ran = doorstep(*INIT, "--store", tmp_path / "shut" / "store", before=WITHOUT_ROOTS_RIGHTS)

    hold_refused(ran, errors.FolderReadOnlyError())
    assert list((tmp_path / "shut").iterdir()) == []
    (tmp_path / "shut").chmod(stat.S_IRWXU)


def test_a_clock_that_moved_back_is_refused_until_somebody_says_that_it_is_right(store: Path) -> None:
    before = contents(store)

    ran = doorstep(*STATUS, store, before=moved_clock(-180))

    hold_refused(ran, errors.ClockMovedBackError(10_800))
    assert contents(store) == before

    ran = doorstep(*STATUS, store, "--clock-is-right", before=moved_clock(-180))

    assert (ran.code, ran.err) == (0, "")
    with practice.come_in(store) as opened:
        assert "clock_moved_back" in practice.read_back(opened).kinds


def test_a_second_process_is_told_of_the_first(store: Path) -> None:
    with practice.come_in(store):
        before = contents(store)

        ran = doorstep(*STATUS, store)

        hold_refused(ran, errors.StoreInUseError())
        assert contents(store) == before


# -- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", [("trail", "--as-of", "yesterday"), ("practice-clock", "--to", "soon"), ("trail", "--as-of", "2015-13-01")]
)
def test_what_is_no_day_is_refused(words: tuple[str, ...], store: Path) -> None:
    before = contents(store)

    ran = doorstep(*words, "--passphrase-stdin", "--store", store)

    hold_refused(ran, errors.DayFormError())
    assert contents(store) == before


@pytest.mark.parametrize("name", ["", "\x1b]0;owned\a", "a\nb", "\udcff"])
def test_a_name_that_cannot_be_shown_is_refused(name: str, tmp_path: Path) -> None:
    words = [name if word == "Base" else word for word in INIT]

    ran = doorstep(*words, "--store", tmp_path / "store")

    hold_refused(ran, errors.LineFormError(200))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [None, b"", b"{}", bytes(1 << 25)], ids=["missing", "empty", "foreign", "enormous"])
def test_a_file_that_is_no_proof_is_refused_with_no_store_at_all(content: bytes | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "proof").write_bytes(content)

    ran = doorstep("verify", tmp_path / "proof", line=b"")

    assert (ran.code, ran.out) == (1, "")
    assert len(ran.err.splitlines()) == 2
    assert "Traceback" not in ran.err
