"""The operating system's keyring, as the store sees it.

Owns which keyrings are accepted, how an entry is named, and telling apart the three ways of not getting one: no
keyring, a locked one, an entry that is gone. Refuses to own what an entry means (vault), to ask anybody to unlock
anything, and to load a keyring that is not on its closed list, whatever a setting says.
"""

import configparser
import os
import sys
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Any, Final, Protocol, TypeVar, assert_never

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
from store.ids import StoreId

# `keyring` is imported inside functions only: it costs two thirds of a bare Textual start.

VALUE_LIMIT_BYTES: Final = 512
"""A Windows credential holds 2,560 bytes (CRED_MAX_CREDENTIAL_BLOB_SIZE) of UTF-16: 512 bytes in hex take 2,048."""

_ENVIRONMENT: Final = "PYTHON_KEYRING_BACKEND"
_SETTINGS: Final = "keyringrc.cfg"
_ACCOUNT: Final = "doorstep"
_ANSWER_S = 10.0
_SECRETS: Final = "org.freedesktop.secrets"
_COPIES_LIMIT: Final = 8

T = TypeVar("T")


class Backend(StrEnum):
    """The keyrings Doorstep accepts; the value is what a store remembers."""

    SECRET_SERVICE = "secret_service"  # noqa: S105  a name, no password
    KWALLET = "kwallet"
    MACOS_KEYCHAIN = "macos_keychain"
    WINDOWS_CREDENTIALS = "windows_credentials"

    @property
    def class_name(self) -> str:
        """The dotted name of its class in the `keyring` package."""
        match self:
            case Backend.SECRET_SERVICE:
                return "keyring.backends.SecretService.Keyring"
            case Backend.KWALLET:
                return "keyring.backends.kwallet.DBusKeyring"
            case Backend.MACOS_KEYCHAIN:
                return "keyring.backends.macOS.Keyring"
            case Backend.WINDOWS_CREDENTIALS:
                return "keyring.backends.Windows.WinVaultKeyring"
        assert_never(self)


_ON_PLATFORM: Final = {
    "linux": (Backend.SECRET_SERVICE, Backend.KWALLET),
    "darwin": (Backend.MACOS_KEYCHAIN,),
    "win32": (Backend.WINDOWS_CREDENTIALS,),
}
"""In order of preference."""


class Keyring(Protocol):
    """Keeps small secrets outside the folder that can be stolen."""

    @property
    def backend(self) -> Backend:
        """Which keyring this is."""
        ...

    def put(self, store: StoreId, purpose: str, version: int, value: bytes) -> None:
        """Write one version and read it back."""
        ...

    def get(self, store: StoreId, purpose: str, version: int) -> bytes:
        """Return one version."""
        ...

    def drop(self, store: StoreId, purpose: str, version: int) -> None:
        """Erase one version for ever; one that is gone already is fine."""
        ...


def find_keyring(expected: Backend | None = None) -> "SystemKeyring":
    """Return the keyring of this machine, ready to be read and written.

    Args:
        expected: The one a store was made with; None accepts any of the closed list.

    Raises:
        KeyringUnknownError: A setting asks for a class outside the list; that class is not imported.
        KeyringReplacedError: Another keyring than `expected` answers.
        KeyringAbsentError: None answers, or it has nowhere to keep an entry.
        KeyringLockedError: It is locked. Nobody is prompted.
        KeyringFailedError: It is there and does not answer.
    """
    named = _named_backend()
    for backend in (named,) if named else _by_preference(expected):
        if _is_offered(backend):
            if expected not in (None, backend):
                raise KeyringReplacedError(expected, backend)
            return SystemKeyring(backend)
    raise KeyringAbsentError


class SystemKeyring:
    """One keyring of the closed list.

    An entry is never changed in place: macOS overwrites by deleting first, so a kill in between would lose it. Write
    the next version, make it count, drop the one before.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._ring: Any = _plain_class(backend)()
        if backend is Backend.WINDOWS_CREDENTIALS:
            self._ring.persist = "local machine"  # the default roams with the account, off the machine it stands for

    @property
    def backend(self) -> Backend:
        """Which keyring this is."""
        return self._backend

    def put(self, store: StoreId, purpose: str, version: int, value: bytes) -> None:
        """Write one version, read it back and compare.

        Args:
            store: Whose entry.
            purpose: What it is for.
            version: A fresh one, or one that never counted: what stands there already is overwritten.
            value: 1 to 512 bytes.

        Raises:
            KeyringValueError: `value` is empty or too large; nothing was written.
            KeyringNotKeptError: It does not read back the same.
            KeyringAbsentError, KeyringLockedError, KeyringFailedError: As `find_keyring`.
        """
        trouble = self._put(_service(store, purpose, version), value)
        del value  # no traceback that shows its locals may show it
        if trouble is not None:
            raise trouble

    def get(self, store: StoreId, purpose: str, version: int) -> bytes:
        """Return one version, 1 to 512 bytes.

        Raises:
            KeyringEntryGoneError: The keyring is open and has no such entry.
            KeyringEntryDamagedError: The entry is not as `put` writes it.
            KeyringAbsentError, KeyringLockedError, KeyringFailedError: As `find_keyring`.
        """
        text = self._read(_service(store, purpose, version))
        if text is None:
            raise KeyringEntryGoneError(purpose, version)
        value = _from_hex(text)
        del text
        if value is None:
            raise KeyringEntryDamagedError
        return value

    def drop(self, store: StoreId, purpose: str, version: int) -> None:
        """Erase one version for ever, and make sure that it is gone; one that is gone already is fine.

        Raises:
            KeyringAbsentError, KeyringLockedError, KeyringFailedError: As `find_keyring`; it may still be there.
        """
        from keyring.errors import PasswordDeleteError

        service = _service(store, purpose, version)
        self._hold_open()
        for _ in range(_COPIES_LIMIT):  # a Secret Service may hold several entries of one name, and deletes one a time
            try:
                _asked(lambda: self._ring.delete_password(service, _ACCOUNT), let_through=PasswordDeleteError)
            except PasswordDeleteError:  # there is none, or it cannot be deleted: only looking tells
                break
        if self._read(service) is not None:
            raise KeyringFailedError("PasswordDeleteError")

    def _put(self, service: str, value: bytes) -> StoreError | None:
        if not 1 <= len(value) <= VALUE_LIMIT_BYTES:
            return KeyringValueError(len(value))
        text = value.hex()
        try:
            self._hold_open()
            _asked(lambda: self._ring.set_password(service, _ACCOUNT, text))
            return None if self._read(service) == text else KeyringNotKeptError()
        except StoreError as trouble:
            return trouble.with_traceback(None)  # this frame and those below hold the value

    def _read(self, service: str) -> str | None:
        self._hold_open()
        text: str | None = _asked(lambda: self._ring.get_password(service, _ACCOUNT))
        return text

    def _hold_open(self) -> None:
        """Make sure, as far as can be seen beforehand, that the next call opens no prompt.

        Given a collection's path, the Secret Service backend neither looks for a default one nor makes one. The other
        systems show a dialogue of their own, which ends by itself.
        """
        if self._backend is Backend.SECRET_SERVICE:
            self._ring.preferred_collection = _open_collection()


def _service(store: StoreId, purpose: str, version: int) -> str:
    """Return the service name of one entry.

    Each entry has its own: under a shared one the Windows backend moves the entries of others about on each write, and
    two processes could lose one.
    """
    return f"doorstep/{store}/{purpose}/{version}"


def _from_hex(text: str) -> bytes | None:
    try:
        value = bytes.fromhex(text)
    except ValueError:
        return None
    return value if 1 <= len(value) <= VALUE_LIMIT_BYTES and value.hex() == text else None


def _by_preference(expected: Backend | None) -> tuple[Backend, ...]:
    return tuple(sorted(_ON_PLATFORM.get(sys.platform, ()), key=lambda backend: backend is not expected))


def _named_backend() -> Backend | None:
    """Return the backend that the person's own `keyring` settings ask for.

    The settings are read as `keyring` reads them (variable, then file), but only compared: nothing they name is
    imported, and the file's `keyring-path` is never added to the import path.

    Raises:
        KeyringUnknownError: They ask for a class outside the closed list, or cannot be read.
    """
    asked_for = {_ENVIRONMENT: os.environ.get(_ENVIRONMENT, ""), _SETTINGS: _named_in_settings()}
    known = {backend.class_name: backend for backend in Backend}
    for named_by, class_name in asked_for.items():
        if class_name and class_name not in known:
            raise KeyringUnknownError(named_by)
    return next((known[class_name] for class_name in asked_for.values() if class_name), None)


def _named_in_settings() -> str:
    from keyring.util import platform_

    settings = configparser.RawConfigParser()
    try:
        settings.read_string((platform_.config_root() / _SETTINGS).read_text("utf-8"))
        return settings.get("backend", "default-keyring", fallback="").strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError, configparser.Error):
        raise KeyringUnknownError(_SETTINGS) from None


@cache
def _plain_class(backend: Backend) -> type:
    """Return the backend's class, deaf to the environment.

    `keyring` lets KEYRING_PROPERTY_* variables set any attribute of a backend, and KEYCHAIN_PATH print a warning; both
    end here. `appid` is what a wallet shows when it asks whether to let a program in.
    """
    module_name, _, class_name = backend.class_name.rpartition(".")
    known = getattr(import_module(module_name), class_name)
    deaf = {"set_properties_from_env": lambda _self: None, "keychain": None, "appid": _ACCOUNT}
    return type("PlainKeyring", (known,), deaf)


def _is_offered(backend: Backend) -> bool:
    """Say whether this machine offers that keyring.

    Raises:
        KeyringLockedError, KeyringFailedError: It does, and is not usable now: no other one is taken instead.
    """
    try:
        if backend is Backend.SECRET_SERVICE:
            _open_collection()
        else:
            getattr(_plain_class(backend), "priority")  # noqa: B009  reading it is how `keyring` says whether it works
    except (KeyringAbsentError, RuntimeError):
        return False
    return True


def _open_collection() -> str:
    """Return the D-Bus path of the default collection, once it is shown to be unlocked.

    Left to itself the Secret Service backend of `keyring` prompts to unlock a collection, or to make the first one, and
    waits for ever where nobody can answer. So it is looked at first, with a limit on the wait.

    It is asked for by `ReadAlias`, never by its path under `aliases/`: KeePassXC does not always serve that path, and
    gnome-keyring 42.1 now and then resolves it, right after a write, to a collection that never was.

    Raises:
        KeyringAbsentError: No session bus, no service on it, or no default collection.
        KeyringLockedError: The default collection is locked.
        KeyringFailedError: The service is there and does not answer.

    Source:
        freedesktop.org Secret Service API: `ReadAlias` ("/" where there is none, which has no `Locked`).
    """
    from jeepney import DBusAddress, MessageType, Properties, new_method_call  # type: ignore[import-untyped]  # no types
    from jeepney.io.blocking import open_dbus_connection  # type: ignore[import-untyped]  # no types

    def answer(bus: Any, question: Any) -> Any:
        reply = bus.send_and_get_reply(question, timeout=_ANSWER_S)
        if reply.header.message_type is MessageType.error:  # its body is a text, and no path
            raise KeyringAbsentError
        return reply.body[0]

    service = DBusAddress("/org/freedesktop/secrets", _SECRETS, "org.freedesktop.Secret.Service")
    try:
        with open_dbus_connection() as bus:
            path: str = answer(bus, new_method_call(service, "ReadAlias", "s", ("default",)))
            collection = DBusAddress(path, _SECRETS, "org.freedesktop.Secret.Collection")
            _, is_locked = answer(bus, Properties(collection).get("Locked"))
    except TimeoutError:
        raise KeyringFailedError("TimeoutError") from None
    except (KeyError, ValueError, RuntimeError, OSError):  # no address, a wrong one, one not spoken here, nobody there
        raise KeyringAbsentError from None
    if is_locked:
        raise KeyringLockedError
    return path


def _asked(work: Callable[[], T], let_through: type[Exception] | tuple[()] = ()) -> T:
    """Return what the keyring answers, its failures turned into ours.

    A failure is raised after its handler has ended, so that no frame of the libraries, which hold the secret, hangs
    on to it as its context.
    """
    try:
        return work()
    except let_through:
        raise
    except _library_errors() as trouble:
        ours = _as_ours(trouble)
    del work
    raise ours


def _library_errors() -> tuple[type[Exception], ...]:
    """Return what the libraries in use may raise; one that was never imported raises nothing."""
    named = (
        ("keyring.errors", "KeyringError"),
        ("secretstorage.exceptions", "SecretStorageException"),
        ("jeepney.wrappers", "DBusErrorResponse"),
        ("jeepney.auth", "AuthenticationError"),
        ("dbus.exceptions", "DBusException"),
        ("win32ctypes.pywin32.pywintypes", "error"),
        ("pywintypes", "error"),
    )
    loaded = [getattr(sys.modules[module], kind) for module, kind in named if module in sys.modules]
    return (OSError, UnicodeDecodeError, *loaded)


def _as_ours(trouble: Exception) -> StoreError:
    kind = type(trouble).__name__
    match kind:
        case "KeyringLocked" | "LockedException" | "PromptDismissedException":
            return KeyringLockedError()
        case "InitError" | "SecretServiceNotAvailableException":
            return KeyringAbsentError()
        case "UnicodeDecodeError":
            return KeyringEntryDamagedError()
        case _ if isinstance(trouble, ConnectionError | FileNotFoundError):
            return KeyringAbsentError()
        case _ if isinstance(trouble.__cause__, Exception) and trouble.__cause__.args[:1] == (_MACOS_LOCKED,):
            return KeyringLockedError()
        case _:
            return KeyringFailedError(kind)


_MACOS_LOCKED: Final = -25308
"""errSecInteractionNotAllowed: a locked keychain where no dialogue can be shown, as over SSH."""
