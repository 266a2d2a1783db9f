"""A real OpenSSH server on loopback, as whoever runs the tests, with keys and a folder of its own.

Owns starting it, killing it and its sessions as a cut cable would, and freezing it. Nothing of the machine's own server
or of the person's own keys is touched. The daemon stays in the foreground, and its sessions are its children.
"""

import contextlib
import hashlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest

CONFIG = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_{host_key}
AuthorizedKeysFile {folder}/authorized_keys
PidFile none
UsePAM no
StrictModes no
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
Subsystem sftp {sftp}
"""
ROOTS_FOLDER = Path("/run/sshd")
"""Where root's sshd keeps its unprivileged half empty; Debian makes it with the service, which is not started here."""


class SftpServer:
    """One server; stopped until `start`.

    Attributes:
        port: Its port, the same after each start.
        box: A folder on it, there from the start.
        key: The private key file it lets in.
        account: Whom to sign in as.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._program = _program()
        self._process: subprocess.Popen[str] | None = None
        self.account = pwd.getpwuid(os.geteuid()).pw_name
        self.key = self.new_key("key")
        shutil.copy(self.key.with_suffix(".pub"), folder / "authorized_keys")
        for name in ("one", "other"):
            self.new_key(f"host_{name}")
        self.box = folder / "box"
        self.box.mkdir()
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])

    def start(self, *, host_key: str = "one", sftp: str = "internal-sftp") -> None:
        """Start it and return once it listens.

        Args:
            host_key: Which of its two keys it shows, `one` or `other`.
            sftp: What speaks SFTP: `internal-sftp -R` is read-only, `-P posix-rename` takes that away from it.
        """
        config = self._folder / "sshd_config"
        config.write_text(CONFIG.format(port=self.port, folder=self._folder, host_key=host_key, sftp=sftp), "utf-8")
        self._process = subprocess.Popen(
            [self._program, "-D", "-e", "-f", str(config)], stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        assert self._process.stderr is not None
        said = []
        for line in self._process.stderr:
            said.append(line)
            if "listening" in line:
                return
        pytest.fail(f"sshd did not start: {''.join(said)}")

    def kill(self) -> None:
        """Kill it and every session of it, as when the machine loses power."""
        if self._process is not None:
            for each in (*self.sessions(), self._process.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(each, signal.SIGKILL)
            self._process.wait()
            assert self._process.stderr is not None
            self._process.stderr.close()
            self._process = None

    @contextlib.contextmanager
    def frozen(self) -> Iterator[None]:
        """Hold it and its sessions still: there, and not answering."""
        assert self._process is not None
        held = [self._process.pid, *self.sessions()]
        for each in held:
            os.kill(each, signal.SIGSTOP)
        try:
            yield
        finally:
            for each in held:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(each, signal.SIGCONT)

    def url(self, folder: Path | None = None) -> str:
        """Return the address of a folder on it, its box if none is named."""
        return f"sftp://{self.account}@127.0.0.1:{self.port}{folder or self.box}"

    def shown(self, host_key: str) -> str:
        """Return the SHA-256 of a host key, worked out from its file."""
        blob = (self._folder / f"host_{host_key}.pub").read_text("ascii").split()[1]
        return hashlib.sha256(b64decode(blob)).hexdigest()

    def new_key(self, name: str, passphrase: str = "") -> Path:
        """Make a key pair in the server's folder and return the private file."""
        path = self._folder / name
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", "made-up", "-f", str(path)]
        subprocess.run(words, check=True)
        return path

    def sessions(self) -> list[int]:
        """Return the processes under the daemon, a connection's own first, found without any tool but /proc or ps."""
        assert self._process is not None
        listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
        parents = {int(pid): int(parent) for pid, parent in (line.split() for line in listed.splitlines())}
        found = [self._process.pid]
        for each in found:
            found += [pid for pid, parent in parents.items() if parent == each]
        return found[1:]


def _program() -> str:
    """Return sshd's absolute path, which it demands; skip where it is missing, but fail under CI=true."""
    found = shutil.which("sshd", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin:/sbin")
    if sys.platform == "win32" or found is None or None in map(shutil.which, ("ssh-keygen", "ps")):
        reason = "needs the system package(s) openssh-server, procps"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    if os.geteuid() == 0:
        ROOTS_FOLDER.mkdir(mode=0o755, exist_ok=True)
    return found


@contextlib.contextmanager
def running_sftp_server() -> Iterator[SftpServer]:
    """Run a server, and end it and its sessions."""
    with tempfile.TemporaryDirectory(prefix="doorstep-") as folder:
        server = SftpServer(Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.kill()
