"""Taking the picture: from a made-up sysfs, and from the machine the tests run on."""

import os
import stat
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from store.custody.volumes import Encrypted, examine, linux
from store.custody.volumes.linux.picture import Block, Place
from store.custody.volumes.linux.reading import MOST_BLOCKS
from store.custody.volumes.linux.sysfs import place_of, read_block
from store.custody.volumes.nearest import nearest_existing

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc of the machine it runs on")

UUID = "CRYPT-LUKS2-3f0c2d9e5b7a4c1e8d6f0a1b2c3d4e5f-root"


@dataclass(frozen=True)
class Machine:
    """A made-up `/proc` and `/sys` beneath a folder."""

    root: Path

    def disk(self, number: str, name: str, *, slaves: tuple[str, ...] = (), **files: str) -> Path:
        home = self.root / "sys/devices/block" / name
        (home / "slaves").mkdir(parents=True)
        for slave in slaves:
            (home / "slaves" / slave).symlink_to(self.root / "sys/devices/block" / slave)
        return self._device(number, home, files)

    def partition(self, number: str, disk: Path, name: str) -> Path:
        home = disk / name
        home.mkdir()
        return self._device(number, home, {"partition": "1\n"})

    def _device(self, number: str, home: Path, files: dict[str, str]) -> Path:
        for name, text in {"dev": f"{number}\n", **files}.items():
            file = home / name.replace("__", "/")
            file.parent.mkdir(exist_ok=True)
            file.write_text(text)
        links = self.root / "sys/dev/block"
        links.mkdir(parents=True, exist_ok=True)
        (links / number).symlink_to(home)
        return home

    def tables(self, mountinfo: str, *swap_lines: str) -> None:
        proc = self.root / "proc/self"
        proc.mkdir(parents=True)
        (proc / "mountinfo").write_text(mountinfo)
        (proc.parent / "swaps").write_text("Filename\tType\tSize\tUsed\tPriority\n" + "".join(swap_lines))

    def block(self, number: str) -> Block | None:
        return read_block(number, self.root / "sys")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    if sys.platform == "win32":
        pytest.skip("sysfs has file names that Windows does not allow")
    return Machine(tmp_path / "machine")


@pytest.fixture
def nodes(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Device nodes that `stat` is made to see: path to number. Making real ones would need root."""
    numbers: dict[str, str] = {}
    honest = Path.stat

    def seen(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if str(path) not in numbers:
            return honest(path, follow_symlinks=follow_symlinks)
        major, minor = map(int, numbers[str(path)].split(":"))
        told = [stat.S_IFBLK | 0o660, 0, 0, 1, 0, 0, 0, 0, 0, 0]
        return os.stat_result(told, {"st_rdev": os.makedev(major, minor)})

    monkeypatch.setattr(Path, "stat", seen)
    return numbers


def test_a_mapping_is_read_with_its_uuid_and_its_slaves(machine: Machine) -> None:
    machine.disk("8:0", "sda")
    machine.disk("8:16", "sdb")
    machine.disk("254:0", "dm-0", slaves=("sdb", "sda"), dm__uuid=f"{UUID}\n")

    assert machine.block("254:0") == Block("dm-0", UUID, ("8:0", "8:16"))


def test_a_partition_rests_on_its_disk(machine: Machine) -> None:
    disk = machine.disk("259:0", "nvme0n1")
    machine.partition("259:3", disk, "nvme0n1p3")

    assert machine.block("259:3") == Block("nvme0n1p3", None, ("259:0",))
    assert machine.block("259:0") == Block("nvme0n1", None, ())


def test_what_sysfs_does_not_show_is_not_there(machine: Machine) -> None:
    assert machine.block("8:0") is None


def test_a_partition_whose_disk_has_no_number_rests_on_nothing_that_can_be_read(machine: Machine) -> None:
    disk = machine.disk("8:0", "sda")
    machine.partition("8:1", disk, "sda1")
    (disk / "dev").unlink()

    assert machine.block("8:1") == Block("sda1", None, None)


def test_slaves_that_cannot_all_be_read_are_none_of_them(machine: Machine) -> None:
    machine.disk("8:0", "sda")
    home = machine.disk("254:0", "dm-0", slaves=("sda", "gone"), dm__uuid=f"{UUID}\n")
    assert machine.block("254:0") == Block("dm-0", UUID, None)

    for slave in home.joinpath("slaves").iterdir():
        slave.unlink()
    home.joinpath("slaves").rmdir()
    assert machine.block("254:0") == Block("dm-0", UUID, None)


@pytest.mark.parametrize("text", ["", "\n"])
def test_an_empty_uuid_is_none(machine: Machine, text: str) -> None:
    machine.disk("254:0", "dm-0", dm__uuid=text)

    assert machine.block("254:0") == Block("dm-0", None, ())


def test_compressed_memory_rests_on_the_disk_it_writes_back_to(machine: Machine, nodes: dict[str, str]) -> None:
    nodes["/dev/sdb1"] = "8:17"
    machine.disk("252:0", "zram0")
    machine.disk("252:1", "zram1", backing_dev="none\n")
    machine.disk("252:2", "zram2", backing_dev="/dev/sdb1\n")
    machine.disk("252:3", "zram3", backing_dev="/dev/no-such-node\n")
    machine.disk("252:4", "zram4", backing_dev="")

    found = [machine.block(f"252:{each}") for each in range(5)]

    assert [block and block.under for block in found] == [(), (), ("8:17",), None, None]


@on_linux
def test_a_loop_device_lies_where_its_file_lies(machine: Machine, nodes: dict[str, str], tmp_path: Path) -> None:
    # given
    nodes["/dev/sdb1"] = "8:17"
    file = tmp_path / "a file.img"
    file.touch()
    machine.disk("7:0", "loop0", loop__backing_file=f"{file}\n")
    machine.disk("7:1", "loop1", loop__backing_file="/dev/sdb1\n")
    machine.disk("7:2", "loop2", loop__backing_file=f"{file} (deleted)\n")
    machine.disk("7:3", "loop3")

    # then
    assert machine.block("7:0") == Block("loop0", backing=place_of(file))
    assert machine.block("7:0") != Block("loop0")
    assert machine.block("7:1") == Block("loop1", under=("8:17",))
    assert machine.block("7:2") == Block("loop2")
    assert machine.block("7:3") == Block("loop3")


@on_linux
def test_a_picture_follows_folder_and_swaps_down_to_the_disks(
    machine: Machine, nodes: dict[str, str], tmp_path: Path
) -> None:
    # given: a btrfs over two mappings, one swap mapping, one swap file beside the folder
    here = place_of(tmp_path)
    assert here is not None
    nodes["/dev/mapper/a"] = "254:0"
    nodes["/dev/dm-2"] = "254:2"
    for number, name in (("8:0", "sda"), ("8:16", "sdb"), ("8:32", "sdc")):
        machine.disk(number, name)
    machine.disk("8:48", "sdd")
    for minor, below in enumerate(("sda", "sdb", "sdc")):
        machine.disk(f"254:{minor}", f"dm-{minor}", slaves=(below,), dm__uuid=f"{UUID}{minor}\n")
    span = machine.root / "sys/fs/btrfs/0a1b/devices"
    span.mkdir(parents=True)
    for name in ("dm-0", "dm-1"):
        (span / name).symlink_to(machine.root / "sys/devices/block" / name)
    (machine.root / "sys/fs/btrfs/features").mkdir()
    swap_file = tmp_path / "swap file"
    swap_file.touch()
    machine.tables(
        f"{here.mount_id} 1 0:30 /@ / rw - btrfs /dev/mapper/a rw,subvolid=256\n",
        "/dev/dm-2 partition 1 0 -2\n",
        str(swap_file).replace(" ", "\\040") + " file 1 0 -3\n",
        "/dev/dm-9 partition 1 0 -4\n",
    )

    # when
    picture = linux.record(tmp_path / "not-made-yet", machine.root)

    # then
    assert picture.folder == here
    assert picture.btrfs == (frozenset({"254:0", "254:1"}),)
    assert picture.nodes == {"/dev/mapper/a": "254:0", "/dev/dm-2": "254:2"}
    assert picture.files == {str(swap_file): here}
    assert set(picture.blocks) == {"254:0", "254:1", "254:2", "8:0", "8:16", "8:32"}
    assert [finding.encrypted for finding in linux.judge(picture).findings] == [
        Encrypted.YES,
        Encrypted.YES,
        Encrypted.YES,
        Encrypted.UNKNOWN,
    ]


@on_linux
def test_a_btrfs_whose_devices_cannot_all_be_read_is_left_out(machine: Machine, tmp_path: Path) -> None:
    machine.disk("254:0", "dm-0", dm__uuid=f"{UUID}\n")
    span = machine.root / "sys/fs/btrfs/0a1b/devices"
    span.mkdir(parents=True)
    (span / "dm-0").symlink_to(machine.root / "sys/devices/block/dm-0")
    (span / "missing").symlink_to(machine.root / "sys/devices/block/dm-7")
    machine.tables("")

    assert linux.record(tmp_path, machine.root).btrfs == ()


@on_linux
def test_a_stack_that_is_too_deep_is_not_followed_and_not_a_yes(machine: Machine, tmp_path: Path) -> None:
    # given: one mapping over another, LUKS at the very bottom
    here = place_of(tmp_path)
    assert here is not None
    depth = MOST_BLOCKS + 5
    machine.disk("8:0", "sda")
    machine.disk("253:0", "dm-0", slaves=("sda",), dm__uuid=f"{UUID}\n")
    for level in range(1, depth):
        machine.disk(f"253:{level}", f"dm-{level}", slaves=(f"dm-{level - 1}",), dm__uuid="LVM-a\n")
    machine.tables(f"{here.mount_id} 1 253:{depth - 1} / / rw - ext4 /dev/root rw\n")

    # when
    picture = linux.record(tmp_path, machine.root)

    # then
    at_the_top = replace(picture, folder=Place(here.mount_id, f"253:{depth - 1}"))
    assert len(picture.blocks) == MOST_BLOCKS
    assert linux.judge(at_the_top).encrypted is Encrypted.UNKNOWN


@on_linux
def test_a_machine_that_shows_nothing_at_all_is_unknown(tmp_path: Path) -> None:
    verdict = linux.judge(linux.record(tmp_path, tmp_path / "no-such-root"))

    assert [finding.encrypted for finding in verdict.findings] == [Encrypted.UNKNOWN, Encrypted.UNKNOWN]


@pytest.mark.skipif(sys.platform == "win32", reason="makes a link, which Windows allows administrators only")
def test_a_folder_that_is_not_made_yet_counts_where_it_would_be_made(tmp_path: Path) -> None:
    # given
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real" / "later")

    # then
    assert nearest_existing(tmp_path / "a" / "b" / "c") == tmp_path.resolve()
    assert nearest_existing(tmp_path / "link" / "store") == (tmp_path / "real").resolve()
    assert nearest_existing(tmp_path / "real") == (tmp_path / "real").resolve()


def test_a_path_that_cannot_be_looked_at_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert nearest_existing(tmp_path / "file" / "store") is None
    assert nearest_existing(Path("a\0b")) is None
    assert nearest_existing(tmp_path / ("x" * 5000)) is None


def test_a_closed_door_is_not_climbed_past(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # given: root would be let in, so the door is closed by hand
    honest = Path.lstat

    def closed(path: Path) -> os.stat_result:
        if path.name == "behind":
            raise PermissionError
        return honest(path)

    monkeypatch.setattr(Path, "lstat", closed)

    # then
    assert nearest_existing(tmp_path / "closed" / "behind") is None


def test_this_machine_gets_a_verdict_with_evidence(tmp_path: Path) -> None:
    verdict = examine(tmp_path)

    assert verdict.findings
    assert verdict.encrypted in set(Encrypted)
    assert all(finding.evidence for finding in verdict.findings)


@pytest.mark.parametrize("platform", ["darwin", "win32", "freebsd14"])
@pytest.mark.skipif(sys.platform != "linux", reason="on the platform itself the answer may be yes")
def test_another_platforms_way_of_looking_fails_closed_here(platform: str, tmp_path: Path) -> None:
    verdict = examine(tmp_path, platform)

    assert verdict.encrypted is Encrypted.UNKNOWN
    assert all(finding.evidence for finding in verdict.findings)


@on_linux
@pytest.mark.parametrize("folder", ["/proc", "/sys", "/no/such/folder", "a\0b", ""])
def test_odd_folders_of_this_machine_get_a_verdict_and_never_an_exception(folder: str) -> None:
    assert examine(Path(folder)).evidence
