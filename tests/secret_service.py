"""A real Secret Service for tests: gnome-keyring on a private session bus.

Owns starting it without a display, putting it into each state a machine can be in, and ending it. Nothing of the
person's own session is touched: bus, home and keyring files lie in a folder of their own.
"""

import os
import select
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

PACKAGES = {"dbus-daemon": "dbus", "gnome-keyring-daemon": "gnome-keyring"}
"""The Debian package of each program."""

NAME = "org.freedesktop.secrets"
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={folder}/bus</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{folder}/services</servicedir>
  <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>
"""
ACTIVATION = """[D-BUS Service]
Name={name}
Exec=/bin/sh {folder}/start
"""
START = """exec gnome-keyring-daemon --foreground --components=secrets {how} <'{folder}/passphrase' >/dev/null 2>&1
"""
# As on a desktop, a service that died is started again by the next question. No other service is in reach of this bus.


class SecretService:
    """gnome-keyring in this process's reach, its login keyring unlocked from standard input.

    Attributes:
        environment: What a process needs in its environment to reach it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for name in ("run", "data", "config", "cache", "services"):
            (folder / name).mkdir(mode=0o700)
        self.environment = {
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_CACHE_HOME": str(folder / "cache"),
        }
        (folder / "bus.conf").write_text(BUS.format(folder=folder), "utf-8")
        self._bus = subprocess.Popen(
            ["dbus-daemon", f"--config-file={folder}/bus.conf", "--nofork", "--print-address=1"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=self._daemon_environment(),
            text=True,
        )
        assert self._bus.stdout is not None
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self._bus.stdout.readline().strip()
        from jeepney.io.blocking import open_dbus_connection  # type: ignore[import-untyped]  # it ships no types

        # gnome-keyring 42.1 now and then dies of clients that come and go quickly: this one stays
        self._line = open_dbus_connection(self.environment["DBUS_SESSION_BUS_ADDRESS"])
        self._daemon: int | None = None  # a pidfd: it never stands for another process

    def start(self, *, unlocked: bool = True) -> None:
        """Start the service, and return once it is on the bus, which from now on starts it again when it died."""
        passphrase = "made-up passphrase" if unlocked else ""
        script = START.format(folder=self._folder, how="--unlock" if unlocked else "")
        (self._folder / "passphrase").write_text(passphrase, "utf-8")
        (self._folder / "start").write_text(script, "utf-8")
        self._activation.write_text(ACTIVATION.format(name=NAME, folder=self._folder), "utf-8")
        self._ask_bus("ReloadConfig")
        self._ask_bus("StartServiceByName", "su", (NAME, 0))
        assert self._hold_daemon() is not None

    def stop(self) -> None:
        """Kill the service for good; the bus stays, and so does what is kept on disk."""
        self._activation.unlink(missing_ok=True)
        self._ask_bus("ReloadConfig")
        self.crash()

    def fail_to_start(self) -> None:
        """Kill the service, and let the bus fail each time it starts it, as where no session can hold one."""
        self.stop()
        (self._folder / "start").write_text("exit 1\n", "utf-8")
        self._activation.write_text(ACTIVATION.format(name=NAME, folder=self._folder), "utf-8")
        self._ask_bus("ReloadConfig")

    def crash(self) -> None:
        """Kill the service, and return once the bus knows; the next question starts it again unless it was stopped."""
        from jeepney import MatchRule  # type: ignore[import-untyped]  # it ships no types

        changes = MatchRule(type="signal", interface="org.freedesktop.DBus", member="NameOwnerChanged")
        changes.add_arg_condition(0, NAME)
        self._ask_bus("AddMatch", "s", (changes.serialise(),))
        if self._hold_daemon() is not None:
            with self._line.filter(changes) as seen:
                self._end_daemon()
                self._line.recv_until_filtered(seen, timeout=30)
        self._ask_bus("RemoveMatch", "s", (changes.serialise(),))

    def stop_bus(self) -> None:
        """Kill the bus, as when the session ends."""
        if self._bus.poll() is None:
            self._activation.unlink(missing_ok=True)
            self._hold_daemon()
            self._bus.kill()
            self._bus.wait()
            self._line.close()

    def close(self) -> None:
        """End everything that was started."""
        self.stop_bus()
        self._end_daemon()
        assert self._bus.stdout is not None
        self._bus.stdout.close()

    def lock(self) -> None:
        """Lock the default collection; nothing here can unlock it but a fresh start."""
        self._collection().lock()

    def unlock(self) -> None:
        """Start anew with the login keyring unlocked; entries stay."""
        self.stop()
        self.start()

    def remove_collections(self) -> None:
        """Start anew with no keyring file at all, as on an account that never had one."""
        self.stop()
        shutil.rmtree(self._folder / "data" / "keyrings")
        self.start(unlocked=False)

    def empty(self) -> None:
        """Delete every entry of the default collection."""
        for entry in list(self._collection().get_all_items()):
            entry.delete()

    def entries(self) -> dict[str, bytes]:
        """Return service name and secret of every entry, read past the store's own code."""
        kept = list(self._collection().get_all_items())
        return {entry.get_attributes()["service"]: entry.get_secret() for entry in kept}

    def plant(self, service: str, account: str, secret: bytes, **further: str) -> None:
        """Add an entry, as another program would; a further attribute makes it a second one of that name."""
        attributes = {"service": service, "username": account, **further}
        self._collection().create_item("made up", attributes, secret)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Hold the service still, so that it is there and does not answer."""
        daemon = self._hold_daemon()
        assert daemon is not None
        signal.pidfd_send_signal(daemon, signal.SIGSTOP)
        try:
            yield
        finally:
            signal.pidfd_send_signal(daemon, signal.SIGCONT)

    @property
    def _activation(self) -> Path:
        return self._folder / "services" / f"{NAME}.service"

    def _ask_bus(self, question: str, signature: str | None = None, body: tuple[object, ...] = ()) -> Any:
        """Return the reply of the bus itself, whose body is an error's text where it refuses."""
        from jeepney import message_bus, new_method_call

        return self._line.send_and_get_reply(new_method_call(message_bus, question, signature, body), timeout=30)

    def _collection(self) -> Any:
        import secretstorage
        from secretstorage.util import DBusAddressWrapper

        service = DBusAddressWrapper("/org/freedesktop/secrets", "org.freedesktop.Secret.Service", self._line)
        return secretstorage.Collection(self._line, *service.call("ReadAlias", "s", "default"))

    def _hold_daemon(self) -> int | None:
        """Take hold of the process that serves now; None where none does."""
        from jeepney import MessageType

        reply = self._ask_bus("GetConnectionUnixProcessID", "s", (NAME,))
        if self._daemon is not None:
            os.close(self._daemon)
        is_served = reply.header.message_type is MessageType.method_return
        self._daemon = os.pidfd_open(reply.body[0]) if is_served else None
        return self._daemon

    def _end_daemon(self) -> None:
        if self._daemon is not None:
            with suppress(ProcessLookupError):  # it ended with its bus
                signal.pidfd_send_signal(self._daemon, signal.SIGKILL)
            select.select([self._daemon], [], [])  # readable once it has ended
            os.close(self._daemon)
            self._daemon = None

    def _daemon_environment(self) -> dict[str, str]:
        outside = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
        return {**outside, **self.environment}


@contextmanager
def running_secret_service() -> Iterator[SecretService]:
    """Run a Secret Service of one's own; skip where its packages are missing, but fail under CI=true."""
    hold_packages()
    with tempfile.TemporaryDirectory(prefix="doorstep-") as folder:  # short: a socket's path ends at 108 bytes
        service = SecretService(Path(folder))
        try:
            service.start()
            yield service
        finally:
            service.close()


def hold_packages() -> None:
    """Skip the test where the programs are missing, naming their packages; fail instead under CI=true."""
    missing = sorted(package for program, package in PACKAGES.items() if shutil.which(program) is None)
    if missing:
        reason = f"needs the system package(s) {', '.join(missing)}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture
def secret_service(monkeypatch: pytest.MonkeyPatch) -> Iterator[SecretService]:
    """A fresh Secret Service, unlocked and empty, reached by this process and its children."""
    for name in list(os.environ):
        if name.startswith(("KEYRING_PROPERTY_", "PYTHON_KEYRING_")):
            monkeypatch.delenv(name)
    with running_secret_service() as service:
        for name, value in service.environment.items():
            if name != "HOME":  # tests of other rooms may have set their own
                monkeypatch.setenv(name, value)
        yield service
