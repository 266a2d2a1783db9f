"""A real Secret Service for tests: gnome-keyring on a private session bus.

Owns starting it without a display, putting it into each state a machine can be in, and ending it. Nothing of the
person's own session is touched: bus, home and keyring files lie in a folder of their own.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

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
  <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>
"""
# No service directories: nothing is started by a mere question, so an absent service stays absent.


class SecretService:
    """gnome-keyring in this process's reach, its login keyring unlocked from standard input.

    Attributes:
        environment: What a process needs in its environment to reach it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for name in ("run", "data", "config", "cache"):
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
        self._daemon: subprocess.Popen[bytes] | None = None

    def start(self, *, unlocked: bool = True) -> None:
        """Start the service, and return once it answers on the bus."""
        from jeepney import MatchRule, message_bus  # type: ignore[import-untyped]  # it ships no types
        from jeepney.io.blocking import Proxy, open_dbus_connection  # type: ignore[import-untyped]  # it ships no types

        appears = MatchRule(type="signal", interface="org.freedesktop.DBus", member="NameOwnerChanged")
        appears.add_arg_condition(0, NAME)
        with open_dbus_connection(self.environment["DBUS_SESSION_BUS_ADDRESS"]) as bus, bus.filter(appears) as seen:
            Proxy(message_bus, bus).AddMatch(appears)
            self._daemon = subprocess.Popen(
                ["gnome-keyring-daemon", "--foreground", "--components=secrets", *(["--unlock"] if unlocked else [])],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=self._daemon_environment(),
            )
            assert self._daemon.stdin is not None
            with self._daemon.stdin as passphrase:
                passphrase.write(b"made-up passphrase" if unlocked else b"")
            while not bus.recv_until_filtered(seen, timeout=30).body[2]:
                pass  # the name was given up by the service before this one

    def stop(self) -> None:
        """Kill the service; the bus stays, and so does what is kept on disk."""
        if self._daemon is not None:
            self._daemon.kill()
            self._daemon.wait()
            self._daemon = None

    def stop_bus(self) -> None:
        """Kill the bus, as when the session ends."""
        self._bus.kill()
        self._bus.wait()

    def close(self) -> None:
        """End everything that was started."""
        self.stop()
        self.stop_bus()
        assert self._bus.stdout is not None
        self._bus.stdout.close()

    def lock(self) -> None:
        """Lock the default collection; nothing here can unlock it but a fresh start."""
        import secretstorage

        with self._reached(), closing(secretstorage.dbus_init()) as bus:
            secretstorage.get_collection_by_alias(bus, "default").lock()

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
        import secretstorage

        with self._reached(), closing(secretstorage.dbus_init()) as bus:
            for entry in list(secretstorage.get_collection_by_alias(bus, "default").get_all_items()):
                entry.delete()

    def entries(self) -> dict[str, bytes]:
        """Return service name and secret of every entry, read past the store's own code."""
        import secretstorage

        with self._reached(), closing(secretstorage.dbus_init()) as bus:
            kept = list(secretstorage.get_collection_by_alias(bus, "default").get_all_items())
            return {entry.get_attributes()["service"]: entry.get_secret() for entry in kept}

    def plant(self, service: str, account: str, secret: bytes, **further: str) -> None:
        """Add an entry, as another program would; a further attribute makes it a second one of that name."""
        import secretstorage

        with self._reached(), closing(secretstorage.dbus_init()) as bus:
            attributes = {"service": service, "username": account, **further}
            secretstorage.get_collection_by_alias(bus, "default").create_item("made up", attributes, secret)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Hold the service still, so that it is there and does not answer."""
        assert self._daemon is not None
        self._daemon.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._daemon.send_signal(signal.SIGCONT)

    @contextmanager
    def _reached(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DBUS_SESSION_BUS_ADDRESS", self.environment["DBUS_SESSION_BUS_ADDRESS"])
            yield

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
