"""The operating system's keyring, as the store sees it.

Owns which keyrings are accepted, how an entry is named, and telling apart the three ways of not getting one: no
keyring, a locked one, an entry that is gone. Refuses to own what an entry means (vault), to ask anybody to unlock
anything, and to load a keyring that is not on its closed list, whatever a setting says.
"""

import configparser
import os
import sys
import weakref
from collections.abc import Callable
from enum import StrEnum
from functools import cache, cached_property
from importlib import import_module
from threading import Lock
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
"""Seconds after which a keyring that does not answer counts as failed: nobody waits at a blank screen for ever."""
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

    def put(self, store: StoreId, purpose: str, version: int, value: bytes) -> None:
        """Write one version and read it back."""

    def get(self, store: StoreId, purpose: str, version: int) -> bytes:
        """Return one version."""

    def drop(self, store: StoreId, purpose: str, version: int) -> None:
        """Erase one version for ever; one that is gone already is fine."""


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
    here = sorted(_ON_PLATFORM.get(sys.platform, ()), key=lambda backend: backend is not expected)
    for found in filter(None, map(_offered, (named,) if named else here)):
        if expected not in (None, found.backend):
            raise KeyringReplacedError(expected, found.backend)
        return found
    raise KeyringAbsentError


class SystemKeyring:
    """One keyring of the closed list, for any thread.

    An entry is never changed in place: macOS overwrites by deleting first, so a kill in between would lose it. Write
    the next version, make it count, drop the one before.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._ring: Any = _plain_class(backend)()
        self._turn = Lock()  # one connection carries one question at a time
        if backend is Backend.SECRET_SERVICE:
            self._ring.get_preferred_collection = _Line().open_collection
        if backend is Backend.WINDOWS_CREDENTIALS:
            self._ring.persist = "local machine"  # the default roams with the account, off the machine it stands for

    @property
    def backend(self) -> Backend:
        """Which keyring this is."""
        return self._backend

    def hold_open(self) -> None:
        """Make sure that entries can be kept, as far as is seen without a dialogue; raises as `find_keyring`."""
        if self._backend is Backend.SECRET_SERVICE:
            self._whole(lambda: _asked(self._ring.get_preferred_collection))

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
        text = self._whole(lambda: self._read(_service(store, purpose, version)))
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

        def erase() -> None:
            for _ in range(_COPIES_LIMIT):  # a Secret Service may hold several of one name, and deletes one a time
                try:
                    _asked(lambda: self._ring.delete_password(service, _ACCOUNT), let_through=PasswordDeleteError)
                except PasswordDeleteError:  # there is none, or it cannot be deleted: only looking tells
                    break
            if self._read(service) is not None:
                raise KeyringFailedError("PasswordDeleteError")

        self._whole(erase)

    def _put(self, service: str, value: bytes) -> StoreError | None:
        if not 1 <= len(value) <= VALUE_LIMIT_BYTES:
            return KeyringValueError(len(value))
        text = value.hex()

        def write() -> str | None:
            _asked(lambda: self._ring.set_password(service, _ACCOUNT, text))
            return self._read(service)

        try:
            return None if self._whole(write) == text else KeyringNotKeptError()
        except StoreError as trouble:
            return trouble.with_traceback(None)  # this frame and those below hold the value

    def _read(self, service: str) -> str | None:
        text: str | None = _asked(lambda: self._ring.get_password(service, _ACCOUNT))
        return text

    def _whole(self, work: Callable[[], T]) -> T:
        """Do one operation, and once more from its start where a Secret Service went away in the middle of it.

        A bus starts an ended service again when asked, and every operation may be done twice. A silent service is not
        waited for again, and other systems may show a dialogue each time.
        """
        with self._turn:
            try:
                return work()
            except (KeyringAbsentError, KeyringFailedError) as trouble:
                if self._backend is not Backend.SECRET_SERVICE or getattr(trouble, "failure", "") == "TimeoutError":
                    raise
            # the handler has ended: what it held is no context of a second failure, and the old line closes
            self._ring.get_preferred_collection = _Line().open_collection
            return work()


class _Line:
    """A keyring's one connection to the Secret Service: made at the first question, closed with the line.

    In gnome-keyring 42.1 a client that comes while another goes is now and then overlooked, and told that there is no
    collection; or the service dies. So nobody comes and goes here.
    """

    def open_collection(self) -> Any:
        """Return the default collection, once it is shown to be unlocked.

        It stands in the place of `keyring`'s own way there, which prompts to unlock one, or to make the first. It asks
        by `ReadAlias` ("/" for none), never by a path under `aliases/`: KeePassXC does not always serve that one.
        Source: freedesktop.org Secret Service API.
        """
        from jeepney import DBusErrorResponse  # type: ignore[import-untyped]  # no types
        from secretstorage import Collection, ItemNotFoundException
        from secretstorage.util import DBusAddressWrapper

        service = DBusAddressWrapper("/org/freedesktop/secrets", "org.freedesktop.Secret.Service", self._bus)
        try:
            collection = Collection(self._bus, *service.call("ReadAlias", "s", "default"))
        except (ItemNotFoundException, DBusErrorResponse):  # no such collection; the bus cannot start a service
            raise KeyringAbsentError from None
        if collection.is_locked():
            raise KeyringLockedError
        return collection

    @cached_property
    def _bus(self) -> Any:
        from jeepney.bus import get_bus  # type: ignore[import-untyped]  # no types
        from jeepney.io.blocking import DBusConnection, prep_socket  # type: ignore[import-untyped]  # no types

        def receive(bus: Any, *, timeout: float | None = None) -> Any:
            return DBusConnection.receive(bus, timeout=_ANSWER_S if timeout is None else timeout)

        # The libraries wait without end, and close after each call: neither happens to this one.
        kept = type("KeptConnection", (DBusConnection,), {"receive": receive, "close": lambda _: None})
        try:
            bus = kept(prep_socket(get_bus("SESSION")))
        except TimeoutError:
            raise
        except (KeyError, ValueError, RuntimeError, OSError):  # no address, a wrong one, one not spoken, nobody there
            raise KeyringAbsentError from None
        weakref.finalize(self, DBusConnection.close, bus)
        return bus


def _service(store: StoreId, purpose: str, version: int) -> str:
    """Return the service name of one entry.

    Each has its own: under a shared one Windows moves the others about on each write, and two processes could lose one.
    """
    return f"doorstep/{store}/{purpose}/{version}"


def _from_hex(text: str) -> bytes | None:
    try:
        value = bytes.fromhex(text)
    except ValueError:
        return None
    return value if 1 <= len(value) <= VALUE_LIMIT_BYTES and value.hex() == text else None


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


def _offered(backend: Backend) -> SystemKeyring | None:
    """Return that keyring where this machine offers it; a locked or failing one raises, and no other is taken."""
    try:
        if backend is not Backend.SECRET_SERVICE:
            getattr(_plain_class(backend), "priority")  # noqa: B009  reading it is how `keyring` says whether it works
        found = SystemKeyring(backend)
        found.hold_open()
    except (KeyringAbsentError, RuntimeError):
        return None
    return found


@cache
def _plain_class(backend: Backend) -> type:
    """Return the backend's class, deaf to the environment.

    `keyring` lets KEYRING_PROPERTY_* variables set any attribute of a backend, and KEYCHAIN_PATH print a warning; both
    end here. `appid` is what a wallet shows when it asks whether to let a program in. `unlock` would
    prompt; a locked entry of a Secret Service says so when it is read.
    """
    module_name, _, class_name = backend.class_name.rpartition(".")
    known = getattr(import_module(module_name), class_name)
    deaf = {"set_properties_from_env": lambda *_: None, "keychain": None, "appid": _ACCOUNT, "unlock": lambda *_: None}
    return type("PlainKeyring", (known,), deaf)


def _asked(work: Callable[[], T], let_through: type[Exception] | tuple[()] = ()) -> T:
    """Return what the keyring answers, its failures turned into ours.

    A failure is raised after its handler has ended: no frame of the libraries, which hold the secret, is its context.
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
        ("dbus.exceptions", "DBusException"),
        ("win32ctypes.pywin32.pywintypes", "error"),
        ("pywintypes", "error"),
    )
    loaded = [getattr(sys.modules[module], kind) for module, kind in named if module in sys.modules]
    return (OSError, UnicodeDecodeError, *loaded)


def _as_ours(trouble: Exception) -> StoreError:
    match kind := type(trouble).__name__:
        case "KeyringLocked" | "LockedException" | "PromptDismissedException":
            return KeyringLockedError()
        case "SecretServiceNotAvailableException":
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
