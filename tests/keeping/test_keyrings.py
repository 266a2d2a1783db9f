import gc
import os
import subprocess
import sys
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from store.errors import (
    KeyringAbsentError,
    KeyringEntryDamagedError,
    KeyringEntryGoneError,
    KeyringFailedError,
    KeyringLockedError,
    KeyringNotKeptError,
    KeyringReplacedError,
    KeyringUnknownError,
    KeyringValueError,
    StoreError,
)
from store.ids import StoreId, new_id
from store.keeping import keyrings
from store.keeping.keyrings import VALUE_LIMIT_BYTES, Backend, Keyring, SystemKeyring, find_keyring
from tests.secret_service import SecretService, hold_packages, running_secret_service

STORE = StoreId(new_id())
PURPOSE = "device_secret"
SECRET = b"a made-up device secret, 32 byte"
TROJAN = "import pathlib\npathlib.Path({mark!r}).write_text('loaded')\nclass Keyring: priority = 9\n"


@pytest.fixture
def no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return a folder for settings that are nobody's, with no session bus in reach."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    (tmp_path / "python_keyring").mkdir()
    return tmp_path / "python_keyring" / "keyringrc.cfg"


def shown_by(trouble: StoreError) -> str:
    """Return all that a crash report with local variables would show of frames outside the tests."""
    seen: BaseException | None = trouble
    parts = [str(trouble), repr(vars(trouble))]
    while seen is not None:
        report = traceback.TracebackException.from_exception(seen, capture_locals=True)
        parts += [repr(frame.locals) for frame in report.stack if "/tests/" not in frame.filename]
        seen = seen.__cause__ or seen.__context__
    return "\n".join(parts)


# -- keeping entries


def test_what_was_put_is_got_back_from_a_real_keyring(secret_service: SecretService) -> None:
    keyring = find_keyring()

    keyring.put(STORE, PURPOSE, 1, SECRET)

    assert keyring.backend is Backend.SECRET_SERVICE
    assert find_keyring(Backend.SECRET_SERVICE).get(STORE, PURPOSE, 1) == SECRET
    assert secret_service.entries() == {f"doorstep/{STORE}/{PURPOSE}/1": SECRET.hex().encode()}


def test_versions_purposes_and_stores_lie_side_by_side(secret_service: SecretService) -> None:
    keyring, other = find_keyring(), StoreId(new_id())

    keyring.put(STORE, PURPOSE, 1, b"first")
    keyring.put(STORE, PURPOSE, 2, b"second")
    keyring.put(STORE, "anchor", 1, b"anchor")
    keyring.put(other, PURPOSE, 1, b"other")

    assert keyring.get(STORE, PURPOSE, 1) == b"first"
    assert keyring.get(STORE, PURPOSE, 2) == b"second"
    assert keyring.get(STORE, "anchor", 1) == b"anchor"
    assert keyring.get(other, PURPOSE, 1) == b"other"
    assert len(secret_service.entries()) == 4


def test_dropping_one_version_leaves_the_others(secret_service: SecretService) -> None:
    keyring = find_keyring()
    keyring.put(STORE, PURPOSE, 1, b"first")
    keyring.put(STORE, PURPOSE, 2, b"second")

    keyring.drop(STORE, PURPOSE, 1)

    assert list(secret_service.entries()) == [f"doorstep/{STORE}/{PURPOSE}/2"]
    with pytest.raises(KeyringEntryGoneError):
        keyring.get(STORE, PURPOSE, 1)


def test_dropping_what_is_gone_is_fine(secret_service: SecretService) -> None:
    find_keyring().drop(STORE, PURPOSE, 1)

    assert secret_service.entries() == {}


def test_dropping_drops_every_entry_of_that_name(secret_service: SecretService) -> None:
    keyring = find_keyring()
    keyring.put(STORE, PURPOSE, 1, SECRET)
    secret_service.plant(f"doorstep/{STORE}/{PURPOSE}/1", "doorstep", b"\xff not text", copy="two")
    secret_service.plant(f"doorstep/{STORE}/{PURPOSE}/1", "doorstep", b"again", copy="three")

    keyring.drop(STORE, PURPOSE, 1)

    assert secret_service.entries() == {}


def test_a_version_that_never_counted_is_overwritten(secret_service: SecretService) -> None:
    keyring = find_keyring()
    keyring.put(STORE, PURPOSE, 2, b"left over from a kill")

    keyring.put(STORE, PURPOSE, 2, SECRET)

    assert keyring.get(STORE, PURPOSE, 2) == SECRET
    assert len(secret_service.entries()) == 1


@pytest.mark.parametrize("size", [0, VALUE_LIMIT_BYTES + 1])
def test_a_value_that_not_every_keyring_can_keep_is_refused(secret_service: SecretService, size: int) -> None:
    with pytest.raises(KeyringValueError) as refused:
        find_keyring().put(STORE, PURPOSE, 1, bytes(size))

    assert refused.value.size_bytes == size
    assert secret_service.entries() == {}


def test_the_largest_value_fits_a_windows_credential(secret_service: SecretService) -> None:
    keyring = find_keyring()

    keyring.put(STORE, PURPOSE, 1, b"\xff" * VALUE_LIMIT_BYTES)

    (kept,) = secret_service.entries().values()
    assert len(kept.decode().encode("utf-16-le")) <= 2560
    assert keyring.get(STORE, PURPOSE, 1) == b"\xff" * VALUE_LIMIT_BYTES


# -- every way of not getting one, told apart


@pytest.mark.parametrize(
    "changed", [b"not hex", b"", b"\xff\xfe", SECRET.hex().upper().encode(), b"00 01", b"00" * 513, b"123"]
)
def test_an_entry_changed_by_something_else_is_told_as_damaged(secret_service: SecretService, changed: bytes) -> None:
    secret_service.plant(f"doorstep/{STORE}/{PURPOSE}/1", "doorstep", changed)

    with pytest.raises(KeyringEntryDamagedError):
        find_keyring().get(STORE, PURPOSE, 1)


def test_an_emptied_keyring_is_told_as_an_entry_gone(secret_service: SecretService) -> None:
    keyring = find_keyring()
    keyring.put(STORE, PURPOSE, 3, SECRET)

    secret_service.empty()

    with pytest.raises(KeyringEntryGoneError) as gone:
        find_keyring(Backend.SECRET_SERVICE).get(STORE, PURPOSE, 3)
    assert (gone.value.purpose, gone.value.version) == (PURPOSE, 3)


def test_a_locked_keyring_is_told_as_locked_without_a_prompt(secret_service: SecretService) -> None:
    keyring = find_keyring()
    keyring.put(STORE, PURPOSE, 1, SECRET)

    secret_service.lock()

    with pytest.raises(KeyringLockedError):
        find_keyring()
    with pytest.raises(KeyringLockedError):
        find_keyring(Backend.SECRET_SERVICE)
    with pytest.raises(KeyringLockedError):
        keyring.get(STORE, PURPOSE, 1)
    with pytest.raises(KeyringLockedError):
        keyring.put(STORE, PURPOSE, 2, SECRET)
    with pytest.raises(KeyringLockedError):
        keyring.drop(STORE, PURPOSE, 1)


def test_a_keyring_unlocked_again_still_has_the_entry(secret_service: SecretService) -> None:
    keyring = find_keyring()
    keyring.put(STORE, PURPOSE, 1, SECRET)
    secret_service.lock()

    secret_service.unlock()

    assert keyring.get(STORE, PURPOSE, 1) == SECRET


def test_a_service_that_ended_is_told_as_absent(secret_service: SecretService) -> None:
    keyring = find_keyring()
    keyring.put(STORE, PURPOSE, 1, SECRET)

    secret_service.stop()

    with pytest.raises(KeyringAbsentError):
        find_keyring(Backend.SECRET_SERVICE)
    with pytest.raises(KeyringAbsentError):
        keyring.get(STORE, PURPOSE, 1)
    with pytest.raises(KeyringAbsentError):
        keyring.drop(STORE, PURPOSE, 1)


def test_a_service_that_cannot_be_started_is_told_as_absent(secret_service: SecretService) -> None:
    keyring = find_keyring()

    secret_service.fail_to_start()

    with pytest.raises(KeyringAbsentError):
        find_keyring()
    with pytest.raises(KeyringAbsentError):
        keyring.put(STORE, PURPOSE, 1, SECRET)


def test_a_session_that_ended_is_told_as_absent(secret_service: SecretService) -> None:
    keyring = find_keyring()

    secret_service.stop_bus()

    with pytest.raises(KeyringAbsentError):
        find_keyring()
    with pytest.raises(KeyringAbsentError):
        keyring.put(STORE, PURPOSE, 1, SECRET)


def test_an_account_without_any_collection_is_told_as_absent_and_none_is_made(secret_service: SecretService) -> None:
    secret_service.remove_collections()

    with pytest.raises(KeyringAbsentError):
        find_keyring()


def test_a_collection_that_vanishes_is_told_as_absent_and_none_is_made(
    secret_service: SecretService, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring = find_keyring()
    wrapper = import_module("secretstorage.util").DBusAddressWrapper
    truly = wrapper.call

    def call(service: Any, method: str, *question: Any) -> Any:
        never_was = ("/org/freedesktop/secrets/collection/never_was",)
        return never_was if method == "ReadAlias" else truly(service, method, *question)

    monkeypatch.setattr(import_module("secretstorage.collection"), "create_collection", pytest.fail)
    with monkeypatch.context() as patch:
        patch.setattr(wrapper, "call", call)
        with pytest.raises(KeyringAbsentError):
            keyring.get(STORE, PURPOSE, 1)
        with pytest.raises(KeyringAbsentError):
            keyring.put(STORE, PURPOSE, 1, SECRET)

    assert secret_service.entries() == {}


def test_a_service_that_does_not_answer_is_not_waited_for(
    secret_service: SecretService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyrings, "_ANSWER_S", 0.05)

    with secret_service.frozen(), pytest.raises(KeyringFailedError) as failed:
        find_keyring()

    assert failed.value.failure == "TimeoutError"


def test_a_service_that_falls_silent_is_waited_for_once(
    secret_service: SecretService, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring, lines = find_keyring(), lines_made(monkeypatch)
    monkeypatch.setattr(keyrings, "_ANSWER_S", 0.05)

    with secret_service.frozen(), pytest.raises(KeyringFailedError) as failed:
        keyring.get(STORE, PURPOSE, 1)

    assert failed.value.failure == "TimeoutError"
    assert not lines


@pytest.mark.usefixtures("no_settings")
@pytest.mark.parametrize("address", [None, "", "nonsense", "tcp:host=localhost", "unix:path=/nowhere/at/all"])
def test_no_session_bus_is_told_as_absent(address: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    if address is not None:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)

    for expected in (None, *Backend):
        with pytest.raises(KeyringAbsentError):
            find_keyring(expected)
    with pytest.raises(KeyringAbsentError):
        SystemKeyring(Backend.SECRET_SERVICE).get(STORE, PURPOSE, 1)


@pytest.mark.usefixtures("no_settings")
@pytest.mark.parametrize("platform", ["darwin", "win32", "freebsd14"])
def test_a_platform_whose_own_keyring_is_missing_is_told_as_absent(
    platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)

    with pytest.raises(KeyringAbsentError):
        find_keyring()


@pytest.mark.usefixtures("secret_service")
@pytest.mark.parametrize("expected", [Backend.KWALLET, Backend.MACOS_KEYCHAIN, Backend.WINDOWS_CREDENTIALS])
def test_another_keyring_than_the_stores_own_is_told_as_replaced(expected: Backend) -> None:
    with pytest.raises(KeyringReplacedError) as replaced:
        find_keyring(expected)

    assert (replaced.value.expected, replaced.value.found) == (expected, Backend.SECRET_SERVICE)


@pytest.mark.usefixtures("secret_service")
def test_where_two_keyrings_answer_the_stores_own_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    kwallet: Any = import_module("keyring.backends.kwallet")
    answering = type("DBusKeyring", (kwallet.DBusKeyring,), {"priority": 4.9})
    monkeypatch.setattr(kwallet, "DBusKeyring", answering)
    monkeypatch.setattr(keyrings, "_plain_class", keyrings._plain_class.__wrapped__)  # nothing of this is remembered

    assert find_keyring(Backend.KWALLET).backend is Backend.KWALLET
    assert find_keyring(Backend.SECRET_SERVICE).backend is Backend.SECRET_SERVICE
    assert find_keyring().backend is Backend.SECRET_SERVICE


def test_a_write_that_is_not_kept_is_told(secret_service: SecretService, monkeypatch: pytest.MonkeyPatch) -> None:
    keyring = find_keyring()
    monkeypatch.setattr(import_module("secretstorage").Collection, "create_item", lambda *_, **__: None)

    with pytest.raises(KeyringNotKeptError):
        keyring.put(STORE, PURPOSE, 1, SECRET)

    assert secret_service.entries() == {}


def test_an_entry_that_cannot_be_deleted_is_not_told_as_gone(
    secret_service: SecretService, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring = find_keyring()
    keyring.put(STORE, PURPOSE, 1, SECRET)
    monkeypatch.setattr(import_module("secretstorage").Item, "delete", lambda _: None)

    with pytest.raises(KeyringFailedError):
        keyring.drop(STORE, PURPOSE, 1)

    assert len(secret_service.entries()) == 1


@pytest.mark.usefixtures("secret_service")
def test_a_keyring_locked_between_the_look_and_the_write_is_told_as_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring = find_keyring()
    locked = import_module("secretstorage").LockedException

    def lock_now(*_: object, **__: object) -> None:
        raise locked("Collection is locked!")

    monkeypatch.setattr(import_module("secretstorage").Collection, "create_item", lock_now)

    with pytest.raises(KeyringLockedError):
        keyring.put(STORE, PURPOSE, 1, SECRET)


@pytest.mark.parametrize(
    ("status", "kind"), [(-25308, KeyringLockedError), (-25293, KeyringFailedError), (-1, KeyringFailedError)]
)
def test_a_locked_macos_keychain_is_told_by_its_status(status: int, kind: type[StoreError]) -> None:
    failures = import_module("keyring.errors")

    def refuse() -> None:
        raise failures.KeyringError("Can't get password from keychain") from RuntimeError(status, "Unknown Error")

    with pytest.raises(kind):
        keyrings._asked(refuse)


@pytest.mark.usefixtures("secret_service")
def test_a_locked_entry_is_told_as_locked_and_nobody_is_prompted(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring = find_keyring()
    keyring.put(STORE, PURPOSE, 1, SECRET)
    monkeypatch.setattr(import_module("secretstorage").Item, "is_locked", lambda _: True)
    monkeypatch.setattr(import_module("secretstorage.item"), "unlock_objects", pytest.fail)

    with pytest.raises(KeyringLockedError):
        keyring.get(STORE, PURPOSE, 1)


# -- a service that dies, and that the bus starts again


def lines_made(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return a list that grows with each connection made to a session bus."""
    blocking, made = import_module("jeepney.io.blocking"), []
    truly = blocking.prep_socket

    def note(*where: Any) -> Any:
        made.append(where)
        return truly(*where)

    monkeypatch.setattr(blocking, "prep_socket", note)
    return made


def kill_at(message: int, is_sent: bool, service: SecretService, patch: pytest.MonkeyPatch) -> list[int]:
    """Kill the service just before or just after that message to it; return a list that then holds the message."""
    connection, messages, killed = import_module("jeepney.io.blocking").DBusConnection, count(), list[int]()
    truly = connection.send_message

    def send(line: Any, *content: Any, **options: Any) -> None:
        is_now = type(line).__name__ == "KeptConnection" and next(messages) == message
        if is_now and not is_sent:
            service.crash()
        truly(line, *content, **options)
        if is_now and is_sent:
            service.crash()
        if is_now:
            killed.append(message)

    patch.setattr(connection, "send_message", send)
    return killed


@pytest.mark.usefixtures("secret_service")
def test_one_connection_serves_a_keyring_for_life(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = lines_made(monkeypatch)

    keyring = find_keyring()
    keyring.put(STORE, PURPOSE, 1, SECRET)
    keyring.get(STORE, PURPOSE, 1)
    keyring.drop(STORE, PURPOSE, 1)

    assert len(lines) == 1


@pytest.mark.usefixtures("secret_service")
def test_a_keyring_that_is_let_go_leaves_no_connection_behind() -> None:
    find_keyring()
    gc.collect()  # what earlier tests left lying about is closed now, and not while we count
    gc.disable()
    before = sorted(os.listdir("/proc/self/fd"))  # noqa: PTH208  numbers, and the one that lists them

    keyring: Keyring | None = find_keyring()
    held = sorted(os.listdir("/proc/self/fd"))  # noqa: PTH208  as above
    keyring = None

    left = sorted(os.listdir("/proc/self/fd"))  # noqa: PTH208  as above
    gc.enable()

    assert keyring is None
    assert len(held) > len(before)
    assert left == before


def test_a_service_that_died_between_two_operations_is_no_matter(secret_service: SecretService) -> None:
    keyring = find_keyring()

    for version in range(5):
        secret_service.crash()
        keyring.put(STORE, PURPOSE, version, SECRET)
        secret_service.crash()
        assert keyring.get(STORE, PURPOSE, version) == SECRET
        secret_service.crash()
        keyring.drop(STORE, PURPOSE, version)

    assert secret_service.entries() == {}


@pytest.mark.parametrize("is_sent", [False, True], ids=["before it is sent", "before it is answered"])
def test_a_service_that_dies_at_any_message_of_an_operation_is_no_matter(
    is_sent: bool, secret_service: SecretService, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring = find_keyring()
    operations: list[tuple[Callable[[], object], dict[str, bytes]]] = [
        (lambda: keyring.put(STORE, PURPOSE, 1, SECRET), {f"doorstep/{STORE}/{PURPOSE}/1": SECRET.hex().encode()}),
        (lambda: keyring.get(STORE, PURPOSE, 1), {f"doorstep/{STORE}/{PURPOSE}/1": SECRET.hex().encode()}),
        (lambda: keyring.drop(STORE, PURPOSE, 1), {}),
    ]

    for operate, left in operations:
        for message in count():
            if operate is operations[-1][0]:
                keyring.put(STORE, PURPOSE, 1, SECRET)
            with monkeypatch.context() as patch:
                killed = kill_at(message, is_sent, secret_service, patch)
                operate()
            assert secret_service.entries() == left
            if not killed:
                break
        assert message > 5


def test_a_session_bus_that_ended_in_between_is_dialled_again(
    secret_service: SecretService, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring = find_keyring()
    secret_service.stop_bus()

    with running_secret_service() as another:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", another.environment["DBUS_SESSION_BUS_ADDRESS"])
        keyring.put(STORE, PURPOSE, 1, SECRET)

        assert keyring.get(STORE, PURPOSE, 1) == SECRET


@pytest.mark.parametrize("trouble", [ConnectionResetError, OSError])
def test_another_systems_keyring_is_not_asked_twice(trouble: type[OSError], monkeypatch: pytest.MonkeyPatch) -> None:
    keyring, asked = SystemKeyring(Backend.KWALLET), []

    def fail(*question: str) -> None:
        asked.append(question)
        raise trouble

    monkeypatch.setattr(keyring._ring, "get_password", fail)

    with pytest.raises((KeyringAbsentError, KeyringFailedError)):
        keyring.get(STORE, PURPOSE, 1)
    assert len(asked) == 1


@pytest.mark.usefixtures("secret_service")
def test_several_threads_may_use_one_keyring() -> None:
    keyring = find_keyring()

    def keep(version: int) -> bytes:
        keyring.put(STORE, PURPOSE, version, bytes([version]))
        return keyring.get(STORE, PURPOSE, version)

    with ThreadPoolExecutor(4) as threads:
        got = list(threads.map(keep, range(1, 17)))

    assert got == [bytes([version]) for version in range(1, 17)]


# -- settings that name a keyring


@pytest.mark.parametrize("where", ["variable", "file"])
@pytest.mark.parametrize(
    "class_name",
    [
        "trojan_keyring.Keyring",
        "keyring.backends.null.Keyring",
        "keyring.backends.chainer.ChainerBackend",
        "keyring.backends.kwallet.DBusKeyringKWallet4",
        "keyring.backends.SecretService.Keyring2",
        "\x1b]0;owned\x07",
    ],
)
def test_a_class_outside_the_closed_list_is_refused_and_never_loaded(
    where: str, class_name: str, secret_service: SecretService, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mark = tmp_path / "loaded"
    (tmp_path / "trojan_keyring.py").write_text(TROJAN.format(mark=str(mark)), "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    if where == "variable":
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", class_name)
    else:
        write_settings(secret_service, f"[backend]\ndefault-keyring={class_name}\nkeyring-path={tmp_path}\n")
    path_before = list(sys.path)

    for expected in (None, Backend.SECRET_SERVICE):
        with pytest.raises(KeyringUnknownError) as refused:
            find_keyring(expected)
        assert "\x1b" not in str(refused.value)
        assert refused.value.named_by == ("PYTHON_KEYRING_BACKEND" if where == "variable" else "keyringrc.cfg")

    assert not mark.exists()
    assert "trojan_keyring" not in sys.modules
    assert sys.path == path_before


def test_a_known_class_in_the_variable_does_not_hide_an_unknown_one_in_the_file(
    secret_service: SecretService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", Backend.SECRET_SERVICE.class_name)
    write_settings(secret_service, "[backend]\ndefault-keyring=trojan_keyring.Keyring\n")

    with pytest.raises(KeyringUnknownError):
        find_keyring()


@pytest.mark.parametrize("where", ["variable", "file"])
def test_a_known_class_is_taken_where_a_setting_asks_for_it(
    where: str, secret_service: SecretService, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask_for(backend: Backend) -> None:
        if where == "variable":
            monkeypatch.setenv("PYTHON_KEYRING_BACKEND", backend.class_name)
        else:
            write_settings(secret_service, f"[backend]\ndefault-keyring = {backend.class_name}\n")

    ask_for(Backend.SECRET_SERVICE)
    assert find_keyring().backend is Backend.SECRET_SERVICE
    assert find_keyring(Backend.SECRET_SERVICE).backend is Backend.SECRET_SERVICE

    ask_for(Backend.KWALLET)
    with pytest.raises(KeyringAbsentError):
        find_keyring()


@pytest.mark.parametrize("settings", ["no section\n", "[backend\n", "[backend]\nkeyring-path=/tmp\n[backend]\n"])
def test_settings_that_cannot_be_read_are_refused(settings: str, secret_service: SecretService) -> None:
    write_settings(secret_service, settings)

    with pytest.raises(KeyringUnknownError):
        find_keyring()


@pytest.mark.parametrize("settings", ["", "[backend]\n", "[other]\ndefault-keyring=trojan_keyring.Keyring\n"])
def test_settings_that_name_no_keyring_are_no_matter(settings: str, secret_service: SecretService) -> None:
    write_settings(secret_service, settings)

    assert find_keyring().backend is Backend.SECRET_SERVICE


def test_properties_from_the_environment_do_not_move_an_entry(
    secret_service: SecretService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEYRING_PROPERTY_SCHEME", "KeePassXC")
    monkeypatch.setenv("KEYRING_PROPERTY_PREFERRED_COLLECTION", "/org/freedesktop/secrets/collection/session")

    find_keyring().put(STORE, PURPOSE, 1, SECRET)

    assert list(secret_service.entries()) == [f"doorstep/{STORE}/{PURPOSE}/1"]


def write_settings(service: SecretService, text: str) -> None:
    folder = Path(service.environment["XDG_CONFIG_HOME"]) / "python_keyring"
    folder.mkdir(exist_ok=True)
    (folder / "keyringrc.cfg").write_text(text, "utf-8")


# -- the closed list, and what is shown


@pytest.mark.parametrize("backend", Backend)
def test_every_name_of_the_closed_list_is_a_backend_of_the_keyring_package(backend: Backend) -> None:
    module_name, _, class_name = backend.class_name.rpartition(".")

    known: Any = getattr(import_module(module_name), class_name)

    assert issubclass(known, import_module("keyring.backend").KeyringBackend)


def test_no_failure_to_write_shows_the_secret(secret_service: SecretService, monkeypatch: pytest.MonkeyPatch) -> None:
    keyring, shown = find_keyring(), []
    ways = ["lost", "refused", "too large"]

    for way in ways:
        with monkeypatch.context() as patch:
            value = SECRET * (20 if way == "too large" else 1)
            if way == "lost":
                patch.setattr(import_module("secretstorage").Collection, "create_item", lambda *_, **__: None)
            if way == "refused":
                patch.setattr(import_module("secretstorage.collection"), "open_session", explode)
            with pytest.raises(StoreError) as failed:
                keyring.put(STORE, PURPOSE, 1, value)
            shown.append(shown_by(failed.value))

    assert secret_service.entries() == {}
    for report in shown:
        assert SECRET.hex() not in report
        assert SECRET.decode() not in report


def explode(*_: object) -> None:
    raise import_module("keyring.errors").PasswordSetError("made up")


def test_no_failure_to_read_shows_the_secret(secret_service: SecretService) -> None:
    secret_service.plant(f"doorstep/{STORE}/{PURPOSE}/1", "doorstep", SECRET.hex().encode() + b"zz")

    with pytest.raises(KeyringEntryDamagedError) as failed:
        find_keyring().get(STORE, PURPOSE, 1)

    assert SECRET.hex() not in shown_by(failed.value)


def test_neither_the_module_nor_its_list_loads_the_keyring_package() -> None:
    script = (
        "import sys; from store.keeping.keyrings import Backend; [b.class_name for b in Backend]\n"
        "print(sorted({'keyring', 'jeepney', 'secretstorage'} & set(sys.modules)))"
    )

    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout

    assert said == "[]\n"


# -- the test support itself


def test_missing_packages_are_named_and_fail_under_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)

    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="dbus, gnome-keyring"):
        hold_packages()

    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="dbus, gnome-keyring"):
        hold_packages()
