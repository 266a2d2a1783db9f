"""What encrypts file by file: asked of the kernel and of zfs without root, and believed no further than it goes."""

import errno
import fcntl
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from store.custody.volumes import Encrypted, linux
from store.custody.volumes.command import Answer, Silence
from store.custody.volumes.linux import zfs
from store.custody.volumes.linux.fscrypt import Policy, policy_of
from store.custody.volumes.linux.sysfs import place_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks a kernel that only Linux has")

SWAPS = "Filename\tType\tSize\tUsed\tPriority\n"
ENCRYPTED = "encryption\taes-256-gcm\nkeystatus\tavailable\nencryptionroot\trpool\nmounted\tyes\n"
OFF = "encryption\toff\nkeystatus\tnone\nencryptionroot\t-\nmounted\tyes\n"


def answering(monkeypatch: pytest.MonkeyPatch, told: bytes | int) -> list[int]:
    """Let the kernel answer with a policy, or with an error."""
    asked: list[int] = []

    def ioctl(_: int, question: int, buffer: bytearray) -> int:
        asked.append(question)
        if isinstance(told, int):
            raise OSError(told, "refused")
        buffer[8 : 8 + len(told)] = told
        return 0

    monkeypatch.setattr(fcntl, "ioctl", ioctl)
    return asked


def test_the_question_is_the_kernels_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = answering(monkeypatch, bytes((2, 1, 4, 0)))

    assert policy_of(tmp_path) == (Policy(2, 1), True)
    assert asked == [(3 << 30) | (9 << 16) | (ord("f") << 8) | 22]


@pytest.mark.parametrize("refusal", [errno.ENODATA, errno.EOPNOTSUPP])
def test_a_folder_without_a_policy_has_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, refusal: int) -> None:
    answering(monkeypatch, refusal)

    assert policy_of(tmp_path) == (None, True)


@pytest.mark.parametrize("refusal", [errno.ENOTTY, errno.EINVAL, errno.EIO, errno.EPERM])
def test_a_kernel_that_cannot_say_is_not_taken_for_a_no(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, refusal: int
) -> None:
    answering(monkeypatch, refusal)

    assert policy_of(tmp_path) == (None, False)


def test_a_folder_that_is_not_there_cannot_be_asked(tmp_path: Path) -> None:
    assert policy_of(tmp_path / "none") == (None, False)


class Zfs:
    """`zfs` and `zpool` of a made-up machine; what is asked is told again."""

    def __init__(self, **answers: Answer | Silence) -> None:
        self.answers = answers
        self.asked: list[Sequence[str]] = []

    def __call__(self, argv: Sequence[str]) -> Answer | Silence:
        self.asked.append(argv)
        if argv[1] == "list":
            return self.answers.get("pool", Silence.MISSING)
        return self.answers["key" if "keylocation" in argv else "dataset"]


def machine(tmp_path: Path, source: str = "rpool/home") -> Path:
    """A made-up `/proc` on which the folder of the test lies in a dataset."""
    place = place_of(tmp_path)
    assert place is not None
    proc = tmp_path / "machine/proc/self"
    proc.mkdir(parents=True)
    line = f"{place.mount_id} 28 0:33 / / rw - zfs {source} rw,xattr\n"
    (proc / "mountinfo").write_text(line)
    (proc.parent / "swaps").write_text(SWAPS)
    return tmp_path / "machine"


def test_zfs_is_asked_about_the_dataset_and_the_key_of_its_root(tmp_path: Path) -> None:
    asking = Zfs(dataset=Answer(ENCRYPTED), key=Answer("keylocation\tprompt\n"))

    verdict = linux.judge(linux.record(tmp_path, machine(tmp_path), asking))

    assert verdict.encrypted is Encrypted.YES
    assert [each[-1] for each in asking.asked] == ["rpool/home", "rpool"]


def test_where_it_encrypts_nothing_the_devices_of_the_pool_are_asked_for(tmp_path: Path) -> None:
    asking = Zfs(dataset=Answer(OFF), pool=Answer("rpool\t1G\n\t/dev/none-such\t1G\n"))

    verdict = linux.judge(linux.record(tmp_path, machine(tmp_path), asking))

    assert verdict.encrypted is Encrypted.UNKNOWN
    assert asking.asked[-1][1:] == ("list", "-v", "-H", "-P", "-L", "rpool")


def test_a_command_that_is_missing_is_looked_for_in_each_place(tmp_path: Path) -> None:
    asking = Zfs(dataset=Silence.MISSING)

    verdict = linux.judge(linux.record(tmp_path, machine(tmp_path), asking))

    assert verdict.encrypted is Encrypted.UNKNOWN
    assert [each[0] for each in asking.asked] == list(zfs.ZFS)


@pytest.mark.parametrize("source", ["-o", "rpool/../x y", "rpool@snap", "/dev/sda1", "", "r" * 300])
def test_what_is_no_name_of_a_dataset_is_never_put_on_a_command_line(tmp_path: Path, source: str) -> None:
    asking = Zfs()

    verdict = linux.judge(linux.record(tmp_path, machine(tmp_path, source), asking))

    assert verdict.encrypted is Encrypted.UNKNOWN
    assert asking.asked == []


@pytest.mark.parametrize(
    "text",
    [
        "tank\t1\n\t/dev/sda\t1\n\t/dev/sdb1\t1\nspare\t-\n\t/dev/sdc\t-\n",
        "tank\t1\n\traidz1-0\t1\n\t/dev/sda\t1\n\t/dev/sdb1\t1\nlogs\t-\n\tmirror-1\t1\n\t/dev/sdc\t-\n",
    ],
)
def test_every_device_of_a_pool_is_told_whatever_it_is_for(text: str) -> None:
    assert zfs.devices(Answer(text), "tank") == ("/dev/sda", "/dev/sdb1", "/dev/sdc")


@pytest.mark.parametrize(
    "answer",
    [
        Answer("tank\t1\n\t/dev/sda\t1\n\t/var/file\t1\n"),
        Answer("tank\t1\n\tsomething\t1\n\t/dev/sda\t1\n"),
        Answer("tank\t1\n"),
        Answer(""),
        Answer("other\t1\n\t/dev/sda\t1\n"),
        Answer("tank\t1\n\t/dev/sda\t1\n", 1),
        Silence.HUNG,
        None,
    ],
)
def test_a_pool_that_is_not_told_whole_is_not_told(answer: Answer | Silence | None) -> None:
    assert zfs.devices(answer, "tank") is None
